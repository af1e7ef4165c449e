"""Recognise comments that are counted: ``[a] Bianca``, ``1.2 Bianca: No.``, ``3 | Bianca | No.`` or ``4) No.``.

A count from the first to the last is no chance; yet parts of an essay and terms of a contract are counted, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stancekit.reading.pages.dates import LONGEST_HEAD, is_date
from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.names import Signature, is_name, may_be_name, signature
from stancekit.reading.pages.neighbours import is_of_page
from stancekit.reading.pages.records import is_key

__all__ = ["mark_counted", "mark_counted_behind", "mark_numbered"]

_SHAPES = (
    re.compile(r"\[(?P<count>[a-z]{1,2})\]\s*(?=\S)"),
    re.compile(r"\(?(?P<count>[a-z]{1,2})\)\s+(?=\S)"),
    re.compile(r"[\[(](?P<count>\d{1,4})[\])]\s+(?=\S)"),
    re.compile(r"#(?P<count>\d{1,4})\b[.:)]?\s+(?=\S)"),
    re.compile(r"(?P<count>\d{1,3}(?:\.\d{1,3}){0,9})\.?\s+(?=\S)"),
)
_LETTERED, _BARE = _SHAPES[0], _SHAPES[-1]  # as only notes in the margin are; as "1 star" is, too
_CELLS = re.compile(r"\s+[|·•]\s+|\t+")
_ANSWER = re.compile(r"(?:in )?(?:reply|replies|answers?|response) to #?(?P<whom>\S.{0,40})", re.IGNORECASE)
_COUNT_BEHIND = re.compile(r"(?P<head>\S.*\S)\s+#?(?P<count>\d{1,5})")
_BESIDE = re.compile(r"(?<=\S)\s+\([^()]+\)$")  # the name in full, or a handle
_DONE = re.compile(r"\s(?:closed|opened|archived|listed|unlisted|pinned|unpinned|split this topic)$", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<count>\d{1,4})[.)]\s+(?=\S)")
_FEW = 3  # comments
_DEEPER = 4  # columns of indentation per step of "1.2.1"


@dataclass(frozen=True, slots=True)
class _Head:
    """A line that begins with the next count, and whose words follow on it or below."""

    count: tuple[int, ...]
    said: Signature


def mark_counted(lines: Sequence[Line]) -> int | None:
    r"""Mark the comments that begin with a count and a name.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless the count begins at 1 or a and leaves nothing out, each has a name, and somebody speaks
        twice, or what stands beside the names tells that they are such.

    Returns
    -------
    int or None
        The index of the first.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("1 Bo: No.\n1.1 Ely: Why?\n1.1.1 Bo: It leaks.\n2 Ida: It was free.")
    >>> mark_counted(lines), [(line.said.author, line.said.rest, line.indent) for line in lines]
    (0, [('Bo', 'No.', 0), ('Ely', 'Why?', 4), ('Bo', 'It leaks.', 8), ('Ida', 'It was free.', 0)])
    """
    for shape in _SHAPES:
        heads = dict(_in_sequence(lines, shape))
        if len(heads) >= _FEW and _parts(lines, heads) and _are_people(lines, heads, shape):
            for at, head in heads.items():
                lines[at].sign(head.said)
                lines[at].indent += _DEEPER * (len(head.count) - 1)
            return min(heads)
    return None


def mark_counted_behind(lines: Sequence[Line]) -> int | None:
    r"""Mark heads of a name and a date that have a count behind them: ``Bo May 3, 2024 4``.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless there are three, and their counts rise.

    Returns
    -------
    int or None
        The index of the first.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo May 3, 2024 1\nNo.\nEly May 3, 2024 2\nWhy?\nBo May 4, 2024 4\nIt leaks.")
    >>> mark_counted_behind(lines), [(line.said.author, line.said.date) for line in lines if line.said]
    (0, [('Bo', 'May 3, 2024 1'), ('Ely', 'May 3, 2024 2'), ('Bo', 'May 4, 2024 4')])
    """
    found: dict[int, Signature] = {}
    counts = []
    for at, line in enumerate(lines):
        match = _COUNT_BEHIND.fullmatch(line.text, 0, LONGEST_HEAD)
        said = signature(match["head"]) if match is not None and not is_of_page(line.text) else None
        if match is not None and said is not None and said.date and not said.rest:
            author = _BESIDE.sub("", said.author)
            beside = f"{said.author[len(author) :]} {said.date} {match['count']}".strip()
            found[at] = replace(said, author=author, kind="label", date=beside, id=match["count"])
            counts.append(int(match["count"]))
    if len(found) < _FEW or any(below <= above for above, below in pairwise(counts)):
        return None
    for at, said in found.items():
        if _DONE.search(said.author):
            lines[at].hide()
        else:
            lines[at].sign(said)
    return next((at for at in found if lines[at].said is not None), None)


def _in_sequence(lines: Sequence[Line], shape: re.Pattern[str]) -> Iterator[tuple[int, _Head]]:
    """The lines with the first count, the next, and so on, if a name follows it."""
    above: tuple[int, ...] = ()
    for at, line in enumerate(lines):
        match = shape.match(line.text, 0, LONGEST_HEAD)
        if match is None or is_of_page(line.text) or not _follows(count := _count(match["count"]), above):
            continue
        has_words_below = at + 1 < len(lines) and shape.match(lines[at + 1].text, 0, LONGEST_HEAD) is None
        rest = line.text[match.end() :].lstrip("|·•–— ")
        said = _said(rest) if has_words_below else _row(rest) or _said(rest)
        if said is not None and (said.rest or (has_words_below and shape is not _BARE)):
            yield at, _Head(count, replace(said, id=match["count"]))
            above = count


def _count(text: str) -> tuple[int, ...]:
    if text[0].isdecimal():
        return tuple(map(int, text.split(".")))
    value = 0
    for letter in text:
        value = 26 * value + ord(letter) - ord("a") + 1
    return (value,)


def _follows(count: tuple[int, ...], above: tuple[int, ...]) -> bool:
    if not above:
        return count in ((1,), (1, 1))
    return count == (*above, 1) or any(count == (*above[:n], above[n] + 1) for n in range(len(above)))


def _said(text: str) -> Signature | None:
    """Whose words follow: a name alone, with a colon or a date, or in the first of several cells."""
    said = signature(text, among_names=True)
    if said is not None:
        return None if is_key(said.author) else replace(said, kind="record")
    name, *others = _CELLS.split(text[:LONGEST_HEAD])
    if not may_be_name(name) or is_key(name) or len(text) > LONGEST_HEAD:
        return None
    whom = next((match["whom"] for cell in others if (match := _ANSWER.fullmatch(cell)) is not None), "")
    return Signature(name, "record", " | ".join(others), "", whom)


def _row(text: str) -> Signature | None:
    """Whose words are behind the name on the same line, with bars between them: ``Bo | 3 May | No.``."""
    name, _, words = text.partition(" | ")
    date, _, below = words.partition(" | ")
    if below and is_date(date):
        words = below
    is_said = bool(words) and not is_date(words) and may_be_name(name) and not is_key(name)
    return Signature(name, "record", date if words is below else "", words) if is_said else None


def _parts(lines: Sequence[Line], heads: Mapping[int, _Head]) -> bool:
    """Whether heads begin blocks, or are all lines."""
    first = min(heads)
    return all(lines[at].after_blank for at in heads if at > first) or len(heads) == len(lines) - first


def _are_people(lines: Sequence[Line], heads: Mapping[int, _Head], shape: re.Pattern[str]) -> bool:
    """Whether somebody speaks twice, or most have dates beside them, or they are named in a margin."""
    times = Counter(head.said.author for head in heads.values())
    if len(times) > 1 and max(times.values()) > 1:
        return True
    if any(head.said.rest for head in heads.values()):
        return False
    dated = sum(any(map(is_date, head.said.date.split(" | "))) for head in heads.values())
    named = sum(is_name(head.said.author) and not lines[at + 1].after_blank for at, head in heads.items())
    return 2 * dated > len(heads) or (shape is _LETTERED and named == len(heads))


def mark_numbered(lines: Sequence[Line]) -> int | None:
    r"""Mark numbered comments without names below a title; lists and further paragraphs within stay in them.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless the numbers begin at 1 below nothing but a title or a heading, each begins a block, and
        few have further paragraphs: in an essay with numbered parts most have.

    Returns
    -------
    int or None
        The index of the first.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Lido\n\n1) It is shut.\n\nAgain.\n\n2) Why?\n\n3) Two reasons:\n\n- leaks\n- costs")
    >>> mark_numbered(lines), [line.said.rest for line in lines if line.said]
    (1, ['It is shut.', 'Why?', 'Two reasons:'])
    """
    found: dict[int, re.Match[str]] = {}
    for at, line in enumerate(lines):
        match = _NUMBER.match(line.text) if line.after_blank or at == 0 or is_heading(lines[at - 1].text) else None
        is_alike = not found or line.marker == lines[min(found)].marker
        if match is not None and line.marker is not None and is_alike and int(match["count"]) == len(found) + 1:
            found[at] = match
    first = min(found, default=0)
    if len(found) < _FEW or first > 1 + is_heading(lines[first - 1].text):
        return None
    rest = [lines[at].text[match.end() :] for at, match in found.items()]
    if 2 * sum(is_name(text) or signature(text) is not None for text in rest) > len(rest):
        return None
    others = [at for at in range(first, len(lines)) if at not in found and lines[at].marker is None]
    if 2 * sum(lines[at].after_blank for at in others) > len(found) or any(lines[at].text[0] == "#" for at in others):
        return None
    for at, match in found.items():
        lines[at].sign(Signature("", "label", match[0].strip(), lines[at].text[match.end() :]))
    return first
