"""Recognise typed-up comments, with the speaker before the words on the line, or below them after a dash."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from string import ascii_lowercase

from stancekit.reading.pages.dates import LONGEST_NAME
from stancekit.reading.pages.furniture import boilerplate
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import Signature, is_name, is_place
from stancekit.reading.pages.records import is_key

__all__ = ["answered_label", "mark_labelled", "mark_letters", "mark_margin", "mark_signed_below"]

_LABELLED = {
    ":": re.compile(rf"(?P<name>[^:\s][^:]{{0,{LONGEST_NAME}}}?)\s*:(?:\s+|$)"),
    "-": re.compile(rf"(?P<name>[^\s–—-].{{0,{LONGEST_NAME}}}?)\s+[-–—]\s+(?=\S)"),
    "\t": re.compile(rf"(?P<name>[^\t]{{1,{LONGEST_NAME}}})\t+(?=\S)"),
}
_NUMBERED = re.compile(r"(?P<word>[^\W\d]+)[ #-]{0,2}\d{1,4}|(?P<letter>[A-Z])")
_COMMENT = re.compile(
    r"(?:reply to )?(?:comment|reply|response|answer|post|opinion|review|letter|kommentar|antwort)(?: #?\d+)+"
    r"(?:\s*\((?P<who>[^()]{1,40})\))?",
    re.IGNORECASE,
)
_IN_MARGIN = re.compile(  # Word's, and what it answers: "Commented [JD3R1]: ..."
    r"comment(?:ed)?\s*\[(?P<who>[^\W\d_]{1,4})(?P<id>\d{1,4})(?:R(?P<whom>\d{1,4}))?\]:\s*(?=\S)", re.IGNORECASE
)
_LETTERED = re.compile(r"\[(?P<letter>[a-z])\](?=\S)")  # with a space behind it, it begins a citation
_ASKING = re.compile(r"(?P<kind>Q|A|Question|Answer)\s*\((?P<who>[^()]{1,40})\)", re.IGNORECASE)  # "Q (bo_7): Why?"
_BY = re.compile(r"^(?:comment|reply|response|posted)\s+(?:by|from)\s+(?=\S)", re.IGNORECASE)
_SHORTENED = re.compile(r"\b(\w{1,4})\.(?=\s)")  # "Cllr. Moss"
_REPLY_TO = re.compile(r"reply to (.+)", re.IGNORECASE)
_BELOW = re.compile(r"(?:--|[-–—~])\s*(?P<name>\S.*)")
_OPENING = re.compile(r"\w+(?: \w+){0,3}(?:\s+[–—-]\s+|,(?:\s+|$))")
_CLOSING = re.compile(
    r"(?:yours(?: (?:sincerely|faithfully|truly|etc\.?|in \w+))?|(?:kind |best |warm )?(?:regards|wishes)),?"
    r"(?:\s+(?P<name>[^,]+)(?:,.*)?)?",
    re.IGNORECASE,
)
_FEW = 3  # lines
_FEW_LETTERS = _FEW_IN_MARGIN = 2
_SIGNED = 3  # lines at most: "Yours faithfully", a name and a place
_QUOTES = ('"', "“", "„", "«", "‘")
_CLOSING_QUOTES = ('"', "”", "“", "»", "’")
_LONG = 40  # lines of a quote
_WORDS = 5  # of a label
_OF_MINUTES = ("present", "apologies", "attendees", "absent", "venue")  # above what was said


def mark_labelled(lines: Sequence[Line]) -> int | None:
    r"""Mark the lines that begin with their speaker, as in ``User1: ...``, ``Q: ...``, ``Bo - ...`` or after a tab.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless most lines from the first such one on begin so, and somebody speaks twice or the labels
        are numbered.

    Returns
    -------
    int or None
        The index of the first of them.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("User1: Shame.\nUser2: Why?\nUser1: It was free.")
    >>> mark_labelled(lines), [line.said.author for line in lines]
    (0, ['User1', 'User2', 'User1'])
    """
    for sign in _LABELLED:
        labels = _without_chance({at: said for at in range(len(lines)) if (said := _labelled(lines, at, sign))})
        if (found := _messages(lines, labels)) is None:
            continue
        if _is_titled(lines, found, labels):
            del found[0]
        while labels[found[0]].name.casefold() in _OF_MINUTES and len(found) > _FEW:
            del found[0]
        if found[0] == 0 and len(found) > _FEW and _is_title(*(labels[at] for at in found)):
            del found[0]
        asked = ""
        for at in found:
            label = labels[at]
            if (asking := _ASKING.fullmatch(label.name)) is not None:
                is_question = asking["kind"][0] in "Qq"
                lines[at].sign(Signature(asking["who"], "record", "", label.rest, "" if is_question else asked))
                asked = asking["who"] if is_question else asked
                continue
            comment = _COMMENT.fullmatch(label.name)
            who = (comment["who"] or "") if comment else label.name
            lines[at].sign(Signature(who, "label", "" if who else label.name, label.rest))
        return found[0]
    return None


def mark_margin(lines: Sequence[Line]) -> int | None:
    r"""Mark the notes in the margin of a text, as word processors print them or write them below it, if there are two.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Charter\n\nWe sing.[a] We march.[b]\n\n[a]Always?\n[b]No!")
    >>> mark_margin(lines), [line.said.rest for line in lines if line.said]
    (2, ['Always?', 'No!'])
    """
    found = {at: one for at, line in enumerate(lines) if (one := _IN_MARGIN.match(line.text)) is not None}
    if len(found) < _FEW_IN_MARGIN:
        found = _lettered(lines)
    for at, one in found.items():
        who, its_id, whom = one.groups() if one.re is _IN_MARGIN else ("", "", "")
        lines[at].sign(Signature(who, "record", "", lines[at].text[one.end() :], whom or "", its_id))
    return min(found, default=None)


def _lettered(lines: Sequence[Line]) -> dict[int, re.Match[str]]:
    """The lines that begin with the first letter, the next, and so on, below a text that has them all; two at least."""
    found: dict[int, re.Match[str]] = {}
    for at, line in enumerate(lines):
        match = _LETTERED.match(line.text)
        if match is not None and match["letter"] == ascii_lowercase[len(found) : len(found) + 1]:
            found[at] = match
    above = "\n".join(line.text for line in lines[: min(found, default=0)])
    return found if len(found) >= _FEW_IN_MARGIN and all(match[0] in above for match in found.values()) else {}


@dataclass(frozen=True, slots=True)
class _Label:
    """A possible speaker at a line's beginning, and the rest of it."""

    name: str
    rest: str
    sure: bool  # whether it looks like a name, or has a number


