"""Recognise exported or copied chats: messages with a time before or after the name.

There is no list of programs: a chat is known by lines that begin alike; such lines without a speaker are its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stancekit.reading.pages.dates import LONGEST_HEAD, LONGEST_NAME, is_clock, is_date, split_date, with_date
from stancekit.reading.pages.furniture import SIGN, is_faint, is_furniture, is_role
from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.names import Signature, is_name, may_be_name
from stancekit.reading.pages.neighbours import is_picture

__all__ = ["mark_chat", "mark_clocked", "mark_days_and_tags", "mark_reactions", "mark_turns"]

_AM_PM = r"(?:\s?[ap]\.?\s?m\b\.?)?+"  # all of it, or "10:42 AM" would be the time of somebody called AM
_CLOCK = rf"\d{{1,2}}:\d\d(?::\d\d)?(?:[.,]\d{{1,3}})?{_AM_PM}"
_DAY = r"(?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)\.?"
_ZONE = r"(?:\s?[+-]\d\d:?\d\d|Z)?"
_DAY_AND_CLOCK = rf"{_DAY}(?:[\s,T]{{1,3}}|\s?[^\W\d]{{1,3}}\s?){{1,2}}(?:{_CLOCK}|\d{{1,2}}\.\d\d{_AM_PM}){_ZONE}"
_WHEN = rf"(?:{_DAY_AND_CLOCK}|{_CLOCK}(?:,?\s{_DAY})?{_ZONE})"
_BRACKETED = r"[\[(](?P<when>[^\])]{4,40})[\])]\s*"
_DASHED = rf"(?P<when>{_WHEN})\s+[-–—|]\s+"
_BARE = rf"(?P<when>{_WHEN})\s+"
_PIPED = re.compile(rf"(?P<when>[^|]{{3,40}}?)\s+\|\s++(?P<name>[^|]{{1,{LONGEST_NAME}}}?)\s+\|\s+(?=\S)")
_TAGGED = re.compile(rf"<\s?[@+%&~!]?(?P<name>[^<>\s][^<>]{{0,{LONGEST_NAME}}})>(?:\s+|$)")
_FROM = re.compile(rf"from\s+(?P<name>[^:]{{1,{LONGEST_NAME}}}?)(?:\s+to\s+[^:]{{1,80}}?)?\s*:(?:\s+|$)", re.IGNORECASE)
_NAMED = re.compile(rf"(?P<name>[^:]{{1,{LONGEST_NAME}}}?)\s*:(?:\s+|$)|(?P<tabbed>[^\t]{{1,{LONGEST_NAME}}})\t\s*")
_NOTICE = re.compile(r"(?:\*{1,3}|-!-|-{2,3}>?|<?-{2,3}|={2,3}|[→←⇐⇒])\s")  # "* bianca waves", "-!- bianca has left"
_NOTICE_ALONE = re.compile(
    r"(?:\*{3}|-!-|-{2,3}>?|<-{2,3})\s+\S|session (?:start|ident|time|close):", re.IGNORECASE
)  # without a time, a bullet is no notice
# What the program says in place of somebody's words: WhatsApp marks it, or "<Media omitted>", in any language.
_TOLD = re.compile(
    r"\u200e|<[^<>]{2,60}>$|(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht"
    r"|ce message a été supprimé|se eliminó este mensaje|eliminaste este mensaje)\.?$",
    re.IGNORECASE,
)
_BADGE = re.compile(r"(?:\s+(?:app|bot)|\s*:[\w+-]{1,40}:)+$", re.IGNORECASE)
_TODAY = r"(?:(?:today|yesterday)\s+(?:at\s+)?)?"
_NAME_AND_CLOCK = (
    rf"(?P<name>\S.{{0,{LONGEST_NAME}}}?)\s+"
    rf"(?:(?P<when>{_TODAY}{_CLOCK})|[\[(](?P<within>{_TODAY}{_CLOCK})[\])]:?(?:\s+(?P<rest>\S.*))?)"
)
_SHOWN = re.compile(
    r"\[ (?:photo|video|voice message|sticker|gif|file|poll|location|contact) \]|\(- [^()]{3,200} -\)", re.IGNORECASE
)
_SHORTCODE = re.compile(r":[\w+-]{1,40}:")
_EDITED = re.compile(r"^edited\s+", re.IGNORECASE)
_EDITED_BEHIND = " (edited)"  # Slack: words, not a date
_DAYS = ("today", "yesterday")
_WORDS = 5  # of a name; more before a colon are the chat's own
_LONGEST_TAG = 4  # characters
_TURNS = 3  # dates: a page has one above its article, and may have another at its foot
_FOURTH = 4  # at least one line in four must be a chat's head, unless nothing else is found


@dataclass(frozen=True, slots=True)
class _Stamped:
    """A line with a time or a tagged name: somebody's message, or a notice of the chat."""

    prefix: str  # "bracketed", "piped", "dashed", "bare", "tagged", "from" or "behind"
    sure: bool  # whether few such lines are enough
    said: Signature | None


