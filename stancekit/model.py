"""A fitted model: comments in, predictions with probabilities and reasons out. Needs no scikit-learn."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from stancekit.errors import InputError, ModelFileError
from stancekit.features import KINDS, Features, Scores
from stancekit.heads import FEATURES, Head, LikeliestLabels, labels_of, likeliest_labels, public_probabilities
from stancekit.inputs import checked, is_path, switch, text_or_none
from stancekit.model_file import ModelFile, write_model_file
from stancekit.predictions import Evidence, Explanation, Prediction, PredictionBatch
from stancekit.text import says_nothing
from stancekit.threads import Comment, Thread

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Model"]

_TEXTS_AT_ONCE = 8_192


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model.

    Parameters
    ----------
    features : Features
        Turns texts into features.
    heads : tuple of Head
        One for each question that the model answers.
    abstain_below : float
        The model abstains where the confidence of its likeliest label (`stancekit.heads`) is smaller than this.
    card : mapping
        What it was trained on and measured at, as plain JSON.
    name : str
        What it is called in results.

    Examples
    --------
    >>> import stancekit
    >>> model = stancekit.load_model()
    >>> model.labels
    ('supportive', 'skeptical', 'abusive')
    >>> comments = ["Long overdue, and well done.", "It will never work.", "You pathetic little liar."]
    >>> [prediction.label for prediction in model.predict(comments, target="Night buses to run until four")]
    ['supportive', 'skeptical', 'abusive']
    """

    features: Features
    heads: tuple[Head, ...]
    abstain_below: float = 0.0
    card: Mapping[str, Any] = field(default_factory=dict)
    name: str = "model"

    def __repr__(self) -> str:
        return f"Model(name={self.name!r}, labels={self.labels}, abstain_below={self.abstain_below})"

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of ``predict_proba``'s columns."""
        return labels_of({head.name: head.classes for head in self.heads})

    def scores(
        self,
        texts: Iterable[str],
        target: str | Iterable[str | None] | None = None,
        *,
        parents: Iterable[str | None] | None = None,
    ) -> dict[str, NDArray[np.float64]]:
        """The raw scores of each head, before calibration.

        Parameters
        ----------
        texts, target, parents
            As ``predict`` takes them.

        Returns
        -------
        dict of head name to ndarray of shape (n_samples, n_classes)
        """
        return {name: scores for name, (scores, _) in self._read(*checked(texts, target, parents)).items()}

    def _read(
        self, texts: list[str], targets: list[str | None], parents: list[str | None]
    ) -> dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]]:
        """The scores of each head, and the windows that decided a score, if any, as rows of ``Windows.parts``."""
        none = np.empty((0, 3), dtype=np.int64)
        parts = [none if head.windows is None else head.windows.parts(texts) for head in self.heads]
        outputs = self._scorer(texts, targets, parents, np.concatenate(parts))
        found = {}
        end = len(texts)
        for place, (head, of_head, own) in enumerate(zip(self.heads, outputs, parts, strict=True)):
            begin, end = end, end + len(own)
            scores, deciding = head.scores_of(of_head[: len(texts)]), none
            if len(own) and head.windows is not None:
                of_parts = head.scores_of(of_head[begin:end])
                whole, margins = (np.diff(some)[:, 0] for some in (scores, of_parts))
                read = partial(self._margins, place, targets, parents)
                margins = head.windows.read_again(texts, own, margins, read)
                margins, numbers = head.windows.worst(texts, own, whole, margins, head.temperature)
                scores, deciding = np.stack([-margins / 2, margins / 2], axis=1), own[numbers]
            found[head.name] = scores, deciding
        return found

    def _margins(
        self, head: int, targets: list[str | None], parents: list[str | None], texts: list[str], rows: list[int]
    ) -> NDArray[np.float64]:
        """The scores of the worse class of a head of two, for texts that are parts of others."""
        outputs = self._scorer(texts, [targets[row] for row in rows], [parents[row] for row in rows])
        margins: NDArray[np.float64] = np.diff(self.heads[head].scores_of(outputs[head]))[:, 0]
        return margins

    @cached_property
    def _scorer(self) -> Scores:
        return self.features.scorer([head.coef for head in self.heads])

    def head_probabilities(
        self,
        texts: Iterable[str],
        target: str | Iterable[str | None] | None = None,
        *,
        parents: Iterable[str | None] | None = None,
        X: csr_matrix | NDArray[np.float32] | None = None,
    ) -> dict[str, dict[str, NDArray[np.float64]]]:
        """The calibrated probabilities of each head's classes.

        Parameters
        ----------
        texts, target, parents
            As ``predict`` takes them.
        X : sparse matrix or ndarray of shape (n_samples, n_features), optional
            The comments' features, from a vectorizer that has this model's. Then only comments long enough for windows
            are read.

        Returns
        -------
        dict of head name to dict of class to ndarray of shape (n_samples,)

        Raises
        ------
        InputError
            If the arguments differ in length or are of another type.
        """
        if X is None:
            return self.calibrated(self.scores(texts, target, parents=parents))
        texts, targets, answered = checked(texts, target, parents)
        shape, needed = getattr(X, "shape", type(X).__name__), (len(texts), self.features.n_features)
        if shape != needed:
            raise InputError(f"X must be the features of these texts, of shape {needed}, got {shape}")
        if not np.isfinite(X if isinstance(X, np.ndarray) else X.data).all():
            raise InputError("X must be the features of these texts, and some of it is no finite number")
        scores = {head.name: head.scores(X) for head in self.heads}
        longer_than = min((head.windows.longer_than for head in self.heads if head.windows), default=sys.maxsize)
        if rows := [row for row, text in enumerate(texts) if len(text) > longer_than]:
            long, beside = [texts[row] for row in rows], [targets[row] for row in rows]
            for name, found in self.scores(long, beside, parents=[answered[row] for row in rows]).items():
                scores[name][rows] = found
        return self.calibrated(scores)

    def calibrated(self, scores: Mapping[str, NDArray[np.float64]]) -> dict[str, dict[str, NDArray[np.float64]]]:
        """The result of ``head_probabilities``, given the result of ``scores``."""
        return {
            head.name: dict(zip(head.classes, head.probabilities(scores[head.name]).T, strict=True))
            for head in self.heads
        }

    def predict_proba(
        self,
        texts: Iterable[str],
        target: str | Iterable[str | None] | None = None,
        *,
        parents: Iterable[str | None] | None = None,
    ) -> NDArray[np.float64]:
        """The probabilities of the labels.

        Parameters
        ----------
        texts, target, parents
            As ``predict`` takes them.

        Returns
        -------
        ndarray of shape (n_samples, n_labels)
            Columns in the order of ``labels``; rows sum to 1.

        Raises
        ------
        InputError
            If a text is not a str, or the arguments differ in length.
        """
        return public_probabilities(self.head_probabilities(texts, target, parents=parents))

    def predict(
        self,
        texts: Iterable[str],
        target: str | Iterable[str | None] | None = None,
        *,
        parents: Iterable[str | None] | None = None,
        abstain: bool = True,
    ) -> list[Prediction]:
        """Label some comments.

        Parameters
        ----------
        texts : sequence of str of length n_samples
            The comments.
        target : str, or sequence of (str or None) of length n_samples, optional
            What the stance is about: one for all, or one for each.
        parents : sequence of (str or None) of length n_samples, optional
            The comment that each answers, if any. An encoder reads it too, which helps with short replies.
        abstain : bool
            Whether the label may be None where no label is likely enough.

        Returns
        -------
        list of Prediction of length n_samples
            In the order of the texts.

        Raises
        ------
        InputError
            If a text is not a str, the arguments differ in length, or ``abstain`` is no bool.
        """
        return self._predict(*checked(texts, target, parents), None, abstain)

    def predict_thread(
        self,
        thread: Thread,
        target: str | None = None,
        *,
        toward: Literal["article", "parent"] = "article",
        abstain: bool = True,
    ) -> list[Prediction]:
        """Label every comment of a thread.

        Lines quoted from others are ignored, in a comment and in the one that it answers (``Thread.own_words``).

        Parameters
        ----------
        thread : Thread
            The thread.
        target : str, optional
            What the stance is about. By default a comment's own target where its file gives one, else the title.
        toward : {"article", "parent"}
            With ``"parent"`` the stance of a reply is about the comment that it answers.
        abstain : bool
            Whether the label may be None where no label is likely enough.

        Returns
        -------
        list of Prediction
            One for each comment, in reading order: each comment before its replies.

        Raises
        ------
        InputError
            If ``toward`` is neither of the two, ``thread`` is not a ``Thread``, ``target`` is no str, or ``abstain`` is
            no bool.
        """
        if toward not in ("article", "parent"):
            raise InputError(f"toward must be 'article' or 'parent', got {toward!r}")
        if not isinstance(thread, Thread):
            raise InputError(f"thread must be a Thread, as read_thread gives it, got {type(thread).__name__}")
        target = text_or_none("target", target)
        comments = list(thread.walk())
        own = {comment.id: thread.own_words(comment) for comment in comments}
        parents = [None if comment.parent is None else own[comment.parent].strip() for comment in comments]
        targets = [_target(thread, comment, target) for comment in comments]
        if toward == "parent":
            targets = [parent or other for parent, other in zip(parents, targets, strict=True)]
            parents = [None] * len(comments)
        return self._predict([*own.values()], targets, parents, comments, abstain)

    def gives_label(
        self, texts: Sequence[str], found: LikeliestLabels, threshold: float | None = None
    ) -> NDArray[np.bool_]:
        """Where the model gives a label: it is likely enough, and the comment says something (``text.says_nothing``).

        Parameters
        ----------
        texts : sequence of str of length n_samples
            The comments.
        found : LikeliestLabels
            Their likeliest labels.
        threshold : float, optional
            The least confidence, in [0, 1]; by default the model's own.

        Returns
        -------
        ndarray of shape (n_samples,)
        """
        given: NDArray[np.bool_] = found.are_given(self.abstain_below if threshold is None else threshold)
        rows = np.flatnonzero(given)
        given[rows] = [not says_nothing(texts[row]) for row in rows.tolist()]
        return given

    def explain(
        self, text: str, target: str | None = None, *, parent: str | None = None, label: str | None = None
    ) -> Explanation:
        """Say how much each word added to the score of a label.

        Parameters
        ----------
        text : str
            The comment.
        target : str, optional
            What the stance is about.
        parent : str, optional
            The comment that this one answers.
        label : str, optional
            The label to explain; by default the likeliest.

        Returns
        -------
        Explanation

        Raises
        ------
        InputError
            If neither the model nor any of its heads has this label, or an argument is no str.
        """
        if not isinstance(text, str):
            raise InputError(f"text must be a str, got {type(text).__name__}")
        target, parent = text_or_none("target", target), text_or_none("parent", parent)
        read = self._read([text], [target], [parent])
        if label is None:
            answers = self.calibrated({name: scores for name, (scores, _) in read.items()})
            label = self.labels[likeliest_labels(answers).likeliest[0]]
        head = next((head for head in self.heads if label in head.classes), None)
        if head is None:
            known = dict.fromkeys((*self.labels, *(one for head in self.heads for one in head.classes)))
            raise InputError(f"the model has no label {label!r}; it has {', '.join(known)}")
        scores, windows = read[head.name]
        score = float(head.margin(label, scores)[0])
        begin, behind = windows[0, 1:].tolist() if len(windows) else (0, len(text))
        weights = head.direction(label) @ head.coef * head.step
        spans, contributions = self.features.attribution(text[begin:behind], target, parent, weights)
        evidence = tuple(
            Evidence(start, end, text[start:end], weight)
            for (start, end), weight in zip((spans + begin).tolist(), contributions.tolist(), strict=True)
            if text[start:end].strip()  # of a text without words, the features give the whole
        )
        return Explanation(label, score, score - sum(word.weight for word in evidence), evidence)

    def save(self, path: str | os.PathLike[str]) -> str:
        """Write the model to one file, completely or not at all.

        Parameters
        ----------
        path : path
            Usually ``NAME.stance``.

        Returns
        -------
        str
            The checksum that the file holds, 64 hexadecimal digits. It is not what ``sha256sum`` prints, as
            these digits count as zeros in it.

        Raises
        ------
        ModelFileError
            If it cannot be written; a file that was there before is untouched.
        InputError
            If the path is empty, or neither a str nor a path.
        """
        if not is_path(path):
            what = repr(path) if isinstance(path, str) else type(path).__name__
            raise InputError(f"a model is saved under a str or a path, got {what}; name a file, such as 'mine.stance'")
        header = {
            "features": {"kind": self.features.kind, **self.features.spec()},
            "heads": [head.spec() for head in self.heads],
            "abstain_below": self.abstain_below,
            "card": self.card,
        }
        tensors = {f"{FEATURES}{name}": tensor for name, tensor in self.features.tensors().items()}
        return write_model_file(path, header, tensors | {head.name: head.coef for head in self.heads})

    @classmethod
    def from_file(cls, file: ModelFile, path: Path) -> Model:
        """The model that ``save`` wrote; a ModelFileError if it is another's file, or of another stancekit."""
        try:
            header, tensors = file.header, file.tensors
            kind = header["features"]["kind"]
            if kind not in KINDS:
                raise ModelFileError(
                    f"needs features of the kind {kind!r}, which this stancekit does not have; update stancekit",
                    path=str(path),
                )
            own = {name.removeprefix(FEATURES): one for name, one in tensors.items() if name.startswith(FEATURES)}
            features = KINDS[kind].from_file(header["features"], own)
            heads = tuple(Head.from_file(spec, tensors[spec["name"]], features.n_features) for spec in header["heads"])
            if len(tensors) != len(heads) + len(features.tensors()):
                raise ValueError("heads and weights do not match")
            labels_of({head.name: head.classes for head in heads})
            abstain_below = float(header["abstain_below"])
            if not 0 <= abstain_below <= 1:
                raise ValueError("the confidence below which it abstains is not in [0, 1]")
            return cls(features, heads, abstain_below, dict(header["card"]), name=path.stem)
        except ModelFileError as error:
            raise ModelFileError(str(error), path=str(path)) if error.path is None else error from None
        except (InputError, KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            reason = f"{type(error).__name__}: {str(error)[:200]}"  # the repr of a decoding error holds all it decoded
            raise ModelFileError(f"is not a model that stancekit wrote ({reason})", path=str(path)) from error

    def _predict(
        self,
        texts: list[str],
        targets: list[str | None],
        parents: list[str | None],
        comments: list[Comment] | None,
        abstain: bool,
    ) -> list[Prediction]:
        abstain = switch("abstain", abstain)
        names = self.labels
        named: tuple[str | None, ...] = (*names, None)
        found: list[Prediction] = []
        for begin in range(0, len(texts), _TEXTS_AT_ONCE):
            part = slice(begin, begin + _TEXTS_AT_ONCE)
            heads = self.head_probabilities(texts[part], targets[part], parents=parents[part])
            labels = likeliest_labels(heads)
            label = np.where(self.gives_label(texts[part], labels) | (not abstain), labels.likeliest, -1)
            batch = PredictionBatch(
                explain=self.explain,
                texts=texts[part],
                targets=targets[part],
                parents=parents[part],
                comments=None if comments is None else comments[part],
                first=begin + 1,
                heads=heads,
                names=names,
                probabilities=labels.probabilities,
                likeliest=labels.likeliest,
                confidence=labels.confidence,
                labels=[named[index] for index in label.tolist()],
            )
            found += [Prediction(batch, row) for row in range(len(label))]
        return found


def _target(thread: Thread, comment: Comment, target: str | None) -> str | None:
    if target is not None:
        return target
    return comment.target if comment.target is not None else thread.title
