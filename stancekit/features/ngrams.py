"""Hashed word and character n-grams, computed for a whole batch of texts at once, with numpy alone.

A batch is one array of code points, a line feed between texts. With ``B`` odd, the prefix sums
``S[i] = sum(c[k] * B**k for k < i)`` modulo 2**64 give the polynomial hash of every stretch as
``(S[j] - S[i]) * B**-i``: all n-grams of all texts are hashed by a handful of array operations. A hash, mixed with a
constant for its kind of feature, picks one of ``n_buckets`` weights (the hashing trick: Weinberger et al.,
"Feature Hashing for Large Scale Multitask Learning", 2009).

The features of a text are

- its words, pairs of neighbouring words, and the stretches of 3 to 5 characters of each word, edges included, all of
  the normalised text;
- the words that normalisation changed by more than a first capital, and their stretches, as they were written:
  ``STUPID`` and ``sooooo`` say more than ``stupid`` and ``soo``;
- each word and pair once more together with the target, where the target is one that training knew: the same words
  change sides between targets.

A whole word or pair counts as much as four stretches, of which a word has about ten; and all features of a text are
multiplied with ``1 / sqrt(the sum of these counts)``, so a long comment is not louder than a short one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stancekit.text import fold_character, normalise
from stancekit.windows import Windows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Bags", "Ngrams", "Trace"]

Ints: TypeAlias = NDArray[np.int64]
Hashes: TypeAlias = NDArray[np.uint64]

# Chosen on the dev split of P-Stance: macro-F1 .715 with 1, .726 with 2, .733 with 4, .730 with 6. Abuse does not mind.
_LOUDNESS_OF_WORDS = 4.0

# Texts share a batch until it has this many characters; its arrays then stay in a core's own cache.
_BATCH_CHARACTERS = 1 << 16

_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2**64
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_PAIR = np.uint64(0xA0761D6478BD642F)
_EDGE = np.uint32(1)  # whatever is on the other side of a word's edge

# One constant a kind of feature: the word "cat" and the three characters "cat" are different features.
_WORD = np.uint64(0x8EBC6AF09C88C6E3)
_BIGRAM = np.uint64(0x589965CC75374CC3)
_CHARACTERS = np.uint64(0x1D8E4E27C47D124F)
_WRITTEN_WORD = np.uint64(0xEB44ACCAB455D165)
_WRITTEN_CHARACTERS = np.uint64(0x2F9BE6CC5BE4D2C5)
_CROSSED = np.uint64(0x7D5C1A2B3F4E6A99)

_SPACE, _SYMBOL, _LETTER = np.uint8(0), np.uint8(1), np.uint8(2)
_ASCII_KINDS = np.array(
    [
        _LETTER if character.isalnum() or character == "'" else _SYMBOL if " " < character < "\x7f" else _SPACE
        for character in map(chr, range(128))
    ],
    dtype=np.uint8,
)  # fmt: skip
# Beyond ASCII whatever is not listed here is taken for a letter: punctuation, arrows, dingbats; emoji.
_SYMBOLS_BEYOND_ASCII = (
    (0x80, 0xA9),
    (0xAB, 0xBF),
    (0x2000, 0x2BFF),
    (0x3000, 0x303F),
    (0xFE00, 0xFE0F),
    (0x1F000, 0x1FAFF),
)
_ASCII_CHANGES = np.array([fold_character(chr(code)) != chr(code) for code in range(128)])


@dataclass(frozen=True)
class Bags:
    """The features of some texts: which, how often, and how loud.

    Parameters
    ----------
    buckets : ndarray of shape (n_occurrences,)
        One entry for each feature found, in ``[0, n_buckets)``.
    rows : ndarray of shape (n_occurrences,)
        The text in which it was found.
    loudness : ndarray of shape (n_occurrences,)
        How much it counts: a small whole number.
    scale : ndarray of shape (n_samples,)
        What every feature of a text is multiplied with; 0 for a text without features.
    n_buckets : int
        How many different features there can be.
    """

    buckets: Ints
    rows: Ints
    loudness: NDArray[np.float64]
    scale: NDArray[np.float64]
    n_buckets: int

    def matrix(self) -> csr_matrix:
        """The same as a sparse matrix of shape (n_samples, n_buckets), to fit on."""
        from scipy.sparse import csr_matrix

        values = (self.scale[self.rows] * self.loudness).astype(np.float32)
        return csr_matrix((values, (self.rows, self.buckets)), shape=(len(self.scale), self.n_buckets))

    def scores(self, coef: NDArray[np.int16]) -> NDArray[np.float64]:
        """Multiply with the weights of a linear head.

        Parameters
        ----------
        coef : ndarray of shape (n_outputs, n_buckets)
            Whole numbers, so that the sums are exact in whatever order they are taken.

        Returns
        -------
        ndarray of shape (n_samples, n_outputs)
        """
        sums = [
            np.bincount(self.rows, weights=row[self.buckets] * self.loudness, minlength=len(self.scale)) for row in coef
        ]
        return np.stack(sums, axis=1) * self.scale[:, None]


@dataclass(frozen=True)
class Trace:
    """The features of one text with their places, to explain a score by.

    Parameters
    ----------
    buckets : ndarray of shape (n_occurrences,)
        As in ``Bags``.
    first, last : ndarray of shape (n_occurrences,)
        The first and the last word that the feature touches, as indices into ``words``.
    words : ndarray of shape (n_words, 2)
        Where each word begins and ends in the text as written.
    values : ndarray of shape (n_occurrences,)
        What its weight is multiplied with: its loudness times the text's scale.
    """

    buckets: Ints
    first: Ints
    last: Ints
    words: Ints
    values: NDArray[np.float64]


class _Batch(NamedTuple):
    """Some texts as one array of characters, a line feed before, between and after them."""

    codes: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    rows: Ints  # of each position: the text it belongs to


class _Grams(NamedTuple):
    """Some n-grams of a batch, in the order of the texts."""

    hashes: Hashes
    rows: Ints
    first: Ints  # a position in the first and in the last word that the n-gram touches
    last: Ints
    loudness: float = 1.0
    written: bool = False  # found in the texts as written, not in their normalised form


@dataclass(frozen=True)
class Ngrams:
    """Turns texts into bags of hashed n-grams.

    Parameters
    ----------
    n_buckets : int
        How many weights there are: a power of two.
    targets : tuple of str
        The targets that words are crossed with, normalised.

    Examples
    --------
    >>> (bags,) = Ngrams(n_buckets=2**18).batches(["Oh no", "Oh NO"])
    >>> [int((bags.rows == row).sum()) for row in (0, 1)]  # "NO" counts once more as it was written
    [9, 13]
    """

    n_buckets: int = 2**18
    targets: tuple[str, ...] = ()

    kind: ClassVar[str] = "ngrams"
    windows: ClassVar[Windows] = Windows(longer_than=1_200, characters=40, per_doubling=0.25)

    @classmethod
    def from_file(cls, spec: Mapping[str, Any], tensors: Mapping[str, NDArray[Any]]) -> Ngrams:
        """What ``spec`` described; there are no tensors."""
        return cls(int(spec["n_buckets"]), tuple(map(str, spec["targets"])))

    def spec(self) -> dict[str, Any]:
        """What a model file says of these features."""
        return {"n_buckets": self.n_buckets, "targets": self.targets}

    def tensors(self) -> dict[str, NDArray[Any]]:
        """What a model file holds of these features: nothing, as a hash is learned from nothing."""
        return {}

    @property
    def n_features(self) -> int:
        """How many weights a head has for each output."""
        return self.n_buckets

    def batches(
        self,
        texts: Sequence[str],
        targets: Sequence[str | None] | None = None,
        parents: Sequence[str | None] | None = None,
    ) -> Iterator[Bags]:
        """The features of the texts in order, some hundred texts at a time.

        Parameters
        ----------
        texts : sequence of str of length n_samples
            Any text, lone surrogates included.
        targets : sequence of (str or None) of length n_samples, optional
            What each text speaks of.
        parents : sequence of (str or None) of length n_samples, optional
            Ignored: the words of another say little of one's own.

        Yields
        ------
        Bags
        """
        for begin, end in _bounds(texts):
            grams = self._grams(texts[begin:end], None if targets is None else targets[begin:end])
            rows, loudness = np.concatenate([gram.rows for gram in grams]), _loudness(grams)
            scale = _scale(np.bincount(rows, weights=loudness, minlength=end - begin))
            yield Bags(self._buckets(grams), rows, loudness, scale, self.n_buckets)

    def attribution(
        self, text: str, target: str | None, parent: str | None, weights: NDArray[np.float64]
    ) -> tuple[Ints, NDArray[np.float64]]:
        """How much each word of a text does for a score: the weights of its features, shared by the words they touch.

        Parameters
        ----------
        text : str
            The text as written.
        target, parent : str or None
            As in ``batches``.
        weights : ndarray of shape (n_features,)
            The score is ``features @ weights``.

        Returns
        -------
        spans : ndarray of shape (n_words, 2)
            Where each word begins and ends in the text, in order.
        contributions : ndarray of shape (n_words,)
            They add up to the score.
        """
        trace = self.trace(text, target)
        halves = weights[trace.buckets] * trace.values / 2
        by_word = np.zeros(len(trace.words))
        np.add.at(by_word, trace.first, halves)
        np.add.at(by_word, trace.last, halves)
        return trace.words, by_word

    def trace(self, text: str, target: str | None = None) -> Trace:
        """The features of one text and the words that they stand on.

        Parameters
        ----------
        text : str
            The text as written.
        target : str, optional
            What it speaks of.

        Returns
        -------
        Trace
        """
        grams = self._grams([text], [target])
        plain = normalise(text)
        # Position p of a batch is character p - 1 of its only text; the map leads from there to the text as written.
        origin = np.concatenate([[0], plain.offsets()])
        starts, ends = _words(_batch([plain.text]))
        # One character may be several words: "¼" is "1", "/", "4", and each of them is written as "¼".
        words = np.stack([origin[starts], np.maximum(origin[ends], origin[ends - 1] + 1)], axis=1)
        if not len(words):  # invisible characters alone
            words = np.array([[0, len(text)]])
        first, last = (
            np.concatenate([positions - 1 if gram.written else origin[positions] for gram, positions in places])
            for places in ([(gram, gram.first) for gram in grams], [(gram, gram.last) for gram in grams])
        )
        return Trace(
            buckets=self._buckets(grams),
            first=np.maximum(np.searchsorted(words[:, 0], first, side="right") - 1, 0),
            last=np.maximum(np.searchsorted(words[:, 0], last, side="right") - 1, 0),
            words=words,
            values=_loudness(grams) * _scale(_loudness(grams).sum(keepdims=True)),
        )

    def _grams(self, texts: Sequence[str], targets: Sequence[str | None] | None) -> list[_Grams]:
        batch = _batch([normalise(text).text for text in texts])
        starts, ends = _words(batch)
        hashes = _Hasher(batch.codes)(starts, ends)
        rows = batch.rows[starts]
        left = np.flatnonzero(rows[1:] == rows[:-1])
        pairs = hashes[left] * _PAIR + hashes[left + 1]
        grams = [
            _Grams(hashes ^ _WORD, rows, starts, starts, _LOUDNESS_OF_WORDS),
            _Grams(pairs ^ _BIGRAM, rows[left], starts[left], starts[left + 1], _LOUDNESS_OF_WORDS),
        ]
        if self.targets and targets is not None:
            crossing = self._target_hashes(targets)
            grams += [_crossed(gram, crossing[gram.rows]) for gram in grams]
        grams += _stretches(batch, batch.kinds == _LETTER, _CHARACTERS)
        grams += _as_written(_batch(texts))
        return grams

    def _target_hashes(self, targets: Sequence[str | None]) -> Hashes:
        """The hash of each target that training knew, 0 for any other."""
        hashes = {target: self._known_targets.get(normalise(target or "").text, 0) for target in set(targets)}
        return np.array([hashes[target] for target in targets], dtype=np.uint64)

    @cached_property
    def _known_targets(self) -> dict[str, int]:
        codes = [_batch([target]).codes for target in self.targets]
        return {
            target: int(_Hasher(code)(np.array([1]), np.array([len(code) - 1]))[0])
            for target, code in zip(self.targets, codes, strict=True)
        }

    def _buckets(self, grams: list[_Grams]) -> Ints:
        """Spread the hashes over the buckets: the topmost bits of a product depend on all bits of its factors."""
        mixed = np.concatenate([gram.hashes for gram in grams])
        mixed ^= mixed >> np.uint64(32)
        mixed *= _MIX
        return (mixed >> np.uint64(65 - self.n_buckets.bit_length())).astype(np.int64)


class _Hasher:
    """The polynomial hash of any stretch of an array of codes, from prefix sums."""

    def __init__(self, codes: NDArray[np.uint32]) -> None:
        powers = np.full(len(codes), _BASE, dtype=np.uint64)
        self.inverses = np.full(len(codes) + 1, _BASE_INVERSE, dtype=np.uint64)
        powers[0] = self.inverses[0] = 1
        np.cumprod(powers, out=powers)
        np.cumprod(self.inverses, out=self.inverses)
        self.sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum(codes * powers, out=self.sums[1:])

    def __call__(self, starts: Ints, ends: Ints) -> Hashes:
        hashes: Hashes = (self.sums[ends] - self.sums[starts]) * self.inverses[starts]
        return hashes


def _bounds(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    begin = characters = 0
    for index, text in enumerate(texts):
        if characters and characters + len(text) > _BATCH_CHARACTERS:
            yield begin, index
            begin, characters = index, 0
        characters += len(text) + 1
    if texts:
        yield begin, len(texts)


def _loudness(grams: list[_Grams]) -> NDArray[np.float64]:
    return np.repeat([gram.loudness for gram in grams], [len(gram.hashes) for gram in grams])


def _scale(counts: NDArray[Any]) -> NDArray[np.float64]:
    return np.where(counts > 0, 1 / np.sqrt(np.maximum(counts, 1)), 0.0)


def _batch(texts: Sequence[str]) -> _Batch:
    joined = "\n" + "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    rows = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    return _Batch(codes, _kinds(codes), np.concatenate([[0], rows]))


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    kinds = _ASCII_KINDS[np.minimum(codes, 127)]
    beyond = np.flatnonzero(codes > 127)
    if len(beyond):
        characters = codes[beyond]
        is_symbol = np.zeros(len(beyond), dtype=bool)
        for first, last in _SYMBOLS_BEYOND_ASCII:
            is_symbol |= (first <= characters) & (characters <= last)
        kinds[beyond] = np.where(is_symbol, _SYMBOL, _LETTER)
    return kinds


def _words(batch: _Batch) -> tuple[Ints, Ints]:
    """Where each run of letters or of symbols begins and ends; a batch begins and ends with a blank."""
    edges = np.flatnonzero(batch.kinds[1:] != batch.kinds[:-1]) + 1
    starts, ends = edges[:-1], edges[1:]
    is_word = batch.kinds[starts] != _SPACE
    return starts[is_word], ends[is_word]


def _crossed(grams: _Grams, targets: Hashes) -> _Grams:
    """The n-grams of the texts whose target's hash is not 0, once more with their target."""
    known = np.flatnonzero(targets)
    hashes = (grams.hashes[known] * _PAIR + targets[known]) ^ _CROSSED
    return _Grams(hashes, grams.rows[known], grams.first[known], grams.last[known], grams.loudness)


