"""Read labelled rows for training and evaluation, from tables or threads; refuse what cannot be trusted."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from stancekit.errors import InputError, LabelsError, Problem, ReadError
from stancekit.reading.decode import Source, decode
from stancekit.reading.json_text import objects
from stancekit.reading.jsonl import THREAD
from stancekit.reading.labelled_lines import Record, has_labelled_lines, table_of
from stancekit.reading.markup import shown
from stancekit.reading.rows import SYNONYMS, answered_by, filled, fold, match_columns, shortened
from stancekit.reading.table import find_top, holds_numbers, records
from stancekit.reading.values import KINDS, REPLIES, nested
from stancekit.vocabulary import STANCES, is_missing, meant_by, misspelt, own_label

__all__ = ["MAX_LABELLED_CHARACTERS", "LabelledRow", "Labels", "read_labels"]

MAX_LABELLED_CHARACTERS = 100_000

_ROLES = ("text", "label", "target", "title", "parent", "thread", "id")
_COLUMNS = {role: SYNONYMS.get(role, (role,)) for role in _ROLES}
# What others call the column of labels, the likeliest first.
_LIKE_LABEL = ("labels", "stance", "class", "category", "annotation", "annotations", "choice", "sentiment", "toxicity")
# Further columns of exports and of stancekit's own seeds, neither used nor reported as mistakes.
_IGNORED_COLUMNS = {
    *("abuse", "author", "context", "created_at", "date", "label_raw", "note", "reply_stance", "source", "split"),
    *("stance", "url", "user", "username"),
}
# The keys of labelled threads, and of their comments.
_OF_THREAD = {*_IGNORED_COLUMNS, *(name for names in THREAD.values() for name in names), "comments", "topic", "wave"}
_OF_COMMENT = {*_IGNORED_COLUMNS, *REPLIES, "text", "title", "stance", "abusive", "id", "parent", "span", "tags"}
_TWO_QUESTIONS = (
    "The columns stance and abuse are not read as labels from a file: add a column label, abusive or else the stance, "
    'or train on both in Python, with StanceClassifier().fit(X, {"abuse": ..., "stance": ...})'
)
_NO_USE = "is a key that labelled threads do not have"


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One labelled comment.

    Parameters
    ----------
    text, label : str
        The comment, and the label that a person gave it.
    target : str or None
        What the stance is about: the row's target, else its title.
    parent : str or None
        The text of the comment that it answers.
    thread : str or None
        The thread it comes from; rows of one thread are held out together.
    path : str
        The file.
    line : int
        Where the row begins, counted from 1.
    """

    text: str
    label: str
    target: str | None
    parent: str | None
    thread: str | None
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Labels:
    """The labelled rows of some files.

    Parameters
    ----------
    rows : tuple of LabelledRow
        In the order of the files.
    notes : tuple of str
        Remarks for the user: unused columns, missing parents, repeated rows.
    """

    rows: tuple[LabelledRow, ...]
    notes: tuple[str, ...]


def read_labels(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    extra_columns: Literal["refuse", "ignore"] = "refuse",
) -> Labels:
    """Read labelled comments.

    Parameters
    ----------
    paths : path or iterable of paths
        CSV or TSV files with a header, unpacked if named ``.gz``. Columns ``text`` and ``label``, and optionally
        ``target``, ``title``, ``parent``, ``thread`` and ``id``. Or JSONL with these keys, a comment per line; or with
        a labelled thread per line, as in ``seeds/corpus``.
    extra_columns : {"refuse", "ignore"}
        What to do with an unknown column, or key of a labelled thread, which may be a misspelt known one.

    Returns
    -------
    Labels

    Raises
    ------
    LabelsError
        With every problem found and its line: an unknown or missing column, an unclosed quote, a row that does not fit
        the header, an empty or too long text, an empty or missing label, a likely misspelling of one of
        stancekit's own labels or another word for it if others are its own, or different labels for the same text.
    ReadError
        If a file is missing or is no text.
    """
    if extra_columns not in ("refuse", "ignore"):
        raise InputError(f"extra_columns must be 'refuse' or 'ignore', got {extra_columns!r}")
    names = _names(paths)
    rows: list[LabelledRow] = []
    problems: list[Problem] = []
    notes: list[str] = []
    for name in names:
        for found in _read(name, extra_columns):
            match found:
                case LabelledRow():
                    rows.append(found)
                case Problem():
                    problems.append(found)
                case str():
                    notes.append(found)
    problems += _nearly_known(rows)
    if rows and not problems:
        problems += _conflicts(rows)
    if problems:
        order = {name: place for place, name in enumerate(names)}
        problems.sort(key=lambda problem: (order[problem.path], problem.line or 0))
        raise LabelsError(tuple(problems))
    if not rows:
        raise LabelsError((Problem(names[0], 1, None, "there is a header but no row"),))
    if repeated := len(rows) - len({(row.text, row.target, row.thread) for row in rows}):
        notes.append(f"rows that repeat the text, target and thread of another: {repeated}")
    if others := ", ".join(f"{label} ({meant})" for label, meant in meant_by(row.label for row in rows)):
        notes.append(
            f"labels that stancekit has another word for, given in brackets; rename if that is meant: {others}"
        )
    return Labels(tuple(rows), tuple(notes))


