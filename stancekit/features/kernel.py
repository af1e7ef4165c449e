"""Fast scores of hashed n-grams: what is inside a word is added up once, when the word is first met.

Texts are cut into the units of ``stancekit.features.units``, and a text's score is the sum over its units, plus one
pair of words for each two neighbouring units:

    score(text) = sum(value[unit]) + sum(weight[pair(last word of one unit, first word of the next)])

The value of a unit, for all outputs at once, is computed by the definition in ``stancekit.features.grams`` when the
unit is first met, and then kept (``stancekit.features.memo``). Units that may mean something else together than alone
(``i d i o t``) are read together, and the run of them is kept like a unit. Outputs share numbers
(``stancekit.features.lanes``); a limit on the count of features keeps their sums exact, and above it the units are
added up one by one. So one look-up for each unit, one for each pair, and a sum score a batch of texts, and the windows
of long ones with them. The few texts in which a run grows more than was foreseen are called odd: they are scored as a
whole, by the definition.

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
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stancekit.features.grams import (
    LOUDNESS_OF_WORDS,
    Grams,
    Hashes,
    Ints,
    Words,
    ends_of,
    grams,
    lengths_of,
    pairs_of,
    scale,
)
from stancekit.features.lanes import Lanes
from stancekit.features.memo import Memo
from stancekit.features.turns import Turns
from stancekit.features.units import Cut, batches_of, cut_units, units_behind
from stancekit.text import normalise_texts, straight

__all__ = ["Scorer"]

_LOUDEST = 1 << 16  # features; times the largest weight, 2**15, that is 2**31
_PIECE = 1 << 11  # characters; none begins more than 26 features, counted by their loudness

# A memo with more units than this forgets most of them: its arrays and its dict, which double as they grow, then have
# room for 2**18. There is a memo for each target; together they hold at most twice as many, so there may be a few with
# many units, or many with a few.
_UNITS = 170_000

_NO_PARTS = np.empty((0, 3), dtype=np.int64)


class _Sums(NamedTuple):
    """What the sum over any stretch of a batch's units is computed from.

    Parameters
    ----------
    running : ndarray of shape (n_rows + 1, n_units + 1)
        The sum over all units before each, and their pairs: a row for two outputs, and below them the counts.
    pairs : ndarray of shape (n_rows + 1, n_units)
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
        self._lanes = Lanes(coef)
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
                memo = self._memos.pop(target, None) or Memo(self._lanes.n_rows + 1)
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
        if len(memo) > _UNITS:
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

    def _made(self, plain: Sequence[str], written: Sequence[str], target: int) -> tuple[Hashes, Hashes]:
        """By the definition, the sums of texts and their counts, and what they add to pairs' hashes."""
        own, found = self._grams(plain, written, target)
        return self._added(found, len(plain)), ends_of(own, len(plain))

    def _sums(self, cut: Cut, memo: Memo, target: int) -> tuple[_Sums, NDArray[np.bool_]]:
        """What the sums of stretches of units are computed from, and whether each text is odd."""
        units = memo.read(cut, partial(self._made, target=target))
        too_loud = np.flatnonzero(units.values[-1] >= _LOUDEST)
        is_odd = np.zeros(len(cut.bounds) - 1, dtype=bool)
        is_odd[units.odd] = is_odd[np.searchsorted(cut.bounds, too_loud, side="right") - 1] = True
        kinds, apart = pairs_of(units.ends, cut.bounds, target)
        pairs = np.zeros((self._lanes.n_rows + 1, len(cut.starts)), dtype=np.uint64)
        for kind in kinds:
            pairs[:-1, :-1] += self._lanes.look_up(kind)
        pairs[-1] = len(kinds)
        pairs *= np.uint64(LOUDNESS_OF_WORDS)
        pairs[:, apart] = pairs[:, np.flatnonzero(units.is_inside) - 1] = pairs[:, -1:] = 0
        running = np.zeros((len(pairs), len(cut.starts) + 1), dtype=np.uint64)
        np.cumsum(units.values + pairs, axis=1, out=running[:, 1:])
        return _Sums(running, pairs, units.is_inside), is_odd

    def _outputs(self, sums: _Sums, firsts: Ints, behind: Ints) -> NDArray[np.float64]:
        """The outputs of stretches of units."""
        found, counts = self._unpacked(sums.between(firsts, behind))
        for loud in np.flatnonzero(counts >= _LOUDEST).tolist():
            found[:, loud] = self._unpacked(sums.each(firsts[loud], behind[loud]))[0].sum(axis=1)
        return found.T * scale(counts)[:, None]

    def _unpacked(self, sums: Hashes) -> tuple[Ints, Ints]:
        """Sums of outputs, shape (n_outputs, n_sums), and the counts of features below them."""
        return self._lanes.unpack(sums[:-1]), sums[-1].astype(np.int64)

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
        """The weights of n-grams added up row by row, as `Lanes` has them, and their counts below."""
        added = np.zeros((self._lanes.n_rows + 1, n_rows), dtype=np.uint64)
        for gram in found:
            number = np.bincount(gram.rows, minlength=n_rows)
            begins = np.append(0, np.cumsum(number))
            running = np.zeros((self._lanes.n_rows, len(gram.hashes) + 1), dtype=np.uint64)
            np.cumsum(self._lanes.look_up(gram.hashes), axis=1, out=running[:, 1:])
            added[:-1] += np.uint64(gram.loudness) * np.diff(running.take(begins, axis=1))
            added[-1] += np.uint64(gram.loudness) * number.astype(np.uint64)
        return added
