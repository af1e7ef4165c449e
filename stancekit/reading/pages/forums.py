"""Recognise forum posts by heads of several lines, in any order: name, rank, date, number, profile, subject."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stancekit.reading.pages.dates import is_date
from stancekit.reading.pages.furniture import bare_button, is_faint, is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import BY, Signature, may_be_name, signature

__all__ = ["mark_posts", "mark_signatures"]

_KEYS = (
    r"posts?|messages?|threads?|topics?|joined|join date|member since|registered|location|from|country|reputation|karma"
    r"|(?:likes|thanks|reactions?)(?: (?:given|received|score))?|points|trophy points|solutions|gender|age|rank|status"
)
_PROFILE = re.compile(rf"(?P<key>{_KEYS})\s*:\s*(?P<value>\S.{{0,60}})?", re.IGNORECASE)
_FIELD = re.compile(r"[A-Z][\w ]{1,20}: \S.{0,40}")  # of a profile, as a board's owner named it
_KEY_ALONE = re.compile(_KEYS, re.IGNORECASE)
_NUMBER = re.compile(r"(?:post\s*)?#\s?(?P<number>\d{1,6})", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(r"(?<=\S)\s+#\d{1,6}$")
_MODIFIED = re.compile(r"(?<=\S)\s+\([^()]{0,30}\b(?:modified|edited)\b[^()]{1,80}\)$", re.IGNORECASE)
_REPLY_ON = re.compile(r"«?\s*(?:reply\s+#\d+\s+)?on:?\s+(?P<date>.{5,50}?)\s*»?", re.IGNORECASE)
_RANKS = r"(?:[\w-]+\s+){0,3}(?:member|moderator|administrator|admin|poster|user|guest|newbie|starter|banned)"
_RANK = re.compile(
    rf"{_RANKS}|(?:off|on)line|top|[*★☆●•■♦]{{1,10}}",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    rf"(?P<name>.{{1,40}}?)\s+(?:is\s+)?(?:now\s+)?(?:offline|online)(?:\s+now)?(?:\s+{_RANKS})?", re.IGNORECASE
)
_SUBJECT = re.compile(r"(?:(?:title|subject):\s*)?(?:re|aw|antw|sv|res?):\s*(?P<subject>\S.*)", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:re|aw|antw|sv|res?):\s*", re.IGNORECASE)
_LABEL = re.compile(r"(?:title|subject|thread):\s*", re.IGNORECASE)
_EVENT = re.compile(
    r"(?:closed|opened|reopened|pinned|unpinned|archived|unarchived|listed|unlisted|renamed)(?: on)?\s+"
    r"(?P<date>.{1,40})",
    re.IGNORECASE,
)
_LONGEST_VALUE = 40
_LONGEST = 150  # characters of a line that belongs to a head
_RULE = re.compile(r"[_—–-]{2,}")
_LONGEST_SIGNATURE = 6  # lines
_LONGEST_BUTTON = 20  # characters
_OFTEN = 3  # times: what recurs less may be anybody's words
_STATE = re.compile(r"\s+(?:off|on)line$", re.IGNORECASE)  # "Bianca  Offline"
_HIGH = 3  # lines at most from a name to the rest of its head
_WORDS_OF_A_MOTTO = 4  # at least


@dataclass(slots=True)
class _Part:
    """What one line is in a head."""

    kind: str  # "date", "number", "profile", "rank", "subject", "event" or "signed"
    said: Signature | None = None


def mark_posts(lines: Sequence[Line]) -> int | None:
    r"""Mark the heads of posts: whose they are, and the forum's own lines beside the name.

    Parameters
    ----------
    lines : sequence of Line
        Only numbers and events change unless two posts have a date, a name, and a number or a profile, or are signed
        "by Bo, May 2, 2024".

    Returns
    -------
    int or None
        The index of the first name.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("May 2, 2024\n#1\nBo\nSenior Member\nWhy?\nMay 3, 2024\n#2\nEly\nNewbie\nWhy not.")
    >>> mark_posts(lines), [line.text for line in lines if line.role != "own"]
    (2, ['Bo', 'Why?', 'Ely', 'Why not.'])
    """
    parts = _parts(lines)
    for at, part in parts.items():
        if part.kind in ("number", "event"):
            lines[at].role = "own"
    subject = _subject_of_all(lines, parts)
    runs = _runs(lines, parts)
    if _number_ends(parts, runs):
        parts = {at: part for at, part in parts.items() if part.kind != "number"}
        runs = _runs(lines, parts)
    heads = [one for run in runs if (one := _signature(lines, parts, run)) is not None]
    n_dated = sum(any(at in parts and parts[at].kind in ("date", "signed") for at in range(*run)) for run in runs)
    if len(heads) < 2 or 2 * len(heads) < n_dated:
        return None
    for at, part in parts.items():
        if part.kind != "date":
            lines[at].role = "own"
    authors = set()
    for name, said, beside in heads:
        authors.add(said.author)
        for at in beside:
            lines[at].role = "own"
        lines[name].role = None
        lines[name].sign(said)
    for at, line in enumerate(lines[:-1]):  # a name above a profile, maybe with a rank between, repeated below it
        below = at + 1 + (at + 2 in parts and parts[at + 2].kind == "profile")
        if line.said is None and line.text in authors and below in parts and parts[below].kind in ("profile", "rank"):
            for own in lines[at:below]:
                own.role = "own"
    _mark_ends(lines, heads)
    _mark_mottos(lines, heads)
    _mark_beginnings(lines, heads)
    if subject is not None and subject < heads[0][0]:
        lines[subject].role = "title"
    return heads[0][0]


def _mark_beginnings(lines: Sequence[Line], heads: Sequence[tuple[int, Signature, list[int]]]) -> None:
    """Mark what recurs below most heads and above words, also with the title behind it: the text of an icon."""
    titles = {_LABEL.sub("", line.text) for line in lines[: heads[0][0]]}
    firsts: list[tuple[Line, str]] = []
    for name, _, beside in heads:
        at = max(name, *beside) + 1 if beside else name + 1
        while at < len(lines) and lines[at].role == "own":
            at += 1
        below = lines[at + 1] if at + 1 < len(lines) else None
        if below is not None and below.role != "own" and below.said is None and not is_furniture(below.text):
            if name == heads[0][0] and " " in lines[at].text and lines[at].text in titles:
                lines[at].role = "own"  # the title again
                continue
            firsts.append((lines[at], _without(lines[at].text, titles)))
    text, times = Counter(text for _, text in firsts).most_common(1)[0] if firsts else ("", 0)
    if times >= _OFTEN and 2 * times > len(heads) and len(text) <= _LONGEST_BUTTON and text[-1].isalnum():
        for line, icon in firsts:
            line.role = "own" if icon == text else line.role


def _without(text: str, titles: Container[str]) -> str:
    """A short word or two without the title behind."""
    spaces = [at for at, sign in enumerate(text[:_LONGEST_BUTTON]) if sign == " "]
    return next((text[:at] for at in spaces if _ANSWER.sub("", text[at + 1 :]) in titles), text)


def _mark_ends(lines: Sequence[Line], heads: Sequence[tuple[int, Signature, list[int]]]) -> None:
    """Mark the buttons at the end of most posts: what recurs there is not anybody's words."""
    ends = [*(min(name, *beside) if beside else name for name, _, beside in heads[1:]), len(lines)]
    for _ in range(_HIGH):
        for place, end in enumerate(ends):
            while end and lines[end - 1].role == "own" and lines[end - 1].said is None:
                end -= 1
            ends[place] = end
        last, times = Counter(_button(lines[end - 1].text) for end in ends if end).most_common(1)[0]
        if times < _OFTEN or 2 * times <= len(ends) or len(last) > _LONGEST_BUTTON or not last[-1].isalnum():
            return
        for end in ends:
            above = lines[end - 2] if end > 1 else None
            if (
                _button(lines[end - 1].text) == last
                and above is not None
                and above.said is None
                and above.role != "own"
            ):
                lines[end - 1].role = "own"


