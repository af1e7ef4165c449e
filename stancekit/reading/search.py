"""Comments anywhere in a JSON document: lists of objects with words, whatever an API puts around and into them.

No list of sites: a comment is an object that has a text under a name that `rows` knows, itself or in an object within,
as ``{"node": {"body": ...}}`` or ``{"post": {"record": {"text": ...}}}`` have. Who wrote it, its id and what it answers
are looked for in the same place first and in the objects beside it then. What stands in lists within are its replies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from stancekit.reading.exports import Exported, keep_known_parents
from stancekit.reading.rows import SYNONYMS, fold, match_columns, name_in

__all__ = ["searched"]

_DEEP = 2  # objects within one another, from a comment to its text
_AUTHORS = ("owner", "creator", "account", "user_profile")  # objects that tell of an author
_ANSWERED = ("reference", "replying_to", "reply", "in_response_to")  # objects that tell of what is answered
_OF_TEXT, _OF_AUTHOR, _OF_PARENT = (frozenset(SYNONYMS[role]) for role in ("text", "author", "parent"))
# Objects in which the words of a comment are not looked for.
_BESIDE = _OF_AUTHOR | _OF_PARENT | {*_AUTHORS, *_ANSWERED}
_ROLES = ("id", "author", "parent")
_LONGEST_TITLE = 150  # characters of a post that may stand for a title


class _Found(NamedTuple):
    """A list of comments, and the objects around it from the outside in."""

    comments: list[Any]
    around: tuple[Mapping[str, Any], ...]


def searched(value: Any) -> Exported | None:
    """The comments of a JSON document, with replies inside what they answer; None where it holds none.

    Those without words (a picture, who joined) and parents that are not there are left out, and counted.

    Examples
    --------
    >>> found = searched({"page": {"title": "Rent", "items": [{"node": {"id": 7, "body": "No.", "by": "Bo"}}]}})
    >>> (thread,) = found.objects
    >>> thread["title"], [(one["id"], one["author"], one["text"]) for one in thread["comments"]]
    ('Rent', [('7', 'Bo', 'No.')])
    """
    lists = list(_lists(value))
    if not lists:
        return None
    threads: dict[int, dict[str, Any]] = {}
    missing = unknown = 0
    for comments, around in lists:
        found, wordless = _rows(comments)
        missing += wordless
        thread = threads.setdefault(id(around[-1]) if around else 0, {**_about(around), "comments": []})
        thread["comments"] += found
    for thread in threads.values():
        of_one: dict[str | None, list[dict[str, Any]]] = {}
        for row in thread["comments"]:
            of_one.setdefault(row["thread"], []).append(row)
        unknown += sum(map(keep_known_parents, of_one.values()))
    left_out = [f"{missing:,} without words"] if missing else []
    left_out += [f"what {unknown:,} answer, as the file has it not"] if unknown else []
    if any(thread.get("title") or thread.get("article") for thread in threads.values()):
        return Exported([*threads.values()], left_out)
    return Exported([row for thread in threads.values() for row in thread["comments"]], left_out)


def _lists(value: Any) -> Iterator[_Found]:
    """The outermost lists that hold comments, in the order of the document."""
    waiting: list[tuple[Any, tuple[Mapping[str, Any], ...]]] = [(value, ())]
    while waiting:
        one, around = waiting.pop()
        if isinstance(one, list):
            if any(isinstance(entry, dict) and _has_words(entry) for entry in one):
                yield _Found(one, around)
                continue
            waiting += [(entry, around) for entry in reversed(one) if isinstance(entry, dict | list)]
        elif isinstance(one, dict):
            waiting += [(entry, (*around, one)) for entry in reversed(one.values()) if isinstance(entry, dict | list)]


def _has_words(entry: Mapping[str, Any]) -> bool:
    """Whether an object is a comment: one with a text, and one who wrote it or an id."""
    layers = _layers(entry)
    return _worded(layers) is not None and any(
        _value(layer, role) is not None for layer in layers for role in ("author", "id")
    )


def _layers(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """An object and those within it, of which one may hold the words: what is called a comment or a text first."""
    layers: list[Mapping[str, Any]] = [entry]
    level = [entry]
    for _ in range(_DEEP):
        within = [
            (fold(key) not in _OF_TEXT, one)
            for layer in level
            for key, one in layer.items()
            if isinstance(one, dict) and fold(key) not in _BESIDE
        ]
        level = [one for _, one in sorted(within, key=lambda pair: pair[0])]
        layers += level
    return layers


def _worded(layers: list[Mapping[str, Any]]) -> int | None:
    """Which of the layers holds the words."""
    return next((at for at, layer in enumerate(layers) if _text(layer) is not None), None)


def _text(layer: Mapping[str, Any]) -> str | None:
    """The words of an object: a string, the parts of one, or what is ready to be shown."""
    for key in _keys(tuple(layer), "text"):
        value = layer[key]
        if isinstance(value, dict):
            value = value.get("rendered")
        if isinstance(value, list):
            parts = [one.get("text") if isinstance(one, dict) else one for one in value]
            value = "".join(part for part in parts if isinstance(part, str))
        if isinstance(value, str) and value.strip():
            return value
    return None


@lru_cache(maxsize=4_096)  # of the comments of a document most have the same
def _keys(keys: tuple[str, ...], role: str) -> tuple[str, ...]:
    """The keys of an object that may have this role, the likeliest first."""
    folded = {fold(key): key for key in reversed(keys)}
    best = match_columns(keys).get(role)
    first = [] if best is None else [keys[best]]
    more = {"author": _AUTHORS, "parent": _ANSWERED, "id": ("uri",)}.get(role, ())
    return tuple(dict.fromkeys([*first, *(folded[name] for name in (*SYNONYMS[role], *more) if name in folded)]))


def _value(layer: Mapping[str, Any], role: str) -> str | None:
    """A string or a number with this role; of an object the author's name, or the id of what it is."""
    for key in _keys(tuple(layer), role):
        value = layer[key]
        if isinstance(value, dict) and role == "author":
            value = name_in(value)
        elif isinstance(value, dict) and role == "parent":
            inner = value.get("parent")
            value = _value(inner if isinstance(inner, dict) else value, "id")
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return None


