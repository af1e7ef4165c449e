"""StanceClassifier: labelled comments to a fitted model, as a scikit-learn estimator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.metrics import accuracy_score
from sklearn.utils.validation import check_is_fitted

from stancekit.errors import InputError
from stancekit.folds import hash_of
from stancekit.inputs import as_labels, as_list, check_lengths, checked, is_missing_value
from stancekit.labelling import check_spelling, classes_of, head_labels
from stancekit.linear import Learner, fit_heads
from stancekit.model import Model
from stancekit.vectorizers import EncoderVectorizer, NgramVectorizer, OfTexts
from stancekit.vocabulary import KNOWN_LABELS, abuse_of

__all__ = ["StanceClassifier"]

Floats: TypeAlias = NDArray[np.float64]

_HELD_OUT_OF_PARTS = 10  # one text in this many
_WEIGHTS = np.finfo(np.float32)


class StanceClassifier(OfTexts, ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Labels comments supportive, skeptical or abusive, or with any labels of your own.

    These three labels, with or without ``neutral`` and ``civil``, train two heads: abuse (abusive rows against all
    others) and stance (supportive, skeptical and neutral rows). Without ``abusive`` there is only stance, without
    sides only abuse. Any other set of labels, also one with a single side, trains one head for all. A head is a
    linear classifier, fitted by averaged stochastic gradient descent, which gives the same weights for the same rows
    and seed whatever the number of threads, and calibrated on scores from three-fold cross-fitting, or from one fold if
    that has a thousand rows of each class. On an encoder's features, of which there are few, it is logistic regression
    instead, fitted on one thread; and abuse is learned from comments with whom they name replaced, so that to name a
    group is no abuse.

    Parameters
    ----------
    vectorizer : NgramVectorizer or EncoderVectorizer, optional
        Turns texts into features; by default ``NgramVectorizer()``. To search over its settings, pass one.
    alpha : float
        Regularisation strength with n-grams; ignored with an encoder.
    epochs : int
        How many passes ``fit`` makes over the rows with n-grams; over few rows as many as it takes to see 20,000.
    random_state : int, RandomState or None
        Seed of the order in which ``fit`` visits the rows with n-grams; with None each fit is another.

    Attributes
    ----------
    classes_ : ndarray of str, or of int, of shape (n_labels,)
        The labels, sorted, as scikit-learn wants the columns of ``predict_proba``. With a head of stance ``neutral`` is
        not among them: on a comment that takes no side ``Model.predict`` abstains. If abuse is the only head, they are
        ``abusive`` and ``civil``, which neutral rows are taken for. Accuracy counts a neutral row as wrong where there
        is stance, and scikit-learn's probability scorers reject such rows: leave them out, or use
        ``stancekit.evaluate``.
    model_ : Model
        The fitted model; it needs no scikit-learn, and has the labels in their usual order.

    Examples
    --------
    >>> texts = ["Great news!", "Well done, at last.", "It will not work.", "A waste of money.", "Idiots, all of you."]
    >>> labels = ["supportive", "supportive", "skeptical", "skeptical", "abusive"]
    >>> classifier = StanceClassifier().fit(texts, labels)
    >>> classifier.classes_.tolist()
    ['abusive', 'skeptical', 'supportive']
    >>> classifier.predict(["Well done, great news.", "A waste, it will not work."]).tolist()
    ['supportive', 'skeptical']
    """

    def __init__(
        self,
        vectorizer: NgramVectorizer | EncoderVectorizer | None = None,
        *,
        alpha: float = 1e-5,
        epochs: int = 5,
        random_state: int | np.random.RandomState | None = 0,
    ) -> None:
        self.vectorizer = vectorizer
        self.alpha = alpha
        self.epochs = epochs
        self.random_state = random_state

    def fit(
        self,
        X: Iterable[str],
        y: Iterable[str] | Iterable[int] | Mapping[str, Iterable[str | None]],
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
        groups: Iterable[Any] | None = None,
        sample_weight: Iterable[float] | None = None,
    ) -> Self:
        """Fit the heads and calibrate them.

        Parameters
        ----------
        X : sequence of str of length n_samples
            The comments.
        y : sequence of str of length n_samples, or mapping
            One label for each comment; or, for each head by name, a label or None for each comment: with None, or
            pandas' missing values, it does not train that head. A sequence may also be of integers, as scikit-learn's
            meta-estimators pass them; these have no meaning to stancekit.
        targets : str, or sequence of (str or None) of length n_samples, optional
            What the stance is about: one for all, or one for each.
        parents : sequence of (str or None) of length n_samples, optional
            The comment that each answers.
        groups : sequence of length n_samples, optional
            Comments of one group, such as a thread, go to the same fold, unless that leaves a class without scores.
            Without groups, or with a single one, comments with the same text are a group.
        sample_weight : sequence of float of length n_samples, optional
            How much each comment counts beside the others.

        Returns
        -------
        StanceClassifier
            Itself.

        Raises
        ------
        InputError
            If a text is not a str, a label is not a str or int, is no label (empty, ``nan``) or only looks different
            from another (``Pro``, ``pro``), the arguments differ in length, there is only one label, a parameter or a
            weight is out of range, or a mapping's heads are not ``abuse``, ``stance`` or both with their own labels,
            nor a single one of another name.
        """
        texts, targets, parents = checked(X, targets, parents, called="targets")
        vectorizer = self._own_vectorizer()
        if isinstance(y, Mapping):
            heads = {
                name: [None if is_missing_value(one) else one for one in as_list(own, name)] for name, own in y.items()
            }
            are_numbers = False
        else:
            labels, are_numbers = as_labels(y)
            check_lengths(len(texts), {"y": labels})
            check_spelling(labels)
            heads = head_labels(labels)
        groups = None if groups is None else as_list(groups, "groups")
        weights = _weights(sample_weight, len(texts))
        check_lengths(len(texts), {"groups": groups, **heads})
        classes_of(heads)  # raises before the slow part
        if not weights.all():  # comments of weight 0 are dropped
            kept = np.flatnonzero(weights).tolist()
            texts = [texts[row] for row in kept]
            targets, parents = ([column[row] for row in kept] for column in (targets, parents))
            heads = {name: [own[row] for row in kept] for name, own in heads.items()}
            groups, weights = groups and [groups[row] for row in kept], weights[kept]
            _check_weighed(heads)
        if isinstance(vectorizer, EncoderVectorizer) and "abuse" in heads:
            vectorizer.set_params(blind=True)
        matrix = vectorizer.fit_transform(texts, targets=targets, parents=parents)
        groups = texts if groups is None or len(set(map(repr, groups))) < 2 else groups
        features = vectorizer.features_
        model = fit_heads(
            features,
            matrix,
            heads,
            groups,
            weights * (len(weights) / weights.sum()),  # those that add up to 1 would leave all to the regularisation
            as_new=features.matrix_as_new(texts, targets, groups),
            alpha=self.alpha,
            epochs=self.epochs,
            seed=self.random_state,
        )
        self.__dict__.pop("_partial", None)
        return self._learned(model, are_numbers)

    def partial_fit(
        self,
        X: Iterable[str],
        y: Iterable[str] | Iterable[int],
        *,
        classes: Iterable[str] | Iterable[int] | None = None,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
        sample_weight: Iterable[float] | None = None,
    ) -> Self:
        """Learn from one part, and then the next, of rows that are too many for memory.

        Each call makes one pass over its rows, in random order; for another epoch pass all parts again. A tenth of the
        texts, the same in each epoch, is held out: about the last ten thousand of them calibrate the model, so rows
        should come in no particular order; until each class is among them, the last part helps out. After ``fit``, the
        first call begins anew and forgets what ``fit`` learned.

        Parameters
        ----------
        X : sequence of str of length n_samples
            A few thousand comments.
        y : sequence of str of length n_samples
            One label for each.
        classes : collection of str, optional
            All labels that will occur. The first call needs them.
        targets : str, or sequence of (str or None) of length n_samples, optional
            What each stance is about. Words are crossed with the targets that are frequent in the first part.
        parents : sequence of (str or None) of length n_samples, optional
            As in ``fit``; n-grams read each comment by itself.
        sample_weight : sequence of float of length n_samples, optional
            How much each comment counts; 1 on average, over all parts.

        Returns
        -------
        StanceClassifier
            Itself; ``model_`` is the model learned so far.

        Raises
        ------
        InputError
            If a text is not a str, the arguments differ in length, a label is not among the classes, the first call
            has no classes or a later one has others, or the vectorizer is not an ``NgramVectorizer``.

        Examples
        --------
        >>> classifier = StanceClassifier()
        >>> for texts, labels in [(["Great!", "A waste."], ["praise", "blame"]), (["Great news."], ["praise"])]:
        ...     _ = classifier.partial_fit(texts, labels, classes=["praise", "blame"])
        >>> classifier.predict(["Great, great news!"]).tolist()
        ['praise']
        """
        texts, targets, _ = checked(X, targets, parents, called="targets")
        own_labels, has_numbers = as_labels(y)
        check_lengths(len(texts), {"y": own_labels})
        weights = _weights(sample_weight, len(texts), may_be_0=True)
        given = None if classes is None else as_labels(classes, "classes")
        begun = getattr(self, "_partial", None) or self._beginning(texts, targets, given)
        vectorizer, (known, are_numbers), learner = begun
        if given is not None and (frozenset(given[0]), given[1]) != (known, are_numbers):
            raise InputError(
                f"classes were {', '.join(sorted(known))} when partial_fit was first called; name the same"
            )
        if own_labels:
            _check_kind(has_numbers, "the classes", are_numbers)
        if strange := sorted(set(own_labels) - known):
            raise InputError(f"y has the label {strange[0]!r}, which is not among the classes of the first call")
        self._partial = begun
        matrix, heads = vectorizer.transform(texts, targets=targets), head_labels(own_labels, known)
        is_held_out = np.array([hash_of(text) % _HELD_OUT_OF_PARTS == 0 for text in texts], dtype=bool)
        for take, chosen in ((learner.hold_out, is_held_out), (learner.learn, ~is_held_out)):
            rows = np.flatnonzero(chosen & (weights > 0))
            if len(rows):
                own = {name: [labels[row] for row in rows.tolist()] for name, labels in heads.items()}
                take(matrix[rows], own, weights[rows])
        return self._learned(learner.model(), are_numbers)

    def _own_vectorizer(self) -> NgramVectorizer | EncoderVectorizer:
        if not isinstance(self.vectorizer, NgramVectorizer | EncoderVectorizer | None):
            raise InputError(
                f"vectorizer must be an NgramVectorizer or an EncoderVectorizer, got {self.vectorizer!r}; "
                "EncoderVectorizer('small') has a shipped model's features"
            )
        return NgramVectorizer() if self.vectorizer is None else clone(self.vectorizer)

    def _learned(self, model: Model, are_numbers: bool) -> Self:
        self.model_ = model
        self.classes_ = np.sort([int(label) if are_numbers else label for label in model.labels])
        return self

    def _beginning(
        self, texts: list[str], targets: list[str | None], classes: tuple[list[str], bool] | None
    ) -> tuple[NgramVectorizer, tuple[frozenset[str], bool], Learner]:
        if classes is None:
            raise InputError("classes must name every label there will be when partial_fit is first called")
        vectorizer = self._own_vectorizer()
        if not isinstance(vectorizer, NgramVectorizer):
            raise InputError("partial_fit learns from n-grams; with another vectorizer use fit")
        features = vectorizer.fit(texts, targets=targets).features_
        names, are_numbers = classes
        check_spelling(names, "classes")
        answers = classes_of(head_labels(names), "classes")
        learner = Learner(features, answers, self.alpha, self.random_state)
        return vectorizer, (frozenset(names), are_numbers), learner

    def predict_proba(
        self,
        X: Iterable[str],
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
    ) -> NDArray[np.float64]:
        """The probabilities of the labels.

        Parameters
        ----------
        X, targets, parents
            As in ``fit``.

        Returns
        -------
        ndarray of shape (n_samples, n_labels)
            Columns in ``classes_`` order; rows sum to 1.

        Raises
        ------
        NotFittedError
            If ``fit`` was not called yet.
        InputError
            If a text is not a str, or the arguments differ in length.
        """
        check_is_fitted(self)
        probabilities = self.model_.predict_proba(X, targets, parents=parents)
        return probabilities[:, [self.model_.labels.index(str(label)) for label in self.classes_]]

    def predict(
        self,
        X: Iterable[str],
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
    ) -> NDArray[Any]:
        """The likeliest label of each comment; unlike ``Model.predict``, this never abstains.

        Parameters
        ----------
        X, targets, parents
            As in ``predict_proba``, which also lists what is raised.

        Returns
        -------
        ndarray of shape (n_samples,)
            Values from ``classes_``.
        """
        likeliest = self.predict_proba(X, targets=targets, parents=parents).argmax(axis=1)
        return np.asarray(self.classes_[likeliest])

    def score(
        self,
        X: Iterable[str],
        y: Iterable[Any],
        *,
        targets: str | Iterable[str | None] | None = None,
        parents: Iterable[str | None] | None = None,
        sample_weight: Iterable[float] | None = None,
    ) -> float:
        """The accuracy: the share of the comments whose likeliest label is the given one, in [0, 1].

        Scikit-learn's searches and cross-validation pass targets and parents to ``fit`` and ``score`` if metadata
        routing is on, ``set_fit_request(targets=True).set_score_request(targets=True)`` requests them and ``scoring``
        is None. Its own scorers, such as ``"f1_macro"``, predict without them.

        Parameters
        ----------
        X, targets, parents
            As in ``predict_proba``, which also lists what is raised.
        y : sequence of length n_samples
            The true labels.
        sample_weight : sequence of float of length n_samples, optional
            How much each comment counts.

        Returns
        -------
        float

        Raises
        ------
        InputError
            Also if there is no comment, or not one label of the kind that was learned (str or int), or one weight that
            is a finite number from 0 on, for each.
        """
        predicted, (labels, are_numbers) = self.predict(X, targets=targets, parents=parents), as_labels(y)
        check_lengths(len(predicted), {"y": labels})
        if not labels:
            raise InputError("there is no comment, so there is no accuracy")
        _check_kind(are_numbers, "the labels that were learned", not isinstance(self.classes_[0], str))
        if {head.name for head in self.model_.heads} == {"abuse"}:  # whoever learns "neutral" here learns "civil"
            labels = [abuse_of(label) if label in KNOWN_LABELS else label for label in labels]
        weights = None if sample_weight is None else _weights(sample_weight, len(predicted))
        return float(accuracy_score(labels, [str(label) for label in predicted], sample_weight=weights))


