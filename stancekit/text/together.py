"""The plain forms of many words and texts, found all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stancekit.text.characters import FoldTable, fold, latin
from stancekit.text.disguises import (
    LEET_TRACE,
    MOST_ROUNDS,
    STRETCHED,
    TRACE,
    undone_once,
)
from stancekit.text.edits import SEPARATOR
from stancekit.text.halves import are_halves, may_be_half
from stancekit.text.seams import EDGES
from stancekit.text.spelling import are_words, unknown
from stancekit.text.unknown import understood

__all__ = ["joined", "normalise_texts", "normalise_words", "stages", "words_that_stay"]

_BUT_THE_LAST = ("lookalikes", "escapes", "emoji", "spelled", "leet", "masked", "stretch", "cut")
_THE_LAST = ("misspelt",)

_SEPARATED = FoldTable(latin)
_SEPARATED[ord(SEPARATOR)] = SEPARATOR


class Plain(NamedTuple):
    """Words in their plain form.

    Parameters
    ----------
    words : list of str
        ``normalise(word).text`` of each.
    leaning : list of int
        The indices of the words in which a disguise was found: how it is undone may depend on the punctuation before
        them.
    fragments : list of int
        The indices of the words that may be one half of a word that was cut in two.
    """

    words: list[str]
    leaning: list[int]
    fragments: list[int]


def normalise_texts(texts: Sequence[str]) -> list[str]:
    """The plain forms of many texts, found all at once.

    Parameters
    ----------
    texts : sequence of str
        Any text, lone surrogates included.

    Returns
    -------
    list of str
        ``normalise(text).text`` of each.

    Examples
    --------
    >>> normalise_texts(["You 1d10t", "i d i o t", "stup id"])
    ['you idiot', 'idiot', 'stupid']
    """
    plain = list(map(fold, texts))
    changing = list(range(len(plain)))
    for _ in range(MOST_ROUNDS if plain else 0):
        was = [plain[number] for number in changing]
        now = undone_once(SEPARATOR.join(was), (*_BUT_THE_LAST, *_THE_LAST)).split(SEPARATOR)
        for number, text in zip(changing, now, strict=True):
            plain[number] = text
        changing = [number for number, before, text in zip(changing, was, now, strict=True) if text != before]
        if not changing:
            break
    return plain


def words_that_stay(text: str) -> Iterator[str]:
    """Words that a text certainly has in its plain form too, between blanks: found at a small part of its cost.

    They are words of letters alone, between two others or at an end. No step changes such a word by itself, and none
    joins it to a neighbour, as neighbours are joined only if one of them is no word; what is joined is one.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    str
        In lower case, in order.

    Examples
    --------
    >>> list(words_that_stay("They say, and it is WHAT you stup id ly wanted"))
    ['it', 'is', 'what']
    """
    n_known, last = 1, ""  # how many words stand here in a row; there is as good as one at either end
    for word in text.split(" "):
        is_one = word.isascii() and word.isalpha() and len(word) > 1 and are_words((word := word.lower(),))
        n_known = n_known + 1 if is_one else 0
        if n_known > 2:
            yield last
        last = word
    if n_known > 1:
        yield last


def normalise_words(words: Sequence[str]) -> Plain:
    """The plain forms of many strings without blanks, found all at once.

    Parameters
    ----------
    words : sequence of str, not empty
        None of them empty or with an ASCII blank or control character in it.

    Returns
    -------
    Plain

    Examples
    --------
    >>> normalise_words(["Sooooo", "well-known", "1d10t!", "otic"])
    Plain(words=['soo', 'well-known', 'idiot!', 'otic'], leaning=[2], fragments=[3])
    """
    folded = _folded(words)
    unsettled = unknown(folded)
    fragments = {number for number, word in enumerate(folded) if may_be_half(word)}
    looks = _looks([folded[number] for number in unsettled])
    plain = looks.stretched.copy()
    for numbers, found, spelt in _rounds(looks):
        fragments.update(
            unsettled[number] for number, word in zip(numbers, found, strict=True) if may_be_half(word.strip(EDGES))
        )
        for number, word in zip(numbers, spelt, strict=True):
            plain[number] = word
    disguised = {number for number in looks.traced if LEET_TRACE.search(looks.folded[number])}
    disguised |= {
        number
        for number, (word, was) in enumerate(zip(plain, looks.stretched, strict=True))
        if word != was and not looks.folded[number].isalpha()
    }
    for number, word in zip(unsettled, plain, strict=True):
        folded[number] = word
    return Plain(folded, [unsettled[number] for number in sorted(disguised)], sorted(fragments))


def stages(words: Sequence[str]) -> list[set[str]]:
    """The forms that each word goes through while it is normalised, without the punctuation around it.

    Parameters
    ----------
    words : sequence of str
        As for ``normalise_words``.

    Returns
    -------
    list of set of str

    Examples
    --------
    >>> [sorted(forms) for forms in stages(["Idoit!", "otic"])]
    [['idiot', 'idoit'], ['otic']]
    """
    folded = _folded(words)
    unsettled = unknown(folded)
    found = [{word} for word in folded]  # all that a known word goes through
    for number in unsettled:
        found[number].clear()
    for numbers, *forms in _rounds(_looks([folded[number] for number in unsettled])):
        for number, *both in zip(numbers, *forms, strict=True):
            found[unsettled[number]].update(form.strip(EDGES) for form in both)
    return found


def joined(before: set[str], after: set[str]) -> bool:
    """Whether two neighbours, given their stages, may become one word."""
    return any(are_halves(one, other) for one in before for other in after)


class _Looks(NamedTuple):
    """Words before any disguise is undone."""

    folded: list[str]
    stretched: list[str]  # no character more than twice in a row
    traced: list[int]  # the indices of those in which a disguise may be


def _looks(folded: list[str]) -> _Looks:
    stretched = folded.copy()
    long = _with_a_stretch(folded)
    shorter = STRETCHED.sub(r"\1\1", SEPARATOR.join([folded[number] for number in long])).split(SEPARATOR)
    for number, word in zip(long, shorter, strict=False):  # none are one empty word
        stretched[number] = word
    some = [number for number, word in enumerate(stretched) if not (word.isalpha() and word.isascii())]
    traced = set(_traced(folded, some))
    traced.update(_traced(stretched, [number for number in some if stretched[number] != folded[number]]))
    return _Looks(folded, stretched, sorted(traced))


def _with_a_stretch(words: list[str]) -> list[int]:
    """The indices of words with a character three times in a row."""
    codes = np.frombuffer(SEPARATOR.join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    is_again = codes[1:] == codes[:-1]
    return _numbers(words, np.flatnonzero(is_again[1:] & is_again[:-1]))


def _traced(words: list[str], some: list[int]) -> list[int]:
    """Those of some words in which a disguise may be."""
    few = [words[number] for number in some]
    found = _numbers(few, [match.start() for match in TRACE.finditer(SEPARATOR.join(few))])
    return [some[at] for at in found]


def _numbers(words: list[str], places: Sequence[int] | NDArray[np.int64]) -> list[int]:
    """The indices of the words at some places, in order, of their joined text."""
    ends = np.cumsum(np.fromiter(map(len, words), dtype=np.int64, count=len(words)) + 1)
    return [*dict.fromkeys(np.searchsorted(ends, places, side="right").tolist())]


def _rounds(looks: _Looks) -> Iterator[tuple[list[int], list[str], list[str]]]:
    """Normalising round by round: the indices of words that may have changed, undisguised, and correctly spelt."""
    before, undisguised = looks.stretched.copy(), looks.stretched.copy()
    traced = [looks.folded[number] for number in looks.traced]
    for number, was, word in zip(looks.traced, traced, _undone(traced), strict=True):
        before[number], undisguised[number] = was, word
    numbers = list(range(len(before)))
    for _ in range(MOST_ROUNDS):
        spelt = _spelt(undisguised)
        yield numbers, undisguised, spelt
        left = [at for at, (word, was) in enumerate(zip(spelt, before, strict=True)) if word != was]
        left = [at for at in left if not (spelt[at].isalpha() and spelt[at].isascii())]
        if not left:
            break
        numbers, before = [numbers[at] for at in left], [spelt[at] for at in left]
        undisguised = _undone(before)


def _spelt(words: list[str]) -> list[str]:
    """The words with their misspellings undone."""
    spelt = words.copy()
    bare = [at for at, word in enumerate(words) if word.isalpha() and word.isascii()]
    for number, word in zip(bare, understood([words[number] for number in bare]), strict=True):
        spelt[number] = word
    if others := [number for number, word in enumerate(words) if not word.isalpha()]:
        text = undone_once(SEPARATOR.join([words[number] for number in others]), _THE_LAST)
        for number, word in zip(others, text.split(SEPARATOR), strict=True):
            spelt[number] = word
    return spelt


def _folded(words: Sequence[str]) -> list[str]:
    folded = _joined_ascii(words).translate(_SEPARATED).split(SEPARATOR)
    for number, word in enumerate(words):
        if not word.isascii():
            folded[number] = fold(word)
    return folded


def _joined_ascii(words: Sequence[str]) -> str:
    """The words, those that are not ASCII left empty: pure ASCII is translated and searched several times as fast."""
    return SEPARATOR.join([word if word.isascii() else "" for word in words])


def _undone(words: Sequence[str]) -> list[str]:
    return undone_once(SEPARATOR.join(words), _BUT_THE_LAST).split(SEPARATOR) if words else []
