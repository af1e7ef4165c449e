"""Read labelled rows for training and evaluation, from tables or threads; refuse what cannot be trusted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from stancekit.errors import InputError, LabelsError, Problem, ReadError, ThreadError
from stancekit.reading.decode import Source, decode, expanded
from stancekit.reading.delimited import Record
from stancekit.reading.labelled_lines import has_labelled_lines, table_of
from stancekit.reading.labelled_rows import (
    IGNORED,
    MAX_LABEL_CHARACTERS,
    MAX_LABELLED_CHARACTERS,
    LabelledRow,
    conflicts,
    nearly_known,
    too_long,
    without_parents,
)
from stancekit.reading.labelled_threads import rows_of_threads
from stancekit.reading.rows import (
    GONE,
    OF_TABLES,
    Row,
    by_thread,
    fold,
    ids_of,
    match_headers,
    merged,
    parents_of,
    parted_name,
    shortened,
    unmerged,
)
from stancekit.reading.table import Header, below, find_header, header_of, is_empty, read_row
from stancekit.threads import Comment, Thread, promote_orphans
from stancekit.vocabulary import UNCLEAR, WHY_NOT_UNCLEAR, as_seen, is_missing, meant_by, own_label

__all__ = ["Labels", "read_labels"]

_ROLES = ("text", "label", "target", "title", "parent", "thread", "id")
_OF_REPLIES = ("author", "whom")  # which may tell what a row answers; a level may be one of abuse
_COLUMNS = {role: OF_TABLES.get(role, (role,)) for role in (*_ROLES, *_OF_REPLIES)}
_LONGEST_NAME, _MOST_BLANKS = 40, 3  # characters and blanks of a column's name; a longer one is rather a sentence
# What others call the column of labels, the likeliest first.
_LIKE_LABEL = ("labels", "stance", "class", "category", "annotation", "annotations", "choice", "sentiment", "toxicity")
_TWO_QUESTIONS = (
    "The columns stance and abuse are not read as labels from a file: add a column label, abusive or else the stance, "
    'or train on both in Python, with StanceClassifier().fit(X, {"abuse": ..., "stance": ...})'
)


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
    says_nothing: Callable[[str], bool] | None = None,
) -> Labels:
    """Read labelled comments.

    Parameters
    ----------
    paths : path or iterable of paths
        CSV or TSV files with a header, unpacked if named ``.gz``, or patterns such as ``"many/*.csv"``. Columns
        ``text`` and ``label``, and optionally ``target``, ``title``, ``parent``, ``thread`` and ``id``. Or JSONL with
        these keys, a comment per line; or with a labelled thread per line, as in ``seeds/corpus``.
    extra_columns : {"refuse", "ignore"}
        What to do with an unknown column, or key of a labelled thread, which may be a misspelt known one.
    says_nothing : callable, optional
        Whether a text says nothing that could have a label, as ``"[deleted]"``; rows with such a text are refused.

    Returns
    -------
    Labels

    Raises
    ------
    LabelsError
        With every problem found and its line: an unknown or missing column, an unclosed quote, a row that does not fit
        the header, an empty or too long text, an empty or missing label, rows that answer each other in a ring, a
        likely misspelling of one of stancekit's own labels or another word for it if others are its own, or different
        labels for the same text.
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
                case LabelledRow() if says_nothing is not None and says_nothing(found.text):
                    reason = f"is {found.text[:40]!r}, which says nothing that could have a label; delete the row"
                    problems.append(Problem(found.path, found.line, "text", reason))
                case LabelledRow():
                    rows.append(found)
                case Problem():
                    problems.append(found)
                case str():
                    notes.append(found)
    problems += nearly_known(rows)
    if rows and not problems:
        problems += conflicts(rows)
    if problems:
        order = {name: place for place, name in enumerate(names)}
        problems.sort(key=lambda problem: (order[problem.path], problem.line or 0))
        raise LabelsError(tuple(problems))
    if not rows:
        raise LabelsError((Problem(names[0], 1, None, "there is a header but no row"),))
    if repeated := len(rows) - len({(row.text, row.target, row.thread, row.parent) for row in rows}):
        notes.append(f"rows that repeat the text, target, thread and parent of another: {repeated}")
    if others := ", ".join(f"{label} ({meant})" for label, meant in meant_by(row.label for row in rows)):
        notes.append(
            f"labels that stancekit has another word for, given in brackets; rename if that is meant: {others}"
        )
    return Labels(tuple(_in_their_own_words(rows)), tuple(notes))


