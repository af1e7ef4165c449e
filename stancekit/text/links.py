"""Addresses of pages, and HTML's tags where no browser read them: neither is said."""

from __future__ import annotations

import re

__all__ = ["TAG_IN_A_WORD", "without_links"]

# Whatever stands before "://", as letters may be disguised.
_LINK = re.compile(r"(?:[^\s<>\"()\[\]{},;:]{1,40}://|(?<![^\W_])www\.)[^\s<>\"]+", re.IGNORECASE)
_LONGEST = 500  # characters of a tag's attributes
_OF_WORDS = "b|big|em|font|i|mark|q|s|small|span|strike|strong|tt|u|wbr"
_OF_LINES = (
    "a|abbr|blockquote|br|center|cite|code|del|div|h[1-6]|hr|img|ins|li|ol|p|pre|sub|sup|table|tbody|td|th|tr|ul"
)
# Where one of words stands between two letters, it parts no words.
TAG_IN_A_WORD = rf"<(?<=[^\W_]<)/?(?:{_OF_WORDS})/?>(?=[^\W_])"
_TAG = re.compile(
    rf"(?!{TAG_IN_A_WORD})</?(?:{_OF_WORDS}|{_OF_LINES})(?:\s{{1,2}}(?:(?!\s{{3}})[^<>]){{1,{_LONGEST}}})?/?>",
    re.IGNORECASE,
)


def without_links(text: str) -> str:
    """The text with blanks in place of addresses and tags, so that every other character stays where it is.

    The words in an address say little about the comment, but they count as words: a link behind an insult would hide it
    from a model that has learned from them.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Of the same length.

    Examples
    --------
    >>> without_links("Liar! See www.example.org/tram, page 3")
    'Liar! See                       page 3'
    >>> without_links("awww.that is sweet <3, <b>really</b>")
    'awww.that is sweet <3,    really    '
    """
    without = _TAG.sub(_blanks, text) if "<" in text else text
    if _may_hold_a_link(without):  # it has no blank in it, and the words around it need not be searched
        words = without.split(" ")
        without = " ".join([_LINK.sub(_blanks, word) if _may_hold_a_link(word) else word for word in words])
    if "<" not in text or without == text:
        return without
    return without_links(without)  # a link may have stood before a tag


def _may_hold_a_link(text: str) -> bool:
    return "://" in text or "ww." in text or "WW." in text


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])
