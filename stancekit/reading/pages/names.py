"""Names, and lines that say who wrote what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from stancekit.reading.pages.dates import (
    DATE,
    LONGEST_HEAD,
    LONGEST_NAME,
    REMEMBERED,
    SHORT_DATE,
    VOTES,
    is_date,
    split_date,
    with_date,
)
from stancekit.reading.pages.furniture import is_furniture, is_role

__all__ = [
    "BY",
    "Kind",
    "Signature",
    "answering",
    "is_byline",
    "is_name",
    "is_place",
    "is_surely_name",
    "is_surely_place",
    "may_be_name",
    "signature",
    "without_handle",
    "without_role",
]

BY = re.compile(r"(?:post(?:ed)?\s*)?by:?\s+(?=\S)", re.IGNORECASE)  # before a name
Kind: TypeAlias = Literal["wrote", "colon", "dated", "stamped", "name", "label", "record", "review"]

# Words that open a remark and hardly ever a name: "Exactly", "Note: ...", "He said: ...".
_NO_NAME = """
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
by from via tags published posted updated photo image caption video credit
"""
_PARTICLES = """
of the in de van von der den da di do dos del la le el al bin ibn and & y e from for at on ter zu af
"""
_OPENERS, _IN_NAMES = frozenset(_NO_NAME.split()), frozenset(_PARTICLES.split())
_ROLE_BEHIND = re.compile(
    r"(?:,?\s+[•·]?\s*(?:author|op|mod|moderator|admin)|\s*\[(?:[A-Z]{1,2}|developer|author|op|mod|moderator|admin)\])$",
    re.IGNORECASE,
)
_INNER_SIGN = re.compile(r"[^\W\d]\d|_")
_SHORTCODE = re.compile(r":[\w+-]{1,40}:")
_GAP = re.compile(r"\s{2,}")
_ENDS_SENTENCE = tuple(".!?…,;:。！？；：")
_INITIAL = re.compile(
    r"(?:(?:\w['’])?\w|jr|sra?|dra?|mr|mrs|ms|wm|prof|st|rev|cllr|capt|hon|sgt|ing|hr|fr|avv|dott)\.(?:-?\w\.)*",
    re.IGNORECASE,
)
_WITHIN_NAME = re.compile(rf"(?:{_INITIAL.pattern})|n[or]\.", re.IGNORECASE)  # "Bianca, no. 9"


def is_name(text: str, *, strict: bool = True) -> bool:
    """Whether a line may be somebody's name or handle.

    Parameters
    ----------
    text : str
        The line.
    strict : bool
        Whether each of several words must begin as names do; if not, ``fed up in Ely`` passes, too.

    Examples
    --------
    >>> [is_name(line) for line in ("Bianca", "Morag T.", "night_bus_99", "Another fine day.", "Exactly")]
    [True, True, True, False, False]
    """
    text, _ = without_handle(text)
    return 0 < len(text) <= LONGEST_NAME and _is_name(text, strict)


@lru_cache(REMEMBERED)
def _is_name(text: str, strict: bool) -> bool:
    if "://" in text or text.startswith((">", "r/")) or is_date(text):
        return False
    words = text.split()
    if not words or words[0].casefold().rstrip(".,!?:") in _OPENERS:
        return False
    return _is_short(text, words) and (not strict or len(words) == 1 or all(map(_names_like, words)))


def may_be_name(text: str) -> bool:
    """Whether a line may be a name, whatever word it begins with, if its neighbours show that one is there.

    Examples
    --------
    >>> [may_be_name(line) for line in ("Just Me", "so what", "So what?", "2 hours ago")]
    [True, True, False, False]
    """
    text, _ = without_handle(text)
    return 0 < len(text) <= LONGEST_NAME and "://" not in text and not is_date(text) and _is_short(text, text.split())


def is_surely_name(text: str) -> bool:
    """Whether what may be a name is hardly anything else: it has two names, or a handle's characters.

    Examples
    --------
    >>> [is_surely_name(name) for name in ("Morag Falk", "bianca", "Bo_7", "Chorus", "Verse 2")]
    [True, True, True, False, False]
    """
    two_names = (
        " " in text and is_name(text) and not any(word[0].isdecimal() or word.islower() for word in text.split())
    )
    return two_names or not text[:1].isupper() or _INNER_SIGN.search(text) is not None


_WHERE = re.compile(  # "Ely", "Stow on the Wold", "Brooklyn, NY", "Leeds, United Kingdom"
    r"[A-Z][\w.'’-]*(?:[ -](?:[A-Z][\w.'’-]*|and|de|in|la|of|on|the|under|upon)){0,4}(?:, [A-Z][\w.'’ -]{1,30}){0,2}"
)


_LONGEST_SIGN = 3  # letters: "NY", "USA"


def is_place(text: str) -> bool:
    """Whether a line may say where somebody lives.

    Examples
    --------
    >>> [is_place(line) for line in ("Ely", "Brooklyn, NY", "Not in Ely!", "nowhere")]
    [True, True, False, False]
    """
    return _WHERE.fullmatch(text, 0, LONGEST_NAME) is not None and len(text) <= LONGEST_NAME and text[-1] != "."


def is_surely_place(text: str) -> bool:
    """Whether a place has a region beside it that is no first name, as in "Falk, Bo", or is a region's sign: "NY"."""
    region = text.rpartition(", ")[2]
    is_sign = len(region) <= _LONGEST_SIGN and region.isupper()
    return is_place(text) and (is_sign or (region != text and " " in region))