def _mark_mottos(lines: Sequence[Line], heads: Sequence[tuple[int, Signature, list[int]]]) -> None:
    """Mark a line of several words that all posts of somebody end in, below others: a signature without a rule."""
    found: defaultdict[str, list[Line | None]] = defaultdict(list)
    ends = [*(min(name, *beside) if beside else name for name, _, beside in heads[1:]), len(lines)]
    for (name, said, beside), end in zip(heads, ends, strict=True):
        post = range(max(name, *beside) + 1 if beside else name + 1, end)
        words = [lines[at] for at in post if lines[at].role != "own" and not is_furniture(lines[at].text)]
        found[said.author].append(words[-1] if len(words) > 1 else None)
    for last in found.values():
        if len(last) > 1 and len({line and line.text for line in last}) == 1:
            for line in filter(None, last):
                if len(line.text.split()) >= _WORDS_OF_A_MOTTO:
                    line.role = "own"


def _button(text: str) -> str:
    """A button without its count; a text of nothing but numbers stays."""
    return bare_button(text) or text


def _parts(lines: Sequence[Line]) -> dict[int, _Part]:
    """The lines that may belong to a post's head."""
    found: dict[int, _Part] = {}
    texts = {line.text for line in lines}
    short = [line.text for line in lines if len(line.text) <= _LONGEST]
    keys = Counter(match["key"].casefold() for text in short if (match := _PROFILE.fullmatch(text)))
    keys.update(text.casefold() for text in short if _KEY_ALONE.fullmatch(text))
    numbers = [int(match["number"]) for line in lines if (match := _NUMBER.fullmatch(line.text))]
    numbered = any(below == above + 1 for above, below in pairwise(numbers))
    subjects = {match["subject"] for line in lines if (match := _SUBJECT.fullmatch(line.text))}
    for at, line in enumerate(lines):
        text = line.text
        if len(text) > _LONGEST or line.role == "own":
            continue
        profile = _PROFILE.fullmatch(text)
        under = lines[at + 1].text if at + 1 < len(lines) else ""
        if at not in found and is_date(_MODIFIED.sub("", _NUMBER_BEHIND.sub("", text))):
            found[at] = _Part("date")
        elif _NUMBER.fullmatch(text):
            if numbered:
                found[at] = _Part("number")
        elif profile is not None and (
            keys[profile["key"].casefold()] > 1
            or profile["key"].casefold() == "reactions"
            or _is_profile(found, at - 1)
        ):
            found[at] = _Part("profile")
            if not profile["value"] and under:
                found[at + 1] = _Part("profile")
        elif _KEY_ALONE.fullmatch(text) and _is_above_value(lines, found, keys, at):
            found[at] = found[at + 1] = _Part("profile")
        elif at in found:
            continue
        elif _is_profile(found, at - 1) and _FIELD.fullmatch(text) and _ANSWER.sub("", under) in subjects:
            found[at] = _Part("profile")
        elif (match := _REPLY_ON.fullmatch(text)) and is_date(match["date"]):
            found[at] = _Part("date")
        elif _SUBJECT.fullmatch(text) or _LABEL.sub("", text) in subjects:
            found[at] = _Part("subject")
        elif (match := _PRESENT.fullmatch(text)) and match["name"] in texts:
            found[at] = _Part("rank")
        elif at and (match := _EVENT.fullmatch(text)) and is_date(match["date"]) and _may_sign(lines, at - 1):
            found[at - 1] = found[at] = _Part("event")
        elif _RANK.fullmatch(text):
            found[at] = _Part("rank")
        elif (by := BY.match(text)) and (said := signature(text[by.end() :])) and said.kind == "dated":
            found[at] = _Part("signed", replace(said, date=f"{by[0].strip()} {said.date}"))
    return found


