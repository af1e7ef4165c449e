r"""Read notations of plain text for what they mean: trees drawn with lines, Org, AsciiDoc, reStructuredText, quotes.

Their signs become bullets, indentation and names, so that the layouts need not know them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stancekit.reading.pages.dates import LONGEST_HEAD, LONGEST_NAME, is_date
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import Signature, may_be_name, signature
from stancekit.reading.pages.records import is_key

__all__ = ["mark_notation"]

_BRANCH = re.compile(r"[\s│┃|]*(?:[├└╰┣┗][─━-]*\s*|[|`+]-{1,3}\s+)")
_TRUNK = re.compile(r"[│┃|][\s│┃|]*")
_STARS = re.compile(r"(?P<depth>\*{2,6})\s+(?=\S)")
_TERM = re.compile(rf"(?P<name>\S.{{0,{LONGEST_NAME}}}?)\s+::\s+(?=\S)")
_FIELD = re.compile(rf":(?P<name>[^:\s][^:]{{0,{LONGEST_NAME}}}?):\s+(?=\S)")
_QUOTED = re.compile(r"(?:>\s*)*")
_BOLD = re.compile(r"(\*\*|__)(?P<name>[^*_].*?)\1\s*:?")
_LINK = re.compile(r"\[(?P<shown>[^\[\]]{4,60})\]\([^()\s]{1,500}\)")
_ROLE = re.compile(r"(?:(?:visited )?link|button|graphic|heading level \d)\s+(?=\S)", re.IGNORECASE)
_PLACE = re.compile(r"article|list with \d+ items|(?:out of )?list(?: end)?", re.IGNORECASE)
_KEYWORD = "#+"  # Org's, as in "#+TITLE: Fares"
_DEEPER = 4  # columns of indentation per step
_FEW, _FEW_NAMES, _MANY_ROLES = 2, 3, 6


def mark_notation(lines: Sequence[Line]) -> int | None:
    r"""Turn a notation's signs into indentation and bullets, or into names.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless a notation is used throughout.

    Returns
    -------
    int or None
        The index of the first name, if the notation tells where names are.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo: No.\n├── Ely: Why?\n│   └── Bo: It leaks.")
    >>> mark_notation(lines), [(line.indent, line.text) for line in lines]
    (None, [(0, 'Bo: No.'), (4, 'Ely: Why?'), (8, 'Bo: It leaks.')])
    >>> lines = scan("Fares\n\n:Bo: No.\n:Ely: Why?\n:Ida: It leaks.")
    >>> mark_notation(lines), [line.said.author for line in lines if line.said]
    (1, ['Bo', 'Ely', 'Ida'])
    """
    _unlink_dates(lines)
    _read_roles(lines)
    _read_tree(lines)
    _read_org(lines)
    _read_stars(lines)
    _read_terms(lines)
    found = _mark_fields(lines)
    return _mark_quoted(lines) if found is None else found


def _read_tree(lines: Sequence[Line]) -> None:
    """Indent lines below branches such as ``├──`` instead."""
    if sum(_BRANCH.match(line.text, 0, LONGEST_HEAD) is not None for line in lines) < _FEW:
        return
    for line in lines:
        drawn = _BRANCH.match(line.text, 0, LONGEST_HEAD) or _TRUNK.match(line.text, 0, LONGEST_HEAD)
        if drawn is not None and drawn.end() < len(line.text):
            line.indent += drawn.end()
            line.text = line.content = line.text[drawn.end() :]


def _read_org(lines: Sequence[Line]) -> None:
    """Give headings of Org a star more, so that none is a bullet."""
    if not lines or not lines[0].text.startswith(_KEYWORD):
        return
    for line in lines:
        if line.text.startswith("*") and not line.indent and line.text.lstrip("*")[:1] == " ":
            line.text = line.content = f"*{line.text}"
            line.marker = None


def _read_stars(lines: Sequence[Line]) -> None:
    """Make deeper bullets of AsciiDoc's ``**`` before a name and words, below its ``*``."""
    if not any(line.marker == "*" and _says(line.content) for line in lines):
        return
    for line in lines:
        stars = _STARS.match(line.text)
        if line.marker is None and stars is not None and _says(line.text[stars.end() :]):
            line.marker, line.content = "*", line.text[stars.end() :]
            line.indent += _DEEPER * (len(stars["depth"]) - 1)


def _says(text: str) -> bool:
    said = signature(text)
    return said is not None and bool(said.rest)


