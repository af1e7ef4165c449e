"""Recognise comments typed by hand below a heading: their heads share a shape, whatever the names are.

One person writes ``Bianca: Shame.``, another ``**Bianca** Shame.``, ``[Bianca] Shame.`` or ``Bianca — Shame.``; a reply
may have an arrow before its head, or ``>`` before each of its lines. Below a heading that announces comments, a head
counts by its shape if most comments have one of that shape, so that Will, Parent of two and 007 are names there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stancekit.reading.pages.dates import LONGEST_NAME, is_date, split_date
from stancekit.reading.pages.furniture import boilerplate
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import Signature, is_name, may_be_name, signature
from stancekit.reading.pages.neighbours import is_of_page
from stancekit.reading.pages.quotes import Spoken, is_quote
from stancekit.reading.pages.records import is_key

__all__ = ["mark_typed"]

_NAME = rf"(?P<name>[^\s:|–—>-][^:\n]{{0,{LONGEST_NAME}}}?)"
_SHAPES = {
    "bold": re.compile(
        rf"(?P<sign>\*\*|__)(?P<name>[^*:]{{1,{LONGEST_NAME}}}?)\s*:?(?P=sign)\s*:?(?:\s+[–—-])?(?:\s+|$)"
    ),
    "brackets": re.compile(rf"\[(?P<name>[^\[\]]{{1,{LONGEST_NAME}}})\]:?(?:\s+|$)"),
    "colon": re.compile(rf"{_NAME}\s*:(?:\s+|$)"),
    "dash": re.compile(rf"{_NAME}\s+[|–—-]\s+(?=\S)"),
    "line": re.compile(r"(?P<name>\S.*)$"),  # a name alone, right above the words
}
_STEP = r"(?:>|[↳↪→⤷└»]|[-=]{1,2}>|--|\.\.|(?:re|reply|antwort|réponse)\s?:(?=\s))"
_STEPS = re.compile(rf"(?:{_STEP}─*\s*)+", re.IGNORECASE)
_ADDED = ("edit", "edited", "update", "note", "ps", "p.s", "source", "sources", "link", "tldr", "tl;dr", "correction")
_WORDS = 5  # of a name
_DEEPER = 4  # columns of indentation per step
_FEW = 2  # heads
_FEW_WEAK = 4  # openings for each weak head, at least


@dataclass(frozen=True, slots=True)
class _Head:
    """The beginning of a line that may say who wrote the rest.

    Parameters
    ----------
    said : Signature
        The name, a date beside it, and the rest.
    depth : int
        How many arrows or ``>`` come before it.
    is_sure : bool
        Whether it is a name by itself, too, and no key such as ``Date:``.
    is_weak : bool
        Whether it is a name only where every other comment has one: "Bianca, no. 9".
    """

    said: Signature
    depth: int
    is_sure: bool
    is_weak: bool = False


def mark_typed(lines: Sequence[Line]) -> int | None:
    r"""Mark the heads of comments that were typed in one shape.

    Parameters
    ----------
    lines : sequence of Line
        Those below a heading, or from the first bullet on. Nothing changes unless most comments have such a head, and
        most of these are surely names.

    Returns
    -------
    int or None
        The index of the first head.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("[Bo] Shame.\n\n> [Ely] Why?\n\n[Ida, 3 May] It was free.\n\nAnd warm.")
    >>> mark_typed(lines), [(line.said.author, line.indent) for line in lines if line.said]
    (0, [('Bo', 0), ('Ely', 4), ('Ida', 0)])
    """
    for name, shape in _SHAPES.items():
        may_be = range(len(lines)) if name != "line" else _above_words(lines)
        heads = {at: head for at in may_be if (head := _head(lines[at], shape)) is not None}
        openings = _openings(lines[: _foot(lines, heads)], heads)
        if (n_weak := sum(head.is_weak for head in heads.values())) and (
            _FEW_WEAK * n_weak > len(openings) or not heads.keys() >= {*openings}
        ):
            heads = {at: head for at, head in heads.items() if not head.is_weak}
            openings = _openings(lines[: _foot(lines, heads)], heads)
        if not openings or openings[0] not in heads:
            continue
        if name == "brackets" and all(signature(head.said.rest) is not None for head in heads.values()):
            continue  # codes before the names
        if found := _comments(lines, heads, openings, shape=name):
            _mark(lines, heads, found, all_signed=all(at in heads for at in openings))
            return min(found)
    return None


def _above_words(lines: Sequence[Line]) -> list[int]:
    """The lines that begin a block of several."""
    return [at for at, (line, below) in enumerate(pairwise(lines)) if line.after_blank and not below.after_blank]


def _foot(lines: Sequence[Line], heads: Mapping[int, _Head]) -> int:
    """Where the page's own boxes begin below the last head, or the lines end."""
    below = range(max(heads, default=len(lines)) + 1, len(lines))
    return next((at for at in below if boilerplate(lines[at].text) is not None), len(lines))


