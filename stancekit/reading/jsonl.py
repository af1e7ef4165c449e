"""JSON, an object a line or one value: comments with the columns of a table, whole threads, or what a site exports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, cast

from stancekit.reading.decode import Source
from stancekit.reading.exports import Exported, exported, exported_xml
from stancekit.reading.markup import shown
from stancekit.reading.rows import SYNONYMS, Row, fold, match_columns, name_in, thread_of, threads_of
from stancekit.reading.search import searched
from stancekit.threads import Part, Reading, Thread

__all__ = [
    *("KINDS", "MIXED", "REPLIES", "THREAD", "Rows"),
    *("are_rows", "is_thread", "nested", "object_of", "objects", "read_json", "read_jsonl", "read_xml"),
]

MIXED = "some lines are comments and some are threads; keep them in two files"

THREAD = {
    "thread": (*SYNONYMS["thread"], "id"),
    "title": ("title",),
    "article": ("article", "summary"),
}
_INSIDE = ("replies", "children")
REPLIES = (*_INSIDE, "comments", "answers", "responses", "reply")  # of a comment in a thread
_OF_COMMENT = {"text": SYNONYMS["text"]}


def read_jsonl(source: Source, form: str, reasons: tuple[str, ...], orphans: str) -> list[Thread]:
    """The threads of a JSONL file; lone surrogates became U+FFFD, and the reasons say so."""
    return _threads(source, form, reasons, orphans, list(objects(source)))


def read_json(source: Source, form: str, reasons: tuple[str, ...], orphans: str) -> list[Thread]:
    """The threads of a file that is one JSON value: a list of comments or threads, a thread, or a site's export."""
    value = value_of(source, source.text, 1, "one whole value")
    found = exported(value) or (None if are_rows(value) else searched(value))
    if found is None:
        rows = value if isinstance(value, list) else [value]
        found = Exported([{"text": row} if isinstance(row, str) else row for row in rows])
    if any(isinstance(one, dict) and _holds_replies(one) for one in found.objects):
        found = Exported([{"comments": found.objects}], found.left_out)
    for number, one in enumerate(found.objects, 1):
        if not isinstance(one, dict):
            raise source.error(f"expected a list of objects, found that value {number} of it is {KINDS[type(one)]}")
    return _read_exported(source, form, reasons, orphans, found)


def are_rows(value: Any) -> bool:
    """Whether a JSON value is comments or threads as they are, with no search for them."""
    rows = value if isinstance(value, list) else [value]
    if isinstance(value, dict) and isinstance(value.get("comments"), list):
        rows = value["comments"]
    columns = [(row, match_columns([*row], _OF_COMMENT)) for row in rows if isinstance(row, dict)]
    return all(
        isinstance([*row.values()][found["text"]], str) if found else "comments" in row for row, found in columns
    )


def read_xml(source: Source, form: str, reasons: tuple[str, ...], orphans: str) -> list[Thread]:
    """The threads of what a site exports as XML."""
    return _read_exported(source, form, reasons, orphans, exported_xml(source))


def _read_exported(source: Source, form: str, reasons: tuple[str, ...], orphans: str, found: Exported) -> list[Thread]:
    if not found.objects:
        raise source.error("holds no comments")
    reasons = (*reasons, *(f"left out: {what}" for what in found.left_out))
    return _threads(source, form, reasons, orphans, [(None, value) for value in found.objects])


def _threads(
    source: Source,
    form: str,
    reasons: tuple[str, ...],
    orphans: str,
    lines: Sequence[tuple[int | None, dict[str, Any]]],
) -> list[Thread]:
    whole = [is_thread(source, line, value) for line, value in lines]
    if any(whole) and not all(whole):
        line = lines[whole.index(not whole[0])][0]
        raise source.error(MIXED, line)
    rows = Rows(source)
    if not all(whole):
        comments = [rows.read(line, value) for line, value in lines]
        part = Part(1, source.n_lines, "comments", "a comment an object")
        return threads_of(source, rows.reading(form, reasons, part), comments, orphans)
    threads = [rows.read_thread(line, value) for line, value in lines]
    part = Part(1, source.n_lines, "threads", "a thread an object, its comments inside")
    reading = rows.reading(form, reasons, part)
    return [
        thread_of(source, reading, comments, name, title=title, article=article, orphans=orphans)
        for name, title, article, comments in threads
    ]


