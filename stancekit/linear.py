"""Linear heads, fitted on all rows at once or part by part, and calibrated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse, vstack
from sklearn.linear_model import LogisticRegression, SGDClassifier
from threadpoolctl import threadpool_limits

from stancekit.calibration import calibrated, with_threshold
from stancekit.errors import InputError
from stancekit.features import Features
from stancekit.features.turns import Turns
from stancekit.folds import folds_of, out_of_fold
from stancekit.heads import Head, adapted, n_outputs
from stancekit.inputs import check_lengths, whole_number
from stancekit.labelling import classes_of
from stancekit.model import Model

__all__ = ["Learner", "fit_heads"]

Floats: TypeAlias = NDArray[np.float64]
Classes: TypeAlias = Mapping[str, tuple[str, ...]]  # of each head
Labels: TypeAlias = Mapping[str, Sequence[str | None]]
Seed: TypeAlias = int | np.random.RandomState | None

# A few hundred rows need more rounds than a hundred thousand before averaged SGD has settled.
_MIN_UPDATES = 20_000
# Inverse regularisation strength of a head on an encoder's features (scikit-learn's C). On P-Stance and on topics of
# IBM-KPA that the encoder had not seen, 0.1 to 1 were alike from 50 labels to 1,200; less and more were worse.
_LOGISTIC_C = 0.3
_ONE_AT_A_TIME = Turns()  # the number of threads is the whole process's: who is done first would give it back
_SMALLEST = 2.0**-64  # the largest weight of a head that has learned nothing is taken for this
# With other strengths of regularisation, SGD leaves the range of its numbers.
_ALPHAS = (1e-12, 1e6)
# A model that learns part by part is calibrated on about this many rows at most; their features stay in memory.
_HELD_OUT = 10_000

_Part: TypeAlias = tuple[csr_matrix, Labels, Floats]


def _sgd_classifier(alpha: float, epochs: int, seed: Seed, *, at_least: int = 1) -> SGDClassifier:
    """Averaged stochastic gradient descent: the same weights whatever the number of threads."""
    if not isinstance(alpha, Real) or isinstance(alpha, bool) or not _ALPHAS[0] <= alpha <= _ALPHAS[1]:
        raise InputError(f"alpha must be a number from {_ALPHAS[0]:g} to {_ALPHAS[1]:g}, got {alpha!r}")
    epochs = max(whole_number("epochs", epochs, 1), at_least)
    if not isinstance(seed, np.random.RandomState | None):
        seed = whole_number("random_state", seed, 0, 2**32 - 1)
    return SGDClassifier(loss="log_loss", alpha=alpha, max_iter=epochs, tol=None, average=True, random_state=seed)


def _quantised_head(name: str, classes: tuple[str, ...], coef: Floats, intercept: Floats) -> Head:
    """A head whose weights are integers, so that sums are exact in any order."""
    exponent = int(np.frexp(max(float(np.abs(coef).max()), _SMALLEST))[1])
    step = 2.0 ** (exponent - 15)
    whole = np.clip(np.rint(coef / step), -(2**15) + 1, 2**15 - 1).astype(np.int16)
    return Head(name, classes, whole, step, intercept.astype(np.float64))


def fit_heads(
    features: Features,
    matrix: csr_matrix | NDArray[np.float32],
    labels: Labels,
    groups: Sequence[Any],
    weights: Floats | None = None,
    *,
    as_new: csr_matrix | None = None,
    alpha: float = 1e-5,
    epochs: int = 5,
    seed: Seed = 0,
) -> Model:
    """Fit heads on features that are already computed, and calibrate them on out-of-fold scores.

    Parameters
    ----------
    features : Features
        What the matrix was made with.
    matrix : csr_matrix or ndarray of shape (n_samples, n_features)
        Sparse rows are learned by averaged stochastic gradient descent, dense ones by logistic regression.
    labels : mapping of head name to sequence of (str or None) of length n_samples
        None where a row does not train the head.
    groups : sequence of length n_samples
        Rows of one group go to the same fold, unless that leaves a class without scores.
    weights : ndarray of shape (n_samples,), optional
        How much each row counts; 1 on average, else the regularisation weighs more or less beside them.
    as_new : csr_matrix of shape (n_samples, n_features), optional
        The rows as they are to a model that does not know their group, if that is different.
    alpha, epochs, seed
        As in ``StanceClassifier``; not used for dense rows.

    Returns
    -------
    Model

    Raises
    ------
    InputError
        If the arguments differ in length, there is only one label, or alpha or epochs is out of range.
    """
    n_samples = matrix.shape[0]
    check_lengths(n_samples, {"groups": groups, **labels})
    classes = classes_of(labels)
    weights = np.ones(n_samples) if weights is None else weights
    folds, new = folds_of(groups), matrix if as_new is None else as_new
    heads, held_out, of_held_out = [], {}, weights.copy()
    for name, values in labels.items():
        rows, y = _encode_labels(classes[name], values)

        def fit(X: Any, y: NDArray[np.int64], weights: Floats, name: str = name) -> Head:
            if issparse(X):
                learned = _fit_sparse(X, y, weights, alpha, epochs, seed)
            else:
                learned = _fit_dense(X, y, weights, features.columns_of(name))
            return _quantised_head(name, classes[name], *learned)

        own, own_as_new = (_rows_of(one, rows) for one in (matrix, new))
        head = fit(own, y, weights[rows])
        scores, is_scored = out_of_fold(fit, own, own_as_new, y, weights[rows], folds[rows])
        of_held_out[rows[~is_scored]] = 0
        held_out[name] = head.scores(new)
        held_out[name][rows[is_scored]] = scores[is_scored]
        if len(np.unique(y[is_scored])) < len(head.classes):  # rows that it learned are better than none of a class
            scores, is_scored = head.scores(own), np.ones(len(rows), dtype=bool)
        head = calibrated(head, scores[is_scored], y[is_scored], weights[rows][is_scored])
        heads.append(adapted(head, features))
    return with_threshold(Model(features, tuple(heads)), held_out, labels, of_held_out)


def _rows_of(X: Any, rows: NDArray[np.int64]) -> Any:
    return X if len(rows) == X.shape[0] else X[rows]  # a copy of all takes as long as an epoch


def _fit_sparse(
    X: csr_matrix, y: NDArray[np.int64], weights: Floats, alpha: float, epochs: int, seed: Seed
) -> tuple[Floats, Floats]:
    linear = _sgd_classifier(alpha, epochs, seed, at_least=-(-_MIN_UPDATES // len(y)))
    # A column that is 0 in all rows keeps the weight 0, and with few rows updating these would take most of the time.
    is_used = np.zeros(X.shape[1], dtype=bool)
    is_used[X.indices] = is_used[0] = True  # at least one, as rows of empty texts have none
    if is_used.sum() * 2 > len(is_used):
        linear.fit(X, y, sample_weight=weights)
        return linear.coef_, linear.intercept_
    places = np.cumsum(is_used, dtype=X.indices.dtype) - 1
    used = csr_matrix((X.data, places.take(X.indices), X.indptr), (X.shape[0], int(is_used.sum())))
    linear.fit(used, y, sample_weight=weights)
    coef = np.zeros((len(linear.coef_), X.shape[1]))
    coef[:, is_used] = linear.coef_
    return coef, linear.intercept_


def _fit_dense(X: NDArray[np.float32], y: NDArray[np.int64], weights: Floats, columns: slice) -> tuple[Floats, Floats]:
    # The sums of several threads end in other bits, so with them the weights depend on the number of cores. Beside
    # other work they also wait for each other: one fit took 5 s with two threads, .1 s with one.
    with _ONE_AT_A_TIME, threadpool_limits(1, "blas"):
        linear = LogisticRegression(C=_LOGISTIC_C, max_iter=500).fit(X[:, columns], y, sample_weight=weights)
    coef = np.zeros((len(linear.coef_), X.shape[1]))
    coef[:, columns] = linear.coef_
    return coef, linear.intercept_


class Learner:
    """Fits heads on one part of the rows after another.

    Parameters
    ----------
    features : Features
        What the rows are made with.
    classes : mapping of head name to tuple of str
        The classes of each head.
    alpha : float
        Regularisation strength.
    seed : int
        Seed of the order in which the rows of a part are learned.
    """

    def __init__(self, features: Features, classes: Classes, alpha: float, seed: Seed) -> None:
        self._features = features
        self._heads: dict[str, Head] = {}
        for name, of_head in classes.items():
            size = n_outputs(of_head)
            self._heads[name] = _quantised_head(name, of_head, np.zeros((size, features.n_features)), np.zeros(size))
        self._linear = {name: _sgd_classifier(alpha, 1, seed) for name in classes}
        self._held_out: dict[bytes, _Part] = {}
        self._learned: dict[bytes, _Part] = {}

    def learn(self, matrix: csr_matrix, labels: Labels, weights: Floats) -> None:
        """Make one pass over some rows, in random order.

        Parameters
        ----------
        matrix : csr_matrix of shape (n_samples, n_features)
        labels : mapping of head name to sequence of (str or None) of length n_samples
            None where a row does not train the head.
        weights : ndarray of shape (n_samples,)
        """
        _keep(self._learned, (matrix, labels, weights))
        for name, head in self._heads.items():
            rows, y = _encode_labels(head.classes, labels[name])
            if len(rows):
                classes = np.arange(len(head.classes))
                linear = self._linear[name].partial_fit(matrix[rows], y, classes, sample_weight=weights[rows])
                self._heads[name] = _quantised_head(name, head.classes, linear.coef_, linear.intercept_)

    def hold_out(self, matrix: csr_matrix, labels: Labels, weights: Floats) -> None:
        """Keep some rows, which must never be learned, for calibration; about the last ``_HELD_OUT`` are used."""
        _keep(self._held_out, (matrix, labels, weights))

    def model(self) -> Model:
        """The model learned so far."""
        parts = [*self._held_out.values()]
        seen = {name: {label for _, labels, _ in parts for label in labels[name]} for name in self._heads}
        if any(not seen[name].issuperset(head.classes) for name, head in self._heads.items()):
            parts += self._learned.values()  # rows that it learned are better than none of a class
        matrices, labels, weights = zip(*parts, strict=True) if parts else ((), (), ())
        together = {name: [label for one in labels for label in one[name]] for name in self._heads}
        of_rows = np.concatenate([np.empty(0), *weights])
        held_out = vstack(matrices, format="csr") if matrices else None
        heads, scores = [], {}
        for name, head in self._heads.items():
            rows, y = _encode_labels(head.classes, together[name])
            if len(rows):
                scores[name] = head.scores(held_out)
                head = calibrated(head, scores[name][rows], y, of_rows[rows])
            heads.append(adapted(head, self._features))
        model = Model(self._features, tuple(heads))
        if len(scores) < len(heads):
            return model
        return with_threshold(model, scores, together, of_rows)


def _keep(parts: dict[bytes, _Part], part: _Part) -> None:
    """Add a part, and let go of the first ones while the others have enough rows.

    The same rows, as in every epoch, count once: else a model would be the surer the more often it was shown them.
    """
    matrix, labels, _ = part
    key = sha256(repr(labels).encode("utf-8", "surrogatepass"))
    for array in (matrix.indptr, matrix.indices, matrix.data):
        key.update(array.tobytes())
    parts.pop(key.digest(), None)
    parts[key.digest()] = part
    n_rows = sum(len(weights) for _, _, weights in parts.values())
    for oldest, (_, _, weights) in [*parts.items()]:
        n_rows -= len(weights)
        if n_rows < _HELD_OUT:
            break
        del parts[oldest]


def _encode_labels(classes: Sequence[str], labels: Sequence[str | None]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows that have a label for a head, and the indices of their classes."""
    known = [(row, classes.index(str(label))) for row, label in enumerate(labels) if label is not None]
    rows, answers = np.array(known, dtype=np.int64).reshape(-1, 2).T
    return rows, answers
