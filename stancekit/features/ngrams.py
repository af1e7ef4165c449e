"""Bags of hashed n-grams: what ``grams`` finds in texts, as scores, as a matrix to fit on, and as explanations.

All features of a text are multiplied by ``1 / sqrt(the sum of their loudness)``, so a long comment is not louder than a
short one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from stancekit.errors import ModelFileError
from stancekit.features.grams import (
    DEFINITION,
    LOUDNESS_OF_WORDS,
    Grams,
    Hashes,
    Ints,
    buckets_of,
    grams,
    hashes_of,
    scale,
)
from stancekit.features.kernel import Scorer
from stancekit.text import normalise, normalise_texts, straight, without_links, words_that_stay
from stancekit.text.people import GROUPS, PUBLIC
from stancekit.windows import Windows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Ngrams", "Trace", "plain_targets"]


@dataclass(frozen=True)
class Trace:
    """The features of one text with their places, to explain a score by.

    Parameters
    ----------
    buckets : ndarray of shape (n_occurrences,)
        One entry for each feature found, in ``[0, n_buckets)``.
    first, last : ndarray of shape (n_occurrences,)
        The first and the last word that the feature touches, as indices into ``words``.
    words : ndarray of shape (n_words, 2)
        Where each word begins and ends in the text as written.
    values : ndarray of shape (n_occurrences,)
        What its weight is multiplied by: its loudness times the text's scale.
    """

    buckets: Ints
    first: Ints
    last: Ints
    words: Ints
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Ngrams:
    """Turns texts into bags of hashed n-grams.

    Parameters
    ----------
    n_buckets : int
        How many weights there are: a power of two.
    targets : tuple of str
        The targets that words are crossed with, normalised.

    Examples
    --------
    >>> [len(Ngrams(n_buckets=2**18).trace(text).buckets) for text in ("Oh no", "Oh NO")]  # "NO" once more as written
    [9, 13]
    """

    n_buckets: int = 2**18
    targets: tuple[str, ...] = ()

    kind: ClassVar[str] = "ngrams"
    windows: ClassVar[Windows] = Windows(longer_than=400, characters=120, discount=1.0)

    def impartial_weights(self, coef: NDArray[np.int16]) -> NDArray[np.int16]:
        """The weights changed so that nobody who is named adds more to abuse than the median group.

        What a word adds by itself, its stretches included, is lowered to that; what its pairs with others add stays.
        """
        words = (*GROUPS, *PUBLIC)
        _, found = grams(words, words)
        buckets, loudness = self._buckets(found), _loudness(found)
        rows = np.concatenate([gram.rows for gram in found])
        worth = np.bincount(rows, weights=loudness * coef[0, buckets])
        coef, own = coef.copy(), buckets[: len(words)]  # whole words come first
        excess = np.maximum(worth - np.median(worth[: len(GROUPS)]), 0)
        lowered = np.maximum(coef[0, own] - np.round(excess / LOUDNESS_OF_WORDS), -np.iinfo(coef.dtype).max)
        np.minimum.at(coef[0], own, lowered.astype(coef.dtype))  # two words may share a weight
        return coef

    def columns_of(self, head: str) -> slice:
        """All features: ``impartial_weights`` changes what a head of abuse has learned from them."""
        return slice(None)

    @classmethod
    def from_file(cls, spec: Mapping[str, Any], tensors: Mapping[str, NDArray[Any]]) -> Ngrams:
        """The features that ``spec`` describes; there are no tensors."""
        if spec.get("definition") != DEFINITION:  # weights learned for other hashes would score without sense
            raise ModelFileError("was trained by a stancekit that counted words otherwise; train it anew")
        n_buckets = spec["n_buckets"]
        if type(n_buckets) is not int or not 2**8 <= n_buckets <= 2**24 or n_buckets.bit_count() != 1:
            raise ValueError("the number of buckets is no power of two from 2**8 to 2**24")
        return cls(n_buckets, tuple(map(str, spec["targets"])))

    def spec(self) -> dict[str, Any]:
        """The features' entry in a model file's header."""
        return {"definition": DEFINITION, "n_buckets": self.n_buckets, "targets": self.targets}

    def tensors(self) -> dict[str, NDArray[Any]]:
        """The features' arrays in a model file: none, as hashing learns nothing."""
        return {}

    @property
    def n_features(self) -> int:
        """How many weights a head has for each output."""
        return self.n_buckets

    def matrix(self, texts: Sequence[str], targets: Sequence[str | None]) -> csr_matrix:
        """The features as a sparse matrix of shape (n_samples, n_buckets), float32, to fit on."""
        from stancekit.features.matrix import matrix_of

        return matrix_of([*map(without_links, texts)], self._crossing(targets), self.n_buckets)

    def matrix_as_new(
        self, texts: Sequence[str], targets: Sequence[str | None], groups: Sequence[Any]
    ) -> csr_matrix | None:
        """As ``matrix``, but targets that a single group has are unknown, as to a model that did not see the group.

        None if there is no such target. Crossed with what training never met, words would only make a text longer, and
        the scores that calibrate a model lower than those of texts on new targets.
        """
        groups_of: dict[str | None, set[str]] = {}
        for target, group in zip(targets, groups, strict=True):
            groups_of.setdefault(target, set()).add(repr(group))
        alone = {target for target, its_groups in groups_of.items() if target and len(its_groups) == 1}
        crossing = self._crossing([*alone])
        if crossing is None or not crossing.any():
            return None
        return self.matrix(texts, [None if target in alone else target for target in targets])

    def scorer(self, coefs: Sequence[NDArray[np.int16]]) -> Callable[..., list[NDArray[np.float64]]]:
        """As ``Features.scorer``, given integers, so that sums are exact in any order."""
        return partial(self._scores, Scorer(np.concatenate(coefs)), np.cumsum([len(coef) for coef in coefs])[:-1])

    def _scores(
        self,
        scorer: Scorer,
        splits: Ints,
        texts: Sequence[str],
        targets: Sequence[str | None] | None = None,
        parents: Sequence[str | None] | None = None,
        parts: Ints | None = None,
    ) -> list[NDArray[np.float64]]:
        return np.split(scorer([*map(without_links, texts)], self._crossing(targets), parts), splits, axis=1)

    def attribution(
        self, text: str, target: str | None, parent: str | None, weights: NDArray[np.float64]
    ) -> tuple[Ints, NDArray[np.float64]]:
        """As ``Features.attribution``: to each word, the weights of its features, shared by the words that they touch.

        The contributions add up to the score.
        """
        trace = self.trace(text, target)
        halves = weights[trace.buckets] * trace.values / 2
        by_word = np.zeros(len(trace.words))
        np.add.at(by_word, trace.first, halves)
        np.add.at(by_word, trace.last, halves)
        return trace.words, by_word

    def trace(self, text: str, target: str | None = None) -> Trace:
        """The features of one text, as written, and the words that they come from."""
        text = without_links(text)
        plain = normalise(text)
        own, found = grams([plain.text], [straight(text)], self._crossing([target]))
        # Position p of a batch is character p - 1 of its only text; ``origin`` maps it to the text as written.
        origin = np.concatenate([[0], plain.offsets()])
        starts, ends = own.starts, own.ends
        words = np.stack([origin[starts], origin[np.searchsorted(origin, origin[ends - 1], side="right")]], axis=1)
        words = np.unique(words, axis=0)  # what was written as one may be several: "¼", "stfu"
        if not len(words):  # invisible characters alone
            words = np.array([[0, len(text)]])

        def words_at(positions: list[Ints]) -> Ints:
            places = [at - 1 if gram.written else origin[at] for gram, at in zip(found, positions, strict=True)]
            return np.maximum(np.searchsorted(words[:, 0], np.concatenate(places), side="right") - 1, 0)

        return Trace(
            buckets=self._buckets(found),
            first=words_at([gram.first for gram in found]),
            last=words_at([gram.last for gram in found]),
            words=words,
            values=_loudness(found) * scale(_loudness(found).sum(keepdims=True)),
        )

    def _crossing(self, targets: Sequence[str | None] | None) -> Hashes | None:
        """The hash of each target that training knew, 0 for any other."""
        if targets is None or not self.targets:
            return None
        known, words = self._known_targets
        # Most targets that training did not know have a word that none of those has, and need not be normalised.
        maybe = [one for one in {target or "" for target in targets} if words.issuperset(words_that_stay(one))]
        hashes = {one: known.get(plain, 0) for one, plain in zip(maybe, plain_targets(maybe), strict=True)}
        return np.array([hashes.get(target or "", 0) for target in targets], dtype=np.uint64)

    @cached_property
    def _known_targets(self) -> tuple[dict[str, int], frozenset[str]]:
        """The hash of each target, and all their words."""
        words = frozenset(word for target in self.targets for word in target.split(" "))
        return dict(zip(self.targets, hashes_of(self.targets), strict=True)), words

    def _buckets(self, found: list[Grams]) -> Ints:
        hashes = np.concatenate([gram.hashes for gram in found])
        return buckets_of(hashes, self.n_buckets).astype(np.int64)


def plain_targets(targets: Sequence[str]) -> list[str]:
    """The targets as a model knows them: disguises undone, and a blank between any two words."""
    return [" ".join(plain.split()) for plain in normalise_texts(targets)]


def _loudness(found: list[Grams]) -> Ints:
    return np.repeat([gram.loudness for gram in found], [len(gram.hashes) for gram in found])
