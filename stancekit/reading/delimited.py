"""Records of delimited text, quoted as in RFC 4180."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from stancekit.errors import ReadError

__all__ = ["Record", "attempts", "records", "whole_records"]

Record: TypeAlias = tuple[int, list[str]]  # the line on which it begins, and its fields

# Possessive, so that an unclosed quote fails at once and "" never counts as a closing quote.
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_LINE_END = re.compile(rb"\r\n|\n|\r(?!\n|\Z)")
_UNCLOSED = 'a quote (") opens here and is never closed; close it, and write a quote inside a quoted field as ""'
_NOT_DOUBLED = (
    "a quoted field begins here, and something other than a delimiter follows its closing quote; "
    'is a quote (") missing, or one inside the field not doubled?'
)


def records(text: str, delimiter: str, *, name: str | None = None, line: int = 1) -> Iterator[tuple[int, list[str]]]:
    r"""Yield the records of a delimited text, quoted as in RFC 4180.

    The standard ``csv`` module is not used: its limit on a field's size is global to the process, and it cannot
    say where an unclosed quote opened.

    Parameters
    ----------
    text : str
        The text, with lines that end in ``\n``.
    delimiter : str
        One character.
    name : str or None
        The file's name, for errors.
    line : int
        The number of the text's first line.

    Yields
    ------
    line : int
        Where the record begins, counted from 1.
    fields : list of str
        Its fields. Blank lines are skipped.

    Raises
    ------
    ReadError
        If a quote is never closed, or if something other than a delimiter follows a closing quote, unless the
        delimiter is a tab; the line is where the quote opened.

    Examples
    --------
    >>> list(records('text,author\n"Late, again.",Bianca\n', ","))
    [(1, ['text', 'author']), (2, ['Late, again.', 'Bianca'])]
    """
    for begins, fields in attempts(text, delimiter, name=name, line=line):
        if isinstance(fields, ReadError):
            raise fields
        yield begins, fields


def attempts(
    text: str, delimiter: str, *, name: str | None = None, line: int = 1
) -> Iterator[tuple[int, list[str] | ReadError]]:
    r"""Yield the records of a delimited text, and for each bad one its error; reading resumes on the next line.

    Many who part fields by tabs quote none. So on a line of these, quotes that do not pair up are a part of the words.

    Examples
    --------
    >>> [fields for _, fields in attempts('"Late"r,Bianca\nToo dear.,Bo\n', ",")]
    [ReadError('line 1: a quoted field begins here, ...'), ['Too dear.', 'Bo']]
    >>> [fields for _, fields in attempts('"Late"r\tBianca\nToo dear.\tBo\n', "\t")]
    [['"Late"r', 'Bianca'], ['Too dear.', 'Bo']]
    """
    position, plain = 0, re.compile(rf"[^{re.escape(delimiter)}\n]*+")
    failed: dict[int, tuple[int, str]] = {}
    lines = {0: line}  # of places where a bad field begins
    while position < len(text):
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        row = text[position:stop]
        if '"' not in row:
            if row and not row.isspace():
                yield line, row.split(delimiter)
            position, line = stop + 1, line + 1
            continue
        fields, end, error = _quoted_record(text, position, delimiter, plain, failed)
        if error is None:
            yield line, fields
            position, line = end + 1, line + text.count("\n", position, end) + 1
        else:
            if end not in lines:
                lines[end] = line + text.count("\n", position, end)
            bad = ReadError(error, path=name, line=lines[end])
            yield line, row.split(delimiter) if delimiter == "\t" else bad
            position, line = stop + 1, line + 1


def _quoted_record(
    text: str, position: int, delimiter: str, plain: re.Pattern[str], failed: dict[int, tuple[int, str]]
) -> tuple[list[str], int, str | None]:
    """The fields of a record with quotes, and where it ends; or where a bad field begins, and what is wrong with it.

    ``plain`` matches a field without quotes, also an empty one. ``failed`` remembers where the fields of bad records
    begin, as each line that a quote swallowed is read again: whatever reaches one of them fails as they did.
    """
    fields: list[str] = []
    begins: list[int] = []

    def fails(at: int, error: str) -> tuple[list[str], int, str]:
        failed.update(dict.fromkeys(begins, (at, error)))
        return fields, at, error

    while True:
        if position in failed:
            return fails(*failed[position])
        begins.append(position)
        if text.startswith('"', position):
            match = _QUOTED.match(text, position)
            if match is None:
                return fails(position, _UNCLOSED)
            if match.end() < len(text) and text[match.end()] not in (delimiter, "\n"):
                return fails(position, _NOT_DOUBLED)
            fields.append(match[1].replace('""', '"'))
        else:
            match = plain.match(text, position)
            assert match is not None
            fields.append(match[0])
        position = match.end()
        if not text.startswith(delimiter, position):
            return fields, position, None
        position += 1


@cache
def _grammar(delimiter: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Patterns of a record with its line end, and of one cut off by the end of the data."""
    other, opened = re.escape(delimiter), rb'"[^"]*+(?:""[^"]*+)*+'
    field = rb'(?:%b"|[^"%b\r\n][^%b\r\n]*+|)' % (opened, other, other)
    fields = rb"(?:%b%b)*+" % (field, other)
    return (
        re.compile(rb"%b%b(?:\r\n|\n|\r(?!\n|\Z))" % (fields, field)),
        re.compile(rb"%b(?:%b\r?|%b)\Z" % (fields, field, opened)),
    )


def whole_records(data: bytes, delimiter: str, wanted: int, longest: int, start: int = 0) -> int:
    r"""The size in bytes of the records from `start` on: as many as fit into `wanted`, but at least one.

    0 if the data end within the first record. A bad record is taken alone and ends with its line, as in `attempts`;
    a quote that is not closed within `longest` bytes is bad.

    Examples
    --------
    >>> whole_records(b'"Late,\nagain."\nToo dear.\nSwim', ",", 30, 100)
    25
    """
    record, unfinished = _grammar(delimiter.encode())
    position = start
    while match := record.match(data, position):
        if position > start and match.end() - start > wanted:
            break
        position = match.end()
    if position > start or (len(data) - start < longest and unfinished.match(data, start)):
        return position - start
    end = _LINE_END.search(data, start)
    return end.end() - start if end else 0
