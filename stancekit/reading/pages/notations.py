r"""Read notations of plain text for what they mean: trees drawn with lines, Org, AsciiDoc, reStructuredText, quotes.

Their signs become bullets, indentation and names, so that the layouts need not know them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stancekit.reading.pages.dates import LONGEST_HEAD, LONGEST_NAME
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
_KEYWORD = "#+"  # Org's, as in "#+TITLE: Fares"
_DEEPER = 4  # columns of indentation per step
_FEW, _FEW_NAMES = 2, 3


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
        _sign(lines[at], match["name"], lines[at].text[match.end() :])
    return first


def _mark_quoted(lines: Sequence[Line]) -> int | None:
    """The first of bold names, if replies are quoted with ``>`` below them: the depth changes at names alone."""
    depths = [line.text[: match.end()].count(">") if (match := _QUOTED.match(line.text)) else 0 for line in lines]
    if not any(depths):
        return None
    inner = [_QUOTED.sub("", line.text, count=1) for line in lines]
    names = {
        at: match["name"]
        for at, text in enumerate(inner)
        if (match := _BOLD.fullmatch(text, 0, LONGEST_NAME)) is not None and may_be_name(match["name"])
    }
    if len(names) < _FEW_NAMES or not any(depths[at] for at in names):
        return None
    first, depth = min(names), depths[min(names)]
    if depth or any(depths[:first]):
        return None
    for at in range(first, len(lines)):
        if inner[at] and depths[at] != depth:
            if at not in names:
                return None
            depth = depths[at]
    for at in range(first, len(lines)):
        line = lines[at]
        line.indent += _DEEPER * depths[at]
        if not inner[at]:
            line.role = "own"
        else:
            line.text = line.content = inner[at]
            line.after_blank = line.after_blank or not inner[at - 1]
        if at in names:
            _sign(line, names[at], "")
    return first


def _sign(line: Line, name: str, words: str) -> None:
    line.said = Signature(name, "label", "", words)
    line.marker, line.content = None, line.text
