"""Labelled rows, and what cannot stand beside each other among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stancekit.errors import Problem
from stancekit.vocabulary import look_alikes, misspelt

__all__ = [
    *("IGNORED", "MAX_LABELLED_CHARACTERS", "MAX_LABEL_CHARACTERS", "LabelledRow"),
    *("conflicts", "nearly_known", "too_long", "without_parents"),
]

MAX_LABELLED_CHARACTERS, MAX_LABEL_CHARACTERS = 100_000, 200

# Further columns of exports and of stancekit's own seeds, neither used nor reported as mistakes.
IGNORED = {
    *("abuse", "author", "context", "created_at", "date", "label_raw", "note", "reply_stance", "source", "split"),
    *("stance", "url", "user", "username"),
}


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


def without_parents(path: str, n_rows: int) -> str:
    """The note on replies whose parent is not in the file."""
    return f"{path}: rows whose parent is the id of no other, read without what they answer: {n_rows}"


def too_long(cell: str, most: int = MAX_LABELLED_CHARACTERS) -> str:
    """The reason why a text, or a label, that is too long cannot be trusted."""
    return f"has {len(cell):,} characters, more than {most:,}"


def nearly_known(rows: Sequence[LabelledRow]) -> Iterator[Problem]:
    """Likely misspellings of stancekit's own labels, if others are its own."""
    firsts = {row.label: row for row in reversed(rows)}
    for label, meant in misspelt(firsts):
        yield Problem(firsts[label].path, firsts[label].line, "label", f"is {label!r}; do you mean {meant!r}?")


def conflicts(rows: Sequence[LabelledRow]) -> Iterator[Problem]:
    """Labels written in two ways, or two for the same text, target, thread and parent; or that the two are swapped."""
    firsts: dict[str, LabelledRow] = {}
    for row in rows:
        firsts.setdefault(row.label, row)
    for label, known in look_alikes(firsts):
        row = firsts[label]
        yield Problem(row.path, row.line, "label", f"is {label!r}, and elsewhere {known!r}; write them alike")
    n_texts = len({row.text for row in rows})
    if len(firsts) > 2 * n_texts:
        reason = f"has {len(firsts)} labels for {n_texts} different texts; are the columns text and label swapped?"
        yield Problem(rows[0].path, rows[0].line, "label", reason)
        return
    first: dict[tuple[str, str | None, str | None, str | None], LabelledRow] = {}
    for row in rows:
        other = first.setdefault((row.text, row.target, row.thread, row.parent), row)
        if other.label != row.label:
            where = f"line {other.line}" if other.path == row.path else f"{other.path}, line {other.line}"
            reason = f"is {row.label!r}, but {where} has the same text with {other.label!r}; keep one"
            yield Problem(row.path, row.line, "label", reason)
