"""Labelled rows to a fitted, calibrated and evaluated model."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

import stancekit
from stancekit.errors import InputError, LabelsError, Problem
from stancekit.evaluation import Evaluation, evaluate_rows, trusted_labels
from stancekit.features import Features
from stancekit.features.ngrams import Ngrams
from stancekit.inputs import whole_number
from stancekit.labelling import head_labels
from stancekit.linear import fit_heads
from stancekit.loading import load_model
from stancekit.model import Model
from stancekit.reading.labelled_rows import LabelledRow
from stancekit.text import without_links
from stancekit.vectorizers import EncoderVectorizer, NgramVectorizer
from stancekit.vocabulary import KNOWN_LABELS, abuse_of, are_abuse_otherwise, are_yes_and_no

__all__ = ["BASES", "STAGES", "TrainingResult", "train"]

Matrix: TypeAlias = csr_matrix | NDArray[np.float32]

BASES = ("fast", "small", "encoder")
STAGES = (
    "reading labels",
    "reading comments",
    "fitting without the held-out rows",
    "measuring the shipped model",
    "fitting on all rows",
)

_WORD, _REPEATS = re.compile(r"\w+"), re.compile(r"\A\s*rt @\w+")
_HELD_OUT, _AT_MOST_HELD_OUT = 0.2, 0.35
_FEW = 400  # held-out rows; with fewer an accuracy is off by more than .05 one time in twenty


@dataclass(frozen=True)
class TrainingResult:
    """A trained model, and how good it is.

    Parameters
    ----------
    model : Model
        Fitted on all rows.
    evaluation : Evaluation
        How a model fitted in the same way, without the held-out rows, did on them.
    shipped : Evaluation or None
        How the shipped model of this base does on them; None if it does not know these labels.
    notes : tuple of str
        What a person should know about the rows and how they were held out.
    """

    model: Model
    evaluation: Evaluation
    shipped: Evaluation | None
    notes: tuple[str, ...]

    def save(self, path: str | os.PathLike[str]) -> str:
        """Write the model, its card inside, to one file; see ``Model.save``."""
        return self.model.save(path)


def train(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    base: str = "fast",
    seed: int = 0,
    memory: str | os.PathLike[str] | None = None,
    extra_columns: Literal["refuse", "ignore"] = "refuse",
    progress: Callable[[str, float], None] | None = None,
) -> TrainingResult:
    """Train a model on labelled comments.

    Parameters
    ----------
    paths : path or iterable of paths
        CSV or TSV files with the columns ``text`` and ``label``, and optionally ``target`` (words are crossed with it),
        ``thread`` (held out whole), and ``parent``, the ``id`` of the comment that is answered. The labels are
        supportive, skeptical, neutral, abusive and civil, or any other set. Or JSONL with these keys, or with a
        labelled thread per line, as in seeds/corpus.
    base : {"fast", "small", "encoder"}
        The shipped model to build on. ``"fast"`` learns all words afresh; the others keep their network and need far
        fewer labels, but read only dozens of comments a second, ``"small"`` four times as many as ``"encoder"``.
    seed : int
        Seed of the held-out split and of the fit. The same rows and seed give the same model file; on an encoder,
        whose features differ in their last bits between kinds of processors, on the same kind.
    memory : str or path, optional
        A folder that caches an encoder's features for these comments, so that they are read only once while you try
        settings (``joblib.Memory``, which stores pickles: take a folder that only you can write to).
    extra_columns : {"refuse", "ignore"}
        What to do with a column that stancekit does not know.
    progress : callable, optional
        Called with the name of each of ``STAGES`` and the share of it that is done, in [0, 1].

    Returns
    -------
    TrainingResult

    Raises
    ------
    LabelsError
        If the rows cannot be trusted; every problem is named with its line.
    ReadError
        If a file is missing or is no text.
    ModelFileError
        If the model to build on is missing or damaged.
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
    seed = whole_number("seed", seed, 0, 2**32 - 1)
    if memory is not None and base == "fast":
        raise InputError(
            "memory keeps what an encoder gave, and base is 'fast'; build on 'small' or 'encoder', or leave it out"
        )
    report = progress or (lambda stage, share: None)
    report(STAGES[0], 0.0)
    labels = trusted_labels(paths, extra_columns)
    rows = labels.rows
    if len({row.label for row in rows}) == 1:
        reason = f"every label is {rows[0].label!r}; there must be two different ones to learn from"
        raise LabelsError((Problem(rows[0].path, rows[0].line, "label", reason),))
    learning, out, note = _hold_out(rows, seed)
    report(STAGES[1], 0.0)
    features, matrix = _read(rows, base, memory, partial(report, STAGES[1]))
    groups, _ = _grouped(rows)
    report(STAGES[2], 0.0)
    learned, measured = ([rows[index] for index in some] for some in (learning, out))
    given = None if base == "fast" else matrix[out]  # an encoder's features, so that no comment is read again
    of_learned = _as_learned_from(learned, features, matrix[learning])
    evaluation = evaluate_rows(
        _fitted(*of_learned, learned, [groups[index] for index in learning], seed), measured, given
    )
    report(STAGES[3], 0.0)
    shipped = _measured_as_shipped(base, measured, given, evaluation)
    report(STAGES[4], 0.0)
    model = _fitted(features, matrix, rows, groups, seed)
    model = replace(model, card=_card(rows, evaluation, base, seed, note))
    notes = (*labels.notes, *_doubts(evaluation, shipped, base), *_remarks(model, rows), note)
    return TrainingResult(model, evaluation, shipped, notes)