def _is_short(text: str, words: list[str]) -> bool:
    """Whether a text is a few words without a sentence's end; a sign such as ``:verified:`` is no word."""
    words = [word for word in words if not _SHORTCODE.fullmatch(word)]
    if not words or len(words) > 5 or len(text) > LONGEST_NAME:
        return False
    if words[-1].endswith(_ENDS_SENTENCE) and not _INITIAL.fullmatch(words[-1]):
        return False
    if any(word.endswith(("!", "?", "…", ";", ":")) for word in words):
        return False
    if len(words) > 1 and sum("@" in word[1:] for word in words) > 1:  # "bo@ely.example to lido@ely.example"
        return False
    if any(word.endswith(".") and not _WITHIN_NAME.fullmatch(word) for word in words[:-1]):
        return False
    return any(character.isalpha() for character in text)


def _names_like(word: str) -> bool:
    first = word.lstrip("(\"'“‘@#[")[:1]
    return word.casefold() in _IN_NAMES or not first.islower()


@dataclass(frozen=True, slots=True)
class Signature:
    """A line, or its beginning, that says who wrote what follows.

    Parameters
    ----------
    author : str
        The name.
    kind : Kind
        ``Bianca wrote:``, ``Bianca:``, ``Bianca, 2 hours ago``, ``[3/5/2021, 16:15] Bianca:``, a line of its own, a
        label such as ``Comment 3 by Bianca:``, the keys of a record, or the lines around a review.
    date : str
        The date in it, as written, with the place before it if there is one, or what else a label says; or ``""``.
    rest : str
        What follows on the same line, or ``""``.
    answers : str
        Whom the author answers, or the id of what is answered, where the line says so, or ``""``.
    id : str
        What others call the comment by, where the lines say so, or ``""``.
    """

    author: str
    kind: Kind
    date: str
    rest: str
    answers: str = ""
    id: str = ""


def without_role(name: str) -> tuple[str, str]:
    """A name without the person's role on the site or a button before it, and that role, or ``""``.

    Examples
    --------
    >>> without_role("Bianca Author"), without_role("bo[S]"), without_role("Bo  Mod  Bianca"), without_role("Bo")
    (('Bianca', 'Author'), ('bo', '[S]'), ('Bo  Bianca', 'Mod'), ('Bo', ''))
    """
    name = _FOLDED.sub("", name)
    match = _ROLE_BEHIND.search(name)
    if match is not None and name[: match.start()].casefold() not in ("", "the"):
        return name[: match.start()], match[0].strip()
    parts = _GAP.split(name)
    roles = [part for part in parts[1:] if is_role(part)]
    return ("  ".join(part for part in parts if part not in roles), " ".join(roles)) if roles else (name, "")


_HANDLE_BEHIND = re.compile(
    r"(?<=\S)\s+[(\[]?(@[\w.-]{1,40}(?:@[\w.-]{1,60})?|[\w.+-]{1,40} at [\w-]{1,40}(?:\.[\w-]{1,40}){1,4})[)\]]?$"
)


