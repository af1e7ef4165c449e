"""Labelled rows to a fitted, calibrated and evaluated model."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal

import stancekit
from stancekit.classifier import StanceClassifier
from stancekit.errors import InputError, LabelsError, Problem
from stancekit.evaluation import Evaluation, evaluate_rows
from stancekit.model import Model
from stancekit.reading.labels import LabelledRow, read_labels

__all__ = ["BASES", "STAGES", "TrainingResult", "train"]

BASES = ("fast",)
STAGES = ("reading labels", "fitting without the held-out rows", "fitting on all rows")

_HELD_OUT = 0.2


@dataclass(frozen=True)
class TrainingResult:
    """A model of one's own, and how good it is.

    Parameters
    ----------
    model : Model
        Fitted on all rows.
    evaluation : Evaluation
        What the same recipe, fitted without the rows that were held out, did on them.
    notes : tuple of str
        What a person should know about the rows and how they were held out.
    """

    model: Model
    evaluation: Evaluation
    notes: tuple[str, ...]

    def save(self, path: str | os.PathLike[str]) -> str:
        """Write the model, its card inside, to one file; see ``Model.save``."""
        return self.model.save(path)


def train(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    base: str = "fast",
    seed: int = 0,
    extra_columns: Literal["refuse", "ignore"] = "refuse",
    progress: Callable[[str], None] | None = None,
) -> TrainingResult:
    """Train a model on labelled comments.

    Parameters
    ----------
    paths : path or iterable of paths
        CSV or TSV files with the columns ``text`` and ``label``, and optionally ``target`` (words are crossed with it),
        ``thread`` (held out whole), ``parent`` and ``id``. The labels are supportive, skeptical, neutral, abusive and
        civil, or any other set.
    base : {"fast"}
        What to build on.
    seed : int
        Seed of what is held out and of the fit. The same rows and seed give the same model file.
    extra_columns : {"refuse", "ignore"}
        What to do with a column that stancekit does not know.
    progress : callable, optional
        Called with the name of each of ``STAGES`` as it begins.

    Returns
    -------
    TrainingResult

    Raises
    ------
    LabelsError
        If the rows cannot be trusted; every problem is named with its line.
    InputError
        If an argument is out of range.

    Examples
    --------
    >>> result = train("seeds/threads-train.csv")
    >>> result.model.labels
    ('supportive', 'skeptical', 'abusive')
    >>> result.evaluation.n_samples, result.evaluation.majority, result.notes[-1]
    (67, 'supportive', 'held out 67 of 263 rows: 4 whole threads')
    """
    if base not in BASES:
        raise InputError(f"base must be one of {', '.join(BASES)}, got {base!r}")
    if not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise InputError(f"seed must be a whole number from 0 to {2**32 - 1}, got {seed!r}")
    stage = progress or (lambda _: None)
    stage(STAGES[0])
    labels = read_labels(paths, extra_columns=extra_columns)
    rows = labels.rows
    held_out, note = _hold_out(rows, seed)
    kept = [row for row, out in zip(rows, held_out, strict=True) if not out]
    out = [row for row, out in zip(rows, held_out, strict=True) if out]
    stage(STAGES[1])
    evaluation = evaluate_rows(_fit(kept, seed), out)
    stage(STAGES[2])
    model = replace(_fit(rows, seed), card=_card(rows, evaluation, seed, note))
    return TrainingResult(model, evaluation, (*labels.notes, note))


def _fit(rows: Sequence[LabelledRow], seed: int) -> Model:
    classifier = StanceClassifier(random_state=seed)
    classifier.fit(
        [row.text for row in rows],
        [row.label for row in rows],
        targets=[row.target for row in rows],
        groups=[row.thread or row.text for row in rows],
    )
    return classifier.model_


def _hold_out(rows: Sequence[LabelledRow], seed: int) -> tuple[list[bool], str]:
    """Which rows are held out: whole threads where the labels allow it, else texts, about a fifth of each label."""
    by_thread = len({row.thread for row in rows}) > 1
    if by_thread:
        held_out = _fifth([row.thread or row.text for row in rows], seed)
        if _covers(rows, held_out):
            n_threads = len({row.thread for row, out in zip(rows, held_out, strict=True) if out} - {None})
            return held_out, f"held out {sum(held_out)} of {len(rows)} rows: {n_threads} whole threads"
    held_out = [False] * len(rows)
    for label in sorted({row.label for row in rows}):
        where = [index for index, row in enumerate(rows) if row.label == label]
        for index, out in zip(where, _fifth([rows[index].text for index in where], seed), strict=True):
            held_out[index] = out
    if not _covers(rows, held_out):
        label, count = min(Counter(row.label for row in rows).items(), key=lambda item: item[1])
        first = next(row for row in rows if row.label == label)
        reason = f"{label!r} has {count} rows with too few different texts to learn from and to hold out; label more"
        raise LabelsError((Problem(first.path, first.line, "label", reason),))
    why = ", as a label stands in too few threads to hold out whole ones" if by_thread else ""
    return held_out, f"held out {sum(held_out)} of {len(rows)} rows{why}"


def _fifth(groups: Sequence[str], seed: int) -> list[bool]:
    """A fifth of the rows, whole groups, in the order of a hash: the same whatever the order of the rows."""
    size = Counter(groups)
    order = sorted(size, key=lambda group: sha256(f"{seed}:{group}".encode("utf-8", "surrogatepass")).digest())
    chosen: set[str] = set()
    count = 0
    for group in order:
        if count >= _HELD_OUT * len(groups):
            break
        chosen.add(group)
        count += size[group]
    return [group in chosen for group in groups]


def _covers(rows: Sequence[LabelledRow], held_out: Sequence[bool]) -> bool:
    """Whether every label is on both sides."""
    sides = {(row.label, out) for row, out in zip(rows, held_out, strict=True)}
    return len(sides) == 2 * len({row.label for row in rows})


def _card(rows: Sequence[LabelledRow], evaluation: Evaluation, seed: int, note: str) -> dict[str, Any]:
    files = {row.path for row in rows}
    return {
        "stancekit": stancekit.__version__,
        "base": "fast",
        "seed": seed,
        "files": len(files),
        "rows": len(rows),
        "labels": dict(sorted(Counter(row.label for row in rows).items())),
        "held_out": note,
        "evaluation": evaluation.to_dict(),
        "headline": {"macro-F1": round(evaluation.macro_f1, 3), "majority": round(evaluation.majority_macro_f1, 3)},
    }
