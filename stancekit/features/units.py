"""Texts cut into units that can be read one by one, and a memo that numbers them.

Texts are cut at blanks, and punctuation at either end of what stands between blanks is cut off: ``(well-known),``
gives ``(``, ``well-known`` and ``),``. Normalising a text normalises each of these units by itself, except in rare
cases in which units must be read together with their neighbours: letters may be spelled out over several units
(``i d i o t``); a word may be cut in two (``stup id``); punctuation before a disguised word may be a part of it
(``.f*ck``); and a unit may be several words or none, as there are invisible characters and blanks beyond ASCII, or very
long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stancekit.features.grams import Hashes, Ints, lengths_of
from stancekit.text import PARTING, fold, joined, normalise_texts, normalise_words, stages, straight

__all__ = [
    "FLAG_SHIFT",
    "LONG",
    "Cut",
    "Memo",
    "Run",
    "batches_of",
    "cut_units",
    "insides",
    "read_runs",
    "read_units",
    "runs_together",
    "units_behind",
]

_BLANK, _LETTER, _SYMBOL, _OTHER = range(4)


def _class(code: int) -> int:
    """Letters and digits; symbols that are cut off a word's ends; and others, as in a disguise or an address."""
    character = chr(code)
    if code > 126 or code <= 32:
        return _BLANK if code <= 127 else _OTHER
    return _LETTER if character.isalnum() or character == "'" else _OTHER if character in "*#%$@`/\\_=&" else _SYMBOL


_CLASSES = bytes(map(_class, range(256)))


def _edge(around: int) -> int:
    """Whether a unit starts (1) or ends (2) at an edge, or both (3), given the classes of the runs around it.

    These are two runs before the edge and two after it, two bits each, the first in the topmost two bits.
    """
    before_last, last, this, following = around >> 6, around >> 4 & 3, around >> 2 & 3, around & 3
    parts = _BLANK in (last, this)
    parts |= (before_last, last, this) == (_BLANK, _SYMBOL, _LETTER)
    parts |= (last, this, following) == (_LETTER, _SYMBOL, _BLANK)
    return (parts and this != _BLANK) + 2 * (parts and last != _BLANK)


_START_TABLE, _END_TABLE = (bytes(_edge(around) >> bit & 1 for around in range(256)) for bit in (0, 1))

_FIRST_UNITS, _MOST_SLOT_BITS = 1024, 20
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)  # keep the first bytes of eight
_SHUFFLE, _SHUFFLE_TAIL = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

# Flags of a unit.
_BEGINS = np.uint8(1)  # letters that are spelled out may begin with it,
_CONTINUES = np.uint8(2)  # go on with it,
_ENDS = np.uint8(4)  # end with it,
_PARTS = np.uint8(8)  # or have it between two of them
_LEANS = np.uint8(16)  # it may depend on what stands before it
_HALF = np.uint8(32)  # it may be half of a word that was cut in two
_ODD = np.uint8(64)  # it is no unit at all: several words, none to the eye, too long, or a sign at its end
# Texts share a batch until it has this many characters: few enough that its arrays stay in a processor's cache, and
# enough that what an array operation costs by itself is little beside them.
_BATCH_CHARACTERS = 1 << 19
_LONGEST = 64  # characters; a longer unit may need more rounds than a text is given

LONG = 1 << 10  # bytes; a longer unit or run is not kept, as it takes much memory and is hardly met again

FLAG_SHIFT = np.uint64(32)  # where flags are in a memo's column: above the count, in the same number


class Cut(NamedTuple):
    """Some texts cut into units.

    Parameters
    ----------
    data : bytes
        The texts, end to end.
    starts, ends : ndarray of shape (n_units,)
        Where each unit begins and ends in the data.
    bounds : ndarray of shape (n_samples + 1,)
        The first unit of each text, and last how many units there are.
    """

    data: bytes
    starts: Ints
    ends: Ints
    bounds: Ints


def cut_units(texts: Sequence[str]) -> Cut:
    """Cut texts into units."""
    encoded, lengths = _encoded(texts)
    # A blank in front; behind, 16, as that many bytes are read from the start of a unit.
    data = b"\n".join([b"", *encoded, b" " * 16])
    classes = np.frombuffer(data.translate(_CLASSES), dtype=np.uint8)
    edges = np.flatnonzero(classes[1:] != classes[:-1]) + 1
    runs = np.zeros(len(edges) + 3, dtype=np.uint8)  # two blank runs before, one after
    classes.take(edges, out=runs[2:-1], mode="clip")
    around = runs[:-3] << 6 | runs[1:-2] << 4 | runs[2:-1] << 2 | runs[3:]
    starts, ends = (
        edges.take(np.flatnonzero(np.frombuffer(around.tobytes().translate(table), dtype=bool)))
        for table in (_START_TABLE, _END_TABLE)
    )
    places = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(lengths + 1, out=places[1:])
    return Cut(data, starts, ends, np.searchsorted(starts, places))


