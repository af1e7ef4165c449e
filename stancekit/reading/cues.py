"""What one line of a saved page looks like: a bullet, a name, a date, a heading, page furniture.

Every test here looks at a bounded stretch of its line, so a line of a megabyte costs no more than a short one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

__all__ = [
    "DOTS",
    "VOTES",
    "Head",
    "Line",
    "boilerplate",
    "head",
    "is_byline",
    "is_count_of_replies",
    "is_date",
    "is_faint",
    "is_furniture",
    "is_heading",
    "is_name",
    "is_role",
    "scan",
]

_SYMBOL = re.compile(r"([•‣◦▪●])\s*|([○∙·*+–-])(?:\s+|$)")
_NUMBER = re.compile(r"(\d{1,4})([.)])(?:\s+|$)")
_RULE = re.compile(r"[\s*_=•·–—~#-]{3,}")
DOTS = ("•", "·")
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # of writing direction
_REMEMBERED = 1 << 12  # short lines; a page asks of each line several times


@dataclass(slots=True)
class Line:
    """A line that is not blank.

    Parameters
    ----------
    number : int
        Counted from 1, blank lines included.
    indent : int
        Its leading columns, a tab to the next multiple of 4.
    text : str
        Without the whitespace around it.
    after_blank : bool
        Whether the line above is blank, or there is none.
    marker : str or None
        The kind of bullet it begins with: the symbol itself, ``"#."`` or ``"#)"``.
    content : str
        What follows the bullet; `text` where there is none.
    is_answered : bool
        Whether it is the name of whom the name above answers.
    """

    number: int
    indent: int
    text: str
    after_blank: bool
    marker: str | None
    content: str
    is_answered: bool = False


def scan(text: str) -> list[Line]:
    r"""The lines of a text that are not blank.

    A number is a bullet only in a sequence, or "2017. What a year" at the start of a wrapped line would be one.

    Examples
    --------
    >>> [(line.marker, line.content) for line in scan("1. Yes.\n2. No,\n1998. was worse.")]
    [('#.', 'Yes.'), ('#.', 'No,'), (None, '1998. was worse.')]
    """
    lines: list[Line] = []
    numbered: dict[tuple[str, int | None], tuple[int, Line, str]] = {}
    previous = 0
    for number, raw in enumerate(text.split("\n"), 1):
        stripped = raw.strip().strip(_MARKS).strip()
        if not stripped:
            continue
        leading = raw[: len(raw) - len(raw.lstrip())]
        indent = len(leading.expandtabs(4))
        line = Line(number, indent, stripped, number > previous + 1 or not previous, None, stripped)
        previous = number
        lines.append(line)
        if match := _SYMBOL.match(stripped):
            if not _RULE.fullmatch(stripped):
                line.marker, line.content = match[1] or match[2], stripped[match.end() :]
        elif match := _NUMBER.match(stripped):
            kind, value, content = f"#{match[2]}", int(match[1]), stripped[match.end() :]
            # 9. and 10. may be aligned at their points; and replies may be indented and go on with the count.
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
            line.marker, line.content = None, line.text  # between a name and a date, or between buttons
    return lines


_HEADING = re.compile(
    r"[#*\s]*(?:(?:all|reader|readers['’]|user|top|latest|recent|newest)\s+)?(?:\d[\d,.]*\s+)?"
    r"(?:comments?|responses?|replies|reactions|discussion|thoughts)"
    r"(?:\s*[(\[]?\d[\d,.]*[)\]]?|\s+so far\b.*|(?:(?<=comments)|(?<=responses)|(?<=replies))\s+(?:on|to)\b.*)?[\s*:]*"
    r"|\d[\d,.]*\s+(?:reactions|thoughts)\s+(?:on|to)\b.*"
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


@lru_cache(_REMEMBERED)
def _is_heading(text: str) -> bool:
    return _HEADING.fullmatch(text) is not None


_COUNT_OF_REPLIES = re.compile(r"\d[\d,.]*\s+repl(?:y|ies)", re.IGNORECASE)


def is_count_of_replies(text: str) -> bool:
    """Whether a line is "3 replies": a heading on one site, on another a button below each comment.

    Examples
    --------
    >>> is_count_of_replies("3 replies"), is_count_of_replies("3 replies to “Ferry fares”")
    (True, False)
    """
    return _COUNT_OF_REPLIES.fullmatch(text) is not None


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?(?:\s+(?:UTC|GMT|BST|CET|CEST|E[SD]T|P[SD]T))?"
_AT = rf"(?:\s*,?\s*(?:at|@|-|–|·|\|)?\s*{_CLOCK})?"
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?|[smhdwy]|mo)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_COMPACT = r"\d{1,3}(?:[smhdwy]|mo|min|hr)\b"  # as in "Bianca · 2h", while "we waited 2h" is no signature
_DATE = (
    r"(?:(?:posted|published|updated|commented|edited|added|written)(?:\s+on|\s+at)?:?\s+)?(?:"
    rf"(?:(?:about|over|almost)\s+)?(?:an?|\d+)\s*{_UNIT}\.?\s+ago"
    rf"|{_COMPACT}"
    rf"|(?:just now|(?:yesterday|today){_AT})"
    rf"|{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+\d{{4}}{_AT}"
    rf"|{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}{_AT}"
    rf"|{_CLOCK}\s*[·,]\s*(?:{_MONTH}\s+{_DAY},?|{_DAY}\s+{_MONTH})\s+\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d(?:T|\s+)?(?:{_CLOCK})?Z?"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}{_AT}"
    r")(?:\s*\(?edited\)?)?"
)
_DATE_SIGN = re.compile(r"\d|\bago\b|\bnow\b|day\b", re.IGNORECASE)  # no date is without one of these
_WHOLE_DATE = rf"[·•|(\s]*{_DATE}[\s.:)]*"
VOTES = ("point", "score")
_POINTS = r"(?:\s+(?:-?\d[\d.,]*k? points?|\[score hidden\]))?"  # Reddit
_LINKS = r"(?:\s*\|\s*(?:root|parent|prev|next|context|link))*(?:\s*\[(?:[–+-]|\+?\d+ more)\])?"  # Hacker News
_TRAILING_DATE = rf"{_POINTS}(?:\s*[·•|,(–—-]\s*|\s+(?!{_COMPACT}))(?:on\s+|at\s+)?{_DATE}{_LINKS}[\s.:)*]*$"
_LONGEST_DATE = 70


@cache
def _with_date(pattern: str) -> re.Pattern[str]:
    """A pattern that holds ``_DATE``, compiled when it is first needed: that takes as long as reading a short file."""
    return re.compile(pattern, re.IGNORECASE)


def is_date(text: str) -> bool:
    """Whether a line is a date or a time and nothing else.

    Examples
    --------
    >>> [is_date(line) for line in ("2 hours ago", "March 3, 2021 at 4:15 pm", "2021-03-03 16:15", "May be.")]
    [True, True, True, False]
    """
    return len(text) <= _LONGEST_DATE and _is_date(text)


@lru_cache(_REMEMBERED)
def _is_date(text: str) -> bool:
    return bool(_DATE_SIGN.search(text) and _with_date(_WHOLE_DATE).fullmatch(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAVIGATION = _words(
    """
    reply replies share shares like likes liked dislike report flag permalink upvote downvote upvotes
    votes points recommend edited copy bookmark tweet print email pin facebook twitter whatsapp linkedin login
    """
)
_TOGETHER = _words("save unsave hide embed parent context crosspost give award avatar favorite favourite website")
_ROLES = (*_words("op mod moderator admin author subscriber verified creator staff editor"), "top contributor")
_PHRASE = re.compile(
    r"(?:log|sign) ?in(?: or (?:register|sign up))? to (?:reply|comment|post|vote).*"
    r"|(?:leave|add|post|write|submit) a (?:comment|reply)(?: to .*)?[.…]*"
    r"|(?:load|show|view|see|hide)(?: all)?(?: \d+)?(?: more)?(?: previous)? (?:comments|replies|reply)"
    r"|(?:comments (?:are|have been|were) (?:now )?(?:closed|moderated|disabled)|be the first to comment|no comments).*"
    r"|sort(?:ed)? by:?.{0,30}|(?:newest|oldest|best|most liked) first|reply to .{1,40}|in reply to .{1,40}"
    r"|(?:share|save|print) this(?: article| story| post)?:?|back to top|advertisements?|subscribe(?: now)?"
    r"|(?:©|copyright\b).*|all rights reserved.*|(?:tags|filed under|categories|topics|posted in):.*"
    r"|read more:?|continue reading.*|was this (?:helpful|review helpful).*"
    r"|your e-?mail address will not be published.*|required fields are marked.*"
    r"|(?:name|e-?mail|website) ?\*|post comment|level \d{1,2}"
    r"|hacker news(?: new)?(?: \|.*)?|\d+ points? by .{1,40} ago(?: ?\|.*)?|guidelines \| faq \|.*|search:"
    r"|u/[\w-]{1,30} avatar|r/\w{2,30}|submitted .{1,30} ago by \S+|posted on .{1,30}\d{4} by .{1,40}"
    r"|go to comments|top fan|most relevant|click to rate.{0,20}|translate to \w+|see (?:more|less)"
    r"|\d+ more repl(?:y|ies)|skip (?:to|over) .{1,30}|jump to .{1,30}|skip navigation|post navigation"
    r"|[←→ ]*(?:older|newer|previous|next) (?:posts?|articles?|page)[←→ ]*"
    r"|save my name, e-?mail,.*|your comment is awaiting moderation.*|(?:ping|track)back: .*"
    r"|more posts you may like|do not sell (?:or share )?my .{1,30}",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 120


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page rather than to anybody: buttons, counts, rules.

    Examples
    --------
    >>> [is_furniture(line) for line in ("Like 3 · Reply", "Load more comments", "* * *", "I like it. Reply!")]
    [True, True, True, False]
    """
    if (stamp := stamped(text)) is not None and not stamp["name"]:
        return True  # what a chat says of itself
    return len(text) <= _LONGEST_FURNITURE and _is_furniture(text)


