"""Folds for cross-fitting: every score that calibrates a head is of a row that the fit did not see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from stancekit.heads import Head

__all__ = ["folds_of", "hash_of", "out_of_fold"]

_FOLDS = 3
_ENOUGH = 1_000  # scored rows of each class; more would calibrate no better

Floats: TypeAlias = NDArray[np.float64]


def folds_of(groups: Sequence[Any]) -> NDArray[np.int64]:
    """A fold for each row, by a hash of its group: the same whatever the order of the rows.

    If all groups, being few, hash to one fold, they are dealt out in sorted order instead.
    """
    names = [repr(group.item() if isinstance(group, np.generic) else group) for group in groups]
    folds = np.array([hash_of(group) % _FOLDS for group in names], dtype=np.int64)
    if len(np.unique(folds)) > 1:
        return folds
    rank = {group: number for number, group in enumerate(sorted(set(names)))}
    return np.array([rank[group] % _FOLDS for group in names], dtype=np.int64)


def out_of_fold(
    fit: Callable[[Any, Any, Any], Head],
    X: Any,
    as_new: Any,
    y: NDArray[np.int64],
    weights: Floats,
    folds: NDArray[np.int64],
) -> tuple[Floats, NDArray[np.bool_]]:
    """The score of each row by a fit on the other folds, and which rows have one.

    A fold is skipped if the others lack a class, or if the folds before it have scores enough. If that leaves a class
    without any score, the rows of each class are dealt out to new folds one by one, whatever their group.

    Parameters
    ----------
    fit : callable
        Fits a head on some rows of ``X``, ``y`` and ``weights``.
    X : csr_matrix or ndarray of shape (n_samples, n_features)
    as_new : csr_matrix or ndarray of shape (n_samples, n_features)
        The same rows, to be scored.
    y : ndarray of shape (n_samples,)
        The index of each row's class.
    weights : ndarray of shape (n_samples,)
    folds : ndarray of shape (n_samples,)
        As from ``folds_of``.

    Returns
    -------
    scores : ndarray of shape (n_samples, n_classes)
    is_scored : ndarray of shape (n_samples,)
    """
    n_classes = len(np.unique(y))
    scores, is_scored = np.empty((len(y), n_classes)), np.zeros(len(y), dtype=bool)
    for dealt in (folds, _one_by_one(y)):
        for fold in range(_FOLDS):
            test = dealt == fold
            if np.bincount(y[is_scored], minlength=n_classes).min() >= _ENOUGH:
                break
            if test.any() and len(np.unique(y[~test])) == n_classes:
                scores[test], is_scored[test] = fit(X[~test], y[~test], weights[~test]).scores(as_new[test]), True
        if len(np.unique(y[is_scored])) == n_classes:
            break
    return scores, is_scored


def hash_of(text: str) -> int:
    """A hash that is the same on every machine."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def _one_by_one(y: NDArray[np.int64]) -> NDArray[np.int64]:
    folds = np.empty(len(y), dtype=np.int64)
    for answer in np.unique(y):
        own = np.flatnonzero(y == answer)
        folds[own] = np.arange(len(own)) % _FOLDS
    return folds
