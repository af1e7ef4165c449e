"""An article saved as text with its comments under it: the page's shape, read line by line.

First `find_comments` decides where the comments begin and what begins one; then the lines above it become title,
article and named remainders, and the lines below it become comments. Every line has exactly one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from stancekit.reading.assemble import assemble
from stancekit.reading.cues import (
    Head,
    Line,
    boilerplate,
    head,
    is_byline,
    is_date,
    is_furniture,
    is_heading,
    is_name,
    scan,
)
from stancekit.reading.decode import Source
from stancekit.reading.quotes import Spoken, is_quote
from stancekit.threads import Comment, Part, Reading, Remainder, Thread

__all__ = ["Region", "find_comments", "read_article"]

_FEW_LINES = 3  # what a page puts between "Comments" and the first of them
_PROSE = 60  # characters: a line this long is no button
_UNWRAPPED = 100  # characters: lines longer than this are not wrapped, so each is a paragraph
_NAME = 40  # characters: a line this short is not wrapped
_DATE = 70  # characters: where a date may stand at a line's end
_BIO = 6  # lines: an author box is short


@dataclass(frozen=True, slots=True)
class Region:
    """Where the comments stand.

    Parameters
    ----------
    start : int
        The index of the first comment's first line among the lines that are not blank.
    style : {"bullets", "names", "paragraphs"}
        What begins a comment.
    why : str
        The reason in plain words.
    """

    start: int
    style: str
    why: str


def find_comments(lines: Sequence[Line]) -> Region | None:
    """Where the comments begin: under a heading, or at bullets or signed lines that no prose follows."""
    flush = _flush(lines)
    return _under_heading(lines, flush) or _bulleted(lines, flush) or _signed(lines)


def read_article(source: Source, form: str, reasons: tuple[str, ...], orphans: str) -> list[Thread]:
    """The one thread of an article's page."""
    lines = scan(source.text)
    region = find_comments(lines) or _first_bullet(lines)
    page = _Page()
    title, article = _read_top(lines[: region.start], page)
    comments = _read_comments(lines[region.start :], region, page)
    n_lines = source.text.count("\n") + (not source.text.endswith("\n"))
    reading = Reading(
        source.name, form, source.encoding, (*reasons, f"the comments: {region.why}"), page.parts(n_lines)
    )
    remainder = page.remainder()
    return [assemble(source, reading, comments, title=title, article=article, remainder=remainder, orphans=orphans)]


# Where the comments begin


def _flush(lines: Sequence[Line]) -> list[bool]:
    """For each line whether it is none of a bullet's own: not a bullet, not indented under one, not run on from one."""
    flush: list[bool] = []
    above: int | None = None
    for at, line in enumerate(lines):
        if line.marker is not None:
            above = line.indent
            flush.append(False)
        else:
            runs_on = at > 0 and not line.after_blank and not flush[-1] and len(lines[at - 1].text) > _NAME
            flush.append(above is None or (line.indent <= above and not runs_on))
    return flush


def _under_heading(lines: Sequence[Line], flush: list[bool]) -> Region | None:
    """The earliest heading that comments follow, unless prose parts them from a later one."""
    headings = [at for at, line in enumerate(lines) if line.marker is None and is_heading(line.text)]
    if not headings:
        return None
    best: Region | None = None
    prose = len(lines)  # the nearest line of prose below
    first_prose = next((at for at, line in enumerate(lines) if at and _is_prose(line)), len(lines))
    bottom = len(lines)
    for at in reversed(headings):
        for below in range(bottom - 1, at, -1):
            if flush[below] and _is_prose(lines[below]):
                prose = below
        bottom, line = at, lines[at]
        start = at + 1
        while start < min(len(lines), at + 1 + _FEW_LINES) and not _opens(lines, start):
            if _is_prose(lines[start]):
                break
            start += 1
        style = _opens(lines, start) if start < len(lines) else None
        why = f"they stand under the heading {line.text[:40]!r} (line {line.number})"
        if style is None:
            if best is None and at + 1 < len(lines) and (first_prose < at or at == 0):
                best = Region(at + 1, "paragraphs", f"{why}, parted by blank lines")
        elif best is None or best.style == "paragraphs" or prose > best.start:
            best = Region(start, style, f"{why}, each begun by {_BEGUN[style]}")
    return best


