"""Make rows with named columns, from a table or from JSON, into threads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from stancekit.reading.assemble import assemble
from stancekit.reading.decode import Source
from stancekit.threads import Comment, Orphans, Reading, Thread
from stancekit.vocabulary import MISSING

__all__ = [
    *("GONE", "NO_PARENT", "OF_SURVEYS", "OF_TABLES", "SYNONYMS", "WHOSE", "Row"),
    *(
        "among",
        "answer_each_other",
        "answered_by",
        "by_thread",
        "filled",
        "fold",
        "ids_of",
        "match_columns",
        "match_headers",
        "merged",
    ),
    *("named_by", "parents_of", "parted_name", "shortened", "thread_of", "threads_of", "unmerged"),
]


GONE = "[deleted]"  # the text of a deleted comment, which may have replies


def _of_comments(*names: str) -> tuple[str, ...]:
    """A column's names, first with ``comment_`` before them: a bare ``author`` may be the article's."""
    return (*(f"comment_{name}" for name in names), *names)


_HAVE_TITLES = ("article", "post", "video", "thread", "topic", "story", "news", "page")
SYNONYMS = {
    "text": (
        *_of_comments("full_text", "text_original", "text", "comment", "body", "raw_message", "content", "message"),
        *("text_display", "body_text", "body_html", "content_html", "cooked"),
        *("tweet_text", "tweet", "raw_content", "raw_text", "text_content", "message_text", "msg", "post_text"),
        *("post_content", "posting", "reply_text", "review_text", "review_body", "review_content", "review"),
        *("review_text_published", "response", "answer", "statement", "opinion", "feedback", "utterance", "markdown"),
        "html",
        *("kommentar", "nachricht", "commentaire", "texte", "comentario", "mensaje", "texto", "comentário", "mensagem"),
        *("commento", "messaggio", "testo", "reactie", "bericht", "komentarz", "treść", "yorum"),
        *("комментарий", "текст", "评论", "评论内容", "コメント", "댓글"),
    ),
    "id": (
        *(*_of_comments("id"), "id_str", "tweet_id", "status_id", "message_id", "answer_id", "review_id"),
        *("post_number", "cid", "comment_hex"),
    ),
    "author": (
        *_of_comments("author_name", "author_display_name", "author", "user_display_name", "user", "username"),
        *("posted_by", "submitted_by", "submitter", "submitter_name", "created_by", *_of_comments("name")),
        *("speaker", "user_name", "display_name", "sender", "post_author"),
        *("screen_name", "user_screen_name", "nickname", "nick"),
        *("profile_name", "user_nickname", "nick_name", "sender_full_name", "sender_name", "from_name"),
        *("author_username", "owner_username", "poster", "writer", "customer_name", "handle", "login"),
        *("commenter", "commenter_name", "respondent", "reviewer_name", "reviewer_nickname", "reviewer", "from", "by"),
        *("autor", "verfasser", "nutzer", "nutzername", "benutzer", "benutzername", "auteur", "utilisateur", "nom"),
        *("usuario", "nombre", "usuário", "utilizador", "nome", "autore", "utente", "naam", "gebruiker"),
        *("pseudo", "pseudonyme", "użytkownik", "yazar", "автор", "имя", "作者", "用户", "用户名", "投稿者", "작성자"),
    ),
    "parent": (
        *_of_comments("parent", "parent_id", "reply_to", "in_reply_to"),
        *("parent_comment", "parent_comment_id", "is_reply_to", "in_response_to", "reply_to_id", "replied_to"),
        *("replied_to_id", "response_to", "in_reply_to_id", "in_reply_to_status_id", "in_reply_to_status_id_str"),
        *(
            "in_reply_to_tweet_id",
            "in_reply_to_comment",
            "reply_to_comment_id",
            "reply_to_message_id",
            "reply_to_msg_id",
        ),
        *("reply_to_post_number", "replies_to_id", "answer_to", "parent_post_id", "parent_message_id", "parent_hex"),
        *("reply_of", "response_of", "answer_of", "thread_parent", "reply_to_no", "reply_to_nr", "reply_to_number"),
        "in_reply_to_no",
        *("réponse_à", "en_réponse_à", "antwort_auf", "antwort_auf_nr", "respuesta_a", "en_respuesta_a", "risposta_a"),
    ),
    "thread": (
        *("thread", "thread_id", "conversation_id", "article_id", "link_id", "video_id", "topic_id", "story_id"),
        "comment_post_id",
    ),
    "title": (
        *("title", "headline"),
        *(f"{of}_{name}" for name in ("title", "headline") for of in _HAVE_TITLES),
    ),
    "target": ("target",),
}
# What surveys call a row, unless it stands for a person who gave several answers, a row each.
OF_SURVEYS = ("response_id", "respondent_id")
# What only tables have: names that elsewhere are counts; a survey's ids; who is answered, for want of an id; how deep
# a reply is.
OF_TABLES = {
    **SYNONYMS,
    "text": (*SYNONYMS["text"], "comments", "remarks", "remark", "opinions", "thoughts", "notes"),
    "id": (*SYNONYMS["id"], *OF_SURVEYS),
    "author": (*SYNONYMS["author"], "who"),
    "whom": (
        *("replying_to", "replying_to_user", "replying_to_name", "reply_to_user", "reply_to_username", "reply_to_name"),
        *("reply_to_author", "in_reply_to_user", "in_reply_to_username", "in_reply_to_screen_name", "answered_user"),
        "user_replied_to",
    ),
    "level": ("level", "depth", "reply_level", "comment_level", "reply_depth", "comment_depth", "indent", "nesting"),
}
WHOSE = ("author_id", "user_id", "from_id", "owner_id", "creator_id", "commenter_hex")  # people named elsewhere
_KNOWN = dict.fromkeys((*WHOSE, *(name for names in OF_TABLES.values() for name in names)))
# Known names of several words as a database writes them that has no capitals; "username" is a name of its own.
_RUN_TOGETHER = {together: name for name in _KNOWN if (together := name.replace("_", "")) not in _KNOWN}
# Ids, beside parents alone.
_NUMBERS = ("pid", "no", "nr", "n°", "nº", "№", "#", "num", "number", "nummer", "numéro", "número")
_NAMES = {"target", "title", "thread", "id"}  # not the author's, who may be called Nan
# Tables' values for "no parent", unless an id is the same.
NO_PARENT = {"0", "0.0", "-1", "-1.0", "-", "---", "–", "—", "root", "none", "[]", *map(str.casefold, MISSING)}
_SPACES = str.maketrans("-./", "   ")
_ASKS = re.compile(r"(?:(?:please|enter|write|leave|add|your|full|any|other|further|additional|general)_)+")
_WITHIN = re.compile(r"(?<=\S)\s*\([^()]{0,80}\)")  # "Name (as on your card)"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


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
    whom: str | None = None
    level: str | None = None
    label: str | None = None


def fold(name: str) -> str:
    """Normalise a name: ``" Comment Text"``, ``"commentText"`` and ``"comment/text"`` become ``"comment_text"``.

    So does ``"COMMENTTEXT"``, as ``"comment_text"`` is known.

    Examples
    --------
    >>> fold("PARENT_ID"), fold("parentid"), fold("replytoID"), fold("likecount")
    ('parent_id', 'parent_id', 'reply_to_id', 'likecount')
    """
    parted = parted_name(name)
    return _RUN_TOGETHER.get(parted.replace("_", ""), parted)


def parted_name(name: str) -> str:
    """As `fold`, but words that are run together stay so."""
    return "_".join(_HUMP.sub("_", name).casefold().translate(_SPACES).split())


def shortened(names: Sequence[str], most: int = 20) -> str:
    """The names, or the first of them and how many more there are.

    Examples
    --------
    >>> shortened(["id", "author", "likes"], 2)
    'id, author and 1 more'
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def match_columns(names: Sequence[str], synonyms: Mapping[str, Sequence[str]] = SYNONYMS) -> dict[str, int]:
    """The position of each known column; of two synonyms the one listed first counts.

    If the parent column's name ends in an id column's, that is the id: ``reply_to_post_number`` is a ``post_number``.
    A column of numbers is one, too, where there are parents.
    An author's may begin as the text's does: ``review_username`` beside ``review_content``.

    Examples
    --------
    >>> match_columns(["ID", "Username", "Comment Text", "Likes"])
    {'text': 2, 'id': 0, 'author': 1}
    >>> match_columns(["Review Consumer User Name", "Review Content"])
    {'text': 1, 'author': 0}
    """
    at: dict[str, int] = {}
    for called in (parted_name, fold):  # "message_id" is before "messageid"
        for position, name in enumerate(names):
            at.setdefault(called(name), position)
    found = {role: [name for name in known if name in at] for role, known in synonyms.items()}
    best = {role: known[0] for role, known in found.items() if known}
    if "parent" in best:
        for name in found["id"]:
            if name != "id" and best["parent"].endswith(f"_{name}"):
                best["id"] = name
        numbered = next((name for name in _NUMBERS if name in at), None)
        if "id" not in best and numbered is not None:
            best["id"] = numbered
    if "text" in best and "author" not in best:
        begins = best["text"].partition("_")[0]
        names_of_authors = (name for name in synonyms.get("author", ()) if name != "name")  # that may be the text's
        authors = (f"{begins}_{name}" for name in names_of_authors)
        further = (
            name
            for name in at
            if name.startswith(f"{begins}_") and name.endswith(("_author_name", "_display_name", "_user_name"))
        )
        if author := next((name for name in authors if name in at), next(further, None)):
            best["author"] = author
    return {role: at[name] for role, name in best.items()}


