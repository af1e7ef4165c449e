"""Find the page's own lines at the edges of comments: between a date and the words, or above a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stancekit.reading.pages.dates import is_date
from stancekit.reading.pages.furniture import DOTS, SIGN, bare_button, is_faint, is_furniture, is_role
from stancekit.reading.pages.lines import Line, is_count_of_replies
from stancekit.reading.pages.names import signature
from stancekit.reading.pages.neighbours import is_attached, is_of_page, signs

__all__ = ["at_edges", "mark_beside", "mark_previews"]

_HELPFUL = re.compile(r".{0,60}\bhelpful\?", re.IGNORECASE)
_DRAWER, _END_OF_DRAWER, _DEEP = re.compile(r":[A-Z]{1,20}:"), ":END:", 20  # Org's; lines
_BRACED = re.compile(r"\{\w{1,20}\}")  # "{Reactions}"

_OFTEN = 3  # times: lines that are less often alike may be anybody's words
_LONGEST, _BUTTON = 60, 30  # characters
_FAR = 500  # lines of the same person: a preview is of what was said lately
_MOST_COUNTS = 6  # in a row: replies, boosts, likes, views


def at_edges(lines: Sequence[Line], starts: Sequence[bool]) -> set[int]:
    r"""The lines at the edges of comments that are nobody's words, with words below those that are below a date.

    Parameters
    ----------
    lines : sequence of Line
        The lines from the first comment on.
    starts : sequence of bool
        For each line, whether a comment begins there.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo\nMay 2\nto all\nNo.\nEly\nMay 3\nto all\nWhy?\nBo\nMay 4\nto all\nMember\nAgain.")
    >>> sorted(at_edges(lines, [line.text in ("Bo", "Ely") for line in lines]))
    [2, 6, 10, 11]
    """
    begun = [at for at, begins in enumerate(starts) if begins]
    found: set[int] = set()
    below: list[int] = []
    for start in begun:
        if (at := _below_date(lines, start)) is not None:
            at += _add_role(lines, starts, at, found)
            if _has_words(lines, starts, at):
                below.append(at)
    votes = [at for at in below if is_faint(lines[at].text)]
    times = Counter(lines[at].text for at in below)
    least = max(_OFTEN, len(begun) // 2 + 1)
    alike = [at for at in below if times[lines[at].text] >= least and _is_above_words(lines, at)]
    surely = {text for text, often in Counter(lines[at].text for at in alike).items() if often >= least}
    # Words may be a number.
    alike += [at for at in below if lines[at].text in surely and is_faint(lines[at + 1].text)]
    found.update(alike, votes if 2 * len(votes) > max(len(begun), 4) else ())
    small = (at + 1 for at in below if at in found and lines[at + 1].text.isalpha() and is_faint(lines[at + 1].text))
    found.update(at for at in small if _has_words(lines, starts, at))
    for at in below:
        _add_role(lines, starts, at + (at in found), found)
    found.update(_counts_at_ends(lines, begun))
    _add_alike_at_ends(lines, begun, found)
    for start, end in pairwise([*begun, len(lines)]):
        found.update(_reactions(lines, start, end))
    return found


def _reactions(lines: Sequence[Line], start: int, end: int) -> Iterator[int]:
    """Signs such as 👍 below a comment's words, each apart and above a count, or above its own button."""
    first = _below_date(lines, start)
    for at in range((start if first is None else first) + 1, end - 1):
        if not SIGN.fullmatch(lines[at].text):
            continue
        below = lines[at + 1].text
        if lines[at].after_blank and below.isdecimal():
            yield from (at, at + 1)
        elif is_furniture(below) and lines[at].text in below:
            yield at