@lru_cache(_REMEMBERED)
def _is_furniture(text: str) -> bool:
    if text in DOTS or _RULE.fullmatch(text) or _PHRASE.fullmatch(text):
        return True
    words = [word for word in re.split(r"[\s·•|›»/,()\[\]↑↓▲▼+-]+", text.casefold()) if word]
    together = sum(word in _TOGETHER for word in words)
    if not together > 1 and not any(word in _NAVIGATION for word in words):
        return False
    return all(word in _NAVIGATION or word in _TOGETHER or word.isdecimal() or is_date(word) for word in words)


_COUNT = re.compile(r"-?\d[\d.,]*\s?[km]?", re.IGNORECASE)


def is_faint(text: str) -> bool:
    """Whether a line is a number, or a word that only beside a button is one.

    Examples
    --------
    >>> [is_faint(line) for line in ("12", "1.4K", "Save", "12 votes")]
    [True, True, True, False]
    """
    return len(text) <= _LONGEST_NAME and (_COUNT.fullmatch(text) is not None or text.casefold() in _TOGETHER)


def is_role(text: str) -> bool:
    """Whether a line says what somebody is on the site: "Moderator"."""
    return len(text) <= _LONGEST_NAME and text.casefold() in _ROLES


_BOILERPLATE = re.compile(
    r"(?P<posts>(?:last|latest|recent|more|other)\s+(?:\d+\s+)?(?:posts?|articles?|stories)\s+(?:by|from)\b.*)"
    r"|(?P<author>author:.*|about the author\b.*|about .{1,40} is an? .*)"
    r"|(?P<related>(?:related|more)(?: (?:articles?|stories|posts?|news|reading|coverage|links?))?:?"
    r"|you (?:may|might) also (?:like|be interested in)\b.*|see also:?|recommended(?: for you)?:?|trending(?: now)?:?)",
    re.IGNORECASE,
)
_NAMES = {"posts": "last posts", "author": "author box", "related": "related"}