_BEGUN = {"bullets": "a bullet", "names": "its author's name"}


def _is_prose(line: Line) -> bool:
    if line.marker is not None or is_furniture(line.text) or is_heading(line.text):
        return False
    return len(line.text) > _PROSE or line.text.endswith((".", "!", "?", "…", "”", '"'))


def _opens(lines: Sequence[Line], at: int) -> str | None:
    """The style of the comment that this line begins, if it does under a heading."""
    line = lines[at]
    if line.marker is not None:
        return "bullets"
    return "names" if _signs(lines, at) is not None and boilerplate(line.text) is None else None


def _signs(lines: Sequence[Line], at: int) -> Head | None:
    """Whose comment an unbulleted line begins: a head, or a name with a date below it."""
    line = lines[at]
    if line.marker is not None or is_quote(line.text):
        return None
    said = head(line.text)
    if said is None and at + 1 < len(lines) and is_date(lines[at + 1].text) and is_name(line.text, strict=False):
        return Head(line.text, "dated", "", "")
    return said


def _bulleted(lines: Sequence[Line], flush: list[bool]) -> Region | None:
    """Bullets that no prose follows, or bulleted names whose words stand flush below them."""
    bullets = [at for at, line in enumerate(lines) if line.marker is not None and not is_furniture(line.content)]
    if not bullets:
        return None
    above_words = [at for at in bullets if at + 1 < len(lines) and flush[at + 1]]
    names = [at for at in above_words if _bullet_signs(lines[at]) or head(lines[at].content)]
    alone = len(names) == 1 and _bullet_signs(lines[names[0]]) and (names[0] == 0 or lines[names[0] - 1].marker is None)
    if alone or (len(names) > 1 and 3 * len(names) >= sum(at >= names[0] for at in bullets)):
        start = names[0]
        while start and lines[start - 1].marker is not None:
            start -= 1
        return Region(start, "bullets", "bulleted names with words below them")
    box = next((at for at in range(bullets[-1] + 1, len(lines)) if boilerplate(lines[at].text)), None)
    end = len(lines) if box is None else box
    prose = [at for at in range(end) if flush[at] and not _is_page(lines[at].text)]
    last = prose[-1] if prose else -1
    final = [at for at in bullets if at > last]
    if final:
        if len(final) * 10 < len(lines) and not any(line.after_blank for line in lines[1:]):
            return None  # a stray dash in a list of lines
        return Region(final[0], "bullets", "bullets that no prose follows")
    # Prose follows the last bullets; only signed ones are comments all the same.
    run = next((at for at in reversed(prose) if at < bullets[-1]), -1) + 1
    signed = any(
        _bullet_signs(line) and below.marker is None and below.indent > line.indent
        for line, below in pairwise(lines[run:])
        if line.marker is not None
    )
    if not signed:
        return None
    first = next(at for at in bullets if at >= run)
    return Region(first, "bullets", "bulleted names with indented words below them")


def _bullet_signs(line: Line) -> bool:
    said = head(line.content)
    return is_name(line.content) if said is None else not said.rest


def _is_page(text: str) -> bool:
    return is_furniture(text) or is_date(text) or is_heading(text)


def _signed(lines: Sequence[Line]) -> Region | None:
    """At least two lines such as "Bianca wrote:", or names with dates."""
    for kind, shown in (("wrote", "lines such as 'Bianca wrote:'"), ("dated", "names with dates")):
        found = []
        for at, line in enumerate(lines):
            mark = ":" in line.text[:200] if kind == "wrote" else any(map(str.isdigit, line.text[-_DATE:]))
            for place in (at,) if kind == "wrote" else (at, at - 1):
                if mark and place >= 0 and (said := _signs(lines, place)) is not None and said.kind == kind:
                    found.append(place)
        if len(set(found)) > 1:
            return Region(min(found), "names", shown)
    return None