def _encoded(texts: Sequence[str]) -> tuple[list[bytes], Ints]:
    """The texts in UTF-8, with their quotes and dashes straight, and their lengths."""
    try:
        encoded = list(map(str.encode, texts))
    except UnicodeEncodeError:  # a lone surrogate
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = lengths_of(encoded)
    for row in np.flatnonzero(lengths > lengths_of(texts)).tolist():
        encoded[row] = straight(texts[row]).encode("utf-8", "surrogatepass")
        lengths[row] = len(encoded[row])
    return encoded, lengths


def batches_of(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where batches of texts with about ``_BATCH_CHARACTERS`` characters begin and end."""
    ends, begin = np.cumsum(lengths_of(texts) + 1), 0
    while begin < len(ends):
        full = (ends[begin - 1] if begin else 0) + _BATCH_CHARACTERS
        end = max(int(np.searchsorted(ends, full, side="right")), begin + 1)
        yield begin, end
        begin = end


class Memo:
    """Numbers the units that it has met, and keeps a column of numbers for each.

    A dict has them all, and numpy finds most of them without it: by their first eight bytes, and the next eight of a
    longer one, in a table of slots, in which later units may overwrite earlier ones.
    """

    def __init__(self, height: int) -> None:
        self.numbers: dict[bytes, int] = {}
        self.heads = np.zeros(_FIRST_UNITS, dtype=np.uint64)  # the first eight bytes; number 0 is no unit
        self.tails = np.zeros(_FIRST_UNITS, dtype=np.uint64)
        self._columns = np.zeros((height, _FIRST_UNITS), dtype=np.uint64)
        self.is_met_again = np.zeros(_FIRST_UNITS, dtype=bool)
        self._make_slots()
        self.stages: dict[bytes, set[str]] = {}  # of the units that stand beside a fragment
        self.is_word: dict[tuple[bytes, bytes], bool] = {}  # of two neighbours, one of them a fragment
        self.runs: dict[Run, Hashes] = {}  # a column for each

    def __len__(self) -> int:
        return len(self.numbers)

    def columns_of(self, cut: Cut, read: Callable[[list[bytes]], Hashes]) -> tuple[Ints, Hashes]:
        """The number of each unit, and its column.

        Parameters
        ----------
        cut : Cut
            The units.
        read : callable
            Makes the columns, shape (height, n_new), of those that are met for the first time.

        Returns
        -------
        numbers : ndarray of shape (n_units,)
        columns : ndarray of shape (height, n_units)
        """
        numbers, new = self._find(cut)
        if new:
            self._columns[:, len(self) + 1 - len(new) : len(self) + 1] = read(new)
        return numbers, self._columns.take(numbers, axis=1)

    def columns_of_runs(self, runs: Sequence[Run], read: Callable[[list[Run]], Hashes]) -> Hashes:
        """The columns of runs, shape (height, n_runs), given what makes those that are met for the first time."""
        new = [run for run in dict.fromkeys(runs) if run not in self.runs]
        if new:
            self.runs.update(zip(new, read(new).T, strict=True))
        columns = np.array([self.runs[run] for run in runs], dtype=np.uint64).reshape(len(runs), len(self._columns)).T
        for run in new:
            if len(run.text) > LONG:
                del self.runs[run]
        return columns

    def _find(self, cut: Cut) -> tuple[Ints, list[bytes]]:
        """The number of each unit, and the units that got a number just now."""
        every_eight = np.ndarray((len(cut.data) - 7,), np.dtype("<u8"), cut.data, 0, (1,)).copy()
        lengths = cut.ends - cut.starts
        heads = every_eight.take(cut.starts)
        heads &= _MASKS.take(lengths, mode="clip")
        is_long = np.flatnonzero(lengths > 8)
        tails = every_eight.take(cut.starts.take(is_long) + 8)
        tails &= _MASKS.take(lengths.take(is_long) - 8, mode="clip")
        ids = self.slots.take(self._slots_of(heads, is_long, tails)).astype(np.int64)
        is_missing = self.heads.take(ids) != heads
        is_missing[is_long] |= (self.tails.take(ids.take(is_long)) != tails) | (lengths.take(is_long) > 16)
        missing = np.flatnonzero(is_missing)
        self.is_met_again[ids.take(np.flatnonzero(~is_missing))] = True
        if not len(missing):
            return ids, []
        places = zip(cut.starts[missing].tolist(), cut.ends[missing].tolist(), strict=True)
        units = [cut.data[start:end] for start, end in places]
        n_known = len(self.numbers)
        new = [unit for unit in dict.fromkeys(units) if unit not in self.numbers]
        if max(map(len, new), default=0) > LONG:
            new.sort(key=lambda unit: len(unit) > LONG)  # so that the last numbers are those of long units
        self.numbers.update(zip(new, range(len(self.numbers) + 1, len(self.numbers) + len(new) + 1), strict=True))
        self._grow()
        found = np.array(list(map(self.numbers.__getitem__, units)))
        ids[missing] = found
        self.is_met_again[found[found <= n_known]] = True
        all_tails = np.zeros(len(ids), dtype=np.uint64)
        all_tails[is_long] = tails
        is_whole = lengths[missing] <= 16  # a longer one's sixteen bytes may begin another as well
        missing, found = missing[is_whole], found[is_whole]
        self.heads[found], self.tails[found] = heads[missing], all_tails[missing]
        self._put_into_slots(found)
        return ids, new

    def _slots_of(self, heads: Hashes, is_long: Ints, tails: Hashes) -> Ints:
        """The slot of each unit, given its first eight bytes, and of the longer ones the next eight."""
        hashes = heads * _SHUFFLE
        hashes[is_long] += tails * _SHUFFLE_TAIL
        slots = (hashes >> np.uint64(64 - self.slot_bits)).view(np.int64)
        slots[is_long] += 1 << self.slot_bits
        return slots

    def _put_into_slots(self, numbers: Ints) -> None:
        tails = self.tails[numbers]
        is_long = np.flatnonzero(tails)
        self.slots[self._slots_of(self.heads[numbers], is_long, tails[is_long])] = numbers

    def _make_slots(self) -> None:
        """Eight slots or more for each unit there is room for, as far as they fit into a processor's cache."""
        self.slot_bits = min(len(self.heads).bit_length() + 2, _MOST_SLOT_BITS)
        self.slots = np.zeros(2 << self.slot_bits, dtype=np.int32)  # a half for short units, one for long
        self._put_into_slots(np.flatnonzero(self.heads))

    def _grow(self) -> None:
        if len(self.numbers) < len(self.heads):
            return
        while len(self.numbers) >= len(self.heads):
            self.heads, self.tails, self.is_met_again = (
                np.concatenate([one, np.zeros_like(one)]) for one in (self.heads, self.tails, self.is_met_again)
            )
            self._columns = np.concatenate([self._columns, np.zeros_like(self._columns)], axis=1)
        self._make_slots()

    def forget_long(self) -> None:
        """Forget the long units of the last batch, which may each take a megabyte."""
        while self.numbers and len(next(reversed(self.numbers))) > LONG:
            self.numbers.popitem()

    def forget(self) -> None:
        """Keep only the units that were met again since the last call: most are met only once."""
        kept = np.flatnonzero(self.is_met_again[: len(self.numbers) + 1])
        kept = kept[kept > 0]
        units = list(self.numbers)
        self.numbers = {units[number - 1]: new for new, number in enumerate(kept.tolist(), start=1)}
        for column in (self.heads, self.tails, *self._columns):
            column[1 : len(kept) + 1] = column[kept]
            column[len(kept) + 1 :] = 0
        self.slots[:], self.is_met_again[:] = 0, False
        self.stages.clear()
        self.is_word.clear()
        self.runs.clear()


def read_units(new: Sequence[bytes]) -> tuple[list[str], list[str], Hashes]:
    """Units as written, one or more, normalised, and their flags at ``FLAG_SHIFT``: whether neighbours matter."""
    units = b"\n".join(new).decode("utf-8", "surrogatepass").split("\n")  # a unit has no line feed
    plain = normalise_words(units)
    flags = np.zeros(len(units), dtype=np.uint64)
    for number, (unit, word) in enumerate(zip(units, plain.words, strict=True)):
        is_one = unit.isalpha() and unit.isascii() and word.isalpha() and len(word) > 1  # not one letter of a word
        if not is_one:
            flags[number] = _flags(unit, word)
    flags[plain.leaning] |= _LEANS
    flags[plain.fragments] |= _HALF
    flags[lengths_of(units) > _LONGEST] |= _ODD
    return units, plain.words, flags << FLAG_SHIFT


class Run(NamedTuple):
    """Units that must be read together, as one may mean something else among the others than alone.

    Parameters
    ----------
    text : bytes
        The run as written, with one neighbouring unit on each side, unless the text begins or ends there.
    left, right : bytes
        These neighbours; empty if there is none.
    """

    text: bytes
    left: bytes
    right: bytes


def runs_together(cut: Cut, flags_above: NDArray[np.uint64], memo: Memo) -> tuple[Ints, Ints, list[Run]]:
    """The runs of units that must be read together: the first and the last unit of each, rising, and the runs."""
    flags = np.zeros(len(flags_above) + 6, dtype=np.uint8)  # unit number n is at n + 3
    flags[3:-3] = flags_above >> FLAG_SHIFT
    some = np.flatnonzero(flags != 0) - 3
    flagged = flags.take(some + 3)
    odd = some[(flagged & _ODD) > 0]
    leaning = some[(flagged & _LEANS) > 0]
    leaning = leaning[leaning > 0]
    leaning = leaning[cut.ends[leaning - 1] == cut.starts[leaning]]
    middle = some[(flagged & _CONTINUES) > 0]

    def reaches(step: int, ending: np.uint8) -> NDArray[np.bool_]:
        one, two, three = (flags[middle + 3 + step * distance] for distance in (1, 2, 3))
        at_two = (one & _PARTS > 0) & ((two & ending > 0) | (two & _PARTS > 0) & (three & ending > 0))
        reached: NDArray[np.bool_] = (one & ending > 0) | at_two
        return reached

    spelling = middle[reaches(-1, _BEGINS | _CONTINUES) & reaches(1, _ENDS | _CONTINUES)]
    halves = _halves_of_a_word(cut, some[(flagged & _HALF) > 0], memo)
    found = _merged(
        cut.bounds,
        np.concatenate([odd, leaning, spelling, halves]),
        np.concatenate([odd, leaning - 1, spelling - 3, halves]),
        np.concatenate([odd, leaning, spelling + 3, halves + 1]),
    )
    runs = []
    for first, last, has_left, has_right in zip(*(one.tolist() for one in found), strict=True):
        start, end = cut.starts[first], cut.ends[last]
        left = cut.data[start : cut.ends[first]] if has_left else b""
        runs.append(Run(cut.data[start:end], left, cut.data[cut.starts[last] : end] if has_right else b""))
    return found[0], found[1], runs


def insides(firsts: Ints, lasts: Ints, n_units: int) -> NDArray[np.bool_]:
    """Which units are read together with the one before."""
    borders = np.zeros(n_units + 1, dtype=np.int8)
    borders[firsts + 1] += 1
    borders[lasts + 1] -= 1
    are_inside: NDArray[np.bool_] = np.cumsum(borders[:-1]) > 0
    return are_inside


def _merged(bounds: Ints, units: Ints, firsts: Ints, lasts: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Runs around some units, overlapping ones merged: first, last, and whether it has a neighbour before and behind.

    Each is made a unit longer at either end, but not beyond its text.
    """
    texts = np.searchsorted(bounds, units, side="right") - 1
    begins, ends = bounds[texts], bounds[texts + 1] - 1
    firsts, lasts = np.maximum(firsts - 1, begins), np.minimum(lasts + 1, ends)
    order = np.argsort(firsts, kind="stable")
    firsts, lasts, begins, ends = firsts[order], np.maximum.accumulate(lasts[order]), begins[order], ends[order]
    is_first = np.append(True, firsts[1:] > lasts[:-1])[: len(firsts)]
    is_last = np.append(is_first[1:], True)[: len(firsts)]
    firsts, lasts = firsts[is_first], lasts[is_last]
    return firsts, lasts, firsts > begins[is_first], lasts < ends[is_last]


def units_behind(cut: Cut, places: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """The first unit after each of some places, and whether a text that was cut there would have the same units.

    Parameters
    ----------
    cut : Cut
        The texts, cut.
    places : ndarray
        Characters of all texts end to end, with one character between two texts, counted from 1.
    """
    data = np.frombuffer(cut.data, dtype=np.uint8)
    within = np.flatnonzero(data & 0xC0 == 0x80)  # in UTF-8 a byte that begins with 10 continues a character
    at = places + np.searchsorted(within - np.arange(len(within)), places, side="right")
    is_blank = np.frombuffer(_CLASSES, dtype=np.uint8)[data[np.stack([at - 1, at])]] == _BLANK
    return np.searchsorted(cut.starts, at), is_blank.any(axis=0)


def _halves_of_a_word(cut: Cut, fragments: Ints, memo: Memo) -> Ints:
    """The first of each two neighbours that may form a word at some stage of normalising; one of them is a fragment."""
    starts, ends = cut.starts, cut.ends
    is_left = np.zeros(len(starts) + 1, dtype=bool)
    is_left[fragments] = is_left[fragments - 1] = True
    lefts = np.flatnonzero(is_left[: max(len(starts) - 1, 0)])
    lefts = lefts[starts[lefts + 1] - ends[lefts] == 1]
    pairs = [
        (cut.data[start:end], cut.data[end + 1 : last])
        for start, end, last in zip(starts[lefts].tolist(), ends[lefts].tolist(), ends[lefts + 1].tolist(), strict=True)
    ]
    if new := [pair for pair in dict.fromkeys(pairs) if pair not in memo.is_word]:
        if units := [unit for unit in dict.fromkeys(chain.from_iterable(new)) if unit not in memo.stages]:
            forms = stages([unit.decode("utf-8", "surrogatepass") for unit in units])
            memo.stages.update(zip(units, forms, strict=True))
        memo.is_word.update((pair, joined(*(memo.stages[unit] for unit in pair))) for pair in new)
    is_word = [memo.is_word[pair] for pair in pairs]
    for pair in [pair for pair in new if len(pair[0]) + len(pair[1]) > LONG]:
        del memo.is_word[pair]
        for unit in pair:
            memo.stages.pop(unit, None)
    found: Ints = lefts[np.array(is_word, dtype=bool)]
    return found


def read_runs(new: Sequence[Run]) -> tuple[list[str], list[str], Hashes]:
    """Runs as written, normalised, and at ``FLAG_SHIFT`` whether they merged with a neighbour."""
    every = [one.decode("utf-8", "surrogatepass") for column in zip(*new, strict=True) for one in column]
    plain = normalise_texts(every)
    runs, lefts, rights = (plain[begin : begin + len(new)] for begin in range(0, len(every), len(new)))
    flags = [not _keeps(*one) for one in zip(runs, lefts, rights, strict=True)]
    return every[: len(new)], runs, np.array(flags, dtype=np.uint64) << FLAG_SHIFT


def _keeps(plain: str, left: str, right: str) -> bool:
    """Whether the neighbours at the ends of a run are still there by themselves once it is normalised."""
    inside = plain[len(left) : len(plain) - len(right)]
    if len(left) + len(right) > len(plain) or plain != left + inside + right:
        return False
    return not (_is_one_word(left[-1:], inside[:1]) or _is_one_word(inside[-1:], right[:1]))


def _is_one_word(before: str, behind: str) -> bool:
    if not before or not behind or " " in (before, behind):
        return False
    return (before.isalnum() or before == "'") == (behind.isalnum() or behind == "'")


def _flags(unit: str, plain: str) -> int:
    """The flags of a unit that tell whether its neighbours matter."""
    folded = unit.lower() if unit.isascii() else fold(unit)
    is_same = folded == plain and unit.isascii()
    is_one = is_same or (
        plain and " " not in plain and all(_is_letter(unit[at]) <= _is_letter(plain[at]) for at in (0, -1))
    )
    flags = _in_company(folded) | (0 if is_one else int(_ODD))
    return flags if folded == plain else flags | _in_company(plain)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "'"


def _in_company(form: str) -> int:
    """What a form of a unit may do where letters are spelled out; too many flags do no harm, too few would."""
    core = form.strip(PARTING)
    if not core:
        return int(_BEGINS | _CONTINUES | _ENDS | _PARTS) if "_" in form or "*" in form else int(_PARTS)
    flags = int(_CONTINUES) if len(core) == 1 and (core.isalnum() or core in "@$!") else 0
    if core[-1].isalnum() and not (core[-2:-1].isalnum() or core[-2:-1] == "'"):
        flags |= int(_BEGINS)
    if ((core[0].isalnum() or core[0] in "@$") and not (core[1:2].isalnum() or core[1:2] == "'")) or "_" in form:
        flags |= int(_ENDS)
    return flags