def _read(
    rows: Sequence[LabelledRow], base: str, memory: str | os.PathLike[str] | None, progress: Callable[[float], None]
) -> tuple[Features, Matrix]:
    """The features to fit on, and those of the rows."""
    texts, targets, parents = ([getattr(row, name) for row in rows] for name in ("text", "target", "parent"))
    if base == "fast":
        ngrams = NgramVectorizer().fit(texts, targets=targets)
        return ngrams.features_, ngrams.transform(texts, targets=targets)
    names_abuse = "abuse" in head_labels([row.label for row in rows])
    encoder = EncoderVectorizer(base, memory=memory, blind=names_abuse).fit()
    return encoder.features_, encoder.transform(texts, targets=targets, parents=parents, progress=progress)


def _as_learned_from(rows: Sequence[LabelledRow], features: Features, matrix: Matrix) -> tuple[Features, Matrix]:
    """The features and the matrix of some rows if there were no others: targets that only others have are new to it."""
    if not isinstance(features, Ngrams):
        return features, matrix
    texts, targets = [row.text for row in rows], [row.target for row in rows]
    own = NgramVectorizer().fit(texts, targets=targets).features_
    return own, matrix if own == features else own.matrix(texts, targets)


def _fitted(features: Features, matrix: Matrix, rows: Sequence[LabelledRow], groups: Sequence[str], seed: int) -> Model:
    as_new = features.matrix_as_new([row.text for row in rows], [row.target for row in rows], groups)
    labels = head_labels([row.label for row in rows])
    return fit_heads(features, matrix, labels, groups, as_new=as_new, seed=seed)


def _remarks(model: Model, rows: Sequence[LabelledRow]) -> Iterator[str]:
    """What the labels did not train, and what the model does therefore."""
    heads, count = {head.name for head in model.heads}, Counter(row.label for row in rows)
    if count["civil"] and heads == {"stance"}:
        yield f"{count['civil']} civil rows trained and measured nothing, as no row is abusive"
    if heads == {"label"} and set(count) <= KNOWN_LABELS:
        yield (
            f"{', '.join(sorted(count))} train one head for all, none of abuse or stance: label rows of both sides, or "
            "abusive and civil alone"
        )
    if are_abuse_otherwise(count) or are_yes_and_no(count):
        yield (
            f"{' and '.join(sorted(count))} train no abuse head: long comments are not searched window by window, and "
            f"audit does not measure the model; {'if they tell of abuse, ' if are_yes_and_no(count) else ''}rename the "
            "labels to abusive and civil"
        )
    if not model.abstain_below:
        yield _why_it_always_answers(heads, has_neutral=count["neutral"] > 0)


def _why_it_always_answers(heads: Set[str], *, has_neutral: bool) -> str:
    if heads.isdisjoint({"abuse", "stance"}):
        if has_neutral:
            return "neutral is a label like the others here, so the model never abstains"
        return "of labels of your own nothing says which is neutral, so the model never abstains"
    if heads == {"abuse"}:
        neutral = ", and the neutral ones count as civil" if has_neutral else ""
        return f"no rows are supportive or skeptical, so the model says civil or abusive and never abstains{neutral}"
    unsure = "nothing says when an answer is too unsure: the model"
    number = "too few" if has_neutral else "no"
    if {"abuse", "stance"} <= heads:
        return f"{number} rows are neutral, so {unsure} gives one unless abusive leads and civil is likelier still"
    return f"{number} rows are of neutral stance, so {unsure} always gives one"


def _measured_as_shipped(
    base: str, rows: Sequence[LabelledRow], X: NDArray[np.float32] | None, own: Evaluation
) -> Evaluation | None:
    """The shipped model's evaluation on the same question; None if it cannot answer it."""
    if own.question == "abuse":
        rows = [replace(row, label=abuse_of(row.label)) for row in rows]
    try:
        model = load_model(base)
        shipped = evaluate_rows(model, rows, None if X is None else X[:, : model.features.n_features])
    except InputError:  # labels that it does not know
        return None
    is_alike = [one.label for one in shipped.classes] == [one.label for one in own.classes]
    return shipped if is_alike and (shipped.question, shipped.n_samples) == (own.question, own.n_samples) else None


def _doubts(evaluation: Evaluation, shipped: Evaluation | None, base: str) -> Iterator[str]:
    """What a person should bear in mind before they believe the figures."""
    if evaluation.macro_f1 <= evaluation.majority_macro_f1:
        yield f"no better than always answering {evaluation.majority!r}; label more rows, or build on another base"
    if shipped is not None and evaluation.macro_f1 <= shipped.macro_f1:
        yield f"no better than {base!r} as it is shipped; label more rows, or keep to --model {base}"
    if evaluation.n_samples < _FEW:
        sure = evaluation.n_samples**-0.5  # two standard errors at an accuracy of a half
        yield f"{evaluation.n_samples} held-out rows are few: an accuracy may be off by {sure:.2f} either way"


