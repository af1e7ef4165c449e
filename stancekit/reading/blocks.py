"""Comments between rows of buttons: what repeats on a page tells the page's own lines from people's words.

A site puts the same around every comment: a picture's text, a name, what its bearer is, a date above the words or below
them, a row of buttons. No list holds all of them, so what stands at the same place of most blocks is learned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stancekit.reading.dates import LONGEST_NAME, is_date
from stancekit.reading.furniture import DOTS, bare_button, is_above_words, is_faint, is_furniture, is_role
from stancekit.reading.lines import Line, is_count_of_replies, is_heading
from stancekit.reading.names import answering, head, may_be_name

__all__ = ["mark_blocks"]

_OFTEN = 3  # times: a line that recurs less may be anybody's words
_ROUNDS = 3  # a button beside a button beside a known one
_HIGH = 5  # lines at most from a name to its date
_LONGEST_PROFILE = 60  # characters
_LONGER = 30  # characters that a picture's text has beside the name
_COUNTS = "#"  # a row of numbers under icons
_PARTS = re.compile(r"[·•|›»]")
_GLUED_DATE = re.compile(r"\d{1,3}[smhdwy](?=\d|[a-z]{4})", re.IGNORECASE)  # "3d24 likesReply"


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands between two rows of buttons: lines from `start` on, and the row below them."""

    start: int
    end: int
    end_of_row: int


@dataclass(frozen=True, slots=True)
class _Signature:
    """Where a name stands, and the line below its profile: a date, or the first words."""

    name: int
    below: int


def mark_blocks(lines: Sequence[Line]) -> int | None:
    r"""Mark the names and the page's lines of comments that lie between rows of buttons.

    Parameters
    ----------
    lines : sequence of Line
        Some become authors or the page's own; nothing changes where most blocks do not begin alike.

    Returns
    -------
    int or None
        Where the first name stands.

    Examples
    --------
    >>> from stancekit.reading.lines import scan
    >>> lines = scan("Bo\nEly\nMay 2\nShame.\nShare\nFlag\nso what\nMarch\nMay 3\nNo.\nShare\nFlag")
    >>> mark_blocks(lines), [line.text for line in lines if line.role == "author"]
    (0, ['Bo', 'so what'])
    >>> [line.text for line in lines if line.role == "own"]
    ['Ely', 'March']
    """
    page = _Page(lines)
    blocks = page.blocks()
    if len(blocks) < 2:
        return None
    dated_below = 2 * sum(page.is_dated_row(block) for block in blocks) > len(blocks)
    found = page.signed_above_rows(blocks) if dated_below else page.signed_above_dates(blocks)
    if len(found) < 2 or 2 * len(found) < len(blocks) - 1:
        return None
    page.mark(found, blocks, dated_below=dated_below)
    return found[0].name