def _stretches(batch: _Batch, inside: NDArray[np.bool_], kind: np.uint64, *, written: bool = False) -> Iterator[_Grams]:
    """Stretches of 3 to 5 characters whose inner ones are all ``inside`` a word; either end may be its edge."""
    hasher = _Hasher(np.where(inside, batch.codes, _EDGE))
    inner = inside[1:-1]
    for length in (3, 4, 5):
        starts = np.flatnonzero(inner)
        within = starts + 1
        yield _Grams(hasher(starts, starts + length) ^ kind, batch.rows[within], within, within, written=written)
        inner = inner[:-1] & inside[length - 1 : -1]


def _as_written(batch: _Batch) -> Iterator[_Grams]:
    """The words that shout or stretch, as they were written: capitals throughout, or a character three times in a row.

    Other ways of writing a word, such as rAnDoM capitals or letters of another script, hide it rather than add to it.
    """
    codes = batch.codes
    starts, ends = _words(batch)

    def within(where: NDArray[np.bool_]) -> Ints:
        sums = np.concatenate([[0], np.cumsum(where)])
        counts: Ints = sums[ends] - sums[starts]
        return counts

    stretched = np.zeros(len(codes), dtype=bool)
    stretched[2:] = (codes[2:] == codes[1:-1]) & (codes[1:-1] == codes[:-2])
    capitals = within((codes >= ord("A")) & (codes <= ord("Z")))
    others = within(((codes >= ord("a")) & (codes <= ord("z"))) | (codes > 127))
    shouts = (capitals > 1) & (others == 0)
    is_kept = (shouts | (within(stretched) > 0) & (within(codes > 127) == 0)) & (batch.kinds[starts] == _LETTER)
    starts, ends = starts[is_kept], ends[is_kept]
    hashes = _Hasher(codes)(starts, ends) ^ _WRITTEN_WORD
    yield _Grams(hashes, batch.rows[starts], starts, starts, _LOUDNESS_OF_WORDS, written=True)
    steps = np.zeros(len(codes), dtype=np.int8)
    steps[starts], steps[ends] = 1, -1
    yield from _stretches(batch, np.cumsum(steps, dtype=np.int8) > 0, _WRITTEN_CHARACTERS, written=True)