def _counts_at_ends(lines: Sequence[Line], begun: Sequence[int]) -> set[int]:
    """The numbers and small words above the next name, as many as most comments have and no more than several have.

    Of a comment that seems to have no other words, the first is left, unless it has as few as others.
    """
    runs = []
    for start, end in pairwise([*begun, len(lines)]):
        while end > start + 1 and lines[end - 1].role == "own" and not _may_count(lines[end - 1].text):
            end -= 1
        top = end
        while top > start + 1 and _may_count(lines[top - 1].text):
            top -= 1
        above = lines[_below_date(lines, start) or start + 1 : top]
        runs.append(_Run(top, end, has_words=any(line.role is None and not is_of_page(line.text) for line in above)))
    usual = _most_counts(lines, runs)
    lengths = Counter(run.length for run in runs)
    most = max((length for length, times in lengths.items() if times > 1), default=0)
    known = any(lines[run.end - 1].role == "own" for run in runs if run.length)  # then one that is not is more
    found: set[int] = set()
    for run in runs if usual else ():
        length = min(run.length, most) if run.has_words else min(run.length - (known or run.length > usual), most)
        found.update(at for at in range(run.end - length, run.end) if lines[at].role != "own")
    return found


@dataclass(frozen=True, slots=True)
class _Run:
    """The numbers and small words at the end of a comment, from `top` to the line before `end`."""

    top: int
    end: int
    has_words: bool  # whether words are above them

    @property
    def length(self) -> int:
        return self.end - self.top


def _may_count(text: str) -> bool:
    """Whether a line may be a count: a number or a small word, but not 58m, an age."""
    return is_faint(text) and not is_date(text)


