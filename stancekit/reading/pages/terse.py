"""Recognise comments whose only words look like the page's own: somebody may say just "Like", "12" or "2d".

The page's lines around other comments tell: a line too many, or one where others have none, is what somebody said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from stancekit.reading.pages.dates import is_clock, is_date, split_date
from stancekit.reading.pages.furniture import DOTS, bare_button, is_above_words, is_faint, is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import may_be_name

__all__ = ["Surroundings", "among_words", "mark_terse", "only_words"]

_DATE, _NUMBER = "#date", "#"
_HARDLY = 0.2  # of the comments


@dataclass(slots=True)
class Surroundings:
    """The page's lines around one comment's words; without words, all are above."""

    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    has_words: bool = False
    n_among: int = 0  # how many of the lines below have more words below them


def only_words(comments: Sequence[Surroundings]) -> dict[int, Line]:
    r"""The line that seems to be all somebody said, for the comments without other words that have one.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> above, row, with_more = scan("2d"), scan("Like\nReply"), scan("2d\nLike\nLike\nReply")
    >>> others = [Surroundings(above, row, has_words=True)] * 2
    >>> [line.number for line in only_words([*others, Surroundings(with_more)]).values()]
    [2]
    >>> only_words([*others, Surroundings(above + row)])
    {}
    """
    worded = [one for one in comments if one.has_words]
    if not worded:  # then at least numbers are words
        numbers = [next((line for line in one.above if is_faint(line.text)), None) for one in comments]
        return {place: line for place, line in enumerate(numbers) if line is not None and not comments[place].has_words}
    n_dates = Counter(sum(map(_is_dated, one.above)) for one in worded).most_common(1)[0][0]
    opens = Counter(_kind(one.below[0]) if one.below else "" for one in worded).most_common(1)[0][0]
    times: dict[str, Counter[int]] = {}  # how often a kind of line is below words, in how many comments
    for one in worded:
        for kind, count in Counter(map(_kind, one.below)).items():
            times.setdefault(kind, Counter())[count] += 1
    usual = {
        kind: count if 2 * seen.total() > len(worded) else 0
        for kind, seen in times.items()
        for count, _ in seen.most_common(1)
    }
    heads = Counter(text for one in worded for text in {line.text for line in one.above})
    under = {line.text for one in worded for line in one.below}
    alike = {text for text, seen in heads.items() if 2 * seen > len(worded) > 1} - under
    alike = {text for text in alike if not (is_faint(text) or is_date(text))}
    gaps = [gap for one in worded for at in range(len(one.below)) if (gap := _gap(one.below, at))]
    found = {}
    for place, one in enumerate(comments):
        at = 0 if one.has_words else _below_head(one.above, alike, n_dates=n_dates)
        if one.has_words or at >= len(one.above):
            continue
        kinds = [_kind(line) for line in one.above[at:]]
        is_more = kinds.count(kinds[0]) > usual.get(kinds[0], 0)
        if is_more or (kinds[0] != opens and opens in kinds) or _is_apart(one.above, at, gaps):
            found[place] = one.above[at]
    return found


def among_words(comments: Sequence[Surroundings], *, plain: bool = False) -> Iterator[tuple[int, Line]]:
    r"""The lines that look like the page's own among a comment's words, but are words, too, with the comment's place.

    A date is, if hardly any comment has one there. Where no buttons are below comments, or keys are around them, so is
    what would be a button elsewhere.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> comments = [Surroundings(below=scan("Reply"), has_words=True) for _ in range(3)]
    >>> comments.append(Surroundings(below=scan("3 May 2024\nRead more\nReply"), has_words=True, n_among=2))
    >>> [line.text for _, line in among_words([*comments, comments[0]])]
    ['3 May 2024']
    >>> comments = [Surroundings(has_words=True) for _ in range(3)]
    >>> comments.append(Surroundings(below=scan("Read more"), has_words=True, n_among=1))
    >>> [line.text for _, line in among_words([*comments, comments[0]])]
    ['Read more']
    """
    among = [[line for line in one.below[: one.n_among] if _may_be_words(line)] for one in comments]
    often = Counter(kind for lines in among for kind in set(map(_kind, lines)))
    few = max(1, _HARDLY * len(comments))
    plain = plain or sum(len(one.below) > one.n_among for one in comments[:-1]) < few
    for place, lines in enumerate(among[: None if plain else -1]):  # below the last one's words is the page's foot
        for line in lines:
            if (plain or is_date(line.text)) and often[_kind(line)] <= few:
                yield place, line


def _may_be_words(line: Line) -> bool:
    """Whether words may be on a line that is the page's own by its looks, and not because a layout says so."""
    if is_date(line.text):
        return not is_clock(line.text)
    return line.role is None and any(map(str.isalnum, line.text))


