"""Corrects misspellings: unknown words become the common words that they were meant to be.

``words.txt`` lists words, the most frequent first. A word that is not on it is taken for a misspelling if one of the
first of them is near: a letter missing, doubled, changed or swapped with its neighbour; its vowels left out; or spelled
differently with the same sound. The first letter must agree, unless the sound does, as a word is hard to read without
it. Of several near words the likeliest is chosen: the more frequent, and the better explained by what people do, which
is to leave out vowels rather than to hit a wrong key. By Zipf's law a word's rank tells how frequent it is.

All words are compared at once and by hashes (of words with one letter deleted: Garbe, "1000x Faster Spelling
Correction", 2012), so a list of thousands is searched in microseconds a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import inf, log
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stancekit.text.harsh import ABBREVIATED, is_harsh

__all__ = [
    "LONGEST",
    "MOST_TOGETHER",
    "are_words",
    "common_words",
    "is_common",
    "is_known",
    "meant",
    "parted",
    "rank_of",
    "split_into_words",
    "unknown",
]

LONGEST = 20  # letters; a longer word is not compared
MOST_TOGETHER = 10 * LONGEST  # letters; more than these are not split into words
_SHORTEST = 3

# So many words a misspelling may mean; names and rare words, further down the list, are neither that nor misspelt.
_COMMON = 2_500
_FREQUENT = (150, 150, 6_000)  # so many of the words with one, two and three letters may be among others without blanks
_ABBREVIATES_SEVERAL = 500  # the rank there of what abbreviates several words
# How unlikely several words without blanks may be, for each letter of them, as ``_likeliest`` reckons.
_MOST_COST, _COST_OF_A_STRANGE_LETTER = 2.2, 5.0
_MOST_KEPT = 1 << 15  # unknown words whose nearest ones are kept

# Letters; words as long may have theirs in any order, and only longer ones, or harsh ones, one too many.
_LONG = 5

# How much each explanation of a misspelling weighs against the logarithm of a word's rank. Chosen by eye on
# misspellings of rude and civil words of data/train.
_VOWELS_LEFT_OUT, _SOUNDS_THE_SAME, _DOUBLED, _SWAPPED, _ADDED = 3.0, 2.0, 2.0, 1.0, -1.0
# How likely the nearest word must be, by the length of the misspelling: a short one is near to half the dictionary.
_LEAST, _LEAST_OF_LONG = {3: -4.6, 4: -6.5}, -20.0

_VOWELS = re.compile(r"(?<=[a-z])[aeiou]")
_SOUNDS = (
    *(("ph", "f"), ("ck", "k"), ("qu", "k"), ("c", "k"), ("q", "k")),
    *(("z", "s"), ("y", "i"), ("oo", "u"), ("x", "ks")),
)

# Each key is next to the one before: along the rows, and down and up between two of them.
_KEYS = (b"qwertyuiop", b"asdfghjkl", b"zxcvbnm", b"qawsedrftgyhujikolp", b"azsxdcfvgbhnjmk")

_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2**64
_BASE_INVERSE = np.uint64(pow(_BASE, -1, 1 << 64))
_POWERS = np.array([pow(_BASE, place, 1 << 64) for place in range(LONGEST)], dtype=np.uint64)
# Keep the kinds of forms apart.
_BY_SOUND, _BY_CONSONANTS = np.uint64(0x1D8E4E27C47D124F), np.uint64(0x5851F42D4C957F2D)
_BY_LETTERS = np.uint64(0xD6E8FEB86659FD93)
_FILTER_BITS = 18  # so many bits of a hash rule out most forms of a word that is near to none
_FILTER_SHIFT = np.uint64(64 - _FILTER_BITS)
_WHOLE, _SOUND, _CONSONANTS, _SCRAMBLED = range(LONGEST, LONGEST + 4)  # in place of the letter that was deleted
_N_FORMS = LONGEST + 4


class _Common(NamedTuple):
    """The common words."""

    letters: NDArray[np.uint8]
    hashes: NDArray[np.uint64]  # of forms that a word and its misspellings share, sorted
    deleted: NDArray[np.int64]  # which letter is deleted in each, or one of the constants above
    words: NDArray[np.int64]  # the index of the word that each is a form of
    may_be: NDArray[np.bool_]  # whether any hash begins with these bits
    is_harsh: NDArray[np.bool_]  # of each word


def is_known(word: str) -> bool:
    """Whether this lower-case word is on the list, or abbreviates others."""
    return word in _ranks() or word in ABBREVIATED


def unknown(words: Sequence[str]) -> list[int]:
    """The indices of the words that are not on the list."""
    ranks = _ranks()
    return [number for number, word in enumerate(words) if word not in ranks]


def is_common(word: str) -> bool:
    """Whether a word is one that a misspelling may mean."""
    return _ranks().get(word, _COMMON) < _COMMON


def are_words(some: Iterable[str]) -> bool:
    """Whether all are known, and frequent if they have one or two letters: the others are abbreviations."""
    ranks = _ranks()
    return all(word in ranks and (len(word) >= _SHORTEST or ranks[word] < _FREQUENT[len(word) - 1]) for word in some)


def rank_of(word: str) -> int:
    """How many words are more frequent; for one that is not on the list, all of them."""
    return _ranks().get(word, len(_ranks()))


@cache
def common_words() -> list[str]:
    """The words that a misspelling may mean, the most frequent first."""
    return [word for word in _words()[:_COMMON] if word not in ABBREVIATED]


def meant(words: Sequence[str]) -> list[str]:
    """The words with misspellings corrected.

    Parameters
    ----------
    words : sequence of str
        Lower-case letters only, ``LONGEST`` at most.

    Returns
    -------
    list of str
        A common word for each unknown one that is near to it; the others unchanged.

    Examples
    --------
    >>> meant(["stpid", "idoit", "phucking", "becuse", "duck", "kubernetes"])
    ['stupid', 'idiot', 'fucking', 'because', 'duck', 'kubernetes']
    """
    kept, ranks = _kept(), _ranks()
    found = {word: kept.get(word) for word in words}
    if new := [word for word, near in found.items() if not near and word not in ranks and len(word) >= _SHORTEST]:
        nearest = dict(zip(new, _nearest(new), strict=True))
        found.update(nearest)
        if len(kept) > _MOST_KEPT:
            kept.clear()
        kept.update(nearest)
    return [found[word] or word for word in words]


@cache
def _kept() -> dict[str, str]:
    """The nearest words of unknown ones that were met: few words are as slow to compare as hundreds."""
    return {}


@lru_cache(maxsize=4_096)  # spelled-out letters may repeat thousands of times
def parted(letters: str) -> str:
    """Letters without blanks, split into the likeliest known words if possible.

    Parameters
    ----------
    letters : str
        Lower-case letters only.

    Returns
    -------
    str
        The words with blanks between them; unchanged if the letters are a word or cannot be split.

    Examples
    --------
    >>> parted("youareanidiot")
    'you are an idiot'
    """
    return letters if is_known(letters) else " ".join(_likeliest(letters, _ranks(), inf)[0])


def split_into_words(letters: str) -> list[str]:
    """The words that letters are likely to be, written without blanks; the letters alone if they are none.

    Parameters
    ----------
    letters : str
        Lower-case letters only.

    Returns
    -------
    list of str
        Few of them are not known.

    Examples
    --------
    >>> split_into_words("letthecyclistsdecide"), split_into_words("zbigniew")
    (['let', 'the', 'cyclists', 'decide'], ['zbigniew'])
    """
    words, cost = _likeliest(letters, _frequent(), _COST_OF_A_STRANGE_LETTER)
    return words if cost <= _MOST_COST * len(letters) else [letters]


def _likeliest(letters: str, ranks: Mapping[str, int], strange: float) -> tuple[list[str], float]:
    """The likeliest words that letters can be split into, and how unlikely they are.

    Parameters
    ----------
    letters : str
        Lower-case letters only.
    ranks : mapping of str to int
        The words that there are.
    strange : float
        How unlikely each letter is that belongs to none of them.
    """
    if len(letters) > MOST_TOGETHER:
        return [letters], inf
    costs, begins = [0.0], [0]
    for end in range(1, len(letters) + 1):
        ways = [
            (costs[begin] + log(ranks[letters[begin:end]] + 2) + 2, begin)
            for begin in range(max(end - LONGEST, 0), end)
            if letters[begin:end] in ranks
        ]
        cost, begin = min([*ways, (costs[-1] + strange, end - 1)])
        costs.append(cost)
        begins.append(begin)
    if costs[-1] == inf:
        return [letters], inf
    words: list[str] = []
    end, is_strange = len(letters), False
    while end:
        word = letters[begins[end] : end]
        if is_strange and word not in ranks:
            words[-1] = word + words[-1]
        else:
            words.append(word)
        is_strange, end = word not in ranks, begins[end]
    return words[::-1], costs[-1]


@cache
def _words() -> list[str]:
    return Path(__file__).with_name("words.txt").read_text(encoding="ascii").split()


@cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(_words()) if word not in ABBREVIATED}


@cache
def _frequent() -> dict[str, int]:
    """The ranks of words that may be among others without blanks: of the short ones, most are abbreviations."""
    limits = (0, *_FREQUENT)
    words = {word: rank for word, rank in _ranks().items() if len(word) >= len(limits) or rank < limits[len(word)]}
    return words | {word: _ABBREVIATES_SEVERAL for word, meaning in ABBREVIATED.items() if " " in meaning}


@cache
def _common() -> _Common:
    words = common_words()
    letters = _letters(words)
    forms = _forms(words, letters)
    forms[:, _CONSONANTS] = _hashes(_letters([_VOWELS.sub("", word) for word in words])) ^ _BY_CONSONANTS
    of, deleted = np.nonzero(_is_form(letters))
    hashes = forms[of, deleted]
    order = np.argsort(hashes)
    may_be = np.zeros(1 << _FILTER_BITS, dtype=bool)
    may_be[hashes >> _FILTER_SHIFT] = True
    return _Common(letters, hashes[order], deleted[order], of[order], may_be, np.array([*map(is_harsh, words)]))


def _forms(words: Sequence[str], letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The hashes of each word without each of its letters, and of its other forms; those of ``_is_form`` count."""
    forms = np.empty((len(words), _N_FORMS), dtype=np.uint64)
    running = np.zeros((len(words), LONGEST + 1), dtype=np.uint64)
    np.cumsum(letters * _POWERS, axis=1, out=running[:, 1:])
    whole = running[:, -1:]
    forms[:, :LONGEST] = running[:, :-1] + (whole - running[:, 1:]) * _BASE_INVERSE
    forms[:, _WHOLE] = forms[:, _CONSONANTS] = running[:, -1]
    forms[:, _CONSONANTS] ^= _BY_CONSONANTS
    forms[:, _SOUND] = _by_sound(words)
    forms[:, _SCRAMBLED] = _by_letters(letters)
    return forms


