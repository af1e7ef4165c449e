"""The page above the comments: its title, its article, and what is the page's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stancekit.reading.dates import is_date
from stancekit.reading.furniture import boilerplate, is_faint, is_furniture
from stancekit.reading.lines import Line, is_heading, paragraphs
from stancekit.reading.names import head, is_byline
from stancekit.reading.page import Page
from stancekit.reading.regions import is_attached, is_ornament, is_prose

__all__ = ["read_top"]

_BYLINES = 3  # lines: deeper in, "By the river" is prose
_BIO = 6  # lines: an author box is short
_LONGEST_TITLE = 150  # characters, below lines of the page's own
_CRUMBS = re.compile(r"\s[>›»‹]\s.*\s[>›»‹]\s")  # "Board › General › Layouts"
_ABOUT = re.compile(r"(?:comments|responses|replies) (?:on|to) ", re.IGNORECASE)  # a heading that is the title too
_HASHES = re.compile(r"^#{1,6}\s+|\s+#+$")  # Markdown's, around a title
_LABEL = re.compile(
    r"(?:(?:title|headline|article|subject|betreff|objet|asunto):\s*(?:(?:re|aw):\s*)*)(?=\S)", re.IGNORECASE
)


def read_top(all_lines: Sequence[Line], end: int, page: Page) -> tuple[str | None, str]:
    """The title and the article above some line; the page's boxes and buttons go to the remainder."""
    lines = all_lines[:end]
    title: str | None = None
    kept: list[Line] = []
    box: str | None = None
    n_below = sum(line.marker is None for line in lines)
    first = _title_at(lines)
    prose_above = False
    for at, line in enumerate(lines):
        text = line.text
        n_below -= line.marker is None
        opened = boilerplate(text) if line.marker is None else None
        if at == first and line.marker is None and (not is_heading(text) or (end == 1 and _ABOUT.match(text))):
            title = _title(line, page)
            page.put(line, "title", "the first line" if at == 0 else "the first line below the page's own")
        elif is_heading(text):
            box = None
            page.leave(line, "heading")
        elif opened is not None:
            at_foot = prose_above and n_below <= _BIO
            box = opened if at_foot else None
            page.leave(line, opened if at_foot else "byline" if opened == "author box" else opened)
        elif (
            is_furniture(text)
            or is_ornament(all_lines, at)
            or is_attached(all_lines, at)
            or (at and is_heading(lines[at - 1].text) and is_faint(text))
        ):
            page.leave(line, "furniture")
        elif box is not None:
            page.leave(line, box)
        elif is_date(text):
            page.leave(line, "date")
        elif at < first or (at - max(first, 0) <= _BYLINES and is_byline(text)):
            page.leave(line, "byline")
        else:
            kept.append(line)
            prose_above = prose_above or is_prose(line)
            page.put(line, "article", "above the comments" if title is None else "between the title and the comments")
    if (below := next((line for line in all_lines[end:] if line.role == "title"), None)) is not None:
        title = _title(below, page)
        page.put(below, "title", "what the first head names so")
    return title, "\n\n".join(paragraphs(kept, [line.text for line in kept]))


def _title(line: Line, page: Page) -> str:
    """A title without the signs and words that say it is one."""
    if label := _LABEL.match(line.text):
        page.note(line, "label", label[0].strip())
    return _HASHES.sub("", line.text[label.end() :] if label else line.text)


def _title_at(lines: Sequence[Line]) -> int:
    """Which line is the title: the first, unless it is the page's own; then when and by whom it was posted may follow.

    After all a title is short and no sentence; -1 where there is none.
    """
    marked = next((at for at, line in enumerate(lines) if line.role == "title"), None)
    if marked is not None:
        return marked
    below_a_menu, of_the_menu = False, -1
    for at, line in enumerate(lines):
        below_a_menu = below_a_menu or line.text.casefold().startswith("skip to ")
        if line.role == "own" or is_furniture(line.text) or (at and is_date(line.text)):
            continue
        if below_a_menu and " " not in line.text:
            of_the_menu = at
            continue
        posted_by = (said := head(line.text)) is not None and said.kind == "dated"
        if posted_by or _CRUMBS.search(line.text) or (at and is_date(lines[at - 1].text) and " " not in line.text):
            continue
        is_title = at == 0 or (len(line.text) <= _LONGEST_TITLE and not line.text.endswith("."))
        return at if is_title else of_the_menu
    return of_the_menu
