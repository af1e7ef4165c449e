"""Read files of any size: plain rows, block by block; a bad row is set aside without affecting others.

A row is plain if it can be understood without any other: a line of text, a row that answers no other, a whole thread
on one line. Rows that answer each other make threads, and a thread is read whole.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO, NamedTuple, TypeAlias, cast

from stancekit.errors import ReadError, ThreadError
from stancekit.files import is_pipe
from stancekit.reading.assemble import check_length
from stancekit.reading.decode import (
    HAS_NUL,
    NOT_UTF_8,
    Source,
    count_lines,
    failures,
    is_utf_16,
    open_file,
    refuse_foreign,
)
from stancekit.reading.delimited import attempts, whole_records
from stancekit.reading.detect import detect
from stancekit.reading.documents import read_jsonl
from stancekit.reading.json_text import object_of, objects
from stancekit.reading.jsonl import LONGEST_HEADER, MIXED, Rows, are_of_several, is_thread, n_headers
from stancekit.reading.rows import Row, answer_each_other, merged, named_by, thread_of
from stancekit.reading.search import is_page
from stancekit.reading.table import Header, is_empty, read_header, read_row, read_table
from stancekit.reading.values import above_in_path, columns_of, parent_key, unwrapped
from stancekit.threads import Orphans, Reading, Thread

__all__ = [
    "Block",
    "Found",
    "Layout",
    "Rejected",
    "beginning",
    "blocks",
    "is_read_once",
    "lay_out",
    "opened",
    "read_block",
    "unpacked",
]

BLOCK_BYTES = 1 << 17  # some hundred comments: seconds for an encoder, and enough for the fast model to be fast
MAX_ROW_BYTES = 1 << 24  # more than the longest comment, even with every character escaped
_BEGINNING = 1 << 20

_MARK = b"\xef\xbb\xbf"
_LATE = "answers another row, and none of the first megabyte does; to read every row alone, pass --alone"
_LATE_PARENT = f'{_LATE}; to read threads, write "parent": null into the first row'
_LATE_REPLY = f"{_LATE}; to read threads, put a row that answers another among the first"
_TORN = (
    'its quotes (") do not pair up; close each before a delimiter or line end, and double those inside a quoted field'
)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_QUOTE = re.compile(r"^\s*(?:>|&gt;)", re.MULTILINE)
_ESCAPED = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of a byte that is not UTF-8


class Rejected(NamedTuple):
    """A row that was set aside, or a whole file: the line where it begins, counted from 1, and why."""

    line: int | None
    reason: str


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

    def size_of_block(self, data: bytes, start: int) -> int:
        """The size in bytes of the block of whole rows that begins at `start`; 0 if there is no whole row."""
        if self.header is not None:
            return whole_records(data, self.header.delimiter, BLOCK_BYTES, MAX_ROW_BYTES, start)
        end = data.rfind(b"\n", start, start + BLOCK_BYTES) + 1 or data.find(b"\n", start + BLOCK_BYTES) + 1
        return max(end - start, 0)


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file.

    Parameters
    ----------
    layout : Layout
        The file's.
    offset, size : int
        Its place and its size in bytes, unpacked.
    line : int
        The number of its first line.
    n_lines : int
        How many lines end in it.
    data : bytes or None
        The bytes themselves, if they cannot be read again from the file.
    """

    layout: Layout
    offset: int
    size: int
    line: int
    n_lines: int
    data: bytes | None


def is_read_once(name: str) -> bool:
    """Whether a file cannot be read again: standard input, a named pipe, what a shell puts for ``<(...)``."""
    return name == "-" or ("://" not in name and is_pipe(name))


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file, open at its beginning and unpacked if its name ends in ``.gz``; ``"-"`` is standard input.

    Whatever fails meanwhile is a `ReadError` of this file.
    """
    with failures(name), unpacked(name) as file:
        yield file


@contextmanager
def unpacked(name: str) -> Iterator[BinaryIO]:
    """The same as `opened`, but errors stay what they are: for a file that is open while others are written."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with open_file(name) as raw:
        if name.endswith(".gz"):
            with gzip.GzipFile(fileobj=raw) as file:
                yield cast(BinaryIO, file)
        else:
            yield raw


