"""Hashed n-grams as a sparse matrix to fit on, made from the same units as the kernel's scores.

With ``V`` the features of each unit that occurs, a row per unit, and ``D`` how often a text has each unit and each
pair, the matrix is ``D @ V``, its rows scaled: what is inside a unit is hashed once, however often it occurs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, eye, vstack

from stancekit.features.grams import (
    LOUDNESS_OF_WORDS,
    Hashes,
    buckets_of,
    ends_of,
    grams,
    pairs_of,
    scale,
)
from stancekit.features.memo import Memo
from stancekit.features.units import batches_of, cut_units
from stancekit.text import normalise_texts, straight

__all__ = ["matrix_of"]


def matrix_of(texts: Sequence[str], crossing: Hashes | None, n_buckets: int) -> csr_matrix:
    """The features of some texts.

    Parameters
    ----------
    texts : sequence of str of length n_samples
        The texts as written.
    crossing : ndarray of shape (n_samples,), optional
        The hash of each text's target; 0 where it crosses nothing.
    n_buckets : int
        How many columns there are: a power of two.

    Returns
    -------
    csr_matrix of shape (n_samples, n_buckets), float32
    """
    if crossing is None or not crossing.any():
        return _matrix(texts, 0, n_buckets)
    rows = [np.flatnonzero(crossing == target) for target in np.unique(crossing)]
    parts = [_matrix([texts[row] for row in of.tolist()], int(crossing[of[0]]), n_buckets) for of in rows]
    return vstack(parts, format="csr")[np.argsort(np.concatenate(rows))]


def _matrix(texts: Sequence[str], target: int, n_buckets: int) -> csr_matrix:
    memo = Memo(1)  # the row of V
    inside, places, times, begins = [eye(n_buckets, dtype=np.float32, format="csr")], [], [], [np.zeros(1, np.int64)]
    odd: dict[int, str] = {}  # by the place of its first unit, which stands for the whole text

    def add(plain: Sequence[str], written: Sequence[str]) -> tuple[Hashes, Hashes]:
        first = sum(one.shape[0] for one in inside)
        features, ends = _features(plain, written, target, n_buckets)
        inside.append(features)
        return np.arange(first, first + len(plain), dtype=np.uint64)[None], ends

    for begin, end in batches_of(texts):
        cut = cut_units(texts[begin:end])
        units = memo.read(cut, add)
        inner = np.flatnonzero(units.is_inside)
        kinds, apart = pairs_of(units.ends, cut.bounds, target)
        # For each unit the row of its features, and for its pairs with the next one rows of a single feature.
        place = np.zeros((len(cut.starts), 1 + len(kinds)), dtype=np.int64)
        place[:, 0] = units.values[0]
        place[:-1, 1:] = buckets_of(np.stack(kinds, axis=1), n_buckets)
        time = np.full(place.shape, LOUDNESS_OF_WORDS, dtype=np.float32)
        time[:, 0], time[apart, 1:], time[-1:, 1:] = 1, 0, 0
        time[inner, 0], time[inner - 1, 1:] = 0, 0
        first, width = begins[-1][-1], place.shape[1]
        for row in units.odd.tolist():
            time[cut.bounds[row] : cut.bounds[row + 1]] = 0
            odd[first + cut.bounds[row] * width] = texts[begin + row]
        places.append(place.ravel())
        times.append(time.ravel())
        begins.append(first + cut.bounds[1:] * width)
    if not texts:
        return csr_matrix((0, n_buckets), dtype=np.float32)
    of, often = np.concatenate(places), np.concatenate(times)
    if odd:
        at, whole = list(odd), list(odd.values())
        of[at], often[at] = sum(one.shape[0] for one in inside) + np.arange(len(odd)), 1
        inside.append(_features(normalise_texts(whole), list(map(straight, whole)), target, n_buckets)[0])
    features = vstack(inside, format="csr")
    matrix = csr_matrix((often, of, np.concatenate(begins)), (len(texts), features.shape[0])) @ features
    counts = np.asarray(matrix.sum(axis=1)).ravel()
    scales = np.repeat(scale(counts), np.diff(matrix.indptr))
    np.multiply(matrix.data, scales, out=matrix.data, casting="same_kind")  # in place: these are the largest arrays
    return matrix


def _features(plain: Sequence[str], written: Sequence[str], target: int, n_buckets: int) -> tuple[csr_matrix, Hashes]:
    """By the definition, how loud each feature is in each text, and what the texts add to pairs' hashes."""
    own, found = grams(plain, written, np.full(len(plain), target, dtype=np.uint64) if target else None)
    rows = np.concatenate([gram.rows for gram in found])
    buckets = buckets_of(np.concatenate([gram.hashes for gram in found]), n_buckets)
    loudness = np.repeat([gram.loudness for gram in found], [len(gram.rows) for gram in found]).astype(np.float32)
    matrix = csr_matrix((loudness, (rows, buckets.astype(np.int64))), shape=(len(plain), n_buckets))
    return matrix, ends_of(own, len(plain))
