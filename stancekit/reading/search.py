"""Find comments in a JSON document, wherever a site or a program puts them.

A list of objects is one of comments if they have texts under names that `rows` knows, and either name an author or a
parent, or the list has a name such as "replies" or "commentList". Of several lists one with such a name wins, then the
one with more text; the title is the nearest above.
"""

from __future__ import annotations

import re
from collections import deque
from itertools import islice
from typing import Any, NamedTuple

from stancekit.reading.exports import Exported
from stancekit.reading.rows import SYNONYMS, WHOSE, fold, shortened
from stancekit.reading.values import (
    KINDS,
    REPLIES,
    Object,
    are_replies,
    columns_of,
    has_text,
    name_in,
    replies_in,
    said_in,
    text_key,
    under_ids,
    unwrapped,
)

__all__ = ["is_answered", "is_document", "is_page", "searched"]

_CALLED_SO = {*REPLIES, "ancestors", "descendants", "tweets", "statuses", "reviews"} - {"children"}  # in menus too
_COMBINED = re.compile(
    "(?:^|_)(?:(?:comments|reviews|replies)(?:_|$)|(?:comment|review|reply)_(?:list|items|data|nodes)$)"
)
_PAGES = {"data", "edges", "nodes", "items", "results", "response", "records", "rows", "entries", "list", "tweets"}
# Around an entry of a page.
_WRAPPERS = {"attributes", "data", "fields", "node", "properties", "record", "row", "_source"}
_BESIDE = {"includes", "included"}  # objects that others refer to
_TOGETHER = {"ancestors": "descendants", "answers": "comments"}  # lists side by side
_BY_THREAD = "*"  # lists under their threads' names
_SAMPLE = 100  # objects of a list that are looked at
_DEEPEST_PAGE = 3  # objects around a page's list
_TITLES = (*SYNONYMS["title"], "fulltitle", "subject")
_LONGEST_TITLE = 300
_ABOUT = {"article", "summary", "selftext", "description", *SYNONYMS["text"], *SYNONYMS["thread"]}
_PEOPLE = {"users", "accounts", "members", "profiles", "people", "authors", "commenters"}


class _Place(NamedTuple):
    """A value and where it is in a document."""

    value: Any
    key: str | None = None  # None in a list
    above: _Place | None = None

    @property
    def name(self) -> str:
        """The last of the keys."""
        place = self
        while place.key is None and place.above is not None:
            place = place.above
        return place.key or ""

    @property
    def keys(self) -> list[str]:
        """The keys down to it."""
        keys, place = [], self
        while place.above is not None:
            if place.key is not None:
                keys.append(place.key[:40])
            place = place.above
        return keys[::-1]


class _Search(NamedTuple):
    """Lists of comments by name (and by depth if the name says little), other lists, single texts, people's names."""

    groups: dict[tuple[str, int], list[_Place]]
    unknown: list[_Place]
    alone: list[_Place]
    people: dict[str, str]


def is_document(value: Object) -> bool:
    """Whether a file's only object is neither a comment nor a thread, but may contain them."""
    comments = value.get("comments")
    if isinstance(comments, list):
        first = next((one for one in comments if isinstance(one, dict)), {})
        others = {name: one for name, one in value.items() if name != "comments"}
        return (
            not _PEOPLE.isdisjoint(value)
            or (bool(first) and not has_text(first))
            or ("title" not in value and _titled(value) is not None)
            or bool(_look(others).groups)
        )
    if not isinstance(value.get(text_key(value) or ""), str) or _is_post(_Place(value)):
        return True
    return not is_answered(value) and bool(_look(value).groups)


def is_answered(value: Object) -> bool:
    """Whether an object is a comment with replies inside, not a page that begins ``"message": "success"``."""
    is_said = "author" in columns_of(tuple(value)) or not {"replies", "children"}.isdisjoint(value)
    return is_said and has_text(value) and bool(replies_in(value))