def without_handle(name: str) -> tuple[str, str]:
    """A name without the handle behind it, and that handle, or ``""``.

    Examples
    --------
    >>> without_handle("Bianca Falk @bianca@lido.example"), without_handle("Bo (@bo_h)"), without_handle("@bo")
    (('Bianca Falk', '@bianca@lido.example'), ('Bo', '@bo_h'), ('@bo', ''))
    """
    match = _HANDLE_BEHIND.search(name) if "@" in name[:LONGEST_HEAD] or " at " in name[:LONGEST_HEAD] else None
    return (name, "") if match is None else (name[: match.start()], match[1])


_ANSWERING = re.compile(
    r"(?<!\s)(?:,?\s+\(?(?:(?:replie[ds]|reply|replying|responded|responding|response) to|(?:in )(?:reply|response) to"
    r"|antwortete?|als antwort auf|a répondu à|respondió a)\s+(?=\S)"
    r"|\s+[→➤►▸]\s+(?=\S)|\s+\((?:re|to):?\s+(?=\S))",
    re.IGNORECASE,
)
_FOLDED = re.compile(r"^\[[–+-]\]\s*")  # Reddit's button before a name


def answering(text: str) -> tuple[str, str]:
    """Who a line names, and whom they answer, or ``""``.

    Examples
    --------
    >>> answering("Morag T. replied to Bianca"), answering("Morag (in reply to @bianca)"), answering("Bo → Morag")
    (('Morag T.', 'Bianca'), ('Morag', '@bianca'), ('Bo', 'Morag'))
    """
    match = _ANSWERING.search(text) if len(text) <= LONGEST_HEAD else None
    if match is None:
        return text, ""
    name, whom = text[: match.start()], text[match.end() :].rstrip("):")
    return (name, whom) if may_be_name(name) and may_be_name(whom) else (text, "")


_SAYS = re.compile(
    r"(?P<name>\S.{0,90}?)\s+(?:wrote|writes|says?|said|replied|replies|commented|comments|posted|answered|added"
    r"|sagt|sagte|schrieb|schreibt|meint|antwortet|dit|a dit|a écrit|écrit|répond|dice|dijo|escribió|comentó"
    r"|zegt|zei|schrijft|schreef|scrive|ha scritto|diz|disse|escreveu|comentou|пишет|писал|писала)",
    re.IGNORECASE,
)
_WROTE = rf"{_SAYS.pattern}(?P<date>(?:\s*[,(–-]?\s*(?:on\s+|at\s+)?{DATE}\)?)?)\s*:(?:\s+|$)"
_EMPHASIS = re.compile(r"^(\*\*|__|\*)(?=\S)(.{1,60}?)(?<=\S)\1(?!\w)")  # Markdown's, around a name
# "Bianca, Ely, United Kingdom, 3 hours ago", "Bianca (Ely, 2024-05-03)"
_PLACE = re.compile(r",(?! (?:jr|sr|phd|md)\b).*|\s+\([^()]*$|\s+at \d{1,2}:\d{2}$", re.IGNORECASE)
_POSTED_BY = re.compile(r"(?:comment|reply|answer|review|response) (?:posted|left|written) by (?=\S)", re.IGNORECASE)
_COUNTED = re.compile(  # a tracker's
    r"(?:(?:comment|message|post|reply) #?\d{1,5}\s*[•·|:–-]?|description)\s+(?=\S)", re.IGNORECASE
)
_DOTS = tuple("·•|")
_NUMBERED = re.compile(r"#\d{1,5}")  # a post's, behind its head
_TO = re.compile(rf", to (\S.{{0,{LONGEST_NAME}}})$")
_ADDRESS = re.compile(r"\s+<[^<>\s@]+@[^<>\s]+>$")  # "Bianca <b@example.org> May 3, 2024"
_DAY = r"\d{1,2}[/.]\d{1,2}\.?"  # in brackets before a colon it is no fraction
_DATED_COLON = rf"(?P<name>[^:(]{{1,{LONGEST_NAME}}}?)\s*(?P<date>\((?:{DATE}|{SHORT_DATE}|{_DAY})\))\s*:(?:\s+|$)"
_COLON = re.compile(
    rf"(?P<name>[^:]{{1,{2 * LONGEST_NAME}}}?(?:\(re:\s[^:()]{{1,{LONGEST_NAME}}}\))?)\s*:(?:\s+|$)"
)  # with whom it answers, or a date


