"""Read CSV and TSV strictly: a row that does not fit its header is refused, never padded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from stancekit.errors import ReadError
from stancekit.reading.decode import Source
from stancekit.reading.delimited import Record, attempts, records
from stancekit.reading.markup import shown
from stancekit.reading.rows import (
    GONE,
    NO_PARENT,
    OF_SURVEYS,
    OF_TABLES,
    SYNONYMS,
    Row,
    filled,
    fold,
    match_headers,
    merged,
    parted_name,
    shortened,
    threads_of,
    unmerged,
)
from stancekit.threads import Orphans, Part, Reading, Thread

__all__ = [
    *("Header", "Top", "below", "find_columns", "find_delimiter", "find_header", "find_top"),
    *("header_of", "read_header", "read_row", "read_table"),
]

# What spreadsheets write, and read, above a table.
_SEPARATOR = re.compile(r"\"?sep=([,;|\t])\"?[,;|\t]*", re.IGNORECASE)
_LINES_ABOVE = 12  # lines searched for the header
_BEGINNING = 20_000  # characters that hold them
_SAMPLE = 100  # rows
_TITLES = "title", "thread"  # columns of rows that have titles of their own
_PROSE = 3  # words in a cell, on average
_CODES = re.compile(r'\{\s*"ImportId"\s*:.*\}')  # Qualtrics's names of columns, below those that people read
_ANSWERS = {"response", "open-ended response", "other (please specify)"}  # SurveyMonkey's, below its questions
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?|nan", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:grand )?totals?:?|sum:?|summe:?|gesamt:?|count:?|average:?|mean:?|somme:?|suma:?", re.IGNORECASE
)
_ABOUT_FILE = re.compile(  # above a header: "Export of comments", "Downloaded on 3 May", an address, a date
    r"(?:(?:data |full )?exports?|exported|downloaded|created|generated|retrieved|printed|comments|report|source|date"
    r"|url)\b|https?:|www\.|sep=|[\d\W]+$|\d{1,4}[-./]",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"(?<!\S)[^\W\d]+")  # a date in digits has none


def find_delimiter(header: str) -> str:
    """Whichever of comma, semicolon, tab and bar gives a header the most known columns, then the most columns.

    Examples
    --------
    >>> find_delimiter("id;text;author")
    ';'
    """

    def columns(delimiter: str) -> tuple[int, int]:
        names = [cell.strip().strip('"') for cell in header.split(delimiter)]
        return len(match_headers(names)), len(names)

    return max(",;\t|", key=columns)


class Top(NamedTuple):
    """Where a table begins.

    Parameters
    ----------
    line : int
        The line of its header, counted from 1.
    delimiter : str
        What separates its columns.
    header : str
        The header's line.
    """

    line: int
    delimiter: str
    header: str


def find_top(text: str, form: str | None = None) -> Top:
    r"""Where a table begins: at its first line, or below ``sep=;`` or lines that fill one cell, as titles do.

    Examples
    --------
    >>> find_top("sep=;\nid;text\n").line, find_top("Letters about the pier,\n\nid,text\n1,Late.\n").line
    (2, 3)
    """
    first = len(text) - len(text.lstrip())
    begins = text.rfind("\n", 0, first) + 1
    numbered = enumerate(text[begins : first + _BEGINNING].split("\n"), text.count("\n", 0, begins) + 1)
    lines = [(number, line) for number, line in numbered if line.strip()][:_LINES_ABOVE]
    said = _SEPARATOR.fullmatch(lines[0][1])
    if said and len(lines) > 1:
        return Top(lines[1][0], said[1], lines[1][1])
    tops = [Top(number, "\t" if form == "tsv" else find_delimiter(line), line) for number, line in lines]
    is_below_prose = False  # which has commas, but no tabs
    for top in tops:
        names = [name.strip().strip('"') for name in top.header.split(top.delimiter)]
        is_row = sum(map(bool, names)) > 1
        may_be = top.delimiter == "\t" or not is_below_prose
        if may_be and "text" in match_headers(names) and (is_row or top is tops[0]):
            return top
        if is_row:
            if top.delimiter == "\t":
                break
            is_below_prose = True
    return tops[0]


@dataclass(frozen=True, slots=True)
class Header:
    """What the first record of a table says.

    Parameters
    ----------
    line : int
        Its line, counted from 1.
    delimiter : str
        One character.
    names : tuple of str
        Its fields; a record has as many.
    columns : dict of str to int
        The position of each known column.
    why : str
        How it was understood, in plain words.
    last : int
        The line of the last record that is a heading; a survey's tables have up to three.
    title : str or None
        The title above it, unless rows have their own.
    """

    line: int
    delimiter: str
    names: tuple[str, ...]
    columns: dict[str, int]
    why: str
    last: int
    title: str | None = None


def read_header(source: Source, form: str) -> Header:
    """The header of a table; raises `ReadError` if it names no text column, or a known column twice."""
    header = find_header(source, form)
    if "text" not in header.columns:
        raise source.error(_no_text(header.names, _first_rows(lambda: below(source, header))), header.line)
    folded = [parted_name(name) for name in header.names]
    for position in header.columns.values():
        if folded.count(folded[position]) > 1:
            reason = f"two columns are named {header.names[position].strip()!r}; rename one"
            raise source.error(reason, header.line)
    return header


def find_header(source: Source, form: str | None = None, known: Mapping[str, Sequence[str]] = OF_TABLES) -> Header:
    """The header of a table, also of one without a text column."""
    top = find_top(source.text, form)
    header = header_of(lambda: below(source, top), top.delimiter, known)
    return replace(header, title=_title_above(source, header)) if header.columns.keys().isdisjoint(_TITLES) else header


def header_of(read: Callable[[], Iterator[Record]], delimiter: str, known: Mapping[str, Sequence[str]]) -> Header:
    """What the first record says of the known columns; ``read`` gives the records as often as it is called."""
    found = read()
    line, names = next(found)
    rows = _first_rows(read)
    columns = find_columns(names, rows, known)
    is_measure = "target" in columns and _holds_numbers(rows, columns["target"])
    if is_measure:
        del columns["target"]
    is_person = "id" in columns and fold(names[columns["id"]]) in OF_SURVEYS
    if is_person := is_person and _repeats(read(), columns["id"]):
        person = names[columns.pop("id")].strip()
    ignored = [name.strip() or "(unnamed)" for at, name in enumerate(names) if at not in columns.values()]
    named = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(delimiter, repr(delimiter))
    why = (
        f"columns parted by {named}; used: "
        + ", ".join(f"{names[at].strip()} as {role}" for role, at in columns.items())
        + (f"; ignored: {shortened(ignored)}" if ignored else "")
    )
    if "text" in columns and columns["text"] != match_headers(names, known).get("text"):
        why += f"; {names[columns['text']].strip()} is the only column that holds sentences"
    if is_measure:
        why += "; a target that is a number is nothing that one can be for or against"
    if is_person:
        why += f"; {person} is the same in several rows, so it is no row's id"
    headings = _headings(found, columns["text"]) if "text" in columns else []
    if headings:
        why += f"; {len(headings)} more record{'s' if len(headings) > 1 else ''} of headings below"
    return Header(line, delimiter, tuple(names), columns, why, [line, *headings][-1])


def find_columns(
    names: Sequence[str], rows: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]] = OF_TABLES
) -> dict[str, int]:
    """The position of each column known by its header; the text's, if by none, is the only one that holds sentences.

    Examples
    --------
    >>> find_columns(["Your name", "What do you say?"], [["Bo", "It leaks again."], ["Ida", "Why does it?"]])
    {'text': 1, 'author': 0}
    """
    columns = match_headers(names, known)
    while (at := columns.get("text", -1)) >= 0 and fold(names[at]) not in SYNONYMS["text"] and _counts(rows, at):
        called = fold(names[at])  # "Comments" may be how many
        names = ["" if fold(name) == called and _counts(rows, i) else name for i, name in enumerate(names)]
        columns = match_headers(names, known)
    if "parent" in columns and "id" not in columns:
        others = [at for at in range(len(names)) if at not in columns.values()]
        if (own := next((at for at in others if _names(rows, at, columns["parent"])), None)) is not None:
            columns["id"] = own
    told = [at for at in _sentences(names, rows) if at not in columns.values()]
    is_headed = bool(columns) or any(_is_above_numbers(names, rows, at) for at in range(len(names)))
    return columns if "text" in columns or len(told) != 1 or not is_headed else {"text": told[0], **columns}


def _names(rows: Sequence[Sequence[str]], at: int, parent_at: int) -> bool:
    """Whether a column names each row otherwise, and all parents are among the names: not the numbers of rows."""
    cells, parents = _column(rows, at), {*_column(rows, parent_at)}
    parents -= {parent for parent in parents if parent.casefold() in NO_PARENT}
    is_named = any(not parent.isdecimal() for parent in parents)
    return is_named and len(cells) == len({*cells}) and parents <= {*cells}


def _first_rows(read: Callable[[], Iterator[Record]]) -> list[list[str]]:
    """The first records below the header, up to one at fault, which is reported when it is read."""
    rows: list[list[str]] = []
    with suppress(ReadError):
        rows += (fields for _, fields in islice(read(), 1, _SAMPLE))
    return rows


def _column(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """The cells of a column that are not empty."""
    cells = [fields[at].strip() for fields in rows if at < len(fields)]
    return [cell for cell in cells if cell]


def _holds_numbers(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column holds numbers alone: the degree of abuse, say."""
    cells = _column(rows, at)
    return bool(cells) and all(map(_NUMBER.fullmatch, cells))