def _is_form(letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether each of the forms is one: there must be a letter to delete."""
    is_form = np.ones((len(letters), _N_FORMS), dtype=bool)
    is_form[:, :LONGEST] = letters > 0
    is_form[:, _SCRAMBLED] = letters[:, _LONG - 1] > 0
    return is_form


def _by_sound(words: Sequence[str]) -> NDArray[np.uint64]:
    """The hashes of how words sound: no letter twice in a row, and one letter for each sound."""
    sounds = " ".join(words)
    for written, heard in _SOUNDS:
        sounds = sounds.replace(written, heard)
    codes = np.frombuffer(sounds.encode("ascii"), dtype=np.uint8)
    is_new = np.ones(len(codes), dtype=bool)
    np.not_equal(codes[1:], codes[:-1], out=is_new[1:])
    return _hashes(_letters(codes[is_new].tobytes().split(b" "))) ^ _BY_SOUND


def _by_letters(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The hashes of the first letter, the last one, and all letters in any order."""
    last = letters[np.arange(len(letters)), np.count_nonzero(letters, axis=1) - 1]
    mixed = letters * _POWERS[1]
    mixed = (mixed ^ mixed >> np.uint64(31)) * _POWERS[2]  # so that no sum of letters is that of others
    hashes: NDArray[np.uint64] = mixed.sum(axis=1) + letters[:, 0] * _POWERS[3] + last * _POWERS[4]
    return hashes ^ _BY_LETTERS


def _hashes(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    hashes: NDArray[np.uint64] = (letters * _POWERS).sum(axis=1)
    return hashes


def _letters(words: Sequence[str] | Sequence[bytes]) -> NDArray[np.uint8]:
    return np.array(words, dtype=f"S{LONGEST}").view(np.uint8).reshape(len(words), LONGEST)


@cache
def _likely_slips() -> NDArray[np.bool_]:
    """By two letters' codes, whether they are neighbours on a keyboard, or both vowels."""
    found = np.zeros((128, 128), dtype=bool)
    for row in _KEYS:
        codes = np.frombuffer(row, dtype=np.uint8)
        found[codes[1:], codes[:-1]] = found[codes[:-1], codes[1:]] = True
    vowels = np.frombuffer(b"aeiouy", dtype=np.uint8)
    found[np.ix_(vowels, vowels)] = True
    return found


def _nearest(words: Sequence[str]) -> list[str]:
    """The likeliest common word that each is near to, or the word itself."""
    common, letters = _common(), _letters(words)
    lengths = np.count_nonzero(letters, axis=1)
    own = _forms(words, letters)  # as written, its vowels not left out
    some = np.flatnonzero(common.may_be.take((own >> _FILTER_SHIFT).view(np.int64)) & _is_form(letters))
    hashes = own.ravel()[some]
    first = np.searchsorted(common.hashes, hashes, side="left")
    number = np.searchsorted(common.hashes, hashes, side="right") - first
    alike = np.repeat(np.arange(len(number)), number)
    others = np.arange(len(alike)) + np.repeat(first - np.cumsum(number) + number, number)
    row, deleted = np.divmod(some[alike], _N_FORMS)
    rank, its_deleted = common.words[others], common.deleted[others]
    is_letter = deleted < LONGEST
    place = np.where(is_letter, deleted, 0)
    is_doubled = (its_deleted == _WHOLE) & (place > 0) & (letters[row, place] == letters[row, place - 1])
    is_added = is_letter & (its_deleted == _WHOLE) & ~is_doubled
    is_changed = is_letter & (its_deleted < LONGEST)
    likelihood = -np.log(rank + 3.0)
    for explains, weight in (
        (deleted == _CONSONANTS, _VOWELS_LEFT_OUT),
        (deleted == _SOUND, _SOUNDS_THE_SAME),
        (is_doubled, _DOUBLED),
        (is_changed & (deleted != its_deleted), _SWAPPED),
        (is_added, _ADDED),
    ):
        likelihood[explains] += weight
    other_first = (deleted != _SOUND) & (letters[row, 0] != common.letters[rank, 0])
    its_place = np.where(is_changed, its_deleted, 0)
    is_moved = letters[row, place] == common.letters[rank, its_place]
    two_changed = is_changed & ((np.abs(deleted - its_deleted) > 1) | ((deleted != its_deleted) & ~is_moved))
    is_slip = _likely_slips()[letters[row, place], common.letters[rank, its_place]]
    is_other = is_changed & (deleted == its_deleted) & ~is_slip & common.is_harsh[rank] & (lengths[row] <= _LONG)
    is_long = lengths[row] > np.where(common.is_harsh[rank], _LONG - 1, _LONG)
    is_inside = (place > 0) & (place < lengths[row] - 1) & is_long
    likelihood[other_first | two_changed | is_other | (is_added & ~is_inside)] = -np.inf
    order = np.lexsort((likelihood, row))
    last = list(dict(zip(row[order].tolist(), order.tolist(), strict=True)).values())  # the likeliest of each word
    found = list(words)
    for number, other, how in zip(row[last].tolist(), rank[last].tolist(), likelihood[last].tolist(), strict=True):
        if how > _LEAST.get(len(words[number]), _LEAST_OF_LONG):
            found[number] = common_words()[other]
    return found
