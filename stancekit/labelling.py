"""Which heads a set of labels trains: stancekit's own become two, any other set becomes one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from stancekit.errors import InputError
from stancekit.heads import labels_of
from stancekit.inputs import str_labels
from stancekit.reading.labelled_rows import MAX_LABEL_CHARACTERS, too_long
from stancekit.vocabulary import (
    ABUSE,
    KNOWN_LABELS,
    STANCES,
    UNCLEAR,
    WHY_NOT_UNCLEAR,
    abuse_of,
    as_seen,
    is_missing,
    look_alikes,
    misspelt,
    own_label,
)

__all__ = ["check_spelling", "classes_of", "head_labels"]


def head_labels(labels: Sequence[str], known: Collection[str] | None = None) -> dict[str, list[str | None]]:
    """The labels that each head is trained on.

    Parameters
    ----------
    labels : sequence of str
        One label for each comment.
    known : collection of str, optional
        All labels of the data set; by default those of these comments.

    Returns
    -------
    dict of head name to list of (str or None)
        Heads ``abuse`` and ``stance`` if the labels are stancekit's own, one head ``label`` for any other set.

    Examples
    --------
    >>> head_labels(["supportive", "abusive", "skeptical"])
    {'abuse': ['civil', 'abusive', 'civil'], 'stance': ['supportive', None, 'skeptical']}
    >>> head_labels(["spam", "ham"])
    {'label': ['spam', 'ham']}
    """
    known = set(labels if known is None else known)
    sides = known & {"supportive", "skeptical"}
    if not known <= KNOWN_LABELS or len(sides) == 1:
        return {"label": list(labels)}
    heads: dict[str, list[str | None]] = {}
    if "abusive" in known:
        heads["abuse"] = [abuse_of(label) for label in labels]
    if sides:
        heads["stance"] = [label if label in STANCES else None for label in labels]
    return heads or {"label": list(labels)}


def check_spelling(labels: Iterable[str], called: str = "y") -> None:
    """Refuse labels that are a capital, a letter or a blank away from stancekit's own, and what is no label at all.

    ``called`` is what the caller's argument for the labels is called, for messages.
    """
    labels = list(dict.fromkeys(labels))
    _check_labels(labels, called)
    if KNOWN_LABELS.issuperset(map(own_label, labels)):
        for label in (label for label in labels if own_label(label) != label):
            raise InputError(
                f"{called} has the label {label!r}; stancekit's own is {own_label(label)!r}, so write it like this"
            )
    for label, meant in misspelt(labels):
        raise InputError(f"{called} has the label {label!r}; do you mean {meant!r}?")


def classes_of(labels: Mapping[str, Sequence[str | None]], called: str = "y") -> dict[str, tuple[str, ...]]:
    """The classes of each head; an InputError if there are fewer than two, or heads or labels are not valid.

    ``called`` is what the caller's argument for labels of one head is called, for messages.
    """
    classes = {
        name: _ordered(str_labels([one for one in own if one is not None], name)) for name, own in labels.items()
    }
    for name, known in classes.items():
        where = called if list(classes) == ["label"] else f"the head {name!r}"
        if len(known) < 2:
            only = f"only the label {known[0]!r}" if known else "no label"
            raise InputError(f"{where} has {only}; there must be two different ones")
        _check_labels(known, where)
    labels_of(classes)
    return classes


def _check_labels(labels: Sequence[str], called: str) -> None:
    """Refuse what is no label at all, and labels that only look different."""
    for label in labels:
        if not as_seen(label):
            raise InputError(f"{called} has the label {label!r}; leave its row out, or name the label by a word")
        if label != label.strip():
            raise InputError(f"{called} has the label {label!r}, with blanks around it; write {label.strip()!r}")
        if len(label) > MAX_LABEL_CHARACTERS:
            raise InputError(
                f"{called} has a label that {too_long(label, MAX_LABEL_CHARACTERS)}; are texts and y swapped?"
            )
        if label.casefold() == UNCLEAR:
            raise InputError(f"{called} has the label {label!r}, {WHY_NOT_UNCLEAR}")
    for label in filter(is_missing, labels):
        raise InputError(
            f"{called} has the label {label!r}; is it a missing value? Leave its row out; if not, call the label "
            "otherwise"
        )
    for label, other in look_alikes(labels):
        raise InputError(f"{called} has the label {label!r}, and elsewhere {other!r}; write them alike")


def _ordered(answers: Sequence[str]) -> tuple[str, ...]:
    """The distinct classes: stancekit's own in their usual order, any others sorted."""
    known = [answer for answer in (*STANCES, *ABUSE) if answer in set(answers)]
    return tuple(known) if len(known) == len(set(answers)) else tuple(sorted(set(answers)))