def is_page(value: Object) -> bool:
    """Whether an object on a line is not a comment but may be a page of them, one of several from an API."""
    if has_text(unwrapped(value)) or isinstance(value.get("comments"), list):
        return False
    inner = [value]
    for _ in range(_DEEPEST_PAGE):
        values = [one for outer in inner for one in outer.values()]
        if any(isinstance(one, list) and (not one or isinstance(one[0], dict)) for one in values):
            return True
        inner = [one for one in values if isinstance(one, dict)]
    return False


def searched(value: Any) -> Exported:
    """The comments or threads of a JSON document; raises a `ValueError` that says what it holds instead.

    Examples
    --------
    >>> found = searched({"page": {"title": "Rent", "items": [{"node": {"id": 7, "body": "No.", "by": "Bo"}}]}})
    >>> [(thread["title"], thread["comments"]) for thread in found.objects]
    [('Rent', [{'node': {'id': 7, 'body': 'No.', 'by': 'Bo'}}])]
    """
    if rows := _rows_of_table(value):
        value = rows
    if isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            return Exported([{"comments": value}])
        for number, one in enumerate(value, 1):
            if not isinstance(one, dict | list):
                raise ValueError(f"expected a list of objects, found that value {number} of it is {KINDS[type(one)]}")
        objects = [one for one in value if isinstance(one, dict)]
        whole = all(isinstance(one.get("comments"), list) for one in objects)
        if len(objects) == len(value) and (whole or any(has_text(unwrapped(one)) for one in objects)):
            return Exported(_threads_of_posts(value))
    elif not isinstance(value, dict):
        raise ValueError(f"expected comments, found that the whole file is {KINDS[type(value)]}")
    elif not is_document(value):
        return Exported([_thread_of_post(value) if _is_thread_of_post(value) else value])
    return _searched(value)


def _rows_of_table(value: Any) -> list[Object] | None:
    """The rows of a table written as JSON, row by row below its header or column by column, as pandas does."""
    if isinstance(value, list):
        return _rows_below(value[0], value[1:]) if value and "text" in _columns_of_list(value[0]) else None
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        return _rows_below(value["columns"], value["data"])
    if "text" not in columns_of(tuple(value)):
        return None
    columns = [dict(enumerate(one)) if isinstance(one, list) else one for one in value.values()]
    if not all(isinstance(one, dict) and one.keys() == columns[0].keys() for one in columns):
        return None
    if any(isinstance(cell, dict | list) for column in columns for cell in column.values()):
        return None
    if len(columns) == 1 and not all(str(number).isdecimal() for number in columns[0]):  # an object in another
        return None
    return [{name: column[at] for name, column in zip(value, columns, strict=True)} for at in columns[0]]


def _columns_of_list(header: object) -> dict[str, str]:
    return columns_of(tuple(map(str, header))) if isinstance(header, list) and len(header) > 1 else {}


def _rows_below(names: list[Any], rows: list[Any]) -> list[Object] | None:
    is_table = rows and all(isinstance(row, list) and len(row) == len(names) for row in rows)
    return [dict(zip(map(str, names), row, strict=True)) for row in rows] if is_table else None


def _threads_of_posts(objects: list[Object]) -> list[Object]:
    """Make those objects threads that have a title, and answers or comments inside."""
    inner = [unwrapped(one) if isinstance(one, dict) else {"text": one} for one in objects]
    return [_thread_of_post(one) if _is_thread_of_post(one) else _with_replies(one) for one in inner]


def _with_replies(value: Object) -> Object:
    """Rename a comment's "comments" to "replies", as an object with "comments" and a text might be a thread."""
    if not isinstance(value.get("comments"), list) or not has_text(value):
        return value
    return {"replies" if name == "comments" else name: one for name, one in value.items()}


