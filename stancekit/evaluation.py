"""How good a model is on labelled rows: figures per class, the majority-class baseline, and calibration."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.metrics import confusion_matrix, roc_auc_score

from stancekit.errors import InputError
from stancekit.heads import likeliest_labels
from stancekit.model import Model
from stancekit.reading.labelled_rows import LabelledRow
from stancekit.reading.labels import Labels, read_labels
from stancekit.text import says_nothing, without_links
from stancekit.vocabulary import ABUSE, KNOWN_LABELS, STANCES, abuse_of, meaning

__all__ = [
    *("Bin", "Calibration", "ClassReport", "Coverage", "Evaluation", "Flagging"),
    *("evaluate", "evaluate_rows", "trusted_labels"),
]

_SHOWN = 10  # labels that a message names at most
_N_BINS = 15
_COVERAGE_AT = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
_FLAGGING_AT = tuple(tenths / 10 for tenths in range(1, 10))

_Answers = dict[str, dict[str, NDArray[np.float64]]]  # head name to class to probabilities


@dataclass(frozen=True)
class ClassReport:
    """Precision, recall and F1 of one label, each in [0, 1], how many rows have it, and what they were called.

    ``called`` has the number of its rows for each label that the model gave to any: a row of the confusion matrix.
    """

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    called: dict[str, int]


@dataclass(frozen=True)
class Bin:
    """Rows whose highest probability is about the same: its mean, and the accuracy, in [0, 1]."""

    confidence: float
    accuracy: float
    n_samples: int


@dataclass(frozen=True)
class Calibration:
    """How far a head's probabilities are from the frequencies observed.

    Parameters
    ----------
    head : str
        The head.
    ece : float
        Expected calibration error over 15 equally wide bins of the top class's probability: the mean distance between
        confidence and accuracy, weighted by rows (Guo et al., 2017).
    n_samples : int
        Rows with a label for this head.
    bins : tuple of Bin
        The bins that are not empty: the reliability diagram.
    """

    head: str
    ece: float
    n_samples: int
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Coverage:
    """Answering only from this confidence up: the share of rows answered, and the accuracy on those."""

    threshold: float
    coverage: float
    accuracy: float | None


@dataclass(frozen=True)
class Flagging:
    """Flagging the comments whose P(abusive) is this threshold or more: what it would find, and whom it would wrong.

    Parameters
    ----------
    threshold : float
        The least P(abusive) of a flagged comment.
    flagged : float
        The share of all comments that is flagged, in [0, 1].
    precision : float or None
        The share of the flagged comments that is abusive; None if none is flagged.
    recall : float
        The share of the abusive comments that is flagged.
    false_positives : float or None
        The share of the civil comments that is flagged; None if none is civil.
    """

    threshold: float
    flagged: float
    precision: float | None
    recall: float
    false_positives: float | None


@dataclass(frozen=True)
class Evaluation:
    """How a model did on labelled rows.

    Parameters
    ----------
    question : {"labels", "abuse", "stance"}
        What was compared: the model's labels, with an abstention counted as neutral; or, if the rows are labelled only
        for abuse or only for stance, that head's likeliest class, or the likelier side if no row is neutral.
    n_samples : int
        How many rows were compared. A row that is only known to be civil has no label to compare with; it counts only
        in the abuse head's figures.
    classes : tuple of ClassReport
        One for each label that the rows have.
    macro_f1, accuracy : float
        In [0, 1]. ``macro_f1`` is the mean over ``classes``; scikit-learn's would also average in the 0 of each label
        that was predicted and is not among them, unless it is given these as ``labels``.
    majority : str
        The most frequent label.
    majority_macro_f1, majority_accuracy : float
        What always predicting it would score; in [0, 1].
    n_abstained : int
        How often the model abstained; 0 if one head was compared.
    roc_auc : float or None
        How well P(abusive) ranks abusive rows above the others; None without both kinds of row.
    calibration : tuple of Calibration
        One for each head that the rows have labels for.
    coverage : tuple of Coverage
        Coverage and accuracy at several thresholds, over the rows whose label the model can give.
    flagging : tuple of Flagging
        What flagging at several thresholds on P(abusive) would find, over all rows, with those that are not abusive as
        civil; empty if the model has no abuse head or no row is abusive.
    notes : tuple of str
        What a reader of the figures should know about the rows: parents not found, columns ignored.
    """

    question: Literal["labels", "abuse", "stance"]
    n_samples: int
    classes: tuple[ClassReport, ...]
    macro_f1: float
    accuracy: float
    majority: str
    majority_macro_f1: float
    majority_accuracy: float
    n_abstained: int
    roc_auc: float | None
    calibration: tuple[Calibration, ...]
    coverage: tuple[Coverage, ...]
    flagging: tuple[Flagging, ...]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return asdict(self)


def evaluate(
    model: Model,
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    extra_columns: Literal["refuse", "ignore"] = "refuse",
) -> Evaluation:
    """Measure a model on files of labelled rows.

    Parameters
    ----------
    model : Model
        The model.
    paths : path or iterable of paths
        Files as for ``train``.
    extra_columns : {"refuse", "ignore"}
        What to do with a column that stancekit does not know.

    Returns
    -------
    Evaluation

    Raises
    ------
    LabelsError
        If the rows cannot be trusted.
    ReadError
        If a file is missing or is no text.
    InputError
        If the rows have labels that the model does not know.

    Examples
    --------
    >>> import stancekit
    >>> evaluation = evaluate(stancekit.load_model("fast"), "seeds/threads-test.csv")
    >>> evaluation.n_samples, evaluation.majority
    (128, 'supportive')
    """
    if not isinstance(model, Model):
        raise InputError(f"model must be a Model, as load_model gives it, got {type(model).__name__}")
    labels = trusted_labels(paths, extra_columns)
    evaluation = evaluate_rows(model, labels.rows)
    notes = labels.notes
    if n_civil := len(labels.rows) - evaluation.n_samples:
        notes = (*notes, f"{n_civil} civil rows, which name no stance, were compared in ROC-AUC and calibration alone")
    return replace(evaluation, notes=notes)


def trusted_labels(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], extra_columns: Literal["refuse", "ignore"]
) -> Labels:
    """What ``read_labels`` reads, without texts of which nothing is left; whoever labels a lone link has seen it."""

    def is_gone(text: str) -> bool:
        return says_nothing(text) and without_links(text) == text

    return read_labels(paths, extra_columns=extra_columns, says_nothing=is_gone)


def evaluate_rows(
    model: Model, rows: Sequence[LabelledRow], X: csr_matrix | NDArray[np.float32] | None = None
) -> Evaluation:
    """Measure a model on labelled rows; see ``evaluate``.

    Parameters
    ----------
    model : Model
    rows : sequence of LabelledRow of length n_samples
    X : sparse matrix or ndarray of shape (n_samples, n_features), optional
        The rows' features, as ``Model.head_probabilities`` takes them.

    Returns
    -------
    Evaluation

    Raises
    ------
    InputError
        If the rows have labels that the model does not know, or none that can be compared.
    """
    gold = [row.label for row in rows]
    texts, targets, parents = ([getattr(row, name) for row in rows] for name in ("text", "target", "parent"))
    answers = model.head_probabilities(texts, targets, parents=parents, X=X)
    question = _question(model, set(gold))
    if question == "abuse":
        gold = [abuse_of(label) for label in gold]
    said = _of_labels(model, texts, answers) if question == "labels" else _of_head(answers[question], gold)
    roc_auc, calibration = _roc_auc(answers, gold), tuple(_calibrations(answers, gold))
    flagging = tuple(_flagging(answers, gold))
    compared = [row for row, label in enumerate(gold) if label in (*said.names, "neutral")]
    if not compared:
        raise InputError(
            "there is nothing to compare with: no row has another label than civil; add abusive ones, or stances"
        )
    gold = [gold[row] for row in compared]
    likeliest, confidence, abstained = said.likeliest[compared], said.confidence[compared], said.abstained[compared]
    names = tuple(dict.fromkeys((*said.names, "neutral")))
    predicted = np.where(abstained, names.index("neutral"), likeliest)
    table = confusion_matrix([names.index(label) for label in gold], predicted, labels=range(len(names)))
    classes = tuple(_class_reports(names, table))
    majority, count = Counter(sorted(gold)).most_common(1)[0]
    majority_f1 = 2 * count / (len(gold) + count)  # of the majority class alone; the other classes have 0
    return Evaluation(
        question=question,
        n_samples=len(gold),
        classes=classes,
        macro_f1=float(np.mean([one.f1 for one in classes])),
        accuracy=int(table.trace()) / len(gold),
        majority=majority,
        majority_macro_f1=majority_f1 / len(classes),
        majority_accuracy=count / len(gold),
        n_abstained=int(abstained.sum()),
        roc_auc=roc_auc,
        calibration=calibration,
        coverage=tuple(_coverage(np.array(said.names)[likeliest], confidence, gold, said.names)),
        flagging=flagging,
    )


class _Predicted(NamedTuple):
    """A model's predictions for some rows: the index of the likeliest name, its confidence, and where it abstained."""

    names: tuple[str, ...]
    likeliest: NDArray[np.int64]
    confidence: NDArray[np.float64]
    abstained: NDArray[np.bool_]


