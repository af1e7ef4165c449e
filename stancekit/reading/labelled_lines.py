"""JSON lines of a labelled comment each, as a table has them: a header and records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from stancekit.errors import Problem
from stancekit.reading.decode import Source
from stancekit.reading.delimited import Record
from stancekit.reading.json_text import object_of, objects
from stancekit.reading.markup import shown
from stancekit.reading.rows import SYNONYMS, fold, match_columns
from stancekit.reading.values import KINDS

__all__ = ["LabelledLines", "has_labelled_lines", "table_of"]

_Columns = Mapping[str, Sequence[str]]


def has_labelled_lines(source: Source, columns: _Columns) -> bool:
    """Whether the first line is an object with a text and a label, and without comments inside; may raise ReadError."""
    number, line = next((number, line) for number, line in enumerate(source.text.split("\n"), 1) if line.strip())
    value = object_of(source, number, line)
    return {"text", "label"} <= match_columns([*value], columns).keys() and not value.get("comments")


class LabelledLines(NamedTuple):
    """Labelled lines as a table.

    Parameters
    ----------
    records : list of (int, list of str)
        The header and the records, each with its line.
    others : list of str
        Keys that are no columns of it.
    problems : list of Problem
        What cannot stand in its cells.
    """

    records: list[Record]
    others: list[str]
    problems: list[Problem]


def table_of(source: Source, columns: _Columns) -> LabelledLines:
    """Read these lines as a table of the columns that are known.

    A key without a value in any line is left out, as annotation tools write ``"Comments": []``. A list of one label is
    this label.

    Raises
    ------
    ReadError
        As ``objects``.
    """
    found = [*objects(source)]
    names = [*dict.fromkeys(key for _, value in found for key, cell in value.items() if cell not in (None, "", [], {}))]
    used = [names[at] for at in match_columns(names, columns).values()]
    records, problems = [(found[0][0], used)], []
    for line, value in found:
        cells = {key: _cell(key, value.get(key)) for key in used}
        wrong = [Problem(source.name, line, key, cell[1]) for key, cell in cells.items() if cell[1]]
        problems += wrong
        if not wrong:
            records.append((line, [cells[key][0] for key in used]))
    known = {*used}
    return LabelledLines(records, [name for name in names if name not in known], problems)


def _cell(key: str, value: Any) -> tuple[str, str]:
    """What a table's cell would hold; and what is wrong with it, if anything."""
    is_label = fold(key) == "label"
    if is_label and isinstance(value, list) and len(value) < 2:
        value = value[0] if value else None
    if value is None:
        return "", ""
    if isinstance(value, str) and fold(key) not in SYNONYMS["text"]:
        return shown(value), ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value), ""
    if is_label and isinstance(value, list):
        return "", f"is a list of {len(value)} labels; keep the one that counts"
    return "", f"must be a string, not {KINDS[type(value)]}"