def objects(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL text, each with its line.

    Raises
    ------
    ReadError
        If a line is no whole object, holds a key twice, NaN or a number of thousands of digits, or nests too deeply.
    """
    for number, line in enumerate(source.text.split("\n"), 1):
        if line and not line.isspace():
            yield number, object_of(source, number, line)


def object_of(source: Source, number: int, line: str) -> dict[str, Any]:
    """The object that a line is; raises as `objects` does."""
    value = value_of(source, line, number, "one whole object a line")
    if not isinstance(value, dict):
        how = "; with --input json the whole file is one value" if isinstance(value, list) else ""
        raise source.error(f'expected an object such as {{"text": ...}}, found {KINDS[type(value)]}{how}', number)
    return value


def value_of(source: Source, text: str, number: int, expected: str) -> Any:
    """The JSON value that a text is, which begins at some line; raises as `objects` does."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise source.error(
            f"not JSON at character {error.colno}: {error.msg}; expected {expected}", number + error.lineno - 1
        ) from None
    except RecursionError:
        raise source.error(
            "JSON nested too deeply; give each comment an entry of its own, and the id of its parent", number
        ) from None
    except ValueError as error:  # a key twice, NaN, an integer of thousands of digits
        raise source.error(f"JSON that cannot be trusted: {error}", number) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


# The decoder calls the hook for every object, so a dict that comes out has been checked at any depth.
_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant)

KINDS = {
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
    list: "a list",
    dict: "an object",
}


def _opened(value: object) -> object:
    """A list, out of what some APIs put around a page of it."""
    return value["data"] if isinstance(value, dict) and isinstance(value.get("data"), list) else value


def _are_comments(value: object) -> bool:
    if value is None:  # as it mostly is, and this is asked of every row
        return False
    value = _opened(value)
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _holds_replies(comment: Mapping[str, Any]) -> bool:
    """Whether others are inside; a bare list "comments" may be a thread's, one inside an object is Facebook's."""
    paged = comment.get("comments")
    return any(map(_are_comments, map(comment.get, _INSIDE))) or (isinstance(paged, dict) and _are_comments(paged))


def is_thread(source: Source, line: int | None, value: Mapping[str, Any]) -> bool:
    """Whether an object is a thread with its comments inside, and no comment.

    Raises
    ------
    ReadError
        If it may be either.
    """
    comments = value.get("comments")
    if not isinstance(comments, list):
        return False
    if "title" in map(fold, value) or "text" not in match_columns([*value], _OF_COMMENT):
        return True
    if comments:
        raise source.error(
            'has both a text and "comments"; if it is a comment, call what answers it "replies" and put it into a '
            "thread, if it is a thread, give it a title",
            line,
        )
    return False


def nested(comments: Sequence[Any]) -> Iterator[tuple[str, str | None, Any]]:
    """Comments, each with its place and that of the one around it: replies may stand inside what they answer."""
    waiting: list[tuple[str, str | None, Any]] = []
    waiting += [(str(number), None, comment) for number, comment in enumerate(comments, 1)][::-1]
    while waiting:
        place, above, comment = waiting.pop()
        yield place, above, comment
        waiting += [(f"{place}.{number}", place, one) for number, one in enumerate(_replies(comment), 1)][::-1]


def _replies(comment: object) -> list[Any]:
    if not isinstance(comment, dict):
        return []
    lists = (value for name, value in comment.items() if _are_comments(value) and fold(name) in REPLIES)
    return [one for value in lists for one in cast(list[Any], _opened(value))]


def _free(name: str, taken: Container[str | None]) -> str:
    """The name, or one like it that no comment has."""
    while name in taken:
        name += "'"
    return name