def boilerplate(text: str) -> str | None:
    """The name of the box that a line opens: ``"last posts"``, ``"author box"``, ``"related"``; or None.

    Examples
    --------
    >>> boilerplate("Last 5 posts by Ines Falk"), boilerplate("Author: Ines Falk"), boilerplate("The author left.")
    ('last posts', 'author box', None)
    """
    match = _BOILERPLATE.fullmatch(text) if len(text) <= _LONGEST_FURNITURE else None
    return _NAMES[match.lastgroup] if match is not None and match.lastgroup is not None else None


_BYLINE = re.compile(r"(?:by|from|words?|text)[:\s]\s*(?P<name>.*)", re.IGNORECASE)


def is_byline(text: str) -> bool:
    """Whether a line names the article's author: "By Ines Falk, Harbour Editor"."""
    match = _BYLINE.fullmatch(text) if len(text) <= _LONGEST_FURNITURE else None
    return match is not None and all(
        is_name(name.strip()) for name in re.split(r",|\band\b|\bfor\b|\|", _split_date(match["name"])[0])
    )


# Words that open a remark and hardly ever a name: "Exactly", "Note: ...", "He said: ...".
_NO_NAME = _words(
    """
    i i'm i’m i've i’ve i'd i'll it its it's it’s he she we they you your my our their his her this that
    that's that’s these those there there's here what what's what’s why who how when where which if so
    and but or not no nope yes yeah yep yup ok okay oh ah ha haha lol lmao omg wow well thanks thank
    agree agreed disagree exactly indeed right true false wrong great good bad nice fine sure sorry
    please really seriously absolutely totally nonsense rubbish note edit update ps p.s question answer
    correction breaking fact facts reminder tip tldr tl;dr source re fwd cc is are was were do does did
    can could will would should have has had let let's stop go get give in on at to for as by just only
    also still never always maybe perhaps first second third firstly secondly finally then now again
    meanwhile example conclusion summary translation spoiler simple result verdict bottom pros cons both
    same ditto another all some any every more most less such bravo hear ingredients method step author
    by tags published posted updated photo image caption video credit
    """
)
_PARTICLES = _words(
    """
    of the in de van von der den da di do dos del la le el al bin ibn and & y e from for at on ter zu af
    """
)
_ENDS_SENTENCE = tuple(".!?…,;:。！？；：")
_INITIAL = re.compile(r"(?:\w|jr|sr|dr|mr|mrs|ms|prof|st)\.(?:\w\.)*", re.IGNORECASE)
_LONGEST_NAME = 40