def _hold_out(rows: Sequence[LabelledRow], seed: int) -> tuple[list[int], list[int], str]:
    """The rows to learn from and those held out: whole threads if the labels allow it, else a fifth of each label.

    Of whole threads, a comment is not measured if its text was learned: "First!" stands in many.
    """
    groups, by_thread = _grouped(rows)
    texts = _alike(rows)
    why = ""
    if by_thread:
        held_out = _fifth(groups, seed)
        learned = {text for text, out in zip(texts, held_out, strict=True) if not out}
        learning = [index for index, out in enumerate(held_out) if not out]
        measured = [index for index, text in enumerate(texts) if held_out[index] and text not in learned]
        if _covers(rows, learning) and _covers(rows, measured):
            n_threads = len({rows[index].thread for index in measured} - {None})
            threads = f": {n_threads} whole thread{'' if n_threads == 1 else 's'}"
            which = threads if n_threads else ", none of them of a thread"
            n_repeated = sum(held_out) - len(measured)
            repeated = f", without {n_repeated} of texts that others have" if n_repeated else ""
            return learning, measured, f"held out {len(measured)} of {len(rows)} rows{which}{repeated}"
        why = ", as a label stands in too few threads to hold out whole ones"
        if _covers(rows, learning) and _covers(rows, [index for index, out in enumerate(held_out) if out]):
            why = ", as whole threads would leave out a label of which all texts are also in the others"
    by_label: dict[str, list[str]] = {}
    for row, text in zip(rows, texts, strict=True):
        by_label.setdefault(row.label, []).append(text)
    fifths = [(of_label, _fifth(of_label, seed)) for of_label in by_label.values()]
    chosen = {text for of_label, are_out in fifths for text, out in zip(of_label, are_out, strict=True) if out}
    learning, measured = ([at for at, text in enumerate(texts) if (text in chosen) is out] for out in (False, True))
    if not (_covers(rows, learning) and _covers(rows, measured)):
        on_both_sides = {rows[at].label for at in learning} & {rows[at].label for at in measured}
        first = next(row for row in rows if row.label not in on_both_sides)
        count = len(by_label[first.label])
        rows_of_it = f"{count} row{'s' if count > 1 else ''}"
        reason = f"{first.label!r} has {rows_of_it}, too few different texts to learn from and to hold out; label more"
        raise LabelsError((Problem(first.path, first.line, "label", reason),))
    if rows[0].thread and not by_thread:
        why = ", of the one thread that there is: on other threads expect less"
    return learning, measured, f"held out {len(measured)} of {len(rows)} rows{why}"


def _grouped(rows: Sequence[LabelledRow]) -> tuple[list[str], bool]:
    """The group of each row, its thread if there are several, else its text; and whether there are several."""
    by_thread = len({row.thread for row in rows}) > 1
    return [(by_thread and row.thread) or text for row, text in zip(rows, _alike(rows), strict=True)], by_thread


def _alike(rows: Sequence[LabelledRow]) -> list[str]:
    """For each row the first text, by the alphabet, of those with its words: copies may differ in signs and links."""
    said = ["".join(_WORD.findall(_REPEATS.sub("", without_links(row.text).casefold(), count=1))) for row in rows]
    first: dict[str, str] = {}
    for row, words in zip(rows, said, strict=True):
        first[words] = min(first.get(words, row.text), row.text)
    return [first[words] if words else row.text for row, words in zip(rows, said, strict=True)]


def _fifth(groups: Sequence[str], seed: int) -> list[bool]:
    """About a fifth of the rows, whole groups, chosen by a hash: the same whatever the order of the rows."""
    size = Counter(groups)
    order = sorted(size, key=lambda group: sha256(f"{seed}:{group}".encode("utf-8", "surrogatepass")).digest())
    chosen: set[str] = set()
    count = 0
    for group in order:
        if count >= _HELD_OUT * len(groups):
            break
        if count + size[group] <= _AT_MOST_HELD_OUT * len(groups) or size[group] == 1:
            chosen.add(group)
            count += size[group]
    return [group in chosen for group in groups]


def _covers(rows: Sequence[LabelledRow], some: Sequence[int]) -> bool:
    """Whether some of the rows have every label."""
    return {rows[index].label for index in some} == {row.label for row in rows}


def _card(rows: Sequence[LabelledRow], evaluation: Evaluation, base: str, seed: int, note: str) -> dict[str, Any]:
    files = {row.path for row in rows}
    return {
        "stancekit": stancekit.__version__,
        "base": base,
        "seed": seed,
        "files": len(files),
        "rows": len(rows),
        "labels": dict(sorted(Counter(row.label for row in rows).items())),
        "held_out": note,
        "evaluation": evaluation.to_dict(),
        "headline": {"macro-F1": round(evaluation.macro_f1, 3), "majority": round(evaluation.majority_macro_f1, 3)},
    }
