"""Addresses of pages, which are pasted and not said."""

from __future__ import annotations

import re

__all__ = ["without_links"]

# Whatever stands before "://", as letters may be disguised.
_LINK = re.compile(r"(?:[^\s<>\"()\[\]{},;:]{1,40}://|(?<![^\W_])www\.)[^\s<>\"]+", re.IGNORECASE)


def without_links(text: str) -> str:
    """The text with blanks in place of addresses, so that every other character stays where it is.

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
    >>> without_links("awww.that is sweet")
    'awww.that is sweet'
    """
    if not ("://" in text or "www." in text or "WWW." in text):
        return text
    return _LINK.sub(lambda match: " " * len(match[0]), text)