def _head(line: Line, shape: re.Pattern[str]) -> _Head | None:
    if line.role in ("own", "quoting") or line.said is not None:
        return None
    text = line.content if line.marker is not None else line.text
    steps = _STEPS.match(text, 0, LONGEST_NAME)
    if steps is not None:
        text = text[steps.end() :]
    match = shape.match(text, 0, 2 * LONGEST_NAME + 2)
    if match is None:
        return None
    depth = len(re.findall(_STEP, steps[0], re.IGNORECASE)) if steps is not None else 0
    name, date = split_date(match["name"])
    said = signature(text, among_names=True)  # it knows dates behind the name, too
    if said is not None and said.kind in ("colon", "wrote") and (shape is _SHAPES["colon"] or said.author == name):
        return _Head(said, depth, not is_key(said.author))
    is_weak = not (_may_sign(name) or name.isdecimal())
    if is_weak and not _may_sign_among_others(name):
        return None
    rest = text[match.end() :]
    date, rest = (f"{date} {rest}".strip(), "") if is_date(rest) else (date, rest)
    return _Head(Signature(name, "label", date, rest), depth, is_name(name) and not is_key(name), is_weak)


def _may_sign(name: str) -> bool:
    """Whether a few words are no sentence's beginning, such as "I counted", and nothing that people add: "Edit"."""
    if name.casefold().rstrip(".") in _ADDED:
        return False
    words = name.split()
    is_capitalised = not any(word[0].islower() for word in words)
    return may_be_name(name) and (is_capitalised or len(words) == 1 or is_name(words[0].rstrip(".,")))


def _may_sign_among_others(name: str) -> bool:
    """Whether a few words begin as a name does, and are nothing that people add."""
    words = name.split()
    is_short = name[:1].isupper() and len(words) <= _WORDS and name.casefold().rstrip(".") not in _ADDED
    return is_short and is_name(words[0].rstrip(".,"))


def _openings(lines: Sequence[Line], heads: Mapping[int, _Head]) -> list[int]:
    """Where comments begin, if each has a head: at the outermost bullets, after blank lines, or at any line."""
    others = [at for at, line in enumerate(lines) if not is_of_page(line.text) and line.role != "own"]
    if not others:
        return []
    first = lines[others[0]]
    if first.marker is not None:
        return [at for at in others if lines[at].marker == first.marker and lines[at].indent <= first.indent]
    parted = [at for at in others if at == others[0] or lines[at].after_blank]
    return parted if len(parted) > 1 else [at for at in others if at in heads or not is_quote(lines[at].text)]


def _comments(lines: Sequence[Line], heads: Mapping[int, _Head], openings: Sequence[int], *, shape: str) -> list[int]:
    """The heads that begin comments; none if too few openings have one."""
    opened = {at for at in openings if at in heads}
    named = Counter(heads[at].said.author for at in opened)
    is_again = max(named.values(), default=0) > 1
    n_sure = sum(head.is_sure for head in heads.values())
    if len(named) < _FEW or n_sure < max(_FEW, len(opened) / 2):
        return []
    share = len(opened) / len(openings)
    if share < (0.5 if is_again else 0.75) + 0.25 * (shape in ("dash", "line")):  # dashes are in many sentences
        return []
    if shape == "line" and len(opened) < _FEW + (not is_again):
        return []
    is_parted = lines[openings[0]].marker is not None or any(lines[at].after_blank for at in openings[1:])
    again = _said_again(lines, heads)
    found = []
    for at, head in heads.items():
        is_known = head.is_sure or named[head.said.author] > 1 or share == 1 or shape in ("bold", "brackets")
        is_nested = head.depth or (lines[at].marker is not None and lines[at].indent > lines[openings[0]].indent)
        begins = not is_parted or at in opened or is_nested or head.said.author in named
        if is_known and begins and at not in again:
            found.append(at)
    return found


def _said_again(lines: Sequence[Line], heads: Mapping[int, _Head]) -> set[int]:
    """The heads behind ``>`` whose words are further above: they quote, and answer nobody."""
    found: set[int] = set()
    if not any(is_quote(lines[at].text) for at in heads):
        return found
    spoken = Spoken()
    for at, line in enumerate(lines):
        words = heads[at].said.rest if at in heads else line.text
        if at in heads and is_quote(line.text) and spoken.quoted([f"> {words}"]) is not None:
            found.add(at)
        else:
            spoken.add(None, [words])
    return found


def _mark(lines: Sequence[Line], heads: Mapping[int, _Head], found: Sequence[int], *, all_signed: bool) -> None:
    begins, depth = set(found), 0
    for at, line in enumerate(lines):
        if at in begins:
            line.said, depth = heads[at].said, heads[at].depth
            line.indent += _DEEPER * depth
            continue
        if depth and is_quote(line.text) and not line.after_blank:  # the reply goes on
            line.text = line.content = _STEPS.sub("", line.text, count=1)
        if all_signed:  # a list within a comment
            line.unbullet()
