"""CSV and TSV, strictly: a row that does not fit its header is refused, never padded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stancekit.errors import ReadError
from stancekit.reading.decode import Source
from stancekit.reading.rows import Row, fold, match_columns, threads_of
from stancekit.threads import Part, Reading, Thread

__all__ = ["find_delimiter", "read_table", "records"]

# Possessive, so that an unclosed quote fails at once and "" never counts as a closing quote.
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')


def records(text: str, delimiter: str, *, name: str | None = None) -> Iterator[tuple[int, list[str]]]:
    r"""The records of a delimited text, as RFC 4180 quotes them.

    The standard ``csv`` module is not used: its limit on a field's size is global to the process, and it cannot
    say where an unclosed quote opened.

    Parameters
    ----------
    text : str
        The text, its lines ended by ``\n``.
    delimiter : str
        One character.
    name : str or None
        The file's name, for errors.

    Yields
    ------
    line : int
        Where the record begins, counted from 1.
    fields : list of str
        Its fields. Blank lines are no records.

    Raises
    ------
    ReadError
        If a quote is never closed, or if something other than a delimiter follows a closing quote; the line is
        where the quote opened.

    Examples
    --------
    >>> list(records('text,author\n"Late, again.",Bianca\n', ","))
    [(1, ['text', 'author']), (2, ['Late, again.', 'Bianca'])]
    """
    position, line, end = 0, 1, len(text)
    plain = re.compile(rf"[^{re.escape(delimiter)}\n]*+")
    while position < end:
        stop = text.find("\n", position)
        stop = end if stop < 0 else stop
        row = text[position:stop]
        if '"' not in row:
            if row and not row.isspace():
                yield line, row.split(delimiter)
            position, line = stop + 1, line + 1
            continue
        first, fields = line, []
        while True:
            if text.startswith('"', position):
                match = _QUOTED.match(text, position)
                if match is None:
                    raise ReadError(
                        'a quote (") opens here and is never closed; close it, and write a quote inside a '
                        'quoted field as ""',
                        path=name,
                        line=line,
                    )
                position = match.end()
                if position < end and text[position] not in (delimiter, "\n"):
                    raise ReadError(
                        "a quoted field begins here, and something other than a delimiter follows its closing "
                        'quote; is a quote (") missing, or one inside the field not doubled?',
                        path=name,
                        line=line,
                    )
                field = match[1]
                line += field.count("\n")
                fields.append(field.replace('""', '"'))
            else:
                match = plain.match(text, position)
                assert match is not None  # it can match nothing at all
                fields.append(match[0])
                position = match.end()
            if not text.startswith(delimiter, position):
                break
            position += 1
        yield first, fields
        position, line = position + 1, line + 1


def find_delimiter(header: str) -> str:
    """The one of comma, semicolon and tab that parts a header into the most known columns, then into the most.

    Examples
    --------
    >>> find_delimiter("id;text;author")
    ';'
    """

    def columns(delimiter: str) -> tuple[int, int]:
        names = [cell.strip().strip('"') for cell in header.split(delimiter)]
        return len(match_columns(names)), len(names)

    return max(",;\t", key=columns)


def read_table(source: Source, form: str, reasons: tuple[str, ...], orphans: str) -> list[Thread]:
    """The threads of a CSV or TSV file, whose first record names the columns."""
    head = source.text.lstrip("\n").partition("\n")[0]
    delimiter = "\t" if form == "tsv" else find_delimiter(head)
    lines = records(source.text, delimiter, name=source.name)
    header_line, names = next(lines)
    columns = match_columns(names)
    shown = ", ".join(name.strip() or "(unnamed)" for name in names[:20])
    if "text" not in columns:
        raise source.error(
            f"no text column; found {shown}. Rename the one that holds the comments to text, "
            "or use --input lines if this is no table",
            header_line,
        )
    folded = [fold(name) for name in names]
    for position in columns.values():
        if folded.count(folded[position]) > 1:
            raise source.error(f"two columns are named {names[position].strip()!r}; rename one", header_line)
    ignored = [name.strip() or "(unnamed)" for at, name in enumerate(names) if at not in columns.values()]
    named = {",": "commas", ";": "semicolons", "\t": "tabs"}[delimiter]
    reasons = (
        *reasons,
        f"columns parted by {named}; used: "
        + ", ".join(f"{names[at].strip()} as {role}" for role, at in columns.items())
        + (f"; ignored: {', '.join(ignored[:20])}" if ignored else ""),
    )
    rows = list(_rows(source, lines, columns, len(names)))
    if not rows:
        raise source.error("the table has a header but no rows", header_line)
    parts = (
        Part(1, rows[0].line - 1, "header", "the first record names the columns"),
        Part(rows[0].line, source.n_lines, "comments", "a comment a record"),
    )
    reading = Reading(source.name, form, source.encoding, reasons, parts)
    return threads_of(source, reading, rows, orphans)


def _rows(source: Source, lines: Iterator[tuple[int, list[str]]], columns: dict[str, int], width: int) -> Iterator[Row]:
    text = columns["text"]
    rest = [columns.get(role, width) for role in ("id", "author", "parent", "thread", "title", "target")]
    for line, fields in lines:
        if len(fields) != width:
            raise source.error(
                f"{len(fields)} fields where the header has {width}; a field that contains the delimiter or a line "
                "end must be quoted",
                line,
            )
        if not fields[text] or fields[text].isspace():
            raise source.error("the text is empty; delete the row or fill it in", line)
        fields.append("")  # stands for every column that the table does not have
        yield Row(line, fields[text], *[fields[at].strip() or None for at in rest])
