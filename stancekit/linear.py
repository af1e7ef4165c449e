"""Linear heads, fitted: by averaged stochastic gradient descent, all rows at once or part by part."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Real
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import SGDClassifier

from stancekit.calibration import abstain_below, calibrated
from stancekit.errors import InputError
from stancekit.features import Features
from stancekit.heads import Head, of_abuse
from stancekit.model import Model

__all__ = ["Learner", "encode_labels", "quantised_head", "sgd_classifier"]

Floats: TypeAlias = NDArray[np.float64]
Classes: TypeAlias = Mapping[str, tuple[str, ...]]  # of each head
Labels: TypeAlias = Mapping[str, Sequence[str | None]]

# A model that learns part by part is calibrated on so many rows, if there are; their features stay in memory.
_HELD_OUT = 10_000


def sgd_classifier(alpha: float, epochs: int, seed: int) -> SGDClassifier:
    """Averaged stochastic gradient descent: the same weights whatever the number of threads."""
    if not isinstance(alpha, Real) or not alpha > 0:
        raise InputError(f"alpha must be a number above 0, got {alpha!r}")
    return SGDClassifier(loss="log_loss", alpha=alpha, max_iter=epochs, tol=None, average=True, random_state=seed)


def quantised_head(name: str, classes: tuple[str, ...], coef: Floats, intercept: Floats) -> Head:
    """A head whose weights are whole numbers, so that sums are exact in whatever order they are taken."""
    exponent = int(np.frexp(max(float(np.abs(coef).max()), 1e-30))[1])
    step = 2.0 ** (exponent - 15)
    whole = np.clip(np.rint(coef / step), -(2**15) + 1, 2**15 - 1).astype(np.int16)
    return Head(name, classes, whole, step, intercept.astype(np.float64))


class Learner:
    """Heads that learn from one part of the rows after another.

    Parameters
    ----------
    features : Features
        What the rows are made of.
    classes : mapping of head name to tuple of str
        The answers of each head.
    alpha : float
        How strongly weights are drawn to 0.
    seed : int
        Seed of the order in which the rows of a part are learned.
    """

    def __init__(self, features: Features, classes: Classes, alpha: float, seed: int) -> None:
        self._features = features
        self._heads: dict[str, Head] = {}
        for name, of_head in classes.items():
            n_outputs = 1 if len(of_head) == 2 else len(of_head)
            self._heads[name] = quantised_head(
                name, of_head, np.zeros((n_outputs, features.n_features)), np.zeros(n_outputs)
            )
        self._linear = {name: sgd_classifier(alpha, 1, seed) for name in classes}
        self._held_out: deque[tuple[csr_matrix, Labels, Floats]] = deque()

    def learn(self, matrix: csr_matrix, labels: Labels, weights: Floats) -> None:
        """Go over some rows once, in random order.

        Parameters
        ----------
        matrix : csr_matrix of shape (n_samples, n_features)
        labels : mapping of head name to sequence of (str or None) of length n_samples
            None where a row does not train the head.
        weights : ndarray of shape (n_samples,)
        """
        for name, head in self._heads.items():
            rows, y = encode_labels(head.classes, labels[name])
            if len(rows):
                classes = np.arange(len(head.classes))
                linear = self._linear[name].partial_fit(matrix[rows], y, classes, sample_weight=weights[rows])
                self._heads[name] = quantised_head(name, head.classes, linear.coef_, linear.intercept_)

    def hold_out(self, matrix: csr_matrix, labels: Labels, weights: Floats) -> None:
        """Keep some rows, which must never be learned, to calibrate on; the last ``_HELD_OUT`` of them count."""
        self._held_out.append((matrix, labels, weights))
        while sum(len(one) for _, _, one in self._held_out) - len(self._held_out[0][2]) >= _HELD_OUT:
            self._held_out.popleft()

    def model(self) -> Model:
        """What was learned so far."""
        matrices, labels, weights = zip(*self._held_out, strict=True) if self._held_out else ((), (), ())
        together = {name: [label for one in labels for label in one[name]] for name in self._heads}
        held_out = vstack(matrices, format="csr") if matrices else None
        heads, scores = [], {}
        for name, head in self._heads.items():
            rows, y = encode_labels(head.classes, together[name])
            if len(rows):
                scores[name] = head.scores(held_out)
                head = calibrated(head, scores[name][rows], y, np.concatenate(weights)[rows])
            heads.append(of_abuse(head, self._features) if name == "abuse" else head)
        model = Model(self._features, tuple(heads))
        if len(scores) < len(heads):
            return model
        return replace(model, abstain_below=abstain_below(model, scores, together))


def encode_labels(classes: Sequence[str], labels: Sequence[str | None]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows that have a label for a head, and the numbers of their answers."""
    known = [(row, classes.index(str(label))) for row, label in enumerate(labels) if label is not None]
    rows, answers = np.array(known, dtype=np.int64).reshape(-1, 2).T
    return rows, answers