def _is_thread_of_post(value: Object) -> bool:
    """Whether an object is a post with comments about it; one with a title and "replies" may be a review."""
    names = set(map(fold, value))
    return "title" in names and not names.isdisjoint(("answers", "comments")) and bool(replies_in(value))


def _thread_of_post(value: Object) -> Object:
    return {**{name: one for name, one in value.items() if fold(name) not in REPLIES}, "comments": replies_in(value)}


def _searched(value: Any) -> Exported:
    """Find the comments in a document."""
    groups, unknown, alone, people = _look(value)
    if not groups:
        raise ValueError(_nothing_known(value, unknown))
    best = max(groups, key=lambda kind: (_rank(groups[kind][0]), sum(map(_n_chars, groups[kind]))))
    places = groups.pop(best)
    threads: dict[tuple[str, str], Object] = {}
    taken: dict[tuple[str, str], set[str]] = {}  # ids
    titled: dict[int, Object | None] = {}  # by what is around lists, as many may be in one
    for number, place in enumerate(places):
        found = _thread(place, titled)
        if best[0] == _BY_THREAD:
            found["id"] = place.key
        elif found["id"] is None and len(places) > 1 and place.above is not None:
            found["id"] = place.above.key  # {"ferry": {"comments": [...]}, "school": {"comments": [...]}}
        name = str(found["id"]), str(found["title"])
        ids = _ids(found["comments"])
        if found["id"] is None and not ids.isdisjoint(taken.get(name, ())):  # another post of the same title
            name = name[0], f"{name[1]} {number}"
        taken.setdefault(name, set()).update(ids)
        thread = threads.setdefault(name, {**found, "comments": []})
        thread["comments"] += [_with_replies(one) if isinstance(one, dict) else one for one in found["comments"]]
    said = [comment for thread in threads.values() for comment in thread["comments"]]
    used = {*titled, *map(id, titled.values())}
    for place in unknown:
        if any(map(has_text, _objects(place)[:_SAMPLE])):
            groups.setdefault((".".join(place.keys), -1), []).append(place)
    passed_over = [*groups.values(), *([place] for place in alone if id(place.value) not in used)]
    left_out = [_counted(others) for others in islice(passed_over, _SAMPLE)]
    if any(_is_thread_of_post(unwrapped(one)) for one in said if isinstance(one, dict)):
        return Exported(_threads_of_posts(said), left_out, people, is_part=True)
    if len(threads) > 1 or any(thread["title"] for thread in threads.values()):
        return Exported([*threads.values()], left_out, people, is_part=True)
    return Exported(said, left_out, people, is_part=True)


def _ids(comments: list[Any]) -> set[str]:
    return {str(one["id"]) for one in comments if isinstance(one, dict) and isinstance(one.get("id"), str | int)}


def _counted(places: list[_Place]) -> str:
    n_texts = sum(len(_objects(place)) or 1 for place in places)
    return f"{n_texts:,} text{'s' if n_texts > 1 else ''} under {'.'.join(places[0].keys)}"


def _look(value: Any) -> _Search:
    found = _Search({}, [], [], {})
    waiting = deque([_Place(value)])
    while waiting:
        place = waiting.popleft()
        inner = place.value
        objects = _objects(place)
        if _is_post(place) or (objects and _are_comments(objects, place.name)):
            keys = place.keys
            last = next((key for key in reversed(keys) if key not in _PAGES), "")
            depth = 0 if _is_called_so(last) else len(keys)
            found.groups.setdefault((_TOGETHER.get(last, last), depth), []).append(place)
            continue
        if place.key in _PEOPLE:
            people = _names_of(inner if isinstance(inner, list) else under_ids(inner))
            found.people.update(people | found.people if place.key != "users" else people)
        elif isinstance(inner, dict) and place.key and has_text(inner) and "author" in columns_of(tuple(inner)):
            found.alone.append(place)
        if _are_by_thread(inner):
            within = [_Place(one, key, place) for key, one in inner.items()]
            found.groups.setdefault((_BY_THREAD, len(place.keys)), []).extend(within)
        elif isinstance(inner, list):
            if objects:
                found.unknown.append(place)
            waiting.extend(_Place(one, None, place) for one in inner if isinstance(one, list | dict))
        else:
            waiting.extend(_Place(one, key, place) for key, one in inner.items() if isinstance(one, list | dict))
    return found