def mark_chat(lines: Sequence[Line], *, alone: bool) -> int | None:
    r"""Mark the messages and the chat's own lines.

    Parameters
    ----------
    lines : sequence of Line
        Some get a signature or become the chat's own; nothing changes if there is no chat.
    alone : bool
        Whether nothing else was found in the file. Otherwise a fourth of its lines must be a chat's, or a comment that
        holds two messages would be one.

    Returns
    -------
    int or None
        The index of the first message.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("--- Log opened\n10:42 <ely> No.\n10:43 -!- bo has joined\n10:44 <@bo> Why?")
    >>> mark_chat(lines, alone=False), [line.said.author for line in lines if line.said]
    (1, ['ely', 'bo'])
    >>> [line.text for line in lines if line.role == "own"]
    ['--- Log opened', '10:43 -!- bo has joined']
    """
    found = {at: one for at, line in enumerate(lines) if (one := _stamped(line.text)) is not None}
    for prefix, _ in Counter(one.prefix for one in found.values()).most_common():
        of_it = {at: one for at, one in found.items() if one.prefix == prefix and _has_words(lines, at, one, found)}
        messages = [at for at, one in of_it.items() if one.said is not None]
        if len(messages) > 1 and (alone or _FOURTH * len(of_it) >= len(lines)) and _is_chat(lines, of_it, messages):
            _mark(lines, found, of_it)
            return messages[0]
    return None


def _stamped(text: str) -> _Stamped | None:
    if text[:1] == "<" and (match := _TAGGED.match(text)):
        return _Stamped("tagged", False, _said(match, "", text))
    if (match := _PIPED.match(text, 0, LONGEST_HEAD)) is not None and is_date(match["when"]):
        return _Stamped("piped", True, _said(match, match["when"], text)) if may_be_name(match["name"]) else None
    if text[:1] in ("[", "(") or text[:1].isdecimal():
        for prefix, pattern in (("bracketed", _BRACKETED), ("dashed", _DASHED), ("bare", _BARE)):
            match = with_date(pattern).match(text, 0, LONGEST_HEAD)
            if match is not None and (is_date(match["when"]) or with_date(_WHEN).fullmatch(match["when"])):
                sure = prefix != "bare" and with_date(_DAY_AND_CLOCK).fullmatch(match["when"]) is not None
                return _Stamped(prefix, sure, _body(prefix, match[0].strip(), text[match.end() :]))
    may_be = ":" in text[:LONGEST_HEAD] and not is_date(text)
    if may_be and (match := _FROM.match(text, 0, LONGEST_HEAD)) is not None and is_clock(text[match.end() :].strip()):
        return _Stamped("from", True, replace(_said(match, text[match.end() :].strip(), text), rest=""))
    match = with_date(_NAME_AND_CLOCK).match(text, 0, LONGEST_HEAD) if may_be else None
    match = match if match is not None and (match["rest"] or match.end() == len(text)) else None
    name = _BADGE.sub("", match["name"]) if match else ""
    # "Tea at 10:42" is not a signature, nor is "Ely, 10:42" one of this kind.
    words = name.split()
    if match is None or not words or name[-1] in ",·•|–—-@" or is_date(words[-1]):
        return None
    if words[-1] in ("at", "on", "by", "for", "from"):
        return None
    when = f"{match['name'][len(name) :].strip()} {match['when'] or match['within']}".strip()
    said = Signature(name, "stamped", when, text[match.start("rest") :] if match["rest"] else "")
    return _Stamped("behind", False, said) if is_name(name, strict=not match["rest"]) else None


def _body(prefix: str, when: str, text: str) -> Signature | None:
    """Whose message comes after a time, or None if there is none."""
    if _NOTICE.match(text):
        return None
    if match := _TAGGED.match(text) or _FROM.match(text, 0, LONGEST_HEAD):
        return _said(match, when, text)
    if match := _NAMED.match(text, 0, LONGEST_HEAD):
        name = (match["name"] or match["tabbed"]).strip()
        may_sign = is_name(name) if prefix == "bare" else len(name.split()) <= _WORDS
        is_told = _TOLD.match(text, match.end()) is not None
        return _said(match, when, text) if may_sign and not is_told else None
    return Signature(text, "stamped", when, "") if prefix != "dashed" and is_name(text) else None


