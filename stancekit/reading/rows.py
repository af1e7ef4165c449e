"""Rows with named columns, from a table or from JSON, to threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from stancekit.reading.assemble import assemble
from stancekit.reading.decode import Source
from stancekit.threads import Comment, Reading, Thread

__all__ = ["SYNONYMS", "Row", "fold", "match_columns", "thread_of", "threads_of"]

SYNONYMS = {
    "text": ("text", "comment", "comment_text", "body", "content", "message"),
    "id": ("id", "comment_id"),
    "author": ("author", "user", "username", "name", "speaker"),
    "parent": ("parent", "parent_id", "reply_to", "in_reply_to"),
    "thread": ("thread", "thread_id", "conversation_id", "article_id", "link_id"),
    "title": ("title",),
    "target": ("target",),
}


class Row(NamedTuple):
    """One comment as its file gives it; None where a column is missing or empty."""

    line: int | None
    text: str
    id: str | None = None
    author: str | None = None
    parent: str | None = None
    thread: str | None = None
    title: str | None = None
    target: str | None = None


def fold(name: str) -> str:
    """A column's name as it is compared: ``" Comment Text"`` is ``"comment_text"``."""
    return "_".join(name.casefold().split())


def match_columns(names: Sequence[str], synonyms: Mapping[str, Sequence[str]] = SYNONYMS) -> dict[str, int]:
    """Where each known column stands; of two synonyms the one listed first counts.

    Examples
    --------
    >>> match_columns(["ID", "Username", "Comment Text", "Likes"])
    {'text': 2, 'id': 0, 'author': 1}
    """
    at: dict[str, int] = {}
    for position, name in enumerate(names):
        at.setdefault(fold(name), position)
    found = {role: [at[name] for name in known if name in at] for role, known in synonyms.items()}
    return {role: positions[0] for role, positions in found.items() if positions}


def threads_of(source: Source, reading: Reading, rows: Iterable[Row], orphans: str) -> list[Thread]:
    """One thread for each value of the thread column, in the order of the file."""
    groups: dict[str | None, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.thread, []).append(row)
    return [thread_of(source, reading, group, name, orphans=orphans) for name, group in groups.items()]


def thread_of(
    source: Source,
    reading: Reading,
    rows: list[Row],
    thread_id: str | None,
    *,
    title: str | None = None,
    article: str = "",
    orphans: str,
) -> Thread:
    """One thread of these rows; a title that all rows share is the thread's."""
    titles = {row.title for row in rows if row.title is not None}
    if title is None and len(titles) == 1:
        title = titles.pop()
    elif titles:
        reason = "titles differ within a thread, so each comment's title is its target"
        reading = replace(reading, reasons=(*reading.reasons, reason))
        rows = [row._replace(target=row.target or row.title) for row in rows]
    known = {row.id for row in rows}
    comments = [
        Comment(name, row.text, row.author, _answered(row.parent, known), row.target, row.line)
        for name, row in zip(_ids(rows), rows, strict=True)
    ]
    return assemble(source, reading, comments, title=title, article=article, thread_id=thread_id, orphans=orphans)


def _answered(parent: str | None, known: set[str | None]) -> str | None:
    """The id of what a row answers, without the kind that Reddit writes before it: t1 is a comment, t3 the post."""
    if parent is None or parent in known:
        return parent
    kind, _, name = parent.partition("_")
    if kind == "t3":
        return None
    return name if kind == "t1" and name in known else parent


def _ids(rows: list[Row]) -> Iterator[str]:
    """Each row's own id, or its place among the rows, or the next number that no row has."""
    taken = {row.id for row in rows}
    number = 0
    for place, row in enumerate(rows, 1):
        if row.id is not None:
            yield row.id
            continue
        number = max(number + 1, place)
        while str(number) in taken:
            number += 1
        yield str(number)
