"""Read files of any size: plain rows, block by block; a bad row is set aside without affecting others.

A row is plain if it can be understood without any other: a line of text, a row that answers no other, a whole thread
on one line. Rows that answer each other make threads, and a thread is read whole.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, TypeAlias, cast

from stancekit.errors import ReadError, ThreadError
from stancekit.files import is_pipe
from stancekit.reading.assemble import check_length
from stancekit.reading.decode import (
    HAS_NUL,
    NOT_UTF_8,
    Source,
    count_lines,
    failures,
    open_file,
)
from stancekit.reading.delimited import attempts, whole_records
from stancekit.reading.json_text import object_of
from stancekit.reading.jsonl import MIXED, Rows, is_thread
from stancekit.reading.layout import MAX_ROW_BYTES, Layout
from stancekit.reading.rows import Row, thread_of
from stancekit.reading.table import is_empty, read_row
from stancekit.threads import Orphans, Reading, Thread

__all__ = [
    "Block",
    "Found",
    "Rejected",
    "beginning",
    "blocks",
    "is_read_once",
    "opened",
    "read_block",
    "unpacked",
]

BLOCK_BYTES = 1 << 17  # some hundred comments: seconds for an encoder, and enough for the fast model to be fast
_BEGINNING = 1 << 20

_LATE = "answers another row, and none of the first megabyte does; to read every row alone, pass --alone"
_LATE_PARENT = f'{_LATE}; to read threads, write "parent": null into the first row'
_LATE_REPLY = f"{_LATE}; to read threads, put a row that answers another among the first"
_TORN = (
    'its quotes (") do not pair up; close each before a delimiter or line end, and double those inside a quoted field'
)
_ESCAPED = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of a byte that is not UTF-8


class Rejected(NamedTuple):
    """A row that was set aside, or a whole file: the line where it begins, counted from 1, and why."""

    line: int | None
    reason: str


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
        size = _size_of_block(layout, data, start)
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


def _size_of_block(layout: Layout, data: bytes, start: int) -> int:
    """The size in bytes of the block of whole rows that begins at `start`; 0 if there is no whole row."""
    if layout.header is not None:
        return whole_records(data, layout.header.delimiter, BLOCK_BYTES, MAX_ROW_BYTES, start)
    end = data.rfind(b"\n", start, start + BLOCK_BYTES) + 1 or data.find(b"\n", start + BLOCK_BYTES) + 1
    if not end:  # old Macs end lines with "\r" alone; the last byte may be half of "\r\n"
        end = data.rfind(b"\r", start, min(start + BLOCK_BYTES, len(data) - 1)) + 1
    return max(end - start, 0)


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
                if block.layout.no_replies and not block.layout.alone and row.whom:
                    raise source.error(_LATE_REPLY, number)
            yield number, row
        except ReadError as error:
            yield number, error


_READERS = {"lines": _lines, "jsonl": _objects, "csv": _records, "tsv": _records}
