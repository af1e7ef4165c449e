"""Fast scores of hashed n-grams: what is inside a word is added up once, when the word is first met.

Texts are cut into the units of ``stancekit.features.units``, and a text's score is the sum over its units, plus one
pair of words for each two neighbouring units:

    score(text) = sum(value[unit]) + sum(weight[pair(last word of one unit, first word of the next)])

The value of a unit, for all outputs at once, is computed by the definition in ``stancekit.features.grams`` when the
unit is first met, and then kept. Units that may mean something else together than alone (``i d i o t``) are read
together, and the run of them is kept like a unit. Two outputs share a number of 64 bits, 32 bits each; sums modulo
2**64 keep both exact while they stay below 2**31, which a limit on the count of features guarantees; above it the units
are added up one by one. (Weights of pairs are looked up four outputs at once, 16 bits each.) So one look-up for each
unit, one for each pair, and a sum score a batch of texts, and the windows of long ones with them. The few texts in
which a run grows more than was foreseen are called odd: they are scored as a whole, by the definition.

With two outputs, abuse and doubt, ``["No way!", "way no"]`` is cut into five units of which four differ. A column of
the memo holds the value of a unit for each output, and how many features it has, a word counted four times::

    unit            No        way       !         no
    value           (1, -2)   (0, 3)    (2, 0)    (1, -2)
    features        7         10        4         7

The units of both texts in a row, the value of each one's pair with the next (none after the last of a text), and the
running sum, from which the sum of any stretch of units is one subtraction::

    unit            No        way       !         |  way       no
    value           (1, -2)   (0, 3)    (2, 0)    |  (0, 3)    (1, -2)
    pair with next  (0, 4)    (1, 0)              |  (0, -1)
    running sum     (1, 2)    (2, 5)    (4, 5)    |  (4, 7)    (5, 5)

So "No way!" scores (4, 5), and "way no" (5, 5) - (4, 5) = (1, 0), each divided by the root of its features' loudness.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stancekit.features.grams import (
    LOUDNESS_OF_WORDS,
    Grams,
    Hashes,
    Ints,
    Words,
    buckets_of,
    ends_of,
    grams,
    lengths_of,
    pairs_of,
    scale,
)
from stancekit.features.turns import Turns
from stancekit.features.units import (
    FLAG_SHIFT,
    Cut,
    Memo,
    Run,
    batches_of,
    cut_units,
    insides,
    read_runs,
    read_units,
    runs_together,
    units_behind,
)
from stancekit.text import normalise_texts, straight

__all__ = ["Scorer"]

_LOUDEST = 1 << 16  # features; times the largest weight, 2**15, that is 2**31
_PIECE = 1 << 11  # characters; none begins more than 26 features, counted by their loudness

# A memo with more units than this forgets most of them. There is a memo for each target; together they hold at most
# twice as many, so there may be a few with many units, or many with a few.
_UNITS = 1 << 18
_RUNS = 1 << 12  # so many runs of units are kept

_NO_PARTS = np.empty((0, 3), dtype=np.int64)

_LANE_SHIFT, _LOW = np.uint64(32), np.uint64(0x0000FFFF0000FFFF)
_BIAS = 1 << 15  # makes 16-bit weights positive, so that four of them fit beside each other
_BIASES = np.uint64(_BIAS << 32 | _BIAS)


class _Sums(NamedTuple):
    """What the sum over any stretch of a batch's units is computed from.

    Parameters
    ----------
    running : ndarray of shape (n_lanes + 1, n_units + 1)
        The sum over all units before each, and their pairs; two outputs in each row, and the count in the last.
    pairs : ndarray of shape (n_lanes + 1, n_units)
        The value of each unit's pair with the next one.
    is_inside : ndarray of shape (n_units,)
        Units that were read together with the one before.
    """

    running: Hashes
    pairs: Hashes
    is_inside: NDArray[np.bool_]

    def between(self, firsts: Ints, behind: Ints) -> Hashes:
        """The sums over stretches, given the first unit of each and the first one after it."""
        sums: Hashes = self.running.take(behind, axis=1) - self.running.take(firsts, axis=1)
        some = np.flatnonzero(behind > firsts)
        sums[:, some] -= self.pairs[:, behind[some] - 1]  # with the first unit after it
        return sums

    def each(self, first: int, behind: int) -> Hashes:
        """What each unit of a stretch adds to its sums."""
        sums: Hashes = np.diff(self.running[:, first : behind + 1])
        sums[:, -1] -= self.pairs[:, behind - 1]
        return sums

    def units(self, cut: Cut, starts: Ints, ends: Ints) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """The stretches between some characters, as ``between`` takes them, and whether each can be cut out."""
        firsts, can_begin = units_behind(cut, starts)
        behind, can_end = units_behind(cut, ends)
        is_inside = np.append(self.is_inside, False)
        return firsts, behind, can_begin & can_end & ~is_inside[firsts] & ~is_inside[behind]


class Scorer:
    """Multiplies the features of texts by the weights of all heads of a model.

    Parameters
    ----------
    coef : ndarray of shape (n_outputs, n_buckets), int16
        The weights.

    Notes
    -----
    It keeps the values of words that it has met, so it gets faster with use; but no result depends on them. Threads
    may share it: they take turns, batch by batch, so that few texts need not wait for the last of many.
    """

    def __init__(self, coef: NDArray[np.int16]) -> None:
        self.coef = coef
        self._n_fours = -(-len(coef) // 4)
        biased = np.zeros((coef.shape[1], 4 * self._n_fours), dtype="<u2")
        biased[:, : len(coef)] = (coef.view(np.uint16) ^ np.uint16(_BIAS)).T  # coef + 2**15, as its sign bit turns
        # Of the sixteen bits each, outputs 0 and 2 are those that ``_LOW`` keeps.
        self._tables = np.ascontiguousarray(biased.view("<u8").T)
        self._memos: dict[int, Memo] = {}
        self._turns = Turns()

    def __reduce__(self) -> tuple[Any, ...]:
        return Scorer, (self.coef,)  # a lock cannot be sent, and a memo need not be

    def __call__(
        self, texts: Sequence[str], crossing: Hashes | None = None, parts: Ints | None = None
    ) -> NDArray[np.float64]:
        """The outputs of each text, and of parts of them as if they were texts of their own.

        Parameters
        ----------
        texts : sequence of str of length n_samples
            The texts as written.
        crossing : ndarray of shape (n_samples,), optional
            The hash of each text's target; 0 where it crosses nothing.
        parts : ndarray of shape (n_parts, 3), optional
            The index of the text, and where the part begins and ends in it.

        Returns
        -------
        ndarray of shape (n_samples + n_parts, n_outputs)
        """
        parts = _NO_PARTS if parts is None else parts
        if crossing is None or not crossing.any():
            return self._score(texts, parts, 0)
        outputs = np.empty((len(texts) + len(parts), len(self.coef)))
        for target in dict.fromkeys(crossing.tolist()):
            rows = np.flatnonzero(crossing == target)
            own = np.flatnonzero(crossing[parts[:, 0]] == target)
            of_rows = np.column_stack([np.searchsorted(rows, parts[own, 0]), parts[own, 1:]])
            found = self._score([texts[row] for row in rows.tolist()], of_rows, target)
            outputs[np.concatenate([rows, len(texts) + own])] = found
        return outputs

    def _score(self, texts: Sequence[str], parts: Ints, target: int) -> NDArray[np.float64]:
        outputs = np.empty((len(texts) + len(parts), len(self.coef)))
        is_odd = np.zeros(len(outputs), dtype=bool)
        order = np.argsort(parts[:, 0], kind="stable")
        for begin, end in batches_of(texts):
            own = order[slice(*np.searchsorted(parts[order, 0], [begin, end]))]
            rows = np.concatenate([np.arange(begin, end), len(texts) + own])
            shift = np.array([begin, 0, 0])
            with self._turns:
                # Popped while it is filled, so that neither an interrupted call nor a fork leaves a half-written memo.
                memo = self._memos.pop(target, None) or Memo(2 * self._n_fours + 2)
                outputs[rows], is_odd[rows] = self._batch(texts[begin:end], parts[own] - shift, memo, target)
                self._keep(memo, target)
        odd = np.flatnonzero(is_odd[: len(texts)])
        alone = [texts[row] for row in odd.tolist()]
        for begin, end in batches_of(alone):
            batch = alone[begin:end]
            for row, plain, written in zip(odd[begin:end], normalise_texts(batch), map(straight, batch), strict=True):
                outputs[row] = self._whole(plain, written, target)
        if len(left := np.flatnonzero(is_odd[len(texts) :])):
            alone = [texts[row][start:end] for row, start, end in parts[left].tolist()]
            outputs[len(texts) + left] = self._score(alone, _NO_PARTS, target)
        return outputs

    def _keep(self, memo: Memo, target: int) -> None:
        memo.forget_long()
        if max(len(memo), len(memo.is_word)) > _UNITS:
            memo.forget()
        self._memos[target] = memo
        while len(self._memos) > 1 and sum(map(len, self._memos.values())) > 2 * _UNITS:
            del self._memos[next(iter(self._memos))]  # the one that has not been used for longest

    def _batch(
        self, texts: Sequence[str], parts: Ints, memo: Memo, target: int
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The outputs of some texts and of parts of them, and whether each is odd."""
        cut = cut_units(texts)
        sums, is_odd = self._sums(cut, memo, target)
        if not len(parts):
            return self._outputs(sums, cut.bounds[:-1], cut.bounds[1:]), is_odd
        begins = 1 + np.cumsum(np.append(0, lengths_of(texts) + 1))[parts[:, 0]]
        firsts, behind, can_be_cut = sums.units(cut, begins + parts[:, 1], begins + parts[:, 2])
        firsts, behind = np.append(cut.bounds[:-1], firsts), np.append(cut.bounds[1:], behind)
        return self._outputs(sums, firsts, behind), np.append(is_odd, ~can_be_cut | is_odd[parts[:, 0]])

    def _columns(self, cut: Cut, memo: Memo, target: int) -> NDArray[np.uint64]:
        """A column for each unit: its value, two outputs per row; its count and flags; its part in pairs."""

        def read(new: Sequence[bytes]) -> Hashes:
            units, plain, flags = read_units(new)
            columns = self._packed(plain, units, target)
            columns[-2] += flags
            return columns

        return memo.columns_of(cut, read)[1]

    def _packed(self, plain: Sequence[str], written: Sequence[str], target: int) -> Hashes:
        """A column for each text by the definition, as for a unit."""
        own, found = self._grams(plain, written, target)
        return np.concatenate([self._added(found, len(plain)), ends_of(own, len(plain))[None]])

    def _sums(self, cut: Cut, memo: Memo, target: int) -> tuple[_Sums, NDArray[np.bool_]]:
        """What the sums of stretches of units are computed from, and whether each text is odd."""
        columns = self._columns(cut, memo, target)
        is_inside, is_odd = self._read_together(cut, columns, memo, target)
        kinds, apart = pairs_of(columns[-1], cut.bounds, target)
        pairs = np.zeros((len(columns) - 1, len(cut.starts)), dtype=np.uint64)
        for four, table in enumerate(self._tables):
            for kind in kinds:
                weights = table.take(buckets_of(kind, self.coef.shape[1]), mode="clip")
                pairs[2 * four, :-1] += weights & _LOW
                pairs[2 * four + 1, :-1] += weights >> np.uint64(16) & _LOW
        pairs[:-1] -= np.uint64(len(kinds)) * _BIASES
        pairs[-1] = len(kinds)
        pairs *= np.uint64(LOUDNESS_OF_WORDS)
        pairs[:, apart] = pairs[:, np.flatnonzero(is_inside) - 1] = pairs[:, -1:] = 0
        running = np.zeros((len(pairs), len(cut.starts) + 1), dtype=np.uint64)
        columns[:-1] += pairs
        np.cumsum(columns[:-1], axis=1, out=running[:, 1:])
        return _Sums(running, pairs, is_inside), is_odd

    def _read_together(
        self, cut: Cut, columns: Hashes, memo: Memo, target: int
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Where units must be read together, give the first of them the column of all.

        Returns
        -------
        is_inside : ndarray of shape (n_units,)
            Whether a unit is one of the others; their columns are 0.
        is_odd : ndarray of shape (n_samples,)
            Whether a text must be read as a whole.
        """
        is_odd = np.zeros(len(cut.bounds) - 1, dtype=bool)
        firsts, lasts, runs = runs_together(cut, columns[-2], memo)
        is_inside = insides(firsts, lasts, len(cut.starts))
        if not runs:
            return is_inside, is_odd

        def read(new: Sequence[Run]) -> Hashes:
            written, plain, flags = read_runs(new)
            found = self._packed(plain, written, target)
            found[-2] += flags | (found[-2] >= _LOUDEST).astype(np.uint64) << FLAG_SHIFT
            return found

        if len(memo.runs) > _RUNS:
            memo.runs.clear()
        columns[:, is_inside] = 0
        columns[:, firsts] = memo.columns_of_runs(runs, read)
        columns[-1, lasts] = columns[-1, firsts]
        grown = firsts[columns[-2, firsts] >> FLAG_SHIFT > 0]
        is_odd[np.searchsorted(cut.bounds, grown, side="right") - 1] = True
        return is_inside, is_odd

    def _outputs(self, sums: _Sums, firsts: Ints, behind: Ints) -> NDArray[np.float64]:
        """The outputs of stretches of units."""
        found, counts = self._unpacked(sums.between(firsts, behind))
        for loud in np.flatnonzero(counts >= _LOUDEST).tolist():
            found[:, loud] = self._unpacked(sums.each(firsts[loud], behind[loud]))[0].sum(axis=1)
        return found.T * scale(counts)[:, None]

    def _unpacked(self, sums: Hashes) -> tuple[Ints, Ints]:
        """Packed sums as outputs, shape (n_outputs, n_sums), and the counts of features beside them."""
        low = sums[:-1].astype(np.uint32).view(np.int32)
        high = ((sums[:-1] - low.astype(np.int64).astype(np.uint64)) >> _LANE_SHIFT).astype(np.uint32).view(np.int32)
        four = np.stack([low[0::2], low[1::2], high[0::2], high[1::2]], axis=1, dtype=np.int64)
        return four.reshape(-1, sums.shape[1])[: len(self.coef)], sums[-1].astype(np.uint32).astype(np.int64)

    def _whole(self, plain: str, written: str, target: int) -> NDArray[np.float64]:
        """The outputs of a text of any length by the definition: its pieces are added up one by one."""
        _, found = self._grams([plain], [written], target)
        n_pieces = max(len(plain), len(written)) // _PIECE + 1
        pieces = self._added([gram._replace(rows=gram.first // _PIECE) for gram in found], n_pieces)
        sums, counts = (of_pieces.sum(axis=-1) for of_pieces in self._unpacked(pieces))
        outputs: NDArray[np.float64] = sums * scale(counts)
        return outputs

    def _grams(self, plain: Sequence[str], written: Sequence[str], target: int) -> tuple[Words, list[Grams]]:
        return grams(plain, written, np.full(len(plain), target, dtype=np.uint64) if target else None)

    def _added(self, found: list[Grams], n_rows: int) -> Hashes:
        """The weights of n-grams added up row by row, two outputs in each of the sums, and their counts below."""
        added = np.zeros((2 * self._n_fours + 1, n_rows), dtype=np.uint64)
        for gram in found:
            number = np.bincount(gram.rows, minlength=n_rows)
            begins = np.append(0, np.cumsum(number))
            biases = number.astype(np.uint64) * _BIASES
            loudness = np.uint64(gram.loudness)
            added[-1] += loudness * number.astype(np.uint64)
            for four, table in enumerate(self._tables):
                weights = table.take(buckets_of(gram.hashes, self.coef.shape[1]))
                for sums, two in zip(
                    added[2 * four :], (weights & _LOW, weights >> np.uint64(16) & _LOW), strict=False
                ):
                    running = np.zeros(len(two) + 1, dtype=np.uint64)
                    np.cumsum(two, out=running[1:])
                    sums += loudness * (np.diff(running.take(begins)) - biases)
        return added
