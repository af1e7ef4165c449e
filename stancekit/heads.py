"""Linear heads: features to calibrated probabilities, and from the heads to the public labels.

How two heads give three probabilities: with ``a = P(abusive)`` from the abuse head and ``s``, ``k``, ``n`` for
supportive, skeptical and neutral from the stance head,

    abusive     a
    supportive  (1 - a) * (s + n / 2)
    skeptical   (1 - a) * (k + n / 2)

Abuse comes first, because it is abuse whatever its stance. The probability of neutral is shared evenly between the two
sides, so the three sum to 1.

The likeliest of the three is the label. Its confidence is its probability in the head that it comes from: ``a``, or
``s`` or ``k``, which compete with ``n`` there. A model abstains if the confidence is below a threshold, or if civil is
likelier than abusive, unless it is told never to. (By the three probabilities, in which neutral is shared, a comment
that is three parts neutral and one part supportive would have a likely label.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stancekit.errors import InputError
from stancekit.features import Features
from stancekit.windows import Windows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = [
    "FEATURES",
    "Head",
    "LikeliestLabels",
    "adapted",
    "labels_of",
    "likeliest_labels",
    "n_outputs",
    "public_probabilities",
]

FEATURES = "features."  # begins the names of the tensors in a model file that are not a head's

_LEAST = 1e-30  # the least temperature or step; its inverse is the greatest

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Head:
    """A linear classifier over the features, for one question.

    Parameters
    ----------
    name : str
        ``"abuse"``, ``"stance"``, or ``"label"`` for any other set of labels.
    classes : tuple of str
        The classes, in the order of the columns of every result.
    coef : ndarray of shape (n_outputs, n_features), int16
        Weights in units of ``step``; one output for two classes, else one per class.
    step : float
        A power of two. Integers add up to the same sum in any order, so of n-grams neither batches nor threads can
        change a score; an encoder's features differ in their last bits.
    intercept : ndarray of shape (n_outputs,)
    temperature : float
        What scores are divided by before they become probabilities (Guo et al., "On Calibration of Modern Neural
        Networks", 2017).
    offsets : ndarray of shape (n_classes,), optional
        Added after that, so that without evidence the probabilities are the shares of the classes.
    windows : Windows, optional
        How to split long comments, for a head of two classes whose second is the worse. By default they are not split.
    """

    name: str
    classes: tuple[str, ...]
    coef: NDArray[np.int16]
    step: float
    intercept: Floats
    temperature: float = 1.0
    offsets: Floats | None = None
    windows: Windows | None = None

    @classmethod
    def from_file(cls, spec: Mapping[str, Any], coef: NDArray[Any], n_features: int) -> Head:
        """The head that ``spec`` describes; a ValueError if it is not a head for this many features."""
        head = cls(
            name=str(spec["name"]),
            classes=tuple(map(str, spec["classes"])),
            coef=coef,
            step=float(spec["step"]),
            intercept=np.array(spec["intercept"], dtype=np.float64),
            temperature=float(spec["temperature"]),
            offsets=None if spec["offsets"] is None else np.array(spec["offsets"], dtype=np.float64),
            windows=Windows(**spec["windows"]) if spec.get("windows") else None,
        )
        size = n_outputs(head.classes)
        if coef.dtype != np.int16 or coef.shape != (size, n_features) or head.intercept.shape != (size,):
            raise ValueError(f"head {head.name!r} has weights of another shape or type")
        if head.offsets is not None and head.offsets.shape != (len(head.classes),):
            raise ValueError(f"head {head.name!r} has offsets of another shape")
        if head.windows is not None and len(head.classes) != 2:
            raise ValueError(f"head {head.name!r} has windows, and more than two classes")
        if not all(_LEAST < size < 1 / _LEAST for size in (head.temperature, head.step)):
            raise ValueError(f"head {head.name!r} has a temperature or a step out of range")
        # JSON has no such numbers, but numpy reads the strings "nan" and "1e999".
        of_classes = [head.intercept, *([] if head.offsets is None else [head.offsets])]
        if not all((np.abs(numbers) < 1 / _LEAST).all() for numbers in of_classes):
            raise ValueError(f"head {head.name!r} has an intercept or an offset out of range")
        if not (1 < len(head.classes) == len(set(head.classes))):
            raise ValueError(f"head {head.name!r} needs two or more classes, all different")
        return head

    def spec(self) -> dict[str, Any]:
        """The head's entry in a model file's header; its weights are stored separately."""
        return {
            "name": self.name,
            "classes": self.classes,
            "step": self.step,
            "intercept": self.intercept.tolist(),
            "temperature": self.temperature,
            "offsets": None if self.offsets is None else self.offsets.tolist(),
            "windows": None if self.windows is None else asdict(self.windows),
        }

    def scores(self, X: csr_matrix | NDArray[np.float32]) -> Floats:
        """The raw scores of some texts, given their features.

        Parameters
        ----------
        X : sparse matrix or ndarray of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            The higher the likelier; the two scores of a two-class head are each other's negative.
        """
        return self.scores_of(np.asarray(X @ self.coef.T.astype(np.float64)))

    def scores_of(self, sums: Floats) -> Floats:
        """The raw scores, given the sums of the weights: ``features @ coef.T``.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
        """
        outputs = sums * self.step + self.intercept
        return np.hstack([-outputs / 2, outputs / 2]) if len(self.classes) == 2 else outputs

    def probabilities(self, scores: Floats) -> Floats:
        """Calibrated probabilities of raw scores.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            Softmax of ``scores / temperature + offsets``; rows sum to 1.
        """
        scaled = scores / self.temperature + (0 if self.offsets is None else self.offsets)
        powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def margin(self, label: str, scores: Floats) -> Floats:
        """A class's score less the mean of the other classes' scores, given the result of ``scores``.

        Returns
        -------
        ndarray of shape (n_samples,)
        """
        index = self.classes.index(label)
        return np.asarray(scores[:, index] - np.delete(scores, index, axis=1).mean(axis=1))

    def direction(self, label: str) -> Floats:
        """The weight of each output in the margin of a class.

        Returns
        -------
        ndarray of shape (n_outputs,)
            ``direction @ outputs`` is the class's score less the mean of the other classes' scores.
        """
        index = self.classes.index(label)
        if len(self.classes) == 2:
            return np.array([1.0 if index == 1 else -1.0])
        direction = np.full(len(self.classes), -1 / (len(self.classes) - 1))
        direction[index] = 1.0
        return direction


def n_outputs(classes: Sequence[str]) -> int:
    """How many scores a head computes: one for two classes, as the other's is its negative; else one per class."""
    return 1 if len(classes) == 2 else len(classes)


def adapted(head: Head, features: Features) -> Head:
    """The head for these features: that of abuse reads in windows, and treats all alike whom comments may name."""
    if head.name != "abuse":
        return head
    return replace(head, coef=features.impartial_weights(head.coef), windows=features.windows)


def labels_of(classes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The public labels of a model, in the order of its probabilities.

    Parameters
    ----------
    classes : mapping of head name to sequence of str
        The classes of each head.

    Returns
    -------
    tuple of str

    Raises
    ------
    InputError
        If no rule leads from these heads to labels.

    Examples
    --------
    >>> labels_of({"abuse": ["civil", "abusive"], "stance": ["supportive", "skeptical", "neutral"]})
    ('supportive', 'skeptical', 'abusive')
    >>> labels_of({"label": ["ham", "spam"]})
    ('ham', 'spam')
    """
    if unnamed := [name for name in classes if not isinstance(name, str)]:
        raise InputError(f"a head's name must be a str, got {unnamed[0]!r}")
    if strange := [name for name in classes if name.startswith(FEATURES)]:
        raise InputError(f"a head's name must not begin with {FEATURES!r}, got {strange[0]!r}")
    if not classes or (len(classes) > 1 and set(classes) != {"abuse", "stance"}):
        raise InputError(f"heads must be 'abuse', 'stance' or both, or a single one of another name, got {[*classes]}")
    if "abuse" in classes and set(classes["abuse"]) != {"civil", "abusive"}:
        raise InputError(f"the head 'abuse' must know civil and abusive, got {', '.join(classes['abuse'])}")
    if "stance" in classes and set(classes["stance"]) - {"neutral"} != {"supportive", "skeptical"}:
        raise InputError(
            "the head 'stance' must know supportive and skeptical, and may know neutral, "
            f"got {', '.join(classes['stance'])}"
        )
    if "stance" not in classes:
        (labels,) = classes.values()
        return tuple(labels)
    return ("supportive", "skeptical", "abusive") if "abuse" in classes else ("supportive", "skeptical")


def public_probabilities(answers: Mapping[str, Mapping[str, Floats]]) -> Floats:
    """The probabilities of the public labels, by the rule at the top of this module.

    Parameters
    ----------
    answers : mapping of head name to mapping of class to ndarray of shape (n_samples,)
        The probabilities of each head.

    Returns
    -------
    ndarray of shape (n_samples, n_labels)
        In the order of ``labels_of``; rows sum to 1.

    Examples
    --------
    >>> abuse = {"civil": np.array([0.9]), "abusive": np.array([0.1])}
    >>> stance = {"supportive": np.array([0.2]), "skeptical": np.array([0.6]), "neutral": np.array([0.2])}
    >>> public_probabilities({"abuse": abuse, "stance": stance}).round(2).tolist()
    [[0.27, 0.63, 0.1]]
    """
    if "stance" not in answers:
        (head,) = answers.values()
        return np.stack(list(head.values()), axis=1)
    stance = answers["stance"]
    neutral = stance.get("neutral", np.zeros_like(stance["supportive"]))
    sides = [stance[side] + neutral / 2 for side in ("supportive", "skeptical")]
    if "abuse" not in answers:
        return np.stack(sides, axis=1)
    abusive = answers["abuse"]["abusive"]
    return np.stack([(1 - abusive) * side for side in sides] + [abusive], axis=1)


class LikeliestLabels(NamedTuple):
    """The likeliest label of some comments, and its probability in the head that it comes from.

    Parameters
    ----------
    probabilities : ndarray of shape (n_samples, n_labels)
        As from ``public_probabilities``.
    likeliest : ndarray of shape (n_samples,)
        The index of the likeliest label.
    confidence : ndarray of shape (n_samples,)
        The probability of this label in the head that it comes from.
    other_is_likelier : ndarray of shape (n_samples,)
        Whether that head has two classes and the other one is likelier.
    """

    probabilities: Floats
    likeliest: NDArray[np.intp]
    confidence: Floats
    other_is_likelier: NDArray[np.bool_]

    def are_given(self, threshold: float) -> NDArray[np.bool_]:
        """Where the model gives the likeliest label and does not abstain."""
        given: NDArray[np.bool_] = (self.confidence >= threshold) & ~self.other_is_likelier
        return given


def likeliest_labels(answers: Mapping[str, Mapping[str, Floats]]) -> LikeliestLabels:
    """The probabilities of the public labels, the likeliest one and its confidence, by the rule of this module.

    Parameters
    ----------
    answers : mapping
        As ``public_probabilities`` takes them.

    Returns
    -------
    LikeliestLabels

    Examples
    --------
    >>> abuse = {"civil": np.array([0.9]), "abusive": np.array([0.1])}
    >>> stance = {"supportive": np.array([0.2]), "skeptical": np.array([0.3]), "neutral": np.array([0.5])}
    >>> found = likeliest_labels({"abuse": abuse, "stance": stance})
    >>> found.probabilities.round(3).tolist(), found.likeliest.tolist(), found.confidence.tolist()
    ([[0.405, 0.495, 0.1]], [1], [0.3])
    """
    probabilities = public_probabilities(answers)
    likeliest = probabilities.argmax(axis=1)
    columns = {label: (column, len(head) == 2) for head in answers.values() for label, column in head.items()}
    own, of_two = zip(
        *(columns[one] for one in labels_of({name: [*head] for name, head in answers.items()})), strict=True
    )
    confidence = np.stack(own)[likeliest, np.arange(len(likeliest))]
    return LikeliestLabels(probabilities, likeliest, confidence, np.array(of_two)[likeliest] & (confidence < 0.5))
