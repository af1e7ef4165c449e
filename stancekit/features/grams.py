"""The n-grams of texts, hashed: the one definition that training, prediction and explanation share.

Texts are read as one array of code points, with a line feed between them. With ``B`` odd, the prefix sums
``S[i] = sum(c[k] * B**k for k < i)`` modulo 2**64 give the polynomial hash of every stretch as
``(S[j] - S[i]) * B**-i``: all n-grams of all texts are hashed by a handful of array operations. A hash, mixed with a
constant for its kind of feature, picks one of many weights by its topmost bits (the hashing trick: Weinberger et al.,
"Feature Hashing for Large Scale Multitask Learning", 2009).

The features of a text are

- its words, pairs of neighbouring words, and the stretches of 3 to 5 characters of each word, edges included, all of
  the normalised text;
- words that are in capitals throughout or have a character three times in a row, as they were written, and their
  stretches: ``STUPID`` and ``sooooo`` say more than ``stupid`` and ``soo``; any other spelling counts only normalised;
- each word and pair once more together with the target, if the target is one that training knew: the same words may
  speak for opposite sides of different targets.

A whole word or pair counts as much as four stretches, of which a word has about ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DEFINITION",
    "LOUDNESS_OF_WORDS",
    "Grams",
    "Hashes",
    "Ints",
    "Words",
    "buckets_of",
    "ends_of",
    "grams",
    "hashes_of",
    "lengths_of",
    "pairs_of",
    "scale",
    "words",
]

Ints: TypeAlias = NDArray[np.int64]
Hashes: TypeAlias = NDArray[np.uint64]
Codes: TypeAlias = NDArray[np.uint32]
Halves: TypeAlias = NDArray[np.uint32]

_UPPER = np.uint64(32)  # shifts to the upper half

# Goes up with every change to what is hashed or how, normalisation included: weights fit only one definition.
DEFINITION = 4

# Chosen on the dev split of P-Stance: macro-F1 .715 with 1, .726 with 2, .733 with 4, .730 with 6; no effect on abuse.
LOUDNESS_OF_WORDS = 4

_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2**64
_MANY = 1 << 16  # how many of its powers are kept
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)
_STEP = np.uint64(_BASE)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_EDGE = np.uint32(1)  # stands for any character beyond a word's edge

# One constant for each kind of feature: the word "cat" and the three characters "cat" are different features.
_WORD = np.uint64(0x8EBC6AF09C88C6E3)
_LEFT = np.uint64(0x589965CC75374CC3)
_RIGHT = np.uint64(0xA0761D6478BD642F)
_CHARACTERS = np.uint64(0x1D8E4E27C47D124F)
_WRITTEN_WORD = np.uint64(0xEB44ACCAB455D165)
_WRITTEN_CHARACTERS = np.uint64(0x2F9BE6CC5BE4D2C5)
_CROSSED = np.uint64(0x7D5C1A2B3F4E6A99)
_CROSSED_PAIR = np.uint32(0x9E3779B1)

_SPACE, _SYMBOL, _LETTER = np.uint8(0), np.uint8(1), np.uint8(2)
_ASCII_KINDS = np.array(
    [
        _LETTER if character.isalnum() or character == "'" else _SYMBOL if " " < character < "\x7f" else _SPACE
        for character in map(chr, range(128))
    ],
    dtype=np.uint8,
)  # fmt: skip
# Punctuation, arrows, dingbats and emoji; beyond ASCII whatever is not listed here is taken for a letter.
_SYMBOLS_BEYOND_ASCII = (
    (0x80, 0xA9),
    (0xAB, 0xBF),
    (0x2000, 0x2BFF),
    (0x3000, 0x303F),
    (0xFE00, 0xFE0F),
    (0x1F000, 0x1FAFF),
)


class Batch(NamedTuple):
    """Some texts as one array of characters, with a line feed before, between and after them."""

    codes: Codes
    kinds: NDArray[np.uint8]
    rows: Ints  # the text that each position belongs to


class Grams(NamedTuple):
    """Some n-grams of a batch, in the order of the texts."""

    hashes: Hashes  # well mixed: the topmost bits select the weight
    rows: Ints
    first: Ints  # a position in the first and in the last word that the n-gram touches
    last: Ints
    loudness: int = 1
    written: bool = False  # found in the texts as written, not in their normalised form


class Words(NamedTuple):
    """The words of a batch: runs of letters and digits, or of symbols, in order."""

    hashes: Hashes  # not yet mixed
    rows: Ints
    starts: Ints
    ends: Ints


def grams(plain: Sequence[str], written: Sequence[str], crossing: Hashes | None = None) -> tuple[Words, list[Grams]]:
    """All n-grams of some texts.

    Parameters
    ----------
    plain : sequence of str of length n_samples
        The texts, normalised.
    written : sequence of str of length n_samples
        The texts as they were written.
    crossing : ndarray of shape (n_samples,), optional
        The hash of each text's target, as ``hashes_of`` gives it; 0 crosses nothing.

    Returns
    -------
    Words
        Of the normalised texts.
    list of Grams
        One for each kind of feature.
    """
    batch = batch_of(plain)
    own = words(batch)
    _, rows, starts, _ = own
    left = np.flatnonzero(rows[1:] == rows[:-1])
    lefts, rights = _pair_halves(own.hashes)
    pairs = lefts[left] + rights[left + 1]
    found = [
        Grams(_mixed(own.hashes ^ _WORD), rows, starts, starts, LOUDNESS_OF_WORDS),
        Grams(_topmost(pairs), rows[left], starts[left], starts[left + 1], LOUDNESS_OF_WORDS),
    ]
    if crossing is not None and crossing.any():
        of_word, of_pair = crossing[rows], crossing[rows[left]]
        crossed = _mixed(((own.hashes ^ _WORD) * _RIGHT + of_word) ^ _CROSSED)
        for gram, hashes, of in (
            (found[0], crossed, of_word),
            (found[1], _topmost(_crossed_pairs(pairs, of_pair)), of_pair),
        ):
            known = np.flatnonzero(of)
            places = gram.rows[known], gram.first[known], gram.last[known]
            found.append(Grams(hashes[known], *places, LOUDNESS_OF_WORDS))
    found += _stretches(batch.codes, batch.rows, batch.kinds == _LETTER, _CHARACTERS)
    found += _as_written(written)
    return own, found


def hashes_of(texts: Sequence[str]) -> list[int]:
    """The hashes of normalised targets; never 0."""
    lengths = lengths_of(texts)
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths
    hashes = _Hasher(batch_of(texts).codes)(starts, ends)
    return [hashed or 1 for hashed in hashes.tolist()]


def _pair_halves(hashes: Hashes) -> tuple[Halves, Halves]:
    """What words add to the hash of a pair as its left and as its right word; the hash is the sum of the two."""
    return tuple((_mixed(hashes ^ side) >> _UPPER).astype(np.uint32) for side in (_LEFT, _RIGHT))  # type: ignore[return-value]


def _crossed_pairs(pairs: Halves, crossing: Any) -> Halves:
    """The hashes of pairs combined with that of a target, or with one target's hash for each pair."""
    crossed: Halves = (pairs + np.asarray(crossing).astype(np.uint32)) * _CROSSED_PAIR
    return crossed


