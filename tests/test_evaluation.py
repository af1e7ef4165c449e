"""Our metrics match independent computations."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from commands import run
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from sklearn.dummy import DummyClassifier
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
    precision_score,
    recall_score,
    roc_auc_score,
)

from stancekit import InputError, NgramVectorizer, StanceClassifier, evaluate
from stancekit.cli.display import print_flagging
from stancekit.evaluation import _flagging, evaluate_rows
from stancekit.reading.labelled_rows import LabelledRow
from stancekit.reading.labels import read_labels

TEST = Path(__file__).parents[1] / "seeds" / "threads-test.csv"
ROWS = read_labels(TEST).rows
TEXTS, TARGETS, GOLD = [row.text for row in ROWS], [row.target for row in ROWS], [row.label for row in ROWS]


def relabelled(labels):
    return [LabelledRow(text, label, None, None, None, "", 1) for text, label in zip(TEXTS, labels, strict=False)]


@pytest.fixture(scope="module")
def of_abuse():
    """A model of abuse alone."""
    labels = ["abusive" if label == "abusive" else "civil" for label in GOLD]
    return StanceClassifier(NgramVectorizer(2**12)).fit(TEXTS, labels).model_


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
    said = (
        "the rows have labels that the model does not know: {}; "
        "it accepts supportive, skeptical, abusive, neutral, civil{}"
    )
    for labels, unknown, rename in (
        (["spam", "abusive"], "spam", ""),
        (["spam", "toxic", "civil"], "spam, toxic", "; toxic is abusive here: rename it"),
        (["toxic", "Non-Toxic"], "Non-Toxic, toxic", "; Non-Toxic is civil here, toxic is abusive here: rename them"),
    ):
        with pytest.raises(InputError) as refusal:
            evaluate_rows(fast_model, relabelled(labels))
        assert str(refusal.value) == said.format(unknown, rename)


def test_no_unknown_label_counts_as_civil(of_abuse):
    assert evaluate_rows(of_abuse, relabelled(["abusive", "civil", "supportive", "neutral"] * 2)).n_samples == 8
    with pytest.raises(
        InputError, match="does not know: spam, toxic; it accepts civil, abusive; toxic is abusive here"
    ):
        evaluate_rows(of_abuse, relabelled(["abusive", "civil", "spam", "toxic"]))


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


def test_flagging_is_counted_as_a_moderator_would():
    said = [0.95, 0.7, 0.69, 0.4, 0.3, 0.1, 0.05, 0.0]
    gold = ["abusive", "supportive", "abusive", "civil", "abusive", "neutral", "skeptical", "civil"]
    at = {one.threshold: one for one in _flagging({"abuse": {"abusive": np.array(said)}}, gold)}
    assert [*at] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    figures = [
        (one.flagged, one.precision, one.recall, one.false_positives) for one in map(at.get, (0.1, 0.3, 0.7, 0.9))
    ]
    assert figures == [
        (6 / 8, 3 / 6, 1, 3 / 5),
        (5 / 8, 3 / 5, 1, 2 / 5),
        (2 / 8, 1 / 2, 1 / 3, 1 / 5),
        (1 / 8, 1, 1 / 3, 0),
    ]


def test_where_nothing_can_be_divided_there_is_no_rate():
    calm = [*_flagging({"abuse": {"abusive": np.array([0.05, 0.02])}}, ["abusive", "abusive"])]
    assert {(one.flagged, one.precision, one.recall, one.false_positives) for one in calm} == {(0, None, 0, None)}
    file = io.StringIO()
    print_flagging(SimpleNamespace(flagging=calm), Console(file=file, width=80))
    assert file.getvalue().splitlines()[-1].split() == ["from", "0.90", "0.0%", "-", "0.000", "-"]


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from(["abusive", "civil", "neutral"])), min_size=1))
def test_flagging_less_never_finds_more(rows):
    said, gold = zip(*rows, strict=True)
    found = [*_flagging({"abuse": {"abusive": np.array(said)}}, gold)]
    assert bool(found) == ("abusive" in gold)
    for less, more in zip(found[1:], found, strict=False):
        assert less.flagged <= more.flagged and less.recall <= more.recall
        assert (less.false_positives or 0) <= (more.false_positives or 0)


@pytest.mark.parametrize("which", ["three labels", "abuse asked alone", "abuse alone"])
def test_flagging_is_what_scikit_learn_counts(fast_model, of_abuse, which):
    model = of_abuse if which == "abuse alone" else fast_model
    rows = (
        ROWS
        if which == "three labels"
        else [replace(row, label="abusive" if row.label == "abusive" else "civil") for row in ROWS]
    )
    result = evaluate_rows(model, rows)
    assert result.question == ("labels" if which == "three labels" else "abuse")
    said = np.array([one.abuse["abusive"] for one in model.predict(TEXTS, TARGETS)])
    is_abusive = np.array([label == "abusive" for label in GOLD])
    for one in result.flagging:
        is_flagged = said >= one.threshold
        assert one.flagged == pytest.approx(is_flagged.mean())
        assert one.recall == pytest.approx(recall_score(is_abusive, is_flagged))
        assert one.false_positives == pytest.approx(recall_score(~is_abusive, is_flagged))
        assert (one.precision or 0) == pytest.approx(precision_score(is_abusive, is_flagged, zero_division=0))
    assert len(result.flagging) == 9


def test_without_labels_of_abuse_or_a_head_for_it_nothing_is_flagged(fast_model):
    assert evaluate_rows(fast_model, [row for row in ROWS if row.label != "abusive"]).flagging == ()
    labels = ["toxic" if label == "abusive" else "fine" for label in GOLD]
    model = StanceClassifier(NgramVectorizer(2**12)).fit(TEXTS, labels).model_
    assert evaluate_rows(model, relabelled(labels)).flagging == ()


def test_rows_that_are_not_compared_are_counted(tmp_path):
    path = tmp_path / "moderated.csv"
    path.write_text("text,label\nWell done!,supportive\nYou vermin.,abusive\nIt is late.,civil\nThanks.,civil\n")
    code, _, told = run("evaluate", path, "--model", "fast")
    assert (code, told) == (0, "2 civil rows, which name no stance, were compared in ROC-AUC and calibration alone\n")


def test_evaluate_shows_what_each_threshold_flags(tmp_path):
    path = tmp_path / "moderated.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [("You absolute vermin.", "abusive"), ("The bus is late again.", "civil"), ("Thanks, all.", "civil")]
        csv.writer(file).writerows([("text", "label"), *rows])
    code, table, _ = run("evaluate", path, "--model", "fast")
    lines = table.splitlines()
    begins = lines.index("flagging comments from P(abusive) on:")
    assert (code, lines[begins + 1].split()) == (
        0,
        ["P(abusive)", "flagged", "precision", "recall", "civil", "flagged"],
    )
    found = json.loads(run("evaluate", path, "--model", "fast", "--format", "json")[1])["flagging"]
    assert [line.split()[1] for line in lines[begins + 2 :]] == [f"{one['threshold']:.2f}" for one in found]
    assert list(found[0]) == ["threshold", "flagged", "precision", "recall", "false_positives"]
    assert {one["recall"] for one in found} <= {0.0, 1.0}
