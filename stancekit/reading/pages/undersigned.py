"""Recognise names right below words: "posted by Bianca at 9:17", or who answered a question and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stancekit.reading.pages.dates import LONGEST_HEAD, is_date, split_date
from stancekit.reading.pages.furniture import is_faint, is_furniture
from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.names import Signature, is_name

__all__ = ["mark_answers", "mark_undersigned"]

_DONE = re.compile(r"(?P<verb>asked|answered|edited)\s+(?P<date>\S.*)", re.IGNORECASE)
_COMMENTED = re.compile(r"(?:^|\s+)commented\s*", re.IGNORECASE)
_ANSWERS = re.compile(r"\d[\d,.]* answers?", re.IGNORECASE)
_BADGES = re.compile(r"\bbadges?$", re.IGNORECASE)
_AVATAR = "{}'s user avatar"
_DEEPER = 4  # columns of indentation of a remark on an answer


def mark_undersigned(lines: Sequence[Line], names: Mapping[int, str], known: Sequence[bool]) -> int | None:
    r"""Mark the words above names; above the first name is the article, unless a heading is between the two.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless each name has words right above and a blank line below, and most comments have one
        paragraph: with a title above each name, there would be one more.
    names : mapping of int to str
        The name on each line that has one and nothing else of a comment, in their order; there are three or more.
    known : sequence of bool
        For each line, whether it is known to be the page's own.

    Returns
    -------
    int or None
        The index of the first words.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> said = {"Bo": "No.", "Ely": "Why?", "Ida": "It leaks."}
    >>> lines = scan("Comments\n" + "\n\n".join(f"{words}\nposted by {name}" for name, words in said.items()))
    >>> mark_undersigned(lines, {2: "Bo", 4: "Ely", 6: "Ida"}, [True] + 6 * [False])
    1
    >>> [(line.said.author, line.said.rest) for line in lines if line.said]
    [('Bo', 'No.'), ('Ely', 'Why?'), ('Ida', 'It leaks.')]
    """
    ends = list(names)
    alone = sum(not any(line.after_blank for line in lines[end + 2 : below]) for end, below in pairwise(ends))
    if 2 * alone <= len(ends) or not all(_is_below_words(lines, at, name, known) for at, name in names.items()):
        return None
    headings = [at for at in range(ends[0]) if is_heading(lines[at].text)]
    starts = [headings[-1] + 1 if headings else ends[0], *(end + 1 for end in ends[:-1])]
    for start, (end, name) in zip(starts, names.items(), strict=True):
        beside = " ".join(lines[end].text.replace(name, " ", 1).split())
        if start < end:
            lines[start].sign(Signature(name, "label", beside, lines[start].text))
        lines[end].role = "own"
    for line in lines[ends[-1] + 1 :]:
        line.hide()
    return next(start for start, end in zip(starts, ends, strict=True) if start < end)


def _is_below_words(lines: Sequence[Line], at: int, name: str, known: Sequence[bool]) -> bool:
    """Whether a name has words right above, and a blank line or nothing below."""
    if at == 0 or lines[at].after_blank:
        return False
    is_named_above = known[at - 1] or lines[at - 1].text in name
    return not is_named_above and (at + 1 == len(lines) or lines[at + 1].after_blank)


@dataclass(frozen=True, slots=True)
class _Card:
    """Who did what and when, from `start` to the line before `end`, below the words."""

    start: int
    end: int
    name: str
    verb: str


def mark_answers(lines: Sequence[Line]) -> int | None:
    r"""Mark answers with "answered", a date and a name below them, and the remarks on them or on the question.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless there is such an answer, with a picture's text above the name.

    Returns
    -------
    int or None
        The index of the first words.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> page = "Wet?\n\n1 Answer\n7\nVery.\n\nanswered May 3, 2024\nBo's user avatar\nBo\n12\nNo! –\nEly\nMay 4, 2024"
    >>> lines = scan(page)
    >>> mark_answers(lines), [(line.said.author, line.said.rest, line.indent) for line in lines if line.said]
    (3, [('Bo', 'Very.', 0), ('Ely', 'No!', 4)])
    """
    cards = [card for at in range(len(lines)) if (card := _card(lines, at)) is not None]
    if not any(card.verb == "answered" for card in cards):
        return None
    start, first = 0, None
    for card, below in zip(cards, [*(card.start for card in cards[1:]), len(lines)], strict=True):
        counts = [at for at in range(start, card.start) if _ANSWERS.fullmatch(lines[at].text)]
        start = max(counts, default=start)
        if card.verb == "answered" and (at := _words_from(lines, start, card.start)) is not None:
            _sign(lines, at, card.name)
            first = at if first is None else first
        for line in lines[card.start : card.end]:
            line.hide()
        start = card.end
        for end, name in _remarks(lines, card.end, below):
            if (at := _words_from(lines, start, end)) is not None:
                _sign(lines, at, name)
                lines[at].indent += _DEEPER
                first = at if first is None else first
            start = end
    for line in lines[start:]:
        line.hide()
    return first


def _card(lines: Sequence[Line], at: int) -> _Card | None:
    """Who did what and when, if a line begins to tell; who edited may be left out."""
    match = _DONE.fullmatch(lines[at].text, 0, LONGEST_HEAD)
    if match is None or not is_date(match["date"]):
        return None
    name = lines[at + 2].text if at + 2 < len(lines) else ""
    verb = match["verb"].casefold()
    if not name or lines[at + 1].text.replace("’", "'") != _AVATAR.format(name):
        return _Card(at, at + 1, "", verb) if verb == "edited" else None
    end = at + 3
    while end < len(lines) and (_BADGES.search(lines[end].text[:LONGEST_HEAD]) or is_faint(lines[end].text)):
        end += 1
    return _Card(at, end, name, verb)


def _remarks(lines: Sequence[Line], start: int, end: int) -> Iterator[tuple[int, str]]:
    """The line below each remark, whose name and date are no longer on or below its last line, and its author."""
    for at in range(start, end):
        words, dash, signed = f"{lines[at].text} ".rpartition("– ")
        named = at + (not signed and at + 1 < end)  # the name may have a line of its own
        signed = signed or lines[named].text
        if not dash or len(signed) > LONGEST_HEAD:
            continue
        name, date = split_date(_COMMENTED.sub(" ", signed).strip())
        below = named if date or named + 1 == end else named + 1
        if is_name(name, strict=False) and (date or is_date(_COMMENTED.sub("", lines[below].text[:LONGEST_HEAD]))):
            for line in lines[at + bool(words) : below + 1]:
                line.hide()
            if words:
                lines[at].text = lines[at].content = words.rstrip()
            yield below + 1, name


def _words_from(lines: Sequence[Line], start: int, end: int) -> int | None:
    """The first words between two places, below counts, buttons and headings, which become the page's own."""
    for at in range(start, end):
        text = lines[at].text
        if lines[at].role == "own":
            continue
        if not (is_furniture(text) or is_faint(text) or is_heading(text) or _ANSWERS.fullmatch(text)):
            return at
        lines[at].hide()
    return None


def _sign(lines: Sequence[Line], at: int, name: str) -> None:
    lines[at].sign(Signature(name, "label", "", lines[at].text))
