"""Recognise names on lines of their own by their common form: headings, bold lines, lines above a verb."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from stancekit.reading.pages.dates import LONGEST_HEAD, is_date
from stancekit.reading.pages.furniture import BETWEEN, DOTS, RULE, is_faint, is_furniture, is_role
from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.masks import masked
from stancekit.reading.pages.names import (
    Signature,
    is_surely_name,
    may_be_name,
    signature,
)

__all__ = [
    "mark_headings",
    "mark_names_above_handles",
    "mark_names_again",
    "mark_names_in_full",
    "mark_ranks",
]

_HASHES = re.compile(r"(?P<level>#{2,6}|={2,6}|\*{2,6})\s+(?P<name>\S.*?)\s*[#=]*")  # AsciiDoc's, Org's, too
_UNDERLINE = re.compile(r"(?P<sign>[-=~^\"'`+*])(?P=sign)+")
_BOLD = re.compile(r"(?:\*\*|__)(?P<name>[^*_].*?)(?:\*\*|__)\s*:?")
_VERB = re.compile(
    r"(?:(?:replied|said|wrote|commented|added|answered|posted|responded)(?:\s+(?P<date>\S[^:]*(?::\d\d[^:]*)*))?"
    r"|reblogged this(?: from (?P<whom>\S+))?(?: and added)?)\s*:",
    re.IGNORECASE,
)
_COMMENTED = re.compile(r"\b(?:comments?|replies|responses|reactions|kommentare)\b", re.IGNORECASE)
_FULL_HANDLE = re.compile(r"@[\w.-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}")  # with the server's name
_HANDLE = re.compile(rf"@[\w.-]{{1,40}}|{_FULL_HANDLE.pattern}")
_FEW, _FEW_PLACES = 2, 3  # comments
_LONGEST_HEADING = 100
_MOST_ROLES = 3  # lines
_DEEPER = 4  # columns of indentation per level of headings


def mark_headings(lines: Sequence[Line]) -> int | None:
    r"""Mark the names above comments, if a page's names are all headings, all bold, or all above a verb.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless there are two of a kind.

    Returns
    -------
    int or None
        The index of the first name.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("# Comments on fares\n### Bo (3 May)\nShame.\n### fed_up\nWhy?")
    >>> mark_headings(lines), [line.said.author for line in lines if line.said]
    (1, ['Bo', 'fed_up'])
    """
    for find in (_headings, _underlined, _bold, _above_verbs):
        found = find(lines)
        if len(found) >= _FEW:
            for at, said in found.items():
                lines[at].sign(said)
            return min(found)
    return None


def _headings(lines: Sequence[Line]) -> dict[int, Signature]:
    """Headings below the one that announces comments; deeper ones are replies."""
    found = _matches(_HASHES, lines)
    names = _announced(lines, {at: match["name"] for at, match in found.items()}) or _dated(lines, found)
    for at in names if len(names) >= _FEW else ():
        lines[at].indent = _DEEPER * len(found[at]["level"])
    return names


def _dated(lines: Sequence[Line], found: dict[int, re.Match[str]]) -> dict[int, Signature]:
    """Headings that have a date below, if all have: of a page that is cut off above them."""
    dates = (lines[at + 1].text.strip("*_") if at + 1 < len(lines) else "" for at in found)
    if not all(map(is_date, dates)):
        return {}
    names = {at: _named(match["name"]) for at, match in found.items()}
    return {at: said for at, said in names.items() if said is not None}


def _underlined(lines: Sequence[Line]) -> dict[int, Signature]:
    """Names with a line of signs below, as long as they are, below a heading that has another one."""
    found = {
        at: line.text
        for at, (line, below) in enumerate(pairwise(lines))
        if not below.after_blank and _UNDERLINE.fullmatch(below.text, 0, _LONGEST_HEADING)
        if len(below.text) >= len(line.text) and not is_heading(line.text)
    }
    names = _announced(lines, found) or _named_again(lines, found)
    for at in names if len(names) >= _FEW else ():
        lines[at + 1].hide()
    return names


def _named_again(lines: Sequence[Line], found: dict[int, str]) -> dict[int, Signature]:
    """Names below a title, all underlined by one sign, if somebody is named twice and most are surely names."""
    signs = Counter(lines[at + 1].text[0] for at in found)
    sign = max(signs, key=signs.__getitem__, default="")
    named = {at: _named(name) for at, name in found.items() if lines[at + 1].text[0] == sign}
    names = {at: said for at, said in named.items() if said is not None}
    times = Counter(said.author for said in names.values())
    is_again = len(names) == len(named) and len(times) > 1 and max(times.values()) > 1
    return names if is_again and 2 * sum(map(is_surely_name, times)) >= len(times) else {}


def _bold(lines: Sequence[Line]) -> dict[int, Signature]:
    """Lines that are entirely bold, the first of them right below a heading, or each right below a rule."""
    found = {at: match["name"] for at, match in _matches(_BOLD, lines).items()}
    names = _announced(lines, found)
    return names if names and is_heading(lines[min(names) - 1].text) else _below_rules(lines, found)


def _below_rules(lines: Sequence[Line], found: dict[int, str]) -> dict[int, Signature]:
    """Names right below rules, if every rule but one at the foot has one, and they are hardly titles of parts."""
    rules = [at for at, line in enumerate(lines[:-1]) if RULE.fullmatch(line.text, 0, _LONGEST_HEADING)]
    named = {at: _named(name) for at, name in found.items()}
    names = {at: said for at, said in named.items() if said is not None}
    if not names or list(names) != [at + 1 for at in rules] or any(map(_announces, lines)):
        return {}
    times = len({said.author for said in names.values()})
    are_people = 1 < times < len(names) or 2 * sum(map(_is_surely_somebody, names.values())) > len(names)
    return names if len(names) >= _FEW_PLACES and are_people else {}


def _matches(pattern: re.Pattern[str], lines: Sequence[Line]) -> dict[int, re.Match[str]]:
    short = {at: line.text for at, line in enumerate(lines) if len(line.text) <= _LONGEST_HEADING}
    return {at: match for at, text in short.items() if (match := pattern.fullmatch(text)) is not None}


def _announced(lines: Sequence[Line], names: dict[int, str]) -> dict[int, Signature]:
    """The names below the first line that announces comments, if all of them may be names."""
    if not names:
        return {}
    is_org = lines[0].text.startswith("#+")
    announced = next((at for at, line in enumerate(lines) if _announces(line)), 0 if is_org else len(lines))
    below = {at: _named(name) for at, name in names.items() if at > announced}
    found = {at: said for at, said in below.items() if said is not None}
    if len(found) < len(below) or not found:
        return {}
    sure = (announced > 0 and is_heading(lines[announced].text)) or 2 * sum(
        map(_is_surely_somebody, found.values())
    ) > len(found)
    sure = sure or (is_org and len({said.author for said in found.values()}) < len(found))
    return found if sure else {}


def _is_surely_somebody(said: Signature) -> bool:
    """Whether a heading is surely a name, not an essay's: it has a date, or is surely one by itself."""
    return bool(said.date) or is_surely_name(said.author)


