"""The scikit-learn face of the n-grams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Self

from scipy.sparse import csr_matrix, vstack
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from stancekit.errors import InputError
from stancekit.features.ngrams import Ngrams
from stancekit.text import normalise

__all__ = ["NgramVectorizer"]


class NgramVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Hashed word 1-2-grams and character 3-5-grams of the raw and of the normalised text.

    Parameters
    ----------
    n_buckets : int
        How many columns the n-grams are hashed into: a power of two. More keep more words apart and make a larger
        model file.
    min_target_rows : int
        Words are crossed with the targets that at least this many training texts speak of. Crossing lets the same
        word change sides between targets; for a target that few texts speak of there is nothing to learn.

    Attributes
    ----------
    ngrams_ : Ngrams
        What turns texts into features; plain numpy.

    See Also
    --------
    stancekit.features.ngrams : The features, one by one.

    Examples
    --------
    >>> vectorizer = NgramVectorizer(n_buckets=2**10)
    >>> vectorizer.fit_transform(["Fine by me.", "No!"]).shape
    (2, 1024)
    """

    def __init__(self, n_buckets: int = 2**18, min_target_rows: int = 50) -> None:
        self.n_buckets = n_buckets
        self.min_target_rows = min_target_rows

    def fit(self, X: Sequence[str], y: Any = None, *, targets: Sequence[str | None] | None = None) -> Self:
        """Learn which targets words are crossed with.

        Parameters
        ----------
        X : sequence of str of length n_samples
            The texts.
        y : object
            Ignored.
        targets : sequence of (str or None) of length n_samples, optional
            What each text speaks of.

        Returns
        -------
        NgramVectorizer
            Itself.

        Raises
        ------
        InputError
            If ``n_buckets`` is not a power of two from 2**8 to 2**24.
        """
        if self.n_buckets not in [2**bits for bits in range(8, 25)]:
            raise InputError(f"n_buckets must be a power of two from 2**8 to 2**24, got {self.n_buckets!r}")
        counts = Counter(normalise(target).text for target in targets or () if target)
        known = sorted(target for target, count in counts.items() if count >= self.min_target_rows)
        # With one target throughout, the words and their crossings would be the same columns twice.
        self.ngrams_ = Ngrams(int(self.n_buckets), tuple(known) if len(counts) > 1 else ())
        return self

    def transform(self, X: Sequence[str], *, targets: Sequence[str | None] | None = None) -> csr_matrix:
        """The features as a matrix.

        Parameters
        ----------
        X : sequence of str of length n_samples
            The texts.
        targets : sequence of (str or None) of length n_samples, optional
            What each text speaks of.

        Returns
        -------
        csr_matrix of shape (n_samples, n_buckets)
        """
        check_is_fitted(self)
        empty = csr_matrix((0, self.n_buckets), dtype="float32")
        return vstack([empty, *(bags.matrix() for bags in self.ngrams_.batches(X, targets))], format="csr")

    def fit_transform(
        self, X: Sequence[str], y: Any = None, *, targets: Sequence[str | None] | None = None
    ) -> csr_matrix:
        """``fit`` and ``transform`` the same texts."""
        return self.fit(X, y, targets=targets).transform(X, targets=targets)
