"""What a JSON object says, however its site nests it: its text, its author, its parent and its replies."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from stancekit.reading.markup import text_of
from stancekit.reading.rows import NO_PARENT, SYNONYMS, fold, match_columns

__all__ = [
    *("COLUMNS", "KINDS", "REPLIES", "Object"),
    *("above_in_path", "are_replies", "columns_of", "has_text", "have_parents", "id_in", "id_key"),
    *("is_notice", "name_in", "nested", "parent_key", "replies_in", "said_in", "text_key", "under_ids", "unwrapped"),
    "words_in",
]

Object: TypeAlias = dict[str, Any]

KINDS = {str: "a string", int: "a number", float: "a number", bool: "true or false", type(None): "null"}
KINDS |= {list: "a list", dict: "an object"}

# A table's columns, and names that only JSON has, often for an object or a list.
COLUMNS: Mapping[str, Sequence[str]] = {
    **SYNONYMS,
    "id": (*SYNONYMS["id"], "short_id", "content_uuid", "uuid", "_id", "ts", "event_id", "object_id"),
    "author": (
        *("user_profile", "author_attribution", "reviewer"),
        *(*(name for name in SYNONYMS["author"] if name != "created_by"), "account", "creator", "owner"),
        *("actor", "commenting_user", "sender", "consumer", "member", "member_creator", "created_by", "unique_id"),
        "personaname",
    ),
    "parent": (
        "to_pid",
        *(*SYNONYMS["parent"], "parent_uuid", "reply_to_comment", "reply_to_message", "thread_ts"),
        *("referenced_tweets", "reference", "message_reference", "reply_id", "m_relates_to"),
    ),
}
_PERHAPS_PARENT = ("pid", "references")  # only if they have the ids of other comments
_OWN_WITH = {"ts": "thread_ts", "event_id": "m_relates_to"}  # ids only beside that parent, as else two may share them
REPLIES = ("replies", "children", "comments", "answers", "responses", "reply")  # of a comment
_PARTS = ("repl", "child", "comment", "answer", "respon", "thread", "antwort")  # of other names for replies
_ANSWERS = ("reply", "response")  # endings of names for a single reply
_BEFORE = re.compile(
    "embed|quot|attach|mention|forward|edit|histor|revision|version|origin|parent|context|refer|relat|shar"
)
_WORDS = frozenset(SYNONYMS["text"])
_PAGES = ("data", "edges", "nodes", "items", "comments", "children")  # what APIs put around a list
_RENDERED = ("rendered", "html", "text", "plain", "raw", "label", "value")
_STORED = (*_RENDERED, "storage", "view", "content", "body")  # objects around such a rendering
_BLOCKS = {"text", "paragraph", "heading", "header", "quote"}  # types of what stands by itself
_GOES_ON = re.compile(r"\A[\s,.;:!?)]|\s\Z")  # a piece of a sentence
_DEEPEST = 4  # objects around a text: an edge, a node, a post, a record
# Objects inside a comment whose words are not its own.
_OTHERS = {
    *(*COLUMNS["author"], *COLUMNS["parent"], "title", "quoted_status", "quote", "retweeted_status", "embed"),
    *("article", "story", "media", "attachment", "image", "photo", "video", "link", "product", "place"),
    *("replies", "children", "comments", "answers", "responses"),
}
# An author object's keys for the name that readers see; Mastodon leaves the first empty if none was chosen.
_NAMES = (
    *("display_name", "real_name", "name", "full_name", "fullname", "username", "user_name", "uname"),
    *("screen_name", "personaname", "login", "handle", "nickname", "email"),
)
_WHO = ("user", "data", "attributes", "profile")  # what some APIs put around an author

_LONGEST_NAME = 60
_PROSE = re.compile(r"(?:[^\W\d_]+[^\w\s]?\s+){2}[^\W\d_]|[\u3040-\u9fff]{6}")  # three words, or six such signs
_HAPPENED = {
    *("join", "joined", "leave", "left", "add", "added", "remove", "removed", "create", "created", "rename", "pinned"),
    *("archive", "unarchive", "topic", "purpose", "name", "system"),
}
_EVENTS, _SAID = {"activity", "event"}, {"comment", "message", "note", "post", "reply", "review"}
_HAPPENED_ALONE = {*_HAPPENED, "service", "call", "pingback", "trackback"} - {"topic", "purpose", "name"}


@lru_cache(1024)  # the same names recur
def _folded(name: str) -> str:
    return fold(name)


@lru_cache(256)  # most comments of a file have the same keys
def columns_of(names: tuple[str, ...]) -> dict[str, str]:
    """An object's keys by what they are."""
    known = {role: names[at] for role, at in match_columns(names, COLUMNS).items()}
    answered = _OWN_WITH.get(fold(known.get("id", "")))
    if answered is not None and fold(known.get("parent", "")) != answered:
        del known["id"]
    return known