def _of_labels(model: Model, texts: Sequence[str], answers: _Answers) -> _Predicted:
    found = likeliest_labels(answers)
    can_be_given = model.gives_label(texts, found, threshold=0.0)
    confidence = np.where(can_be_given, found.confidence, -1.0)  # below any threshold
    return _Predicted(model.labels, found.likeliest, confidence, ~model.gives_label(texts, found))


def _of_head(columns: dict[str, NDArray[np.float64]], gold: Sequence[str]) -> _Predicted:
    names = tuple(name for name in columns if name != "neutral" or name in gold)
    probabilities = np.stack([columns[name] for name in names], axis=1)
    never = np.zeros(len(gold), dtype=bool)
    return _Predicted(names, probabilities.argmax(axis=1), probabilities.max(axis=1), never)


def _class_reports(names: Sequence[str], table: NDArray[np.int64]) -> Iterable[ClassReport]:
    """One for each label that rows have, given the confusion matrix: true labels down, predicted ones across."""
    support, given = table.sum(axis=1).tolist(), table.sum(axis=0).tolist()
    shown = [at for at in range(len(names)) if support[at] or given[at]]
    for at, row in enumerate(table.tolist()):
        if support[at]:
            precision, recall = row[at] / max(given[at], 1), row[at] / support[at]
            f1 = 2 * row[at] / (support[at] + given[at])
            called = {names[one]: row[one] for one in shown}
            yield ClassReport(names[at], precision, recall, f1, support[at], called)