def _is_above_value(lines: Sequence[Line], found: dict[int, _Part], keys: Counter[str], at: int) -> bool:
    """Whether a key that stands alone is one, as it recurs or is between others, and what is below may be its value."""
    if at + 1 == len(lines) or (keys[lines[at].text.casefold()] <= 1 and not _is_between_keys(lines, found, at)):
        return False
    under = lines[at + 1].text
    is_below_profile = at - 1 in found and found[at - 1].kind in ("profile", "rank")
    return is_faint(under) or is_date(under) or (len(under) <= _LONGEST_VALUE and is_below_profile)


def _is_between_keys(lines: Sequence[Line], found: dict[int, _Part], at: int) -> bool:
    """Whether keys that stand alone are above a key and its value, and below them."""
    return _is_profile(found, at - 1) and at + 2 < len(lines) and _KEY_ALONE.fullmatch(lines[at + 2].text) is not None


def _is_profile(found: dict[int, _Part], at: int) -> bool:
    return at in found and found[at].kind == "profile"


def _subject_of_all(lines: Sequence[Line], parts: dict[int, _Part]) -> int | None:
    """The first line that recurs after "Re:"."""
    subjects = {match["subject"] for at in parts if (match := _SUBJECT.fullmatch(lines[at].text))}
    return next((at for at, line in enumerate(lines) if _LABEL.sub("", line.text) in subjects), None)