def match_headers(names: Sequence[str], synonyms: Mapping[str, Sequence[str]] = OF_TABLES) -> dict[str, int]:
    """The same for a table's headers, which may speak to whoever fills it in.

    Examples
    --------
    >>> match_headers(["Your full name (optional) *", "Any other comments?"])
    {'text': 1, 'author': 0}
    """
    columns = match_columns(names, synonyms)
    asked = match_columns(
        [_ASKS.sub("", fold(_WITHIN.sub("", name).rstrip(" *:?")), count=1) for name in names], synonyms
    )
    return columns | {role: at for role, at in asked.items() if role not in columns and at not in columns.values()}


def filled(cells: Mapping[str, str]) -> dict[str, str | None]:
    """A record's cells by what they are, None where one is empty or says so."""
    found = {role: cell.strip() or None for role, cell in cells.items()}
    if MISSING.isdisjoint(found.values()):  # as in most
        return found
    return {role: None if role in _NAMES and cell in MISSING else cell for role, cell in found.items()}


def threads_of(source: Source, reading: Reading, rows: Iterable[Row], orphans: Orphans) -> list[Thread]:
    """One thread for each value of the thread column, in the order of the file."""
    groups = by_thread(rows).items()
    return [thread_of(source, reading, group, name, orphans=orphans) for name, group in groups]


