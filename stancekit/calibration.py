"""Calibrated probabilities from scores, and the threshold for abstaining; both are fitted on held-out rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import floor, log10
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from stancekit.heads import Head, likeliest_labels
from stancekit.model import Model

__all__ = ["calibrated", "with_threshold"]

Floats: TypeAlias = NDArray[np.float64]

_WORTH_NOTHING = 1e6  # a temperature at which scores hardly count


def calibrated(head: Head, scores: Floats, y: NDArray[np.int64], weights: Floats) -> Head:
    """The head with the temperature and class offsets that maximise the likelihood of held-out rows.

    Parameters
    ----------
    head : Head
    scores : ndarray of shape (n_samples, n_classes)
        Raw scores of rows that did not train the head.
    y : ndarray of shape (n_samples,)
        The index of each row's class.
    weights : ndarray of shape (n_samples,)
        How much each row counts.

    Returns
    -------
    Head

    Notes
    -----
    Few rows make no answer certain, and none impossible: it is as if each class had one row more for each answer (for
    two classes: Platt, "Probabilistic Outputs for Support Vector Machines", 1999). Without that, models of 20 labels
    were surer than .99 of every eighth comment, and right about every second.
    """
    if not len(y):
        return head
    n_classes = len(head.classes)
    sizes = np.bincount(y, weights * (len(y) / weights.sum()), n_classes)
    if len(np.unique(y)) == 1:  # rows of one class alone tell its share, not what scores are worth
        shares: Floats = (sizes + 1) / (len(y) + n_classes)
        return replace(head, temperature=_WORTH_NOTHING, offsets=np.log(shares).round(3))
    is_class = ((np.diag(sizes) + 1) / (sizes + n_classes)[:, None])[y]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        slope, offsets = np.exp(-parameters[0]), parameters[1:]
        scaled = scores * slope + offsets
        error = weights[:, None] * (softmax(scaled, axis=1) - is_class) / weights.sum()
        likelihood = weights * (logsumexp(scaled, axis=1) - (scaled * is_class).sum(axis=1))
        # A tiny ridge penalty bounds the slope and the offsets, which are only determined up to a constant.
        ridge = 1e-4 * np.square(parameters).sum() / 2
        gradient = np.append(-slope * (error * scores).sum(), error.sum(axis=0)) + 1e-4 * parameters
        return float(likelihood.sum() / weights.sum() + ridge), gradient

    best = minimize(loss, np.zeros(1 + len(head.classes)), jac=True, method="BFGS").x
    # Rounded, so that the last bits of exp and sum, which differ between processors, do not reach the model file.
    temperature = float(np.exp(best[0]))
    digits = max(3, 2 - floor(log10(temperature)))
    return replace(head, temperature=round(temperature, digits), offsets=np.round(best[1:], 3))


def with_threshold(
    model: Model, scores: Mapping[str, Floats], labels: Mapping[str, Sequence[str | None]], weights: Floats
) -> Model:
    """The model with the confidence threshold below which it abstains.

    It is the threshold with the best macro-F1, where abstaining is right for neutral rows. Without neutral rows nothing
    says what an abstention is worth, and the model is returned unchanged.

    Parameters
    ----------
    model : Model
        With calibrated heads.
    scores : mapping of head name to ndarray of shape (n_samples, n_classes)
        Raw scores of held-out rows.
    labels : mapping of head name to sequence of (str or None) of length n_samples
        The true labels.
    weights : ndarray of shape (n_samples,)
        How much each row counts; 0 for one that was not held out.

    Returns
    -------
    Model
    """
    stances = labels.get("stance", ())
    if "neutral" not in {label for label, weight in zip(stances, weights, strict=False) if weight}:
        return model
    abuse = labels.get("abuse", ["civil"] * len(stances))
    wanted = ["abusive" if hard == "abusive" else stance for hard, stance in zip(abuse, stances, strict=True)]
    rows = [row for row, label in enumerate(wanted) if label is not None]
    found = likeliest_labels(model.calibrated({name: of_head[rows] for name, of_head in scores.items()}))
    names = (*model.labels, "neutral")
    gold, weights = np.array([names.index(str(wanted[row])) for row in rows]), weights[rows]

    def macro_f1(threshold: float) -> float:
        answer = np.where(found.are_given(threshold), found.likeliest, len(names) - 1)
        hits = np.bincount(gold, weights * (answer == gold), len(names))
        sizes = np.bincount(gold, weights, len(names)) + np.bincount(answer, weights, len(names))
        return float(np.mean(hits / np.where(sizes, sizes, 1) * 2))

    return replace(model, abstain_below=max((percent / 100 for percent in range(20, 91)), key=macro_f1))