def _are_by_thread(value: Any) -> bool:
    """Whether a value is lists of comments, each under its thread's name: {"ferry": [...], "school": [...]}."""
    if not isinstance(value, dict) or len(value) < 2 or any(map(_is_called_so, value)):
        return False
    return all(isinstance(one, list) and _are_comments([*filter(_is_object, one)], "") for one in value.values())


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _names_of(people: list[Any]) -> dict[str, str]:
    told = [one for one in people if isinstance(one, dict)]
    ids = [_id(one) if "id" in one else next((one[key] for key in one if fold(key) in WHOSE), None) for one in told]
    found = zip(ids, map(name_in, told), strict=True)
    return {str(one): name for one, name in found if name and isinstance(one, str | int)}


def _objects(place: _Place) -> list[Object]:
    """The objects of a list, those of a mapping by id, or strings in a list that is named as comments are."""
    value = place.value
    if isinstance(value, list):
        if value and all(isinstance(one, str) for one in value) and fold(place.name) in _CALLED_SO:
            return [{"text": one} for one in value]
        return [one for one in value if isinstance(one, dict)]
    is_map = len(value) > 1 or (place.key is not None and fold(place.key) in _CALLED_SO)
    if is_map and all(map(_is_object, value.values())) and 2 * sum(map(has_text, value.values())) > len(value):
        return under_ids(value)
    return []


def _is_post(place: _Place) -> bool:
    """Whether an object that is not in a list has a text and replies inside.

    One named "comment" is not a post; one that is the whole file is a post only if its replies are named comments.
    """
    value = place.value
    if not isinstance(value, dict):
        return False
    if place.above is None:
        inside = (name for name, one in value.items() if "comment" in fold(name) and are_replies(name, one))
        return "author" in columns_of(tuple(value)) and has_text(value) and any(inside)
    if place.key is None or fold(place.key) == "comment":
        return False
    return bool(replies_in(value)) and has_text(unwrapped(value))


def _are_comments(objects: list[Object], name: str) -> bool:
    """Whether objects have texts, and authors, parents, or a name or a type of comments."""
    texts = [inner for one in objects[:_SAMPLE] if has_text(inner := unwrapped(one))]
    if not texts or _is_called_so(name):
        return bool(texts)
    if fold(name) in _PAGES and (
        any(isinstance(one.get(text_key(one) or ""), str) for one in objects[:_SAMPLE])
        or all(map(_wrapper, objects[:_SAMPLE]))
    ):
        return True
    if {_wrapper(one) for one in objects[:_SAMPLE]} == {"_source"}:  # Elasticsearch's
        return True
    if all(fold(text_key(one) or "").startswith("review_") for one in texts):
        return True
    if any(isinstance(kind := one.get("type"), str) and fold(kind) in (*_CALLED_SO, "comment") for one in texts):
        return True
    known = [columns_of(tuple(one)) for one in texts]
    return any("parent" in columns or fold(columns.get("author", "name")) != "name" for columns in known)


def _wrapper(value: Object) -> str | None:
    """The key, such as ``fields`` or ``row``, of the object with the text, if an entry has none of its own."""
    within = {key: one for key, one in value.items() if key in _WRAPPERS and isinstance(one, dict)}
    texts = (key for key, one in within.items() if isinstance(one.get(text_key(one) or ""), str))
    return None if has_text(value) else next(texts, None)


def _is_called_so(name: str) -> bool:
    """Whether a list has a name of comments, such as ``replies``, ``CommentsList`` or ``review_data``."""
    folded = fold(name)
    return folded in _CALLED_SO or _COMBINED.search(folded) is not None


