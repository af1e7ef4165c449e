"""Classify a line by those beside it: a signature, the page's own, or part of a bullet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stancekit.reading.pages.dates import LONGEST_NAME, is_date
from stancekit.reading.pages.furniture import DOTS, is_above_words, is_faint, is_furniture, is_role
from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.names import Signature, answering, is_name, may_be_name, signature
from stancekit.reading.pages.quotes import is_quote

__all__ = [
    "announces_answers",
    "below_date",
    "bullet_signs",
    "is_attached",
    "is_button",
    "is_of_page",
    "is_ornament",
    "is_picture",
    "is_prose",
    "names_bullet",
    "signs",
    "stands_flush",
]

_NEAR = 3  # lines that a page puts between a name and its date, or beside a button
_FAR = 20  # lines at most from a name to its date
_PROSE = 60  # characters: a line this long is no button
_NAME = 40  # characters: a line this short is not wrapped
_INITIALS, _TWO = 3, 2  # at most, and those of a first and a last name
_LONGER = 30  # characters of a picture's text besides the name
_BADGE = re.compile(
    r"author|(?:top|rising|all-star|new) (?:contributor|commenter|member)", re.IGNORECASE
)  # above names
_POINTS = re.compile(r"-?\d[\d,]{0,6} points?")
_FEW_VOTES = 2  # numbers in a row; more are a list


def stands_flush(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it is outside any bullet: not a bullet, not indented under one, not run on from one."""
    flush: list[bool] = []
    bullet: int | None = None  # the least indentation of the bullets above, since prose last stood flush
    for at, line in enumerate(lines):
        if line.marker is not None:
            bullet = line.indent if bullet is None else min(bullet, line.indent)
            flush.append(False)
            continue
        runs_on = at > 0 and not line.after_blank and not flush[-1] and len(lines[at - 1].text) > _NAME
        flush.append(bullet is None or (line.indent <= bullet and not runs_on))
        if flush[-1]:
            bullet = None
    return flush


def is_prose(line: Line) -> bool:
    """Whether a line is long, or a sentence: no bullet, button or heading."""
    if line.marker is not None or is_furniture(line.text) or is_heading(line.text):
        return False
    return len(line.text) > _PROSE or line.text.endswith((".", "!", "?", "…", "”", '"'))


def signs(lines: Sequence[Line], at: int) -> Signature | None:
    """Whose comment an unbulleted line begins, if any: it is a head, or a name with a date below."""
    line = lines[at]
    if line.said is not None:
        return line.said
    if line.marker is not None or line.role in ("own", "quoting") or is_quote(line.text):
        return None
    said = signature(line.text)
    if said is not None:
        return said
    name, whom = answering(line.text)
    if line.role == "author":
        return Signature(name, "dated", "", "", whom)
    if not (is_name(name, strict=False) or (_is_apart(lines, at) and may_be_name(name))):
        return None
    if is_of_page(line.text) or is_faint(line.text) or is_attached(lines, at):
        return None
    below = at + 1
    while below < min(at + _NEAR, len(lines) - 1) and (lines[below].text in DOTS or is_attached(lines, below)):
        below += 1
    is_parted = below > at + 1 and lines[below].after_blank and not lines[at + 1].after_blank
    is_dated = below < len(lines) and is_date(lines[below].text) and not is_parted
    under = lines[below + 1].text if below + 1 < len(lines) else ""
    is_pictured = at > 0 and is_picture(lines[at - 1].text, name)
    if is_dated and is_furniture(under) and not (is_above_words(under) or is_pictured):  # then the date is below words
        is_dated = False
    return Signature(name, "dated", "", "", whom) if is_dated or _is_dated_at_its_end(lines, at) else None


def _is_apart(lines: Sequence[Line], at: int) -> bool:
    """Whether a line begins a block whose second line is a date."""
    above, below = lines[at - 1 : at], lines[at + 1 : at + 2]
    parted = not above or lines[at].after_blank or is_furniture(above[0].text)
    return parted and bool(below) and is_date(below[0].text)


