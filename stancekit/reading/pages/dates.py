"""Recognise dates and times as sites write them: alone on a line or after a name.

Every test here, and in other modules that look at lines, limits how much it reads, so a line of a megabyte costs no
more than a short one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

__all__ = [
    "DATE",
    "LONGEST_HEAD",
    "LONGEST_NAME",
    "REMEMBERED",
    "SHORT_DATE",
    "VOTES",
    "is_clock",
    "is_date",
    "split_date",
    "with_date",
]

# Short lines: each is tested by one pass over a page after another, and if a page has more, each pass tests all anew.
REMEMBERED = 1 << 16
LONGEST_NAME = 40
LONGEST_HEAD = 200

# No sets such as [yi] in what recurs below: i, k and s have cases far from a to z, so that a set with one of them takes
# as long to compile as several words.
_MONTH = (  # German ones too: a page is dated in the language of its buttons, whatever people write on it
    r"(?:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|dez(?:ember)?)\.?"
)
_ZONE = r"\s+(?:UTC|GMT|BST|CET|CEST|EST|EDT|PST|PDT|Uhr)\b"
_CLOCK = rf"\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\b\.?)?(?:{_ZONE})?"
_AT = rf"(?:\s*,?\s*(?:at|um|à|a las|@|-|–|·|\|)?\s*{_CLOCK})?"
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?|[smhdwy]|mo)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY_OF_WEEK = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
_WEEKDAY = rf"(?:{_DAY_OF_WEEK})?"
_COMPACT = r"\d{1,3}(?:[smhdwy]|mo|min|hr)\b"  # as in "Bianca · 2h", while "we waited 2h" is no signature
_EDITED = r"(?:\s*(?:-\s+)?\(?(?:edited|bearbeitet|modifiée?|editado)\)?)?"
DATE = (
    r"(?:(?:posted|published|updated|commented|replied|signed|edited|added|written"
    r"|(?:added|left|posted|wrote) a (?:comment|reply|review)\.?|comment submitted date)(?:\s+on|\s+at|\s+-)?:?\s+)?(?:"
    rf"(?:(?:about|over|almost)\s+)?(?:an?|\d+)\s*{_UNIT}\.?\s+ago"
    rf"|{_COMPACT}"
    rf"|(?:just now|(?:yesterday|today){_AT})"
    rf"|{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+\d{{4}}{_AT}"
    rf"|{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK}(?:\s+[A-Z]{{2,5}})?\s+\d{{4}}"  # "Mon May  4 10:12:13 CEST 2026"
    rf"|{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}{_AT}"
    rf"|{_CLOCK}(?:\s*[·,]\s*|\s)(?:{_MONTH}\s+{_DAY},?|{_DAY}\s+{_MONTH})\s+\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d(?:\s+(?:mon|tue|wed|thu|fri|sat|sun)\b)?(?:T|\s+)?(?:{_CLOCK})?Z?"
    rf"|\d{{1,2}}(?:[/.]\d{{1,2}}[/.]|/{_MONTH}/)\d{{2,4}}(?:\(\w{{3}}\))?{_AT}"
    rf"){_EDITED}"
)
# A page is dated in the language of its buttons; such dates have a line of their own, or a sign before them.
_ELSEWHERE = (
    r"(?:vor (?:etwa )?(?:ein(?:em|er)|\d+)"
    r" (?:sekunden?|min(?:uten?|\.)?|stunden?|std\.?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)"
    r"|il y a (?:environ )?(?:une?|\d+) (?:secondes?|min(?:utes?)?|h(?:eures?)?|j(?:ours?)?|semaines?|mois|ans?)"
    r"|hace (?:una?|\d+) (?:segundos?|min(?:utos?)?|h(?:oras?)?|d(?:ías?)?|semanas?|mes(?:es)?|años?)"
    r"|\d+ (?:sec(?:onden|ondi)?|minu(?:ten|ti)|uur|or[ae]|giorn[oi]|dag(?:en)?|week|weken|settiman[ae]"
    r"|maand(?:en)?|mes[ei]|jaar|ann[oi]) (?:geleden|fa)"
    r"|há (?:uma?|\d+) (?:segundos?|min(?:utos?)?|h(?:oras?)?|d(?:ias?)?|semanas?|m[êe]s(?:es)?|anos?)"
    r"|\d+ (?:секунд[уы]?|минут[уы]?|мин|час(?:а|ов)?|д(?:ень|ня|ней)|недел[юиь]|месяц(?:а|ев)?|года?|лет)\.? назад"
    r"|(?:\d+ )?(?:sekund[yęa]?|minut[yęa]?|min|godz(?:in[yęa]?)?|dni|dzień|tydzień|tygodni[ea]?"
    r"|miesi(?:ąc|ące|ęcy)|lata?|rok)\.? temu"
    r"|\d+ (?:mins?|hrs?|wks?|mos?|yrs?|std|tage?|wo|sem|años?|dni|godz|tyg|mies|[hjd])\.?"
    r"|\d{1,2}(?:er)? (?:de )?(?:janv(?:ier)?|févr(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|août|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|déc(?:embre)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre"
    r"|noviembre|diciembre|januari|februari|maart|mei|juni|juli|augustus|oktober|gennaio|febbraio|aprile|maggio|giugno"
    r"|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|янв(?:аря)?|фев(?:раля)?|мар(?:та)?|апр(?:еля)?|мая|июн[яь]?|июл[яь]?|авг(?:уста)?|сен(?:т(?:ября)?)?"
    r"|stycz(?:nia)?|lut(?:ego)?|mar(?:ca)?|kwie(?:tnia)?|maja|czerw(?:ca)?|lip(?:ca)?|sierp(?:nia)?|wrze(?:śnia)?"
    r"|paź(?:dziernika)?|list(?:opada)?|grud(?:nia)?"
    r"|окт(?:ября)?|ноя(?:бря)?|дек(?:абря)?)\.?"
    r" (?:del? )?\d{4}(?:,? (?:(?:à|a las|om|alle(?: ore)?|às|в|o|godz\.) )?\d{1,2} ?[h:] ?\d{2}(?: min|:\d{2})?)?)"
)
_DAY_OF_MONTH = rf"(?:{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})"
_TIME = (  # and not 10.42, a price
    rf"\d{{1,2}}(?::\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\b\.?)?|[:.]\d{{2}}(?:\s*[ap]\.?m\b\.?|{_ZONE}))"
)
# "It opens May 2" and "tea at 10:42" are not signatures: such dates need a line of their own, or a sign before them.
SHORT_DATE = (
    rf"(?:(?:(?:on|posted:)\s+)?{_WEEKDAY}{_DAY_OF_MONTH}{_AT}|{_TIME}(?:\s*[·,]?\s*(?:{_DAY_OF_MONTH}|today|yesterday))?"
    rf"|{_MONTH}\s+['’]\d\d|\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}-\d{{1,2}}-\d{{2,4}}{_AT}|\d{{1,2}}[/.]\d{{1,2}}\.?,?\s+{_TIME}"
    rf"|\d{{1,2}}\.\s*{_MONTH}\s+\d{{4}}(?:,?\s+um)?{_AT}(?:\s+Uhr)?|{_ELSEWHERE}"
    rf"|(?:last\s+)?{_DAY_OF_WEEK}(?:at\s+)?{_TIME}"
    r"|(?:(?:commented|replied)\s+)?(?:last|this)\s+(?:week|month|year))"
    rf"{_EDITED}"
)
_DATE_SIGN = re.compile(
    r"\d|\b(?:ago|now|temu|left a comment)\b|(?:to|yester)day\b|\b(?:vor|a|hace|há) (?:ein|u[nm])"
    r"|\b(?:last|this)\s+(?:week|month|year)",
    re.IGNORECASE,
)  # every date has one
_AUTHOR_OR_EDITED = rf"(?:\s*[·•]\s*\(?(?:author|edited(?: by \S{{1,40}}| {_DAY_OF_MONTH})?)\)?)?"  # "1w • Edited •"
_COUNTED = r"(?:\d[\d.,]*k?\s*[·•]\s*|-?\d[\d.,]*k? points?\s+(?:[·•]\s*)?)?"  # votes before it: "12 · 2 hours ago"
_BEFORE = (  # Slack's sign of a mood, a number, Amazon's shop
    r"(?::[\w+-]{1,40}:\s+|#\d{1,5}(?:\.\d{1,3})?\s+[—–·•|-]\s+|reviewed in [^.,!?\d]{2,30} on )?"
)
# Of this year, alone on a line: TikTok's, and Weibo's with a time and a place; 3-1 is a result.
_MONTH_AND_DAY = rf"(?:1[0-2]|0?[1-9])-(?:0[1-9]|[12]\d|3[01])(?:\s+{_TIME}(?:\s+from\s+\w{{2,20}})?)?"
_MONTH_AND_YEAR = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+20\d\d"  # Discourse; in full in archives
_WHOLE_DATE = (
    rf"{_BEFORE}[·•|(\[\s—*_]*(?:edited\s*[·•]\s*)?{_COUNTED}(?:(?:on|at|am|le|el)\s+)?(?:{DATE}|{SHORT_DATE}|{_MONTH_AND_DAY}|{_MONTH_AND_YEAR})"
    rf"{_AUTHOR_OR_EDITED}[\s.:)\]·•*_]*"
)
VOTES = ("point", "score")
_POINTS = r"(?:\s+(?:-?\d[\d.,]*k? points?|\[score hidden\]))?"  # Reddit
_COUNTS = r"(?:\s*[·•|]\s*-?\d[\d.,]*k? (?:points?|likes?|votes?|upvotes?))*"  # behind a date
_LINKS = (  # Hacker News, Lobsters
    r"(?:\s*\|\s*(?:root|parent|prev|next|context|link))*(?:\s*\|)?"
    r"(?:\s*\[(?:[–+-]|\+?\d+ more)\](?:\s*\d+ \w+)?|\s*\(\d+ child(?:ren)?\)|\s+stickied comment|\s+No\.\s?\d+)?"
)
# Blogger: "Bianca4 March 2025 at 13:47", "BiancaMarch 4, 2025 at 1:47 PM"; of "bus_994 March", 4 is the day.
# Without a time, digits before the day are a name's only behind a letter: "bus992 March 2025", and not "12 March 2025".
_BEHIND_NAME = "|".join(rf"(?<=[^\W\d]\d{{{n}}})" for n in range(7)) + r"|(?<=\s[A-Z]\.)"
_GLUED = (
    r"(?-i:(?<=[^\W\d]|[\d.)])(?=\d)|(?:(?<=[^\WA-Z]|[.)\ufe0f\u2600-\u27bf\U0001f300-\U0001faff])|(?<=\s[A-Z]))(?=[A-Z]))"
    rf"(?:(?:0?[1-9]|[12]\d|3[01])\s+{_MONTH}\s+|{_MONTH}\s+{_DAY},?\s+)\d{{4}},?\s+(?:at|um|à)\s+{_CLOCK}"
    rf"|(?:{_BEHIND_NAME})(?:0?[1-9]|[12]\d|3[01])\s+{_MONTH}\s+\d{{4}}"
)
_SEPARATOR = (
    r"(?:\s*(?:[·•|»,(–—-]\s*\[?|\[)\s*|\s+(?:[*_]{1,2}[(\[]?|<)|\t\s*)"  # "**Bo** *2 May*", Org's "Bo <2024-05-02>"
)
_TRAILING_DATE = (
    rf"{_POINTS}(?:(?:{_SEPARATOR}|\s+(?!{_COMPACT}|(?:today|yesterday)$))(?:on\s+|at\s+)?{DATE}|{_SEPARATOR}{SHORT_DATE}"
    rf"|\s{{2,}}(?:{_DAY_OF_MONTH}|{_COMPACT})"
    rf"|\s+{_DAY_OF_MONTH},?\s+(?:(?:at|@)\s*)?{_TIME}|{_GLUED}"
    rf"|\s+(?:left|posted|wrote) a (?:comment|review)\s+{_MONTH}\s+\d{{4}}|\s+left a comment"
    r"|\s+commented\s+last\s+(?:week|month|year))"
    rf"{_AUTHOR_OR_EDITED}{_COUNTS}{_LINKS}[\s.:)*_>\]·•]*$"
)
_REMARK = re.compile(r"(?<=[\w.])\s*\([^()]{0,90}(?:edit|modif|bearbeit)[^()]{0,90}\)$", re.IGNORECASE)  # behind a date
_LONGEST_DATE = 70
_CLOCK_ALONE = re.compile(rf"[—–·,(\[\s-]*(?:(?:today|yesterday)(?:\s+at)?\s+)?{_TIME}[)\]]?", re.IGNORECASE)


@cache
def with_date(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that contains ``DATE``, when first needed: that takes as long as reading a short file."""
    return re.compile(pattern, re.IGNORECASE)