def _first_bullet(lines: Sequence[Line]) -> Region:
    start = next((at for at, line in enumerate(lines) if line.marker is not None), len(lines))
    return Region(start, "bullets", "from the first bullet on" if start < len(lines) else "no comments were found")


# The page above the comments


class _Page:
    """What became of each line that is not blank."""

    def __init__(self) -> None:
        self._roles: dict[int, tuple[str, str, int]] = {}
        self._rest: list[tuple[str, int, list[str]]] = []
        self._last: tuple[str, str, int] | None = None

    def put(self, line: Line, role: str, why: str, owner: int = 0) -> None:
        self._last = self._roles[line.number] = (role, why, owner)

    def leave(self, line: Line, name: str) -> None:
        """Keep a line as a remainder, together with the one above where that has the same name."""
        place = ("remainder", name, -1)
        if self._last == place and self._rest:
            self._rest[-1][2].extend(["", line.text] if line.after_blank else [line.text])
        else:
            self._rest.append((name, line.number, [line.text]))
        self.put(line, *place)

    def note(self, line: Line, name: str, text: str) -> None:
        """Keep a part of a line as a remainder."""
        self._rest.append((name, line.number, [text]))
        self._last = None

    def remainder(self) -> tuple[Remainder, ...]:
        rest = sorted(self._rest, key=lambda kept: kept[1])
        return tuple(Remainder(name, "\n".join(lines), number) for name, number, lines in rest)

    def parts(self, n_lines: int) -> tuple[Part, ...]:
        """Blank lines go to the part above them."""
        starts: list[tuple[int, tuple[str, str, int]]] = []
        for number in sorted(self._roles):
            if not starts or starts[-1][1] != self._roles[number]:
                starts.append((number if starts else 1, self._roles[number]))
        ends = [number - 1 for number, _ in starts[1:]] + [n_lines]
        return tuple(Part(first, last, role, why) for (first, (role, why, _)), last in zip(starts, ends, strict=True))


def _read_top(lines: Sequence[Line], page: _Page) -> tuple[str | None, str]:
    """The title and the article; the page's boxes and buttons go to the remainder."""
    title: str | None = None
    kept: list[Line] = []
    box: str | None = None
    for at, line in enumerate(lines):
        text = line.text
        opened = boilerplate(text) if line.marker is None else None
        if at == 0 and line.marker is None and not is_heading(text):
            title = text
            page.put(line, "title", "the first line")
        elif is_heading(text):
            box = None
            page.leave(line, "heading")
        elif opened is not None:
            at_foot = any(_is_prose(above) for above in kept) and _n_prose(lines[at + 1 :]) <= _BIO
            box = opened if at_foot else None
            page.leave(line, opened if at_foot else "byline" if opened == "author box" else opened)
        elif is_furniture(text):
            page.leave(line, "furniture")
        elif box is not None:
            page.leave(line, box)
        elif is_date(text):
            page.leave(line, "date")
        elif at <= _FEW_LINES and is_byline(text):
            page.leave(line, "byline")
        else:
            kept.append(line)
            page.put(line, "article", "above the comments" if title is None else "between the title and the comments")
    return title, "\n\n".join(_paragraphs(kept, [line.text for line in kept]))


def _n_prose(lines: Sequence[Line]) -> int:
    return sum(line.marker is None for line in lines)


def _paragraphs(lines: Sequence[Line], texts: Sequence[str]) -> list[str]:
    """Lines to paragraphs: parted by a blank line, or by the line's end where lines are not wrapped."""
    paragraphs: list[list[str]] = []
    before: int | None = None
    for line, text in zip(lines, texts, strict=True):
        if before is None or line.number > before + 1 or len(paragraphs[-1][-1]) > _UNWRAPPED:
            paragraphs.append([text])
        else:
            paragraphs[-1].append(text)
        before = line.number
    return ["\n".join(paragraph) for paragraph in paragraphs]


