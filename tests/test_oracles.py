"""Our numbers against an independent computation: probabilities, weights, and rows that answer one question only."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score, roc_auc_score

from stancekit import NgramVectorizer, StanceClassifier, train
from stancekit.evaluation import evaluate_rows
from stancekit.heads import Head, labels_of, public_probabilities
from stancekit.reading.labels import read_labels

PARTS = {
    "supportive": ["Great news for {}.", "Well done, {} at last!", "I like {} a lot."],
    "skeptical": ["{} is a waste of money.", "It will not work, {}.", "Who pays for {}?"],
    "abusive": ["You idiot, {}!", "Shut up, clown, {}.", "What a stupid liar, {}."],
    "civil": ["{} opens on Thursday.", "See page two on {}.", "The photo shows {}."],
}
THINGS = ["the ferry", "the bypass", "school meals", "the new bins", "the choir", "rugby"]


@pytest.fixture
def write(tmp_path):
    def write(*labels):
        path = tmp_path / "labels.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = [(one.format(thing), label) for label in labels for one in PARTS[label] for thing in THINGS]
            csv.writer(file).writerows([("text", "label"), *rows])
        return path

    return write


@given(st.lists(st.lists(st.floats(-400, 400), min_size=3, max_size=3), min_size=1, max_size=4), st.floats(0.1, 10))
def test_probabilities_are_the_softmax_of_scaled_scores(scores, temperature):
    offsets = np.array([0.5, 0.0, -2.0])
    head = Head("stance", ("a", "b", "c"), np.zeros((3, 1), np.int16), 1.0, np.zeros(3), temperature, offsets)
    assert np.allclose(
        head.probabilities(np.array(scores)), softmax(np.array(scores) / temperature + offsets, axis=1), atol=1e-12
    )


SHARES = st.lists(st.floats(0.001, 1), min_size=3, max_size=3).map(lambda row: (np.array(row) / sum(row)).tolist())


@given(st.floats(0, 1), SHARES)
def test_public_probabilities_follow_the_written_rule(a, stance):
    s, k, n = stance
    answers = {
        "abuse": {"civil": np.array([1 - a]), "abusive": np.array([a])},
        "stance": dict(zip(("supportive", "skeptical", "neutral"), np.array([stance]).T, strict=True)),
    }
    (row,) = public_probabilities(answers)
    assert row == pytest.approx([(1 - a) * (s + n / 2), (1 - a) * (k + n / 2), a])
    assert row.sum() == pytest.approx(1)
    assert len(labels_of({name: tuple(columns) for name, columns in answers.items()})) == len(row)


def test_a_head_without_neutral_shares_nothing():
    stance = {"supportive": np.array([0.7]), "skeptical": np.array([0.3])}
    assert public_probabilities({"stance": stance}).tolist() == [[0.7, 0.3]]


def test_weights_are_scikit_learns_to_the_last_unit(write):
    rows = read_labels(write("supportive", "skeptical", "abusive")).rows
    texts, labels = [row.text for row in rows], [row.label for row in rows]
    classifier = StanceClassifier(NgramVectorizer(2**10), epochs=400).fit(texts, {"topic": labels})
    (head,) = classifier.model_.heads
    matrix = NgramVectorizer(2**10).fit_transform(texts)
    linear = SGDClassifier(loss="log_loss", alpha=1e-5, max_iter=400, tol=None, average=True, random_state=0)
    linear.fit(matrix, [head.classes.index(label) for label in labels])
    assert np.abs(head.coef * head.step - linear.coef_).max() <= head.step / 2
    scores = head.scores(matrix)
    assert np.allclose(scores, linear.decision_function(matrix), atol=100 * head.step)


def test_a_row_that_is_only_civil_counts_for_abuse_alone(write):
    path = write("supportive", "skeptical", "abusive", "civil")
    result = train(path)
    assert result.model.labels == ("supportive", "skeptical", "abusive")
    rows = read_labels(path).rows
    measured = evaluate_rows(result.model, rows)
    labelled = [row for row in rows if row.label != "civil"]
    predicted = [one.label or "neutral" for one in result.model.predict([row.text for row in labelled])]
    gold = [row.label for row in labelled]
    assert (measured.question, measured.n_samples) == ("labels", 54)
    assert measured.macro_f1 == pytest.approx(f1_score(gold, predicted, labels=sorted(set(gold)), average="macro"))
    abusive = result.model.head_probabilities([row.text for row in rows])["abuse"]["abusive"]
    assert measured.roc_auc == pytest.approx(roc_auc_score([row.label == "abusive" for row in rows], abusive))
    assert {one.head: one.n_samples for one in measured.calibration} == {"abuse": 72, "stance": 36}


def test_without_abusive_rows_civil_ones_train_nothing(write):
    result = train(write("supportive", "skeptical", "civil"))
    assert result.model.labels == ("supportive", "skeptical")
    assert result.evaluation.question == "stance"
    assert {report.label for report in result.evaluation.classes} == {"supportive", "skeptical"}