def _rank(place: _Place) -> int:
    """How likely a list is to be the document's main one, by the names of the keys down to it."""
    names = [*map(fold, place.keys)]
    if not _BESIDE.isdisjoint(names):
        return -1
    return max((2 * (name in REPLIES) or _is_called_so(name) for name in names), default=0)


def _n_chars(place: _Place) -> int:
    texts = (inner.get(text_key(inner) or "") for inner in map(unwrapped, _objects(place)))
    return sum(len(said_in(text) or "") for text in texts)


def _thread(place: _Place, titled: dict[int, Object | None]) -> Object:
    """The comments of a place, with the nearest title and id around them; `titled` caches the titles."""
    if isinstance(place.value, dict) and _is_post(place):
        value = _from_the_top(place.value)
        post = unwrapped(value)
        text = said_in(post.get(text_key(post) or "")) or ""
        title = _title(post) or (text if "\n" not in text and len(text) <= _LONGEST_TITLE else None)
        return {"id": post.get("id"), "title": title, "article": text, "comments": replies_in(value)}
    around, told = place.above, None
    while around is not None:
        if id(around.value) not in titled:
            titled[id(around.value)] = _titled(around.value)
        if (told := titled[id(around.value)]) is not None:
            break
        around = around.above
    about = (around or place.above or place).value
    about = about if isinstance(about, dict) else {}
    comments = [one for one in place.value if one is not None] if isinstance(place.value, list) else _objects(place)
    words = {**_words_about(told or {}), **_words_about(about, is_titled=told is not None)}
    return {**words, "id": _id(about), "title": told and _title(told), "comments": comments}


def _from_the_top(value: Object) -> Object:
    """A post inside what it answers, if it holds that under the key "parent", as on Bluesky."""
    while isinstance(above := value.get("parent"), dict) and has_text(unwrapped(above)):
        value = {**above, "replies": [{name: one for name, one in value.items() if name != "parent"}]}
    return value


def _words_about(value: Object, *, is_titled: bool = True) -> dict[str, str]:
    """The strings of an object around comments that may be their article or their thread."""
    wanted = _ABOUT if is_titled else _ABOUT - {*SYNONYMS["text"]}
    names = (name for name in islice(value, _SAMPLE) if fold(name) in wanted)
    return {name: value[name] for name in names if isinstance(value[name], str)}


def _id(value: Any) -> str | int | None:
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str | int) else None


def _titled(value: Any) -> Object | None:
    """The object if it has a title, or one in it that has one and contains no list."""
    if not isinstance(value, dict):
        return None
    inner = [one for one in islice(value.values(), _SAMPLE) if isinstance(one, dict)]
    beside = (one for one in inner if not any(isinstance(two, list) and two for two in one.values()))
    return next((one for one in (value, *beside) if _title(one) is not None), None)


def _title(value: Object) -> str | None:
    named = {fold(key): one for key, one in islice(value.items(), _SAMPLE)}
    titles = (said_in(named.get(name)) for name in (*_TITLES, *(("summary",) if "issuetype" in named else ())))
    return next((title for title in titles if title and title.strip()), None)


def _nothing_known(value: Any, unknown: list[_Place]) -> str:
    """Say what a document without comments holds instead."""
    place = max(unknown, key=lambda place: len(place.value), default=None)
    objects = [value] if place is None else _objects(place)
    shown = dict.fromkeys(key for one in objects[:_SAMPLE] if isinstance(one, dict) for key in one)
    keys = shortened([repr(key[:40]) for key in shown]) or "(none)"
    where = f" in {'.'.join(place.keys)}" if place is not None and place.keys else ""
    return (
        f"no text; found the keys {keys}{where}. If these are comments, rename the key that holds the comment to text "
        "and the one that tells who wrote it to author"
    )
