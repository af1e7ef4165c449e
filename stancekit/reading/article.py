"""An article saved as text with its comments under it: the page's shape, read line by line.

`find_comments` decides where the comments begin and what begins one; then the lines above become title, article and
named remainders, and the lines below become comments. Every line has exactly one place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stancekit.reading.answers import Writers
from stancekit.reading.assemble import assemble
from stancekit.reading.dates import is_clock, is_date
from stancekit.reading.decode import Source
from stancekit.reading.furniture import answered, boilerplate, is_faint, is_furniture
from stancekit.reading.lines import Line, is_heading, scan, trim
from stancekit.reading.names import Head, answering, head, is_byline, is_name, may_be_name
from stancekit.reading.notes import answered_label
from stancekit.reading.quotes import Spoken, is_quote
from stancekit.reading.regions import (
    Region,
    bullet_signs,
    find_comments,
    first_bullet,
    is_attached,
    is_ornament,
    is_page,
    is_prose,
    names_bullet,
    signs,
    stands_flush,
)
from stancekit.threads import Comment, Part, Reading, Remainder, Thread

__all__ = ["read_article"]

_BYLINES = 3  # lines: deeper in, "By the river" is prose
_UNWRAPPED = 100  # characters: lines longer than this are not wrapped, so each is a paragraph
_BIO = 6  # lines: an author box is short
_LONGEST_TITLE = 150  # characters, below lines of the page's own
_ARROW = re.compile(r"\s*[→▸›»]\s*|\s{2,}")  # "Bianca → Morag" answers Morag
_CRUMBS = re.compile(r"\s[>›»‹]\s.*\s[>›»‹]\s")  # "Board › General › Layouts"
_LABEL = re.compile(
    r"(?:(?:title|headline|article|subject|betreff|objet|asunto):\s*(?:(?:re|aw):\s*)*)(?=\S)", re.IGNORECASE
)
_ABOUT = re.compile(r"(?:comments|responses|replies) (?:on|to) ", re.IGNORECASE)  # a heading that is the title too
_HASHES = re.compile(r"^#{1,6}\s+|\s+#+$")  # Markdown's, around a title


def read_article(source: Source, form: str, reasons: tuple[str, ...], orphans: str) -> list[Thread]:
    """The one thread of an article's page."""
    lines = scan(source.text)
    region = find_comments(lines) or first_bullet(lines)
    page = _Page(lines)
    title, article = _read_top(lines, region.start, page)
    comments = _read_comments(lines[region.start :], region, page)
    reading = Reading(
        source.name, form, source.encoding, (*reasons, f"the comments: {region.why}"), page.parts(source.n_lines)
    )
    remainder = page.remainder()
    return [assemble(source, reading, comments, title=title, article=article, remainder=remainder, orphans=orphans)]


# The page above the comments


