"""Read an article saved as text with its comments below it, line by line.

`mark_pages` decides where the comments begin and what begins one; then the lines above become title, article and
named remainders, and the lines below become comments. Every line has exactly one place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stancekit.reading.assemble import assemble
from stancekit.reading.decode import Source
from stancekit.reading.pages.answers import Writers
from stancekit.reading.pages.bullets import first_bullet
from stancekit.reading.pages.dates import is_date
from stancekit.reading.pages.lines import Line, paragraphs, trim
from stancekit.reading.pages.marked import Marked, mark_pages
from stancekit.reading.pages.names import (
    Signature,
    answering,
    is_name,
    may_be_name,
    signature,
    without_handle,
    without_role,
)
from stancekit.reading.pages.notes import answered_label
from stancekit.reading.pages.page import Page
from stancekit.reading.pages.quotes import Spoken, is_quote
from stancekit.reading.pages.regions import Region
from stancekit.reading.pages.splitter import Item, Splitter
from stancekit.reading.pages.top import read_top
from stancekit.threads import Comment, Orphans, Reading, Thread

__all__ = ["read_article"]

_ARROW = re.compile(r"\s*[→▸›»]\s*|\s+[=-]{0,2}>\s+|\s{2,}")  # "Bianca → Morag" answers Morag
_CHANGED = re.compile(r"(?<!\s)\s*\u200e?<[^<>]{2,60}(?:edit|modif|bearbeit)[^<>]{0,40}>$", re.IGNORECASE)  # WhatsApp
_FROM = re.compile(  # whoever is reviewed
    r"(?:(?:reply|response|answer) from (?:the )?|antwort von |réponse d[eu] |respuesta del? |odpowiedź od )(?=\S)",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(?P<sign>\*\*|__)(?P<name>[^*_].{0,60}?)(?P=sign)")
_QUOTING = re.compile(r"> ?(?=\S)")
_CODED = re.compile(r"\[[^\[\]]{1,30}\]\s+(?=\S)")  # a researcher's "[pro] Bianca"
_LABEL = re.compile(r"(?:comment|question) from:? (?=\S)", re.IGNORECASE)  # a live chat's


def read_article(source: Source, reading: Reading, orphans: Orphans, pages: Sequence[Marked] = ()) -> list[Thread]:
    """The thread of an article's page, or the threads of several in one file, whose lines may be marked already."""
    pages = pages or mark_pages(source)
    if len(pages) > 1:
        reading = reading.and_so(f"{len(pages)} articles, each with comments under a heading of its own")
    return [_read_page(source, reading, marked, orphans) for marked in pages]


def _read_page(source: Source, reading: Reading, marked: Marked, orphans: Orphans) -> Thread:
    lines, cues, sheets, found, span, changes = marked
    page = Page(sorted([*lines, *cues, *sheets], key=lambda line: line.number))
    for line in cues:
        page.leave(line, "time")
    for line in sheets:
        page.leave(line, "sheet")
    region = found
    if region is None:
        start, why = first_bullet(lines)
        region = Region(start, "bullets", why)
    title, article = read_top(lines, region.start, page)
    comments = _read_comments(lines[region.start :], region, page)
    for change in changes:
        reading = reading.and_so(change)
    reading = replace(reading.and_so(f"the comments: {region.why}"), parts=page.parts(*span))
    remainder = page.remainder()
    return assemble(source, reading, comments, title=title, article=article, remainder=remainder, orphans=orphans)


def _read_comments(lines: Sequence[Line], region: Region, page: Page) -> list[Comment]:
    if not lines:
        return []
    items = Splitter(lines, region, page).split()
    if len(items) > 1 and all(_is_block_quote(item, region) for item in items):
        for line in (line for item in items for line in item.lines[1:]):
            line.text = line.content = _QUOTING.sub("", line.text)
    inline = [
        said for item in items if (said := signature(_first(item, region)[1])) and said.kind == "colon" and said.rest
    ]
    trust_inline = region.style == "names" or 3 * len(inline) >= len(items)
    quoting = any(is_quote(line.content) for item in items for line in item.lines)
    spoken, writers = Spoken() if quoting else None, Writers()
    comments: list[Comment] = []
    for place, item in enumerate(items):
        said, texts, kept = _interpret(item, region, page, trust_inline, spoken)
        why = f"comment {place + 1}: {item.why}, " + ("signed" if said is not None and said.author else "not signed")
        for line in item.lines:
            page.put(line, "comment", why, place + 1)
        author, whom = _who(said, item, place, page, writers)
        names = [name for name in (author, said.id if said is not None else "") if name]
        if (label := item.lines[0].said) is not None and label.kind == "label" and not author:
            whom, names = answered_label(label.date) or "", [label.date]
        own = [part for text in texts for part in text.split("\n")]
        parent = _parent(item, author, whom, own, writers, spoken)
        writers.add(place, *names, *item.handles)
        writers.add_opening(place, own[0] if own else "")
        writers.add_number(place, said.date if said is not None else "")
        if spoken is not None:
            spoken.add(author or None, own)
        comments.append(
            Comment(
                id=str(place + 1),
                text="\n\n".join(paragraphs(kept, texts)).strip() or item.lines[0].text,
                author=trim(author) or None,
                parent=None if parent is None else str(parent + 1),
                line=item.lines[0].number,
            )
        )
    return comments


