"""The normalised view of a text, with a way back to what was written.

Two steps, each a pure function of the one before:

fold
    Case, compatibility forms (``ｗｉｄｅ``, ``ﬁ``), accents, typographic quotes and dashes become their plain form;
    invisible characters vanish; any white space is a blank.
squeeze
    A character repeated more than twice is repeated twice: ``sooooo`` and ``sooo`` are one word.

The features look at both views, so nothing is lost here that only the raw text tells.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Normalised", "fold_character", "normalise"]

# What NFKD leaves as it is although a keyboard would write it otherwise.
_TYPOGRAPHIC = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁄": "/",
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
    }
)  # fmt: skip
_STRETCHED = re.compile(r"(.)\1{2,}", re.DOTALL)


class _FoldTable(dict[int, str]):
    """Character by character on demand: the 1.1 million code points are never listed."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
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
    folded = character
    for _ in range(2):  # a second round for the few whose plain form folds further, such as "ﬅ"
        folded = unicodedata.normalize("NFKD", folded).casefold().translate(_TYPOGRAPHIC)
    return "".join(
        " " if c.isspace() or unicodedata.category(c) == "Cc" else c
        for c in folded
        if unicodedata.category(c) not in ("Mn", "Me", "Cf")
    )


_FOLD = _FoldTable()


@dataclass(frozen=True)
class Normalised:
    """A text in its plain form.

    Parameters
    ----------
    text : str
        The plain form.
    original : str
        What was written.
    """

    text: str
    original: str

    def offsets(self) -> NDArray[np.int64]:
        """Where each character of the plain form stands in the original.

        Returns
        -------
        ndarray of shape (len(text) + 1,)
            Offsets into the original, rising; the last is its length. ``original[offsets[i]:offsets[j]]`` is what
            was written for ``text[i:j]``.

        Examples
        --------
        >>> plain = normalise("Sooooo ﬁne")
        >>> plain.text, plain.offsets().tolist()
        ('soo fine', [0, 1, 2, 6, 7, 7, 8, 9, 10])
        """
        origin = np.repeat(np.arange(len(self.original)), [len(_FOLD[ord(c)]) for c in self.original])
        kept = np.ones(len(origin), dtype=bool)
        for stretch in _STRETCHED.finditer(self.original.translate(_FOLD)):
            kept[stretch.start() + 2 : stretch.end()] = False
        return np.append(origin[kept], len(self.original))


def normalise(text: str) -> Normalised:
    """Write a text in its plain form.

    Parameters
    ----------
    text : str
        Any text, lone surrogates included.

    Returns
    -------
    Normalised
        Normalising ``.text`` again changes nothing; ``.offsets()`` leads back.

    Examples
    --------
    >>> normalise("It’s SO goooood — Ｗｏｗ!!!!").text
    "it's so good - wow!!"
    """
    return Normalised(_STRETCHED.sub(r"\1\1", text.translate(_FOLD)), text)
