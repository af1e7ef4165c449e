"""The lines of a saved page: their positions, their bullets, and which of them announce the comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

from stancekit.reading.pages.dates import REMEMBERED, is_date
from stancekit.reading.pages.furniture import DOTS, RULE, is_furniture
from stancekit.reading.pages.names import Signature

__all__ = ["Line", "Role", "announces_none", "is_count_of_replies", "is_heading", "paragraphs", "scan", "trim"]

Role: TypeAlias = Literal["author", "answered", "quoting", "title", "own"]

_SYMBOL = re.compile(r"([•‣◦▪●])\s*|([○∙·*+–-])(?:\s+|$)")
_NUMBER = re.compile(r"(\d{1,4})([.)])(?:\s+|$)")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))  # that keep words on one line
_MARKS = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # no width


@dataclass(slots=True)
class Line:
    """A line that is not blank.

    Parameters
    ----------
    number : int
        Counted from 1, blank lines included.
    indent : int
        Its leading columns, with tab stops every 4.
    text : str
        Without the whitespace around it.
    after_blank : bool
        Whether the line above is blank, or there is none.
    marker : str or None
        The kind of bullet it begins with: the symbol itself, ``"#."`` or ``"#)"``.
    content : str
        What follows the bullet; `text` where there is none.
    role : Role or None
        What its neighbours show it to be, if they do: an author's name, the name of whom the author answers, a line
        that introduces a quotation, a title, or the page's own.
    said : Signature or None
        Whose words begin here, if its neighbours show it.
    sheet : int
        How many form feeds are above it.
    torn : bool
        Whether a sheet's end was above it, so that a blank line there says little.
    """

    number: int
    indent: int
    text: str
    after_blank: bool
    marker: str | None
    content: str
    role: Role | None = None
    said: Signature | None = None
    sheet: int = 0
    torn: bool = False

    def sign(self, said: Signature) -> None:
        """Mark that somebody's words begin here: the line is a head, and no bullet."""
        self.said = said
        self.unbullet()

    def hide(self) -> None:
        """Mark the line as the page's own, and as no bullet."""
        self.role = "own"
        self.unbullet()

    def unbullet(self) -> None:
        """Take what looks like a bullet for a part of the text."""
        self.marker, self.content = None, self.text


def trim(text: str) -> str:
    """A text without the whitespace and the zero-width characters around it."""
    return text.strip().strip(_MARKS).strip()


def scan(text: str) -> list[Line]:
    r"""The lines of a text that are not blank.

    A number is a bullet only in a sequence, and not in a date, or "2017. What a year" at the start of a wrapped line
    would be one.

    Examples
    --------
    >>> [(line.marker, line.content) for line in scan("1. Yes.\n2. No,\n1998. was worse.")]
    [('#.', 'Yes.'), ('#.', 'No,'), (None, '1998. was worse.')]
    """
    lines: list[Line] = []
    numbered: dict[tuple[str, int | None], tuple[int, Line, str]] = {}
    previous = sheet = 0
    for number, raw in enumerate(text.split("\n"), 1):
        stripped = trim(raw).translate(_SPACES)
        leading = raw[: len(raw) - len(raw.lstrip())]
        sheet += leading.count("\f")
        if not stripped:
            continue
        indent = len(leading.replace("\f", "").expandtabs(4))
        line = Line(number, indent, stripped, number > previous + 1 or not previous, None, stripped, sheet=sheet)
        sheet += raw.count("\f", len(leading))
        previous = number
        lines.append(line)
        if match := _SYMBOL.match(stripped):
            if not RULE.fullmatch(stripped):
                line.marker, line.content = match[1] or match[2], stripped[match.end() :]
        elif (match := _NUMBER.match(stripped)) and not is_date(stripped):  # "3. Mai 2024"
            kind, value, content = f"#{match[2]}", int(match[1]), stripped[match.end() :]
            # 9. and 10. may be aligned at their points, and indented replies may continue the count.
            for column in (indent, indent - 1, indent + 1, None):
                before = numbered.get((kind, column))
                if before is not None and before[0] == value - 1:
                    before[1].marker, before[1].content = kind, before[2]
                    line.marker, line.content = kind, content
            if value == 1:
                line.marker, line.content = kind, content
            numbered[kind, indent] = numbered[kind, None] = value, line, content
    for line, below in pairwise(lines):
        beside = below.text if line.text in DOTS else line.text
        if line.text[:1] in DOTS and (is_date(beside) or (beside is below.text and is_furniture(beside))):
            line.unbullet()  # between a name and a date, or between buttons
    return lines


