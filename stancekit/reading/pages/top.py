"""Read the page above the comments: its title, its article, and the page's own lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stancekit.reading.pages.dates import is_date
from stancekit.reading.pages.furniture import boilerplate, is_faint, is_furniture
from stancekit.reading.pages.lines import Line, announces_none, is_heading, paragraphs
from stancekit.reading.pages.names import is_byline
from stancekit.reading.pages.neighbours import is_attached, is_ornament, is_prose
from stancekit.reading.pages.page import Page
from stancekit.reading.pages.quotes import is_attribution
from stancekit.reading.pages.titles import LONGEST_TITLE, title_at

__all__ = ["read_top"]

_BYLINES = 3  # lines: deeper in, "By the river" is prose
_BIO = 6  # lines: an author box is short
_HASHES = re.compile(r"^(?:#{1,6}|={1,6})\s+|(?<!\s)\s+[#=]+$")  # Markdown's or AsciiDoc's, around a title
_LINK_BEHIND = re.compile(r"(?<=\S)(?:\s+\((?:self\.\w+|Read [\d,.]+ times)\)|\[edit(?: source)?\])$")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_LABEL = re.compile(
    r"\*{0,2}(?:(?:(?:#\+|discussion )?title|headline"
    r"|(?:article|thread|topic|post|case|story|text)(?: (?:no\.? ?|#)?\d{1,4})?"
    r"|subject|betreff|objet|asunto)(?::\*{0,2}|\t)\s*(?:(?:re|aw|fwd?|wg):\s*)*)"
    r"(?=\S)",
    re.IGNORECASE,
)
_HEADER = re.compile(  # of a mail, or of somebody's notes
    r"\*{0,2}(?:(?P<from>from|von|de|van|da)|(?P<title>subject|betreff|objet|asunto|onderwerp|oggetto|title|headline)"
    r"|date|sent|datum|gesendet|envoyé|fecha|enviado|to|an|à|para|aan|a|cc|reply-to"
    r"|(?P<noted>source|publication|newspaper|outlet|site|website|url|link|address|quelle|fuente"
    r"|(?:date )?(?:accessed|retrieved|collected|published)(?: on)?))\s?:\*{0,2}\s",
    re.IGNORECASE,
)
_FEW_HEADERS, _FEW_NOTED = 3, 2


def read_top(all_lines: Sequence[Line], end: int, page: Page) -> tuple[str | None, str]:
    """The title and the article above some line; the page's boxes and buttons go to the remainder."""
    lines = all_lines[:end]
    title: str | None = None
    kept: list[Line] = []
    box: str | None = None
    n_below = sum(line.marker is None for line in lines)
    below = next((line for line in all_lines[end:] if line.role == "title"), None)
    if below is not None:
        title = _title(below, page)
        page.put(below, "title", "what the first head names so")
    letter, named = _letterhead(lines)
    if below is not None:
        first = -1
    elif named is not None:
        first = named
    else:
        first = title_at(all_lines[letter:], end - letter)
        first += letter if first >= 0 else 0
    prose_above = False
    for at, line in enumerate(lines):
        text = line.text
        n_below -= line.marker is None
        opened = boilerplate(text) if line.marker is None else None
        if at == first and line.marker is None:
            title = _title(line, page)
            if len(title) > LONGEST_TITLE and at:
                title = _SENTENCE.split(title, maxsplit=1)[0]
                kept.append(line)
            page.put(line, "title", "the first line" if at == 0 else "the first line below the page's own")
        elif at < letter:
            page.leave(line, "mail")
        elif is_heading(text):
            box = "footer" if announces_none(text) and end == len(all_lines) else None
            page.leave(line, "heading")
        elif opened is not None:
            at_foot = prose_above and n_below <= _BIO
            box = opened if at_foot else None
            page.leave(line, opened if at_foot else "byline" if opened == "author box" else opened)
        elif _is_furniture(all_lines, at):
            page.leave(line, "furniture")
        elif box is not None:
            page.leave(line, box)
        elif is_date(text):
            page.leave(line, "date")
        elif at < first or (at - max(first, 0) <= _BYLINES and is_byline(text)):
            page.leave(line, "byline")
        else:
            kept.append(line)
            prose_above = prose_above or is_prose(line)
            page.put(line, "article", "above the comments" if title is None else "between the title and the comments")
    return title, "\n\n".join(paragraphs(kept, [line.text for line in kept]))


def _letterhead(lines: Sequence[Line]) -> tuple[int, int | None]:
    """Where the head ends of a mail that forwards the page, or of notes about it, and the line that names its title."""
    ends, title, keys, noted = 0, None, dict[str, int](), 0
    for at, line in enumerate(lines):
        header = _HEADER.match(line.text)
        keys = {} if header is None or line.after_blank else keys
        if header is not None:
            noted += header.lastgroup == "noted"
            keys[header[0] if header.lastgroup in (None, "noted") else header.lastgroup] = at
        is_mail = len(keys) >= _FEW_HEADERS and "from" in keys and "title" in keys
        are_notes = noted and at <= len(keys) >= _FEW_NOTED
        if header is not None and (is_mail or are_notes):
            ends, title = at + 1, keys.get("title", title)
        elif is_attribution(line.text):
            ends, title = at + 1, None
    if title is None:
        return ends, None
    name = lines[title].text
    name = name[label.end() :] if (label := _LABEL.match(name)) else name
    return ends, next((at for at in range(ends, len(lines)) if lines[at].text == name), title)


def _is_furniture(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a button, or shown to be the page's by those beside it, such as a number below a heading."""
    if is_furniture(lines[at].text) or is_ornament(lines, at) or is_attached(lines, at):
        return True
    return at > 0 and is_heading(lines[at - 1].text) and is_faint(lines[at].text)


def _title(line: Line, page: Page) -> str:
    """A title without Markdown's hashes, a label such as "Title:", or a link behind it."""
    if label := _LABEL.match(line.text):
        page.note(line, "label", label[0].strip())
    title = _HASHES.sub("", line.text[label.end() :] if label else line.text)
    if link := _LINK_BEHIND.search(title):
        page.note(line, "link", link[0].strip())
    return _LINK_BEHIND.sub("", title)
