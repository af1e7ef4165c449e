"""Read JSON lines: comments with a table's columns, or whole threads; turn the objects of any JSON into rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from stancekit.errors import ReadError
from stancekit.reading.decode import Source
from stancekit.reading.markup import shown, text_of
from stancekit.reading.rows import GONE, SYNONYMS, WHOSE, Row, fold, match_columns, shortened, thread_of, threads_of
from stancekit.reading.values import (
    KINDS,
    Object,
    above_in_path,
    are_replies,
    columns_of,
    has_text,
    have_parents,
    id_in,
    id_key,
    is_notice,
    name_in,
    nested,
    parent_key,
    said_in,
    text_key,
    unwrapped,
    words_in,
)
from stancekit.threads import Orphans, Part, Reading, Thread

__all__ = [
    *("LONGEST_HEADER", "MIXED", "THREAD", "Rows"),
    *("are_of_several", "is_thread", "n_headers", "read_objects", "threads_in"),
]

LONGEST_HEADER = 20  # lines
MIXED = "some are comments and some are threads; keep them in two files"

THREAD = {
    "thread": (*SYNONYMS["thread"], "id"),
    "title": ("title", "headline"),
    "article": ("article", "summary", "selftext", "description"),
}
_OF_COMMENT = {"text": SYNONYMS["text"]}
_NOTHING: tuple[object, ...] = (None, "", [], {})
_POSTS = {"post", "article", "story", "video", "submission"}
_HISTORIES = ("history", "version")  # the first tells of the author, the second of who wrote last
_SEEN = {  # keys of what a comment without words may show, so that it is not a deleted one
    *("attachment", "attachments", "contact_information", "embeds", "file", "files", "image", "images", "media"),
    *("location_information", "media_attachments", "photo", "photos", "poll", "sticker", "stickers", "video"),
}
_PLAIN = ("text", "author", "title", "article")  # may be HTML
_HTML = ("html", "cooked", "body_html", "content_html", "text_display")


def read_objects(
    source: Source, reading: Reading, orphans: Orphans, lines: Sequence[tuple[int, Object]]
) -> list[Thread]:
    """Make a JSONL file's objects into threads; lone surrogates become U+FFFD, and the reasons say so."""
    if _are_threads(source, lines):
        return threads_in(source, reading, orphans, lines)
    rows = Rows(source)
    values = [unwrapped(value) for _, value in lines]
    if any(are_replies(name, inner) for value in values for name, inner in value.items()):
        return rows.threads(reading, rows.read_comments(None, values, ""), orphans)
    above, answered = parent_key(values), have_parents(values)
    comments = [rows.read(line, value, above, answered=answered or above is not None) for line, value in lines]
    return rows.threads(reading, comments, orphans)


def _are_threads(source: Source, lines: Sequence[tuple[int, Object]]) -> bool:
    whole = [is_thread(source, line, value) for line, value in lines]
    if any(whole) and not all(whole):
        raise source.error(MIXED, lines[whole.index(not whole[0])][0])
    return all(whole)


def threads_in(
    source: Source,
    reading: Reading,
    orphans: Orphans,
    lines: Iterable[tuple[int | None, Object]],
    people: Mapping[str, str] | None = None,
) -> list[Thread]:
    """Make objects with their comments inside into threads; `people` maps authors' ids to names."""
    rows, lines = Rows(source, people), list(lines)
    if len(lines) == 1 and are_of_several(lines[0][1]):
        line, value = lines[0]
        return rows.threads(reading, rows.read_comments(line, value["comments"], ""), orphans)
    threads = [rows.read_thread(line, value) for line, value in lines]
    part = Part(1, source.n_lines, "threads", "a thread an object, its comments inside")
    reading = replace(rows.reading(reading), parts=(part,))
    return [
        thread_of(source, reading, comments, name, title=title, article=article, orphans=orphans)
        for name, title, article, comments in threads
    ]


def are_of_several(value: Object) -> bool:
    """Whether all comments inside an object without a name or a title name their thread, and several of them."""
    if not THREAD.keys().isdisjoint(match_columns([*value], THREAD)):
        return False
    comments = [comment for comment in value["comments"] if isinstance(comment, dict)]
    named = [comment.get(columns_of(tuple(comment)).get("thread", "")) for comment in comments]
    return all(isinstance(name, str | int) and name != "" for name in named) and len(set(map(str, named))) > 1