def _gap(lines: Sequence[Line], at: int) -> int:
    """How far below a number the next of the page's lines is, or 0."""
    is_number = at + 1 < len(lines) and _kind(lines[at]) == _NUMBER
    return lines[at + 1].number - lines[at].number if is_number else 0


def _is_apart(lines: Sequence[Line], at: int, gaps: Sequence[int]) -> bool:
    """Whether a number is as far from the line below as no count below words is: "42", a blank line, "Reply"."""
    gap = _gap(lines, at)
    return len(gaps) > 1 and gap > max(gaps)


def _below_head(lines: Sequence[Line], alike: Container[str], *, n_dates: int) -> int:
    """The index of the words: below the dates, if comments have some above, and below what most have above words."""
    dates = [at + 1 for at, line in enumerate(lines) if _is_dated(line)]
    at = 0 if not n_dates else dates[n_dates - 1] if len(dates) >= n_dates else len(lines)
    at = max((below + 1 for below, line in enumerate(lines) if below >= at and line.text in alike), default=at)
    while at < len(lines) and _is_of_head(lines[at], n_dates=n_dates):
        at += 1
    return at


def _is_dated(line: Line) -> bool:
    """Whether a line is a date, or ends in one: "Subscriber · 2d"."""
    return _kind(line) == _DATE or bool(split_date(line.text)[1])


def _is_of_head(line: Line, *, n_dates: int) -> bool:
    if line.role == "own" and line.text[0] == "#":  # a post's number
        return True
    if line.text in DOTS or is_above_words(line.text) or line.role == "answered":
        return True
    return line.role == "own" and not (n_dates or is_faint(line.text) or is_date(line.text))


def _kind(line: Line) -> str:
    if is_date(line.text):
        return _DATE
    if is_faint(line.text) and line.text[-1].isalnum() and not line.text.isalpha():
        return _NUMBER
    return bare_button(line.text)


def mark_terse(lines: Sequence[Line]) -> None:
    r"""Mark names above a date whose only words look like a button, if more paragraphs have other words there.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo\nMay 2\nShame.\n\nIda\nMay 2\nLike\n\nEly\nMay 3\nWho pays?")
    >>> mark_terse(lines)
    >>> [line.text for line in lines if line.role == "author"]
    ['Ida']
    """
    heads = [at for at in range(len(lines) - 2) if _is_head(lines, at)]
    terse = [at for at in heads if is_furniture(lines[at + 2].text) and not is_above_words(lines[at + 2].text)]
    if 2 * len(terse) >= len(heads):
        return
    for at in terse:
        if at + 3 >= len(lines) or _is_head(lines, at + 3):
            lines[at].role = "author"


def _is_head(lines: Sequence[Line], at: int) -> bool:
    """Whether a paragraph begins with a name and a date."""
    line = lines[at]
    return (
        line.after_blank
        and at + 2 < len(lines)
        and is_date(lines[at + 1].text)
        and line.role is None
        and line.marker is None
        and may_be_name(line.text)
        and not (is_furniture(line.text) or lines[at + 2].after_blank)
    )