def _runs(lines: Sequence[Line], parts: dict[int, _Part]) -> list[tuple[int, int]]:
    """The starts and ends of runs of such lines, with at most a name between two."""
    runs: list[tuple[int, int]] = []
    for at in sorted(parts):
        is_named = at - 2 in parts and parts[at - 2].said is not None  # then what is below is words
        if runs and (at == runs[-1][1] or (at == runs[-1][1] + 1 and not is_named and _may_sign(lines, at - 1))):
            runs[-1] = runs[-1][0], at + 1
        else:
            runs.append((at, at + 1))
    return runs


def _number_ends(parts: dict[int, _Part], runs: Sequence[tuple[int, int]]) -> bool:
    """Whether numbers are below posts: the first date has none beside it, and the last number has no date."""
    kinds = [{parts[at].kind for at in range(*run) if at in parts} for run in runs]
    dated = [one for one in kinds if "date" in one]
    numbered = [one for one in kinds if "number" in one]
    return bool(dated and numbered) and "number" not in dated[0] and "date" not in numbered[-1]


def _may_sign(lines: Sequence[Line], at: int) -> bool:
    return lines[at].marker is None and may_be_name(lines[at].text) and not is_furniture(lines[at].text)


def _signature(
    lines: Sequence[Line], parts: dict[int, _Part], run: tuple[int, int]
) -> tuple[int, Signature, list[int]] | None:
    """The index of the name in a head, its signature, and the other lines that are not words."""
    start, end = run
    signed = next((at for at in range(start, end) if at in parts and parts[at].said is not None), None)
    if signed is not None:
        return signed, parts[signed].said or Signature("", "dated", "", ""), []
    kinds = {parts[at].kind for at in range(start, end) if at in parts}
    if "date" not in kinds or not kinds & {"number", "profile"}:
        return None
    within = [at for at in range(start, end) if at not in parts]
    heads = [at for at in range(start, end) if at in parts]
    if within:
        return within[0], _named(lines[within[0]]), [*heads, *within[1:]]
    top = start - 1
    is_name = _STATE.search(lines[top].text[-_LONGEST_BUTTON:]) is not None  # "Bianca  Offline"
    while top > max(start - _HIGH, 0) and not (is_name or _begins_block(lines, top)):
        top -= 1
    if (
        not is_name
        and top > 0
        and not lines[top].after_blank
        and not (_begins_block(lines, top) and _may_sign(lines, top))
    ):
        top = start - 1  # words are above the name, and no blank line
    if start > 1 and _is_picture_of(lines[start - 2].text, lines[start - 1].text):
        picture, top = [start - 2], start - 1
    else:
        picture = []
    if top < 0 or not _may_sign(lines, top):
        return None
    return top, _named(lines[top]), [*picture, *range(top + 1, start), *heads]


def _begins_block(lines: Sequence[Line], at: int) -> bool:
    return lines[at].after_blank or is_furniture(lines[at - 1].text)


def _is_picture_of(text: str, name: str) -> bool:
    """Whether a line above a name is the text of a picture: the name again, or its initial."""
    return text == name or (len(text) == 1 and text.casefold() == name[0].casefold())


def _named(line: Line) -> Signature:
    return Signature(_STATE.sub("", line.text), "dated", "", "")


def mark_signatures(lines: Sequence[Line]) -> None:
    """Mark lines below a rule that are the same in several posts or mails, or an author's name: signatures, footers."""
    authors = {line.said.author for line in lines if line.said is not None}
    found: dict[tuple[str, ...], list[range]] = {}
    for at, line in enumerate(lines):
        if _RULE.fullmatch(line.text, 0, _LONGEST):
            end = at + 1
            while end < len(lines) and end - at <= _LONGEST_SIGNATURE + 1 and not _is_end(lines[end]):
                end += 1
            if 0 < end - at - 1 <= _LONGEST_SIGNATURE:
                found.setdefault(tuple(below.text for below in lines[at + 1 : end]), []).append(range(at, end))
    for texts, places in found.items():
        if len(places) > 1 or (len(texts) == 1 and texts[0] in authors):
            for at in (at for place in places for at in place):
                lines[at].role = "own"


def _is_end(line: Line) -> bool:
    return line.said is not None or line.role == "own" or line.after_blank or is_furniture(line.text)
