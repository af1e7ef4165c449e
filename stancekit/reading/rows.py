"""Make rows with named columns, from a table or from JSON, into threads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from stancekit.reading.assemble import assemble
from stancekit.reading.decode import Source
from stancekit.threads import Comment, Orphans, Reading, Thread

__all__ = [
    *("GONE", "NO_PARENT", "SYNONYMS", "Row"),
    *("among", "answered_by", "fold", "match_columns", "named_by", "thread_of", "threads_of"),
]


GONE = "[deleted]"  # the text of a deleted comment, which may have replies


def _of_comments(*names: str) -> tuple[str, ...]:
    """A column's names, first with ``comment_`` before them: a bare ``author`` may be the article's."""
    return (*(f"comment_{name}" for name in names), *names)


SYNONYMS = {
    "text": (
        *_of_comments("full_text", "text_original", "text", "comment", "body", "raw_message", "content", "message"),
        *("text_display", "body_text", "body_html", "content_html", "cooked"),
        *("tweet_text", "tweet", "raw_content", "raw_text", "text_content", "message_text", "msg", "post_text"),
        *("post_content", "posting", "reply_text", "review_text", "review_body", "review_content", "review"),
        *("review_text_published", "response", "answer", "statement", "opinion", "feedback", "markdown"),
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
        *("posted_by", "submitted_by", "created_by", *_of_comments("name"), "speaker", "user_name", "display_name"),
        *("screen_name", "user_screen_name", "nickname", "nick"),
        *("profile_name", "user_nickname", "nick_name", "sender_full_name", "sender_name", "from_name"),
        *("author_username", "owner_username", "poster", "writer", "customer_name", "handle", "login"),
        *("commenter", "commenter_name", "respondent", "reviewer_name", "reviewer_nickname", "reviewer", "from", "by"),
        *("autor", "verfasser", "nutzer", "nutzername", "benutzer", "benutzername", "auteur", "utilisateur", "nom"),
        *("usuario", "nombre", "usuário", "utilizador", "nome", "autore", "utente", "naam", "gebruiker"),
        *("pseudo", "użytkownik", "yazar", "автор", "имя", "作者", "用户", "用户名", "投稿者", "작성자"),
    ),
    "parent": (
        *_of_comments("parent", "parent_id", "reply_to", "in_reply_to"),
        *("parent_comment", "parent_comment_id", "is_reply_to", "reply_to_id", "replied_to", "replied_to_id"),
        *("response_to", "in_reply_to_id", "in_reply_to_status_id", "in_reply_to_status_id_str"),
        *("in_reply_to_tweet_id", "in_reply_to_comment", "reply_to_comment_id", "reply_to_message_id"),
        *("reply_to_post_number", "replies_to_id", "answer_to", "parent_post_id", "parent_message_id", "parent_hex"),
        *("thread_parent", "replying_to", "reply_to_no", "reply_to_nr", "in_reply_to_no", "reply_to_name"),
        *("antwort_auf", "réponse_à", "en_réponse_à", "respuesta_a", "en_respuesta_a", "resposta_a", "risposta_a"),
    ),
    "thread": (
        *("thread", "thread_id", "conversation_id", "article_id", "link_id", "video_id", "topic_id", "story_id"),
        "comment_post_id",
    ),
    "title": ("title", "headline", "article_title", "post_title", "video_title", "thread_title", "topic_title"),
    "target": ("target",),
}
_COUNTING = ("no", "nr", "n°", "nº", "num", "number", "nummer", "numéro", "número", "#")
NO_PARENT = {
    "0",
    "-1",
    "-",
    "–",
    "—",
    "root",
    "none",
    "null",
    "nan",
}  # tables' values for "no parent", unless an id is the same
_SPACES = str.maketrans("-./", "   ")
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


def fold(name: str) -> str:
    """Normalise a name: ``" Comment Text"``, ``"commentText"`` and ``"comment/text"`` become ``"comment_text"``."""
    return "_".join(_HUMP.sub("_", name).casefold().translate(_SPACES).split())


def match_columns(names: Sequence[str], synonyms: Mapping[str, Sequence[str]] = SYNONYMS) -> dict[str, int]:
    """The position of each known column; of two synonyms the one listed first counts.

    If the parent column's name ends in an id column's, that is the id: ``reply_to_post_number`` is a ``post_number``.
    An author's may begin as the text's does: ``review_username`` beside ``review_content``. Beside a parent column,
    one such as ``no.`` holds the ids.

    Examples
    --------
    >>> match_columns(["ID", "Username", "Comment Text", "Likes"])
    {'text': 2, 'id': 0, 'author': 1}
    """
    at: dict[str, int] = {}
    for position, name in enumerate(names):
        at.setdefault(fold(name), position)
    found = {role: [name for name in known if name in at] for role, known in synonyms.items()}
    best = {role: known[0] for role, known in found.items() if known}
    if "parent" in best:
        for name in found["id"]:
            if name != "id" and best["parent"].endswith(f"_{name}"):
                best["id"] = name
        if "id" not in best and "id" in synonyms and (counts := next((name for name in _COUNTING if name in at), None)):
            best["id"] = counts
    if "text" in best and "author" not in best:
        begins = best["text"].partition("_")[0]
        names_of_authors = (name for name in synonyms.get("author", ()) if name != "name")  # that may be the text's
        authors = (f"{begins}_{name}" for name in names_of_authors)
        if author := next((name for name in authors if name in at), None):
            best["author"] = author
    return {role: at[name] for role, name in best.items()}


def threads_of(source: Source, reading: Reading, rows: Iterable[Row], orphans: Orphans) -> list[Thread]:
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
    rows = _with_ids(rows)
    known = {row.id for row in rows}
    comments = [
        Comment(name, row.text, row.author, _answered(row, known), row.target, row.line)
        for name, row in zip(_ids(rows), rows, strict=True)
    ]
    return assemble(source, reading, comments, title=title, article=article, thread_id=thread_id, orphans=orphans)


def _with_ids(rows: list[Row]) -> list[Row]:
    """The rows with ids as parents, if these are names: each answers that person's latest row above it.

    They are if most are authors', or if no row has an id and none of them is a number.
    """
    parents = {row.parent for row in rows if row.parent and not _answers_none(row.parent)}
    known, authors = {row.id for row in rows}, {_key(row.author) for row in rows}
    if not parents or any(among(parent, known) is not None for parent in parents):
        return rows
    has_none = known == {None} and not any(parent.removesuffix(".0").isdecimal() for parent in parents)
    if not has_none and 2 * sum(_key(parent) in authors for parent in parents) <= len(parents):
        return rows
    latest: dict[str, str] = {}
    found = []
    for name, row in zip(_ids(rows), rows, strict=True):
        found.append(row._replace(id=name, parent=latest.get(_key(row.parent))))
        if row.author:
            latest[_key(row.author)] = name
    return found


def _key(name: str | None) -> str:
    """A name as it is compared with others."""
    return (name or "").removeprefix("@").casefold()


def among(parent: str, known: Collection[str | None]) -> str | None:
    """The known id that a parent's value refers to, or None.

    Reddit puts a kind before ids (t1 is a comment), and a column of numbers with gaps is often written as floats: 7.0
    is 7.
    """
    names = (parent, parent.removeprefix("t1_"), parent.removesuffix(".0"))
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
    if parent == own:
        return None
    found = among(parent, known)
    return None if found is None and _answers_none(parent) else found or parent


def _answered(row: Row, known: set[str | None]) -> str | None:
    """The id of a row's parent; None also if that is the thread's id."""
    found = answered_by(row.id, row.parent, known)
    return None if found == row.thread and found not in known else found


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
