"""What was made of units that were met before, and the units of a batch read with its help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stancekit.features.grams import Hashes, Ints
from stancekit.features.units import LONG, Cut, Neighbours, Run, read_runs, read_units, runs_together

__all__ = ["Batch", "Make", "Memo"]

_FIRST_UNITS, _MOST_SLOT_BITS = 1024, 20
_RUNS = 1 << 12  # so many runs of units are kept
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)  # keep the first bytes of eight
_SHUFFLE, _SHUFFLE_TAIL = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

# Of texts in their plain form and as written: their values, shape (height, n_texts), and what they add to the hashes of
# pairs (``grams.ends_of``).
Make: TypeAlias = Callable[[Sequence[str], Sequence[str]], tuple[Hashes, Hashes]]


class Batch(NamedTuple):
    """The units of some texts, each read by itself or, in a run, with its neighbours.

    Parameters
    ----------
    values : ndarray of shape (height, n_units)
        What was made of each unit; the first of a run has the run's values, the others have 0.
    ends : ndarray of shape (n_units,)
        What each adds to the hashes of pairs; those of a run are at its first and its last unit.
    is_inside : ndarray of shape (n_units,)
        Whether a unit was read together with the one before.
    odd : ndarray
        The texts that must be read as a whole, ascending.
    """

    values: Hashes
    ends: Hashes
    is_inside: NDArray[np.bool_]
    odd: Ints


class Memo:
    """Numbers the units that it has met, and keeps what was made of each.

    A dict has them all, and numpy finds most of them without it: by their first eight bytes, and the next eight of a
    longer one, in a table of slots, in which later units may overwrite earlier ones.

    Parameters
    ----------
    height : int
        How many values a unit has.
    """

    def __init__(self, height: int) -> None:
        self._numbers: dict[bytes, int] = {}
        self._heads = np.zeros(_FIRST_UNITS, dtype=np.uint64)  # the first eight bytes; number 0 is no unit
        self._tails = np.zeros(_FIRST_UNITS, dtype=np.uint64)
        self._columns = np.zeros((height + 1, _FIRST_UNITS), dtype=np.uint64)  # the values, and below them the ends
        self._flags = np.zeros(_FIRST_UNITS, dtype=np.uint8)
        self._is_met_again = np.zeros(_FIRST_UNITS, dtype=bool)
        self._make_slots()
        self._neighbours = Neighbours()
        self._runs: dict[Run, tuple[Hashes, bool]] = {}  # the column of each, and whether it merged with a neighbour

    def __len__(self) -> int:
        """How many units, or pairs of neighbours, it holds."""
        return max(len(self._numbers), len(self._neighbours))

    def read(self, cut: Cut, make: Make) -> Batch:
        """Read the units of some texts.

        Parameters
        ----------
        cut : Cut
            The units.
        make : callable
            Makes the values of what is met for the first time; always the same for one memo.

        Returns
        -------
        Batch
        """
        numbers, new = self._find(cut)
        if new:
            written, plain, flags = read_units(new)
            known = slice(len(self._numbers) + 1 - len(new), len(self._numbers) + 1)
            self._columns[:, known], self._flags[known] = _column(*make(plain, written)), flags
        columns = self._columns.take(numbers, axis=1)
        firsts, lasts, runs = runs_together(cut, self._flags.take(numbers), self._neighbours)
        is_inside = np.zeros(len(numbers), dtype=bool)
        odd = firsts[:0]
        if runs:
            is_inside = _insides(firsts, lasts, len(numbers))
            columns[:, is_inside] = 0
            columns[:, firsts], have_grown = self._columns_of_runs(runs, make)
            columns[-1, lasts] = columns[-1, firsts]
            odd = np.unique(np.searchsorted(cut.bounds, firsts[have_grown], side="right") - 1)
        return Batch(columns[:-1], columns[-1], is_inside, odd)

    def forget_long(self) -> None:
        """Forget the long units of the last batch, which may each take a megabyte."""
        while self._numbers and len(next(reversed(self._numbers))) > LONG:
            self._numbers.popitem()

    def forget(self) -> None:
        """Keep only the units that were met again since the last call: most are met only once."""
        kept = np.flatnonzero(self._is_met_again[: len(self._numbers) + 1])
        kept = kept[kept > 0]
        units = list(self._numbers)
        self._numbers = {units[number - 1]: new for new, number in enumerate(kept.tolist(), start=1)}
        for column in (self._heads, self._tails, self._flags, *self._columns):
            column[1 : len(kept) + 1] = column[kept]
            column[len(kept) + 1 :] = 0
        self._slots[:], self._is_met_again[:] = 0, False
        self._neighbours.forget()
        self._runs.clear()

    def _columns_of_runs(self, runs: Sequence[Run], make: Make) -> tuple[Hashes, NDArray[np.bool_]]:
        """The columns of runs, and whether they merged with a neighbour."""
        if len(self._runs) > _RUNS:
            self._runs.clear()
        new = [run for run in dict.fromkeys(runs) if run not in self._runs]
        if new:
            written, plain, have_grown = read_runs(new)
            made = zip(_column(*make(plain, written)).T, have_grown.tolist(), strict=True)
            self._runs.update(zip(new, made, strict=True))
        columns, grown = zip(*(self._runs[run] for run in runs), strict=True)
        for run in new:
            if len(run.text) > LONG:
                del self._runs[run]
        return np.stack(columns, axis=1), np.array(grown, dtype=bool)

    def _find(self, cut: Cut) -> tuple[Ints, list[bytes]]:
        """The number of each unit, and the units that got a number just now."""
        every_eight = np.ndarray((len(cut.data) - 7,), np.dtype("<u8"), cut.data, 0, (1,)).copy()
        lengths = cut.ends - cut.starts
        heads = every_eight.take(cut.starts)
        heads &= _MASKS.take(lengths, mode="clip")
        is_long = np.flatnonzero(lengths > 8)
        tails = every_eight.take(cut.starts.take(is_long) + 8)
        tails &= _MASKS.take(lengths.take(is_long) - 8, mode="clip")
        ids = self._slots.take(self._slots_of(heads, is_long, tails)).astype(np.int64)
        is_missing = self._heads.take(ids) != heads
        is_missing[is_long] |= (self._tails.take(ids.take(is_long)) != tails) | (lengths.take(is_long) > 16)
        missing = np.flatnonzero(is_missing)
        self._is_met_again[ids.take(np.flatnonzero(~is_missing))] = True
        if not len(missing):
            return ids, []
        places = zip(cut.starts[missing].tolist(), cut.ends[missing].tolist(), strict=True)
        units = [cut.data[start:end] for start, end in places]
        n_known = len(self._numbers)
        new = [unit for unit in dict.fromkeys(units) if unit not in self._numbers]
        if max(map(len, new), default=0) > LONG:
            new.sort(key=lambda unit: len(unit) > LONG)  # so that the last numbers are those of long units
        self._numbers.update(zip(new, range(len(self._numbers) + 1, len(self._numbers) + len(new) + 1), strict=True))
        self._grow()
        found = np.array(list(map(self._numbers.__getitem__, units)))
        ids[missing] = found
        self._is_met_again[found[found <= n_known]] = True
        all_tails = np.zeros(len(ids), dtype=np.uint64)
        all_tails[is_long] = tails
        is_whole = lengths[missing] <= 16  # a longer one's sixteen bytes may begin another as well
        missing, found = missing[is_whole], found[is_whole]
        self._heads[found], self._tails[found] = heads[missing], all_tails[missing]
        self._put_into_slots(found)
        return ids, new

    def _slots_of(self, heads: Hashes, is_long: Ints, tails: Hashes) -> Ints:
        """The slot of each unit, given its first eight bytes, and of the longer ones the next eight."""
        hashes = heads * _SHUFFLE
        hashes[is_long] += tails * _SHUFFLE_TAIL
        slots = (hashes >> np.uint64(64 - self._slot_bits)).view(np.int64)
        slots[is_long] += 1 << self._slot_bits
        return slots

    def _put_into_slots(self, numbers: Ints) -> None:
        tails = self._tails[numbers]
        is_long = np.flatnonzero(tails)
        self._slots[self._slots_of(self._heads[numbers], is_long, tails[is_long])] = numbers

    def _make_slots(self) -> None:
        """Eight slots or more for each unit there is room for, as far as they fit into a processor's cache."""
        self._slot_bits = min(len(self._heads).bit_length() + 2, _MOST_SLOT_BITS)
        self._slots = np.zeros(2 << self._slot_bits, dtype=np.int32)  # a half for short units, one for long
        self._put_into_slots(np.flatnonzero(self._heads))

    def _grow(self) -> None:
        if len(self._numbers) < len(self._heads):
            return
        while len(self._numbers) >= len(self._heads):
            self._heads, self._tails = (np.concatenate([one, np.zeros_like(one)]) for one in (self._heads, self._tails))
            self._flags = np.concatenate([self._flags, np.zeros_like(self._flags)])
            self._is_met_again = np.concatenate([self._is_met_again, np.zeros_like(self._is_met_again)])
            self._columns = np.concatenate([self._columns, np.zeros_like(self._columns)], axis=1)
        self._make_slots()


def _column(values: Hashes, ends: Hashes) -> Hashes:
    return np.concatenate([values, ends[None]])


def _insides(firsts: Ints, lasts: Ints, n_units: int) -> NDArray[np.bool_]:
    """Which units are read together with the one before."""
    borders = np.zeros(n_units + 1, dtype=np.int8)
    borders[firsts + 1] += 1
    borders[lasts + 1] -= 1
    are_inside: NDArray[np.bool_] = np.cumsum(borders[:-1]) > 0
    return are_inside