class _Page:
    """What became of each line that is not blank."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._above = {below.number: line.number for line, below in pairwise(lines)}
        self._roles: dict[int, tuple[str, str, int]] = {}
        self._rest: list[tuple[str, Line, str | None]] = []

    def put(self, line: Line, role: str, why: str, owner: int = 0) -> None:
        self._roles[line.number] = (role, why, owner)

    def leave(self, line: Line, name: str) -> None:
        """Keep a line as a remainder, together with the one above where that has the same name."""
        self.put(line, "remainder", name, -1)
        self._rest.append((name, line, None))

    def note(self, line: Line, name: str, text: str) -> None:
        """Keep a part of a line as a remainder."""
        self._rest.append((name, line, text))

    def remainder(self) -> tuple[Remainder, ...]:
        kept: list[tuple[str, int, list[str]]] = []
        whole: tuple[str, int] | None = None  # the name and the number of the line above, if it was left as a whole
        for name, line, text in sorted(self._rest, key=lambda left: left[1].number):
            if text is None and whole == (name, self._above.get(line.number)):
                kept[-1][2].extend(["", line.text] if line.after_blank else [line.text])
            else:
                kept.append((name, line.number, [line.text if text is None else text]))
            whole = (name, line.number) if text is None else None
        return tuple(Remainder(name, "\n".join(lines), number) for name, number, lines in kept)

    def parts(self, n_lines: int) -> tuple[Part, ...]:
        """Blank lines go to the part above them."""
        starts: list[tuple[int, tuple[str, str, int]]] = []
        for number in sorted(self._roles):
            if not starts or starts[-1][1] != self._roles[number]:
                starts.append((number if starts else 1, self._roles[number]))
        ends = [number - 1 for number, _ in starts[1:]] + [n_lines]
        return tuple(Part(first, last, role, why) for (first, (role, why, _)), last in zip(starts, ends, strict=True))


def _read_top(all_lines: Sequence[Line], end: int, page: _Page) -> tuple[str | None, str]:
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
    return title, "\n\n".join(_paragraphs(kept, [line.text for line in kept]))


def _title(line: Line, page: _Page) -> str:
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
    why: str
    dated: bool = False  # a date stands right below its first line
    has_words: bool = False
    answers: str = ""  # whose comment it answers, where a line says so
    handles: list[str] = field(default_factory=list)  # further names of its author


def _read_comments(lines: Sequence[Line], region: Region, page: _Page) -> list[Comment]:
    if not lines:
        return []
    items = _Splitter(lines, region, page).split()
    inline = [said for item in items if (said := head(_first(item, region)[1])) and said.kind == "colon" and said.rest]
    trust_inline = region.style == "names" or 3 * len(inline) >= len(items)
    quoting = any(is_quote(line.content) for item in items for line in item.lines)
    spoken, writers = Spoken(), Writers()
    comments: list[Comment] = []
    for place, item in enumerate(items):
        said, texts, kept = _interpret(item, region, page, trust_inline, spoken if quoting else None)
        author, whom = (said.author, said.answers) if said is not None else ("", "")
        why = f"comment {place + 1}: {item.why}, " + ("signed" if author else "not signed")
        for line in item.lines:
            page.put(line, "comment", why, place + 1)
        pair = _ARROW.split(author, maxsplit=1)
        if len(pair) == 2 and writers.latest(pair[1]) is not None:
            author, whom = pair
        own = [part for text in texts for part in text.split("\n")]
        names = [author] if author else []
        if (label := item.lines[0].said) is not None and label.kind == "label" and not author:
            whom, names = answered_label(label.date) or "", [label.date]
        parent = writers.latest(item.answers or whom)
        if parent is None:
            parent = item.parent
        if parent is None and quoting:
            parent = spoken.quoted(own)
        if parent is None and own and (parent := writers.addressed(own[0])) == writers.latest(author):
            parent = None  # nobody answers themselves
        writers.add(place, *names, *item.handles)
        if quoting:
            spoken.add(author or None, own)
        comments.append(
            Comment(
                id=str(place + 1),
                text="\n\n".join(_paragraphs(kept, texts)).strip() or item.lines[0].text,
                author=trim(author) or None,
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
) -> tuple[Head | None, list[str], list[Line]]:
    """Who signed, and the words with the lines they stand on."""
    at, first = _first(item, region)
    below = item.lines[at + 1 :]
    texts = [line.text for line in below]
    said = item.lines[0].said or head(first, among_names=trust_inline)
    if item.lines[0].said is not None:
        pass
    elif region.style == "paragraphs":
        said = None
    elif region.style == "names":
        name, whom = answering(first)
        said = said or (Head(name, "dated", "", "", whom) if below and may_be_name(name) else None)
    elif said is None and below and is_name(first, strict=not item.dated):
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
        return said, [said.rest, *texts], item.lines[at:]
    return said, texts, below


class _Splitter:
    """Parts the region's lines into comments and furniture."""

    def __init__(self, lines: Sequence[Line], region: Region, page: _Page) -> None:
        self._lines, self._region, self._page = lines, region, page
        self._items: list[_Item] = []
        self._stack: list[tuple[int, int]] = []  # indentation and place of each comment that may be answered
        opening = signs(lines, 0)
        self._kind = opening.kind if opening is not None else "above" if names_bullet(lines, 0) else "dated"
        self._marked = lines[0].said is not None
        self._blanks = any(line.after_blank for line in lines[1:])
        self._authors: set[str] = set()
        self._answers = ""  # whom the next comment answers

    def split(self) -> list[_Item]:
        lines = self._lines
        starts = [self._starts(at) for at in range(len(lines))]
        last = max((at for at, begins in enumerate(starts) if begins), default=0)
        flush = stands_flush(lines)
        loose = self._region.style != "bullets" or self._is_loose(starts, flush, last)
        votes, times = self._votes_below_dates(starts), self._times_between(starts)
        box: str | None = None
        for at, (line, begins) in enumerate(zip(lines, starts, strict=True)):
            if begins:
                self._begin(line)
            if begins or line.role == "title":
                continue
            if at > last and line.marker is None:
                if opened := boilerplate(line.text):
                    box = opened
                elif box is None and not loose and flush[at] and not is_page(line.text):
                    box = "footer"
            item = self._items[-1]
            if item.dated and not item.has_words and is_date(line.text) and (at + 1 == len(lines) or starts[at + 1]):
                item.lines.append(line)  # the only words of a comment are never the page's
                continue
            left = box or ("furniture" if at in votes else "date" if at in times else self._page_name(at))
            if left is not None:
                self._page.leave(line, left)
                self._note_names(line, above_next=at + 1 < len(lines) and starts[at + 1])
                self._items[-1].dated |= left == "date" and len(self._items[-1].lines) == 1
            else:
                owner = self._owner(line, loose)
                owner.lines.append(line)
                owner.has_words = True
        return self._items

    def _note_names(self, line: Line, *, above_next: bool) -> None:
        """Remember whom one of the page's lines says that a comment answers, and an author's handle."""
        item = self._items[-1]
        whom = line.text if line.role == "answered" else answered(line.text)
        if whom and item.has_words and above_next:
            self._answers = whom
        elif whom:
            item.answers = whom
        elif line.text.startswith("@") and not item.has_words:
            item.handles.append(line.text)

    def _starts(self, at: int) -> bool:
        line = self._lines[at]
        if at == 0:
            return True
        if self._region.style == "paragraphs":
            return (line.after_blank or not self._blanks) and not is_page(line.text)
        if self._region.style == "bullets":
            return line.marker is not None and self._is_comment(at)
        said = signs(self._lines, at)
        if self._marked:
            return line.said is not None
        if said is None:
            return self._kind == "above" and names_bullet(self._lines, at)
        if said.kind not in (self._kind, "wrote"):
            return False
        below = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if said.kind == "wrote" and below is not None and is_quote(below.text) and said.author in self._authors:
            quoted = head(below.text.lstrip("> "))  # who is quoted is named, so the line above names who quotes
            return quoted is not None and quoted.kind == "wrote" and not quoted.rest
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
        if any(flush[at] and not is_page(self._lines[at].text) for at in range(last)):
            return True
        return last + 1 < len(self._lines) and flush[last + 1] and bullet_signs(self._lines[last])

    def _votes_below_dates(self, starts: list[bool]) -> set[int]:
        """The numbers between a date and the words below it, where most comments have one."""
        lines, found = self._lines, set()
        for start in [at for at, begins in enumerate(starts) if begins]:
            at = start + 1
            while at < len(lines) - 1 and is_attached(lines, at):
                at += 1
            has_words = at + 2 < len(lines) and not (starts[at + 2] or is_page(lines[at + 2].text))
            if has_words and is_date(lines[at].text) and is_faint(lines[at + 1].text):
                found.add(at + 1)
        return found if 2 * len(found) > max(sum(starts), 4) else set()

    def _times_between(self, starts: list[bool]) -> set[int]:
        """The times between words that a chat shows above further messages of the same person."""
        found, timed, has_words = set(), False, False
        for at, (line, begins) in enumerate(zip(self._lines, starts, strict=True)):
            said = signs(self._lines, at) if begins else None
            if begins:
                timed, has_words = said is not None and is_clock(said.date), False
            elif not has_words and (is_date(line.text) or is_attached(self._lines, at)):
                timed = timed or is_clock(line.text)
            elif timed and has_words and is_clock(line.text) and at + 1 < len(starts) and not starts[at + 1]:
                found.add(at)
            else:
                has_words = True
        return found

    def _begin(self, line: Line) -> None:
        # Two columns, since 9. and 10. aligned at their points differ by one and are siblings.
        while self._stack and self._stack[-1][0] > line.indent - 2:
            self._stack.pop()
        parent = self._stack[-1][1] if self._stack else None
        self._stack.append((line.indent, len(self._items)))
        why = {"bullets": "begun by a bullet", "names": "begun by a name", "paragraphs": "a paragraph"}
        said = line.said or (head(line.text) if self._region.style == "names" else None)
        has_words = self._region.style != "names" or (said is not None and bool(said.rest))
        self._items.append(_Item([line], parent, why[self._region.style], has_words=has_words, answers=self._answers))
        self._answers = ""

    def _page_name(self, at: int) -> str | None:
        """The remainder that a line belongs to, if it is the page's."""
        line = self._lines[at]
        if line.role == "own" and is_date(line.text):
            return "date"
        if is_furniture(line.content) or is_attached(self._lines, at):
            return "furniture"
        if self._items[-1].has_words and is_ornament(self._lines, at):  # the first words are never the page's
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