def _most_counts(lines: Sequence[Line], runs: Sequence[_Run]) -> int:
    """How many counts most comments have at their ends: a single one is below a blank line, or a number below words."""
    found = 0
    for n in range(1, _MOST_COUNTS + 1):
        having = [run for run in runs if run.length >= n and (n > 1 or _is_count(lines, run))]
        if len(having) >= max(_OFTEN, 2 * len(runs) // 3):
            found = n
    return found


def _is_count(lines: Sequence[Line], run: _Run) -> bool:
    last = lines[run.end - 1]
    return last.after_blank or (run.has_words and last.text.isdecimal())


def _add_alike_at_ends(lines: Sequence[Line], begun: Sequence[int], found: set[int]) -> None:
    """Add the lines at the ends of comments that are the same in most but for a number, with words above them."""
    least = max(_OFTEN, len(begun) // 2 + 1)

    def is_own(at: int) -> bool:
        text = lines[at].text
        return at in found or lines[at].role == "own" or is_of_page(text) or is_faint(text) or is_attached(lines, at)

    for _ in range(_MOST_COUNTS):
        lasts: dict[str, list[int]] = {}
        times: Counter[str] = Counter()
        for start, end in pairwise([*begun, len(lines)]):
            last = end - 1
            while last > start and is_own(last):
                last -= 1
            full = lines[last].text
            text = bare_button(full)
            is_counted = any(map(str.isdecimal, full))
            is_button = is_counted or (full[-1:].isalnum() and len(full) <= _BUTTON)
            if last > start + 1 and text and len(text) <= _LONGEST and is_button:
                lasts.setdefault(text, []).append(last)
                times[text] += any(not is_own(at) for at in range(start + 1, last))
        text, often = times.most_common(1)[0] if times else ("", 0)
        if often < least:
            return
        found.update(lasts[text])


def _add_role(lines: Sequence[Line], starts: Sequence[bool], at: int, found: set[int]) -> bool:
    """Add a line that is somebody's role above words."""
    is_one = at < len(lines) and is_role(lines[at].text) and _are_words_below(lines, starts, at)
    found.update([at] if is_one else ())
    return is_one


def _below_date(lines: Sequence[Line], start: int) -> int | None:
    """The index below a comment's date, or None if its head has none."""
    at = start + 1
    said = signs(lines, start)
    if said is not None and said.date and not said.rest:
        return at
    while at < len(lines) - 1 and is_attached(lines, at):
        if (handle := signature(lines[at].text)) is not None and handle.date:
            return at + 1
        at += 1
    return at + 1 if at < len(lines) and is_date(lines[at].text) else None


def _has_words(lines: Sequence[Line], starts: Sequence[bool], at: int) -> bool:
    """Whether a line is none of a comment's beginning, and words may be below it."""
    if at + 1 >= len(lines) or starts[at] or starts[at + 1]:
        return False
    return not is_of_page(lines[at + 1].text) or is_role(lines[at + 1].text)


def _are_words_below(lines: Sequence[Line], starts: Sequence[bool], at: int) -> bool:
    """Whether words are below a line, or below buttons below it."""
    if starts[at]:
        return False
    below = at + 1
    while below < len(lines) and not starts[below] and (is_furniture(lines[below].text) or lines[below].role == "own"):
        below += 1
    return below < len(lines) and not starts[below]


def _is_above_words(lines: Sequence[Line], at: int) -> bool:
    """Whether a short line is above one that may be words."""
    line = lines[at]
    return line.marker is None and len(line.text) <= _LONGEST and lines[at + 1].role != "own"


def mark_beside(lines: Sequence[Line]) -> None:
    r"""Mark what only a line beside it shows to be the page's own.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Go to lido\nr/lido\nNo.\nWas this helpful?\nYes\nNo\n@bo\n·\n3 replies\n{Reactions}\n👍 (2)")
    >>> mark_beside(lines)
    >>> [line.text for line in lines if line.role != "own"]
    ['r/lido', 'No.', 'Was this helpful?', '3 replies']
    """
    for at, line in enumerate(lines[:-1]):
        below = lines[at + 1]
        if line.text == f"Go to {below.text[2:]}" and below.text.startswith("r/"):
            line.role = "own"
        elif below.text == "Yes" and _HELPFUL.fullmatch(line.text):
            below.role = "own"
            if at + 2 < len(lines) and lines[at + 2].text == "No":
                lines[at + 2].role = "own"
        elif line.text[0] == "@" and below.text in DOTS and at + 2 < len(lines):
            if is_count_of_replies(lines[at + 2].text):  # the channel has answered, too
                line.role = below.role = "own"
        elif _DRAWER.fullmatch(line.text):
            texts = [inner.text for inner in lines[at : at + _DEEP]]
            for inner in lines[at : at + texts.index(_END_OF_DRAWER) + 1] if _END_OF_DRAWER in texts else ():
                inner.role = "own"
        elif is_role(line.text) and is_furniture(below.text) and at + 2 < len(lines) and is_date(lines[at + 2].text):
            line.role = below.role = "own"  # a button beside the role
        elif _BRACED.fullmatch(line.text) and not below.after_blank:
            line.role = below.role = "own"


def mark_previews(lines: Sequence[Line], starts: Sequence[bool]) -> None:
    r"""Mark a name after an "@", and the beginning of what that person said before, above the message that answers it.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo (10:42):\nIt leaks again.\nIda (10:43):\nWhy?\n@Bo\nIt leaks\nEly (10:44):\nOld pipes.")
    >>> mark_previews(lines, [line.text.endswith("):") for line in lines])
    >>> [line.text for line in lines if line.role == "answered"]
    ['@Bo']
    """
    said: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_FAR))
    author = ""
    for at, begins in enumerate(starts):
        if begins:
            whom = lines[at - 2].text if at > 2 and not (starts[at - 1] or starts[at - 2]) else ""
            preview = lines[at - 1].text.rstrip("….") if whom[:1] == "@" else ""
            if preview and any(text.startswith(preview) for text in said[whom[1:]]):
                lines[at - 2].role, lines[at - 1].role = "answered", "own"
            head = signs(lines, at)
            author = head.author if head is not None else ""
            if head is not None and head.rest:
                said[author].append(head.rest)
        else:
            said[author].append(lines[at].text)
