"""Mark the lines of a text, to tell whether it is a page with comments before any of it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from stancekit.reading.decode import Source
from stancekit.reading.pages.detours import undone
from stancekit.reading.pages.lines import Line, scan
from stancekit.reading.pages.quotes import is_attribution
from stancekit.reading.pages.regions import Region, mark_comments
from stancekit.reading.pages.several import pages_in
from stancekit.reading.pages.sheets import without_sheets
from stancekit.reading.pages.subtitles import without_cues

__all__ = ["Marked", "mark_pages"]


class Marked(NamedTuple):
    """A page whose lines are marked.

    Parameters
    ----------
    lines : sequence of Line
        Those that are not blank, without what follows here.
    cues : sequence of Line
        The times of a transcript.
    sheets : sequence of Line
        What a printer put on each sheet.
    region : Region or None
        Where the comments are; None if nothing tells.
    span : tuple of int
        The first and the last of the file's lines that are the page's.
    undone : tuple of str
        What was undone of its way into the file.
    """

    lines: Sequence[Line]
    cues: Sequence[Line]
    sheets: Sequence[Line]
    region: Region | None
    span: tuple[int, int]
    undone: tuple[str, ...]


def mark_pages(source: Source) -> list[Marked]:
    """Mark the lines of a file: of the page of an article, or of several."""
    text, why = undone(source.text)
    source = replace(source, text=text)
    lines = scan(text)
    if why and (forwards := next((line for line in lines if is_attribution(line.text)), None)) is not None:
        forwards.hide()  # it quotes the page, which is bare now
    starts = pages_in(lines)
    pages = []
    for start, end in pairwise([*starts, len(lines)]):
        words, sheets = without_sheets(lines[start:end])
        words, cues = without_cues(words)
        first = lines[start].number if start else 1
        last = lines[end].number - 1 if end < len(lines) else source.n_lines
        pages.append(Marked(words, cues, sheets, mark_comments(words), (first, last), why))
    return pages