class Rows:
    """Rows out of JSON objects, and what was ignored or repaired on the way."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._columns: dict[tuple[bool, tuple[str, ...]], dict[str, str]] = {}
        self._ignored: dict[str, None] = {}
        self._repaired: dict[int | None, None] = {}

    def read(self, line: int | None, value: dict[str, Any], place: str = "") -> Row:
        """An object as a row."""
        fields = self._fields(line, value, SYNONYMS, place)
        if "text" not in fields:
            found = ", ".join(repr(key[:40]) for key in list(value)[:20]) or "(none)"
            raise self._source.error(
                f"{place}no text; found the keys {found}. Rename the one that holds the comment to text, "
                "or use --input lines if this is no JSON",
                line,
            )
        text = fields.pop("text")
        if text is None:
            raise self._source.error(f"{place}the text is empty; delete the comment or fill it in", line)
        if not place and any(map(_are_comments, map(value.get, _INSIDE))):
            raise self._source.error(
                "other comments are inside this one; give each a line and the id of its parent, or put this one into "
                'the list "comments" of an object',
                line,
            )
        return Row(line, shown(text), **fields)

    def read_thread(self, line: int | None, value: dict[str, Any]) -> tuple[str | None, str | None, str, list[Row]]:
        """The thread's id, title, article and rows; replies may stand inside what they answer."""
        found, taken = [], set()
        for place, above, comment in nested(value["comments"]):
            if not isinstance(comment, dict):
                raise self._source.error(
                    f"comment {place} of this thread is {KINDS[type(comment)]}, not an object", line
                )
            row = self.read(line, comment, f"comment {place} of this thread: ")._replace(thread=None)
            found.append((place, above, row, bool(_replies(comment))))
            taken.add(row.id)
        rows, ids = [], {}
        for place, above, row, is_answered in found:
            ids[place] = row.id or (_free(place, taken) if is_answered else None)
            rows.append(row._replace(id=ids[place], parent=row.parent or (above and ids[above])))
        fields = self._fields(line, value, THREAD, "")
        return fields.get("thread"), fields.get("title"), fields.get("article") or "", rows

    def reading(self, form: str, reasons: tuple[str, ...], part: Part) -> Reading:
        """How the rows were read."""
        if self._ignored:
            reasons = (*reasons, f"ignored: {', '.join(list(self._ignored)[:20])}")
        if self._repaired:
            lines = ", ".join(str(line) for line in list(self._repaired)[:5] if line is not None)
            reasons = (*reasons, f"lone surrogates became U+FFFD{f' (line {lines})' if lines else ''}")
        return Reading(self._source.name, form, self._source.encoding, reasons, (part,))

    def _fields(
        self, line: int | None, value: dict[str, Any], synonyms: Mapping[str, Sequence[str]], place: str
    ) -> dict[str, str | None]:
        names = tuple(value)
        known = self._columns.get((synonyms is THREAD, names))
        if known is None:
            known = {role: names[at] for role, at in match_columns(names, synonyms).items()}
            self._columns[synonyms is THREAD, names] = known
            used = {*known.values(), *(("comments",) if synonyms is THREAD else ())}
            ignored = [
                name
                for name in names
                if name not in used and not (_are_comments(value[name]) and fold(name) in REPLIES)
            ]
            self._ignored |= dict.fromkeys(self._clean(line, name)[:40] for name in ignored)
        return {
            role: one
            if type(one := value[name]) is str and one.isascii() and one and not one.isspace()  # as most are
            else self._string(line, place, name, one)
            for role, name in known.items()
        }

    def _string(self, line: int | None, place: str, name: str, value: object) -> str | None:
        """A field as text, None where it is empty; only a text must be a string."""
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and fold(name) not in SYNONYMS["text"]:
            return str(value)
        if isinstance(value, dict) and fold(name) in SYNONYMS["author"] and (author := name_in(value)):
            value = author
        if not isinstance(value, str):
            raise self._source.error(f"{place}{name[:40]!r} must be a string, not {KINDS[type(value)]}", line)
        return self._clean(line, value) if value and not value.isspace() else None

    def _clean(self, line: int | None, value: str) -> str:
        if value.isascii():
            return value
        try:
            value.encode()
        except UnicodeEncodeError:
            self._repaired[line] = None
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return value