def _labelled(lines: Sequence[Line], at: int, sign: str) -> _Label | None:
    line = lines[at]
    if line.role in ("own", "quoting", "title"):
        return None
    match = _LABELLED[sign].match(line.text, 0, 2 * LONGEST_NAME)
    if match is None:
        match = _COMMENT.fullmatch(line.text, 0, 2 * LONGEST_NAME)
        name, rest = line.text, ""
    else:
        name, rest = _BY.sub("", match["name"]), line.text[match.end() :]
    if match is None or not (rest or (at + 1 < len(lines) and not lines[at + 1].after_blank)):
        return None
    words = name.split()
    if is_key(name):
        return None
    is_sure = is_name(_SHORTENED.sub(r"\1", name)) or any(one.fullmatch(name) for one in (_NUMBERED, _COMMENT, _ASKING))
    if is_sure:
        return _Label(name, rest, True)
    may_be = len(words) <= _WORDS and is_name(words[0].rstrip(".,"))
    return _Label(name, rest, False) if may_be and rest else None


def _is_title(first: _Label, *others: _Label) -> bool:
    """Whether what a file begins with is its title, "The Salt Road: a slow film": longer than any name, no sentence."""
    longest = max(len(label.name.split()) for label in others)
    is_sentence = first.rest[:1].isupper() or first.rest.endswith((".", "!", "?", "…", *_QUOTES))
    return len(first.name.split()) > max(longest, 2) and not is_sentence


def _without_chance(labels: dict[int, _Label]) -> dict[int, _Label]:
    """The labels without those in small letters that are there once: "fed up in Ely:" twice is somebody."""
    times = Counter(label.name for label in labels.values() if is_name(label.name, strict=False))
    return {
        at: replace(label, sure=label.sure or (label.name[0].islower() and times[label.name] > 1))
        for at, label in labels.items()
        if label.sure or not label.name[0].islower() or times[label.name] > 1
    }


def _messages(lines: Sequence[Line], labels: dict[int, _Label]) -> list[int] | None:
    """The labels that are speakers, if most lines belong to them."""
    found = [at for at, label in labels.items() if label.sure]
    if len(found) < _FEW:
        return None
    named = Counter(labels[at].name for at in found)
    again = {name for name, times in named.items() if times > 1}
    n_lines = len(lines) - found[0] - sum(not labels[at].rest for at in found)
    opening = [at for at in range(found[0], len(lines)) if at == found[0] or lines[at].after_blank]
    if len(opening) >= _FEW and all(at in labels and labels[at].sure for at in opening):
        speakers = again | {labels[at].name for at in opening}
        found = [at for at in found if labels[at].name in speakers]
    elif 2 * len(found) >= n_lines and all(at in labels for at in range(found[0], len(lines))):
        found = list(range(found[0], len(lines)))  # "Visitor, name withheld:" then counts, too
    elif (2 if again else 4 / 3) * len(found) < n_lines:
        return None
    names = Counter(labels[at].name for at in found)
    quoted = all(labels[at].rest.startswith(_QUOTES) for at in found)
    return found if len(names) > 1 and (quoted or _are_speakers(names)) else None