# The comments


@dataclass(slots=True)
class _Item:
    """The lines of one comment before its author is known; a list's bullets within it stay in its text."""

    lines: list[Line]
    parent: int | None
    why: str = ""


def _read_comments(lines: Sequence[Line], region: Region, page: _Page) -> list[Comment]:
    if not lines:
        return []
    items = _Splitter(lines, region, page).split()
    inline = [said for item in items if (said := head(_first(item, region)[1])) and said.kind == "colon" and said.rest]
    trust_inline = region.style == "names" or 3 * len(inline) >= len(items)
    quoting = any(is_quote(line.content) for item in items for line in item.lines)
    spoken = Spoken()
    comments: list[Comment] = []
    for place, item in enumerate(items):
        author, texts, kept = _interpret(item, region, page, trust_inline, spoken if quoting else None)
        why = f"comment {place + 1}: {item.why}, " + ("signed" if author else "not signed")
        for line in item.lines:
            page.put(line, "comment", why, place + 1)
        parent, own = item.parent, [part for text in texts for part in text.split("\n")]
        if quoting:
            if parent is None:
                parent = spoken.quoted(own)
            spoken.add(author, own)
        comments.append(
            Comment(
                id=str(place + 1),
                text="\n\n".join(_paragraphs(kept, texts)),
                author=author,
                parent=None if parent is None else str(parent + 1),
                line=item.lines[0].number,
            )
        )
    return comments


def _first(item: _Item, region: Region) -> tuple[int, str]:
    """The first words of a comment and on which of its lines: a bullet may stand alone on its own."""
    first = item.lines[0].content if region.style == "bullets" else item.lines[0].text
    return (0, first) if first or len(item.lines) == 1 else (1, item.lines[1].text)


def _interpret(
    item: _Item, region: Region, page: _Page, trust_inline: bool, spoken: Spoken | None
) -> tuple[str | None, list[str], list[Line]]:
    """The author, and the words with the lines they stand on."""
    at, first = _first(item, region)
    below = item.lines[at + 1 :]
    texts = [line.text for line in below]
    said = head(first)
    if region.style == "paragraphs":
        said = None
    elif region.style == "names":
        said = said or (Head(first, "dated", "", "") if below and is_name(first, strict=False) else None)
    elif said is None and below and is_name(first):
        said = Head(first, "name", "", "")
    if said is not None and said.kind == "colon" and said.rest and not trust_inline:
        said = None
    if said is not None and not (said.rest or below):
        said = None
    attributed = said is not None and not said.rest and below and is_quote(texts[0])
    if attributed and said is not None and spoken is not None and spoken.holds(said.author, texts):
        said = None  # "Bianca wrote:" above what Bianca wrote before introduces a quotation
    if said is None:
        return None, [first, *texts], item.lines[at:]
    if said.date:
        page.note(item.lines[at], "date", said.date)
    bulleted = [line for line in below if line.marker is not None]
    if region.style == "names" and not said.rest and bulleted == below[:1]:  # no list, but the comment itself
        texts[0] = below[0].content or texts[0]
    if said.rest:
        return said.author, [said.rest, *texts], item.lines[at:]
    return said.author, texts, below