def _announces(line: Line) -> bool:
    if _COMMENTED.search(line.text[:_LONGEST_HEADING]) is None:
        return False
    return is_heading(line.text) or line.text.startswith(("#", "="))


def _named(name: str) -> Signature | None:
    said = signature(name)
    if said is not None:
        return None if said.rest else replace(said, kind="dated")
    return Signature(name, "dated", "", "") if may_be_name(name) else None


def _above_verbs(lines: Sequence[Line]) -> dict[int, Signature]:
    """Names above a line such as "replied:"."""
    found: dict[int, Signature] = {}
    for at, line in enumerate(lines[:-2]):
        match = _VERB.fullmatch(lines[at + 1].text, 0, LONGEST_HEAD)
        if match is None or not is_date(match["date"] or "today"):
            continue
        if may_be_name(line.text) and not is_role(line.text):
            found[at] = Signature(line.text, "wrote", match["date"] or "", "", match["whom"] or "")
    if len(found) >= _FEW:
        tops = Counter(lines[at - 1].text for at in found if at)
        for at in found:
            lines[at + 1].role = "own"
            if at and 2 * tops[lines[at - 1].text] > len(found) > _FEW:  # the same above most names
                lines[at - 1].hide()
    return found


def mark_names_above_handles(lines: Sequence[Line]) -> None:
    r"""Mark the names above lines of a handle, if each such line has a date on it, below it or above the name.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> for heads in (("Bo\n@bo · 2 days ago", "Ely\n@ely_99 · 1 day ago"), ("2d\nBo\n@bo@a.org", "1d\nEly\n@e@b.org")):
    ...     lines = scan(f"{heads[0]}\nNo.\n{heads[1]}\nWhy?")
    ...     mark_names_above_handles(lines)
    ...     print([line.text for line in lines if line.role == "author"])
    ['Bo', 'Ely']
    ['Bo', 'Ely']
    """
    found = [
        at
        for at, line in enumerate(lines)
        if line.text[0] == "@" and (said := signature(line.text)) is not None and said.date and not said.rest
    ]
    beside = [at for at, line in enumerate(lines) if _FULL_HANDLE.fullmatch(line.text) and _is_beside(lines, at)]
    found = found or (beside if len(beside) >= _FEW else []) or _above_dated_words(lines)
    names = [lines[at - 1] for at in found if at]
    if len(found) < _FEW or len(names) < len(found):
        return
    if all(name.marker is None and may_be_name(name.text) and not is_furniture(name.text) for name in names):
        for at in found:
            lines[at - 1].role, lines[at].role = "author", "own"
            if _FULL_HANDLE.fullmatch(lines[at].text) and at > 1 and is_date(lines[at - 2].text):
                lines[at - 2].role = "own"