def _said(match: re.Match[str], when: str, text: str) -> Signature:
    name = match["name"] or match["tabbed"]
    beside = match[0][: match.start("name")] + match[0][match.end("name") :] if match.re is _FROM else ""
    name = name.lstrip("@+%&~!") if match.re is _NAMED and match["tabbed"] else name
    return Signature(
        name.strip(), "stamped", f"{when} {' '.join(beside.rstrip(' :').split())}".strip(), text[match.end() :]
    )


def _has_words(lines: Sequence[Line], at: int, one: _Stamped, found: dict[int, _Stamped]) -> bool:
    """Whether a message has words, after its head or below it; a notice needs none."""
    return one.said is None or bool(one.said.rest) or (at + 1 < len(lines) and at + 1 not in found)


def _is_chat(lines: Sequence[Line], found: dict[int, _Stamped], messages: Sequence[int]) -> bool:
    """Whether there is enough evidence: dates beside the times, somebody who speaks twice, or little else."""
    heads = [said for at in messages if (said := found[at].said) is not None]
    if all(found[at].sure for at in messages):
        return True
    named = Counter(said.author for said in heads if is_name(said.author))
    one_each = all(said.rest for said in heads)
    below = len(lines) - messages[0]
    if one_each:
        return 2 * len(found) >= below and 2 * named.total() >= len(messages)
    return _FOURTH * len(found) >= below or (len(heads) > 2 and max(named.values(), default=0) > 1)


def _mark(lines: Sequence[Line], found: dict[int, _Stamped], messages: dict[int, _Stamped]) -> None:
    prefix = next(iter(messages.values())).prefix
    authors = {one.said.author for one in messages.values() if one.said is not None}
    for at, line in enumerate(lines):
        one = found.get(at)
        if at in messages and (said := messages[at].said) is not None:
            line.sign(said)
        elif (one is not None and _is_own(one, prefix, line.text)) or _is_notice(line.text, authors):
            line.hide()


def _is_own(one: _Stamped, prefix: str, text: str) -> bool:
    """Whether a line with a time but no speaker is the chat's own, rather than a message's second line."""
    if one.prefix != prefix or prefix in ("tagged", "behind"):
        return False
    match = with_date(_BARE).match(text, 0, LONGEST_HEAD) if prefix == "bare" else None
    return match is None or _NOTICE.match(text[match.end() :]) is not None


def _is_notice(text: str, authors: set[str]) -> bool:
    """Whether a line without a time tells what somebody did: "--- Log opened", "* bianca waves"."""
    does = text.startswith("* ") and text[2:].partition(" ")[0] in authors
    return does or _NOTICE_ALONE.match(text) is not None


def mark_reactions(lines: Sequence[Line]) -> None:
    """Mark reactions with a number below: codes such as ``:+1:``, or signs such as 👍, two or more or above a name.

    Also what stands in a picture's place, ``[ Photo ]``, and ``(- Bianca: 👍 -)``.
    """
    for line in lines:
        if _SHOWN.fullmatch(line.text):
            line.hide()
        elif line.text.endswith(_EDITED_BEHIND) and not (is_date(line.text) or split_date(line.text)[1]):
            line.text, line.content = (text.removesuffix(_EDITED_BEHIND) for text in (line.text, line.content))
    pairs = {
        at: _SHORTCODE.fullmatch(line.text) is not None
        for at, (line, below) in enumerate(pairwise(lines))
        if (_SHORTCODE.fullmatch(line.text) or SIGN.fullmatch(line.text)) and below.text.isdecimal()
    }
    again = _names_again(lines)
    for at, is_sure in pairs.items():
        named = at + 2 + (at + 3 < len(lines) and is_picture(lines[at + 2].text, lines[at + 3].text))
        if is_sure or at - 2 in pairs or at + 2 in pairs or (named < len(lines) and lines[named].text in again):
            lines[at].role = lines[at + 1].role = "own"


def mark_days_and_tags(lines: Sequence[Line]) -> None:
    """Mark days, and a server's tags below names, where messages have a dash and a time on a line below their names."""
    dates = [at for at, line in enumerate(lines) if at > 1 and line.text[0] == "—" and is_date(line.text)]
    if len(dates) < _TURNS or not all(":" in lines[at].text for at in dates):
        return
    pairs = Counter((lines[at - 2].text, lines[at - 1].text) for at in dates)
    names = {name for _, name in pairs} | {above for (above, _), times in pairs.items() if times > 1}
    others = {tag for above, tag in pairs if above not in names or not is_name(above)}  # names below words
    for at in dates:
        if len(lines[at - 1].text) <= _LONGEST_TAG and lines[at - 1].text not in others:
            lines[at - 1].hide()
    for line in lines:
        if line.text[0] != "—" and ":" not in line.text and is_date(line.text):
            line.hide()


