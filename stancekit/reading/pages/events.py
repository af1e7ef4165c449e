"""Find what a tracker says was done between the comments: a label added, an issue closed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stancekit.reading.pages.dates import LONGEST_HEAD, is_date, split_date
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import may_be_name

__all__ = ["mark_events"]

_DONE = (
    r"(?:self-)?(?:added(?! a comment)|assigned|changed|claimed|closed|converted|created|deleted|linked|locked|lowered"
    r"|marked|mentioned|merged|modified|moved|pinned|raised|referenced|removed|renamed|reopened|requested|transferred"
    r"|triaged|unassigned|unlocked|unpinned)"
)
_EVENT = re.compile(rf"(?:@\S{{1,40}} )?@?(?P<name>\S{{1,40}}) {_DONE}\b.{{0,80}}", re.IGNORECASE)
_DONE_ALONE = re.compile(
    rf"{_DONE}(?: (?:this(?: issue| pull request| discussion)?|these|a \w+|labels?))?", re.IGNORECASE
)
_DONE_IN_FULL = re.compile(rf"{_DONE} (?:this|these|a pull request) .{{1,60}}", re.IGNORECASE)  # below a name
_STUCK = re.compile(r"(?<=\d)on (?=[A-Z][a-z]{2} \d)| (?=last (?:week|month|year)$)")  # "in #12on Mar 1"
_CHANGED = re.compile(r"[^\W\d][\w ]{1,30}:\s+\S.{0,40} → \S.{0,40}")  # below "Changed in paperd:"
_COMMENTED = re.compile(r"(?:\S{1,40} )?(?P<date>(?:commented(?: on)?|on|added a comment\.?) .{5,40})", re.IGNORECASE)
_REFERENCE = re.compile(r"\S #\d{1,7}$")  # the title of what mentions this, and its number
_PREVIEW, _END_OF_PREVIEW = "answered by ", "view full answer"  # of an answer that is below, too
_OFTEN = 2  # comments: a tracker's page has several
_HIGH = 4  # lines at most from what was done to its date
_HIGHEST = 40  # lines at most of a preview
_LONGEST = 60  # characters


def mark_events(lines: Sequence[Line]) -> None:
    r"""Mark what was done, by whom and when, as the page's own, where others "commented on" a day, or just "on" it.

    Also the beginning of a question's answer above the comments.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> head = "\ncommented on May 2, 2024\n"
    >>> lines = scan(f"bo{head}No.\n\nida{head}Why?\n\nbo\nadded\nbug\non May 3, 2024\nida closed this on May 4, 2024")
    >>> mark_events(lines)
    >>> [line.text for line in lines if line.role == "own"]
    ['bo', 'added', 'bug', 'on May 3, 2024', 'ida closed this on May 4, 2024']
    """
    _mark_preview(lines)
    for at, line in enumerate(lines):
        if _CHANGED.fullmatch(line.text, 0, LONGEST_HEAD) and at and lines[at - 1].text.startswith("Changed in "):
            lines[at - 1].hide()
            line.hide()
    comments = (_COMMENTED.fullmatch(line.text, 0, LONGEST_HEAD) for line in lines)
    if sum(match is not None and is_date(match["date"].rstrip(" •·")) for match in comments) < _OFTEN:
        return
    for at, line in enumerate(lines):
        first, end = at, at + 1
        done, date = split_date(_STUCK.sub(" · ", line.text[:LONGEST_HEAD]))
        if (match := _EVENT.fullmatch(done)) is not None and date:
            if at and lines[at - 1].text.removeprefix("@") == match["name"]:
                first = at - 1
        elif at and date and _DONE_ALONE.fullmatch(done):
            first = at - may_be_name(lines[at - 1].text)
        elif at and date and _DONE_IN_FULL.fullmatch(done) and may_be_name(lines[at - 1].text):
            first = at - 1
        elif at and _DONE_ALONE.fullmatch(line.text, 0, _LONGEST) and may_be_name(lines[at - 1].text):
            first, end = at - 1, _below_date(lines, at)
        else:
            continue
        if end < len(lines) and _REFERENCE.search(lines[end].text, 0, LONGEST_HEAD):
            end += "mentioned" in lines[at].text or "linked" in lines[at].text
        for own in lines[first:end]:
            own.hide()


def _mark_preview(lines: Sequence[Line]) -> None:
    """Mark the beginning of a question's answer, from who wrote it to the button that leads to all of it."""
    end = next((at for at, line in enumerate(lines) if line.text.casefold() == _END_OF_PREVIEW), 0)
    above = range(end, max(end - _HIGHEST, 0), -1)
    start = next((at for at in above if lines[at].text[:_LONGEST].casefold().startswith(_PREVIEW)), None)
    for line in lines[start : end + 1] if start is not None else ():
        line.hide()


def _below_date(lines: Sequence[Line], at: int) -> int:
    """The line below the date of what was done; the name's if there is no date near, and so no event."""
    for below in range(at + 1, min(at + 1 + _HIGH, len(lines))):
        if is_date(lines[below].text):
            return below + 1
        if len(lines[below].text) > _LONGEST or lines[below].after_blank:
            break
    return at - 1