def is_name(text: str, *, strict: bool = True) -> bool:
    """Whether a line may be somebody's name or handle.

    Parameters
    ----------
    text : str
        The line.
    strict : bool
        Whether every word of several must begin as names do; ``fed up in Ely`` passes only when not.

    Examples
    --------
    >>> [is_name(line) for line in ("Bianca", "Morag T.", "night_bus_99", "Another fine day.", "Exactly")]
    [True, True, True, False, False]
    """
    return 0 < len(text) <= _LONGEST_NAME and _is_name(text, strict)


@lru_cache(_REMEMBERED)
def _is_name(text: str, strict: bool) -> bool:
    if "://" in text or text.startswith((">", "r/")) or is_date(text):
        return False
    words = text.split()
    if words[0].casefold().rstrip(".,!?:") in _NO_NAME:
        return False
    return _is_short(text, words) and (not strict or len(words) == 1 or all(map(_names_like, words)))


def _is_short(text: str, words: list[str]) -> bool:
    """Whether a few words hold no sentence's end."""
    if len(words) > 5 or len(text) > _LONGEST_NAME:
        return False
    if words[-1].endswith(_ENDS_SENTENCE) and not _INITIAL.fullmatch(words[-1]):
        return False
    if any(word.endswith(("!", "?", "…", ";", ":")) for word in words):
        return False
    if any(word.endswith(".") and not _INITIAL.fullmatch(word) for word in words[:-1]):
        return False
    return any(character.isalpha() for character in text)


def _names_like(word: str) -> bool:
    first = word.lstrip("(\"'“‘@#[")[:1]
    return word.casefold() in _PARTICLES or not first.islower()