def _check_kind(has_numbers: bool, known: str, are_numbers: bool) -> None:
    if has_numbers != are_numbers:
        kinds = ("words", "whole numbers")
        raise InputError(f"y has {kinds[has_numbers]}, and {known} are {kinds[are_numbers]}")


def _weights(sample_weight: Iterable[float] | None, n_samples: int, *, may_be_0: bool = False) -> Floats:
    if sample_weight is None:
        return np.ones(n_samples)
    if not isinstance(sample_weight, Iterable):
        raise InputError(f"sample_weight must be a number for each text, got {sample_weight!r}")
    try:
        weights = np.array([*sample_weight], dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("sample_weight must be a number for each text, and some of it is no number") from None
    if weights.ndim != 1:
        raise InputError(f"sample_weight must be a number for each text, got the shape {weights.shape}")
    check_lengths(n_samples, {"sample_weight": weights.tolist()})
    rule = f"sample_weight must be finite numbers from 0 on{'' if may_be_0 else ', and not 0 alone'}"
    for row in np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))[:1].tolist():
        raise InputError(f"{rule}; sample_weight[{row}] is {weights[row]}")
    # Where scikit-learn computes in float32, others would be infinite or 0.
    for row in np.flatnonzero((weights > _WEIGHTS.max) | ((weights > 0) & (weights < _WEIGHTS.tiny)))[:1].tolist():
        raise InputError(
            f"sample_weight[{row}] is {weights[row]}; above 0 it must be from {_WEIGHTS.tiny:.0e} to {_WEIGHTS.max:.0e}"
        )
    if n_samples and not (may_be_0 or weights.any()):
        raise InputError(f"{rule}; all of it is 0, so no comment would count")
    return weights


def _check_weighed(heads: Mapping[str, list[str | None]]) -> None:
    """Check the labels once more, without those of the comments of weight 0."""
    try:
        classes_of(heads)
    except InputError as error:
        raise InputError(f"among the comments with a sample_weight above 0, {error}") from None
