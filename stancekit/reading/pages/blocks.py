"""Find comments between rows of buttons: repetition tells the page's own lines from people's words.

A site puts the same things around every comment: a picture's text, a name, the person's role, a date above or below
the words, a row of buttons. No list covers all sites, so what is at the same place in most blocks is learned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stancekit.reading.pages.buttons import Block, Buttons
from stancekit.reading.pages.dates import is_clock
from stancekit.reading.pages.furniture import DOTS, is_above_words, is_role
from stancekit.reading.pages.lines import Line, is_count_of_replies, is_heading
from stancekit.reading.pages.names import answering, is_name, may_be_name, signature
from stancekit.reading.pages.neighbours import announces_answers, is_attached, is_picture

__all__ = ["mark_blocks"]

_OFTEN = 3  # times: a line that recurs less may be anybody's words
_HIGH = 5  # lines at most from a name to its date
_LONGEST_PROFILE = 60  # characters
_SENTENCE = re.compile(r"(?:\S+\s+){3}.*[^\W\d_]{2}[.!?…][\"”’)]*$")  # words, above a date that is below them
_COMMENTS = re.compile(r"\bcomments\b", re.IGNORECASE)
_KEY = re.compile(r"\S[^:\d]{1,25}:\s+(?=\S*\d\S*$)")  # "User ID: 1203344"


@dataclass(frozen=True, slots=True)
class _NameAndDate:
    """The index of a name, and of the line below its profile: a date, or the first words."""

    name: int
    below: int


def mark_blocks(lines: Sequence[Line], *, at_least: int = 0) -> int | None:
    r"""Mark the names and the page's own lines around comments between rows of buttons.

    Parameters
    ----------
    lines : sequence of Line
        Some become authors or the page's own; nothing changes unless most blocks begin alike.
    at_least : int
        How many comments there must be; with fewer, nothing changes.

    Returns
    -------
    int or None
        The index of the first name.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
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
    n_rows = sum(block.end < block.end_of_row for block in blocks)
    dated_below = 2 * sum(page.is_dated_row(block) for block in blocks) > n_rows
    found = page.signed_above_rows(blocks) if dated_below else page.signed_above_dates(blocks)
    if not dated_below and len(found) < 2 and all(page.row_date(block) is not None for block in blocks[1:]):
        dated_below, found = True, page.signed_above_rows(blocks)  # the dates are below the buttons
    if len(found) < max(at_least, 2) or 2 * len(found) < len(blocks) - 1:
        return None
    if len(found) >= _OFTEN and len({lines[one.name].text for one in found}) == 1:
        return None  # a button
    page.learn_below_dates()
    if page.is_post_alone(found):
        found = found[1:]
    page.mark(found, blocks, dated_below=dated_below)
    return found[0].name