_HEADING = re.compile(
    r"[#*=\s]*(?:(?:all|reader|readers['’]|user|top|best|latest|recent|newest)\s+)?(?:\d[\d,.]*\s+)?"
    r"(?:comments|responses|replies|reactions|discussion|thoughts|comments section|kommentare|commentaires|comentarios"
    r"|reacties|commenti|comentários|комментарии|(?<=\d )(?:reactie|commento|comentário|комментари[йяев]{1,2})"
    r"|(?<=\d )(?:comment|response|reply)|(?:comment|response)(?=\s*[(\[]\d))"  # a bare singular is a button
    r"(?:\s*[(\[]?\d[\d,.]*[)\]]?|\s*[•·]\s*\d[\d,.]* (?:reposts?|shares?)|\s+so far\b.*"
    r"|(?:(?<=comments)|(?<=responses)|(?<=replies))\s+(?:on|to)\b.*)?[\s*:=]*"
    r"|replies: \d+ comments?[ ·]{1,3}\d+ repl(?:y|ies)|showing \d+\s?[-–]\s?\d+ of \d+ (?:comments|replies|posts)"
    r"|\d[\d,.]*\s+(?:comment|response|reply|reactions?|thoughts?)\s+(?:on|to)\b.*"
    r"|\d[\d,.]*\s+(?:gedanken?\s+zu|antworten?\s+(?:auf|zu)|kommentare?\s+zu|réflexions?\s+sur|réponses?\s+à"
    r"|commentaires?\s+sur|pensamientos?\s+(?:sobre|en)|comentarios?\s+en|respuestas?\s+a"
    r"|reacties?\s+op|comment[oi]\s+(?:su|a)|comentários?\s+(?:em|sobre))\b.*"
    r"|[#*\s]*(?:what readers say|readers say|your (?:comments|views)|have your say"
    r"|join the (?:conversation|discussion)|letters to the editor)[\s*:.…]*",
    re.IGNORECASE,
)
_LONGEST_HEADING = 90


def is_heading(text: str) -> bool:
    """Whether a line announces the comments.

    Examples
    --------
    >>> [is_heading(line) for line in ("Comments (12)", "3 responses to “Ferry fares”", "Comments like yours help.")]
    [True, True, False]
    """
    return len(text) <= _LONGEST_HEADING and _is_heading(text)


@lru_cache(REMEMBERED)
def _is_heading(text: str) -> bool:
    return _HEADING.fullmatch(text) is not None


def announces_none(text: str) -> bool:
    """Whether a heading says that there are no comments.

    Examples
    --------
    >>> announces_none("0 comments"), announces_none("Comments (0)"), announces_none("10 comments")
    (True, True, False)
    """
    return is_heading(text) and re.findall(r"\d+", text) == ["0"]


_COUNT_OF_REPLIES = re.compile(r"\d[\d,.]*\s+repl(?:y|ies)", re.IGNORECASE)


def is_count_of_replies(text: str) -> bool:
    """Whether a line is "3 replies": a heading on one site, on another a button below each comment.

    Examples
    --------
    >>> is_count_of_replies("3 replies"), is_count_of_replies("3 replies to “Ferry fares”")
    (True, False)
    """
    return _COUNT_OF_REPLIES.fullmatch(text) is not None


_UNWRAPPED = 100  # characters: lines longer than this are not wrapped, so each is a paragraph


def paragraphs(lines: Sequence[Line], texts: Sequence[str]) -> list[str]:
    """Join lines into paragraphs, split at blank lines, or at line ends if lines are not wrapped."""
    found: list[list[str]] = []
    before: int | None = None
    for line, text in zip(lines, texts, strict=True):
        is_apart = before is not None and line.number > before + 1 and (line.after_blank or not line.torn)
        if before is None or is_apart or len(found[-1][-1]) > _UNWRAPPED:
            found.append([text])
        else:
            found[-1].append(text)
        before = line.number
    return ["\n".join(paragraph) for paragraph in found]