class _Page:
    """The lines, and which of them are the page's own as far as one knows."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._dates = [is_date(line.text) for line in lines]
        self._faint = [is_faint(line.text) for line in lines]
        self._known = [
            not date and (is_furniture(line.content) or is_heading(line.text) or line.text in DOTS)
            for line, date in zip(lines, self._dates, strict=True)
        ]
        self._learned: set[int] = set()
        for _ in range(_ROUNDS):
            if not self._learn():
                break

    def _is_own(self, at: int) -> bool:
        return self._known[at] or self._faint[at]

    def _learn(self) -> bool:
        """Take short lines that recur right above buttons, and below somebody's words, for buttons."""
        lines, found = self._lines, Counter[str]()
        short = [
            at
            for at, line in enumerate(lines)
            if not (self._is_own(at) or self._dates[at]) and len(line.text) <= LONGEST_NAME and line.text[0] != "@"
        ]
        total = Counter(bare_button(lines[at].text) for at in short)
        words = self._words_above()
        for at in short:
            below = at + 1
            while below < min(at + _HIGH, len(lines)) and self._faint[below]:
                below += 1
            if below >= len(lines) or not self._known[below]:
                continue
            above = at - 1
            while above > max(at - _HIGH, 0) and self._faint[above]:
                above -= 1
            between = at > 0 and self._known[above] and bare_button(lines[above].text) != bare_button(lines[below].text)
            if words[at] or between:
                found[bare_button(lines[at].text)] += 1
        buttons = {text for text, count in found.items() if text and count >= _OFTEN and 3 * count >= 2 * total[text]}
        learned = [at for at in short if bare_button(lines[at].text) in buttons]
        for at in learned:
            self._known[at] = True
        self._learned.update(learned)
        return bool(learned)

    def _words_above(self) -> list[bool]:
        """For each line whether words stand above it that are no name: since a date, or two lines since a button."""
        above, n_words, dated = [], 0, False
        for at in range(len(self._lines)):
            above.append(n_words > (0 if dated else 1))
            if self._dates[at]:
                n_words, dated = 0, True
            elif self._known[at] and not is_above_words(self._lines[at].text):
                n_words, dated = 0, False
            else:
                n_words += 1
        return above

    def blocks(self) -> list[_Block]:
        """The stretches above each row of the buttons that most rows have; the first begins at the file's beginning."""
        runs = list(self._runs())
        buttons = [self._buttons(start, end) for start, end in runs]
        count = Counter(text for texts in buttons for text in texts)
        most = max(count.values(), default=0)
        if most < 2:
            return []
        usual = {text for text, times in count.items() if 2 * times >= most}
        blocks, start = [], 0
        for (first, end), texts in zip(runs, buttons, strict=True):
            if not usual.isdisjoint(texts):
                blocks.append(_Block(start, first, end))
                start = end
        if start < len(self._lines):
            blocks.append(_Block(start, len(self._lines), len(self._lines)))
        return blocks

    def _runs(self) -> Iterator[tuple[int, int]]:
        """The stretches of the page's own lines and dates."""
        start: int | None = None
        for at in range(len(self._lines) + 1):
            if at < len(self._lines) and (self._is_own(at) or self._dates[at]):
                start = at if start is None else start
            elif start is not None:
                yield start, at
                start = None

    def _buttons(self, start: int, end: int) -> set[str]:
        texts = {
            bare_button(part) for at in range(start, end) if self._known[at] for part in _parts(self._lines[at].text)
        }
        n_counts = sum(self._faint[at] and self._lines[at].text[-1:].isalnum() for at in range(start, end))
        return {text for text in texts if text} | ({_COUNTS} if n_counts > 1 else set())

    def is_dated_row(self, block: _Block) -> bool:
        """Whether the row of buttons under a block begins with a date, or one stands beside a button."""
        date = self._row_date(block)
        return date is not None and (date == 0 or not self._dates[block.end + date])

    def _row_date(self, block: _Block) -> int | None:
        """The last line with a date, or with one beside a button, that a row of buttons has."""
        dated = (
            self._dates[at]
            or (self._known[at] and (_GLUED_DATE.match(text) or any(is_date(part) for part in _parts(text))))
            for at in range(block.end, block.end_of_row)
            for text in [self._lines[at].text]
        )
        return max((at for at, found in enumerate(dated) if found), default=None)

    def signed_above_rows(self, blocks: Sequence[_Block]) -> list[_Signature]:
        """The names of comments whose dates stand in the row below them."""
        found = []
        dates = [self._row_date(block) for block in blocks]
        usual = Counter(date for date in dates if date is not None).most_common(1)[0][0]
        for place, (block, date) in enumerate(zip(blocks, dates, strict=True)):
            start = block.start
            end = block.end + max((date or 0) - usual, 0)  # words may look like the page's own
            if not place:  # above the first comment stands the article
                start = block.end
                while start > block.start and not (self._is_own(start - 1) or self._dates[start - 1]):
                    start -= 1
            name = self._below_picture(start, block.end)
            is_dated = self.is_dated_row(block) or end > block.end
            if is_dated and end - name > 1 and (place or start) and self._may_sign(name):
                found.append(_Signature(name, name + 1))
        profiled = all(self._is_profile(one.below) and not self._starts_row(one.below + 1) for one in found)
        return [_Signature(one.name, one.below + 1) for one in found] if profiled and len(found) >= _OFTEN else found

    def _starts_row(self, at: int) -> bool:
        return at >= len(self._lines) or self._is_own(at) or self._dates[at]

    def _is_profile(self, at: int) -> bool:
        """Whether a line may say what somebody is: short and no sentence."""
        text = self._lines[at].text
        return len(text) <= _LONGEST_PROFILE and not text.endswith((".", "!", "?", "…", ",", ":")) and text[0].isupper()

    def signed_above_dates(self, blocks: Sequence[_Block]) -> list[_Signature]:
        """The names of comments whose dates stand above their words.

        Above the first there are menus and mostly the article, and so there may be above others: there the distance
        from names to dates is that of the rest.
        """
        found: dict[int, _Signature] = {}
        for place, block in enumerate(blocks):
            name = self._below_picture(block.start, block.end)
            last = min(name + _HIGH, self._below_dots(block.end), len(self._lines) - 1)
            date = next((at for at in range(name, last + 1) if self._is_dated(at, name)), None)
            if place and date is not None and self._is_signature(name, date) and not self._is_post(block):
                found[place] = _Signature(name, date)
        usual = Counter(self._row(block) for block in blocks).most_common(1)[0][0]
        counted = Counter(self._distance(one) for one in found.values())
        distances = [distance for distance, _ in counted.most_common()]
        first = min(found, default=0)
        for place, block in enumerate(blocks):
            if self._is_post(block) or (place in found and place != first):
                continue
            if (one := self._at_distance(block, distances, usual)) is not None:
                found[place] = one
        return [found[place] for place in sorted(found)]

    def _below_dots(self, at: int) -> int:
        while at < len(self._lines) and self._lines[at].text in DOTS:
            at += 1
        return at

    def _distance(self, one: _Signature) -> int:
        """How many lines below the name the date stands, but for whom it answers."""
        return one.below - one.name - sum(self._lines[at].role == "answered" for at in range(one.name, one.below))

    def _is_post(self, block: _Block) -> bool:
        """Whether the row below counts all comments, so it is that of what they are about."""
        row = self._lines[block.end : block.end_of_row]
        return any(is_heading(line.text) and not is_count_of_replies(line.text) for line in row)

    def _row(self, block: _Block) -> tuple[str, ...]:
        """The buttons below a block, in their order."""
        row = range(block.end, block.end_of_row)
        return tuple(bare for at in row if self._known[at] and (bare := bare_button(self._lines[at].text)))

    def _at_distance(self, block: _Block, distances: Sequence[int], usual: tuple[str, ...]) -> _Signature | None:
        """The last name in a block that has a date at one of these distances below it, and words below that."""
        date = next((at for at in range(block.end - 2, block.start - 1, -1) if self._is_dated(at, at)), None)
        end = self._below_dots(block.end)
        if date is None and end < len(self._lines) and self._dates[end]:
            words, row = end + 1, self._row(block)  # they look like the page's own, but such a row has one less
            is_more = row[1:] == usual or (row == usual and words < len(self._lines) and not self._known[words])
            date = end if is_more else None
        if date is None:
            return None
        names = [date - distance for distance in distances if date - distance >= block.start]
        names = [name - (name > block.start and self._lines[name].role == "answered") for name in names]
        return next((_Signature(name, date) for name in names if self._is_signature(name, date)), None)

    def _is_dated(self, at: int, name: int) -> bool:
        said = head(self._lines[at].text) if at == name else None
        return self._dates[at] or (said is not None and said.kind == "dated")

    def _is_signature(self, name: int, date: int) -> bool:
        between = range(name + 1, date)
        if any(len(self._lines[at].text) > _LONGEST_PROFILE or is_heading(self._lines[at].text) for at in between):
            return False
        if name == date:
            return self._lines[name].marker is None and self._is_dated(name, name)
        return self._may_sign(name)

    def _may_sign(self, at: int) -> bool:
        line = self._lines[at]
        name, _ = answering(line.text)
        return line.marker is None and may_be_name(name) and head(line.text) is None and not self._is_own(at)

    def _below_picture(self, start: int, end: int) -> int:
        """The first line of a block that is no picture's text: that holds the name below it, or is its initials."""
        while start + 1 < end and start + 1 < len(self._lines):
            text, name = self._lines[start].text, self._lines[start + 1].text
            if not (may_be_name(name) and _is_picture(text, name)):
                break
            start += 1
        return start

    def mark(self, found: Sequence[_Signature], blocks: Sequence[_Block], *, dated_below: bool) -> None:
        """Write what was found to the lines."""
        own = set(self._learned)
        for one in found:
            self._lines[one.name].role = "author"
            own.update(range(one.name + 1, one.below))
            picture = one.name - 1
            while picture >= 0 and _is_picture(self._lines[picture].text, self._lines[picture + 1].text):
                own.add(picture)
                picture -= 1
            if dated_below and self._lines[one.below].role == "answered":
                self._lines[one.below].role = None  # two names above a date, but these are name and words
            if dated_below and one.below + 1 < len(self._lines) and is_role(self._lines[one.below].text):
                own.add(one.below)
        names = {one.name for one in found}
        for block in blocks:
            if any(at in names for at in range(block.start, block.end)):
                row = range(block.end, block.end_of_row)
                own.update(at for at in row if self._faint[at] or (dated_below and self._dates[at]))
        for at in own - names:
            line = self._lines[at]
            if line.role == "answered":
                continue
            line.role, line.marker, line.content = "own", None, line.text


def _parts(text: str) -> list[str]:
    return [stripped for part in _PARTS.split(text) if (stripped := part.strip())]


def _is_picture(text: str, name: str) -> bool:
    if len(text) > LONGEST_NAME + _LONGER or len(name) > LONGEST_NAME:
        return False
    if len(name) > 1 and name in text:
        return len(text) <= len(name) + _LONGER
    initials = "".join(word[0] for word in name.split()).casefold()
    return len(text) <= 3 and text.casefold() in (initials, initials[:2], name[: len(text)].casefold())