def _above_dated_words(lines: Sequence[Line]) -> list[int]:
    """The lines of a handle if words and a date, with counts behind, are below each; the dates become the page's."""
    found = [at for at, line in enumerate(lines) if _HANDLE.fullmatch(line.text) and not _is_beside_date(lines, at)]
    ends = [*(at - 2 for at in found[1:]), len(lines) - 1]
    dates = [
        next((at for at in range(end, above + 1, -1) if is_date(BETWEEN.split(lines[at].text)[0].strip())), None)
        for above, end in zip(found, ends, strict=False)
    ]
    spans = [range(at + 1, date + 1) for at, date in zip(found, dates, strict=True) if date is not None]
    if len(found) < _FEW or len(spans) < len(found):
        return []
    are_heads = all(_is_small(lines[at].text) for span in spans for at in span[:-1])  # words are below the dates
    for span in spans:
        for at in span if are_heads else span[-1:]:
            lines[at].hide()
    return found


def _is_small(text: str) -> bool:
    return is_furniture(text) or is_faint(text) or is_role(text)


def _is_beside_date(lines: Sequence[Line], at: int) -> bool:
    """Whether a date, or a dot before one, is right below a handle."""
    return at + 1 < len(lines) and (lines[at + 1].text in DOTS or is_date(lines[at + 1].text))


def _is_beside(lines: Sequence[Line], at: int) -> bool:
    """Whether a date is below a handle, or above the name above it."""
    return any(is_date(lines[near].text) for near in (at - 2, at + 1) if 0 <= near < len(lines))