def is_date(text: str) -> bool:
    """Whether a line is a date or a time and nothing else.

    Examples
    --------
    >>> [is_date(line) for line in ("2 hours ago", "March 3, 2021 at 4:15 pm", "3 May", "10:42 AM", "May be.", "10.42")]
    [True, True, True, True, False, False]
    """
    if text[-1:] == ")" and len(text) <= LONGEST_HEAD:
        text = _REMARK.sub("", text)
    return len(text) <= _LONGEST_DATE and _is_date(text)


@lru_cache(REMEMBERED)
def _is_date(text: str) -> bool:
    return bool(_DATE_SIGN.search(text) and with_date(_WHOLE_DATE).fullmatch(text))


def is_clock(text: str) -> bool:
    """Whether a line is a time, of today or of yesterday, as in chats.

    Examples
    --------
    >>> [is_clock(line) for line in ("10:42", "[10:42 AM]", "— Today at 10:42 AM", "3 May at 10:42", "at ten")]
    [True, True, True, False, False]
    """
    return len(text) <= _LONGEST_DATE and _CLOCK_ALONE.fullmatch(text) is not None


def split_date(text: str) -> tuple[str, str]:
    """A name, and the date after it with its separator."""
    return _split_date(text) if len(text) <= LONGEST_NAME + _LONGEST_DATE else (text, "")


@lru_cache(REMEMBERED)
def _split_date(text: str) -> tuple[str, str]:
    match = with_date(_TRAILING_DATE).search(text) if _DATE_SIGN.search(text) else None
    return (text, "") if match is None else (text[: match.start()], match[0].strip())
