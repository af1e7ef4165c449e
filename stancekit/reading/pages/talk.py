"""Recognise comments that end in their author's name and a date: "Bo (talk) 14:02, ..." in wikis, or "– Bo May 2"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stancekit.reading.pages.dates import LONGEST_NAME, split_date
from stancekit.reading.pages.furniture import is_faint, is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import Signature, may_be_name

__all__ = ["mark_talk"]

_PICTURE = r"[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]"
_IN_NAME = (  # no ends of sentences, no pictures; points in "H.", "Mrs." and "x.y"
    r"(?:[^().!?—–\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]"
    r"|(?<=\b[A-Z])\.|(?<=\b[DJMS][rst])\.|(?<=\bMrs)\.|(?<=\w)\.(?=\w))"
)
_SIGNED = re.compile(
    r"(?:(?P<words>.*?)(?:\s+|(?-i:(?<=[.!?…”\"')\]])(?![a-z]))))?"
    r"(?:[—–-]+\s*)?(?:preceding unsigned comment added by )?"
    rf"(?P<name>\w{_IN_NAME}{{0,{LONGEST_NAME}}}?(?:\s?{_PICTURE}){{0,3}}|\d[\d.:a-f]+)\s+\((?:talk|discuss|contribs)\b[^()]{{0,30}}\)\s+"
    r"\d{1,2}:\d{2}, \d{1,2} \w{3,9} \d{4}(?: \([A-Z+\d]{2,6}\))?\s*(?:\[?reply\]?)?",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}:\d{2}, \d{1,2} \w{3,9} \d{4}")
_ABOVE = re.compile(
    r"\[ ?edit(?: source)?.{0,20}\]|latest comment:.*|\d+ (?:comments?|(?:people|person) in discussion)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"={2,6}[^=].{0,120}={2,6}|[^\[\]]{0,120}[\w?!)”\"]\[ ?edit(?: source)? ?\]", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[^\w\s,;:]$")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?(?P<shown>[^\[\]|]+)\]\]")
_SIGNING = re.compile(
    r"\[\[[^\[\]|]+\|(?P<name>[^\[\]|]+)\]\]\s*\(\[\[[^\[\]|]+\|(?:talk|discuss|contribs)\b", re.IGNORECASE
)
_SMALL = re.compile(r"</?(?:small|sup|span|font|b|i)\b[^<>]{0,100}>")
_STEPS = re.compile(r"[:*#]+\s*")
_BEHIND = re.compile(r"(?P<words>.*\S)\s+[–—-]\s*(?P<name>[^–—]+)")
_OFTEN, _SEVERAL = 3, 4  # times, and words
_DEEPER = 4  # columns of indentation per colon
_FEW = 2
_LONGEST = 200  # characters: a name and a date at the end of a line, and a link above a section


def mark_talk(lines: Sequence[Line]) -> int | None:
    r"""Mark the comments of a wiki's talk page, also of its source, and others that end in who wrote them.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless two comments are signed so, or three end in a dash, a name and a date. What signs a
        comment is left out of its last line.

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
    linked = _unlink(lines)
    ends = {at: end for at, line in enumerate(lines) if (end := _end(line.text, linked.get(at, ""))) is not None}
    if len(ends) < _FEW:
        return _mark_behind(lines)
    above, first = -1, None
    for at, end in ends.items():
        labels = (_ABOVE, _SECTION)
        labelled = [
            below + 1
            for below in range(above + 1, at)
            if any(label.fullmatch(lines[below].text, 0, _LONGEST) for label in labels)
        ]
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
        head.sign(Signature(name, "label", end.date, words if begins == at else head.text))
        above = at
    for own in lines[above + 1 :]:
        own.role = "own"
    return first


def _unlink(lines: Sequence[Line]) -> dict[int, str]:
    """Replace a wiki's links by what they show, and colons before lines by indentation, if signatures are links.

    The names that these show, at each line.
    """
    names: dict[int, str] = {}
    signed = [_DATE.search(line.text, max(len(line.text) - _LONGEST, 0)) and "]]" in line.text for line in lines]
    if sum(map(bool, signed)) < _FEW:
        return names
    for at, line in enumerate(lines):
        if (signing := _SIGNING.search(line.text, max(len(line.text) - _LONGEST, 0))) is not None:
            names[at] = _SMALL.sub("", signing["name"])
        steps = _STEPS.match(line.text)
        if steps is not None:
            line.indent += _DEEPER * len(steps[0].strip())
            line.text = line.text[steps.end() :] or line.text
        line.text = line.content = _LINK.sub(r"\g<shown>", _SMALL.sub("", line.text)) or line.text
        line.marker = None
    return names


def _mark_behind(lines: Sequence[Line]) -> int | None:
    """Mark lines of words, a dash, a name and a date, if most have another or one of the page's own below."""
    found: dict[int, Signature] = {}
    for at, line in enumerate(lines):
        cut = max(len(line.text) - _LONGEST, 0)
        match = _BEHIND.fullmatch(line.text, cut)
        name, date = split_date(match["name"]) if match is not None else ("", "")
        if match is not None and date and may_be_name(name):
            found[at] = Signature(name, "label", date, line.text[:cut] + match["words"])
    above = [at for at in found if at + 1 in found or at + 1 == len(lines) or _is_own(lines[at + 1].text)]
    above = [at for at in above if len(found[at].rest.split()) >= _SEVERAL]
    if len(found) < _OFTEN or 2 * len(above) < len(found):
        return None
    first = min(found)
    for line in lines[first:]:
        if is_faint(line.text):  # votes
            line.role = "own"
    for at, said in found.items():
        begins = at
        while begins > first and not lines[begins].after_blank and _goes_on(lines[begins - 1], begins - 1 in found):
            begins -= 1
        if begins < at:
            lines[at].text = lines[at].content = said.rest
            said = replace(said, rest=lines[begins].text)
        lines[begins].sign(said)
    return first


def _goes_on(line: Line, is_end: bool) -> bool:
    """Whether a comment goes on below a line: no other ends there, and it is not the page's own."""
    return not is_end and line.role != "own" and not _is_own(line.text)


def _is_own(text: str) -> bool:
    return is_faint(text) or is_furniture(text)


@dataclass(frozen=True, slots=True)
class _End:
    """The last line of a comment: its words, who wrote it, and when, as it says it."""

    words: str
    name: str
    date: str


def _end(text: str, linked: str = "") -> _End | None:
    """How a line ends, if it is signed; the name is known if it was a link."""
    cut = max(len(text) - _LONGEST, 0)
    if linked and (at := text.rfind(f"{linked} (", cut)) >= 0 and _DATE.search(text, at) is not None:
        words = text[:at].rstrip(" —–-")
        return _End(words, linked, text[len(words) : at].strip() + text[at + len(linked) :])
    match = _SIGNED.fullmatch(text, cut) if _DATE.search(text, cut) is not None else None
    if match is None:
        return None
    words, name = match["words"] or "", match["name"]
    beside = " ".join(f"{text[cut + len(words) : match.start('name')]} {text[match.end('name') :]}".split())
    if words and not _ENDS_SENTENCE.search(words):  # then only the capitalised words before "(talk)" are the name
        *others, last = name.split()
        while others and not others[-1][0].islower():
            last = f"{others.pop()} {last}"
        words, name = " ".join([words, *others]), last
    return _End(text[:cut] + words, name, beside)