def _is_block_quote(item: Item, region: Region) -> bool:
    """Whether all words of a comment are set as a quotation, below a name."""
    at, first = _first(item, region)
    said = item.lines[0].said or _signed_by(first, item, region, trust_inline=False, has_more=True)
    words = [line.text for line in item.lines[at + 1 :]]
    return said is not None and not said.rest and bool(words) and all(map(is_quote, words))


def _who(said: Signature | None, item: Item, place: int, page: Page, writers: Writers) -> tuple[str, str]:
    """Who wrote a comment and whom they answer, as the signature says it; each ``""`` if it does not.

    A role goes to the page. Whoever is reviewed answers the comment above.
    """
    if said is None:
        return "", ""
    whom = said.answers
    author, role = without_role(_undated(said.author, item, page))
    if role:
        page.note(item.lines[0], "role", role)
    author, handle = without_handle(author)
    if handle:
        page.note(item.lines[0], "handle", handle)
        item.handles.append(handle)
    author = _LABEL.sub("", author, count=1) if _LABEL.match(author) else author
    if (bold := _BOLD.fullmatch(author)) is not None:
        author = bold["name"]
    if (code := _CODED.match(author)) is not None:
        page.note(item.lines[0], "code", code[0].strip())
        author = author[code.end() :]
    if place and (owner := _FROM.match(author)) is not None:
        item.parent = place - 1
        author = author if author[owner.end()].islower() else author[owner.end() :]  # "Response from the owner"
    pair = _ARROW.split(author, maxsplit=1)
    if len(pair) == 2 and writers.latest(pair[1]) is not None:
        author, whom = pair
    if whom and said.kind != "record":  # whose lines are the page's own already
        page.note(item.lines[0], "answers", whom)
    return author, whom


def _undated(author: str, item: Item, page: Page) -> str:
    """A name without the date before it, as in "3/5/24 Bianca: No."."""
    date, _, name = author.partition(" ")
    if not (is_date(date) and is_name(name)):
        return author
    page.note(item.lines[0], "date", date)
    return name


def _parent(
    item: Item, author: str, whom: str, own: Sequence[str], writers: Writers, spoken: Spoken | None
) -> int | None:
    """The place of the comment that this one answers: by name, by indentation, by a quotation, by its first words."""
    if (parent := writers.latest(item.answers or whom)) is not None:
        return parent
    if item.parent is not None:
        return item.parent
    if spoken is not None and (parent := spoken.quoted(own)) is not None:
        return parent
    addressed = writers.addressed(own[0]) if own else None
    return None if addressed == writers.latest(author) else addressed  # nobody answers themselves


def _first(item: Item, region: Region) -> tuple[int, str]:
    """The index of the line with a comment's first words, and these: a bullet may be alone on its line."""
    first = item.lines[0].content if region.style == "bullets" else item.lines[0].text
    return (0, first) if first or len(item.lines) == 1 else (1, item.lines[1].text)


def _interpret(
    item: Item, region: Region, page: Page, trust_inline: bool, spoken: Spoken | None
) -> tuple[Signature | None, list[str], list[Line]]:
    """Who signed, and the words with the lines they are on."""
    at, first = _first(item, region)
    below = item.lines[at + 1 :]
    texts = [line.text for line in below]
    said = item.lines[0].said or _signed_by(first, item, region, trust_inline=trust_inline, has_more=bool(below))
    if said is not None and said.kind == "colon" and said.rest and not trust_inline:
        said = None
    if said is not None and not (said.rest or below):
        said = None
    attributed = said is not None and not said.rest and below and is_quote(texts[0])
    if attributed and said is not None and spoken is not None and spoken.holds(said.author, texts):
        said = None  # "Bianca wrote:" above what Bianca wrote before introduces a quotation
    if said is None:
        return None, [first, *texts], item.lines[at:]
    if said.date:
        page.note(item.lines[at], "date", said.date)
    bulleted = [line for line in below if line.marker is not None]
    if region.style == "names" and not said.rest and bulleted == below[:1]:  # not a list: the comment itself
        texts[0] = below[0].content or texts[0]
    texts, kept = ([said.rest, *texts], item.lines[at:]) if said.rest else (texts, below)
    if said.kind == "stamped" and (changed := _CHANGED.search(texts[-1])) is not None and changed.start():
        page.note(kept[-1], "date", changed[0].strip())
        texts[-1] = texts[-1][: changed.start()]
    return said, texts, kept


def _signed_by(first: str, item: Item, region: Region, *, trust_inline: bool, has_more: bool) -> Signature | None:
    """Who the first words of a comment say wrote it, if no layout has marked that; alone, they may be all it says."""
    if region.style == "paragraphs":
        return None
    said = signature(first, among_names=trust_inline)
    if said is not None or not has_more:
        return said
    if region.style == "names":
        name, whom = answering(first)
        return Signature(name, "dated", "", "", whom) if may_be_name(name) else None
    return Signature(first, "name", "", "") if is_name(first, strict=not item.dated) else None