def ends_of(own: Words, n_samples: int) -> Hashes:
    """What each text's last word adds to a pair's hash, and in the lower half what its first word does."""
    edges = np.searchsorted(own.rows, np.arange(n_samples + 1))
    lefts, rights = _pair_halves(np.append(own.hashes, np.uint64(0)))
    ends: Hashes = (lefts[edges[1:] - 1].astype(np.uint64) << _UPPER) + rights[edges[:-1]]
    return ends


def pairs_of(ends: Hashes, bounds: Ints, target: int) -> tuple[list[Halves], Ints]:
    """The hashes of pairs of units, and those crossed with the target unless it is 0; and the units that begin none."""
    pairs = (ends[:-1] >> _UPPER).astype(np.uint32) + ends[1:].astype(np.uint32)
    apart = bounds[1:-1] - 1
    kinds = [pairs, _crossed_pairs(pairs, target)] if target else [pairs]
    return kinds, apart[(apart >= 0) & (apart < len(pairs))]


def buckets_of(hashes: NDArray[np.unsignedinteger[Any]], n_buckets: int) -> NDArray[Any]:
    """The index of the weight that each hash selects by its topmost bits, of ``n_buckets``, a power of two."""
    shifted = hashes >> hashes.dtype.type(8 * hashes.itemsize + 1 - n_buckets.bit_length())
    return shifted.view(np.int64) if hashes.itemsize == 8 else shifted  # numpy takes no uint64 for an index


def scale(counts: Ints) -> NDArray[np.float64]:
    """What the features of texts are multiplied by: 1 over the square root of their total loudness."""
    return np.where(counts > 0, 1 / np.sqrt(np.maximum(counts, 1)), 0.0)


def lengths_of(texts: Sequence[str] | Sequence[bytes]) -> Ints:
    """How many characters, or bytes, each has."""
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))


def batch_of(texts: Sequence[str]) -> Batch:
    """Lay texts end to end."""
    codes = _codes(texts)
    lengths = lengths_of(texts) + 1
    lengths[:1] += 1
    return Batch(codes, _kinds(codes), np.repeat(np.arange(len(texts)), lengths))