def _names_again(lines: Sequence[Line]) -> set[str]:
    """The names that several lines above times are."""
    names = Counter(line.text for line, below in pairwise(lines) if is_clock(below.text) and is_name(line.text))
    return {name for name, times in names.items() if times > 1}


def _is_heading_above(lines: Sequence[Line], at: int) -> bool:
    return at > 0 and is_heading(lines[at - 1].text)


def mark_clocked(lines: Sequence[Line]) -> int | None:
    r"""Mark messages of a name, words and a time, each on lines of its own, and days and reactions between them.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless a day or a blank line is above the first of three or more times, nothing is below the
        last, and most have a name above the words. A message without one goes on with what is above it.

    Returns
    -------
    int or None
        The index of the first name.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Pool\nToday\nBo\nNo.\n10:42\n👍\n2\nEly\nWhy?\n10:43\nBo\nIt leaks.\nAgain.\n10:44")
    >>> mark_clocked(lines), [line.text for line in lines if line.said], [line.text for line in lines if line.role]
    (2, ['Bo', 'Ely', 'Bo'], ['Today', '10:42', '👍', '2', '10:43', '10:44'])
    """
    own = [line.text.casefold() in _DAYS or is_date(line.text) or _is_reaction(line.text) for line in lines]
    clocks = [at for at, line in enumerate(lines) if line.marker is None and is_clock(_EDITED.sub("", line.text))]
    if len(clocks) < _TURNS or not all(own[clocks[-1] :]):
        return None
    top = next((at for at in range(clocks[0], 0, -1) if own[at - 1] or lines[at].after_blank), 0)
    turns: list[tuple[int, int]] = []
    for above, clock in pairwise([top - 1, *clocks]):
        turns.append((next(at for at in range(above + 1, clock + 1) if at == clock or not own[at]), clock))
    named = [start for start, end in turns if end - start > 1 and is_name(lines[start].text)]
    signed, times = set(named), Counter(lines[start].text for start in named)
    is_begun = top > 0 and turns[0][0] == top == (named or [0])[0]
    if not is_begun or 2 * len(named) <= len(turns) or len(times) < 2 or max(times.values()) < 2:
        return None
    for (start, end), (below, _) in pairwise([*turns, (len(lines), 0)]):
        if start in signed:
            lines[start].sign(Signature(lines[start].text, "stamped", "", ""))
            if end - start > 2 and is_role(lines[start + 1].text):
                lines[start + 1].hide()
        for line in lines[end:below]:
            line.hide()
    if own[top - 1]:
        lines[top - 1].hide()
    return top


def _is_reaction(text: str) -> bool:
    return SIGN.fullmatch(text) is not None or is_faint(text) or is_furniture(text)


def mark_turns(lines: Sequence[Line]) -> int | None:
    r"""Mark messages of a date, a name and words, or of a name, words and a date, each on lines of its own.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless all dates are in such messages, and somebody speaks twice or all dates have times.

    Returns
    -------
    int or None
        The index of the first name.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("10:42\nBo\nNo.\n10:43\nEly\nWhy?\n10:44\nBo\nBecause.")
    >>> mark_turns(lines), [line.text for line in lines if line.said]
    (1, ['Bo', 'Ely', 'Bo'])
    """
    dates = [at for at, line in enumerate(lines) if line.marker is None and is_date(line.text)]
    if len(dates) < _TURNS:
        return None
    if dates[-1] == len(lines) - 1:
        first = next((at for at in range(dates[0], -1, -1) if lines[at].after_blank or _is_heading_above(lines, at)), 0)
        turns = list(zip([first, *(at + 1 for at in dates[:-1])], dates, strict=True))
    else:
        turns = list(zip([at + 1 for at in dates], [*dates[1:], len(lines)], strict=True))
    cut_off: list[int] = []
    if turns[-1][1] - turns[-1][0] == 1 and len(turns) > _TURNS:  # a name without words, where the file was cut off
        cut_off = [turns.pop()[0], dates.pop()]
    elif len(turns) > _TURNS and not is_name(lines[turns[0][0]].text):
        del turns[0], dates[0]  # or words without a name
    names = Counter(lines[start].text for start, end in turns if end - start > 1 and is_name(lines[start].text))
    timed = all(":" in lines[at].text for at in dates)
    if names.total() < len(turns) or not (timed or max(names.values()) > 1):
        return None
    for (start, _), date in zip(turns, dates, strict=True):
        lines[start].said = Signature(lines[start].text, "stamped", "", "")
        lines[date].role = "own"
    for at in cut_off:
        lines[at].hide()
    return turns[0][0]