class _Page(Buttons):
    """The signatures between rows of buttons."""

    foot: int | None = None  # where the page's foot begins, if a block is seen to be below all comments
    by_handle = False  # whether handles are all the names there are

    def learn_below_dates(self) -> None:
        """Take lines with a key and a number, such as "User ID: 7", for the page's if most dates have one below."""
        dates = [at for at in range(len(self.lines) - 2) if self.dates[at] or self._is_dated(at, at)]
        keys = Counter(match[0] for at in dates if (match := _KEY.match(self.lines[at + 1].text)) is not None)
        for at in dates:
            match = _KEY.match(self.lines[at + 1].text)
            if match is not None and keys[match[0]] >= _OFTEN and 2 * keys[match[0]] > len(dates):
                self.learned.add(at + 1)

    def signed_above_rows(self, blocks: Sequence[Block]) -> list[_NameAndDate]:
        """The names of comments whose dates are in the row below them."""
        found = []
        dates = [self.row_date(block) for block in blocks]
        usual = Counter(date for date in dates if date is not None).most_common(1)[0][0]
        usual_row = Counter(map(self.row, blocks)).most_common(1)[0][0]
        for place, (block, date) in enumerate(zip(blocks, dates, strict=True)):
            start = block.start
            end = block.end + max((date or 0) - usual, 0)  # words may look like the page's own
            if not place:  # the article is above the first comment
                start = block.end
                while start > block.start and not self._starts_row(start - 1):
                    start -= 1
            name = self._below_picture(start, block.end)
            is_dated = date is not None or end > block.end
            if not (place or start or name) and self.row(block) == usual_row:
                name = self._below_title(block)
            is_below = place or start or name or self._begins_file(block, usual_row)
            if is_dated and end - name > 1 and is_below and self._may_sign(name):
                found.append(_NameAndDate(name, self._below_role(name + 1)))
        if found:
            found[0] = self._below_links(found[0], blocks, {self.lines[one.name].text for one in found[1:]})
        counted = 2 * sum(map(any, (self.faint[block.end : block.end + 1] for block in blocks))) > len(blocks)
        words = [one.below + 1 for one in found]  # if what is above is a profile; words may be a number
        begin = [not self._starts_row(at) or (not counted and any(self.faint[at : at + 1])) for at in words]
        profiled = all(begin) and all(self._is_profile(one.below) for one in found)
        return [_NameAndDate(one.name, one.below + 1) for one in found] if profiled and len(found) >= _OFTEN else found

    def _below_title(self, block: Block) -> int:
        """The first name below a title, in a block that ends like all comments; 0 if there is none."""
        below = range(1, min(_HIGH, block.end - 1))
        parted = any(self.lines[at].after_blank for at in below) or is_name(self.lines[0].text)
        begins = (at for at in below if self.lines[at].after_blank or (at == 1 and not parted))
        return next((at for at in begins if is_name(self.lines[at].text)), 0)

    def _begins_file(self, block: Block, usual: tuple[str, ...]) -> bool:
        """Whether a file begins with a comment: a name right above words, and the usual row below."""
        return is_name(self.lines[0].text) and not self.lines[1].after_blank and self.row(block) == usual

    def _below_links(self, first: _NameAndDate, blocks: Sequence[Block], others: Container[str]) -> _NameAndDate:
        """The first name, if there are links above it: it signs again, or is below a button for more comments."""
        if self.lines[first.name].text in others:
            return first
        end = next(block.end for block in blocks if block.end > first.name)
        for at in range(first.name + 1, min(first.name + _HIGH, end - 1)):
            is_below = self.known[at - 1] and _COMMENTS.search(self.lines[at - 1].text) is not None
            if (is_below or self.lines[at].text in others) and self._may_sign(at):
                return _NameAndDate(at, at + 1)
        return first

    def _below_role(self, at: int) -> int:
        """The line below a role and a dot, as they may be between a name and a place."""
        at += at + 1 < len(self.lines) and is_role(self.lines[at].text) and self.lines[at + 1].text in DOTS
        return self._below_dots(at)

    def _starts_row(self, at: int) -> bool:
        if at >= len(self.lines) or self.dates[at]:
            return True
        return self.is_own(at) and not is_above_words(self.lines[at].text)

    def _is_profile(self, at: int) -> bool:
        """Whether a line may be a profile: short, capitalised and not a sentence."""
        text = self.lines[at].text
        is_small = len(text) <= _LONGEST_PROFILE and not text.endswith((".", "!", "?", "…", ",", ":"))
        return is_small and text.lstrip("•· ")[:1].isupper()

    def signed_above_dates(self, blocks: Sequence[Block]) -> list[_NameAndDate]:
        """The names of comments whose dates are above their words.

        Menus and usually the article precede the first comment, and may precede others; such names are found by the
        distance from names to dates in the other blocks.
        """
        found: dict[int, _NameAndDate] = {}
        for place, block in enumerate(blocks):
            name = self._below_picture(block.start, block.end)
            last = min(name + _HIGH, self._below_dots(block.end), len(self.lines) - 1)
            date = next((at for at in range(name, last + 1) if self._is_dated(at, name)), None)
            if place and date is not None and self._is_signature(name, date) and not self._is_post(block):
                found[place] = _NameAndDate(name, date)
        blocks = self._above_foot(blocks, found)
        rows = {row for row, times in Counter(self.row(block) for block in blocks).items() if times > 1}
        rows_of_heads = {self.row(blocks[place]) for place, one in found.items() if one.below == blocks[place].end}
        first = min(found, default=0)  # what is above it may be the article's
        handles = [self.lines[one.name].text[0] == "@" for place, one in found.items() if place != first]
        self.by_handle = len(handles) > 1 and all(handles)
        names = {self.lines[one.name].text for one in found.values()}
        counted = Counter(self._distance(found[place], names) for place in sorted(found, key=lambda at: at == first))
        distances = [distance for distance, _ in counted.most_common()]
        if self.by_handle and -1 in distances and 0 not in distances:
            distances.append(0)  # a date may be on a line of its own
        for place, block in enumerate(blocks):
            if self._is_post(block) or (place in found and place != first):
                continue
            if (one := self._at_distance(block, distances, rows, rows_of_heads)) is not None:
                found[place] = one
        signatures = [found[place] for place in sorted(found)]
        if signatures and (top := self._at_top(signatures[0], distances)) is not None:
            signatures.insert(0, top)
        if 0 in found:
            signatures.extend(self._below_heading(found[0], distances))
        for place in sorted(found):
            signatures.extend(self._further(blocks[place], found[place], distances, rows_of_heads))
        return sorted(signatures, key=lambda one: one.name)

    def _above_foot(self, blocks: Sequence[Block], found: dict[int, _NameAndDate]) -> Sequence[Block]:
        """The blocks above the last that has a name, if its date is lower than all others' and it has other buttons."""
        last = max(found, default=0)
        high = {place: one.below - one.name for place, one in found.items()}
        if len(found) <= _OFTEN or high.pop(last) <= max(high.values()):
            return blocks
        rows = {button for place in high for button in self.row(blocks[place])}
        below = range(found[last].below + 1, len(self.lines))
        if not any(self.is_own(at) or self.dates[at] for at in below) or not rows.isdisjoint(self.row(blocks[last])):
            return blocks
        del found[last]
        self.foot = blocks[last].start
        return blocks[:last]

    def _at_top(self, first: _NameAndDate, distances: Sequence[int]) -> _NameAndDate | None:
        """A name that a file begins with, above a time and words: a chat's message, as a post has a date."""
        time = next((at for at in range(min(_HIGH, first.name - 1)) if is_clock(self.lines[at].text)), None)
        one = None if time is None else self._name_above(time, distances, 0)
        return one if one is not None and one.name == 0 < one.below else None

    def _below_heading(self, first: _NameAndDate, distances: Sequence[int]) -> Iterator[_NameAndDate]:
        """The names between a heading and the first that is found, of comments without a row of buttons."""
        heading = next((at for at in range(first.name - 1, -1, -1) if is_heading(self.lines[at].text)), first.name)
        for date in range(heading + 1, first.name - 1):
            one = self._name_above(date, distances, heading + 1) if self.dates[date] else None
            if one is not None and one.name != one.below:
                yield one

    def _further(
        self, block: Block, above: _NameAndDate, distances: Sequence[int], heads: Container[tuple[str, ...]]
    ) -> Iterator[_NameAndDate]:
        """The names of further comments in a block, if some comments have no row of buttons."""
        end = block.end + (self.row(block) in heads)  # the row may begin with the last one's date
        for date in range(above.below + 2, min(end, len(self.lines))):
            if not self.dates[date]:
                continue
            one = self._name_above(date, distances, above.below + 2)
            if one is not None and one.name != one.below:
                above = one
                yield one

    def _below_dots(self, at: int) -> int:
        while at < len(self.lines) and self.lines[at].text in DOTS:
            at += 1
        return at

    def _distance(self, one: _NameAndDate, names: set[str]) -> int:
        """How many lines of a profile and dots are between a name and its date; -1 if both are on one line."""
        if one.name == one.below:
            return -1
        others = names - {self.lines[one.name].text}
        return sum(not (self._is_small(at) or self.lines[at].text in others) for at in range(one.name + 1, one.below))

    def _is_small(self, at: int) -> bool:
        """Whether a line is one that only some names have below them: a role, a button, whom the comment answers."""
        text = self.lines[at].text
        is_handle = text[0] == "@" and not self.by_handle and is_attached(self.lines, at)
        is_own = self.known[at] and text not in DOTS
        return is_handle or is_own or self.lines[at].role == "answered" or is_role(text)

    def _is_post(self, block: Block) -> bool:
        """Whether the row below counts all comments, so that the block is the post they are about."""
        headings = [at for at in range(block.end, block.end_of_row) if is_heading(self.lines[at].text)]
        return any(
            not (is_count_of_replies(self.lines[at].text) or announces_answers(self.lines, at)) for at in headings
        )

    def is_post_alone(self, found: Sequence[_NameAndDate]) -> bool:
        """Whether the first of these is the post: no words above it, and more unknown lines below than elsewhere."""
        first, second = found[0], found[1]
        above = range(first.name)
        if (
            len(found) <= _OFTEN
            or is_clock(self.lines[first.below].text)
            or any(" " in self.lines[at].text and not self.is_own(at) for at in above)
        ):
            return False
        between = [self._n_between(one, below) for one, below in pairwise(found)]
        return between[0] > max(between[1:]) and not self.is_own(second.name - 1)

    def _n_between(self, one: _NameAndDate, below: _NameAndDate) -> int:
        """How many lines right above a name are neither a row of buttons nor a picture's text."""
        at = below.name
        while at > one.below and is_picture(self.lines[at - 1].text, self.lines[at].text):
            at -= 1
        end = at
        while at > one.below and not (self.is_own(at - 1) or self.dates[at - 1]):
            at -= 1
        return end - at

    def _at_distance(
        self,
        block: Block,
        distances: Sequence[int],
        usual: Container[tuple[str, ...]],
        heads: Container[tuple[str, ...]],
    ) -> _NameAndDate | None:
        """The last name in a block that has a date at one of these distances below it, and words below that."""
        date = next((at for at in range(block.end - 2, block.start - 1, -1) if self._is_dated(at, at)), None)
        end = self._below_dots(block.end)
        while end + 1 < len(self.lines) and self.faint[end] and not self.dates[end]:
            end += 1  # votes above the date
        if date is None and end < len(self.lines) and self.dates[end]:
            words, row = end + 1, self.row(block)  # words that look like a button: the usual row lacks it
            is_more = row in usual and words < len(self.lines) and not self.known[words]
            is_more |= row not in usual and row[1:] in usual
            date = end if is_more or row in heads else None
        if date is None:
            return None
        return self._name_above(date, distances, block.start)

    def _name_above(self, date: int, distances: Sequence[int], start: int) -> _NameAndDate | None:
        """The name at one of these distances above a date, but not a handle below a name."""
        names: dict[int, int] = {}
        distance = -1
        for at in range(date, max(start, date - _HIGH - 1) - 1, -1):
            is_handle = self.lines[at].text[0] == "@" and at > start and self._may_sign(at - 1) and not self.by_handle
            if self._is_signature(at, date) and not is_handle and (distance not in names or not self._is_small(at)):
                names[distance] = at
            distance += at == date or not self._is_small(at)
        return next((_NameAndDate(names[distance], date) for distance in distances if distance in names), None)

    def _is_dated(self, at: int, name: int) -> bool:
        is_place = at == name + 1 and self._may_sign(name)  # "Ely • 2d" below a name
        said = signature(self.lines[at].text) if at == name or is_place else None
        return self.dates[at] or (said is not None and said.kind == "dated" and (at == name or said.date[:1] in DOTS))

    def _is_signature(self, name: int, date: int) -> bool:
        between = range(name + 1, date)
        if self.lines[name].role == "quoting":
            return False
        if any(len(self.lines[at].text) > _LONGEST_PROFILE or is_heading(self.lines[at].text) for at in between):
            return False
        if name == date:
            return self.lines[name].marker is None and not self.dates[name] and self._is_dated(name, name)
        return self._may_sign(name)

    def _may_sign(self, at: int) -> bool:
        line = self.lines[at]
        name, _ = answering(line.text)
        is_own = line.role == "own" or self.is_own(at)
        return line.marker is None and may_be_name(name) and signature(line.text) is None and not is_own

    def _below_picture(self, start: int, end: int) -> int:
        """The first line of a block below pictures' texts, which contain the name below them, or are its initials."""
        while start + 1 < end and start + 1 < len(self.lines):
            text, name = self.lines[start].text, self.lines[start + 1].text
            if not (may_be_name(name) and is_picture(text, name)):
                break
            start += 1
        return start

    def mark(self, found: Sequence[_NameAndDate], blocks: Sequence[Block], *, dated_below: bool) -> None:
        """Set the roles of the lines."""
        own = set(self.learned)
        firsts = [one.below + (not dated_below) for one in found]
        n_roles = sum(is_role(line.text) for first in firsts for line in self.lines[first : first + 1])
        for one, first in zip(found, firsts, strict=True):
            self.lines[one.name].role = "author"
            is_place = one.name != one.below and not self.dates[one.below]
            between = range(one.name + 1, one.below + (is_place and not dated_below))
            own.update(at for at in between if not _SENTENCE.search(self.lines[at].text))
            picture = one.name - 1
            while picture >= 0 and is_picture(self.lines[picture].text, self.lines[picture + 1].text):
                own.add(picture)
                picture -= 1
            if dated_below and self.lines[one.below].role == "answered":
                self.lines[one.below].role = None  # not two names above a date but a name and words
            is_usual = n_roles >= _OFTEN and 2 * n_roles > len(found)  # then what is below it may be a number
            while first + 1 < len(self.lines) and is_role(self.lines[first].text):
                if self._starts_row(first + 1) and not (is_usual and self.faint[first + 1]):
                    break
                own.add(first)
                first += 1
        names = {one.name for one in found}
        authors: set[str] = set()
        for one in found if dated_below else ():
            if self.lines[one.below].text in authors and not self._starts_row(one.below + 1):
                self.lines[one.below].role = "answered"  # on a line of its own above the words
            authors.add(self.lines[one.name].text)
        for block in blocks:
            if any(at in names for at in range(block.start, block.end)):
                row = range(block.end, block.end_of_row)
                dots = {at for at in row if self.lines[at].text in DOTS}
                own.update(dots, (at for at in row if self.faint[at] or (dated_below and self.dates[at])))
        own.update(range(self.foot or len(self.lines), len(self.lines)))
        for at in own - names:
            if self.lines[at].role != "answered":
                self.lines[at].hide()
