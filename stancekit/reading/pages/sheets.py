"""Take out what a printer puts on every sheet: its number and what is alike above or below all texts."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from stancekit.reading.pages.dates import is_date
from stancekit.reading.pages.lines import Line

__all__ = ["without_sheets"]

_FOOT = re.compile(
    r"(?P<beside>(?:\S.{0,300}?\s+)??)(?:(?P<word>page|seite|página)\s+)?(?P<sheet>\d{1,4})"
    r"(?:\s*(?:/|\bof\b|\bvon\b|\bsur\b|\bde\b)\s*(?P<of>\d{1,4}))?",
    re.IGNORECASE,
)
_GRADE = re.compile(r"\d+\s*/\s*\d+")  # unless form feeds part the sheets
_NUMBER = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_ENDS = (*".!?…:", '"', "”", "»", ")")
_LONGEST = 400  # characters: a sheet's address
_FEW = 2  # sheets
_MOST = 3  # lines that are alike above or below a sheet's text


def without_sheets(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    r"""Part the lines from the numbers of sheets, and from what is the same above or below the text of each.

    Parameters
    ----------
    lines : sequence of Line
        All are kept unless form feeds part the sheets, or lines count them from the first on, as in "Page 1 of 3", or
        "1/3" and so on; "Page 2 of 3" may be the first that has a line of its own.

    Returns
    -------
    kept, taken : list of Line
        The first line on a sheet is torn, and not below a blank line if the sentence above goes on there.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("3 May, Lido\n\nIt is\n\nlido.example  1/2\n3 May, Lido\n\nshut.\n\nlido.example  2/2")
    >>> kept, taken = without_sheets(lines)
    >>> [(line.text, line.torn) for line in kept], len(taken)
    ([('It is', False), ('shut.', True)], 4)
    """
    feet = _feet(lines)
    starts = [at + 1 for at in feet if at + 1 < len(lines)]
    if not feet:
        starts = [at for at, (above, line) in enumerate(pairwise(lines), 1) if line.sheet > above.sheet]
    sheets = [list(lines[start:end]) for start, end in pairwise([0, *starts, len(lines)])]
    taken = [sheet.pop() for sheet in sheets[: len(feet)]]  # each foot ends its sheet
    sheets = [sheet for sheet in sheets if sheet]
    for at in (0, -1):
        for _ in range(_MOST):
            if len(sheets) < _FEW or not all(sheets) or not _are_alike([sheet[at] for sheet in sheets]):
                break
            taken += [sheet.pop(at) for sheet in sheets]
    _join(lines, {line.number for line in taken}, [sheet for sheet in sheets if sheet])
    kept = [line for sheet in sheets for line in sheet]
    return kept, taken


def _join(lines: Sequence[Line], taken: Container[int], sheets: Sequence[Sequence[Line]]) -> None:
    """Mark where sentences go on from sheet to sheet; elsewhere a blank line beside what was taken stays one."""
    is_apart = False
    for line in lines:
        is_apart |= line.after_blank
        if line.number not in taken:
            line.after_blank, is_apart = is_apart, False
    for above, sheet in pairwise(sheets):
        sheet[0].torn = True
        if sheet[0].text[0].islower() and not above[-1].text.endswith(_SENTENCE_ENDS):
            sheet[0].after_blank = False


def _feet(lines: Sequence[Line]) -> list[int]:
    """The lines that count the sheets, in words or with how many there are."""
    found: list[tuple[int, re.Match[str]]] = []
    for at, line in enumerate(lines):
        match = _FOOT.fullmatch(line.text, 0, _LONGEST) if line.text[-1:].isdecimal() else None
        if match is None or not (match["word"] or match["of"]) or is_date(line.text) or _GRADE.fullmatch(line.text):
            continue
        first = int(found[0][1]["sheet"]) if found else _FEW if _is_alone(match) and match["sheet"] == "2" else 1
        if int(match["sheet"]) != first + len(found):
            continue
        if not found or all(match[part] == found[0][1][part] for part in ("beside", "word", "of")):
            found.append((at, match))
    if not found or not (
        _is_sure(found[0][1]) or (len(found) >= _FEW and found[0][1]["of"] in (None, str(len(found))))
    ):
        return []
    return [at for at, _ in found]


def _are_alike(lines: Sequence[Line]) -> bool:
    """Whether lines differ in their numbers alone; without letters, these count the sheets."""
    first, *others = (_NUMBER.sub("#", line.text) for line in lines)
    if any(other != first for other in others):
        return False
    if _LETTER.search(first):
        return True
    numbers = [[int(number) for number in _NUMBER.findall(line.text)[:1]] for line in lines]
    return all(above and below and below[0] == above[0] + 1 for above, below in pairwise(numbers))


def _is_alone(match: re.Match[str]) -> bool:
    """Whether a line says "Page 2 of 3" and nothing else."""
    return not match["beside"] and match["word"] is not None and match["of"] is not None


def _is_sure(match: re.Match[str]) -> bool:
    """Whether one such line is enough: "Page 1 of 3" alone, or an address before "1/3"."""
    return _is_alone(match) or (match["of"] is not None and "://" in match["beside"])
