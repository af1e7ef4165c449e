"""How the rows of a file are laid out, and whether each can be read without the others, judged by its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from stancekit.errors import ReadError, ThreadError
from stancekit.reading.decode import Source, count_lines, is_utf_16, refuse_foreign
from stancekit.reading.delimited import attempts, whole_records
from stancekit.reading.detect import detect
from stancekit.reading.documents import read_jsonl
from stancekit.reading.json_text import object_of, objects
from stancekit.reading.jsonl import LONGEST_HEADER, are_of_several, is_thread, n_headers
from stancekit.reading.rows import Row, answer_each_other, merged, named_by
from stancekit.reading.search import is_page
from stancekit.reading.table import Header, read_header, read_row, read_table
from stancekit.reading.values import above_in_path, are_replies, columns_of, parent_key, unwrapped
from stancekit.threads import Reading

__all__ = ["MAX_ROW_BYTES", "Layout", "lay_out"]

MAX_ROW_BYTES = 1 << 24  # more than the longest comment, even with every character escaped
_MARK = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\n|\r")
_QUOTE = re.compile(r"^[^\S\n]*(?:>|&gt;)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a file are laid out.

    Parameters
    ----------
    name : str
        The file; ``"-"`` is standard input.
    form : str
        Its format, as far as its beginning tells.
    plain : bool
        Whether each row can be read without the others.
    offset, line : int
        Where its rows begin: the byte, once unpacked, and the line, counted from 1.
    threads : bool
        Whether each row is a whole thread.
    alone : bool
        Whether each row is read alone even if it names the row that it answers.
    has_ids : bool
        Whether rows have ids, so that the number of a line may be the id of another row.
    header : Header or None
        The header of a table.
    no_replies : bool
        Whether, in the beginning of a table, no row names whom it answers.
    """

    name: str
    form: str
    plain: bool
    offset: int
    line: int
    threads: bool = False
    alone: bool = False
    has_ids: bool = False
    header: Header | None = None
    no_replies: bool = False

    @property
    def names_threads(self) -> bool:
        """Whether rows may say which thread they belong to."""
        return self.form in ("jsonl", "json", "xml") or (self.header is not None and "thread" in self.header.columns)


def lay_out(name: str, head: bytes, is_all: bool, form: str | None = None, *, alone: bool = False) -> Layout:
    """How the rows of a file are laid out, judged by its beginning.

    Parameters
    ----------
    name : str
        The file's.
    head : bytes
        Its first bytes, unpacked.
    is_all : bool
        Whether they are the whole file.
    form : str or None
        The format; None detects it from the content.
    alone : bool
        Whether rows count as plain even if they name the rows that they answer.

    Returns
    -------
    Layout

    Raises
    ------
    ReadError
        If the file is empty or not text, or a table's header names no text.
    """
    if is_utf_16(head):  # its bytes cannot be cut into blocks, so its rows are read together
        beginning = head.decode("utf-16", "ignore")
        return replace(lay_out(name, beginning.encode(), is_all, form, alone=alone), plain=False)
    mark = len(_MARK) if head.startswith(_MARK) else 0
    refuse_foreign(name, head.partition(b"\n")[0])  # a NUL further down may be one bad row
    text = head[mark:].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        what = "the file is" if is_all else "the first megabyte is"
        raise ReadError(f"{what} empty; expected an article with comments, or comments", path=name)
    source = Source(name, text, "utf-8")
    form = form or detect(source).form
    if form == "jsonl" and not is_all and "\n" not in text.lstrip():  # one object, as far as can be seen
        return Layout(name, form, False, mark, 1)
    if form == "jsonl":
        line = _below_header(source)
        kind = _kind_of_objects(replace(source, text=text.split("\n", line - 1)[-1]))
        plain = alone or (kind.plain and not (is_all and kind.tells_of_others and _can_be_read_whole(source, form)))
        return Layout(name, form, plain, _offset_of(line, head, mark), line, kind.threads, alone, kind.has_ids)
    if form not in ("csv", "tsv"):
        return Layout(name, form, form == "lines", mark, 1)
    header = read_header(source, form)
    offset, line = _offset_of(header.line, head, mark), header.line
    while line <= header.last and offset < len(head):
        size = whole_records(head[offset:], header.delimiter, 1, MAX_ROW_BYTES) or len(head) - offset
        line += max(1, count_lines(head[offset : offset + size]))
        offset += size
    rows = list(_sound_rows(source, header))
    plain = not ("parent" in header.columns or answer_each_other(rows) or any(merged(rows)))
    if plain and is_all and _tell_of_each_other((row.thread, row.title, row.text) for row in rows):
        plain = not _can_be_read_whole(source, form)
    no_replies = not any(row.whom for row in rows)
    has_ids = "id" in header.columns
    return Layout(
        name, form, plain or alone, offset, line, alone=alone, has_ids=has_ids, header=header, no_replies=no_replies
    )


