"""Temperatures, offsets and thresholds: what held-out rows and their weights make of a head's scores."""

import numpy as np
import pytest

from stancekit import NgramVectorizer, StanceClassifier, folds, linear
from stancekit.calibration import calibrated, with_threshold
from stancekit.features.ngrams import Ngrams
from stancekit.heads import Head
from stancekit.model import Model

CLASSES = ("supportive", "skeptical", "neutral")


@pytest.mark.parametrize("n_rows", [1, 4, 50])
def test_few_rows_make_no_answer_certain(n_rows):
    y = np.repeat([0, 1], n_rows)
    scores = np.where(np.eye(2)[y] == 1, 9.0, -9.0)  # right about each
    head = Head("label", ("no", "yes"), np.zeros((1, 2**8), dtype=np.int16), 1.0, np.zeros(1))
    probabilities = calibrated(head, scores, y, np.ones(len(y))).probabilities(scores)
    assert probabilities.max() == pytest.approx((n_rows + 1) / (n_rows + 2), abs=0.02)


def test_a_row_that_counts_four_times_calibrates_as_if_it_were_there_so_often():
    y, is_loud = np.arange(3000) % 3, np.arange(3000) < 1500
    random = np.random.default_rng(0)
    scores = np.eye(3)[np.where(is_loud, y, (y + 1) % 3)] + random.normal(size=(3000, 3))
    head = Head("label", ("a", "b", "c"), np.zeros((3, 2**8), dtype=np.int16), 1.0, np.zeros(3))
    weights = np.where(is_loud, 4.0, 1.0)
    often = np.repeat(np.arange(3000), weights.astype(int))
    weighed, repeated = calibrated(head, scores, y, weights), calibrated(head, scores[often], y[often], np.ones(7500))
    assert weighed.temperature == pytest.approx(repeated.temperature, rel=0.01)
    assert weighed.offsets == pytest.approx(repeated.offsets, abs=0.01)
    assert calibrated(head, scores, y, np.ones(3000)).temperature > 2 * weighed.temperature


def test_rows_of_one_class_tell_its_share_alone():
    head = Head("label", ("a", "b", "c"), np.zeros((3, 2**8), dtype=np.int16), 1.0, np.zeros(3))
    scores = np.random.default_rng(0).normal(size=(7, 3))
    found = calibrated(head, scores, np.ones(7, dtype=np.int64), np.ones(7)).probabilities(scores)
    assert np.allclose(found, [0.1, 0.8, 0.1], atol=0.001)


def test_only_rows_that_were_held_out_choose_the_threshold(monkeypatch):
    monkeypatch.setattr(folds, "_ENOUGH", 20)
    held_out = []

    def unchanged(model, scores, labels, weights):
        held_out.append(weights)
        return model

    monkeypatch.setattr(linear, "with_threshold", unchanged)
    texts = [f"Tram {number} is {('late', 'early', 'full')[number % 3]} again." for number in range(600)]
    classifier = StanceClassifier(NgramVectorizer(n_buckets=2**14)).fit(texts, ["yes", "no"] * 300, groups=range(600))
    of_fold = folds.folds_of(range(600))
    assert set(held_out[0][of_fold == 0]) == {1.0} and set(held_out[0][of_fold == 2]) == {0.0}
    assert classifier.model_.heads[0].temperature != 1


def test_the_threshold_heeds_how_much_rows_count():
    head = Head("stance", CLASSES, np.zeros((3, 2**8), dtype=np.int16), 1.0, np.zeros(3))
    kinds = {"supportive": [0.9, 0.05, 0.05], "skeptical": [0.05, 0.9, 0.05], "neutral": [0.5, 0.2, 0.3]}
    labels = ["supportive", "skeptical"] * 5 + ["supportive"] * 5 + ["neutral"] * 20
    scores = {"stance": np.log([kinds[label] for label in labels[:10]] + [kinds["neutral"]] * 25)}
    model = Model(Ngrams(2**8), (head,))

    def threshold(weight):
        weights = np.array([weight if label == "neutral" else 1.0 for label in labels])
        return with_threshold(model, scores, {"stance": labels}, weights).abstain_below

    assert threshold(1e-9) < 0.5 < threshold(1.0)


def test_one_fold_calibrates_if_it_has_scores_enough():
    shares = {}
    for n_rows, n_folds in ((2_000, 3), (30_000, 1)):
        y, seen = np.arange(n_rows) % 2, []

        def fit(X, y, weights, seen=seen):
            seen.append(len(y))
            return Head("label", ("no", "yes"), np.ones((1, 1), dtype=np.int16), 1.0, np.zeros(1))

        matrix, of_fold = np.ones((n_rows, 1)), folds.folds_of(range(n_rows))
        scores, is_scored = folds.out_of_fold(fit, matrix, matrix, y, np.ones(n_rows), of_fold)
        assert len(seen) == n_folds and sum(n_rows - size for size in seen) == is_scored.sum()
        assert np.ptp(scores[is_scored, 1]) == 0
        shares[n_folds] = is_scored.mean()
    assert shares[3] == 1 and shares[1] == pytest.approx(1 / 3, abs=0.02)
