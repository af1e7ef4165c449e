"""Find a page's title: the headline, or the first words of a post, but not a menu, a site or an account."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

from stancekit.reading.pages.dates import is_date
from stancekit.reading.pages.furniture import DOTS, is_faint, is_furniture, is_role
from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.names import is_byline, is_name, may_be_name, signature, without_role
from stancekit.reading.pages.neighbours import is_attached, signs

__all__ = ["LONGEST_TITLE", "title_at"]

LONGEST_TITLE = 150  # characters, below lines of the page's own
_CRUMBS = re.compile(r"\s[>›»‹]\s.*\s[>›»‹]\s")  # "Board › General › Layouts"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?|r/\w+|~[\w.]+", re.IGNORECASE)
_INNER_SIGN = re.compile(r"\w[._\d]\w")
_HANDLE = re.compile(r"@\S+")
_LINKS = re.compile(
    r"home|menu|sections|filters?|search|news|login|register|subscribe|close|post|thread|conversation"
    r"|log in|sign in|sign up|back|open (?:in )?app|(?:open|close|toggle|main|navigation) (?:menu|navigation|search)"
    r"|(?-i:[a-z]{2,15}(?:\s*\|\s*[a-z]{2,15})+)"  # "login | language"
    r"|[\w&’']+(?:\s{2,}[\w&’']+){2,}",  # "News  Sport  Weather"
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"(?:skip|jump) to(?: \S+){1,3}|feed post(?: number \d+)?|this article is more than .{1,20} old"
    r"|(?:we|wir|nous|this (?:web)?site|diese (?:web)?site|ce site|este sitio|deze (?:web)?site|by continuing)\b"
    r".{0,100}\b(?:cookies?|privacy)\b.{0,100}"
    r"|(?:accept|reject|allow|manage|decline)(?: (?:all|cookies|preferences|settings))?"
    r"|(?:alle )?(?:akzeptieren|ablehnen)|tout (?:accepter|refuser)|aceptar(?: todo)?|(?:alles )?accepteren"
    r"|(?:the )?article(?: text)?:?"
    r"|(?:guild|server|channel): .*|gmail|[^<>]{1,60} <[^<>\s@]+@[^<>\s]+>"
    r"|(?-i:[A-Z][A-Z\d]{1,9}-\d{1,6})|[\d.]+ out of \d+(?: stars)?",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:submitted|posted) .{1,40} by \S.*|thread starter \S.{0,40}"
    r"|\d+ points? by \S.*|(?:\S+\.\S+ )?(?:authored by|via) \S+ .{1,20} ago\b.*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r".*\b(?:on|to|zu|sur|sobre)\b:?\s*[“\"«„](?P<title>.+)[”\"»“]", re.IGNORECASE)
_ANSWER = re.compile(r"(?:re|aw):\s*(?=\S+\s\S)", re.IGNORECASE)  # a subject of several words
_THREAD = re.compile(r"thread: \S+ \S", re.IGNORECASE)  # a label and a subject of several words
_GROUP = re.compile(r"(?:public|private) group(?: · .{1,40})?", re.IGNORECASE)
_OF_GROUP = re.compile(r"\d[\d.,]*[km]? members|join(?:ed)?(?: group)?|[·•]", re.IGNORECASE)
_SITE = re.compile(r"(?:©|copyright\b|about\b|more from\b|follow\b|subscribe to\b|welcome to\b)", re.IGNORECASE)
_ABOUT = re.compile(
    r"[#*\s]*(?:comments|responses|replies) (?:on|to) ", re.IGNORECASE
)  # a heading that is the title too
_SHORT_WORD = 3  # letters: "and", "the", "in" are not capitalised
_MENU_WORDS, _MENU_LINES = 2, 3  # at most of a link, at least of a menu
_DOT = " · "
_HIGH = 5  # lines at most from an account to its date
_SEVERAL = 4  # words
_SENTENCE = 3  # words: fewer beside a post's date are the page's own


def title_at(all_lines: Sequence[Line], end: int) -> int:
    r"""The index of the title's line above line `end`, or -1 if there is none.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> title_at(scan("Home\nNews\nSport\nBus fares to rise again\nBy Ines Falk"), 5)
    3
    >>> title_at(scan("Post\nInes Falk\n@ines\nThe fares rise again.\nMay 2"), 5)
    3
    """
    top = _below_group(all_lines[:end])
    title = _title_below(all_lines[top:], end - top)
    return top + title if title >= 0 or not top else _title_below(all_lines, end)


def _title_below(all_lines: Sequence[Line], end: int) -> int:
    """The title's line: what a layout marks, what others name, an account's first words, or a headline."""
    lines = all_lines[:end]
    marked = next((at for at, line in enumerate(lines) if line.role == "title"), None)
    if marked is None:
        marked = _named_elsewhere(all_lines, end)
    if marked is not None:
        return marked
    account = _account(all_lines, end)
    if account is None:
        return _said_again(all_lines, _headline(all_lines, end), end)
    above = _headline(all_lines, account)
    is_headline = above >= 0 and " " in lines[above].text and lines[above].text != lines[account].text
    if is_headline and all(_is_text(all_lines, at) for at in range(above + 1, account)):
        return above
    words = _first_words(all_lines, account, end)
    return words if words >= 0 else above


def _below_group(lines: Sequence[Line]) -> int:
    """Where a group's post begins, below the group's name and how many are in it; 0 if there is none."""
    group = next((at for at, line in enumerate(lines[1:_HIGH], 1) if _GROUP.fullmatch(line.text)), None)
    if group is None:
        return 0
    return next((at for at in range(group + 1, len(lines)) if not _OF_GROUP.fullmatch(lines[at].text)), 0)


def _named_elsewhere(all_lines: Sequence[Line], end: int) -> int | None:
    """The line that a heading quotes, that recurs behind "Re:", or that is above a line saying who posted it."""
    lines = all_lines[:end]
    quoted = {match["title"] for line in lines if is_heading(line.text) and (match := _QUOTED.fullmatch(line.text))}
    answers = (_ANSWER.match(line.text, 0, LONGEST_TITLE) for line in all_lines)
    quoted.update(match.string[match.end() :] for match in answers if match is not None)
    is_subject = end > 1 and _headline(all_lines, end - 1) >= 0  # what is right above the first comment is its own
    for at, line in enumerate(lines[: end - is_subject]):
        if (
            line.text in quoted
            or _THREAD.match(line.text)
            or (_may_be_posted(lines, at) and _is_beside_poster(lines, at))
        ):
            return at
    return None


def _may_be_posted(lines: Sequence[Line], at: int) -> bool:
    return _is_text(lines, at) and not _ADDRESS.fullmatch(lines[at].text.strip("()"))


def _is_beside_poster(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is above one that says who posted it, or below that if above that are only numbers."""
    below = at + 1 + (at + 2 < len(lines) and _ADDRESS.fullmatch(lines[at + 1].text.strip("()")) is not None)
    if below < len(lines) and _POSTED.fullmatch(lines[below].text):
        return True
    return at > 1 and _POSTED.fullmatch(lines[at - 1].text) is not None and is_faint(lines[at - 2].text)