def _patterns(text: str) -> Iterator[tuple[re.Pattern[str], Kind]]:
    """Patterns of heads with a colon that a line may match, the most telling first, each with its kind of signature."""
    if _SAYS.match(text, 0, LONGEST_HEAD):
        yield with_date(_WROTE), "wrote"
    if "(" in text.partition(":")[0]:
        yield with_date(_DATED_COLON), "colon"
    yield _COLON, "colon"


def signature(text: str, *, among_names: bool = False) -> Signature | None:
    """Who a line says wrote the words, if it says so.

    Parameters
    ----------
    text : str
        The line.
    among_names : bool
        Whether its neighbours begin like ``Bianca:``. Then two words are enough for a name, as in ``Ely's baker:``.

    Examples
    --------
    >>> signature("Bianca wrote:").author, signature("Ten Bells, 3 May 2021 says: Too late.").rest
    ('Bianca', 'Too late.')
    >>> signature("He said: never.") is None, signature("One more thing: cake.") is None
    (True, True)
    """
    # Several rules ask about the same line.
    return (_short_signature if len(text) <= LONGEST_HEAD else _signature)(text, among_names)


def _signature(text: str, among_names: bool) -> Signature | None:
    text, n_emphasised = _EMPHASIS.subn(r"\2", _FOLDED.sub("", text), count=1)
    for pattern, kind in _patterns(text) if ":" in text[:LONGEST_HEAD] else ():
        match = pattern.match(text, 0, LONGEST_HEAD)
        if match is None:
            continue
        name, date = split_date(match["name"])
        name, whom = answering(name)
        rest = text[match.end() :]
        date = f"{date} {(match.groupdict().get('date') or '').strip()}".strip()
        if date and _NUMBERED.fullmatch(rest):
            date, rest = f"{date} {rest}", ""
        is_pair = among_names and len(name.split()) == 2 and not name[0].islower()
        is_marked = bool(n_emphasised and date)  # "**fed up in Ely** (3 May):"
        if is_name(name, strict=(kind == "colon" or bool(rest)) and not is_pair and not is_marked):
            if is_date(rest):
                date, rest = f"{date} {rest}".strip(), ""
            return Signature(name, "wrote" if whom else kind, date, rest, whom)
    if is_furniture(text):
        return None
    if (posted := _POSTED_BY.match(text)) is not None:
        return _posted(text[posted.end() :])
    name, date = split_date(text)
    if date and (counted := _COUNTED.match(name)) is not None:
        name, date = name[counted.end() :], date if date[:1] in _DOTS else f"{counted[0]}{date}"
    if date and (match := _PLACE.search(name)) and all(map(_names_like, match[0].split())):
        name, date = name[: match.start()], text[match.start() :]
    name, whom = answering(name)
    if date and (match := _ADDRESS.search(name)):
        name, date = name[: match.start()], text[match.start() :].strip()
    # What comes before "· 2 hours ago" is a name, whatever word it begins with.
    named = is_name(name, strict=False) or (date[:1] in _DOTS and may_be_name(name))
    if " " in name and date[:1] not in _DOTS and any(sign in date for sign in VOTES):  # such sites' names have none
        return None
    return Signature(name, "dated", date, "", whom) if date and named and not is_date(text) else None


def _posted(text: str) -> Signature | None:
    """Whose name, date and, behind a comma, name of whom they answer are behind "Reply posted by"."""
    to = _TO.search(text)
    name, date = split_date(text if to is None else text[: to.start()])
    named = bool(date) and may_be_name(name)
    return Signature(name, "dated", date, "", "" if to is None else to[1]) if named else None


_short_signature = lru_cache(REMEMBERED)(_signature)


_LONGEST_BYLINE = 120
_BYLINE = re.compile(r"(?:by|from|words?|text)[:\s]\s*(?P<name>.*)", re.IGNORECASE)


def is_byline(text: str) -> bool:
    """Whether a line names the article's author: "By Ines Falk, Harbour Editor"."""
    match = _BYLINE.fullmatch(text) if len(text) <= _LONGEST_BYLINE else None
    return match is not None and all(
        is_name(name.strip()) for name in re.split(r",|\band\b|\bfor\b|\|", split_date(match["name"])[0])
    )
