"""Find the page's own lines where comments begin: between a date and the words, or above a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence

from stancekit.reading.pages.furniture import is_faint, is_furniture, is_role
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import is_place, is_surely_place
from stancekit.reading.pages.neighbours import below_date, is_of_page, signs

__all__ = ["at_beginnings", "mark_previews"]

_SCORE = re.compile(r"\+\d{1,5}")  # alone it may be all that somebody says
_OPTION = re.compile(r"[^\W\d][\w ]{1,19}: \S.{0,29}")  # "Colour: Red", above "Verified Purchase"
_BRACKETED = re.compile(r"\(\w{3,12}\)")  # what an office makes of it: "(Objects)"
_MOST_OPTIONS = 3
_OFTEN = 3  # times: lines that are less often alike may be anybody's words
_MOST = 0.7  # of the comments
_LONGEST = 80  # characters
_SEVERAL = 2  # spaces between words
_FAR = 500  # lines of the same person: a preview is of what was said lately


def at_beginnings(lines: Sequence[Line], starts: Sequence[bool]) -> set[int]:
    r"""The lines between a comment's date and its words that are nobody's words: votes, roles, what all have there.

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
    >>> sorted(at_beginnings(lines, [line.text in ("Bo", "Ely") for line in lines]))
    [2, 6, 10, 11]
    """
    begun = [at for at, begins in enumerate(starts) if begins]
    found: set[int] = set()
    below: list[int] = []
    for start in begun:
        if (at := below_date(lines, start)) is not None:
            at += _add_role(lines, starts, at, found)
            if _has_words(lines, starts, at):
                below.append(at)
    votes = [at for at in below if is_faint(lines[at].text) or _SCORE.fullmatch(lines[at].text)]
    least = max(_OFTEN, len(begun) // 2 + 1)
    alike, near = _alike(lines, below, least), below
    further = alike
    while near := [at + 1 for at in further if _has_words(lines, starts, at + 1)]:
        alike = alike + (further := _alike(lines, near, least))
        if not further:
            break
    surely = {text for text, often in Counter(lines[at].text for at in alike).items() if often >= least}
    # Words may be a number.
    alike += [at for at in below if lines[at].text in surely and is_faint(lines[at + 1].text)]
    places = [at for at in below if is_place(lines[at].text)]
    n_sure = sum(is_surely_place(lines[at].text) for at in places)
    if len(places) >= max(_OFTEN, _MOST * len(begun)) and _OFTEN * n_sure >= len(places):
        found.update(places)
    found.update(alike, votes if 2 * len(votes) > max(len(begun), 4) else ())
    small = (at + 1 for at in below if at in found and lines[at + 1].text.isalpha() and is_faint(lines[at + 1].text))
    found.update(at for at in small if _has_words(lines, starts, at))
    for at in below:
        _add_role(lines, starts, at + (at in found), found)
    return found


def _add_role(lines: Sequence[Line], starts: Sequence[bool], at: int, found: set[int]) -> int:
    """Add a line that is somebody's role above words, and what is told of a product above it; how many these are."""
    end = at
    while end < min(at + _MOST_OPTIONS, len(lines)) and not starts[end] and _OPTION.fullmatch(lines[end].text):
        end += 1
    is_one = end < len(lines) and is_role(lines[end].text) and _are_words_below(lines, starts, end)
    added = range(at, end + is_one) if is_one else range(0)
    found.update(added)
    return len(added)


def _alike(lines: Sequence[Line], places: Sequence[int], least: int) -> list[int]:
    """The places of lines above words that have at least so many others like them, or like them are in brackets."""
    kinds = ["()" if _BRACKETED.fullmatch(lines[at].text) else lines[at].text for at in places]
    times = Counter(kinds)
    return [at for at, kind in zip(places, kinds, strict=True) if times[kind] >= least and _is_above_words(lines, at)]


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


def mark_previews(lines: Sequence[Line], starts: Sequence[bool]) -> None:
    r"""Mark whom a message answers and the beginning of what they said: above its head after an "@", or below it.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo (10:42):\nIt leaks again.\nIda (10:43):\nWhy?\n@Bo\nIt leaks\nEly (10:44):\nOld pipes.")
    >>> mark_previews(lines, [line.text.endswith("):") for line in lines])
    >>> [line.text for line in lines if line.role == "answered"]
    ['@Bo']
    >>> lines = scan("Bo (10:42):\nIt leaks again.\nIda (10:43):\nBo\nIt leaks…\nWhy?")
    >>> mark_previews(lines, [line.text.endswith("):") for line in lines])
    >>> [(line.text, line.role) for line in lines if line.role]
    [('Bo', 'answered'), ('It leaks…', 'own')]
    """
    said: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_FAR))
    author, first = "", 0
    for at, begins in enumerate(starts):
        if begins:
            whom = lines[at - 2].text if at > 2 and not (starts[at - 1] or starts[at - 2]) else ""
            if whom[:1] == "@" and _was_said(lines[at - 1].text, said[whom[1:]]):
                lines[at - 2].role, lines[at - 1].role = "answered", "own"
            head = signs(lines, at)
            author, first = head.author if head is not None else "", at + 1
            if head is not None and head.rest:
                said[author].append(head.rest)
        else:
            whom = lines[first].text.rstrip(":") if at - 1 == first and _answers(lines, starts, at) else ""
            if whom and _was_said(lines[at].text, said[whom]):
                lines[first].text, lines[first].role, lines[at].role = whom, "answered", "own"
            is_own = lines[at].role == "own" or is_of_page(lines[at].text)
            first += at == first and is_own
            if not is_own:
                said[author].append(lines[at].text)


def _answers(lines: Sequence[Line], starts: Sequence[bool], at: int) -> bool:
    """Whether a line is of several words and above somebody's words, as a preview is."""
    return " " in lines[at].text and at + 1 < len(lines) and not starts[at + 1] and lines[at + 1].role != "own"


def _was_said(preview: str, said: Iterable[str]) -> bool:
    """Whether something that was said begins like a preview, or has several words of it."""
    words = preview.strip("….")
    are_several = words.count(" ") >= _SEVERAL
    return words != "" and any(text.startswith(words) or (are_several and words in text) for text in said)