def _said_again(lines: Sequence[Line], headline: int, end: int) -> int:
    """A line of several words that is on the page twice, if the headline is only a word or two: a link, a section."""
    if headline < 0 or len(lines[headline].text.split()) > _MENU_WORDS:
        return headline
    times = Counter(line.text for line in lines if len(line.text) <= LONGEST_TITLE)
    for at in range(headline + 1, end):
        text = lines[at].text
        if times[text] > 1 and len(text.split()) >= _SEVERAL and lines[at].marker is None and _is_text(lines, at):
            return at
    return headline


def _headline(all_lines: Sequence[Line], end: int) -> int:
    """The first line that is not the page's own, a menu's, or about when and by whom it was posted.

    After the first line, a title is short and not a sentence.
    """
    lines = all_lines[:end]
    links = _menu(lines)
    menu = {at for at in links if _is_text(lines, at)}
    of_the_menu = above_the_menu = -1
    is_first = True
    for at, line in enumerate(lines):
        text = line.text
        if at in menu:
            of_the_menu = at
            continue
        if not _is_text(lines, at) or _ADDRESS.fullmatch(text.strip("()")):
            continue
        posted_by = (said := signature(text)) is not None and said.kind == "dated"
        if posted_by or _CRUMBS.search(text) or (at and is_date(lines[at - 1].text) and " " not in text):
            continue
        if _is_above_menu(at, links, menu) and above_the_menu < 0 and len(text.split()) <= _SEVERAL:  # the site's name
            above_the_menu = at
            continue
        if is_first and _is_site(all_lines, at, end):
            is_first = False
            continue
        if at == 0 or (len(text) <= LONGEST_TITLE and (not text.endswith(".") or _is_capitalised(text))):
            return at
        break
    if above_the_menu >= 0:
        return above_the_menu
    if not menu:
        return next((at for at, line in enumerate(lines) if _ABOUT.match(line.text) and is_heading(line.text)), -1)
    first = min(menu)  # or this is a headline of a word or two above its tags
    is_link = _is_known_link(lines[first].text) or (first > 0 and _SKIP.fullmatch(lines[first - 1].text))
    if not is_link:
        return first
    return -1 if _is_known_link(lines[of_the_menu].text) else of_the_menu


def _is_known_link(text: str) -> bool:
    return _LINKS.fullmatch(text) is not None


def _is_capitalised(text: str) -> bool:
    """Whether most words are capitalised as in headlines, so that a final point does not make it a sentence."""
    words = [word for word in re.findall(r"[^\W\d_]+(?:['’]\w+)?", text) if len(word) > _SHORT_WORD]
    return len(words) > 1 and 4 * sum(word[0].isupper() for word in words) >= 3 * len(words)


