"""Texts cut into units that can be read one by one, and runs of units that must be read together.

Texts are cut at blanks, and punctuation at either end of what stands between blanks is cut off: ``(well-known),``
gives ``(``, ``well-known`` and ``),``. Normalising a text normalises each of these units by itself, except in rare
cases in which units must be read together with their neighbours: letters may be spelled out over several units
(``i d i o t``); a word may be cut in two (``stup id``); punctuation before a disguised word may be a part of it
(``.f*ck``); and a unit may be several words or none, as there are invisible characters and blanks beyond ASCII, or very
long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stancekit.features.grams import Ints, lengths_of
from stancekit.text import PARTING, fold, joined, normalise_texts, normalise_words, stages, straight

__all__ = [
    "LONG",
    "Cut",
    "Flags",
    "Neighbours",
    "Run",
    "batches_of",
    "cut_units",
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

Flags: TypeAlias = NDArray[np.uint8]


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


def read_units(new: Sequence[bytes]) -> tuple[list[str], list[str], Flags]:
    """Units as written, one or more, normalised, and their flags: whether neighbours matter."""
    units = b"\n".join(new).decode("utf-8", "surrogatepass").split("\n")  # a unit has no line feed
    plain = normalise_words(units)
    flags = np.zeros(len(units), dtype=np.uint8)
    for number, (unit, word) in enumerate(zip(units, plain.words, strict=True)):
        is_one = unit.isalpha() and unit.isascii() and word.isalpha() and len(word) > 1  # not one letter of a word
        if not is_one:
            flags[number] = _flags(unit, word)
    flags[plain.leaning] |= _LEANS
    flags[plain.fragments] |= _HALF
    flags[lengths_of(units) > _LONGEST] |= _ODD
    return units, plain.words, flags


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


class Neighbours:
    """What is known of neighbouring units that may be two halves of a word."""

    def __init__(self) -> None:
        self._stages: dict[bytes, set[str]] = {}  # of the units that stand beside a fragment
        self._is_word: dict[tuple[bytes, bytes], bool] = {}  # of two neighbours, one of them a fragment

    def __len__(self) -> int:
        return len(self._is_word)

    def forget(self) -> None:
        """Forget all."""
        self._stages.clear()
        self._is_word.clear()

    def halves(self, cut: Cut, fragments: Ints) -> Ints:
        """The first of each two that may form a word at some stage of normalising, one of them a fragment."""
        starts, ends = cut.starts, cut.ends
        is_left = np.zeros(len(starts) + 1, dtype=bool)
        is_left[fragments] = is_left[fragments - 1] = True
        lefts = np.flatnonzero(is_left[: max(len(starts) - 1, 0)])
        lefts = lefts[starts[lefts + 1] - ends[lefts] == 1]
        places = zip(starts[lefts].tolist(), ends[lefts].tolist(), ends[lefts + 1].tolist(), strict=True)
        pairs = [(cut.data[start:end], cut.data[end + 1 : last]) for start, end, last in places]
        if new := [pair for pair in dict.fromkeys(pairs) if pair not in self._is_word]:
            if units := [unit for unit in dict.fromkeys(chain.from_iterable(new)) if unit not in self._stages]:
                forms = stages([unit.decode("utf-8", "surrogatepass") for unit in units])
                self._stages.update(zip(units, forms, strict=True))
            self._is_word.update((pair, joined(*(self._stages[unit] for unit in pair))) for pair in new)
        is_word = [self._is_word[pair] for pair in pairs]
        for pair in [pair for pair in new if len(pair[0]) + len(pair[1]) > LONG]:
            del self._is_word[pair]
            for unit in pair:
                self._stages.pop(unit, None)
        found: Ints = lefts[np.array(is_word, dtype=bool)]
        return found


def runs_together(cut: Cut, of_units: Flags, neighbours: Neighbours) -> tuple[Ints, Ints, list[Run]]:
    """The runs of units that must be read together: the first and the last unit of each, rising, and the runs."""
    flags = np.zeros(len(of_units) + 6, dtype=np.uint8)  # unit number n is at n + 3
    flags[3:-3] = of_units
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
    halves = neighbours.halves(cut, some[(flagged & _HALF) > 0])
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


def read_runs(new: Sequence[Run]) -> tuple[list[str], list[str], NDArray[np.bool_]]:
    """Runs as written, normalised, and whether they merged with a neighbour."""
    every = [one.decode("utf-8", "surrogatepass") for column in zip(*new, strict=True) for one in column]
    plain = normalise_texts(every)
    runs, lefts, rights = (plain[begin : begin + len(new)] for begin in range(0, len(every), len(new)))
    have_grown = [not _keeps(*one) for one in zip(runs, lefts, rights, strict=True)]
    return every[: len(new)], runs, np.array(have_grown, dtype=bool)


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
