"""Scores of hashed n-grams at the speed of reading: what is inside a word is added up once, when the word is first met.

Texts are cut into the units of ``stancekit.features.units``, and what the features say of a text is the sum over them,
plus one pair of words for each two units that are neighbours:

    score(text) = sum(value[unit]) + sum(weight[pair(last word of one unit, first word of the next)])

The value of a unit, of all outputs at once, is computed from the definition in ``stancekit.features.grams`` when the
unit is first met, and then kept. Two outputs share a number of 64 bits, 32 bits each; sums modulo 2**64 keep both
exact while they stay below 2**31, which a count of the features guarantees. So one look-up for each unit, one for each
pair, and a sum score a batch of texts. Odd texts, and those so long that sums might overflow, are scored as a whole, by
the definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stancekit.features.grams import LOUDNESS_OF_WORDS, Hashes, Ints, Words, crossed_pairs, grams, pair_halves
from stancekit.features.units import Cut, Memo, cut_units, odd_texts, read_units
from stancekit.text import normalise_texts, straight

__all__ = ["Scorer", "bounds", "ends_of", "pairs_of", "scale"]

# Texts share a batch until it has this many characters; its arrays then stay in a core's own cache.
_BATCH_CHARACTERS = 1 << 18
# A text of more characters is odd: its features might add up to more than 32 bits hold.
_LONG = 1 << 14
_LOUDEST = 1 << 16  # times the largest weight, 2**15, is 2**31

# A memo that has met so many units forgets most; one memo is kept for each of so many targets.
_UNITS = 1 << 17
_MEMOS = 8

_LANE, _LOW, _LANE_BITS = np.uint64(32), np.uint64(0x0000FFFF0000FFFF), np.uint64(0xFFFF)
_BIAS = 1 << 15  # makes 16-bit weights positive, so that four of them fit beside each other


class _Whole(NamedTuple):
    """What the definition says of some texts."""

    sums: Ints  # shape (n_outputs, n_samples)
    counts: Ints
    ends: Hashes  # what its last word brings into a pair, and in the lower half its first word


class Scorer:
    """Multiplies the features of texts with the weights of all heads of a model.

    Parameters
    ----------
    coef : ndarray of shape (n_outputs, n_buckets), int16
        The weights.

    Notes
    -----
    It keeps what it has met of words, so it grows faster with use; but no answer depends on it.
    """

    def __init__(self, coef: NDArray[np.int16]) -> None:
        self.coef = coef
        self._n_fours = -(-len(coef) // 4)
        biased = np.zeros((coef.shape[1], 4 * self._n_fours), dtype="<u2")
        biased[:, : len(coef)] = (coef.astype(np.int32) + _BIAS).T
        # Of the sixteen bits each, outputs 0 and 2 are those that ``_LOW`` keeps.
        self._tables = np.ascontiguousarray(biased.view("<u8").T)
        self._shift = coef.shape[1].bit_length() - 1
        self._memos: dict[int, Memo] = {}
        self._lock = Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        return Scorer, (self.coef,)  # a lock cannot be sent, and a memo need not be

    def __call__(self, texts: Sequence[str], crossing: Hashes | None = None) -> NDArray[np.float64]:
        """The outputs of each text.

        Parameters
        ----------
        texts : sequence of str of length n_samples
            The texts as written.
        crossing : ndarray of shape (n_samples,), optional
            The hash of each text's target; 0 where it crosses nothing.

        Returns
        -------
        ndarray of shape (n_samples, n_outputs)
        """
        outputs = np.empty((len(texts), len(self.coef)))
        with self._lock:
            if crossing is None or not crossing.any():
                self._score(texts, 0, outputs)
                return outputs
            for target in dict.fromkeys(crossing.tolist()):
                rows = np.flatnonzero(crossing == target)
                part = np.empty((len(rows), len(self.coef)))
                self._score([texts[row] for row in rows.tolist()], target, part)
                outputs[rows] = part
        return outputs

    def _score(self, texts: Sequence[str], target: int, outputs: NDArray[np.float64]) -> None:
        # Out of its place while it may be half written, should anything interrupt.
        memo = self._memos.pop(target, None) or Memo(2 * self._n_fours + 2)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        is_odd = lengths > _LONG
        for begin, end in bounds(lengths):
            if len(memo.numbers) > _UNITS:
                memo.forget()
            batch = texts[begin:end]
            if is_odd[begin:end].any():
                batch = ["" if odd else text for text, odd in zip(batch, is_odd[begin:end].tolist(), strict=True)]
            cut = cut_units(batch)
            sums, counts, is_odd_too = self._sums(cut, memo, target)
            outputs[begin:end] = sums * scale(counts)[:, None]
            is_odd[begin:end] |= is_odd_too
        self._memos[target] = memo
        if len(self._memos) > _MEMOS:
            del self._memos[next(iter(self._memos))]  # the one that was longest out of use
        odd = np.flatnonzero(is_odd)
        for begin, end in bounds(lengths[odd]):
            rows = odd[begin:end]
            batch = [texts[row] for row in rows.tolist()]
            whole = self._whole(normalise_texts(batch), list(map(straight, batch)), target)
            outputs[rows] = whole.sums.T * scale(whole.counts)[:, None]

    def _columns(self, cut: Cut, memo: Memo, target: int) -> NDArray[np.uint64]:
        """A column for each unit: its value, two outputs a row; its count and its flags; what it brings into pairs."""
        ids, new = memo.find(cut)
        if new:
            units, plain, flags = read_units(new)
            whole = self._whole(plain, units, target)
            columns = memo.columns[:, len(memo.numbers) - len(new) + 1 : len(memo.numbers) + 1]
            for output, sums in enumerate(whole.sums.astype(np.uint64)):
                columns[output // 4 * 2 + output % 2] += sums << _LANE if output % 4 > 1 else sums
            columns[-2] = whole.counts.astype(np.uint64) + flags
            columns[-1] = whole.ends
        return memo.columns.take(ids, axis=1)

    def _sums(self, cut: Cut, memo: Memo, target: int) -> tuple[NDArray[np.float64], Ints, NDArray[np.bool_]]:
        """The sum of the weights of each text, its count of features, and whether it is odd."""
        columns = self._columns(cut, memo, target)
        pairs, apart = pairs_of(columns[-1], cut.bounds)
        kinds = [pairs, crossed_pairs(pairs, target)] if target else [pairs]
        for four, table in enumerate(self._tables):
            for kind in kinds:
                weights = table.take(kind >> np.uint32(32 - self._shift), mode="clip")
                weights[apart] = 0
                columns[2 * four, :-1] += (weights & _LOW) * np.uint64(LOUDNESS_OF_WORDS)
                columns[2 * four + 1, :-1] += (weights >> np.uint64(16) & _LOW) * np.uint64(LOUDNESS_OF_WORDS)
        n_samples, n_units = len(cut.bounds) - 1, np.diff(cut.bounds)
        totals = np.zeros((len(columns) - 1, n_samples), dtype=np.uint64)
        some = np.flatnonzero(n_units)
        if len(some):
            totals[:, some] = np.add.reduceat(columns[:-1], cut.bounds[some], axis=1)
        louder = LOUDNESS_OF_WORDS * len(kinds) * np.maximum(n_units - 1, 0)  # the pairs
        counts = (totals[-1].astype(np.uint32) + louder).astype(np.int64)
        lanes = totals[:-1] - (louder * _BIAS).astype(np.uint64) * np.uint64((1 << 32) + 1)
        low = lanes.astype(np.uint32).view(np.int32)
        high = ((lanes - low.astype(np.int64).astype(np.uint64)) >> _LANE).astype(np.uint32).view(np.int32)
        sums = np.stack([low[0::2], low[1::2], high[0::2], high[1::2]], axis=1).reshape(-1, n_samples)
        is_odd = (counts >= _LOUDEST) | odd_texts(cut, columns[-2], memo)
        return sums[: len(self.coef)].T.astype(np.float64), counts, is_odd

    def _whole(self, plain: Sequence[str], written: Sequence[str], target: int) -> _Whole:
        """Texts by the definition."""
        crossing = np.full(len(plain), target, dtype=np.uint64) if target else None
        own, found = grams(plain, written, crossing)
        sums, counts = np.zeros((4 * self._n_fours, len(plain)), dtype=np.int64), np.zeros(len(plain), dtype=np.int64)
        for gram in found:
            number = np.bincount(gram.rows, minlength=len(plain))
            begins = np.append(0, np.cumsum(number))
            counts += gram.loudness * number
            for output in range(len(self.coef)):
                if output % 4 == 0:
                    weights = self._tables[output // 4].take(
                        (gram.hashes >> np.uint64(64 - self._shift)).view(np.int64)
                    )
                running = np.zeros(len(weights) + 1, dtype=np.int64)
                np.cumsum(weights >> np.uint64(16 * (output % 4)) & _LANE_BITS, out=running[1:])
                sums[output] += gram.loudness * (np.diff(running.take(begins)) - _BIAS * number)
        return _Whole(sums[: len(self.coef)], counts, ends_of(own, len(plain)))


def bounds(lengths: Ints) -> Iterator[tuple[int, int]]:
    """Where batches of about ``_BATCH_CHARACTERS`` begin and end, given the lengths of the texts."""
    ends, begin = np.cumsum(lengths + 1), 0
    while begin < len(ends):
        full = (ends[begin - 1] if begin else 0) + _BATCH_CHARACTERS
        end = max(int(np.searchsorted(ends, full, side="right")), begin + 1)
        yield begin, end
        begin = end


def ends_of(own: Words, n_samples: int) -> Hashes:
    """What the last word of each text brings into a pair, and in the lower half what the first word does."""
    edges = np.searchsorted(own.rows, np.arange(n_samples + 1))
    lefts, rights = pair_halves(np.append(own.hashes, np.uint64(0)))
    ends: Hashes = (lefts[edges[1:] - 1].astype(np.uint64) << _LANE) + rights[edges[:-1]]
    return ends


def pairs_of(ends: Hashes, bounds: Ints) -> tuple[NDArray[np.uint32], Ints]:
    """The hash of each unit's pair with the next, and which units are the last of their texts and have none."""
    pairs = (ends[:-1] >> _LANE).astype(np.uint32) + ends[1:].astype(np.uint32)
    apart = bounds[1:-1] - 1
    return pairs, apart[(apart >= 0) & (apart < len(pairs))]


def scale(counts: Ints) -> NDArray[np.float64]:
    """What the features of texts are multiplied with: 1 by the square root of their loudness."""
    return np.where(counts > 0, 1 / np.sqrt(np.maximum(counts, 1)), 0.0)
