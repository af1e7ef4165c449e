"""The plain forms of many words, found all at once."""

from __future__ import annotations

from collections.abc import Sequence

from stancekit.text.characters import FoldTable, fold, latin
from stancekit.text.disguises import (
    EDGES,
    LEET_TRACE,
    SEPARATOR,
    STRETCHED,
    TRACE,
    edited,
    misspelt,
    undone_once,
)
from stancekit.text.spelling import is_fragment

__all__ = ["normalise_words"]

_BUT_THE_LAST = ("spelled", "leet", "masked", "stretch", "cut")  # misspellings are undone when all else is

_SEPARATED = FoldTable(latin)
_SEPARATED[ord(SEPARATOR)] = SEPARATOR


def normalise_words(words: Sequence[str]) -> tuple[list[str], list[int], list[int]]:
    """The plain forms of many strings without blanks, found all at once.

    Parameters
    ----------
    words : sequence of str
        None of them empty or with an ASCII blank or control character in it.

    Returns
    -------
    list of str
        ``normalise(word).text`` of each.
    list of int
        The numbers of the words in which a disguise was found: what is undone in them may hang on the punctuation
        before them.
    list of int
        The numbers of the words that may be one half of a word that was cut in two.

    Examples
    --------
    >>> normalise_words(["Sooooo", "well-known", "1d10t!", "otic"])
    (['soo', 'well-known', 'idiot!', 'otic'], [2], [3])
    """
    # A string of ASCII alone is translated, and searched, several times as fast as one that holds any other character.
    before = SEPARATOR.join(word if word.isascii() else "" for word in words).translate(_SEPARATED).split(SEPARATOR)
    plain = STRETCHED.sub(r"\1\1", SEPARATOR.join(before)).split(SEPARATOR)
    for number, word in enumerate(words):
        if not word.isascii():
            before[number] = fold(word)
            plain[number] = STRETCHED.sub(r"\1\1", before[number])
    traced = [
        number
        for number, (word, written) in enumerate(zip(plain, before, strict=True))
        if not word.isalpha() and (TRACE.search(written) or (word != written and TRACE.search(word)))
    ]
    was = plain.copy()
    for number, word in zip(traced, _undone([before[number] for number in traced]), strict=True):
        was[number], plain[number] = before[number], word
    changing, found, fragments = list(range(len(words))), plain.copy(), set()
    while changing:
        fragments |= {number for number, word in zip(changing, found, strict=True) if is_fragment(word.strip(EDGES))}
        joined = SEPARATOR.join(found)
        for number, word in zip(changing, edited(joined, list(misspelt(joined))).split(SEPARATOR), strict=True):
            plain[number] = word
        changing = [number for number, word in zip(changing, was, strict=True) if plain[number] != word]
        changing = [number for number in changing if not plain[number].isalpha()]
        was = [plain[number] for number in changing]
        found = _undone(was)
    return plain, [number for number in traced if _is_disguised(before[number], plain[number])], sorted(fragments)


def _undone(words: Sequence[str]) -> list[str]:
    return undone_once(SEPARATOR.join(words), _BUT_THE_LAST).split(SEPARATOR) if words else []


def _is_disguised(folded: str, plain: str) -> bool:
    return bool(LEET_TRACE.search(folded)) or STRETCHED.sub(r"\1\1", folded) != plain