def beginning(file: BinaryIO) -> tuple[bytes, bool]:
    """The first megabyte, and whether that is all."""
    head = file.read(_BEGINNING)
    return head, len(head) < _BEGINNING


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
    no_replies = not any(row.whom or row.level for row in rows)
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
                return _Kind(threads=True, plain=not are_of_several(value))
        except ReadError:
            continue
        are_pages = are_pages and is_page(value)
        values.append(value := unwrapped(value))
        name = value.get(columns_of(tuple(value)).get("id", ""))
        ids.add(name if isinstance(name, str) else None)
        has_ids = has_ids or name not in (None, "")
        answers = answers or above_in_path(value.get("path"), str(name)) is not None
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


def blocks(layout: Layout, file: BinaryIO, head: bytes, offset: int, line: int, *, keep: bool) -> Iterator[Block]:
    """Yield the blocks of a file from some row on; from its first row, at least one.

    Parameters
    ----------
    layout : Layout
        The file's.
    file : binary file
        Open, `head` already read.
    head : bytes
        The bytes already read.
    offset, line : int
        Where to begin.
    keep : bool
        Whether blocks hold their bytes.

    Yields
    ------
    Block
        The same blocks, whichever of them is the first.
    """
    data, start = _skipped(file, head, offset), 0
    wanted, at_end, first = BLOCK_BYTES, False, offset == layout.offset
    while start < len(data) or not at_end or first:
        if start >= BLOCK_BYTES:  # not every time, as the rest may be long
            data, start = data[start:], 0
        while len(data) - start < wanted and not at_end:
            more = file.read(wanted - (len(data) - start))
            data, at_end = data + more, not more
        left = len(data) - start
        if not left and not first:
            return
        size = layout.size_of_block(data, start)
        is_last = at_end and (not size or left <= BLOCK_BYTES)
        if size or is_last:
            size = left if is_last else size
            part = data[start : start + size]
            n_lines = count_lines(part)
            yield Block(layout, offset, size, line, n_lines, part if keep else None)
            start += size
        elif wanted < MAX_ROW_BYTES:
            wanted += BLOCK_BYTES
            continue
        else:
            size, data = _past_the_line(file, data[start:])
            n_lines, start = 1, 0
            yield Block(layout, offset, size, line, n_lines, None)
        offset, line = offset + size, line + n_lines
        wanted, first = BLOCK_BYTES, False


def _skipped(file: BinaryIO, head: bytes, offset: int) -> bytes:
    """The head after an offset; if that is beyond it, the file is moved there."""
    if offset <= len(head):
        return head[offset:]
    file.seek(offset)
    return b""


def _past_the_line(file: BinaryIO, data: bytes) -> tuple[int, bytes]:
    """The size in bytes of a line too long to hold in memory, and the data read after it."""
    size = 0
    while data and b"\n" not in data:
        size, data = size + len(data), file.read(BLOCK_BYTES)
    end = data.find(b"\n") + 1
    return size + end, data[end:]


class Found(NamedTuple):
    """What is in a block.

    Parameters
    ----------
    rows : sequence of Row or Thread
        The rows, each a `Thread` if the layout says so.
    rejected : list of Rejected
        Those that cannot be read.
    left_out : bool
        Whether something else is in none of these, such as totals.
    """

    rows: Sequence[Row | Thread]
    rejected: list[Rejected]
    left_out: bool