def _read_terms(lines: Sequence[Line]) -> None:
    """Put a colon behind the names of Org's bullets ``Bo :: No.``, if most bullets are such."""
    bullets = [line for line in lines if line.marker is not None]
    terms = [(line, match) for line in bullets if (match := _TERM.match(line.content, 0, LONGEST_HEAD)) is not None]
    if len(terms) < _FEW or 2 * len(terms) <= len(bullets):
        return
    for line, match in terms:
        line.content = f"{match['name']}: {line.content[match.end() :]}"


def _mark_fields(lines: Sequence[Line]) -> int | None:
    """The first of reStructuredText's fields ``:Bo: No.``, if no line below that stands flush is anything else."""
    found = {at: match for at, line in enumerate(lines) if (match := _FIELD.match(line.text, 0, LONGEST_HEAD))}
    if len(found) < _FEW_NAMES:
        return None
    first = min(found)
    flush = [at for at in range(first, len(lines)) if lines[at].indent <= lines[first].indent]
    names = {match["name"] for match in found.values()}
    if flush != list(found) or len(names) < _FEW or not all(may_be_name(name) and not is_key(name) for name in names):
        return None
    for at, match in found.items():
        lines[at].sign(Signature(match["name"], "label", "", lines[at].text[match.end() :]))
    return first


def _mark_quoted(lines: Sequence[Line]) -> int | None:
    """The first of bold names, if comments or replies are quoted with ``>``: above each name stands nothing deeper."""
    depths = [match[0].count(">") if (match := _QUOTED.match(line.text)) else 0 for line in lines]
    if not any(depths):
        return None
    inner = [_QUOTED.sub("", line.text, count=1) for line in lines]
    heads = {at: said for at, text in enumerate(inner) if (said := _bold_head(text)) is not None}
    if len(heads) < _FEW_NAMES or not any(depths[at] for at in heads):
        return None
    first, depth = min(heads), depths[min(heads)]
    if any(depths[:first]) or any(depths[at] < depth for at in heads):
        return None
    own = []  # the depth of the comment that each line belongs to
    for at in range(first, len(lines)):
        depth = depths[at] if at in heads else depth
        if inner[at] and depths[at] < depth:
            return None
        own.append(depth)
    for at, depth in enumerate(own, first):
        line = lines[at]
        line.indent += _DEEPER * depth
        if not inner[at]:
            line.role = "own"
        else:
            line.text = line.content = ">" * (depths[at] - depth) + " " * (depths[at] > depth) + inner[at]
            line.after_blank = line.after_blank or not inner[at - 1]
        if at in heads:
            line.sign(heads[at])
    return first


def _bold_head(text: str) -> Signature | None:
    """Whose head a line is: a bold name, alone or above a date."""
    match = _BOLD.match(text, 0, LONGEST_HEAD)
    if match is None or not may_be_name(match["name"]):
        return None
    said = signature(text) if match.end() < len(text) else Signature(match["name"], "label", "", "")
    return replace(said, kind="label") if said is not None and said.author == match["name"] and not said.rest else None


def _read_roles(lines: Sequence[Line]) -> None:
    """Leave out what a screen reader says before texts, "button Reply", "link Bo", if most such are buttons."""
    roles = [match for line in lines if (match := _ROLE.match(line.text, 0, LONGEST_NAME)) is not None]
    kinds = {match[0].split()[0].casefold() for match in roles}
    if len(roles) < _MANY_ROLES or not kinds >= {"button", "link"}:
        return
    for line in lines:
        if _PLACE.fullmatch(line.text, 0, LONGEST_NAME):
            line.role = "own"
        elif (match := _ROLE.match(line.text, 0, LONGEST_NAME)) is not None:
            line.text = line.content = line.text[match.end() :]
            if match[0].startswith("button"):
                line.role = "own"


def _unlink_dates(lines: Sequence[Line]) -> None:
    """Replace linked dates behind names, ``**Bo** · [2 May 2024](https://...)``, by the dates."""
    for line in lines:
        link = _LINK.search(line.text, 0, LONGEST_HEAD) if "](" in line.text[:LONGEST_HEAD] else None
        if link is None or not is_date(link["shown"]):
            continue
        text = line.text[: link.start()] + link["shown"] + line.text[link.end() :]
        said = signature(_QUOTED.sub("", text, count=1))
        if line.marker is None and said is not None and said.date and not said.rest:
            line.text = line.content = text