def _is_titled(lines: Sequence[Line], found: Sequence[int], labels: dict[int, _Label]) -> bool:
    """Whether the first label is a title's: above a blank line, as no other is, or above what nobody says."""
    first = found[0]
    once = sum(label.name == labels[first].name for label in labels.values()) == 1
    if first or not once or len(found) <= _FEW or labels[first].rest.endswith((".", "!", "?", "…")):
        return False
    below = any(lines[at].after_blank for at in range(found[1] + 1, len(lines)))
    is_parted = lines[1].after_blank or (not below and any(lines[at].after_blank for at in range(2, found[1] + 1)))
    is_apart = is_parted and not lines[found[1]].text.endswith(":")
    return is_apart and (found[1] > 1 or not any(lines[at].after_blank for at in found[2:]))


def _are_speakers(names: Counter[str]) -> bool:
    """Whether somebody speaks twice, or most names are one word with a number, or are handles."""
    numbered = Counter(
        (match["word"] or "letter").casefold() for name in names if (match := _NUMBERED.fullmatch(name)) is not None
    )
    if all(_COMMENT.fullmatch(name) for name in names):
        return True
    alike = max([*numbered.values(), sum(name.startswith("@") for name in names)], default=0)
    return max(names.values()) > 1 or 2 * alike > len(names)


def answered_label(label: str) -> str | None:
    """Which comment a label such as ``Reply to comment 3`` says it answers, or None."""
    match = _REPLY_TO.fullmatch(label)
    return None if match is None else match[1]


def mark_signed_below(lines: Sequence[Line], *, announced: bool = False) -> int | None:
    r"""Mark the comments that end in a name after a dash.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless most blocks from the first such one on end so.
    announced : bool
        Whether a heading announces comments, so that all paragraphs above a name are the comment's.

    Returns
    -------
    int or None
        Where the first of them begins.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("“A start.”\n– Bo, Ely\n\n“Too late.”\n– Ida")
    >>> mark_signed_below(lines), [line.said.author for line in lines if line.said]
    (0, ['Bo', 'Ida'])
    """
    starts = _outside_quotes(lines)
    found: list[tuple[int, int, str]] = []
    begins, n_blocks = 0 if announced else None, 0
    for start, end in pairwise([*starts, len(lines)]):
        is_alone = announced and end - start == 1 and start > 0
        name = _signature(lines[start - is_alone : end])
        n_blocks += bool(found or name) and not (is_alone and name)
        if name is not None:
            found.append((start if begins is None else begins, end, name))
            begins = end if announced else None
    if len(found) < 2 or 2 * len(found) <= n_blocks or (announced and not _is_last(lines, found[-1][1])):
        return None
    for start, end, name in found:
        lines[start].sign(Signature(name, "label", "", lines[start].text))
        lines[end - 1].hide()
    return found[0][0]


def _is_last(lines: Sequence[Line], end: int) -> bool:
    """Whether nothing is below some line, or a box of the page's own."""
    return end == len(lines) or boilerplate(lines[end].text) is not None


def _outside_quotes(lines: Sequence[Line]) -> list[int]:
    """Where blocks begin, but not within a quote of several paragraphs that is closed above a dash and a name."""
    starts: list[int] = []
    closes = -1
    for at, line in enumerate(lines):
        if not line.after_blank or at <= closes:
            continue
        starts.append(at)
        if line.text[0] in _QUOTES:
            ends = (
                end for end in range(at, min(at + _LONG, len(lines) - 1)) if lines[end].text.endswith(_CLOSING_QUOTES)
            )
            closes = next((end for end in ends if _BELOW.fullmatch(lines[end + 1].text, 0, 2 * LONGEST_NAME)), -1)
    return starts


def _signature(block: Sequence[Line]) -> str | None:
    """The name after a dash below some words, without a place after a comma; None below a list or a colon."""
    line = block[-1]
    is_closed = len(block) > 1 and block[-2].text.endswith(_CLOSING_QUOTES)
    listed = len(block) < 2 or (block[-2].marker is not None and not is_closed) or block[-2].text.endswith(":")
    match = _BELOW.fullmatch(line.text) if not listed and len(line.text) <= 2 * LONGEST_NAME else None
    name = match["name"].split(",")[0].strip() if match else ""
    return name if is_name(name) else None


