"""Texts to numbers: two kinds of features with one interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from stancekit.features.encoder import Encoder
from stancekit.features.ngrams import Ngrams
from stancekit.windows import Windows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["KINDS", "Features", "Scores"]

KINDS: Mapping[str, type[Features]] = {Ngrams.kind: Ngrams, Encoder.kind: Encoder}


class Scores(Protocol):
    """Multiplies the features of texts by the weights of some heads."""

    def __call__(
        self,
        texts: Sequence[str],
        targets: Sequence[str | None] | None = None,
        parents: Sequence[str | None] | None = None,
        parts: NDArray[np.int64] | None = None,
    ) -> list[NDArray[np.float64]]:
        """The scores of each head.

        Parameters
        ----------
        texts : sequence of str of length n_samples
        targets, parents : sequence of (str or None) of length n_samples, optional
            What the stance of each is about, and what it answers.
        parts : ndarray of shape (n_parts, 3), optional
            Parts of the texts, as ``Windows.parts`` gives them: each is scored as a text of its own, but for the links
            that it cuts.

        Returns
        -------
        list of ndarray of shape (n_samples + n_parts, n_outputs)
            One for each head.
        """


class Features(Protocol):
    """What turns texts into features; a model holds one."""

    kind: ClassVar[str]
    windows: ClassVar[Windows]
    """How to split long comments with these features."""

    def impartial_weights(self, coef: NDArray[np.int16]) -> NDArray[np.int16]:
        """The weights of an abuse head, shape (1, n_features), changed so that no group of people stands out."""

    def columns_of(self, head: str) -> slice:
        """The features that a head of this name is fitted on."""

    def matrix_as_new(
        self, texts: Sequence[str], targets: Sequence[str | None], groups: Sequence[Any]
    ) -> csr_matrix | None:
        """The features of texts to a model that has not seen their groups; None where they are the same to any."""

    @property
    def n_features(self) -> int:
        """How many weights a head has for each output."""

    def scorer(self, coefs: Sequence[NDArray[np.int16]]) -> Scores:
        """A callable that multiplies features by the weights of heads, each of shape (n_outputs, n_features)."""

    def attribution(
        self, text: str, target: str | None, parent: str | None, weights: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """How much each span of a text, as written, adds to the score ``features @ weights``.

        Returns
        -------
        spans : ndarray of shape (n_spans, 2)
            Where each span begins and ends in the text, in order.
        contributions : ndarray of shape (n_spans,)
        """

    @classmethod
    def from_file(cls, spec: Mapping[str, Any], tensors: Mapping[str, NDArray[Any]]) -> Features:
        """The features that ``spec`` and ``tensors`` describe; ValueError, KeyError or TypeError if they do not."""

    def spec(self) -> dict[str, Any]:
        """The features' entry in a model file's header, as plain JSON."""

    def tensors(self) -> dict[str, NDArray[Any]]:
        """The features' arrays in a model file."""
