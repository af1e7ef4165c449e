"""JSON lines of a labelled thread each, as in ``seeds/corpus``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from stancekit.errors import Problem, ThreadError
from stancekit.reading.decode import Source
from stancekit.reading.json_text import objects
from stancekit.reading.jsonl import THREAD
from stancekit.reading.labelled_rows import IGNORED, MAX_LABELLED_CHARACTERS, LabelledRow, too_long, without_parents
from stancekit.reading.markup import shown
from stancekit.reading.rows import answered_by, fold, match_columns
from stancekit.reading.values import KINDS, REPLIES, nested
from stancekit.threads import Comment, Thread, promote_orphans
from stancekit.vocabulary import STANCES

__all__ = ["rows_of_threads"]

# The keys of labelled threads, and of their comments.
_OF_THREAD = {*IGNORED, *(name for names in THREAD.values() for name in names), "comments", "topic", "wave"}
_OF_COMMENT = {*IGNORED, *REPLIES, "text", "title", "stance", "abusive", "id", "parent", "span", "tags"}
_NO_USE = "is a key that labelled threads do not have"


def rows_of_threads(source: Source, extra_columns: str) -> Iterator[LabelledRow | Problem | str]:
    """Read labelled threads, one per line, as in seeds/corpus; a comment's target is its title, or its thread's."""
    n_lost = 0
    unknown: dict[str, int] = {}  # keys, and the first line with each
    for line, value in objects(source):
        thread = _LabelledThread(value)
        for key in thread.unknown():
            unknown.setdefault(key, line)
        if reasons := [*thread.reasons()]:
            yield from (Problem(source.name, line, None, reason) for reason in reasons)
            continue
        yield from thread.rows(source.name, line)
        n_lost += thread.n_lost
    for key, line in unknown.items() if extra_columns == "refuse" else ():
        yield Problem(source.name, line, key, f"{_NO_USE}; rename or remove it, or pass --extra-columns ignore")
    if unknown and extra_columns != "refuse":
        yield f"{source.name}: keys not used: {', '.join(unknown)}"
    if n_lost:
        yield without_parents(source.name, n_lost)


class _LabelledThread:
    """A thread as its line gives it. Only if ``reasons`` yields nothing may ``rows`` be called."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self._value = value
        at = match_columns([*value], THREAD)
        title, self._name = ([*value.values()][at[role]] if role in at else None for role in ("title", "thread"))
        self._title = _shown(title)
        comments = value.get("comments")
        self._found = [*nested(comments if isinstance(comments, list) else [None])]
        self._comments: dict[str, dict[str, Any]] = {  # by place
            place: {fold(key): _shown(one) for key, one in comment.items()} if isinstance(comment, dict) else {}
            for place, _, comment in self._found
        }

    def unknown(self) -> Iterator[str]:
        """Unknown keys."""
        if self._value.get("comments"):
            yield from _unknown(self._value, (one for *_, one in self._found if isinstance(one, dict)))

    def reasons(self) -> Iterator[str]:
        """The reasons why it cannot be trusted."""
        if self._value.get("comments") is None:
            yield 'is no thread with "comments"; of lines of labelled comments, the first must have "text" and "label"'
        elif self._value["comments"] == []:
            yield "has no comments; delete the thread or fill it in"
        else:
            odd = [
                *_odd("", {"title": self._title, "thread": self._name}),
                *(_what_is_wrong(*one) for one in self._comments.items()),
            ]
            wrong = [reason for reason in odd if reason is not None]
            yield from wrong
            if not wrong:
                try:
                    Thread(promote_orphans(self._linked.values()))
                except ThreadError as error:  # two comments have an id, or they answer each other in a ring
                    yield str(error)

    @property
    def _own_name(self) -> str:
        """A name for a thread without one: a hash of its text, so that no file's name decides what is held out."""
        said = json.dumps([self._title, *(one["text"] for one in self._comments.values())])
        return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _linked(self) -> dict[str, Comment]:
        """Its comments with what they answer, by place; one without an id has its place as a name."""
        names = {place: _name(one.get("id")) or f"comment {place}" for place, one in self._comments.items()}
        known, linked = {*names.values()}, {}
        for place, above, _ in self._found:
            answered = answered_by(names[place], _name(self._comments[place].get("parent")), known)
            parent = names[above] if above and answered not in known else answered
            linked[place] = Comment(names[place], self._comments[place]["text"], parent=parent)
        return linked

    @property
    def n_lost(self) -> int:
        """How many comments name a parent that is not there."""
        ids = {one.id for one in self._linked.values()}
        return sum(one.parent is not None and one.parent not in ids for one in self._linked.values())

    def rows(self, path: str, line: int) -> Iterator[LabelledRow]:
        """Its comments as rows."""
        texts = {one.id: one.text for one in self._linked.values()}
        for place, linked in self._linked.items():
            comment = self._comments[place]
            yield LabelledRow(
                linked.text,
                "abusive" if comment["abusive"] else comment["stance"],
                target=next((str(one) for one in (comment.get("title"), self._title) if one not in (None, "")), None),
                parent=None if linked.parent is None else texts.get(linked.parent),
                thread=self._own_name if self._name is None else str(self._name),
                path=path,
                line=line,
            )


def _name(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _what_is_wrong(place: str, comment: Mapping[str, Any]) -> str | None:
    """Why a comment of a labelled thread cannot be trusted, or None."""
    text, where = comment.get("text"), f"comment {place} of this thread"
    if not isinstance(text, str) or not text.strip():
        return f"{where} must have a text"
    if len(text) > MAX_LABELLED_CHARACTERS:
        return f"the text of {where} {too_long(text)}"
    if comment.get("stance") not in STANCES:
        return f"{where} must have a stance, supportive, skeptical or neutral; it has {_quoted(comment, 'stance')}"
    if not isinstance(comment.get("abusive"), bool):
        return f"{where} must have abusive, true or false; it has {_quoted(comment, 'abusive')}"
    return next(_odd(f" of {where}", {key: comment.get(key) for key in ("id", "parent", "title")}), None)


def _shown(value: Any) -> Any:
    """A text as a browser would show it; what is none is left as it is."""
    return shown(value) if isinstance(value, str) else value


def _quoted(comment: Mapping[str, Any], key: str) -> str:
    return f"{str(comment[key])[:40]!r}" if key in comment else f"the keys {', '.join(comment)[:200] or '(none)'}"


def _odd(where: str, names: Mapping[str, Any]) -> Iterator[str]:
    """Values that are not a string, an integer or None."""
    for key, value in names.items():
        if value is not None and type(value) not in (str, int):
            yield f"the {key}{where} must be a string, not {KINDS[type(value)]}"


def _unknown(thread: Mapping[str, Any], comments: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield from (key for key in thread if fold(key) not in _OF_THREAD)
    yield from (key for comment in comments for key in comment if fold(key) not in _OF_COMMENT)
