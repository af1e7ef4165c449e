"""Find the page's own lines where comments end, below the words: counts, reactions and what is alike in most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stancekit.reading.pages.dates import is_date
from stancekit.reading.pages.furniture import SIGN, bare_button, is_faint, is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.neighbours import below_date, is_attached, is_of_page

__all__ = ["at_ends"]

_OFTEN = 3  # times: lines that are less often alike may be anybody's words
_LONGEST, _BUTTON = 60, 30  # characters
_FEW = 2  # comments; and lines of one that has words
_VOTES = re.compile(r"[-−+]?\d+(?: [a-z]+(?:-[a-z]+)?)?")  # "-2 off-topic"
_MOST_COUNTS = 6  # in a row: replies, boosts, likes, views


def at_ends(lines: Sequence[Line], starts: Sequence[bool], known: Iterable[int]) -> set[int]:
    r"""The lines at the ends of comments that are nobody's words.

    Parameters
    ----------
    lines : sequence of Line
        The lines from the first comment on.
    starts : sequence of bool
        For each line, whether a comment begins there.
    known : iterable of int
        Other lines that are nobody's words, where comments begin.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo\nMay 2\nNo.\n4 cheers\n12\nEly\nMay 3\nWhy?\n3 cheers\n7\nBo\nMay 4\nAgain.\n2 cheers\n9")
    >>> sorted(at_ends(lines, [line.text in ("Bo", "Ely") for line in lines], ()))
    [3, 4, 8, 9, 13, 14]
    """
    begun = [at for at, begins in enumerate(starts) if begins]
    found = _counts_at_ends(lines, begun) | _counts_above_heads(lines, begun)
    found |= _alike_at_ends(lines, begun, found.union(known))
    for start, end in pairwise([*begun, len(lines)]):
        found.update(_reactions(lines, start, end))
    return found


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
        above = lines[below_date(lines, start) or start + 1 : top]
        runs.append(_Run(top, end, has_words=any(line.role is None and not is_of_page(line.text) for line in above)))
    usual = _most_counts(lines, runs)
    lengths = Counter(run.length for run in runs)
    most = max((length for length, times in lengths.items() if times > 1), default=0)
    known = any(lines[run.end - 1].role == "own" for run in runs if run.length)  # then one that is not is more
    is_last = bool(usual) and not runs[-1].length and all(run.length for run in runs[:-1])
    found = set(range(_above_links(lines, begun[-1]), len(lines))) if is_last else set[int]()
    for run in runs if usual else ():
        length = min(run.length, most) if run.has_words else min(run.length - (known or run.length > usual), most)
        found.update(at for at in range(run.end - length, run.end) if lines[at].role != "own")
    return found


def _above_links(lines: Sequence[Line], start: int) -> int:
    """The first number below a comment's words with nothing but several short lines below it, as at a page's foot."""
    top = len(lines)
    while top > start and len(lines[top - 1].text) <= _BUTTON and lines[top - 1].text[-1].isalnum():
        top -= 1
    counts = range(max(top, (below_date(lines, start) or start) + 1), len(lines) - _OFTEN)
    are_links = any(is_furniture(line.text) for line in lines[top:])
    return next((at for at in counts if lines[at].text.isdecimal() and are_links), len(lines))


def _counts_above_heads(lines: Sequence[Line], begun: Sequence[int]) -> set[int]:
    """The counts that a blank line parts from the words above, and none from the next head, if there are several."""
    counts = [head - 1 for start, head in pairwise(begun) if head - start > _FEW and _is_glued(lines, head)]
    return set(counts) if sum(lines[at].text.isdecimal() for at in counts) >= _FEW else set()


def _is_glued(lines: Sequence[Line], head: int) -> bool:
    count, above = lines[head - 1], lines[head - 2]
    is_count = _VOTES.fullmatch(count.text, 0, _BUTTON) is not None and not is_date(count.text)
    is_below_words = above.role is None and not is_of_page(above.text)
    return is_count and count.after_blank and is_below_words


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


def _alike_at_ends(lines: Sequence[Line], begun: Sequence[int], known: Container[int]) -> set[int]:
    """The lines at the ends of comments that are the same in most but for a number, with words above them."""
    found: set[int] = set()
    least = max(_OFTEN, len(begun) // 2 + 1)

    def is_own(at: int) -> bool:
        text = lines[at].text
        is_known = at in known or at in found or lines[at].role == "own"
        return is_known or is_of_page(text) or is_faint(text) or is_attached(lines, at)

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
            break
        found.update(lasts[text])
    return found


def _reactions(lines: Sequence[Line], start: int, end: int) -> Iterator[int]:
    """Signs such as 👍 below a comment's words, each apart and above a count, or above its own button."""
    first = below_date(lines, start)
    for at in range((start if first is None else first) + 1, end - 1):
        if not SIGN.fullmatch(lines[at].text):
            continue
        below = lines[at + 1].text
        if below.isdecimal() and (lines[at].after_blank or at + _FEW == end):
            yield from (at, at + 1)
        elif is_furniture(below) and lines[at].text in below:
            yield at
