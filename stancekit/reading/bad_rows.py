"""What can be read of a file that is refused for some of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

from stancekit.errors import ReadError
from stancekit.reading.decode import Source
from stancekit.reading.delimited import attempts
from stancekit.reading.layout import lay_out
from stancekit.reading.stream import blocks, read_block

__all__ = ["without_bad_rows"]


def without_bad_rows(source: Source, form: str, error: ReadError) -> tuple[Source, Sequence[ReadError]]:
    """A text with blank lines for the rows that a job would set aside, and their errors; or the text and its error."""
    if form not in ("lines", "csv", "tsv", "jsonl"):
        return source, [error]
    data = source.text.encode()
    try:
        layout = lay_out(source.name, data, True, form, alone=True)
    except ReadError:
        return source, [error]
    found = [read_block(one) for one in blocks(layout, BytesIO(), data, layout.offset, layout.line, keep=True)]
    bad = {line: reason for one in found for line, reason in one.rejected if line is not None}
    if not bad or not any(one.rows for one in found):  # as of pages of JSON, which are read as one document
        return source, [error]
    lines = source.text.split("\n")
    starts: Iterable[int] = range(1, len(lines) + 1)
    if layout.header is not None:
        starts = (line for line, _ in attempts(source.text, layout.header.delimiter))
    for begins, ends in pairwise([*starts, len(lines) + 1]):
        if begins in bad:
            lines[begins - 1 : ends - 1] = [""] * (ends - begins)
    problems = [error if line == error.line else source.error(reason, line) for line, reason in bad.items()]
    return replace(source, text="\n".join(lines)), problems