@lru_cache(256)  # most comments of a file have the same keys
def _texts(names: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that may hold a text, the likeliest first."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold(name), name)
    return tuple(folded[name] for name in SYNONYMS["text"] if name in folded)


def said_in(value: object) -> str | None:
    r"""The text of a value: a string, a list of fragments, or an object with a rendering; None if it has none.

    Examples
    --------
    >>> said_in(["Not ", {"type": "bold", "text": "again"}, "!"])
    'Not again!'
    >>> said_in([{"type": "text", "text": "Not again!"}, {"type": "image"}, {"type": "text", "text": "Who pays?"}])
    'Not again!\n\nWho pays?'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        if isinstance(value.get("content"), list) and "type" in value:
            return _written(value)
        for _ in range(_DEEPEST):
            if (said := next((value[key] for key in _RENDERED if isinstance(value.get(key), str)), None)) is not None:
                return text_of(said)
            value = next((value[key] for key in _STORED if isinstance(value.get(key), dict)), {})
        return None
    return _joined(value) if isinstance(value, list) else None


def _joined(fragments: list[Any]) -> str | None:
    """The text of fragments, with blank lines between blocks but nothing between pieces of a sentence."""
    said = [one if isinstance(one, str) else _fragment(one) for one in fragments]
    if None in said:
        return None
    pieces = {at: one for at, one in enumerate(said) if one}
    types = {"" if isinstance(one := fragments[at], str) else str(one.get("type", "text")) for at in pieces}
    if not (types == {""} or types <= _BLOCKS) or any(map(_GOES_ON.search, pieces.values())):
        return "".join(pieces.values()) or None
    n_blocks = sum(one.count(" ") > 1 or one.endswith((".", "!", "?", "…")) for one in pieces.values())
    return ("\n\n" if 2 * n_blocks >= len(pieces) else " ").join(pieces.values()) or None


def _fragment(value: object) -> str | None:
    """The text of a block, a link or a bold word, ``""`` of a picture; None if the value may be a comment."""
    if not isinstance(value, dict):
        return None
    columns = columns_of(tuple(value))
    if isinstance(text := value.get("text"), str):
        return text if "type" in value or not _is_comment(columns) else None
    if "type" not in value:
        return None
    if isinstance(value.get("content"), list):
        return _written(value) or ""
    return None if value.get(columns.get("text", "")) else ""


def _written(document: Object) -> str | None:
    """The text of a rich-text document: nested objects, each with a type, and with a content or a text."""
    paragraphs = [""]
    waiting: list[Any] = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            paragraphs.append(node)
        elif isinstance(node, dict):
            inner = node.get("content")
            if isinstance(node.get("text"), str):
                paragraphs[-1] += node["text"]
            elif isinstance(inner, list):
                waiting += [*inner[::-1], *(("",) if node.get("type") == "paragraph" else ())]
            else:
                paragraphs[-1] += _words_of_leaf(node)
    return "\n\n".join(filter(None, map(str.strip, paragraphs))) or None


def _words_of_leaf(node: Object) -> str:
    """The words of a rich text's innermost object: a mention, an emoji, a link or a line break."""
    if node.get("type") in ("hardBreak", "hard_break"):
        return "\n"
    beside = node.get("attrs")
    found = [beside.get(name) for name in ("text", "shortName", "url")] if isinstance(beside, dict) else []
    return next((one for one in found if isinstance(one, str)), "")


def text_key(value: Object) -> str | None:
    """The key of an object's own text, which may be empty; None if it has none."""
    empty = None
    for name in _texts(tuple(value)):
        inner = value[name]
        if isinstance(inner, dict) and _is_comment(columns_of(tuple(inner))):
            continue
        if isinstance(inner, list) and _may_be_comments(inner, columns_of(tuple(value))):
            continue
        said = inner if type(inner) is str else said_in(inner)
        if said and not said.isspace():
            return name
        if said is not None or inner is None:
            empty = empty or name
    return empty


def _is_comment(columns: Mapping[str, str]) -> bool:
    """Whether an object under a text's name is the comment itself, not just its text."""
    return "author" in columns or {"text", "id"} <= columns.keys()


def _may_be_comments(fragments: list[Any], columns: Mapping[str, str]) -> bool:
    """Whether a list under a text's name holds no blocks: they have no type, and the object around them no author."""
    is_comment = fold(columns.get("author", "name")) != "name" or ("id" in columns and len(fragments) == 1)
    return not is_comment and all(isinstance(one, dict) and "type" not in one for one in fragments)


def has_text(value: Object) -> bool:
    """Whether an object has a text of its own, even an empty one."""
    return text_key(value) is not None


def unwrapped(value: Object) -> Object:
    """An object, merged with the object inside it that has the text, if it has none of its own.

    Examples
    --------
    >>> unwrapped({"comment": {"id": 7, "content": "Mow it."}, "creator": {"name": "lars"}})
    {'creator': {'name': 'lars'}, 'id': 7, 'content': 'Mow it.'}
    """
    if type(value.get("text")) is str or has_text(value):
        return value
    waiting: deque[tuple[Object, tuple[tuple[Object, str], ...]]] = deque([(value, ())])
    while waiting:
        one, path = waiting.popleft()
        for key, inner in _inside(one):
            around = (*path, (one, key))
            if has_text(inner):
                merged: Object = {}
                for level, within in around:
                    merged |= {name: what for name, what in level.items() if name != within}
                return {**merged, **inner}
            if len(around) < _DEEPEST:
                waiting.append((inner, around))
    return value


def _inside(value: Object) -> list[tuple[str, Object]]:
    """The objects in an object that may be its comment, those with a text's name first."""
    named = [(_folded(key[:_LONGEST_NAME]), key, one) for key, one in value.items() if isinstance(one, dict)]
    named.sort(key=lambda one: one[0] not in SYNONYMS["text"])
    return [(key, one) for name, key, one in named if name not in _OTHERS]


def words_in(value: Object) -> str | None:
    """The first key whose value has three words or more, or None."""
    return next((key for key, one in value.items() if isinstance(one, str) and _PROSE.search(one[:1000])), None)


def unpaged(value: object) -> object:
    """The list inside an API's page, or a list of comments that were a mapping by id."""
    while isinstance(value, dict):
        if value and all(isinstance(one, dict) and has_text(one) for one in value.values()):
            return under_ids(value)
        value = next((value[key] for key in _PAGES if isinstance(value.get(key), list | dict)), None)
    return value


def under_ids(value: Object) -> list[Object]:
    """The objects of a mapping by id, as a list."""
    return [{"id": key, **one} for key, one in value.items() if isinstance(one, dict)]


def _are_comments(value: object) -> bool:
    """Whether a value is a list of objects with texts, or a page of one."""
    value = unpaged(value)
    return isinstance(value, list) and any(
        isinstance(one, dict) and (has_text(inner := unwrapped(one)) or words_in(inner)) for one in value
    )


def are_replies(name: str, value: object) -> bool:
    """Whether a value holds the replies to the comment that it is in.

    These are comments under names such as ``replies`` or ``edge_sub_comments``; comments that have authors, under any
    name but one for earlier words, such as a quotation; and a single comment that is named a reply.
    """
    if not value or not isinstance(value, list | dict):
        return False
    folded = _folded(name[:_LONGEST_NAME])
    if (folded in _OTHERS and folded not in REPLIES) or folded in _WORDS or _BEFORE.search(folded):
        return False
    if isinstance(value, dict) and folded.endswith(_ANSWERS) and has_text(value):
        return True
    if folded in REPLIES or any(part in folded for part in _PARTS):
        return _are_comments(value)
    if isinstance(value, dict) and not {"comments", "children"}.isdisjoint(value):  # it is a thread
        return False
    inner = unpaged(value)
    if not isinstance(inner, list) or not inner or not isinstance(inner[0], dict):
        return False
    first = unwrapped(inner[0])
    return has_text(first) and fold(columns_of(tuple(first)).get("author", "name")) != "name"


def replies_in(comment: object) -> list[Any]:
    """The replies inside a comment."""
    if not isinstance(comment, dict):
        return []
    found: list[Any] = []
    for name, value in comment.items():
        if are_replies(name, value):
            inner = [value] if isinstance(value, dict) and has_text(value) else unpaged(value)
            found += inner if isinstance(inner, list) else []
    return found


def nested(comments: Sequence[Any]) -> Iterator[tuple[str, str | None, Any]]:
    """Comments and the replies nested inside them, each with its place and its parent's place."""
    waiting: list[tuple[str, str | None, Any]] = []
    waiting += [(str(number), None, comment) for number, comment in enumerate(comments, 1)][::-1]
    while waiting:
        place, above, comment = waiting.pop()
        comment = unwrapped(comment) if isinstance(comment, dict) else comment
        yield place, above, comment
        waiting += [(f"{place}.{number}", place, one) for number, one in enumerate(replies_in(comment), 1)][::-1]


def _by_folded(value: Object) -> Object:
    return {_folded(key[:_LONGEST_NAME]): one for key, one in value.items()}


def name_in(author: object) -> str | None:
    """The name in a value that describes one author or several; None if there is none."""
    if isinstance(author, list):
        return ", ".join(name for one in author if not isinstance(one, list) and (name := name_in(one))) or None
    for _ in range(_DEEPEST):
        if not isinstance(author, dict):
            break
        told = _by_folded(author)
        names = (said_in(told.get(name)) for name in _NAMES)
        whole = " ".join(one for name in ("first_name", "last_name") if isinstance(one := told.get(name), str) and one)
        if name := next((name for name in (*names, whole) if name and name.strip()), None):
            return name
        author = next((told[key] for key in _WHO if isinstance(told.get(key), dict)), None)
    return author if isinstance(author, str) else None


def id_in(parent: object) -> str | None:
    """The parent's id in an object that describes it, or in a list of what a post refers to; None if there is none.

    Examples
    --------
    >>> id_in([{"type": "quoted", "id": "4"}, {"type": "replied_to", "id": "3"}]), id_in({"messageId": "8"})
    ('3', '8')
    >>> id_in({"m.in_reply_to": {"event_id": "$4"}}), id_in({"rel_type": "m.replace", "event_id": "$4"})
    ('$4', None)
    >>> id_in(["1", "7"])
    '7'
    """
    if isinstance(parent, list):
        answered = (one for one in parent if isinstance(one, dict) and one.get("type") == "replied_to")
        parent = next(answered, None) if any(isinstance(one, dict) for one in parent) else parent[-1:]
    if isinstance(parent, dict):
        told = _by_folded(parent)
        reply = (one for name, one in told.items() if name.endswith("in_reply_to") and isinstance(one, dict))
        if (answered_by := next(reply, None)) is not None:
            told = _by_folded(answered_by)
        elif "rel_type" in told:  # an edit, or a reaction
            return None
        parent = [told.get(name) for name in (*SYNONYMS["id"], "uri", "$oid", "event_id", "reply_to_msg_id")]
    ids = parent if isinstance(parent, list) else []
    return next((str(one) for one in ids if isinstance(one, str | int) and not isinstance(one, bool) and one), None)


def parent_key(comments: Iterable[object]) -> str | None:
    """The key with the ids of other comments, if it is one of those that may mean anything; else None."""
    perhaps: dict[str, list[tuple[str, str | None]]] = {}  # the own id and the other of each
    ids: set[str] = set()
    for comment in comments:
        if isinstance(comment, dict):
            own = str(comment.get(columns_of(tuple(comment)).get("id", "")))
            ids.add(own)
            for name in _PERHAPS_PARENT:
                if (one := comment.get(name)) and str(one).casefold() not in NO_PARENT:
                    perhaps.setdefault(name, []).append((own, _id_of(one)))
    return next((name for name, found in perhaps.items() if all(own != one in ids for own, one in found)), None)


def have_parents(comments: Iterable[object]) -> bool:
    """Whether any comment has a key for the id of its parent, or has it in a path."""
    return any(
        isinstance(one, dict)
        and ("parent" in columns_of(tuple(one)) or above_in_path(one.get("path"), str(one.get("id"))) is not None)
        for one in comments
    )


def _id_of(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) else id_in(value)


def id_key(comments: Iterable[object]) -> str | None:
    """The id key of the comments that name a parent, if they share one; those that name none may use it as well."""
    kinds = {tuple(comment) for comment in comments if isinstance(comment, dict)}
    answers = (known for known in map(columns_of, kinds) if "parent" in known and "id" in known)
    names = {known["id"] for known in answers}
    return names.pop() if len(names) == 1 else None


def above_in_path(path: object, name: str | None) -> str | None:
    """The id before a comment's own in a path of ids such as ``0.7.9``; None if the path does not end in its own."""
    above, _, last = path.rpartition(".") if isinstance(path, str) else ("", "", "")
    return above.rpartition(".")[2] or None if last == name else None


def is_notice(comment: Object) -> str | None:
    """What happened, such as ``channel_join``, if an object of a chat or a blog is a notice, not a comment."""
    if comment.get("system") is True:
        return "system"
    for key in ("action_code", "subtype", "type", "messageType", "messagetype"):
        kind = comment.get(key)
        if isinstance(kind, str) and kind:
            words = {*re.split(r"[\W_]+", fold(kind[:_LONGEST_NAME]))}
            happened = not words.isdisjoint(_HAPPENED if len(words) > 1 else _HAPPENED_ALONE)
            is_event = len(words) > 1 and not words.isdisjoint(_EVENTS) and words.isdisjoint(_SAID)
            if key == "action_code" or happened or is_event:
                return kind[:_LONGEST_NAME]
    return None