def n_headers(values: Iterable[Object]) -> int:
    """How many of a file's first objects are its header, as of a backup, and no comments.

    They have no key of a text at any depth, and no key but ``type`` or ``kind`` that the first comment has as well.

    Examples
    --------
    >>> n_headers([{"version": 2, "site": {"url": "x"}}, {"id": 4, "text": "At last."}])
    1
    """
    names: set[str] = set()
    for number, value in enumerate(islice(values, LONGEST_HEADER + 1)):
        if isinstance(value.get("comments"), list) or has_text(unwrapped(value)):
            return 0 if names & value.keys() else number
        if _has_text_anywhere(value):
            return 0
        names |= value.keys() - {"type", "kind"}
    return 0


def _has_text_anywhere(value: Object) -> bool:
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict) and has_text(one):
            return True
        waiting += [*one.values()] if isinstance(one, dict) else one if isinstance(one, list) else []
    return False


def is_thread(source: Source, line: int | None, value: Mapping[str, Any]) -> bool:
    """Whether an object is a thread with its comments inside, rather than a comment.

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


def _free(name: str, taken: Container[str | None]) -> str:
    """The name, changed if need be so that no comment has it."""
    while name in taken:
        name += "'"
    return name


class _Found(NamedTuple):
    """A comment of a JSON document.

    Parameters
    ----------
    place : str
        Where it is among the comments, such as ``"2.1"``.
    above : str or None
        The place of the comment that it is inside of.
    row : Row
        What it says; the text is empty if it has no words.
    notice : str or None
        What a chat's notice tells, such as that somebody joined.
    stays : bool
        Whether others may answer it, so that it stays without words, too.
    """

    place: str
    above: str | None
    row: Row
    notice: str | None
    stays: bool


def _linked(found: Sequence[_Found], taken: Container[str | None]) -> Iterator[Row]:
    """The rows with the ids that others need, with the parents that they are inside of, and with their threads."""
    ids, threads = dict[str, str | None](), dict[str | None, str | None]()
    for place, above, row, _, stays in found:
        ids[place] = row.id or (_free(place, taken) if stays else None)
        threads[place] = row.thread or threads.get(above)
        parent = row.parent if above is None or (row.parent is not None and row.parent in taken) else ids[above]
        yield row._replace(id=ids[place], parent=parent, thread=threads[place], text=row.text or GONE)


class Rows:
    """Turns JSON objects into rows, and notes what was ignored, left out or repaired."""

    def __init__(self, source: Source, people: Mapping[str, str] | None = None) -> None:
        self._source = source
        self._people = people or {}
        self._columns: dict[tuple[bool, tuple[str, ...]], dict[str, str]] = {}
        self._ignored: dict[str, None] = {}
        self._left_out: Counter[str] = Counter()
        self._lifted = 0
        self._repaired: dict[int | None, None] = {}

    def read(self, line: int | None, value: Object, above: str | None = None, *, answered: bool = False) -> Row:
        """Turn an object into a row; `above` is a further key of its parent's id, `answered` that rows have parents."""
        row = self._row(line, value, "", above=above, answered=answered)
        for name, inner in unwrapped(value).items():
            if are_replies(name, inner):
                raise self._source.error(
                    "other comments are inside this one; give each a line and the id of its parent, or put this one "
                    'into the list "comments" of an object',
                    line,
                )
        return row

    def _row(
        self,
        line: int | None,
        value: Object,
        place: str,
        *,
        may_be_empty: bool = False,
        by: str | None = None,
        above: str | None = None,
        answered: bool = False,
    ) -> Row:
        known = self._known(line, value, of_thread=False)
        said = value.get(known.get("text", ""))
        if type(said) is not str or not said or said.isspace():
            value = unwrapped(value)
            known = self._known(line, value, of_thread=False)
            if key := text_key(value):
                known = {**known, "text": key}
            elif may_be_empty:
                known = {role: name for role, name in known.items() if role != "text"}
        is_deleted = value.get("deleted") is True
        if "text" not in known and not is_deleted and not (may_be_empty and value and not words_in(value)):
            raise self._no_text(line, value, place)
        if by is not None and by in value and "parent" not in known:
            known = {**known, "id": by}
        if above is not None and above in value and "parent" not in known:
            known = {**known, "parent": above}
            self._ignored.pop(above, None)
        fields = self._fields(line, value, known, place)
        text = fields.pop("text", None)
        if text is None and fields.get("id") and not may_be_empty and (answered or "parent" in known):
            text = GONE
        if text is None and not may_be_empty and str(value.get(known.get("text", "")) or "").strip():
            text = GONE  # a lone picture says nothing
        if text is None and not may_be_empty:
            raise self._source.error(f"{place}the text is empty; delete the comment or fill it in", line)
        row = Row(line, text or "", **fields)
        if row.title is None and ("thread" in known or not _POSTS.isdisjoint(value)):
            row = row._replace(title=self._title_of_post(line, value, known.get("thread")))
        if row.author is None and "author" not in known:
            row = row._replace(author=self._author_of_history(line, value))
        if "path" in value and row.parent is None:
            row = row._replace(parent=above_in_path(value["path"], row.id))
        if self._people and (row.author is None or row.author in self._people):
            told = {fold(key): one for key, one in value.items()}
            name = row.author or next((str(told[key]) for key in WHOSE if key in told), None)
            row = row._replace(author=self._people.get(name or ""))
        return row

    def _title_of_post(self, line: int | None, value: Object, thread: str | None) -> str | None:
        """The title of the post that a comment is about, if this is an object in it."""
        for key, post in value.items():
            if isinstance(post, dict) and (key == thread or key in _POSTS):
                for name in ("title", "headline", *(("name",) if key in _POSTS else ())):
                    if title := shown(said_in(post.get(name)) or "").strip():
                        self._ignored.pop(key, None)
                        return self._clean(line, title)
        return None

    def _author_of_history(self, line: int | None, value: Object) -> str | None:
        """Who is said to have written a comment in what tells of its making, as in Confluence's."""
        for key in _HISTORIES:
            made = value.get(key)
            by = made.get(columns_of(tuple(made)).get("author", "")) if isinstance(made, dict) else None
            if isinstance(by, dict) and (name := name_in(by)):
                self._ignored.pop(key, None)
                return self._clean(line, name)
        return None

    def _no_text(self, line: int | None, value: Object, place: str) -> ReadError:
        found = shortened([repr(key[:40]) for key in value]) or "(none)"
        which = words_in(value)
        which = "the one that holds the comment" if which is None else repr(which[:40])
        return self._source.error(
            f"{place}no text; found the keys {found}. Rename {which} to text, or use --input lines if this is no JSON",
            line,
        )

    def read_comments(self, line: int | None, comments: Sequence[Any], whose: str) -> list[Row]:
        """Turn comments into rows; replies may be inside the comments that they answer.

        Comments without words, such as pictures, and a chat's notices are left out, unless replies are inside them;
        then those without words count as deleted, as do those with ids where parents are named, but for pictures.
        """
        found = self._found(line, comments, whose)
        are_notices = all(one.notice for one in found)
        kept = list[_Found]()
        for one in found:
            if not one.stays and not one.row.text:
                self._left_out["without words"] += 1
            elif not one.stays and one.notice and not are_notices:
                self._left_out[f"of the type {one.notice}"] += 1
            else:
                kept.append(one)
        if found and not (kept and any(one.row.text for one in found)):
            raise self._source.error(f"none of {len(found):,} comments{whose} has words", line)
        taken = {one.row.id for one in found}
        rows = {one.place: row for one, row in zip(found, _linked(found, taken), strict=True)}
        if len(kept) == len(found):
            return list(rows.values())
        gone = (taken - {rows[one.place].id for one in kept}) - {None}
        left = []
        for one in kept:
            row = rows[one.place]
            self._lifted += row.parent in gone
            # Numbered anew, comments without ids would be taken for others of the file.
            own, parent = row.id or _free(one.place, taken), None if row.parent in gone else row.parent
            left.append(row._replace(id=own, parent=parent))
        return left

    def _found(self, line: int | None, comments: Sequence[Any], whose: str) -> list[_Found]:
        found = list[_Found]()
        several = [*nested([{"text": one} if isinstance(one, str) else one for one in comments])]
        by, above_key = (of(comment for *_, comment in several) for of in (id_key, parent_key))
        answered = above_key is not None or have_parents(comment for *_, comment in several)
        have_replies = {above for _, above, _ in several}
        for place, above, comment in several:
            if not isinstance(comment, dict):
                raise self._source.error(f"comment {place}{whose} is {KINDS[type(comment)]}, not an object", line)
            where, notice = f"comment {place}{whose}: ", is_notice(comment)
            row = self._row(line, comment, where, may_be_empty=True, by=by, above=above_key)
            is_deleted = answered and row.id and not row.text and not notice and not any(map(comment.get, _SEEN))
            found.append(_Found(place, above, row, notice, place in have_replies or bool(is_deleted)))
        return found

    def read_thread(self, line: int | None, value: Object) -> tuple[str | None, str | None, str, list[Row]]:
        """The thread's id, title, article and rows."""
        rows = self.read_comments(line, value["comments"], " of this thread")
        rows = [row if row.thread is None else row._replace(thread=None) for row in rows]
        fields = self._fields(line, value, self._known(line, value, of_thread=True), "")
        return fields.get("thread"), fields.get("title"), fields.get("article") or "", rows

    def threads(self, reading: Reading, rows: list[Row], orphans: Orphans) -> list[Thread]:
        """Group rows into threads by the thread that they name, if any."""
        part = Part(1, self._source.n_lines, "comments", "a comment an object")
        return threads_of(self._source, replace(self.reading(reading), parts=(part,)), rows, orphans)

    def reading(self, reading: Reading) -> Reading:
        """Add what was ignored, left out or repaired so far."""
        reasons = [f"ignored: {shortened([*self._ignored])}"] if self._ignored else []
        reading = reading.leaving_out(*(f"{count:,} {what}" for what, count in self._left_out.items()))
        if self._lifted:
            reasons.append(f"{self._lifted:,} replies to what was left out were kept at the top level")
        if self._repaired:
            lines = ", ".join(str(line) for line in list(self._repaired)[:5] if line is not None)
            reasons.append(f"lone surrogates became U+FFFD{f' (line {lines})' if lines else ''}")
        return reading.and_so(*reasons)

    def _known(self, line: int | None, value: Object, *, of_thread: bool) -> dict[str, str]:
        names = tuple(value)
        known = self._columns.get((of_thread, names))
        if known is None:
            known = columns_of(names)
            if of_thread:
                known = {role: names[at] for role, at in match_columns(names, THREAD).items()}
                if "article" not in known and (key := text_key(value)):
                    known["article"] = key
            self._columns[of_thread, names] = known
            if not of_thread and text_key(value) is None:
                return known  # the text is in a nested object
            used = {*known.values(), *(("comments",) if of_thread else ())}
            used |= {"path"} if "parent" not in known else set()
            used |= {name for name in names if self._people and fold(name) in WHOSE}
            ignored = [
                name
                for name, one in value.items()
                if name not in used and one not in _NOTHING and (of_thread or not are_replies(name, one))
            ]
            self._ignored |= dict.fromkeys(self._clean(line, name)[:40] for name in ignored)
        return known

    def _fields(self, line: int | None, value: Object, known: Mapping[str, str], place: str) -> dict[str, str | None]:
        return {
            role: one
            if type(one := value[name]) is str
            and one.isascii()
            and one
            and not (one[0].isspace() or one[-1].isspace())  # most need no cleaning
            and ("&" not in one and "<" not in one and "[/" not in one)
            else self._string(line, place, role, name, one)
            for role, name in known.items()
        }

    def _string(self, line: int | None, place: str, role: str, name: str, value: object) -> str | None:
        """A field as text, None if it is empty or of another type; any field but the text may be an integer.

        A text, an id and a parent must have the right type, as comments would be lost or misplaced.
        """
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and role != "text":
            return str(value)
        if isinstance(value, dict | list):
            if role == "author":
                author = name_in(value)
                if author is None and value:
                    self._ignored[name[:40]] = None
                return author and self._clean(line, shown(author))
            if role in ("parent", "id", "thread"):
                found = id_in(value) if role == "parent" or isinstance(value, dict) else None
                if found is None and value:
                    self._ignored[name[:40]] = None
                return found
            value = said_in(value) or value
        if not isinstance(value, str) and role not in ("text", "id", "parent"):
            self._ignored[name[:40]] = None
            return None
        if not isinstance(value, str):
            needed = "a string" if role == "text" else "a string or a whole number"
            found = repr(value) if isinstance(value, float) else KINDS[type(value)]
            raise self._source.error(f"{place}{name[:40]!r} must be {needed}, not {found}", line)
        if role in ("id", "parent", "thread"):
            value = value.strip()
        if role in _PLAIN and ("&" in value or "<" in value or "[/" in value):
            value = text_of(value) if fold(name) in _HTML else shown(value)
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
