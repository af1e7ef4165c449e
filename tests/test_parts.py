"""Learning part by part: rows that do not fit into memory at once."""

import csv
import zlib
from pathlib import Path

import numpy as np
import pytest

from stancekit import EncoderVectorizer, InputError, NgramVectorizer, StanceClassifier, load_model

ROOT = Path(__file__).parent.parent
with (ROOT / "seeds" / "threads-train.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
TEXTS, LABELS, TARGETS = ([row[name] for row in ROWS] for name in ("text", "label", "target"))
SMALL = NgramVectorizer(n_buckets=2**14)
CLASSES = ["supportive", "skeptical", "neutral", "abusive"]


def learned(texts, labels, n_parts, n_epochs=6, **more):
    classifier = StanceClassifier(SMALL)
    for _ in range(n_epochs):
        for part in range(n_parts):
            own = {name: values[part::n_parts] for name, values in more.items()}
            classifier.partial_fit(texts[part::n_parts], labels[part::n_parts], classes=CLASSES, **own)
    return classifier


def test_it_learns_what_fit_learns():
    fitted = StanceClassifier(SMALL).fit(TEXTS, LABELS, targets=TARGETS, groups=[row["thread"] for row in ROWS])
    sided = [row for row, label in enumerate(LABELS) if label != "neutral"]
    parts = learned(TEXTS, LABELS, 4, 8, targets=TARGETS)
    assert parts.classes_.tolist() == fitted.classes_.tolist()
    texts, labels = [TEXTS[row] for row in sided], [LABELS[row] for row in sided]
    assert parts.score(texts, labels) > 0.8 * fitted.score(texts, labels) > 0.75


def test_it_is_calibrated_on_a_tenth_that_it_never_learns():
    classifier = learned(TEXTS, LABELS, 2, 10)
    assert all(head.temperature != 1 for head in classifier.model_.heads)
    assert classifier.model_.abstain_below > 0
    held_out = [row for row, text in enumerate(TEXTS) if zlib.crc32(text.encode()) % 10 == 0]
    assert 10 < len(held_out) < 50
    known, unknown = (
        classifier.score([TEXTS[row] for row in rows], [LABELS[row] for row in rows])
        for rows in (range(len(TEXTS)), held_out)
    )
    assert known > unknown + 0.2


def test_the_same_parts_give_the_same_file(tmp_path):
    digests = [learned(TEXTS[:90], LABELS[:90], 3).model_.save(tmp_path / "one.stance") for _ in range(2)]
    assert digests[0] == digests[1]


def test_a_part_may_lack_a_label():
    classifier = StanceClassifier(SMALL)
    for text, label in [
        ("Scum, all of you", "abusive"),
        ("Well done", "supportive"),
        ("It will fail", "skeptical"),
    ]:
        classifier.partial_fit([text] * 3, [label] * 3, classes=CLASSES)
        assert classifier.classes_.tolist() == ["abusive", "skeptical", "supportive"]


def test_held_out_rows_of_one_class_make_no_other_impossible():
    labels = ["kind" if zlib.crc32(text.encode()) % 10 == 0 or row % 2 else "cruel" for row, text in enumerate(TEXTS)]
    predicted = StanceClassifier(SMALL).partial_fit(TEXTS, labels, classes=["kind", "cruel"]).predict(TEXTS)
    assert 0.3 < np.mean(predicted == "cruel") < 0.6


def test_fit_begins_anew():
    classifier = learned(TEXTS, LABELS, 2)
    assert classifier.fit(["good", "bad"], ["yes", "no"]).classes_.tolist() == ["no", "yes"]
    with pytest.raises(InputError, match="classes"):
        classifier.partial_fit(["good"], ["yes"])


def test_a_refused_fit_forgets_nothing():
    classifier = StanceClassifier(SMALL).partial_fit(["good", "bad"], ["yes", "no"], classes=["yes", "no"])
    with pytest.raises(InputError, match="y has only the label 'no'"):
        classifier.fit(["bad"], ["no"])
    assert classifier.partial_fit(["good"], ["yes"]).classes_.tolist() == ["no", "yes"]


def test_what_cannot_be_learned_is_refused():
    with pytest.raises(InputError, match="every label there will be"):
        StanceClassifier(SMALL).partial_fit(["good"], ["yes"])
    classifier = StanceClassifier(SMALL)
    with pytest.raises(InputError, match="'maybe'"):
        classifier.partial_fit(["good"], ["maybe"], classes=["yes", "no"])
    classifier.partial_fit(["good"], ["sure"], classes=["sure", "never"])  # the first call was none
    with pytest.raises(InputError, match="classes were never, sure when partial_fit was first called"):
        classifier.partial_fit(["good"], ["sure"], classes=["sure", "maybe"])
    with pytest.raises(InputError, match="y has whole numbers, and the classes are words"):
        classifier.partial_fit(["good"], [1])
    with pytest.raises(InputError, match="y has words, and the classes are whole numbers"):
        StanceClassifier(SMALL).partial_fit(["good"], ["1"], classes=[0, 1])
    with pytest.raises(InputError, match="1 texts but 2"):
        StanceClassifier(SMALL).partial_fit(["good"], ["yes", "no"], classes=["yes", "no"])
    with pytest.raises(InputError, match="n-grams"):
        StanceClassifier(EncoderVectorizer()).partial_fit(["good"], ["yes"], classes=["yes", "no"])


def test_learning_part_by_part_begins_anew_after_fit():
    once = StanceClassifier(SMALL).partial_fit(TEXTS[:40], LABELS[:40], classes=set(LABELS))
    again = StanceClassifier(SMALL).fit(TEXTS, LABELS).partial_fit(TEXTS[:40], LABELS[:40], classes=set(LABELS))
    assert np.array_equal(again.predict_proba(TEXTS), once.predict_proba(TEXTS))


def test_rows_that_are_held_out_count_once_however_often_they_are_shown():
    held_out = [row for row, text in enumerate(TEXTS) if zlib.crc32(text.encode()) % 10 == 0]
    part = [TEXTS[row] for row in held_out], [LABELS[row] for row in held_out]
    classifier = learned(TEXTS, LABELS, 2, 1).partial_fit(*part)
    once = [head.spec() for head in classifier.model_.heads]
    for _ in range(5):
        classifier.partial_fit(*part)
    assert [head.spec() for head in classifier.model_.heads] == once


@pytest.mark.parametrize("parts", [[([], [])], [(["one text"], ["abusive"])], [(["", ""], ["abusive", "supportive"])]])
def test_a_model_that_has_learned_nothing_of_a_question_is_saved_and_loaded(parts, tmp_path):
    classifier = StanceClassifier(SMALL)
    for texts, labels in parts:
        classifier.partial_fit(texts, labels, classes=CLASSES)
    classifier.model_.save(tmp_path / "new.stance")
    again = load_model(tmp_path / "new.stance").predict_proba(TEXTS[:3])
    assert np.array_equal(again, classifier.model_.predict_proba(TEXTS[:3]))


@pytest.mark.parametrize("rounds", [1, 30])
@pytest.mark.parametrize("n_rows", [1, 2, 4])
def test_few_rows_make_no_answer_certain(n_rows, rounds):
    texts, labels = TEXTS[:n_rows], [CLASSES[number % 2] for number in range(n_rows)]
    classifier = StanceClassifier(SMALL)
    for _ in range(rounds):
        classifier.partial_fit(texts, labels, classes=CLASSES)
    assert classifier.predict_proba(texts).max() < 0.9


@pytest.mark.parametrize("classes", [["a", "b"], ["b", "a", "c"]])
def test_a_lone_row_does_not_speak_for_other_classes(classes):
    classifier = StanceClassifier(SMALL).partial_fit(["The pier is rotten."], ["a"], classes=classes)
    assert set(classifier.predict(["", "The pier", "Well done!"])) == {"a"}


def test_a_part_of_one_class_does_not_make_a_model_forget_the_others():
    texts = ["A great plan.", "Well done!", "A bad idea.", "Such a waste.", "You idiot.", "Shut up, you fool."]
    labels = ["supportive", "supportive", "skeptical", "skeptical", "abusive", "abusive"]
    classifier = StanceClassifier().partial_fit(texts, labels, classes=set(labels))
    classifier.partial_fit(["How nice.", "Lovely!"], ["supportive"] * 2)
    assert set(classifier.predict(texts)) == set(labels)
