"""Read bytes into threads: one module per format, `detect` to choose it, and `pages` for saved pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from stancekit.errors import InputError, ReadError, ThreadError
from stancekit.reading.assemble import MAX_COMMENT_CHARS
from stancekit.reading.bad_rows import without_bad_rows
from stancekit.reading.decode import Source, decode
from stancekit.reading.detect import Detected, detect
from stancekit.reading.documents import read_json, read_jsonl, read_xml
from stancekit.reading.letters import open_letters
from stancekit.reading.plain import read_lines, read_paragraphs
from stancekit.reading.table import read_header, read_table
from stancekit.threads import Orphans, Reading, Thread

if TYPE_CHECKING:
    from stancekit.reading.pages.marked import Marked

__all__ = ["FORMATS", "MAX_COMMENT_CHARS", "Account", "account_of", "read_thread", "read_threads"]

_READERS: dict[str, Callable[[Source, Reading, Orphans], list[Thread]]] = {
    "lines": read_lines,
    "paragraphs": read_paragraphs,
    "csv": read_table,
    "tsv": read_table,
    "jsonl": read_jsonl,
    "json": read_json,
    "xml": read_xml,
}
FORMATS = ("article", *_READERS)


def read_thread(
    source: str | os.PathLike[str] | BinaryIO,
    *,
    input: str | None = None,  # noqa: A002
    orphans: Orphans = "error",
) -> Thread:
    r"""Read a file that holds one thread.

    Parameters
    ----------
    source : str, path or binary file
        Where to read: a path (unpacked where its name ends in ``.gz``), ``"-"`` for standard input, or a file
        open in binary mode. The text is UTF-8, or UTF-16 that begins with its byte order mark.
    input : {"article", "lines", "paragraphs", "csv", "tsv", "jsonl", "json", "xml"} or None
        The format; None detects it from the content.
    orphans : {"error", "promote"}
        What to do with a reply whose parent is missing: refuse the file, or keep the reply at the top level.

    Returns
    -------
    Thread
        Its ``reading`` says how the file was read and why.

    Raises
    ------
    ReadError
        If the file cannot be read, or holds several threads.
    ThreadError
        If ids are not unique, parents are missing or replies form a cycle.
    InputError
        If `input` or `orphans` is not one of the values above, or `source` is neither a path nor a binary file.

    Examples
    --------
    >>> import io
    >>> page = '''Ferry fares to rise in May
    ...
    ... The harbour board blames fuel.
    ...
    ... • Bianca
    ...
    ...   Fuel is cheaper than last year.
    ...
    ... • About time somebody paid for the new pier.
    ... '''
    >>> thread = read_thread(io.BytesIO(page.encode()))
    >>> thread.title, [(comment.author, comment.text) for comment in thread.comments]
    ('Ferry fares to rise in May', [('Bianca', 'Fuel is cheaper than last year.'),
     (None, 'About time somebody paid for the new pier.')])
    >>> thread.reading.format
    'article'
    """
    threads = read_threads(source, input=input, orphans=orphans)
    if len(threads) > 1:
        reading = threads[0].reading
        name = reading.name if reading else None
        raise ReadError(f"holds {len(threads):,} threads; read_threads reads them all", path=name)
    return threads[0]


def read_threads(
    source: str | os.PathLike[str] | BinaryIO,
    *,
    input: str | None = None,  # noqa: A002
    orphans: Orphans = "error",
) -> list[Thread]:
    r"""Read a file that holds one thread or several.

    Tables and JSONL give a thread for each value of their thread column, in file order; JSON and XML give all the
    threads that they contain, and pages one for each article that has comments under a heading of its own.

    Parameters
    ----------
    source : str, path or binary file
        As for `read_thread`.
    input : {"article", "lines", "paragraphs", "csv", "tsv", "jsonl", "json", "xml"} or None
        As for `read_thread`.
    orphans : {"error", "promote"}
        As for `read_thread`.

    Returns
    -------
    list of Thread
        At least one.

    Raises
    ------
    ReadError, ThreadError, InputError
        As for `read_thread`.

    Examples
    --------
    >>> import io
    >>> table = b"thread,text\nferry,Too dear.\nschool,At last a new roof.\nferry,Swim then.\n"
    >>> [(thread.id, len(thread)) for thread in read_threads(io.BytesIO(table))]
    [('ferry', 2), ('school', 1)]
    """
    if orphans not in ("error", "promote"):
        raise InputError(f'orphans must be "error" or "promote", not {orphans!r}')
    return _read(*_recognised(source, input), orphans)


def _recognised(
    source: str | os.PathLike[str] | BinaryIO, form: str | None
) -> tuple[Source, Reading, Sequence[Marked]]:
    """The text of a file, and in which format it is to be read, and why; of an article also its marked lines."""
    if form is not None and form not in FORMATS:
        raise InputError(f"input must be one of {', '.join(FORMATS)}, not {form!r}")
    text = open_letters(decode(source))
    if not text.text.strip():
        raise text.error("the file has no words; expected an article with comments, or comments")
    form, reasons, pages = detect(text) if form is None else Detected(form, ("the format was given",))
    return text, Reading(text.name, form, text.encoding, reasons), pages


def _read(text: Source, reading: Reading, pages: Sequence[Marked], orphans: Orphans) -> list[Thread]:
    if reading.format != "article":
        return _READERS[reading.format](text, reading, orphans)
    from stancekit.reading.pages.article import read_article

    return read_article(text, reading, orphans, pages)


class Account(NamedTuple):
    """How a file is read, told also of one that is refused.

    Parameters
    ----------
    reading : Reading
        How it is read, as far as that is known.
    threads : list of Thread
        What can be read of it: none, or all but the rows at fault, with orphans at the top level.
    problems : sequence of ReadError and ThreadError
        Why it is refused: the first problem, or one for each row at fault; empty if it is not refused.
    """

    reading: Reading
    threads: list[Thread]
    problems: Sequence[ReadError | ThreadError]


def account_of(
    source: str | os.PathLike[str] | BinaryIO,
    *,
    input: str | None = None,  # noqa: A002
    orphans: Orphans = "error",
) -> Account:
    r"""How a file is read; parameters are those of `read_threads`. A ReadError if it is no text.

    Examples
    --------
    >>> import io
    >>> found = account_of(io.BytesIO(b'{"body": "Too dear.", "ups": 3}\n{oops\n'))
    >>> found.reading.reasons, [problem.line for problem in found.problems]
    (('the text begins with a JSON object', 'ignored: ups'), [2])
    """
    text, reading, pages = _recognised(source, input)
    problems: Sequence[ReadError | ThreadError]
    try:
        return _account(_read(text, reading, pages, orphans))
    except ThreadError as error:  # how a file was read tells why replies answer nothing in it
        sound, problems = text, [error]
    except ReadError as error:
        sound, problems = without_bad_rows(text, reading.format, error)
    try:
        return _account(_read(sound, reading, (), "promote"), problems)
    except (ReadError, ThreadError):
        if reading.format in ("csv", "tsv"):
            with suppress(ReadError):
                reading = reading.and_so(read_header(text, reading.format).why)
        return Account(reading, [], problems)


def _account(threads: list[Thread], problems: Sequence[ReadError | ThreadError] = ()) -> Account:
    readings = [thread.reading for thread in threads if thread.reading is not None]
    reasons = dict.fromkeys(reason for one in readings for reason in one.reasons)
    parts = dict.fromkeys(part for one in readings for part in one.parts)
    return Account(replace(readings[0], reasons=tuple(reasons), parts=tuple(parts)), threads, problems)
