"""Find where the pages begin in a file that holds several, one below another."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from stancekit.reading.pages.dates import LONGEST_HEAD
from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.names import signature
from stancekit.reading.pages.regions import opens

__all__ = ["pages_in"]

_LEVEL = re.compile(r"#{1,3} ")  # of Markdown's titles
_COUNTED_PAGE = re.compile(
    r"(?:#+ )?(?:thread|article|post|case|text|story)\s+(?:no\.?\s*|#)?(\d{1,4})\b(?P<titled>:\s+\S)?", re.IGNORECASE
)
_PARTS = re.compile(r"(?:-{3,}|={3,}|\*{3,}|_{3,})")


def pages_in(lines: Sequence[Line]) -> list[int]:
    r"""Where the pages of a file begin: at titles of Markdown, at "Thread 1" and so on, or below rules.

    Each has a heading and comments; below titles, lines that begin like "Bianca:" are enough.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> pages_in(scan("# Pool\nIt leaks.\n## Comments\n- Bo: Shame.\n# Sauna\nShut.\n## Comments\n- Ida: Why?"))
    [0, 4]
    >>> pages_in(scan("Thread 1\nPool\nBo: Shame.\nEly: Why?\nThread 2\nSauna\nIda: Shut.\nBo: And cold."))
    [0, 4]
    """
    headings = [at for at, line in enumerate(lines[:-1]) if line.marker is None and is_heading(line.text)]
    level = _LEVEL.match(lines[0].text) if lines else None
    titles = [
        at
        for at, line in enumerate(lines)
        if level is not None and line.text.startswith(level[0]) and not is_heading(line.text)
    ]
    counted: list[int] = []
    for at, line in enumerate(lines):
        number = _COUNTED_PAGE.match(line.text, 0, LONGEST_HEAD)
        if number is not None and int(number[1]) == len(counted) + 1:
            counted.append(at)
    ruled = [0, *(at + 1 for at, line in enumerate(lines[:-1]) if _PARTS.fullmatch(line.text))]
    for starts in (titles, counted, ruled):
        if len(starts) > 1 and starts[0] == 0:
            ends = [*starts[1:], len(lines)]
            spans = list(zip(starts, ends, strict=True))
            are_signed = starts is not ruled and all(_signs_most(lines[start:end]) for start, end in spans)
            if are_signed or all(_announces_within(lines, headings, *span) for span in spans):
                _mark_titles(lines, counted if starts is counted else ())
                return starts
    return [0]


def _mark_titles(lines: Sequence[Line], counted: Sequence[int]) -> None:
    """Mark the titles behind "Thread 1:", and such lines without one as the file's own."""
    for at in counted:
        number = _COUNTED_PAGE.match(lines[at].text, 0, LONGEST_HEAD)
        lines[at].role = "title" if number is not None and number["titled"] else "own"


def _announces_within(lines: Sequence[Line], headings: Sequence[int], start: int, end: int) -> bool:
    """Whether a heading within a stretch of lines has a comment below it that begins as comments do."""
    within = headings[bisect_right(headings, start) : bisect_left(headings, end - 1)]
    return any(opens(lines, at + 1) is not None for at in within)


def _signs_most(lines: Sequence[Line]) -> bool:
    """Whether most bullets of a stretch of lines, or of its lines, and two at least, begin like "Bianca:"."""
    may_be = [line for line in lines if line.marker is not None] or lines[1:]
    signed = sum((said := signature(line.content)) is not None and bool(said.rest) for line in may_be)
    return signed > 1 and 2 * signed > len(may_be)
