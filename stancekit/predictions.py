"""Predictions and the reasons for them: records whose fields are looked up when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stancekit.errors import InputError
from stancekit.threads import Comment

__all__ = ["Evidence", "Explanation", "Prediction", "PredictionBatch"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one word added to a label's score, or several words in a long comment that an encoder reads.

    Parameters
    ----------
    start, end : int
        Where it stands: ``comment.text[start:end]``.
    text : str
        The words as written.
    weight : float
        What it added to the label's score; below 0 it counts against the label.
    """

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a label has its score.

    Parameters
    ----------
    label : str
        The label that is explained.
    score : float
        Its score less the mean score of the head's other classes: above 0 if it is higher.
    bias : float
        The part of the score that no single word accounts for: with n-grams the same for every text that is read as a
        whole, with an encoder the rest of this text's score.
    evidence : tuple of Evidence
        All words, in order; ``bias`` and the weights add up to ``score``. If one window of a long comment decided
        (``stancekit.windows``), only the words of that window.
    """

    label: str
    score: float
    bias: float
    evidence: tuple[Evidence, ...]


class Prediction:
    """The model's prediction for one comment; its fields are computed when asked for.

    Attributes
    ----------
    comment : Comment
        The comment.
    target : str or None
        What its stance was taken to be about.
    parent : str or None
        The comment that it answers, if it was given in addition to the target.
    label : str or None
        The likeliest label; None where none is likely enough and the model abstains.
    probabilities : dict of str to float
        Of each label; they sum to 1.
    abuse : dict of str to float, or None
        The abuse head's probabilities of ``"abusive"`` and ``"civil"``; None if the model has no such head.
    stance : dict of str to float, or None
        Likewise the stance head's, of ``"supportive"``, ``"skeptical"`` and ``"neutral"``.

    Notes
    -----
    A copy is as good as the prediction. A pickle keeps these fields but not the model, so an unpickled prediction has
    no ``evidence``, unless that was looked up before.

    Predictions share what they were found with: one that is kept holds the model in memory, and the texts of up to
    8,192 comments that were labelled with it. To keep a few of many, keep their fields, or pickle them.
    """

    __slots__ = ("__dict__", "_batch", "_row")

    def __init__(self, batch: PredictionBatch, row: int) -> None:
        self._batch = batch
        self._row = row

    @cached_property
    def comment(self) -> Comment:  # noqa: D102
        return self._batch.comment(self._row)

    @property
    def target(self) -> str | None:  # noqa: D102
        return self._batch.targets[self._row]

    @property
    def parent(self) -> str | None:  # noqa: D102
        return self._batch.parents[self._row]

    @property
    def label(self) -> str | None:  # noqa: D102
        return self._batch.labels[self._row]

    @property
    def probabilities(self) -> dict[str, float]:  # noqa: D102
        answers = self._batch
        return dict(zip(answers.names, answers.probabilities[self._row].tolist(), strict=True))

    @property
    def abuse(self) -> dict[str, float] | None:  # noqa: D102
        return self._batch.of_head("abuse", self._row)

    @property
    def stance(self) -> dict[str, float] | None:  # noqa: D102
        return self._batch.of_head("stance", self._row)

    @property
    def unclear(self) -> bool:
        """Whether the model abstained."""
        return self.label is None

    @property
    def likeliest(self) -> str:
        """The likeliest label, even if the model abstained."""
        return self._batch.names[int(self._batch.likeliest[self._row])]

    @property
    def confidence(self) -> float:
        """The likeliest label's probability in its own head, in [0, 1]; a model abstains where this is low."""
        return float(self._batch.confidence[self._row])

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words that count for the likeliest label, the strongest first.

        An InputError if the prediction was unpickled, as a pickle does not hold the model.
        """
        batch = self._batch
        explanation = batch.explain(batch.texts[self._row], self.target, parent=self.parent, label=self.likeliest)
        spoke_for = [word for word in explanation.evidence if word.weight > 0]
        return tuple(sorted(spoke_for, key=lambda word: -word.weight))

    def to_dict(self) -> dict[str, Any]:
        """The same as plain JSON, as ``stancekit predict`` writes a row, with both heads and without the model's name.

        Of many, ``pandas.json_normalize([one.to_dict() for one in predictions])`` makes a table.
        """
        comment = self.comment
        return {
            "id": str(comment.id),  # a thread made in Python may have numbers, also numpy's
            "author": comment.author,
            "text": comment.text,
            "target": self.target,
            "label": self.label,
            "unclear": self.unclear,
            "probabilities": self.probabilities,
            "abuse": self.abuse,
            "stance": self.stance,
        }

    def _fields(self) -> dict[str, Any]:
        names = ("comment", "target", "parent", "label", "probabilities", "abuse", "stance")
        return {name: getattr(self, name) for name in names}

    def __reduce__(self) -> tuple[Any, ...]:
        return Prediction, (self._batch.alone(self._row), 0), (self.__dict__, {})

    def __copy__(self) -> Prediction:
        copied = Prediction(self._batch, self._row)
        copied.__dict__.update(self.__dict__)
        return copied

    def __deepcopy__(self, memo: Any) -> Prediction:
        return self.__copy__()  # nothing in it ever changes

    def __eq__(self, other: object) -> bool:
        return self._fields() == other._fields() if isinstance(other, Prediction) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as of anything that holds a dict

    def __repr__(self) -> str:
        return f"Prediction({', '.join(f'{name}={value!r}' for name, value in self._fields().items())})"


@dataclass(frozen=True, slots=True, eq=False)
class PredictionBatch:
    """The results for some comments, column by column, in which predictions look up their fields."""

    explain: Callable[..., Explanation]
    texts: Sequence[str]
    targets: Sequence[str | None]
    parents: Sequence[str | None]
    comments: Sequence[Comment] | None  # None if there are only texts, numbered from ``first``
    first: int
    heads: Mapping[str, Mapping[str, NDArray[np.float64]]]
    names: tuple[str, ...]  # of the labels, in the order of the probabilities
    probabilities: NDArray[np.float64]
    likeliest: NDArray[np.intp]  # the index of the likeliest label
    confidence: NDArray[np.float64]
    labels: list[str | None]

    def alone(self, row: int) -> PredictionBatch:
        """One row as a batch of its own, without the model."""
        one = slice(row, row + 1)
        heads = {head: {name: own[one] for name, own in columns.items()} for head, columns in self.heads.items()}
        return replace(
            self,
            explain=_without_a_model,
            texts=self.texts[one],
            targets=self.targets[one],
            parents=self.parents[one],
            comments=None if self.comments is None else self.comments[one],
            first=self.first + row,
            heads=heads,
            probabilities=self.probabilities[one],
            likeliest=self.likeliest[one],
            confidence=self.confidence[one],
            labels=self.labels[one],
        )

    def comment(self, row: int) -> Comment:
        """The comment of a row."""
        return Comment(str(self.first + row), self.texts[row]) if self.comments is None else self.comments[row]

    def of_head(self, head: str, row: int) -> dict[str, float] | None:
        """One head's probabilities for a row, or None if the model has no such head."""
        columns = self.heads.get(head)
        return None if columns is None else {name: float(column[row]) for name, column in columns.items()}


def _without_a_model(*asked: Any, **more: Any) -> Explanation:
    raise InputError("this prediction was pickled, and the model was not; ask Model.explain, or for evidence before")
