"""Take the numbers and times out of subtitles, such as a meeting's transcript: who speaks is before the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stancekit.reading.pages.dates import LONGEST_HEAD, LONGEST_NAME
from stancekit.reading.pages.lines import Line

__all__ = ["without_cues"]

_CUE = re.compile(  # WebVTT and SRT; SBV
    r"(?:\d{1,2}:)?\d\d:\d\d[.,]\d{3} --> (?:\d{1,2}:)?\d\d:\d\d[.,]\d{3}(?:\s.*)?"
    r"|\d{1,2}:\d\d:\d\d\.\d{3},\d{1,2}:\d\d:\d\d\.\d{3}"
)
_VOICE = re.compile(rf"<v(?:\.\w+)*\s+(?P<name>[^<>]{{1,{LONGEST_NAME}}})>")
_TAG = re.compile(r"</?[vbiuc](?:\.\w+)*>")
_NOTE = re.compile(r"(?:NOTE|STYLE|REGION)\b")
_FEW = 2


def without_cues(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    r"""The lines of subtitles that people say, with a colon after a voice's name, and the other ones.

    Parameters
    ----------
    lines : sequence of Line
        Of any text; without two cues, all are as they are.

    Returns
    -------
    words, cues : list of Line

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> cue = "00:00:0{0}.000 --> 00:00:0{0}.900\n<v Bo>Word {0}.</v>\n\n"
    >>> words, cues = without_cues(scan("WEBVTT\n\n" + cue.format(1) + cue.format(2)))
    >>> [line.text for line in words], len(cues)
    (['Bo: Word 1.', 'Bo: Word 2.'], 3)
    """
    timed = {
        at for at, line in enumerate(lines) if line.text[0].isdecimal() and _CUE.fullmatch(line.text, 0, LONGEST_HEAD)
    }
    if len(timed) < _FEW:
        return list(lines), []
    own = timed | {at - 1 for at in timed if at and lines[at - 1].text.isdecimal()}
    if lines[0].text.startswith("WEBVTT"):
        own.update(range(min(own)))
        own.update(_notes(lines))
    words = [line for at, line in enumerate(lines) if at not in own]
    for line in words:
        line.text = line.content = _TAG.sub("", _VOICE.sub(r"\g<name>: ", line.text)).strip()
        line.marker, line.after_blank = None, False
    return [line for line in words if line.text], [lines[at] for at in sorted(own)]


def _notes(lines: Sequence[Line]) -> Iterator[int]:
    """The lines of WebVTT's notes, each up to the next blank line."""
    is_note = False
    for at, line in enumerate(lines):
        is_note = _NOTE.match(line.text) is not None if line.after_blank else is_note
        if is_note:
            yield at