def _question(model: Model, gold: set[str]) -> Literal["labels", "abuse", "stance"]:
    heads = {head.name for head in model.heads}
    if "abuse" in heads and "abusive" in gold and gold <= ({*ABUSE} if "stance" in heads else KNOWN_LABELS):
        return "abuse"
    if "stance" in heads:
        gold = gold - {"civil"}
    if "stance" in heads and gold <= set(STANCES):
        return "stance"
    accepted = (*model.labels, *(("neutral", "civil") if "stance" in heads else ()))
    if unknown := sorted(gold - {*accepted}):
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        meant = [f"{label} is {meaning(label)} here" for label in unknown[:_SHOWN] if meaning(label) in accepted]
        rename = f"; {', '.join(meant)}: rename {'it' if len(meant) == 1 else 'them'}" if meant else ""
        raise InputError(
            f"the rows have labels that the model does not know: {', '.join(unknown[:_SHOWN])}{more}; "
            f"it accepts {', '.join(accepted)}{rename}"
        )
    return "labels"


def _roc_auc(answers: _Answers, gold: Sequence[str]) -> float | None:
    is_abusive = [label == "abusive" for label in gold]
    if "abuse" not in answers or len(set(is_abusive)) < 2:
        return None
    return float(roc_auc_score(is_abusive, answers["abuse"]["abusive"]))


def _flagging(answers: _Answers, gold: Sequence[str]) -> Iterable[Flagging]:
    is_abusive = np.array([label == "abusive" for label in gold], dtype=bool)
    if "abuse" not in answers or not is_abusive.any():
        return
    for threshold in _FLAGGING_AT:
        is_flagged = answers["abuse"]["abusive"] >= threshold
        yield Flagging(
            threshold,
            float(is_flagged.mean()),
            float(is_abusive[is_flagged].mean()) if is_flagged.any() else None,
            float(is_flagged[is_abusive].mean()),
            None if is_abusive.all() else float(is_flagged[~is_abusive].mean()),
        )


def _calibrations(answers: _Answers, gold: Sequence[str]) -> Iterable[Calibration]:
    for head, columns in answers.items():
        expected = [abuse_of(label) for label in gold] if head == "abuse" else gold
        rows = [row for row, label in enumerate(expected) if label in columns]
        if head == "abuse" and "abusive" not in gold:
            continue
        if rows:
            probabilities = np.stack(list(columns.values()), axis=1)[rows]
            names = list(columns)
            is_right = probabilities.argmax(axis=1) == [names.index(expected[row]) for row in rows]
            yield _calibration(head, probabilities.max(axis=1), is_right)


def _calibration(head: str, confidence: NDArray[np.float64], is_right: NDArray[np.bool_]) -> Calibration:
    which = np.minimum((confidence * _N_BINS).astype(int), _N_BINS - 1)
    bins = tuple(
        Bin(
            float(confidence[which == index].mean()),
            float(is_right[which == index].mean()),
            int((which == index).sum()),
        )
        for index in np.unique(which)
    )
    gaps = sum(abs(one.confidence - one.accuracy) * one.n_samples for one in bins)
    return Calibration(head, gaps / len(confidence), len(confidence), bins)


def _coverage(
    likeliest: NDArray[np.str_], confidence: NDArray[np.float64], gold: Sequence[str], names: Sequence[str]
) -> Iterable[Coverage]:
    rows = [row for row, label in enumerate(gold) if label in names]
    confidence, is_right = confidence[rows], likeliest[rows] == np.array([gold[row] for row in rows])
    for threshold in _COVERAGE_AT:
        answered = confidence >= threshold
        accuracy = float(is_right[answered].mean()) if answered.any() else None
        yield Coverage(threshold, float(answered.mean()) if rows else 0.0, accuracy)
