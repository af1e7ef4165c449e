"""Our metrics match independent computations."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support, roc_auc_score

from stancekit import InputError, evaluate
from stancekit.evaluation import evaluate_rows
from stancekit.reading.labels import LabelledRow, read_labels

TEST = "seeds/threads-test.csv"
ROWS = read_labels(TEST).rows
TEXTS, TARGETS, GOLD = [row.text for row in ROWS], [row.target for row in ROWS], [row.label for row in ROWS]


def relabelled(labels):
    return [LabelledRow(text, label, None, None, None, "", 1) for text, label in zip(TEXTS, labels, strict=False)]


def test_labels_are_compared_with_abstention_for_neutral(fast_model):
    result = evaluate(fast_model, TEST)
    predicted = [one.label or "neutral" for one in fast_model.predict(TEXTS, TARGETS)]
    names = [report.label for report in result.classes]
    assert result.question == "labels"
    assert set(names) == set(GOLD)
    expected = precision_recall_fscore_support(GOLD, predicted, labels=names)
    for report, *figures in zip(result.classes, *expected, strict=True):
        assert (report.precision, report.recall, report.f1, report.support) == pytest.approx(tuple(figures))
    called = [report.called for report in result.classes]
    assert [[*one.values()] for one in called] == confusion_matrix(GOLD, predicted, labels=[*called[0]]).tolist()
    assert result.macro_f1 == pytest.approx(f1_score(GOLD, predicted, average="macro"))
    assert result.accuracy == pytest.approx(accuracy_score(GOLD, predicted))
    assert result.n_abstained == predicted.count("neutral")
    abusive = [one.abuse["abusive"] for one in fast_model.predict(TEXTS, TARGETS)]
    assert result.roc_auc == pytest.approx(roc_auc_score([label == "abusive" for label in GOLD], abusive))


def test_the_majority_is_what_a_dummy_reaches(fast_model):
    result = evaluate(fast_model, TEST)
    always = DummyClassifier(strategy="most_frequent").fit(TEXTS, GOLD).predict(TEXTS)
    assert result.majority == always[0]
    assert result.majority_accuracy == pytest.approx(accuracy_score(GOLD, always))
    assert result.majority_macro_f1 == pytest.approx(f1_score(GOLD, always, average="macro", zero_division=0))


@pytest.mark.parametrize(
    ("labels", "question", "names"),
    [
        (["abusive", "civil"] * 8, "abuse", ("abusive", "civil")),
        (["supportive", "skeptical", "neutral"] * 5, "stance", ("supportive", "skeptical", "neutral")),
        (["supportive", "skeptical"] * 8, "stance", ("supportive", "skeptical")),
        (["supportive", "civil"] * 8, "stance", ("supportive", "skeptical")),
        (["skeptical", "neutral"] * 8, "stance", ("supportive", "skeptical", "neutral")),
        (["supportive", "abusive"] * 8, "labels", ("supportive", "skeptical", "abusive")),
    ],
)
def test_the_rows_choose_the_question(fast_model, labels, question, names):
    result = evaluate_rows(fast_model, relabelled(labels))
    assert result.question == question
    assert {report.label for report in result.classes} == set(names) & set(labels)
    if question != "labels":
        head = fast_model.head_probabilities(TEXTS[: len(labels)])[question]
        likeliest = np.argmax([head[name] for name in names], axis=0)
        is_right = [names[at] == label for at, label in zip(likeliest, labels, strict=True) if label in names]
        assert result.accuracy == pytest.approx(np.mean(is_right))


def test_labels_that_the_model_does_not_know_are_refused(fast_model):
    with pytest.raises(
        InputError, match="labels that the model does not know: spam; it has supportive, skeptical, abusive"
    ):
        evaluate_rows(fast_model, relabelled(["spam", "abusive"]))


@pytest.mark.parametrize("labels", [[], ["civil"] * 4])
def test_rows_that_tell_nothing_are_refused(fast_model, labels):
    with pytest.raises(InputError, match="nothing to compare with"):
        evaluate_rows(fast_model, relabelled(labels))


def test_calibration_error_is_the_mean_gap_of_fifteen_bins(fast_model):
    result = evaluate(fast_model, TEST)
    answers = fast_model.head_probabilities(TEXTS, TARGETS)
    for calibration in result.calibration:
        head = answers[calibration.head]
        rows = [at for at, label in enumerate(GOLD) if calibration.head == "abuse" or label in head]
        gaps = np.zeros(15)
        for at in rows:
            top = max(head, key=lambda name: head[name][at])
            label = GOLD[at] if calibration.head == "stance" else "abusive" if GOLD[at] == "abusive" else "civil"
            gaps[min(int(head[top][at] * 15), 14)] += head[top][at] - (top == label)
        assert calibration.n_samples == len(rows) == sum(one.n_samples for one in calibration.bins)
        assert calibration.ece == pytest.approx(np.abs(gaps).sum() / len(rows))


def test_coverage_falls_as_the_threshold_rises(fast_model):
    coverage = evaluate(fast_model, TEST).coverage
    rows = [row for row in read_labels(TEST).rows if row.label in fast_model.labels]
    always = replace(fast_model, abstain_below=0.0).predict([row.text for row in rows], [row.target for row in rows])
    assert coverage[0].coverage == pytest.approx(np.mean([one.label is not None for one in always]))
    assert [one.coverage for one in coverage] == sorted((one.coverage for one in coverage), reverse=True)
    for one in coverage:
        kept = [
            answer.label == row.label
            for answer, row in zip(always, rows, strict=True)
            if answer.label is not None and answer.confidence >= one.threshold
        ]
        assert one.accuracy == (pytest.approx(np.mean(kept)) if kept else None)


def test_what_is_no_comment_is_not_covered(fast_model):
    gone = [replace(row, text=text) for row, text in zip(ROWS[:4], ("[deleted]", "...", "[removed]", "…"), strict=True)]
    measured = evaluate_rows(fast_model, [*gone, *(row for row in ROWS[4:] if row.label in fast_model.labels)])
    assert measured.question == "labels"
    assert measured.coverage[0].coverage < 1


def test_it_is_plain_json(fast_model):
    result = evaluate(fast_model, TEST).to_dict()
    assert result["classes"][0].keys() == {"label", "precision", "recall", "f1", "support", "called"}
