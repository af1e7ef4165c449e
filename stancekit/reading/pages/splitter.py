"""Split the lines from the first comment on: which belong to which comment, and which are the page's own."""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from stancekit.reading.pages.beginnings import at_beginnings, mark_previews
from stancekit.reading.pages.dates import is_clock, is_date
from stancekit.reading.pages.ends import at_ends
from stancekit.reading.pages.furniture import GONE, answered, bare_button, boilerplate, buttons, is_furniture
from stancekit.reading.pages.lines import Line, is_count_of_replies, is_heading
from stancekit.reading.pages.names import signature
from stancekit.reading.pages.neighbours import (
    bullet_signs,
    is_attached,
    is_of_page,
    is_ornament,
    names_bullet,
    signs,
    stands_flush,
)
from stancekit.reading.pages.page import Page
from stancekit.reading.pages.parents import Links, links_behind, parents_by_links
from stancekit.reading.pages.quotes import is_quote
from stancekit.reading.pages.regions import Region
from stancekit.reading.pages.terse import Surroundings, among_words, only_words

__all__ = ["Item", "Splitter"]

_UNFOLDED = re.compile(
    r"hide (?:all )?(\d{1,4}) (?:more )?repl(?:y|ies)|(\d{1,4}) comments? on \S.{0,60}['’]s comment"
    r"|(?:hide (?:all )?replies|masquer les réponses|ocultar (?:las )?respuestas) \((\d{1,4})\)",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?:load|show|view|continue|\d+ more)\b", re.IGNORECASE)  # what is left out there
_LONGEST_ROW = 120  # characters of buttons
_REPLY_TO = re.compile(r"reply to (\S.{0,40})", re.IGNORECASE)  # above words; below them, it is a button
_MOST = 0.7  # of the comments
_PHRASE = 3  # words: shorter buttons may be among words
_MOST_BUTTONS = 50  # of a comment
_FEW = 2  # comments with words: where there are fewer, a name may be somebody's words


@dataclass(slots=True)
class Item:
    """The lines of one comment before its author is known; a list's bullets within it stay in its text."""

    lines: list[Line]
    parent: int | None
    why: str
    dated: bool = False  # a date is right below its first line
    has_words: bool = False
    closing: str | None = None  # the first button below its words, without its count
    goes_on: bool = False  # there are words below that
    answers: str = ""  # whose comment it answers, where a line says so
    n_replies: int | None = None  # as a line below its words says
    handles: list[str] = field(default_factory=list)  # further names of its author
    buttons_above: set[str] = field(default_factory=set)  # its words, without their counts
    buttons_below: set[str] = field(default_factory=set)
    links: Links = field(default_factory=Links)
    around: Surroundings = field(default_factory=Surroundings)


class _Ends(NamedTuple):
    """What most of the comments above the last end in."""

    times: dict[str, int]  # of each button below their words
    closings: frozenset[str | None]  # the first buttons there


def _buttons(line: Line) -> set[str]:
    """The buttons on a line, without their counts."""
    return {button for button in buttons(line.text) if button} if is_furniture(line.text) else set()


def _is_button(line: Line) -> bool:
    return line.role is None and is_furniture(line.text)


def _below_own(lines: Sequence[Line]) -> list[int]:
    """For each line, the index of the next that is not marked as the page's own; its own index if there is none."""
    found, below = [], None
    for at in range(len(lines) - 1, -1, -1):
        found.append(at if below is None else below)
        below = below if lines[at].role == "own" else at
    return found[::-1]