def _is_dated_at_its_end(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a name below one of the page's own, and above words that have a date and a button below."""
    above = at - 1
    while above > max(at - _NEAR, 0) and is_faint(lines[above].text):
        above -= 1
    if not (at and len(lines[at].text) > 1 and is_name(lines[at].text) and is_of_page(lines[above].text)):
        return False
    end = next((other for other in range(at + 1, len(lines)) if is_of_page(lines[other].text)), len(lines))
    return at + 1 < end < len(lines) and is_date(lines[end].text) and _is_above_a_button(lines, end)


def _is_above_a_button(lines: Sequence[Line], at: int) -> bool:
    below = at + 1
    while below < min(at + _NEAR, len(lines)) and is_faint(lines[below].text):
        below += 1
    return below < len(lines) and is_furniture(lines[below].text)


def is_ornament(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the page's own by its neighbours: votes or small words by a button, an initial above a name."""
    line = lines[at]
    if line.marker is not None:
        return False
    if is_faint(line.text):
        above, below = at - 1, at + 1
        while above >= max(at - _NEAR, 0) and is_faint(lines[above].text):
            above -= 1
        while below < min(at + _NEAR, len(lines)) and is_faint(lines[below].text):
            below += 1
        numbers = sum(near.text[-1].isdecimal() for near in lines[above + 1 : below])
        return numbers <= _FEW_VOTES and any(
            0 <= near < len(lines) and is_furniture(lines[near].content) for near in (above, below)
        )
    is_initial = len(line.text) == 1 or (len(line.text) == _TWO and line.text.isupper())
    is_above = is_initial and at + 1 < len(lines) and is_picture(line.text, lines[at + 1].text)
    return is_above and signs(lines, at + 1) is not None


def is_attached(lines: Sequence[Line], at: int) -> bool:
    """Whether a line between a name and a date belongs to the name: a handle, a role, or whom it answers."""
    if lines[at].role in ("answered", "own"):
        return True
    if not 0 < at < len(lines) - 1:
        return False
    text, below = lines[at].text, lines[at + 1].text
    is_one = (text.startswith("@") and " " not in text) or is_role(text) or _POINTS.fullmatch(text) is not None
    return (
        is_one
        and (below in DOTS or is_date(below))
        and is_name(lines[at - 1].text, strict=False)
        and not is_of_page(lines[at - 1].text)
    )


def below_date(lines: Sequence[Line], start: int) -> int | None:
    """The index below a comment's date, or None if its head has none."""
    at = start + 1
    said = signs(lines, start)
    if said is not None and said.date and not said.rest:
        return at
    while at < min(start + _FAR, len(lines) - 1) and (lines[at].text in DOTS or is_attached(lines, at)):
        if (handle := signature(lines[at].text)) is not None and handle.date:
            return at + 1
        at += 1
    return at + 1 if at < len(lines) and is_date(lines[at].text) else None


def names_bullet(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a name above one bullet. Above a bulleted name, a line is the end of a comment."""
    line, bullet = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if line.marker is not None or bullet is None or not bullet.content or bullet.marker is None:
        return False
    said = signature(line.text)
    names = is_name(line.text) if said is None else not said.rest
    alone = at + 2 >= len(lines) or lines[at + 2].marker is None
    return names and alone and not is_name(bullet.content) and not is_of_page(line.text)


def bullet_signs(line: Line) -> bool:
    """Whether a bullet holds a name and nothing else."""
    said = signature(line.content)
    return is_name(line.content) if said is None else not said.rest


def is_of_page(text: str) -> bool:
    """Whether a line is the page's own: a button, a date or a heading."""
    return is_furniture(text) or is_date(text) or is_heading(text)


def is_button(text: str) -> bool:
    """Whether a line of the page's own is a button with a word on it."""
    return is_furniture(text) and any(map(str.isalpha, text)) and text.casefold() != "edited"


def announces_answers(lines: Sequence[Line], at: int) -> bool:
    """Whether a heading such as "Replies" is below a comment's buttons: it announces the answers to that one alone."""
    return at > 0 and lines[at].text.casefold() in ("replies", "reply") and is_button(lines[at - 1].text)


def is_picture(text: str, name: str) -> bool:
    """Whether a line above a name belongs to a picture or a badge."""
    if _BADGE.fullmatch(text, 0, LONGEST_NAME):
        return is_name(name)
    if len(text) > LONGEST_NAME + _LONGER or len(name) > LONGEST_NAME:
        return False
    if len(name) > 1 and name in text:
        return len(text) <= len(name) + _LONGER
    if len(text) > _INITIALS:
        return False
    words = [word for word in re.split(r"[\W_]+", name) if word]
    initials = "".join(word[0] for word in words).casefold()
    ends = (words[0][0] + words[-1][0]).casefold() if words else ""
    return text.casefold() in (initials, initials[:2], ends, name[: len(text)].casefold())