def _counts(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column may say how many, "7" or "1.2K", in each of its rows, or nothing."""
    return bool(rows) and all(cell[0].isdecimal() for cell in _column(rows, at))


def _sentences(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns whose cells hold several words on average."""
    cells = [_column([fields for fields in rows if len(fields) == len(names)], at) for at in range(len(names))]
    n_words = [sum(len(_WORD.findall(cell)) for cell in column) for column in cells]
    return [at for at, column in enumerate(cells) if column and n_words[at] >= _PROSE * len(column)]


def _is_above_numbers(names: Sequence[str], rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether every cell of a column has a digit, as dates have, and its header none."""
    cells = _column(rows, at)
    return bool(cells) and all(map(_DIGIT.search, cells)) and not _DIGIT.search(names[at])


def _repeats(rows: Iterator[Record], at: int) -> bool:
    """Whether a column says the same in two rows."""
    cells: list[str] = []
    with suppress(ReadError):  # of a row, which is reported when it is read
        cells += (fields[at].strip() for _, fields in rows if at < len(fields))
    filled = [cell for cell in cells if cell]
    return len(set(filled)) < len(filled)


def _headings(rows: Iterator[Record], text_at: int) -> list[int]:
    """The lines of the records below a header that are headings as well, as surveys export them."""
    lines: list[int] = []
    with suppress(ReadError):  # of a row, which the table's reader reports
        for line, fields in islice(rows, 2):
            lines.append(line)
            filled = [field.strip() for field in fields if field and not field.isspace()]
            if filled and all(map(_CODES.fullmatch, filled)):
                return lines
            said = fields[text_at].strip().casefold() if text_at < len(fields) else ""
            if len(lines) == 1 and said in _ANSWERS and not fields[0].strip():
                return lines
    return []


def below(source: Source, top: Top | Header) -> Iterator[Record]:
    """The records from a table's header on."""
    return records(source.text.split("\n", top.line - 1)[-1], top.delimiter, name=source.name, line=top.line)


def _no_text(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Say what to do with a table that has no text column."""
    shown = shortened([name.strip() or "(unnamed)" for name in names])
    told = [names[at].strip() for at in _sentences(names, rows)]
    which = repr(told[0]) if len(told) == 1 and told[0] else "the one that holds the comments"
    return (
        f"no text column; found {shown}. Rename {which} to text, put a line with the columns' names above where the "
        "file has none, or use --input lines if this is no table"
    )


def read_row(source: Source, header: Header, line: int, fields: list[str]) -> Row | None:
    """A record as a row, or None if it is empty (`is_empty`), a total, or the header again.

    A `ReadError` if it does not fit or has no text. In a table with a parent column, a row with an id and no text
    stands for a deleted comment. HTML becomes text.
    """
    if len(fields) != len(header.names):
        if is_empty(fields, header.delimiter):
            return None
        number = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
        raise source.error(
            f"{number} where the header has {len(header.names)}; a field that contains the delimiter or a line end "
            "must be quoted",
            line,
        )
    # The header of a file that was put behind another.
    is_header = (
        len(fields) > 1
        and fields[-1] == header.names[-1]
        and (fields[0].removeprefix("\ufeff"), *fields[1:]) == header.names
    )
    if is_header or _is_total(fields, header):
        return None
    values = {role: fields[at] for role, at in header.columns.items()}
    text = values.pop("text")
    found = filled(values)
    if not text or text.isspace() or header.delimiter == "|":
        if is_empty(fields, header.delimiter):
            return None
        text = text.strip()  # bars have spaces around them
    if not text and "parent" in found and found.get("id"):
        text = GONE
    if text.startswith('{"text"'):
        text = _runs(text)
    if ("<" in text or "&" in text or "[/" in text) and (said := shown(text)) != text:
        text = said.strip() or GONE  # a lone picture says nothing
    if not text or text.isspace():
        raise source.error("the text is empty; delete the row or fill it in", line)
    if header.title is not None:
        found["title"] = header.title
    return Row(line, text, **found)


def _is_total(fields: Sequence[str], header: Header) -> bool:
    """Whether a record says "Total" and numbers alone, as a sheet's last may, and is not a comment by somebody."""
    at = next((at for at, field in enumerate(fields) if field and not field.isspace()), 0)
    first = fields[at].strip()
    if _TOTAL.fullmatch(first) is None or not all(
        map(_NUMBER.fullmatch, filter(None, map(str.strip, fields[at + 1 :])))
    ):
        return False
    said_by = header.columns.get("author")
    return fields[header.columns["text"]].strip() != first or (said_by is not None and not fields[said_by].strip())


def _runs(cell: str) -> str:
    """The words of a cell that holds JSON, as in YouTube's archives: ``{"text":"Late"},{"text":" again."}``."""
    try:
        found = [one["text"] for one in json.loads(f"[{cell}]")]
    except (ValueError, TypeError, LookupError, RecursionError):
        return cell
    return "".join(found) if all(isinstance(one, str) for one in found) else cell


def is_empty(fields: Sequence[str], delimiter: str) -> bool:
    """Whether all cells of a record are empty; the rule below a Markdown table's header counts as empty."""
    return not "".join(fields).strip().strip("-: " if delimiter == "|" else "")


def _title_above(source: Source, header: Header) -> str | None:
    """What the record nearest above a header says that fills one cell, unless that is about the file itself.

    A sentence is a title only if there is nothing else.
    """
    above = "\n".join(source.text.split("\n", header.line - 1)[: header.line - 1])
    said = [
        [field.strip() for field in fields if field.strip()]
        for _, fields in attempts(above, header.delimiter)
        if not isinstance(fields, ReadError)
    ]
    titles = [cells[0] for cells in reversed(said) if len(cells) == 1 and not _ABOUT_FILE.match(cells[0])]
    return next((one for one in titles if not one.endswith(".")), next(iter(titles), None))


def read_table(source: Source, reading: Reading, orphans: Orphans) -> list[Thread]:
    """The threads of a CSV or TSV file, whose first record names the columns."""
    header = read_header(source, reading.format)
    found = [
        (fields, read_row(source, header, line, fields)) for line, fields in below(source, header) if line > header.last
    ]
    rows: Sequence[Row] = [row for _, row in found if row is not None]
    if not rows:
        raise source.error("the table has a header but no rows", header.line)
    reading = reading.and_so(header.why)
    n_empty = sum(is_empty(fields, header.delimiter) for fields, _ in found)
    if n_empty:
        reading = reading.and_so(f"passed over: {n_empty:,} rows whose cells are all empty")
    if n_totals := len(found) - len(rows) - n_empty:
        reading = reading.leaving_out(f"{n_totals:,} row{'s' if n_totals > 1 else ''} of totals or headers")
    if columns := [header.names[header.columns[name]].strip() for name in merged(rows)]:
        reading = reading.and_so(f"empty cells of {', '.join(columns)} say what the one above says")
        rows = unmerged(rows)
    begins = rows[0].line or 1
    parts = (
        Part(1, begins - 1, "header", "the first record names the columns"),
        Part(begins, source.n_lines, "comments", "a comment a record"),
    )
    return threads_of(source, replace(reading, parts=parts), rows, orphans)