def _codes(texts: Sequence[str]) -> Codes:
    return np.frombuffer("\n".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def words(batch: Batch) -> Words:
    """The words of a batch, which begins and ends with a blank."""
    starts, ends = _runs(batch.kinds)
    return Words(_Hasher(batch.codes)(starts, ends), batch.rows[starts], starts, ends)


class _Hasher:
    """The polynomial hash of any stretch of an array of codes, from prefix sums."""

    def __init__(self, codes: Codes) -> None:
        self.inverses = _powers(_BASE_INVERSE, len(codes) + 1)
        self.sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum(codes * _powers(_BASE, len(codes)), out=self.sums[1:])

    def __call__(self, starts: Ints, ends: Ints) -> Hashes:
        hashes: Hashes = (self.sums[ends] - self.sums[starts]) * self.inverses[starts]
        return hashes


def _powers(base: int, count: int) -> Hashes:
    return _many_powers(base)[:count] if count <= _MANY else _new_powers(base, count)


@cache
def _many_powers(base: int) -> Hashes:
    return _new_powers(base, _MANY)


def _new_powers(base: int, count: int) -> Hashes:
    powers = np.full(count, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


def _mixed(hashes: Hashes) -> Hashes:
    """The topmost bits of a product depend on all bits of its factors."""
    mixed: Hashes = (hashes ^ (hashes >> _UPPER)) * _MIX
    return mixed


def _topmost(pairs: Halves) -> Hashes:
    return pairs.astype(np.uint64) << _UPPER


def _kinds(codes: Codes) -> NDArray[np.uint8]:
    kinds = _ASCII_KINDS.take(codes, mode="clip")
    beyond = np.flatnonzero(codes > 127)
    if len(beyond):
        characters = codes[beyond]
        is_symbol = np.zeros(len(beyond), dtype=bool)
        for first, last in _SYMBOLS_BEYOND_ASCII:
            is_symbol |= (first <= characters) & (characters <= last)
        kinds[beyond] = np.where(is_symbol, _SYMBOL, _LETTER)
    return kinds


def _runs(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where each run of letters or of symbols begins and ends."""
    edges = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    starts, ends = edges[:-1], edges[1:]
    is_word = kinds[starts] != _SPACE
    return starts[is_word], ends[is_word]


def _stretches(codes: Codes, rows: Ints, inside: NDArray[np.bool_], kind: np.uint64) -> Iterator[Grams]:
    """Stretches of 3 to 5 characters whose inner ones are all ``inside`` a word; either end may be its edge."""
    edged = np.where(inside, codes, _EDGE).astype(np.uint64)
    inner = inside[1:-1]
    hashes = edged[:-1] * _STEP + edged[1:]
    for length in (3, 4, 5):
        hashes = hashes[:-1] * _STEP + edged[length - 1 :]
        starts = np.flatnonzero(inner)
        within = starts + 1
        yield Grams(_mixed(hashes.take(starts) ^ kind), rows.take(within), within, within)
        inner = inner[:-1] & inside[length - 1 : -1]


def _as_written(texts: Sequence[str]) -> Iterator[Grams]:
    """The words that shout or stretch, as they were written: capitals throughout, or a character three times in a row.

    Other ways of writing a word, such as rAnDoM capitals or letters of another script, hide it rather than add to it.
    Positions are those in the texts that have such a word.
    """
    ends = np.cumsum(lengths_of(texts) + 1)
    of_loud = np.searchsorted(ends, np.flatnonzero(np.logical_or(*_loud(_codes(texts)))) - 1, side="right")
    own = of_loud[np.diff(of_loud, prepend=-1) > 0]
    batch = batch_of([texts[row] for row in own.tolist()])
    shouts, stretches = _loud(batch.codes)
    loud = np.flatnonzero((shouts | stretches) & (batch.kinds == _LETTER))
    if not len(loud):
        return
    starts, ends = _runs(batch.kinds)
    chosen = np.searchsorted(starts, loud, side="right") - 1
    chosen = chosen[np.diff(chosen, prepend=-1) > 0]
    starts, ends = starts[chosen], ends[chosen]
    lengths = ends - starts + 2  # with one character before and one behind
    begins = np.cumsum(lengths) - lengths
    places = np.repeat(starts - 1 - begins, lengths) + np.arange(lengths.sum())
    codes = batch.codes[places]
    inside = np.ones(len(codes), dtype=bool)
    inside[begins] = inside[begins + lengths - 1] = False

    def has(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.logical_or.reduceat(where & inside, begins)

    shouts, stretches = _loud(np.where(inside, codes, _EDGE))
    is_kept = (has(shouts) & ~has((codes >= ord("a")) & (codes <= ord("z"))) | has(stretches)) & ~has(codes > 127)
    inside &= np.repeat(is_kept, lengths)
    begins, starts, lengths = begins[is_kept], starts[is_kept], lengths[is_kept]
    hashes = _mixed(_Hasher(codes)(begins + 1, begins + lengths - 1) ^ _WRITTEN_WORD)
    yield Grams(hashes, own[batch.rows[starts]], starts, starts, LOUDNESS_OF_WORDS, written=True)
    for gram in _stretches(codes, own[batch.rows[places]], inside, _WRITTEN_CHARACTERS):
        yield gram._replace(first=places[gram.first], last=places[gram.last], written=True)


def _loud(codes: Codes) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where the second of two capitals is, and the third of three equal characters."""
    shouts, stretches = np.zeros((2, len(codes)), dtype=bool)
    is_capital = codes - np.uint32(ord("A")) < 26
    is_again = codes[1:] == codes[:-1]
    np.logical_and(is_capital[1:], is_capital[:-1], out=shouts[1:])
    np.logical_and(is_again[1:], is_again[:-1], out=stretches[2:])
    return shouts, stretches