def _is_text(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is not known to be the page's own."""
    line = lines[at]
    if line.role == "own" or is_furniture(line.text) or is_date(line.text) or not any(map(str.isalnum, line.text)):
        return False
    return not (is_faint(line.text) or is_role(line.text) or is_heading(line.text) or _SKIP.fullmatch(line.text))


def _menu(lines: Sequence[Line]) -> set[int]:
    """The lines of menus: known links, single words below a link to skip them, and runs of a word or two each."""
    found: set[int] = set()
    run: list[int] = []
    below_a_menu = False
    for at in range(len(lines) + 1):
        text = lines[at].text if at < len(lines) else ""
        below_a_menu = below_a_menu or _SKIP.fullmatch(text) is not None
        if _is_known_link(text) or (below_a_menu and text and " " not in text):
            found.add(at)
        if _is_link(text):
            run.append(at)
        elif not text or not (is_furniture(text) or is_faint(text)):
            is_kicker = run[:1] == [0] and len(run) > 1 and not any(" " in lines[link].text for link in run)
            if len(run) >= _MENU_LINES or is_kicker:
                found.update(run)
            run = []
    return {at for at in found if at < len(lines)}


def _is_above_menu(at: int, links: Container[int], menu: Container[int]) -> bool:
    """Whether a menu is right below a line, or below links that are buttons, too."""
    below = at + 1
    while below in links and below not in menu:
        below += 1
    return below in menu


def _is_link(text: str) -> bool:
    is_short = 0 < len(text.split()) <= _MENU_WORDS and text[-1].isalnum()
    is_plain = not (is_date(text) or is_byline(text) or is_furniture(text) or is_faint(text))
    return _is_known_link(text) or (is_short and is_plain)


def _is_site(lines: Sequence[Line], at: int, end: int) -> bool:
    """Whether a line is a name that the page's foot has, too, and a headline is below it."""
    text = lines[at].text
    if not is_name(text) or at + 1 >= end or " " not in lines[at + 1].text or lines[at + 1].text.endswith("."):
        return False
    return any(text in line.text and _SITE.match(line.text) for line in lines[at + 1 :])


def _account(lines: Sequence[Line], end: int) -> int | None:
    """The index of the name of whoever posted this, if it is above the words, as names are above the comments."""
    below = {without_role(said.author)[0] for at in range(end, len(lines)) if (said := signs(lines, at)) is not None}
    has_headline = False
    for at in range(end - 1):
        text, under = lines[at].text, lines[at + 1].text
        is_starter = at > 0 and lines[at - 1].text.casefold() == "thread starter"
        if is_starter or not may_be_name(text) or not _is_text(lines, at):
            has_headline = has_headline or _is_text(lines, at)
            continue
        may_sign = is_name(text) or len(text.split()) <= _MENU_WORDS
        if text in below or (may_sign and (_HANDLE.fullmatch(under) or (under[:1] in DOTS and under not in DOTS))):
            return at
        is_handle = " " not in text and (not _ADDRESS.fullmatch(text) or is_role(under))
        is_handle = is_handle and (_INNER_SIGN.search(text) is not None or (text.islower() and is_date(under)))
        if is_handle and not has_headline:
            return at
        has_headline = has_headline or not _is_known_link(text)
        date = at + 1
        while date < min(at + _MENU_LINES, end - 1) and is_furniture(lines[date].text):
            date += 1  # "1,204 followers"
        dots = lines[date + 1].text if date + 1 < end else ""
        is_above_dots = dots in DOTS or lines[date].text[-1] in DOTS or _DOT in lines[date].text
        if is_name(text) and is_date(_before_dot(lines[date].text)) and is_above_dots:
            return at
        if is_name(text) and (said := signature(under)) is not None and said.date[:1] in DOTS:  # "Ely • 2 days ago"
            return at
    return None


def _first_words(lines: Sequence[Line], account: int, end: int) -> int:
    """The first line of a post: below its date, or above it if only counts are below."""
    last = min(account + _HIGH + 1, end)
    texts = [at for at in range(account + 1, end) if _is_words(lines, at)]
    date = next((at for at in range(account + 1, last) if _is_dated(lines[at].text)), None)
    if date is not None:
        below = next((at for at in range(date + 1, end) if at in texts or not _is_quiet(lines, at)), None)
        between = [at for at in texts if at < date]
        if below in texts and below is not None and (not between or len(lines[below].text.split()) >= _SENTENCE):
            return below
        texts = between or texts
    return texts[0] if texts else -1


def _is_words(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    is_own = _HANDLE.fullmatch(text) or _is_dated(text) or is_attached(lines, at) or _ADDRESS.fullmatch(text)
    return _is_text(lines, at) and not is_own


def _is_quiet(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a dot, a date or a button to follow somebody: words may stand below."""
    return lines[at].text in DOTS or lines[at].text.casefold() == "follow" or is_date(lines[at].text)


def _before_dot(text: str) -> str:
    """The date of "5 h · Public"."""
    return text.partition(_DOT)[0]


def _is_dated(text: str) -> bool:
    return is_date(_before_dot(text)) or ((said := signature(text)) is not None and said.kind == "dated")