class _Splitter:
    """Parts the region's lines into comments and furniture."""

    def __init__(self, lines: Sequence[Line], region: Region, page: _Page) -> None:
        self._lines, self._region, self._page = lines, region, page
        self._items: list[_Item] = []
        self._stack: list[tuple[int, int]] = []  # indentation and place of each comment that may be answered
        opening = _signs(lines, 0)
        self._kind = opening.kind if opening is not None else ""
        self._blanks = any(line.after_blank for line in lines[1:])
        self._authors: set[str] = set()

    def split(self) -> list[_Item]:
        lines = self._lines
        starts = [self._starts(at) for at in range(len(lines))]
        last = max((at for at, begins in enumerate(starts) if begins), default=0)
        flush = _flush(lines)
        loose = self._region.style != "bullets" or self._is_loose(starts, flush, last)
        box: str | None = None
        for at, (line, begins) in enumerate(zip(lines, starts, strict=True)):
            if begins:
                self._begin(line)
                continue
            if at > last and line.marker is None:
                if opened := boilerplate(line.text):
                    box = opened
                elif box is None and not loose and flush[at] and not _is_page(line.text):
                    box = "footer"
            left = box or self._page_name(at)
            if left is not None:
                self._page.leave(line, left)
            else:
                self._owner(line, loose).lines.append(line)
        return self._items

    def _starts(self, at: int) -> bool:
        line = self._lines[at]
        if at == 0:
            return True
        if self._region.style == "paragraphs":
            return line.after_blank and not _is_page(line.text)
        if self._region.style == "bullets":
            return line.marker is not None and self._is_comment(at)
        said = _signs(self._lines, at)
        if said is None or (said.kind != self._kind and said.kind != "wrote"):
            return False
        below = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if said.kind == "wrote" and below is not None and is_quote(below.text) and said.author in self._authors:
            return False  # it introduces a quotation
        if said.kind == "colon" and self._blanks and not line.after_blank:
            return False
        self._authors.add(said.author)
        return True

    def _is_comment(self, at: int) -> bool:
        """Whether a bullet begins a comment rather than an item of a list within one, or a button."""
        line, top = self._lines[at], self._lines[0].marker or ""
        below = self._lines[at + 1] if at + 1 < len(self._lines) else None
        has_body = below is not None and below.marker is None and below.indent > line.indent
        if not line.content:
            return below is not None and below.marker is None
        if is_furniture(line.content) and not has_body:
            return False
        if line.marker == top:
            return True
        if (line.marker or "").startswith("#"):
            return False
        is_list = not line.content.endswith((".", "!", "?", "…")) and not has_body and head(line.content) is None
        return line.marker in ("◦", "▪", "○") or not is_list

    def _is_loose(self, starts: list[bool], flush: list[bool], last: int) -> bool:
        """Whether words that stand flush with their bullets belong to the comment above them."""
        if any(flush[at] and not _is_page(self._lines[at].text) for at in range(last)):
            return True
        return last + 1 < len(self._lines) and flush[last + 1] and _bullet_signs(self._lines[last])

    def _begin(self, line: Line) -> None:
        # Two columns, since 9. and 10. aligned at their points differ by one and are siblings.
        while self._stack and self._stack[-1][0] > line.indent - 2:
            self._stack.pop()
        parent = self._stack[-1][1] if self._stack else None
        self._stack.append((line.indent, len(self._items)))
        why = {"bullets": "begun by a bullet", "names": "begun by a name", "paragraphs": "a paragraph"}
        self._items.append(_Item([line], parent, why[self._region.style]))

    def _page_name(self, at: int) -> str | None:
        """The remainder that a line belongs to, if it is the page's."""
        line = self._lines[at]
        if is_furniture(line.content):
            return "furniture"
        if line.marker is not None:
            return None
        if is_heading(line.text) and line.indent <= self._lines[0].indent:
            return "heading"
        beside = [self._lines[other] for other in (at - 1, at + 1) if 0 <= other < len(self._lines)]
        if is_date(line.text) and (
            self._items[-1].lines[-1] is self._items[-1].lines[0] or any(is_furniture(near.content) for near in beside)
        ):
            return "date"
        return None

    def _owner(self, line: Line, loose: bool) -> _Item:
        """The comment a line belongs to: the latest, or where it is indented less, the one it returns to."""
        if not loose and self._stack and line.indent >= self._stack[0][0] and line.after_blank:
            while len(self._stack) > 1 and self._stack[-1][0] > line.indent:
                self._stack.pop()
            return self._items[self._stack[-1][1]]
        return self._items[-1]