@dataclass(frozen=True, slots=True)
class Head:
    """A line, or its beginning, that says who wrote what follows.

    Parameters
    ----------
    author : str
        The name.
    kind : {"wrote", "colon", "dated", "stamped"}
        ``Bianca wrote:``, ``Bianca:``, ``Bianca, 2 hours ago`` or ``[3/5/2021, 16:15] Bianca:``.
    date : str
        The date in it, as it stands there, or ``""``.
    rest : str
        What follows on the same line, or ``""``.
    """

    author: str
    kind: str
    date: str
    rest: str


_WROTE = (
    r"(?P<name>\S.{0,90}?)\s+(?:wrote|writes|says?|said|replied|replies|commented|comments|posted|answered|added)"
    rf"(?P<date>(?:\s*[,(–-]?\s*(?:on\s+|at\s+)?{_DATE}\)?)?)\s*:(?:\s+|$)"
)
_STAMP = rf"\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}},?\s+{_CLOCK}"
_STAMPED = rf"(?P<date>\[{_STAMP}\]|{_STAMP}\s+[-–])\s+(?:(?P<name>\S[^:]{{0,{_LONGEST_NAME}}}?):(?:\s+|$))?"
_LONGEST_HEAD = 200
_FOLDED = re.compile(r"^\[[–+-]\]\s*")  # Reddit's button before a name
_EMPHASIS = re.compile(r"^(\*\*|__|\*)(?=\S)(.{1,60}?)(?<=\S)\1(?!\w)")  # Markdown's, around a name
_COLON = re.compile(rf"(?P<name>[^:]{{1,{_LONGEST_NAME}}}?)\s*:(?:\s+|$)")


def stamped(text: str) -> re.Match[str] | None:
    """What a chat's export writes before a message: when, and mostly who."""
    if not (text[:1] == "[" or text[:1].isdecimal()):
        return None
    return _with_date(_STAMPED).match(text, 0, _LONGEST_HEAD)


def head(text: str, *, among_names: bool = False) -> Head | None:
    """Who a line says wrote it, if it says so.

    Parameters
    ----------
    text : str
        The line.
    among_names : bool
        Whether its neighbours begin with ``Bianca:``. Then two words are enough of a name, as in ``Ely's baker:``.

    Examples
    --------
    >>> head("Bianca wrote:").author, head("Ten Bells, 3 May 2021 says: Too late.").rest
    ('Bianca', 'Too late.')
    >>> head("He said: never.") is None, head("One more thing: cake.") is None
    (True, True)
    """
    text = _EMPHASIS.sub(r"\2", _FOLDED.sub("", text), count=1)
    if (stamp := stamped(text)) is not None and stamp["name"]:
        return Head(stamp["name"].strip(), "stamped", stamp["date"], text[stamp.end() :])
    for pattern, kind in ((_with_date(_WROTE), "wrote"), (_COLON, "colon")) if ":" in text[:_LONGEST_HEAD] else ():
        match = pattern.match(text, 0, _LONGEST_HEAD)
        if match is None:
            continue
        name, date = _split_date(match["name"])
        rest = text[match.end() :]
        if kind == "wrote":
            date = (date + " " + match["date"].strip()).strip()
        is_pair = among_names and len(name.split()) == 2 and not name[0].islower()
        if is_name(name, strict=(kind == "colon" or bool(rest)) and not is_pair):
            if is_date(rest):
                date, rest = f"{date} {rest}".strip(), ""
            return Head(name, kind, date, rest)
    name, date = _split_date(text)
    # What stands before "· 2 hours ago" is a name, whatever word it begins with.
    named = is_name(name, strict=False) or (name and date[:1] in tuple("·•|") and _is_short(name, name.split()))
    if " " in name and any(sign in date for sign in VOTES):  # no name on such a site has a blank
        return None
    return Head(name, "dated", date, "") if date and named and not is_date(text) else None


def _split_date(text: str) -> tuple[str, str]:
    """A name and the date behind it, its separator included."""
    may_be = len(text) <= _LONGEST_NAME + _LONGEST_DATE and _DATE_SIGN.search(text)
    match = _with_date(_TRAILING_DATE).search(text) if may_be else None
    return (text, "") if match is None else (text[: match.start()], match[0].strip())