def _in_their_own_words(rows: Sequence[LabelledRow]) -> Iterator[LabelledRow]:
    """The rows as ``Model.predict_thread`` reads them: without what they quote from their thread; a file may be one."""
    threads: dict[tuple[str, str | None], list[LabelledRow]] = {}
    for row in rows:
        threads.setdefault((row.path, row.thread), []).append(row)
    own: dict[tuple[str, str | None, str], str] = {}
    for (path, name), of_thread in threads.items():
        texts = [row.text for row in of_thread]
        targets = dict.fromkeys(row.target for row in of_thread if row.target)  # which may be quoted, too
        thread = Thread([Comment(str(number), text) for number, text in enumerate([*texts, *targets])])
        said = thread.comments[: len(texts)]
        own |= {(path, name, comment.text): thread.own_words(comment) for comment in said}
    for row in rows:
        text, parent = own.get((row.path, row.thread, row.text), row.text), row.parent
        if parent is not None:
            parent = own.get((row.path, row.thread, parent), parent).strip()
        yield row if (text, parent) == (row.text, row.parent) else replace(row, text=text, parent=parent)


def _names(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    if not isinstance(paths, str | os.PathLike | Iterable) or hasattr(paths, "columns"):
        instead = "; save it as CSV, or fit a StanceClassifier on its columns" if hasattr(paths, "columns") else ""
        raise InputError(f"paths must be a file of labels or several, got {type(paths).__name__}{instead}")
    several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if wrong := [path for path in several if not isinstance(path, str | os.PathLike)]:
        raise InputError(f"paths must be files of labels, got {type(wrong[0]).__name__} among them")
    if not several:
        raise InputError("there is no file of labels")
    names = expanded([os.fspath(path) for path in several])
    if twice := [name for name, count in Counter(map(os.path.realpath, names)).items() if count > 1]:
        raise InputError(f"{twice[0]} is given twice, so its rows would count twice; give it once")
    return names


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
                table = table_of(source, _COLUMNS)
                yield from table.problems
                header = header_of(lambda: iter(table.records), ",", _COLUMNS)
                yield from _read_table(source, header, iter(table.records), extra_columns, table.others, are_lines=True)
            else:
                yield from rows_of_threads(source, extra_columns)
        except ReadError as error:
            yield Problem(path, error.line, None, error.reason)
        return
    try:
        header = find_header(source, known=_COLUMNS)
        yield from _read_table(source, header, below(source, header), extra_columns)
    except ReadError as error:
        yield Problem(path, error.line, None, error.reason)


def _read_table(
    source: Source,
    header: Header,
    records: Iterator[Record],
    extra_columns: str,
    others: Sequence[str] = (),
    *,
    are_lines: bool = False,
) -> Iterator[LabelledRow | Problem | str]:
    """Read a table, whose first record is its header; other names are of columns that the records lack.

    If the records are lines of JSON, nobody has merged its cells.
    """
    path = source.name
    next(records)
    remarks = list(_of_header(path, replace(header, names=(*header.names, *others)), extra_columns))
    yield from remarks
    if any(isinstance(remark, Problem) for remark in remarks):
        return
    found: list[Row] = []
    problems: list[Problem] = []
    totals: list[int] = []
    n_long = 0  # labels, if they are no texts
    for line, fields in records:
        if header.line < line <= header.last:
            continue
        try:
            said = read_row(source, header, line, fields)
        except ReadError as error:
            problems.append(Problem(path, error.line, None, error.reason))
            continue
        if said is None:
            totals += [] if is_empty(fields, header.delimiter) else [line]
            continue
        if (problem := _problem(path, said, fields[header.columns["text"]])) is not None:
            problems.append(problem)
            n_long += len(said.label or "") > MAX_LABEL_CHARACTERS
            continue
        found.append(said)
    if 2 * n_long > len(found) + len(problems):
        reason = (
            f"has more than {MAX_LABEL_CHARACTERS} characters in {n_long} rows; are the columns text and label swapped?"
        )
        yield Problem(path, header.line, "label", reason)
        return
    yield from problems
    if totals:
        yield f"{path}: taken for totals or headers and left out: lines {', '.join(map(str, totals))}"
    columns = [] if are_lines else [header.names[header.columns[name]].strip() for name in merged(found)]
    if columns:
        yield f"{path}: empty cells of {', '.join(columns)} say what the one above says"
        found = [*unmerged(found)]
    linked: dict[str | None, Iterator[tuple[str, str | None]]] = {}  # by thread, the id of each row and of its parent
    titles: dict[str | None, str | None] = {}  # of threads whose rows share one
    for name, of_thread in by_thread(found).items():
        ids = [*ids_of(of_thread)]
        linked[name] = zip(ids, parents_of(of_thread, ids), strict=True)
        several = {said.title for said in of_thread} - {None}
        titles[name] = several.pop() if len(several) == 1 else None
    rows: list[tuple[LabelledRow, str, str | None]] = []
    threads: dict[str | None, dict[str, list[LabelledRow]]] = {}
    for said in found:
        label, target = own_label(said.label or ""), said.target or said.title or titles[said.thread]
        row = LabelledRow(said.text, label, target, None, said.thread, path, said.line or header.line)
        own, parent = next(linked[said.thread])
        threads.setdefault(row.thread, {}).setdefault(own, []).append(row)
        rows.append((row, own, parent))
    n_lost = 0
    comments: dict[str | None, dict[str, Comment]] = {}  # by thread and id
    for row, own, parent in rows:
        known = threads[row.thread]
        n_lost += parent is not None and parent not in known
        yield row if parent is None else _with_parent(row, parent, known.get(parent, []))
        comments.setdefault(row.thread, {}).setdefault(own, Comment(own, row.text, parent=parent, line=row.line))
    for of_name in comments.values():
        try:
            Thread(promote_orphans(of_name.values()))
        except ThreadError as error:  # they answer each other in a ring
            yield Problem(path, error.line, "parent", str(error))
    if n_lost:
        yield without_parents(path, n_lost)


def _with_parent(row: LabelledRow, name: str, named_so: Sequence[LabelledRow]) -> LabelledRow | Problem:
    """A reply with its parent's text, if known; a problem if two rows have the parent's id."""
    if len(named_so) < 2:
        return replace(row, parent=named_so[0].text) if named_so else row
    where = "" if row.thread is None else f" in the thread {row.thread!r}"
    first, second = named_so[:2]
    reason = f"is {name!r}, and lines {first.line} and {second.line} have this id{where}; give each its own"
    return Problem(row.path, row.line, "parent", reason)


def _of_header(path: str, header: Header, extra_columns: str) -> Iterator[Problem | str]:
    """What is wrong with a header, or not used of it."""
    line, names, columns = header.line, header.names, header.columns
    shown = shortened([name.strip()[:_LONGEST_NAME] or "(unnamed)" for name in names])
    folded = [parted_name(name) for name in names]
    is_prose = len(names) == 1 or any(len(name) > _LONGEST_NAME or name.count(" ") > _MOST_BLANKS for name in names)
    if is_prose and not columns.keys() & {"text", "label"}:
        yield Problem(
            path, line, None, f"is no table of labels, whose first line is, say, text,label; it is {shown[:80]}"
        )
        return
    likely = next((names[folded.index(name)].strip() for name in _LIKE_LABEL if name in folded), None)
    for role in ("text", "label"):
        if role not in columns:
            which = f"{likely!r} to label" if role == "label" and likely else "the one that holds it"
            both = role == "label" and {"abuse", "stance"} <= {*folded}
            what_to_do = _TWO_QUESTIONS if both else f"Rename {which}"
            yield Problem(path, line, role, f"is missing; the header has {shown}. {what_to_do}")
    twice = {name for name, count in Counter(folded).items() if count > 1 and (name or header.delimiter != "|")}
    for name in sorted(twice):
        yield Problem(path, line, name or "(without a name)", "stands twice in the header; rename one")
    if not {"text", "label"} <= columns.keys():
        return  # one of the others is the column that is missing
    named = match_headers(names, _COLUMNS)
    if columns["text"] != named.get("text"):
        yield f"{path}: read as text, as the only column that holds sentences: {names[columns['text']].strip()}"
    measure = named["target"] if "target" in named.keys() - columns.keys() else -1
    unknown = [
        name.strip() or f"number {position + 1}, without a name"
        for position, name in enumerate(names)
        if position not in (measure, *columns.values())
        and fold(name) not in IGNORED
        and parted_name(name) not in twice
        and (name.strip() or header.delimiter != "|")  # the bars around a row part nothing
    ]
    if unknown and extra_columns == "refuse":
        for name in unknown:
            used = ", ".join(_ROLES)
            reason = f"is none of those used ({used}); rename or remove it, or pass --extra-columns ignore"
            yield Problem(path, line, name, reason)
    elif unknown:
        yield f"{path}: columns not used: {', '.join(unknown)}"
    if measure >= 0:
        yield _no_target(path, line, names[measure], extra_columns)


def _no_target(path: str, line: int, name: str, extra_columns: str) -> Problem | str:
    if extra_columns == "refuse":
        reason = (
            "holds numbers, nothing that one can be for or against; rename or remove it, or pass --extra-columns ignore"
        )
        return Problem(path, line, name.strip(), reason)
    return f"{path}: column of numbers not used: {name.strip()}"


def _problem(path: str, row: Row, cell: str) -> Problem | None:
    """Why a row cannot be trusted, or None; its cell of the text may say nothing."""
    text, label = row.text, row.label or ""
    if text == GONE and cell.strip() != GONE:
        return Problem(path, row.line, "text", "is empty; fill it in or delete the row")
    if len(text) > MAX_LABELLED_CHARACTERS:
        return Problem(path, row.line, "text", f"{too_long(text)}; is a quote unclosed?")
    if not as_seen(label):
        return Problem(path, row.line, "label", "is empty; fill it in or delete the row")
    if len(label) > MAX_LABEL_CHARACTERS:
        reason = f"{too_long(label, MAX_LABEL_CHARACTERS)}; is a quote unclosed, or are the columns swapped?"
        return Problem(path, row.line, "label", reason)
    if is_missing(label):
        reason = f"is {label!r}; is it a missing value? Fill it in or delete the row; if not, call the label otherwise"
        return Problem(path, row.line, "label", reason)
    if label.casefold() == UNCLEAR:
        return Problem(path, row.line, "label", f"is {label!r}, {WHY_NOT_UNCLEAR}")
    return None
