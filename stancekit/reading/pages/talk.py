"""Recognise a wiki's talk page: each comment ends in its author's name, "(talk)" and a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stancekit.reading.pages.dates import LONGEST_NAME
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import Signature

__all__ = ["mark_talk"]

_SIGNED = re.compile(
    r"(?:(?P<words>.*?)(?:\s+|(?<=[.!?…”\"')\]])))?(?:[—–-]+\s*)?(?:preceding unsigned comment added by )?"
    rf"(?P<name>\w(?:[^().!?—–]|(?<=\b[A-Z])\.){{0,{LONGEST_NAME}}}?|\d[\d.:a-f]+)\s+\((?:talk|discuss|contribs)\b[^()]{{0,30}}\)\s+"
    r"\d{1,2}:\d{2}, \d{1,2} \w{3,9} \d{4}(?: \([A-Z+\d]{2,6}\))?\s*(?:\[?reply\]?)?",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}:\d{2}, \d{1,2} \w{3,9} \d{4}")
_ABOVE = re.compile(
    r"\[ ?edit(?: source)?.{0,20}\]|latest comment:.*|\d+ (?:comments?|(?:people|person) in discussion)",
    re.IGNORECASE,
)
_ENDS_SENTENCE = tuple(".!?…”\"')]")
_FEW = 2
_LONGEST = 200  # characters: a name and a date at the end of a line, and a link above a section


def mark_talk(lines: Sequence[Line]) -> int | None:
    r"""Mark the comments of a wiki's talk page.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless two comments are signed so. What signs a comment is left out of its last line.

    Returns
    -------
    int or None
        The index of the first comment's first line.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> said = "Who says so? Bo (talk) 14:02, 3 March 2022 (UTC)\n    A book. Ely (talk) 15:40, 3 March 2022 (UTC)"
    >>> lines = scan(f"Cake\n{said}")
    >>> mark_talk(lines), [(line.said.author, line.said.rest) for line in lines if line.said]
    (1, [('Bo', 'Who says so?'), ('Ely', 'A book.')])
    """
    ends = {at: end for at, line in enumerate(lines) if (end := _end(line.text)) is not None}
    if len(ends) < _FEW:
        return None
    above, first = -1, None
    for at, end in ends.items():
        labelled = [below + 1 for below in range(above + 1, at) if _ABOVE.fullmatch(lines[below].text, 0, _LONGEST)]
        begins = labelled[-1] if labelled else at if first is None else above + 1
        for own in lines[above + 1 : begins]:
            if first is not None or _ABOVE.fullmatch(own.text, 0, _LONGEST):  # other lines above all are the article
                own.role = "own"
        first = begins if first is None else first
        words, name = end.words, end.name
        if begins == at and not words and " " in name:
            words, _, name = name.rpartition(" ")
        head = lines[begins]
        if words:
            lines[at].text = lines[at].content = words
        elif begins < at:
            lines[at].role = "own"
        head.said = Signature(name, "label", end.date, words if begins == at else head.text)
        head.marker, head.content = None, head.text
        above = at
    for own in lines[above + 1 :]:
        own.role = "own"
    return first


@dataclass(frozen=True, slots=True)
class _End:
    """The last line of a comment: its words, who wrote it, and when, as it says it."""

    words: str
    name: str
    date: str


def _end(text: str) -> _End | None:
    cut = max(len(text) - _LONGEST, 0)
    match = _SIGNED.fullmatch(text, cut) if _DATE.search(text, cut) is not None else None
    if match is None:
        return None
    words, name = match["words"] or "", match["name"]
    beside = " ".join(f"{text[cut + len(words) : match.start('name')]} {text[match.end('name') :]}".split())
    if words and not words.endswith(_ENDS_SENTENCE):  # then only the capitalised words before "(talk)" are the name
        *others, last = name.split()
        while others and not others[-1][0].islower():
            last = f"{others.pop()} {last}"
        words, name = " ".join([words, *others]), last
    return _End(text[:cut] + words, name, beside)
