"""The plain form of single characters: what a keyboard would have written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import cache

__all__ = ["TABLES", "FoldTable", "fold", "fold_character", "latin", "straight"]

# What NFKD leaves as it is although a keyboard would write it otherwise.
_TYPOGRAPHIC = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁄": "/",
        "█": "*", "▇": "*", "▮": "*", "■": "*", "⬛": "*",  # as of what a censor left
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
    }
)  # fmt: skip
# At the end of a name, or above a letter or below it; as letters they would be a part of it.
_MARKS = "™℠\u0345"
# Letters and signs by their category, but invisible: Hangul fillers, the empty braille pattern.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\u17b4\u17b5")
_LATIN_NAME = re.compile(r"(?=.*\b(?:LATIN|REGIONAL INDICATOR)\b).*\b(?P<letter>[A-Z])(?: BAR| WITH .+)?$")
_WITH_MORE = re.compile(r"((?:LATIN|CYRILLIC|GREEK) (?:SMALL|CAPITAL) LETTER (?:[A-Z]|[A-Z]{2,6})) WITH ")

_STRAIGHT = tuple(zip("’‘“”–—\xa0", "''\"\"-- ", strict=True))


class FoldTable(dict[int, str]):
    """A table for ``str.translate``, filled on demand: the 1.1 million code points are never listed."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__()
        self._fold = fold

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._fold(chr(code))
        return folded


def fold_character(character: str) -> str:
    """The plain form of one character: none, one or several characters.

    Parameters
    ----------
    character : str
        One code point.

    Returns
    -------
    str
        Folding it again changes nothing.

    Examples
    --------
    >>> [fold_character(c) for c in "Äﬁ’\u200b\u00a0９"]
    ['a', 'fi', "'", '', ' ', '9']
    """
    folded = "" if character in _MARKS else character
    for _ in range(2):  # a second round for the few whose plain form folds further, such as "ﬅ"
        folded = unicodedata.normalize("NFKD", folded).casefold().translate(_TYPOGRAPHIC)
    return "".join(
        " " if c.isspace() or unicodedata.category(c) == "Cc" else c
        for c in folded
        if unicodedata.category(c) not in ("Mn", "Me", "Cf") and c not in _BLANK
    )


def latin(character: str) -> str:
    """As ``fold_character``, but characters that look like Latin letters become them too."""
    folded = fold_character(character)
    if folded.isascii() or not character.isprintable():
        return folded
    if folded == "ғ":  # written for a small capital F, as there is none of some fonts: "ғᴜᴄᴋ"
        return "f"
    if len(folded) > 1:
        return "".join(map(latin, folded))
    alike = _confusables().get(character) or _confusables().get(folded) or folded
    if with_more := _WITH_MORE.match(unicodedata.name(folded, "")):  # a letter with a hook or a stroke is the letter
        with suppress(KeyError):  # there is a Latin lambda with stroke, but no Latin lambda
            base = unicodedata.lookup(with_more[1])
            alike = base if base.isascii() else _confusables().get(base, alike)
    if not alike.isascii():
        named = _LATIN_NAME.match(unicodedata.name(alike, "")) if len(alike) == 1 else None
        alike = named["letter"] if named else folded
    return "".join(map(fold_character, alike))


@cache
def _confusables() -> dict[str, str]:
    """UTS 39's confusables, letters to ASCII letters; read when a text first has a letter that is not Latin."""
    from confusable_homoglyphs.confusables import confusables_data

    found = {}
    for character, alike in confusables_data.items():
        letters = [one["c"] for one in alike if one["c"].isascii() and one["c"].isalpha()]
        if letters and len(character) == 1 and not character.isascii():
            # For UTS 39 a capital I is an l, and so is what looks like it: the Cyrillic one in "Іdiot".
            is_i = letters[0] == "l" and (character.isupper() or unicodedata.name(character, "").endswith(" I"))
            found[character] = "i" if is_i else letters[0]
    return found | {"ς": "c"}  # a sigma at the end of a word; folded, it is an o like any other


TABLES = {"fold": FoldTable(fold_character), "lookalikes": FoldTable(latin)}


def straight(text: str) -> str:
    r"""The text with the commonest quotes, dashes and blanks of word processors made plain ASCII.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Of the same length, and with the same plain form.

    Examples
    --------
    >>> straight("“It’s fine” – really")
    '"It\'s fine" - really'
    """
    for typographic, plain in _STRAIGHT:
        text = text.replace(typographic, plain)
    return text


def fold(text: str) -> str:
    """The text after the steps that look at one character at a time: ``fold`` and ``lookalikes``."""
    return text.translate(TABLES["lookalikes"])