def _offset_of(line: int, head: bytes, mark: int) -> int:
    """The byte at which a line begins."""
    ends = islice(_LINE_END.finditer(head), line - 1)
    return max((end.end() for end in ends), default=mark)


def _below_header(source: Source) -> int:
    """The line on which the comments of JSON lines begin."""
    found: list[tuple[int, dict[str, Any]]] = []
    with suppress(ReadError):  # of a later line
        for number, value in islice(objects(source), LONGEST_HEADER + 1):
            found.append((number, value))
    n_lines = n_headers(value for _, value in found)
    return found[n_lines][0] if n_lines else 1


class _Kind(NamedTuple):
    """What the lines of a file of objects are, as in `Layout`; and whether plain ones tell of others."""

    threads: bool
    plain: bool
    has_ids: bool = False
    tells_of_others: bool = False


def _kind_of_objects(source: Source) -> _Kind:
    values: list[dict[str, Any]] = []
    ids: set[str | None] = set()
    has_ids = False
    answers, are_pages = False, True
    for number, line in enumerate(source.text.split("\n"), 1):
        if not line or line.isspace():
            continue
        try:
            value = object_of(source, number, line)
            if is_thread(source, number, value):
                is_alone = not "".join(source.text.split("\n", number)[number:]).strip()
                return _Kind(threads=True, plain=not (is_alone and are_of_several(value)))
        except ReadError:
            continue
        are_pages = are_pages and is_page(value)
        values.append(value := unwrapped(value))
        name = value.get(columns_of(tuple(value)).get("id", ""))
        ids.add(name if isinstance(name, str) else None)
        has_ids = has_ids or name not in (None, "")
        answers = answers or above_in_path(value.get("path"), str(name)) is not None
        answers = answers or any(are_replies(name, inner) for name, inner in value.items())
    answers = answers or (are_pages and bool(values)) or parent_key(values) is not None
    answers = answers or any("parent" in columns_of(names) for names in set(map(tuple, values)))
    answers = answers or any(named_by(name, ids) for name in ids)
    return _Kind(False, not answers, has_ids, not answers and _tell_of_each_other(map(_thread_title_text, values)))


def _thread_title_text(value: dict[str, Any]) -> tuple[Any, Any, str]:
    columns = columns_of(tuple(value))
    thread, title, text = (value.get(columns.get(role, "")) or None for role in ("thread", "title", "text"))
    return thread and str(thread), title, text if isinstance(text, str) else ""


def _tell_of_each_other(rows: Iterable[tuple[str | None, str | None, str]]) -> bool:
    """Whether rows, given their thread, title and text, may quote each other, or have the title of their thread."""
    titled: dict[str | None, set[bool]] = {}
    for thread, title, text in rows:
        titled.setdefault(thread, set()).add(title is None)
        if _QUOTE.search(text) or len(titled[thread]) > 1:
            return True
    return False


def _can_be_read_whole(source: Source, form: str) -> bool:
    """Whether rows make threads: none is bad, and no two have the same id."""
    try:
        (read_jsonl if form == "jsonl" else read_table)(
            source, Reading(source.name, form, source.encoding, ()), "error"
        )
    except (ReadError, ThreadError):
        return False
    return True


def _sound_rows(source: Source, header: Header) -> Iterator[Row]:
    """The rows of a table's beginning that can be read."""
    text = source.text.split("\n", header.line - 1)[-1]
    for line, fields in attempts(text, header.delimiter, line=header.line):
        if line <= header.last or isinstance(fields, ReadError):
            continue
        with suppress(ReadError):
            if row := read_row(source, header, line, fields):
                yield row