class Splitter:
    """Splits the region's lines into comments and furniture."""

    def __init__(self, lines: Sequence[Line], region: Region, page: Page) -> None:
        self._lines, self._region, self._page = lines, region, page
        self._items: list[Item] = []
        self._stack: list[tuple[int, int]] = []  # indentation and place of each comment that may be answered
        opening = signs(lines, 0)
        self._kind = opening.kind if opening is not None else "above" if names_bullet(lines, 0) else "dated"
        self._marked = lines[0].said is not None
        self._blanks = any(
            line.after_blank and not line.torn
            for above, line in pairwise(lines)
            if "own" not in (above.role, line.role)
        )
        self._authors: set[str] = set()
        self._answers = ""  # whom the next comment answers
        self._unfolded, self._n_unfolded = 0, 0  # whose replies are shown below it, and how many are left
        self._ends: dict[bool, _Ends] = {}  # by whether the last comment has words
        self._lowest: dict[str, int] = {}  # where each button stands last, below the last comment's first line

    def split(self) -> list[Item]:
        """The comments; all other lines are left to the page."""
        starts = [self._starts(at) for at in range(len(self._lines))]
        mark_previews(self._lines, starts)
        left_over = self._divide(starts)
        for line in self._take_back():
            del left_over[line.number]
        for line, name in left_over.values():
            self._page.leave(line, name)
        if all(item.parent is None for item in self._items):
            self._answer_by_counts()
        if all(item.parent is None for item in self._items):
            self._answer_by_links()
        return self._with_words()

    def _answer_by_counts(self) -> None:
        """Set the parents where all comments but replies say how many replies they have, also that they have none."""
        counts = [item.n_replies for item in self._items]
        first = next((at for at, count in enumerate(counts) if count is not None), 0)
        above, left = 0, 0
        parents: list[int | None] = []
        for at in range(first, len(counts)):
            if (counts[at] is None) != (left > 0):
                return  # a count without so many replies below it
            parents.append(above if left else None)
            above, left = (above, left - 1) if left else (at, counts[at] or 0)
        if 0 in counts:
            for item, parent in zip(self._items[first:], parents, strict=True):
                item.parent = parent

    def _answer_by_links(self) -> None:
        """Set the parents that the page's links to them leave no doubt of."""
        for item in self._items:
            item.links.is_torn = item.goes_on
        for item, parent in zip(self._items, parents_by_links([item.links for item in self._items]), strict=True):
            item.parent = parent

    def _divide(self, starts: list[bool]) -> dict[int, tuple[Line, str]]:
        """Begin the comments and give them their words; all other lines, by number, with a remainder's name."""
        lines, flush = self._lines, stands_flush(self._lines)
        last = max((at for at, begins in enumerate(starts) if begins), default=0)
        above_last = {line.text for line in lines[:last]}
        self._lowest = {button: at for at in range(last + 1, len(lines)) for button in _buttons(lines[at])}
        loose = self._region.style != "bullets" or self._is_loose(flush, last)
        edges, times = at_beginnings(lines, starts), self._times_between(starts)
        boxes = (at for at in range(last + 1, len(lines)) if boilerplate(lines[at].text))
        foot = next((at for at in boxes if lines[at].text not in above_last), len(lines))
        edges |= at_ends(lines[:foot], starts[:foot], edges)
        below = _below_own(lines)
        box: str | None = None
        left_over: dict[int, tuple[Line, str]] = {}
        for at, (line, begins) in enumerate(zip(lines, starts, strict=True)):
            if begins:
                self._begin(line)
            if begins or line.role == "title":
                continue
            if at > last and line.marker is None and self._kind != "review":  # whose layout shows where the last ends
                opened = boilerplate(line.text) if line.text not in above_last else None
                if opened == "footer" or (opened is not None and line.role != "own"):
                    box = opened
                elif box is None and self._is_below_all(at, loose=loose, is_flush=flush[at]):
                    box = "footer"
            left = box or ("furniture" if at in edges else "date" if at in times else self._page_name(at))
            if left is None:
                self._add_words(line, loose)
                continue
            left_over[line.number] = line, left
            item = self._items[-1]
            dates = left == "date" and len(item.lines) == 1
            item.dated |= dates
            if box is None and "parent" in line.text[:_LONGEST_ROW].casefold():
                words = {word for button in buttons(line.text) for word in button.split()}
                item.links.names |= words.intersection(("parent",))
            item.links.hides |= _MORE.match(line.text) is not None
            if box is None and at not in edges:
                is_below = item.has_words and not (dates and self._region.style == "bullets")
                (item.around.below if is_below else item.around.above).append(line)
                (item.buttons_below if is_below else item.buttons_above).update(_buttons(line))
            self._note_names(line, above_next=starts[below[at]])
            if left == "furniture" and item.has_words and item.closing is None:
                item.closing = bare_button(line.text)
                if at > last and self._kind != "review" and self._opens_foot(line):
                    box = "footer"
        return left_over

    def _add_words(self, line: Line, loose: bool) -> None:
        """Give a line to the comment whose words it goes on with."""
        owner, latest = self._owner(line, loose), self._items[-1].around
        owner.lines.append(line)
        owner.has_words = True
        owner.goes_on |= owner.closing is not None
        latest.n_among = len(latest.below)

    def _take_back(self) -> list[Line]:
        """The lines that look like the page's own but are somebody's words, now in their comments."""
        for item in self._items:
            item.around.has_words = item.has_words
        around = [item.around for item in self._items]
        alone = {place: line for place, line in only_words(around).items() if self._may_take_back(line)}
        for place, line in alone.items():
            self._items[place].lines.append(line)
            self._items[place].has_words = True
        among = [one for one in among_words(around, plain=self._kind == "record") if self._may_take_back(one[1])]
        for place, line in among:
            insort(self._items[place].lines, line, key=lambda one: one.number)
        return [*alone.values(), *(line for _, line in among)]

    def _may_take_back(self, line: Line) -> bool:
        """Whether a line may be words: what is the page's own in a review has been told by more than its looks."""
        return self._kind != "review" or line.role is None

    def _is_below_all(self, at: int, *, loose: bool, is_flush: bool) -> bool:
        """Whether a line below the last comment's first one is the page's, and so is all below it.

        It is flush with bullets, or below buttons if those above the last comment end in buttons, too.
        """
        if not loose and is_flush and not is_of_page(self._lines[at].text):
            return True
        if self._page_name(at) is not None:
            return False
        last = self._items[-1]
        ends = self._ends_above(have_words=last.has_words)
        row = (last.buttons_below if last.has_words else last.buttons_above).intersection(ends.times)
        if all(self._lowest[button] >= at for button in row):  # else it is a comment
            row = set()
        is_closed = last.has_words and last.closing in ends.closings
        return is_closed or len(row) >= _FEW or any(ends.times[button] >= _FEW for button in row)

    def _ends_above(self, *, have_words: bool) -> _Ends:
        """What most of the comments above the last end in, if that has words: of those without words below buttons."""
        if have_words not in self._ends:
            above = [item for item in self._items[:-1] if item.has_words]
            ended = [item for item in above if not (have_words and item.goes_on)]
            times = Counter(button for item in ended for button in item.buttons_below)
            usual = {button: n for button, n in times.most_common(_MOST_BUTTONS) if n >= max(1, _MOST * len(above))}
            closings = [item.closing for item in ended if item.closing is not None]
            is_usual = len(closings) >= max(_FEW, _MOST * len(above))
            self._ends[have_words] = _Ends(usual, frozenset(closings if is_usual else ()))
        return self._ends[have_words]

    def _opens_foot(self, line: Line) -> bool:
        """Whether the first of the page's lines below the last comment's words opens its foot: no other has any."""
        is_long = line.after_blank and len(line.text.split()) >= _PHRASE
        others = self._items[:-1]
        closed = [item for item in others if not item.goes_on and any(map(_is_button, item.around.below))]
        return is_long and len(others) >= _FEW and not closed

    def _with_words(self) -> list[Item]:
        """The comments without those that have only a name: pictures, and deleted ones that nobody answers."""
        if self._region.style != "names" or sum(item.has_words for item in self._items) < _FEW:
            return self._items
        parents = {item.parent for item in self._items}
        kept: list[Item] = []
        places: dict[int | None, int | None] = {None: None}
        for place, item in enumerate(self._items):
            item.parent = places[item.parent]
            is_gone = place not in parents and all(GONE.fullmatch(line.text) for line in item.lines[1:])
            if item.has_words and not (is_gone and len(item.lines) > 1):
                places[place] = len(kept)
                kept.append(item)
            else:
                places[place] = item.parent
                for line in item.lines:
                    self._page.leave(line, "without words")
        return kept

    def _note_names(self, line: Line, *, above_next: bool) -> None:
        """Remember whom a page's line says that a comment answers, an author's handle, how many replies follow."""
        item = self._items[-1]
        if unfolded := _UNFOLDED.fullmatch(line.text):
            self._unfolded, self._n_unfolded = len(self._items) - 1, int(unfolded[1] or unfolded[2] or unfolded[3])
        if item.has_words and is_count_of_replies(line.text):
            item.n_replies = int(re.sub(r"[,.]", "", line.text.split()[0]))
        whom = line.text if line.role == "answered" else answered(line.text)
        if whom is None and not item.has_words and (button := _REPLY_TO.fullmatch(line.text)):
            whom = button[1] if button[1] not in item.lines[0].text else None  # nobody answers themselves
        if whom and item.has_words and above_next:
            self._answers = whom
        elif whom:
            item.answers = whom
        elif line.text.startswith("@") and not item.has_words:
            item.handles.append(line.text.split()[0])

    def _starts(self, at: int) -> bool:
        line = self._lines[at]
        if at == 0:
            return True
        if self._region.style == "paragraphs":
            is_own = line.role == "own" and line.text[0] != "#"
            return (line.after_blank or not self._blanks) and not (is_own or is_of_page(line.text))
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
            quoted = signature(below.text.lstrip("> "))  # if this names who is quoted, the line above names who quotes
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
        if line.said is None and self._is_of_list(line, below):
            return False
        if line.marker == top or line.said is not None:
            return True
        if (line.marker or "").startswith("#"):
            return False
        is_list = not line.content.endswith((".", "!", "?", "…")) and not has_body and signature(line.content) is None
        return line.marker in ("◦", "▪", "○") or not is_list

    def _is_of_list(self, line: Line, below: Line | None) -> bool:
        """Whether a numbered line has another one right beside it, while the numbers of comments are at names."""
        first = self._lines[0]
        signed = bullet_signs(first) and signature(line.content) is None
        if not self._blanks or not signed or not (first.marker or "").startswith("#"):
            return False
        return not line.after_blank or (below is not None and below.marker is not None and not below.after_blank)

    def _is_loose(self, flush: list[bool], last: int) -> bool:
        """Whether words that are flush with their bullets belong to the comment above them."""
        if any(flush[at] and not is_of_page(self._lines[at].text) for at in range(last)):
            return True
        return last + 1 < len(self._lines) and flush[last + 1] and bullet_signs(self._lines[last])

    def _times_between(self, starts: list[bool]) -> set[int]:
        """The times that a chat shows above further messages of the same person, and days between messages."""
        found, timed, has_words = set(), False, False
        for at, (line, begins) in enumerate(zip(self._lines, starts, strict=True)):
            said = signs(self._lines, at) if begins else None
            if begins:
                date = said.date if said is not None else ""
                timed = is_clock(date) or is_clock(date.partition(" ")[2])  # "APP 10:42 AM"
                timed, has_words = timed or (date.startswith("—") and ":" in date), False  # Discord
            elif not has_words and (is_date(line.text) or is_attached(self._lines, at)):
                timed = timed or is_clock(line.text)
            elif timed and has_words and at + 1 < len(starts) and is_date(line.text):
                if starts[at + 1] != is_clock(line.text):  # a date above the next message, a time above more words
                    found.add(at)
            else:
                has_words = True
        return found

    def _begin(self, line: Line) -> None:
        # Two columns, since 9. and 10. aligned at their points differ by one and are siblings.
        while self._stack and self._stack[-1][0] > line.indent - 2:
            self._stack.pop()
        parent = self._stack[-1][1] if self._stack else None
        if parent is None and self._n_unfolded:
            parent, self._n_unfolded = self._unfolded, self._n_unfolded - 1
        self._stack.append((line.indent, len(self._items)))
        why = {"bullets": "begun by a bullet", "names": "begun by a name", "paragraphs": "a paragraph"}
        said = line.said or (signature(line.text) if self._region.style == "names" else None)
        has_words = said is not None and bool(said.rest)
        if self._region.style != "names":
            has_words = self._region.style == "paragraphs" or not bullet_signs(line)
        links = links_behind(said.date) if said is not None else Links()
        began = why[self._region.style]
        self._items.append(Item([line], parent, began, has_words=has_words, answers=self._answers, links=links))
        self._answers = ""

    def _page_name(self, at: int) -> str | None:
        """The remainder that a line belongs to, if it is the page's."""
        line = self._lines[at]
        if line.role == "own" and is_date(line.text):
            return "date"
        if is_furniture(line.content) or is_attached(self._lines, at):
            return "furniture"
        if self._kind != "review" and is_ornament(self._lines, at):
            return "furniture"
        if line.marker is not None:
            return None
        if is_heading(line.text) and line.indent <= self._lines[0].indent:
            return "heading"
        beside = [self._lines[other] for other in (at - 1, at + 1) if 0 <= other < len(self._lines)]
        item = self._items[-1]
        is_above_words = item.lines[-1] is item.lines[0] and not (item.has_words and line.after_blank)
        if is_date(line.text) and (is_above_words or any(is_furniture(near.content) for near in beside)):
            return "date"
        return None

    def _owner(self, line: Line, loose: bool) -> Item:
        """The comment a line belongs to: the latest, or, if it is indented less, the one it returns to."""
        if not loose and self._stack and line.indent >= self._stack[0][0] and line.after_blank:
            while len(self._stack) > 1 and self._stack[-1][0] > line.indent:
                self._stack.pop()
            return self._items[self._stack[-1][1]]
        return self._items[-1]