def mark_letters(lines: Sequence[Line]) -> int | None:
    r"""Mark letters: what is above a name, a name and a place, or ``Yours, ...``, at a paragraph's end.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless two or more paragraphs end so, and no sentence follows the last of them.

    Returns
    -------
    int or None
        Where the first letter begins.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("On fares\n\nSIR – Too late.\nRuth Falk\nEly\n\nWe paid.\n\nAnd waited.\n\nYours, J. P. Hale")
    >>> mark_letters(lines), [line.said.author for line in lines if line.said]
    (1, ['Ruth Falk', 'J. P. Hale'])
    """
    starts = [at for at, line in enumerate(lines) if line.after_blank]
    letters = _saluted(lines, starts)
    if letters:
        return _mark_letters(lines, letters)
    begins: int | None = None  # where a letter begins; each is signed somewhere, and ends there
    for start, end in pairwise([*starts, len(lines)]):
        signed = [
            (at, name) for at in range(max(end - _SIGNED, start), end) if (name := _signs_letter(lines, at, start))
        ]
        if begins is None and _ends_sentence(lines[start : signed[0][0] if signed else end]):
            begins = start
        if signed and begins is not None:
            letters.append((begins, signed[0][0], end, signed[0][1]))
            begins = None
    return _mark_letters(lines, letters) if len(letters) >= _FEW_LETTERS and begins is None else None


def _saluted(lines: Sequence[Line], starts: Sequence[int]) -> list[tuple[int, int, int, str]]:
    """Letters that begin with the same words and a sign, as in "SIR – ", and end in a block of a name and a place.

    The next letter's headline may be below that.
    """
    openings = {start: match[0] for start in starts if (match := _OPENING.match(lines[start].text)) is not None}
    opening, times = next(iter(Counter(openings.values()).most_common(1)), ("", 0))
    begun = [start for start in starts if openings.get(start) == opening]
    letters = []
    for begins, end in pairwise([*begun, len(lines)]):
        blocks = starts[bisect_left(starts, begins) : bisect_left(starts, end)]
        at = blocks[-1]
        is_headline = end < len(lines) and end - at == 1 and at - begins > 1 and _signs_block(lines, blocks[-2], at)
        at, below = (blocks[-2], at) if is_headline else (at, end)
        if at == begins or below - at > _SIGNED or not is_name(lines[at].text, strict=False):
            return []
        if any(_ends_sentence(lines[near : near + 1]) or lines[near].marker for near in range(at + 1, below)):
            return []
        letters.append((begins, at, end, lines[at].text))
    return letters if times >= _FEW and len({name for *_, name in letters}) > 1 else []


def _signs_block(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a block is surely a name and a place, above a line that is surely no name."""
    is_closing = _CLOSING.fullmatch(lines[start].text, 0, 2 * LONGEST_NAME) is not None
    is_block = end - start <= _SIGNED and is_name(lines[start].text) and not is_closing
    return is_block and not is_name(lines[end].text) and not _ends_sentence(lines[start:end])


def _mark_letters(lines: Sequence[Line], letters: Sequence[tuple[int, int, int, str]]) -> int:
    """Mark letters that begin, are signed and end at these lines, and who signs them."""
    for begins, at, end, name in letters:
        lines[begins].sign(Signature(name, "label", "", lines[begins].text))
        for line in lines[at:end]:
            line.hide()
    return letters[0][0]


def _ends_sentence(lines: Sequence[Line]) -> bool:
    return any(line.text.endswith((".", "!", "?", "…", "”", '"')) for line in lines)


def _signs_letter(lines: Sequence[Line], at: int, start: int) -> str:
    """Who signs with a line: it closes a letter, or is a first and a last name below a sentence; or ``""``.

    What is in brackets behind a name does not count, and a place behind a comma is no part of it.
    """
    if closing := _CLOSING.fullmatch(lines[at].text, 0, 2 * LONGEST_NAME):
        name = closing["name"] or (lines[at + 1].text if at + 1 < len(lines) else "")
        return name if is_name(name) else ""
    text = lines[at].text
    before, _, place = text.partition(", ")
    if " " in before and is_place(place):
        text = before
    name = re.sub(r"\s*\([^()]{1,20}\)$", "", text[: 2 * LONGEST_NAME])
    is_below = at > start and _ends_sentence(lines[at - 1 : at])
    return text if is_below and " " in name and name[0].isalpha() and is_name(name) else ""
