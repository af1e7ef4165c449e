"""Recognise names by the places beside them: above a place and a date, or before both on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from stancekit.reading.pages.dates import LONGEST_HEAD, is_date, split_date
from stancekit.reading.pages.furniture import BETWEEN, is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import Signature, is_name, is_place, is_surely_place, may_be_name, signature
from stancekit.reading.pages.neighbours import is_picture

__all__ = ["mark_names_above_glued_dates", "mark_names_above_places", "mark_names_before_places"]

_GLUED = re.compile(r"(?<=[^\W\d_])(?=[A-Z][a-z]{2,8}\.? \d{1,2}\b|\d{1,2} ?[mhd] ago)")  # "Ely, UKSept. 4"
_FEW = 3  # comments


def mark_names_above_places(lines: Sequence[Line]) -> None:
    r"""Mark the names above lines of a place and a date, or of a place above a date, if each such line has one.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo\nEly | 2 days ago\nNo.\n\nIda\nLeeds | 1 day ago\nWhy?\n\nso what\nEly | 2h ago\nYes.")
    >>> mark_names_above_places(lines)
    >>> [line.text for line in lines if line.role == "author"]
    ['Bo', 'Ida', 'so what']
    """
    found = [
        at
        for at, line in enumerate(lines)
        if BETWEEN.search(line.text[:LONGEST_HEAD]) is not None
        and (said := signature(line.text)) is not None
        and said.kind == "dated"
        and BETWEEN.search(said.date) is not None
    ]
    found = found or _above_dates(lines)
    if len(found) < _FEW or not all(at and _begins_block(lines, at - 1) for at in found):
        return
    if not any(lines[at].after_blank for at in found) and len({lines[at - 1].text for at in found}) > 1:
        for at in found:
            lines[at - 1].role, lines[at].role = "author", "own"


def _above_dates(lines: Sequence[Line]) -> list[int]:
    """The lines of a place alone between a name and a date, if most dates have one and some are surely places."""
    dates = [at for at in range(2, len(lines)) if is_date(lines[at].text)]
    found = [
        at - 1
        for at in dates
        if is_place(lines[at - 1].text) and not lines[at - 1].after_blank and _begins_block(lines, at - 2)
    ]
    n_dates = sum(at > found[0] for at in dates) if found else 0
    n_sure = sum(is_surely_place(lines[at].text) for at in found)
    return found if 2 * len(found) > n_dates and _FEW * n_sure >= len(found) else []


def mark_names_before_places(lines: Sequence[Line]) -> int | None:
    r"""Mark lines of a name, a place and a date between commas, whatever the places are, if most are surely places.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless three such lines or more begin comments by themselves, and not all do.

    Returns
    -------
    int or None
        The index of the first such line.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> heads = ("Bo, Ely, UK, {} hours ago", "Ida, Leeds, {} hours ago", "Al, by the sea, {} hours ago")
    >>> lines = scan("\n".join(f"{head.format(2)}\nNo.\n{head.format(3)}\nWhy?" for head in heads))
    >>> mark_names_before_places(lines), [line.said.author for line in lines if line.said]
    (0, ['Bo', 'Bo', 'Ida', 'Ida', 'Al', 'Al'])
    """
    found: dict[int, Signature] = {}
    n_placed = n_sure = 0
    for at, line in enumerate(lines):
        text, date = split_date(line.text) if line.marker is None else ("", "")
        name, comma, _ = text.partition(", ")
        if date.startswith(",") and is_name(name, strict=False):
            found[at] = Signature(name, "dated", line.text[len(name) :], "")
            n_placed += bool(comma)
            said = signature(line.text) if comma else None
            n_sure += said is not None and said.author == name
    if n_sure < _FEW or 2 * n_sure < n_placed or n_sure == n_placed:
        return None
    for at, head in found.items():
        lines[at].sign(head)
    return min(found)


def mark_names_above_glued_dates(lines: Sequence[Line]) -> int | None:
    r"""Mark the names above lines of a place with a date right behind it, if there are three; the first one's index.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo\nEly, UK3h ago\nNo.\n\nso what\nLeedsSept. 4\nWhy?\n\nBo\nEly, UK2h ago\nYes.")
    >>> mark_names_above_glued_dates(lines), [line.said.author for line in lines if line.said]
    (0, ['Bo', 'so what', 'Bo'])
    """
    found = [
        at
        for at, (line, place) in enumerate(pairwise(lines))
        if (glued := _GLUED.search(place.text, 0, LONGEST_HEAD)) is not None and is_date(place.text[glued.start() :])
        if may_be_name(line.text) and not place.after_blank
    ]
    if len(found) < _FEW:
        return None
    for at in found:
        lines[at].sign(Signature(lines[at].text, "dated", "", ""))
        lines[at + 1].hide()
        for above in range(at - 1, max(at - _FEW, -1), -1):
            if not is_picture(lines[above].text, lines[at].text):
                break
            lines[above].hide()
    return found[0]


def _begins_block(lines: Sequence[Line], at: int) -> bool:
    """Whether a line may be a name, and begins a block."""
    name = lines[at]
    is_apart = at == 0 or name.after_blank or is_furniture(lines[at - 1].text)
    return is_apart and name.marker is None and may_be_name(name.text) and not is_furniture(name.text)