def merged(rows: Sequence[Row]) -> Iterator[str]:
    """The columns of threads and titles whose cells were merged: each is filled once, above the rows it is for.

    Examples
    --------
    >>> list(merged([Row(2, "No.", thread="Pool"), Row(3, "Why?"), Row(4, "So.", thread="Sauna"), Row(5, "Oh.")]))
    ['thread']
    """
    for column in ("thread", "title"):
        cells = [getattr(row, column) for row in rows]
        named = [cell for cell in cells if cell is not None]
        if cells and cells[0] is not None and len(cells) >= 2 * len(named) == 2 * len({*named}):
            yield column


def unmerged(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with what merged cells above them say; a title is that of one thread."""
    for column in list(merged(rows)):
        rows = list(_filled(rows, column))
    return rows


def _filled(rows: Iterable[Row], column: str) -> Iterator[Row]:
    above: Any = None
    thread = None
    for row in rows:
        if column == "title" and row.thread != thread:
            above = None
        thread, above = row.thread, getattr(row, column) or above
        yield row._replace(**{column: above})


def answer_each_other(rows: Iterable[Row]) -> bool:
    """Whether any row answers another of its thread."""
    return any(any(parents_of(group, [*ids_of(group)])) for group in by_thread(rows).values())


def by_thread(rows: Iterable[Row]) -> dict[str | None, list[Row]]:
    """The rows of each thread that they name, in the order of the file."""
    groups: dict[str | None, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.thread, []).append(row)
    return groups


def thread_of(
    source: Source,
    reading: Reading,
    rows: list[Row],
    thread_id: str | None,
    *,
    title: str | None = None,
    article: str = "",
    orphans: Orphans,
) -> Thread:
    """Make one thread of these rows; a title that all rows share is the thread's."""
    titles = {row.title for row in rows if row.title is not None}
    if title is None and len(titles) == 1:
        title = titles.pop()
    elif titles - {title}:
        reason = "titles differ within a thread, so each comment's title is its target"
        reading = replace(reading, reasons=(*reading.reasons, reason))
        rows = [row._replace(target=row.target or row.title) for row in rows]
    if why := _no_tree(rows):
        reading = replace(reading, reasons=(*reading.reasons, f"levels are not used: {why}"))
    ids = list(ids_of(rows))
    comments = [
        Comment(name, row.text, row.author, parent, row.target, row.line)
        for name, row, parent in zip(ids, rows, parents_of(rows, ids), strict=True)
    ]
    return assemble(source, reading, comments, title=title, article=article, thread_id=thread_id, orphans=orphans)


def among(parent: str, known: Collection[str | None]) -> str | None:
    """The known id that a parent's value refers to, or None.

    Reddit puts a kind before ids (t1 is a comment), and a column of numbers with gaps is often written as floats: 7.0
    is 7, whichever of the two columns has gaps.
    """
    if parent in known:
        return parent
    names = (parent.removeprefix("t1_"), parent.removesuffix(".0"), *([f"{parent}.0"] if parent.isdecimal() else []))
    return next((name for name in names if name in known), None)


def named_by(reply: str | None, known: Collection[str | None]) -> str | None:
    """The parent's id that a reply's own id contains, as on YouTube: "Ugx.9a" answers "Ugx"."""
    above = (reply or "").rpartition(".")[0]
    return above if above and above in known else None


def _answers_none(parent: str) -> bool:
    """Whether a parent's value means "none", or is Reddit's id of the post."""
    return parent.casefold() in NO_PARENT or parent.startswith("t3_")


def answered_by(own: str | None, parent: str | None, known: Collection[str | None]) -> str | None:
    """The id of a comment's parent, from its own id and its parent's value; None if that is itself or means "none"."""
    if not parent:
        return named_by(own, known)
    found = among(parent, known)
    if found is None:
        return None if _answers_none(parent) else parent
    return None if found == own else found


def _answered(row: Row, known: set[str | None]) -> str | None:
    """The id of a row's parent; None also if that is the thread's id."""
    found = answered_by(row.id, row.parent, known)
    return None if found == row.thread and found not in known else found


def parents_of(rows: list[Row], ids: Sequence[str]) -> Iterator[str | None]:
    """The id of each row's parent: as its column says, or the latest row by whom it answers, or the last less deep."""
    known = {row.id for row in rows}
    above = _less_deep(rows, ids)
    answered = [_answered(row, known) for row in rows]
    are_names = known.isdisjoint(parent for parent in answered if parent is not None)
    latest: dict[str, str] = {}
    for row, own, parent, shallower in zip(rows, ids, answered, above, strict=True):
        if row.whom is not None and parent is None:
            yield among(row.whom, known) or latest.get(_name(row.whom))
        elif parent is not None and are_names:
            yield latest.get(_name(parent), parent)
        else:
            yield parent or shallower
        if row.author is not None:
            latest[_name(row.author)] = own


def _name(author: str) -> str:
    return " ".join(author.removeprefix("@").casefold().split())


def _less_deep(rows: list[Row], ids: Sequence[str]) -> list[str | None]:
    """The last row above each that is less deep; None for all if the levels are not those of a tree in its order."""
    if _no_tree(rows) or not _have_levels(rows):
        return [None] * len(rows)
    levels = [int(row.level or 0) for row in rows]
    stack: list[tuple[int, str]] = []
    found: list[str | None] = []
    for level, own in zip(levels, ids, strict=True):
        while stack and stack[-1][0] >= level:
            stack.pop()
        found.append(stack[-1][1] if stack else None)
        stack.append((level, own))
    return found


def _have_levels(rows: list[Row]) -> bool:
    return any(row.level for row in rows) and all(row.parent is None for row in rows)


def _no_tree(rows: list[Row]) -> str:
    """Why the levels of rows are not those of a tree in its order; ``""`` if they are, or say nothing."""
    if not _have_levels(rows):
        return ""
    if strange := next((row for row in rows if not (row.level and row.level.isdecimal())), None):
        return f"that of line {strange.line} is no number"
    levels = [int(row.level or 0) for row in rows]
    for row, above, own in zip(rows, [levels[0], *levels], levels, strict=False):
        if own > above + 1 or own < levels[0]:
            return f"line {row.line} goes from {above} to {own}"
    return ""


def ids_of(rows: list[Row]) -> Iterator[str]:
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
