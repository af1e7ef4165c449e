"""Rows of buttons: which lines are a page's own, known or learned from repetition, and the blocks between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stancekit.reading.pages.dates import LONGEST_NAME, REMEMBERED, is_date, split_date
from stancekit.reading.pages.furniture import DOTS, buttons, is_above_words, is_faint, is_furniture, parts_of_row
from stancekit.reading.pages.lines import Line, is_heading

__all__ = ["Block", "Buttons"]

_OFTEN = 3  # times: a line that recurs less may be anybody's words
_ROUNDS = 5  # a button beside a button beside ... a known one
_HIGH = 5  # lines at most from a button to a known one
_COUNTS = "#"  # a row of numbers under icons
_GLUED_DATE = re.compile(r"\d{1,3}[smhdwy](?=\d|\s|[a-z]{4})", re.IGNORECASE)  # "3d24 likesReply"


@dataclass(frozen=True, slots=True)
class Block:
    """The lines between two rows of buttons, from `start` on, and the row below them, from `end` on."""

    start: int
    end: int
    end_of_row: int


class Buttons:
    """The lines of a page, and which of them are its own."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.dates = [is_date(line.text) for line in lines]
        self.faint = [is_faint(line.text) for line in lines]
        self.known = [
            not date and (is_furniture(line.content) or is_heading(line.text) or line.text in DOTS or _is_number(line))
            for line, date in zip(lines, self.dates, strict=True)
        ]
        self.learned: set[int] = set()
        for _ in range(_ROUNDS):
            if not self._learn():
                break

    def is_own(self, at: int) -> bool:
        """Whether a line is a button or a number."""
        return self.known[at] or self.faint[at]

    def _learn(self) -> bool:
        """Learn as buttons the short lines that recur right above buttons, and below words or other buttons."""
        lines, found = self.lines, Counter[str]()
        short = [
            at
            for at, line in enumerate(lines)
            if not (self.is_own(at) or self.dates[at]) and len(line.text) <= LONGEST_NAME and line.text[0] != "@"
        ]
        total = Counter(_bare(lines[at].text) for at in short)
        words = self._words_above()
        for at in short:
            below = at + 1
            while below < min(at + _HIGH, len(lines)) and self.faint[below]:
                below += 1
            if below >= len(lines) or not self.known[below]:
                continue
            above = at - 1
            while above > max(at - _HIGH, 0) and self.faint[above]:
                above -= 1
            between = at > 0 and self.known[above] and _bare(lines[above].text) != _bare(lines[below].text)
            between = between or (at > 1 and lines[above].text in DOTS and self.known[above - 1])  # "Edit · Delete ·"
            if words[at] or between:
                found[_bare(lines[at].text)] += 1
        buttons = {text for text, count in found.items() if text and count >= _OFTEN and 3 * count >= 2 * total[text]}
        learned = [at for at in short if _bare(lines[at].text) in buttons]
        for at in learned:
            self.known[at] = True
        self.learned.update(learned)
        return bool(learned)

    def _words_above(self) -> list[bool]:
        """For each line, whether words other than a name are above it: a line since a date, or two since a button."""
        above, n_words, dated = [], 0, False
        for at in range(len(self.lines)):
            above.append(n_words > (0 if dated else 1))
            if self.dates[at]:
                n_words, dated = 0, True
            elif self.known[at] and not is_above_words(self.lines[at].text):
                n_words, dated = 0, False
            else:
                n_words += 1
        return above

    def blocks(self) -> list[Block]:
        """The blocks above the rows that have the usual buttons; the first begins at the beginning of the file."""
        runs = list(self._runs())
        buttons = [self._buttons(start, end) for start, end in runs]
        count = Counter(text for texts in buttons for text in texts)
        most = max(count.values(), default=0)
        if most < 2:
            return []
        usual = {text for text, times in count.items() if 2 * times >= most}
        if count[_COUNTS] == most:  # one count may be left of a row
            for place, (first, end) in enumerate(runs):
                is_last = end == len(self.lines) or any(self.dates[end + 1 : end + _HIGH])
                if not buttons[place] and self.faint[first] and is_last:
                    buttons[place] = {_COUNTS}
        blocks, start = [], 0
        for (first, end), texts in zip(runs, buttons, strict=True):
            if not usual.isdisjoint(texts):
                blocks.append(Block(start, first, end))
                start = end
        if start < len(self.lines):
            blocks.append(Block(start, len(self.lines), len(self.lines)))
        return blocks

    def _runs(self) -> Iterator[tuple[int, int]]:
        """The starts and ends of runs of the page's own lines and dates."""
        start: int | None = None
        for at in range(len(self.lines) + 1):
            if at < len(self.lines) and (self.is_own(at) or self.dates[at]):
                start = at if start is None else start
            elif start is not None:
                yield start, at
                start = None

    def _buttons(self, start: int, end: int) -> set[str]:
        texts = {
            _bare(part) for at in range(start, end) if self.known[at] for part in parts_of_row(self.lines[at].text)
        }
        n_counts = sum(self.faint[at] and self.lines[at].text[-1:].isalnum() for at in range(start, end))
        return texts | ({_COUNTS} if n_counts > 1 else set())

    def is_dated_row(self, block: Block) -> bool:
        """Whether the row of buttons under a block begins with a date, or has one on a button's line."""
        date = self.row_date(block)
        return date is not None and (date == 0 or not self.dates[block.end + date])

    def row_date(self, block: Block) -> int | None:
        """The offset in a row of buttons of its last line that is a date or has one beside a button."""
        dated = (
            self.dates[at] or (self.known[at] and (_GLUED_DATE.match(text) or any(map(_is_dated, parts_of_row(text)))))
            for at in range(block.end, block.end_of_row)
            for text in [self.lines[at].text]
        )
        return max((at for at, found in enumerate(dated) if found), default=None)

    def row(self, block: Block) -> tuple[str, ...]:
        """The buttons below a block, in their order."""
        row = range(block.end, block.end_of_row)
        return tuple(text for at in row if self.known[at] for text in buttons(self.lines[at].text))


@lru_cache(REMEMBERED)
def _bare(text: str) -> str:
    return " ".join(buttons(text))


def _is_number(line: Line) -> bool:
    """Whether a line is a post's number, which some forums have below the words."""
    return line.role == "own" and line.text[0] == "#"


def _is_dated(text: str) -> bool:
    """Whether a part of a row is a date, or a button with one behind it that does not say when words were edited."""
    return is_date(text) or (split_date(text)[1] != "" and is_furniture(text) and "edited" not in text.casefold())