def mark_names_again(lines: Sequence[Line]) -> None:
    r"""Mark names repeated above the lines that say who commented when, and roles or dates between the two.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("@bo\nMember\nbo commented on May 2, 2024\nNo.\n@ely\nely commented on May 3, 2024\nWhy?")
    >>> mark_names_again(lines)
    >>> [line.text for line in lines if line.role == "own"]
    ['@bo', 'Member', '@ely']
    """
    found = []
    for at, line in enumerate(lines):
        said = signature(line.text)
        is_dated = at + 1 < len(lines) and is_date(lines[at + 1].text)
        if is_dated and at and lines[at].text.startswith(f"{lines[at - 1].text} ") and may_be_name(lines[at - 1].text):
            found.append(range(at, at + 1))  # the name with a count of posts, or a rank
            continue
        owners = (lines[at - 1].text, lines[at - 1].text.partition(" ")[0]) if is_dated and at else ()
        if line.text.replace("’", "'").startswith(tuple(f"{owner}'s " for owner in owners)):
            lines[at].role = "own"  # the name's newsletter
            continue
        if said is None and is_dated:
            said = Signature(line.text, "dated", lines[at + 1].text, "")
        if said is None or not said.date or said.rest:
            continue
        above = at - 1
        while above > max(at - _MOST_ROLES, 0) and (is_role(lines[above].text) or is_date(lines[above].text)):
            above -= 1
        name = lines[above].text.removeprefix("@") if above >= 0 else ""
        if name and (said.author == name or said.author.startswith(f"{name} ") or name.endswith(f" by {said.author}")):
            found.append(range(above, at))
    if len(found) >= _FEW:
        for own in found:
            for at in own:
                lines[at].role = "own"


def mark_names_in_full(lines: Sequence[Line]) -> None:
    r"""Mark handles that begin blocks, above the name in full and a date, and what is between: the name, a rank.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless two handles have a word of the name below them.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("bo_h\nBo Hale\nMay 2, 2024\nNo.\n\nely\nEly Falk\nRegular\nMay 3, 2024\nWhy?")
    >>> mark_names_in_full(lines)
    >>> [(line.text, line.role) for line in lines if line.role]
    [('bo_h', 'author'), ('Bo Hale', 'own'), ('ely', 'author'), ('Ely Falk', 'own'), ('Regular', 'own')]
    """
    found = []
    for at, line in enumerate(lines):
        if not line.after_blank and at and not is_furniture(lines[at - 1].text):
            continue
        date = next(
            (below for below in range(at + 2, min(at + 2 + _FEW, len(lines))) if is_date(lines[below].text)), at
        )
        between = lines[at + 1 : date]
        if between and not any(one.after_blank or one.role or not may_be_name(one.text) for one in between):
            words = between[0].text.casefold().split()
            handle = line.text.casefold()
            if " " not in handle and line.role is None and any(len(word) > 1 and word in handle for word in words):
                found.append((at, date))
    if len(found) >= _FEW:
        for at, date in found:
            lines[at].role = "author"
            for own in lines[at + 1 : date]:
                own.hide()


def mark_ranks(lines: Sequence[Line]) -> None:
    r"""Mark a line that is alike but for numbers between names and dates in most comments: nobody's name but a rank.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless three dates have it above them, and most lines above it have a first and a last name.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo Hale\nBacker\n2 days ago\nNo.\nIda Falk\nBacker\n1 day ago\nWhy?\nEly Rae\nBacker\n2h\nYes.")
    >>> mark_ranks(lines)
    >>> [line.text for line in lines if line.role == "own"]
    ['Backer', 'Backer', 'Backer']
    """
    dates = [at for at in range(2, len(lines) - 1) if is_date(lines[at].text) and not lines[at - 1].after_blank]
    ranks = {at: masked(lines[at - 1].text[:_LONGEST_HEADING]) for at in dates}
    rank, times = Counter(ranks.values()).most_common(1)[0] if dates else ("", 0)
    names = [lines[at - 2].text for at in dates if ranks[at] == rank]
    surely = sum(" " in name and is_surely_name(name) for name in names)
    if times < _FEW_PLACES or 2 * times <= len(dates) or 2 * surely <= times or len({*names}) < _FEW:
        return
    if any(is_furniture(lines[at + 1].text) for at in dates):  # then the dates are below words
        return
    if may_be_name(rank) and all(map(may_be_name, names)):
        for at in dates:
            if ranks[at] == rank:
                lines[at - 1].hide()
