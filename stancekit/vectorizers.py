"""The features as scikit-learn transformers."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import joblib
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from stancekit.errors import InputError
from stancekit.features.encoder import Encoder
from stancekit.features.ngrams import Ngrams, plain_targets
from stancekit.inputs import checked, is_path, switch, whole_number
from stancekit.loading import load_model

__all__ = ["EncoderVectorizer", "NgramVectorizer", "OfTexts"]


class OfTexts:
    """An estimator whose scikit-learn tags say that its input is a sequence of str."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array = True, True, False
        return tags


class NgramVectorizer(OfTexts, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Hashed word 1-2-grams and character 3-5-grams of the normalised text, and of shouting as it was written.

    As with scikit-learn's ``HashingVectorizer``, several n-grams share a column, so columns have no names and there is
    no ``get_feature_names_out``.

    Parameters
    ----------
    n_buckets : int
        How many columns the n-grams are hashed into: a power of two. More means fewer collisions and a larger model
        file.
    min_target_rows : int
        Words are crossed with the targets of at least this many training texts. Crossing lets the same word speak for
        opposite sides of different targets; from a target with few texts there is nothing to learn.

    Attributes
    ----------
    features_ : Ngrams
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

    def fit(
        self,
        X: Iterable[str],
        y: Any = None,
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
    ) -> Self:
        """Learn which targets words are crossed with.

        Parameters
        ----------
        X : sequence of str of length n_samples
            The texts.
        y : object
            Ignored.
        targets : str, or sequence of (str or None) of length n_samples, optional
            What each stance is about.
        parents : object
            Ignored.

        Returns
        -------
        NgramVectorizer
            Itself.

        Raises
        ------
        InputError
            If ``n_buckets`` is not a power of two from 2**8 to 2**24, ``min_target_rows`` is not an integer from 1, a
            text is not a str, or the arguments differ in length.
        """
        if not isinstance(self.n_buckets, int | np.integer) or self.n_buckets not in [2**bits for bits in range(8, 25)]:
            raise InputError(f"n_buckets must be a power of two from 2**8 to 2**24, got {self.n_buckets!r}")
        fewest = whole_number("min_target_rows", self.min_target_rows, 1)
        _, targets, _ = checked(X, targets, called="targets")
        written = Counter(target for target in targets if target)
        counts: Counter[str] = Counter()
        for target, rows in zip(plain_targets(list(written)), written.values(), strict=True):
            counts[target] += rows
        known = sorted(target for target, count in counts.items() if count >= fewest)
        # With one target throughout, the words and their crossings would be the same columns twice.
        self.features_ = Ngrams(int(self.n_buckets), tuple(known) if len(counts) > 1 else ())
        return self

    def transform(
        self,
        X: Iterable[str],
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
    ) -> csr_matrix:
        """The features as a matrix.

        Parameters
        ----------
        X, targets, parents
            As in ``fit``.

        Returns
        -------
        csr_matrix of shape (n_samples, n_buckets)

        Raises
        ------
        NotFittedError
            If ``fit`` was not called yet.
        InputError
            If a text is not a str, or the arguments differ in length.
        """
        check_is_fitted(self)
        texts, targets, _ = checked(X, targets, called="targets")
        return self.features_.matrix(texts, targets)

    def fit_transform(
        self,
        X: Iterable[str],
        y: Any = None,
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
    ) -> csr_matrix:
        """``fit`` and ``transform`` the same texts."""
        texts, targets, _ = checked(X, targets, called="targets")
        return self.fit(texts, y, targets=targets).transform(texts, targets=targets)


class EncoderVectorizer(OfTexts, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """The features of a transformer that was trained to recognise stance and abuse; ``fit`` learns nothing.

    Parameters
    ----------
    model : str or path
        The name or the file of a model with such features.
    memory : str, path or joblib.Memory, optional
        Where ``transform`` caches features on disk: the same comments in the same order, with the same targets and
        parents, are read only once while you try settings. joblib stores pickles there: take a folder that only you can
        write to.
    blind : bool
        Whether the features are followed by as many of the comment with whom it names replaced, for a head of abuse
        that cannot know who is named. ``StanceClassifier`` sets it where it fits such a head.

    Attributes
    ----------
    features_ : Encoder
        What turns comments into features.

    See Also
    --------
    stancekit.features.encoder : The features.

    Examples
    --------
    >>> vectorizer = EncoderVectorizer()
    >>> vectorizer.fit_transform(["Fine by me.", "No!"], targets=["The night bus", "The night bus"]).shape
    (2, 772)
    """

    def __init__(
        self,
        model: str | os.PathLike[str] = "encoder",
        *,
        memory: str | os.PathLike[str] | joblib.Memory | None = None,
        blind: bool = False,
    ) -> None:
        self.model = model
        self.memory = memory
        self.blind = blind

    def fit(
        self,
        X: Iterable[str] | None = None,
        y: Any = None,
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
    ) -> Self:
        """Load the network; the arguments are ignored.

        Returns
        -------
        EncoderVectorizer
            Itself.

        Raises
        ------
        ModelFileError
            If there is no such model.
        InputError
            If its features are of another kind, ``memory`` is neither a folder's path nor a joblib.Memory, or ``blind``
            is no bool.
        """
        _memory(self.memory)
        blind = switch("blind", self.blind)
        features = load_model(self.model).features
        if not isinstance(features, Encoder):
            raise InputError(f"the model {os.fspath(self.model)!r} has no encoder; name one whose features are one")
        self.features_ = replace(features, blind=True) if blind else features
        return self

    def transform(
        self,
        X: Iterable[str],
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> NDArray[np.float32]:
        """The features as a matrix.

        Parameters
        ----------
        X : sequence of str of length n_samples
            The texts.
        targets : str, or sequence of (str or None) of length n_samples, optional
            What each stance is about.
        parents : sequence of (str or None) of length n_samples, optional
            The comment that each answers.
        progress : callable, optional
            Called with the share of the texts that has been read, in [0, 1].

        Returns
        -------
        ndarray of shape (n_samples, n_features), float32

        Raises
        ------
        NotFittedError
            If ``fit`` was not called yet.
        InputError
            If a text is not a str, or the arguments differ in length.
        """
        check_is_fitted(self)
        read = _memory(self.memory).cache(_read, ignore=["encoder", "progress"])
        rows = read(self.features_, self.features_.digest, *checked(X, targets, parents, called="targets"), progress)
        return np.asarray(rows)

    def fit_transform(
        self,
        X: Iterable[str],
        y: Any = None,
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> NDArray[np.float32]:
        """``fit`` and ``transform`` the same texts."""
        return self.fit().transform(X, targets=targets, parents=parents, progress=progress)


def _memory(memory: str | os.PathLike[str] | joblib.Memory | None) -> joblib.Memory:
    if isinstance(memory, joblib.Memory):
        return memory
    if memory is not None and not is_path(memory):
        raise InputError(f"memory must be the path of a folder, a joblib.Memory or None, got {memory!r}")
    if memory is not None and Path(memory).exists() and not Path(memory).is_dir():
        raise InputError(f"memory: {os.fspath(memory)!r} is a file; name a folder")
    return joblib.Memory(memory, verbose=0)


def _read(
    encoder: Encoder,
    digest: str,
    texts: list[str],
    targets: list[str | None],
    parents: list[str | None],
    progress: Callable[[float], None] | None,
) -> NDArray[np.float32]:
    """A module-level function, as joblib caches by name; ``digest`` stands for the encoder in the cache's key."""
    rows = np.empty((len(texts), encoder.n_features), dtype=np.float32)
    done = 0
    for batch in encoder.batches(texts, targets, parents):
        rows[done : done + len(batch)] = batch
        done += len(batch)
        if progress is not None:
            progress(done / len(texts))
    return rows