def _names(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    if not isinstance(paths, str | os.PathLike | Iterable) or hasattr(paths, "columns"):
        instead = "; save it as CSV, or fit a StanceClassifier on its columns" if hasattr(paths, "columns") else ""
        raise InputError(f"paths must be a file of labels or several, got {type(paths).__name__}{instead}")
    several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if wrong := [path for path in several if not isinstance(path, str | os.PathLike)]:
        raise InputError(f"paths must be files of labels, got {type(wrong[0]).__name__} among them")
    if not several:
        raise InputError("there is no file of labels")
    return [os.fspath(path) for path in several]


def _read(path: str, extra_columns: str) -> Iterator[LabelledRow | Problem | str]:
    source = decode(path)
    text = source.text
    if text.lstrip().startswith("["):
        reason = "is a JSON list; labels are read from tables, or from JSONL with a labelled comment or thread a line"
        yield Problem(path, 1, None, reason)
        return
    if text.lstrip().startswith("{"):
        try:
            if has_labelled_lines(source, _COLUMNS):
                table, problems = table_of(source, _COLUMNS)
                yield from problems
                yield from _read_table(path, lambda: iter(table), extra_columns)
            else:
                yield from _read_threads(source, extra_columns)
        except ReadError as error:
            yield Problem(path, error.line, None, error.reason)
        return
    top = find_top(text)
    below = text.split("\n", top.line - 1)[-1]
    yield from _read_table(path, lambda: records(below, top.delimiter, line=top.line), extra_columns)


def _read_table(
    path: str, read: Callable[[], Iterator[Record]], extra_columns: str
) -> Iterator[LabelledRow | Problem | str]:
    """Read a table; ``read`` gives its records from the header on, as often as it is called."""
    lines = read()
    try:
        line, header = next(lines)
        columns = match_columns(header, _COLUMNS)
        broken = list(_header_problems(path, line, header, columns, extra_columns))
        yield from broken
        if "target" in columns and holds_numbers(read(), columns["target"]):
            broken.append(_no_target(path, line, header[columns.pop("target")], extra_columns))
            yield broken[-1]
        if any(isinstance(problem, Problem) for problem in broken):
            return
        rows: list[tuple[LabelledRow, str, str]] = []
        threads: dict[str | None, dict[str | None, list[LabelledRow]]] = {}
        for line, fields in lines:
            found = _row(path, line, fields, header, columns)
            if isinstance(found, Problem):
                yield found
            else:
                row, own_id, _ = found
                threads.setdefault(row.thread, {}).setdefault(own_id, []).append(row)
                rows.append(found)
        n_lost = 0
        for row, own_id, parent_id in rows:
            known = threads[row.thread]
            answered = answered_by(own_id, parent_id, known)
            n_lost += answered is not None and answered not in known
            yield row if answered is None else _with_parent(row, answered, known.get(answered, []))
        if n_lost:
            yield _lost(path, n_lost)
    except ReadError as error:
        yield Problem(path, error.line, None, error.reason)


def _with_parent(row: LabelledRow, name: str, named_so: Sequence[LabelledRow]) -> LabelledRow | Problem:
    """A reply with its parent's text, if known; a problem if two rows have the parent's id."""
    if len(named_so) < 2:
        return replace(row, parent=named_so[0].text) if named_so else row
    where = "" if row.thread is None else f" in the thread {row.thread!r}"
    first, second = named_so[:2]
    reason = f"is {name!r}, and lines {first.line} and {second.line} have this id{where}; give each its own"
    return Problem(row.path, row.line, "parent", reason)


def _lost(path: str, n_rows: int) -> str:
    return f"{path}: rows whose parent is the id of no other, read without what they answer: {n_rows}"


def _read_threads(source: Source, extra_columns: str) -> Iterator[LabelledRow | Problem | str]:
    """Read labelled threads, one per line, as in seeds/corpus; a thread's title is its comments' target."""
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
        yield _lost(source.name, n_lost)


class _LabelledThread:
    """A thread as its line gives it. Only if ``reasons`` yields nothing may ``rows`` be called."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self._value = value
        at = match_columns([*value], THREAD)
        self._title, self._name = ([*value.values()][at[role]] if role in at else None for role in ("title", "thread"))
        comments = value.get("comments")
        self._found = [*nested(comments if isinstance(comments, list) else [None])]
        self._comments: dict[str, dict[str, Any]] = {  # by place
            place: {fold(key): one for key, one in comment.items()} if isinstance(comment, dict) else {}
            for place, _, comment in self._found
        }
        self._named = [one for one in self._comments.values() if one.get("id") is not None]

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
            name, count = Counter(str(one["id"]) for one in self._named).most_common(1)[0] if self._named else ("", 0)
            if not wrong and count > 1:
                yield f"two comments have the id {name!r}; give each its own"

    @property
    def _own_name(self) -> str:
        """A name for a thread without one: a hash of its text, so that no file's name decides what is held out."""
        said = json.dumps([self._title, *(one["text"] for one in self._comments.values())])
        return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def n_lost(self) -> int:
        """How many comments name a parent that is not there."""
        ids = {str(one["id"]) for one in self._named}
        answered = (one.get("parent") for one in self._comments.values())
        return sum(parent is not None and str(parent) not in ids for parent in answered)

    def rows(self, path: str, line: int) -> Iterator[LabelledRow]:
        """Its comments as rows."""
        texts = {str(one["id"]): one["text"] for one in self._named}
        for place, above, _ in self._found:
            comment = self._comments[place]
            answered = comment.get("parent")
            around = self._comments[above]["text"] if above else None
            yield LabelledRow(
                comment["text"],
                "abusive" if comment["abusive"] else comment["stance"],
                target=None if self._title in (None, "") else str(self._title),
                parent=around if answered is None else texts.get(str(answered)),
                thread=self._own_name if self._name is None else str(self._name),
                path=path,
                line=line,
            )


def _what_is_wrong(place: str, comment: Mapping[str, Any]) -> str | None:
    """Why a comment of a labelled thread cannot be trusted, or None."""
    text, where = comment.get("text"), f"comment {place} of this thread"
    if not isinstance(text, str) or not text.strip():
        return f"{where} must have a text"
    if len(text) > MAX_LABELLED_CHARACTERS:
        return f"the text of {where} {_too_long(text)}"
    if comment.get("stance") not in STANCES:
        return f"{where} must have a stance, supportive, skeptical or neutral; it has {_shown(comment, 'stance')}"
    if not isinstance(comment.get("abusive"), bool):
        return f"{where} must have abusive, true or false; it has {_shown(comment, 'abusive')}"
    return next(_odd(f" of {where}", {key: comment.get(key) for key in ("id", "parent")}), None)


def _shown(comment: Mapping[str, Any], key: str) -> str:
    return f"{str(comment[key])[:40]!r}" if key in comment else f"the keys {', '.join(comment)[:200] or '(none)'}"


def _odd(where: str, names: Mapping[str, Any]) -> Iterator[str]:
    """Values that are not a string, an integer or None."""
    for key, value in names.items():
        if value is not None and type(value) not in (str, int):
            yield f"the {key}{where} must be a string, not {KINDS[type(value)]}"


def _unknown(thread: Mapping[str, Any], comments: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield from (key for key in thread if fold(key) not in _OF_THREAD)
    yield from (key for comment in comments for key in comment if fold(key) not in _OF_COMMENT)


def _too_long(text: str) -> str:
    return f"has {len(text):,} characters, more than {MAX_LABELLED_CHARACTERS:,}"


def _header_problems(
    path: str, line: int, header: Sequence[str], columns: dict[str, int], extra_columns: str
) -> Iterator[Problem | str]:
    shown = shortened([name.strip()[:40] for name in header])
    folded = [fold(name) for name in header]
    likely = next((header[folded.index(name)].strip() for name in _LIKE_LABEL if name in folded), None)
    for role in ("text", "label"):
        if role not in columns:
            which = f"{likely!r} to label" if role == "label" and likely else "the one that holds it"
            both = role == "label" and {"abuse", "stance"} <= {*folded}
            what_to_do = _TWO_QUESTIONS if both else f"Rename {which}"
            yield Problem(path, line, role, f"is missing; the header has {shown}. {what_to_do}")
    twice = {name for name, count in Counter(folded).items() if count > 1}
    for name in sorted(twice):
        yield Problem(path, line, name or "(without a name)", "stands twice in the header; rename one")
    if not {"text", "label"} <= columns.keys():
        return  # one of the others is the column that is missing
    unknown = [
        name.strip() or f"number {position + 1}, without a name"
        for position, name in enumerate(header)
        if position not in columns.values() and fold(name) not in _IGNORED_COLUMNS | twice
    ]
    if unknown and extra_columns == "refuse":
        for name in unknown:
            used = ", ".join(_COLUMNS)
            reason = f"is none of those used ({used}); rename or remove it, or pass --extra-columns ignore"
            yield Problem(path, line, name, reason)
    elif unknown:
        yield f"{path}: columns not used: {', '.join(unknown)}"


def _no_target(path: str, line: int, name: str, extra_columns: str) -> Problem | str:
    if extra_columns == "refuse":
        reason = (
            "holds numbers, nothing that one can be for or against; rename or remove it, or pass --extra-columns ignore"
        )
        return Problem(path, line, name.strip(), reason)
    return f"{path}: column of numbers not used: {name.strip()}"


def _row(
    path: str, line: int, fields: list[str], header: Sequence[str], columns: dict[str, int]
) -> tuple[LabelledRow, str, str] | Problem:
    """The row, its id and its parent's; or its problem."""
    if len(fields) != len(header):
        reason = f"{len(fields)} fields where the header has {len(header)}; quote a field that holds the delimiter"
        return Problem(path, line, None, reason)
    value = {role: fields[position] for role, position in columns.items()}
    text, label = shown(value["text"]), value["label"].strip()
    if not text.strip():
        return Problem(path, line, "text", "is empty; fill it in or delete the row")
    if len(text) > MAX_LABELLED_CHARACTERS:
        return Problem(path, line, "text", f"{_too_long(text)}; is a quote unclosed?")
    if not label:
        return Problem(path, line, "label", "is empty; fill it in or delete the row")
    if is_missing(label):
        reason = f"is {label!r}; is it a missing value? Fill it in or delete the row; if not, call the label otherwise"
        return Problem(path, line, "label", reason)
    if label.casefold() == "unclear":
        reason = "is 'unclear', which a model says where it abstains; call it neutral, or leave the row out"
        return Problem(path, line, "label", reason)
    found = filled(value)
    target = found.get("target") or found.get("title")
    row = LabelledRow(text, own_label(label), target, None, found.get("thread"), path, line)
    return row, found.get("id") or "", found.get("parent") or ""


def _nearly_known(rows: Sequence[LabelledRow]) -> Iterator[Problem]:
    """Likely misspellings of stancekit's own labels, if others are its own."""
    firsts = {row.label: row for row in reversed(rows)}
    for label, meant in misspelt(firsts):
        yield Problem(firsts[label].path, firsts[label].line, "label", f"is {label!r}; do you mean {meant!r}?")


def _conflicts(rows: Sequence[LabelledRow]) -> Iterator[Problem]:
    """Labels written in two ways, and two labels for the same text, target and thread."""
    firsts: dict[str, LabelledRow] = {}
    for row in rows:
        firsts.setdefault(row.label, row)
    spelt: dict[str, str] = {}
    for label, row in firsts.items():
        known = spelt.setdefault(label.casefold(), label)
        if known != label:
            yield Problem(row.path, row.line, "label", f"is {label!r}, and elsewhere {known!r}; write them alike")
    first: dict[tuple[str, str | None, str | None], LabelledRow] = {}
    for row in rows:
        other = first.setdefault((row.text, row.target, row.thread), row)
        if other.label != row.label:
            where = f"line {other.line}" if other.path == row.path else f"{other.path}, line {other.line}"
            reason = f"is {row.label!r}, but {where} has the same text with {other.label!r}; keep one"
            yield Problem(row.path, row.line, "label", reason)