def read_block(block: Block, orphans: Orphans = "error") -> Found:
    """Read the rows of a block."""
    name = block.layout.name
    if block.size >= MAX_ROW_BYTES:
        reason = f"a row of {block.size:,} bytes; fewer than {MAX_ROW_BYTES:,} are read. Is a line end missing?"
        return Found([], [Rejected(block.line, reason)], left_out=False)
    data = block.data if block.data is not None else _range(name, block.offset, block.size)
    try:
        text = data.decode()
        sound = "\0" not in text
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
        sound = False
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(name, text, "utf-8")
    reader = _READERS[block.layout.form]
    rows: list[Row | Thread] = []
    rejected, left_out = [], False
    for line, found in reader(source, block, sound, orphans):
        if isinstance(found, ReadError):
            rejected.append(Rejected(line, found.reason))
        elif isinstance(found, ThreadError):
            rejected.append(Rejected(line, str(found).removeprefix(f"{name}: ")))
        elif found is None:
            left_out = True
        else:
            rows.append(found)
            left_out |= isinstance(found, Thread) and found.reading is not None and found.reading.left_out != ()
    return Found(rows, rejected, left_out)


def _range(name: str, offset: int, size: int) -> bytes:
    with failures(name), open_file(name) as file:
        file.seek(offset)
        data = file.read(size)
    if len(data) < size:
        raise ReadError("became shorter while it was read", path=name)
    return data


def _check(source: Source, raw: str, line: int) -> None:
    """Refuse a row of a block in which something is not text."""
    if escaped := _ESCAPED.search(raw):
        raise source.error(f"byte 0x{ord(escaped[0]) - 0xDC00:02x} {NOT_UTF_8}", line)
    if "\0" in raw:
        raise source.error(HAS_NUL, line)


_Lines: TypeAlias = Iterator[tuple[int, Row | Thread | ReadError | ThreadError | None]]  # None: a total


def _lines(source: Source, block: Block, sound: bool, orphans: Orphans) -> _Lines:
    def read(number: int, line: str) -> Row:
        check_length(source, line, number)
        return Row(number, line.strip())

    return _each_line(source, block, sound, read)


def _objects(source: Source, block: Block, sound: bool, orphans: Orphans) -> _Lines:
    rows = Rows(source)

    def read(number: int, line: str) -> Row | Thread:
        value = object_of(source, number, line)
        if is_thread(source, number, value) != block.layout.threads:
            raise source.error(MIXED, number)
        if block.layout.threads:
            thread, title, article, comments = rows.read_thread(number, value)
            reading, alone = rows.reading(Reading(source.name, "jsonl", source.encoding, ())), block.layout.alone
            found = thread_of(
                source, reading, comments, thread, title=title, article=article, orphans="promote" if alone else orphans
            )
            return found.without_replies() if alone else found
        row = rows.read(number, value)
        if row.parent is not None and not block.layout.alone:
            raise source.error(_LATE_PARENT, number)
        check_length(source, row.text, number)
        return row

    return _each_line(source, block, sound, read)


def _each_line(source: Source, block: Block, sound: bool, read: Callable[[int, str], Row | Thread]) -> _Lines:
    for number, line in enumerate(source.text.split("\n"), block.line):
        if not line or line.isspace():
            continue
        try:
            if not sound:
                _check(source, line, number)
            found: Row | Thread | ReadError | ThreadError = read(number, line)
        except (ReadError, ThreadError) as error:
            found = error
        yield number, found


def _records(source: Source, block: Block, sound: bool, orphans: Orphans) -> _Lines:
    header = block.layout.header
    assert header is not None
    for number, fields in attempts(source.text, header.delimiter, line=block.line):
        try:
            if isinstance(fields, ReadError):
                raise source.error(_TORN, number)  # which of its two errors, only later lines might tell
            if not sound:
                _check(source, "".join(fields), number)
            row = read_row(source, header, number, fields)
            if row is None and is_empty(fields, header.delimiter):
                continue
            if row is not None:
                check_length(source, row.text, number)
                if block.layout.no_replies and not block.layout.alone and (row.whom or row.level):
                    raise source.error(_LATE_REPLY, number)
            yield number, row
        except ReadError as error:
            yield number, error


_READERS = {"lines": _lines, "jsonl": _objects, "csv": _records, "tsv": _records}