def _rows(comments: list[Any]) -> tuple[list[dict[str, Any]], int]:
    """Comments as rows in reading order, and how many objects among them have no words."""
    rows: list[dict[str, Any]] = []
    wordless = 0
    waiting: list[tuple[Any, str | None]] = [(one, None) for one in reversed(comments)]
    while waiting:
        entry, above = waiting.pop()
        if not isinstance(entry, dict):
            continue
        layers = _layers(entry)
        at = _worded(layers)
        own = above
        if at is None:
            wordless += 1
        else:
            order = [layers[at], *layers[:at], *layers[at + 1 :]]
            row = {role: next(filter(None, (_value(layer, role) for layer in order)), None) for role in _ROLES}
            path = next((one for layer in order if isinstance(one := layer.get("path"), str)), "").split(".")
            if row["parent"] is None and len(path) > 2 and path[-1] == row["id"]:  # "0.7.8" answers 7
                row["parent"] = path[-2]
            own = row["id"] or f"{len(rows) + 1}'"
            about = {role: _value(order[0], role) for role in ("thread", "title", "target")}
            rows.append({**row, **about, "id": own, "text": _text(order[0]), "parent": row["parent"] or above})
        waiting += [(reply, own) for reply in reversed(list(_replies(layers)))]
    return rows, wordless


def _replies(layers: list[Mapping[str, Any]]) -> Iterator[Any]:
    """The comments in lists within a comment, in the order in which they stand."""
    seen = set()
    for layer in layers:
        for key, value in layer.items():
            if isinstance(value, list) and fold(key) not in _OF_TEXT and id(value) not in seen:
                seen.add(id(value))
                yield from (one for one in value if isinstance(one, dict) and _has_words(one))


def _about(around: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    """Title and article of comments: of the nearest object around them that has some, or of one within that."""
    for outer in reversed(around):
        for layer in (outer, *(one for one in outer.values() if isinstance(one, dict))):
            title, text = (layer.get(key) for key in ("title", "article"))
            if isinstance(title, str) and title.strip():
                return {"title": title, "article": text if isinstance(text, str) else None}
        if _has_words(outer):
            text = next(filter(None, map(_text, _layers(outer))))
            return {"title": text, "article": None} if len(text) <= _LONGEST_TITLE else {"title": None, "article": text}
    return {}
