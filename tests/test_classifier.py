"""StanceClassifier: which labels train which heads, weights, targets, and the same bytes every time."""

import csv
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import VotingClassifier
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from threadpoolctl import threadpool_limits

from stancekit import EncoderVectorizer, InputError, NgramVectorizer, StanceClassifier, load_model
from stancekit.labelling import head_labels
from stancekit.linear import fit_heads

ROOT = Path(__file__).parent.parent
with (ROOT / "seeds" / "threads-train.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
TEXTS, LABELS = [row["text"] for row in ROWS], [row["label"] for row in ROWS]
TARGETS, THREADS = [row["target"] for row in ROWS], [row["thread"] for row in ROWS]
SMALL = NgramVectorizer(n_buckets=2**14)
CLASSES = ["supportive", "skeptical", "neutral", "abusive"]


@pytest.fixture(scope="module")
def fitted():
    return StanceClassifier(SMALL).fit(TEXTS, LABELS, targets=TARGETS, groups=THREADS)


def test_predictions_are_rows_of_probabilities_in_order(fitted):
    probabilities = fitted.predict_proba(TEXTS[:9])
    assert probabilities.shape == (9, 3)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert fitted.classes_.tolist() == ["abusive", "skeptical", "supportive"]
    order = [fitted.model_.labels.index(label) for label in fitted.classes_]
    assert np.array_equal(fitted.model_.predict_proba(TEXTS[:9])[:, order], probabilities)
    assert fitted.predict(TEXTS[:9]).tolist() == fitted.classes_[probabilities.argmax(axis=1)].tolist()
    assert np.array_equal(fitted.predict_proba(TEXTS[:9][::-1]), probabilities[::-1])
    assert np.array_equal(fitted.predict_proba(TEXTS[3:4]), probabilities[3:4])
    assert fitted.predict_proba([]).shape == (0, 3)
    assert fitted.predict(["Zyxwv qponm"]).tolist()[0] in fitted.classes_


def test_it_works_where_scikit_learn_takes_estimators():
    texts = ["great", "good news", "fine idea", "lovely"] * 5 + ["awful", "bad news", "poor idea", "ugly"] * 5
    labels = ["praise"] * 20 + ["blame"] * 20
    assert cross_val_score(StanceClassifier(SMALL), texts, labels, cv=4).mean() > 0.9
    for scoring, least in (("roc_auc", 0.9), ("neg_log_loss", -0.6)):
        of_own = ["abusive" if label == "blame" else "civil" for label in labels]
        assert cross_val_score(StanceClassifier(SMALL), texts, of_own, cv=4, scoring=scoring).mean() > least
    three = [label if at % 5 else "so-so" for at, label in enumerate(labels)]
    texts_of_three = [text if at % 5 else f"whatever {at}" for at, text in enumerate(texts)]
    auc = cross_val_score(StanceClassifier(SMALL), texts_of_three, three, cv=4, scoring="roc_auc_ovr")
    assert auc.mean() > 0.9
    search = GridSearchCV(StanceClassifier(SMALL), {"alpha": [1e-5, 1e-3]}, cv=2).fit(texts, labels)
    assert search.predict(["lovely idea"]).tolist() == ["praise"]
    # These give whole numbers to what they hold.
    probabilities = cross_val_predict(StanceClassifier(SMALL), texts, labels, cv=4, method="predict_proba")
    assert np.mean(np.array(["blame", "praise"])[probabilities.argmax(axis=1)] == labels) > 0.9
    votes = VotingClassifier([("one", StanceClassifier(SMALL)), ("other", StanceClassifier(SMALL, alpha=1e-3))])
    assert votes.fit(texts, labels).predict(["lovely idea", "bad idea"]).tolist() == ["praise", "blame"]


def test_labels_may_be_whole_numbers():
    word_of = {-1: "a", 10: "b", 2: "c"}
    numbers = [list(word_of)[len(text) % 3] for text in TEXTS]
    words = StanceClassifier(SMALL).fit(TEXTS, [word_of[number] for number in numbers])
    classifier = StanceClassifier(SMALL).fit(TEXTS, np.array(numbers))
    assert classifier.classes_.tolist() == [-1, 2, 10]
    assert [word_of[number] for number in classifier.predict(TEXTS).tolist()] == words.predict(TEXTS).tolist()
    assert np.array_equal(classifier.predict_proba(TEXTS)[:, [0, 2, 1]], words.predict_proba(TEXTS))
    part = StanceClassifier(SMALL).partial_fit(TEXTS, numbers, classes=list(word_of))
    assert part.classes_.tolist() == [-1, 2, 10]
    assert set(part.predict(TEXTS).tolist()) <= set(word_of)


def test_whole_numbers_may_be_floats_as_pandas_makes_them():
    numbers = [len(text) % 2 for text in TEXTS]
    as_floats = StanceClassifier(SMALL).fit(TEXTS, np.array(numbers, dtype=np.float32))
    assert as_floats.classes_.tolist() == [0, 1]
    predicted = as_floats.predict(TEXTS)
    assert predicted.tolist() == StanceClassifier(SMALL).fit(TEXTS, numbers).predict(TEXTS).tolist()
    assert as_floats.score(TEXTS, [float(number) for number in numbers]) == np.mean(predicted == numbers)


def test_the_same_rows_and_seed_give_the_same_bytes_whatever_the_machine_does(tmp_path):
    script = (
        "import csv, sys; from stancekit import StanceClassifier, NgramVectorizer\n"
        "rows = list(csv.DictReader(open('seeds/threads-train.csv', encoding='utf-8', newline='')))\n"
        "c = StanceClassifier(NgramVectorizer(2**12), random_state=int(sys.argv[1]))\n"
        "c.fit([r['text'] for r in rows], [r['label'] for r in rows], targets=[r['target'] for r in rows])\n"
        "print(c.model_.save(sys.argv[2]))"
    )

    def digest(seed, hash_seed, threads):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
        environment |= {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        command = [sys.executable, "-c", script, seed, str(tmp_path / "model.stance")]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout

    first = digest("0", "1", "1")
    assert digest("0", "2", "2") == first
    assert digest("1", "1", "1") != first


@pytest.mark.parametrize(
    ("labels", "heads"),
    [
        (["supportive", "skeptical", "abusive"], {"abuse", "stance"}),
        (["supportive", "skeptical", "neutral"], {"stance"}),
        (["abusive", "civil"], {"abuse"}),
        (["abusive", "neutral"], {"abuse"}),
        (["abusive", "supportive"], {"label"}),
        (["neutral", "civil"], {"label"}),
        (["spam", "ham", "neutral"], {"label"}),
    ],
)
def test_labels_choose_the_heads(labels, heads):
    assert head_labels(labels).keys() == heads
    fitted = StanceClassifier(SMALL).fit([f"{label} words" for label in labels * 4], labels * 4)
    assert {head.name for head in fitted.model_.heads} == heads


def test_a_row_without_a_label_for_a_head_does_not_train_it():
    rows = {"abuse": ["civil", "abusive", None, None], "stance": [None, None, "supportive", "skeptical"]}
    one = StanceClassifier(SMALL).fit(["nice", "you idiot", "a yes", "a no"], rows).model_
    other = StanceClassifier(SMALL).fit(["nice", "you idiot", "other words", "and more"], rows).model_
    assert np.array_equal(one.heads[0].coef, other.heads[0].coef)
    assert not np.array_equal(one.heads[1].coef, other.heads[1].coef)
    as_pandas = {head: [np.nan if label is None else label for label in own] for head, own in rows.items()}
    same = StanceClassifier(SMALL).fit(["nice", "you idiot", "a yes", "a no"], as_pandas).model_
    assert [head.coef.tolist() for head in same.heads] == [head.coef.tolist() for head in one.heads]


def test_weights_count():
    texts, labels = ["same words"] * 3, ["yes", "no", "no"]
    assert StanceClassifier(SMALL).fit(texts, labels).predict(["same words"]).tolist() == ["no"]
    heavy = StanceClassifier(SMALL).fit(texts, labels, sample_weight=[9, 1, 1])
    assert heavy.predict(["same words"]).tolist() == ["yes"]


def test_a_comment_that_weighs_nothing_is_none():
    columns = {"targets": TARGETS[:60], "groups": THREADS[:60]}
    fewer = StanceClassifier(SMALL).fit(
        TEXTS[:40], LABELS[:40], **{name: column[:40] for name, column in columns.items()}
    )
    weighed = StanceClassifier(SMALL).fit(TEXTS[:60], LABELS[:60], **columns, sample_weight=[1] * 40 + [0] * 20)
    assert np.array_equal(weighed.predict_proba(TEXTS), fewer.predict_proba(TEXTS))
    texts, labels, weights = ["fine", "awful", "never seen"], ["yes", "no", "no"], [1, 1, 0]
    part = StanceClassifier(SMALL).partial_fit(texts[:2], labels[:2], classes=["yes", "no"])
    weighed = StanceClassifier(SMALL).partial_fit(texts, labels, classes=["yes", "no"], sample_weight=weights)
    assert np.array_equal(weighed.predict_proba(texts), part.predict_proba(texts))


def test_only_how_weights_compare_counts(fitted):
    alike = StanceClassifier(SMALL).fit(
        TEXTS, LABELS, targets=TARGETS, groups=THREADS, sample_weight=[2**-9] * len(TEXTS)
    )
    assert np.array_equal(alike.predict_proba(TEXTS), fitted.predict_proba(TEXTS))


@pytest.mark.parametrize("weights", [[1, -1, 1], [1, float("nan"), 1]])
def test_weights_that_are_none_are_refused(weights):
    for fit in (StanceClassifier(SMALL).fit, partial(StanceClassifier(SMALL).partial_fit, classes=["yes", "no"])):
        with pytest.raises(InputError, match="sample_weight must be finite numbers from 0 on"):
            fit(["a", "b", "c"], ["yes", "no", "no"], sample_weight=weights)


def test_no_row_of_all_may_count_for_nothing_but_those_of_a_part():
    with pytest.raises(InputError, match="from 0 on, and not 0 alone; all of it is 0"):
        StanceClassifier(SMALL).fit(["a", "b"], ["yes", "no"], sample_weight=[0, 0])
    classifier = StanceClassifier(SMALL).partial_fit(["good", "bad"], ["yes", "no"], classes=["yes", "no"])
    before = classifier.predict_proba(["good"])
    classifier.partial_fit(["bad", "good"], ["yes", "no"], sample_weight=[0, 0])
    assert np.array_equal(classifier.predict_proba(["good"]), before)


@pytest.mark.parametrize("weight", [1e300, 1e-300])
def test_weights_out_of_float32_s_range_are_refused(weight):
    message = re.escape(f"sample_weight[1] is {weight}; above 0 it must be from 1e-38 to 3e+38")
    for fit in (StanceClassifier(SMALL).fit, partial(StanceClassifier(SMALL).partial_fit, classes=["yes", "no"])):
        with pytest.raises(InputError, match=message):
            fit(["a", "b", "c"], ["yes", "no", "no"], sample_weight=[1, weight, 1])


def test_a_score_needs_a_label_and_a_weight_for_each_comment(fitted):
    with pytest.raises(InputError, match="y must be a label for each text, got None"):
        fitted.score(TEXTS, None, targets=TARGETS)
    with pytest.raises(InputError, match="texts but 1 of y; give one for each text"):
        fitted.score(TEXTS, LABELS[:1], targets=TARGETS)
    with pytest.raises(InputError, match="sample_weight must be finite numbers from 0 on"):
        fitted.score(TEXTS, LABELS, targets=TARGETS, sample_weight=[-1] * len(TEXTS))
    with pytest.raises(InputError, match="there is no comment, so there is no accuracy"):
        fitted.score([], [])
    with pytest.raises(InputError, match="y has whole numbers, and the labels that were learned are words"):
        fitted.score(TEXTS[:2], [0, 1])
    with pytest.raises(InputError, match="y must be labels, got the float nan"):
        fitted.score(TEXTS[:2], [LABELS[0], float("nan")])
    counted = StanceClassifier(SMALL).fit(["fine", "awful"], [0, 1])
    assert counted.score(["fine", "awful"], np.array([0, 1])) == 1
    with pytest.raises(InputError, match="y has words, and the labels that were learned are whole numbers"):
        counted.score(["fine"], ["0"])


def test_the_score_reads_targets_as_predictions_do(fitted):
    columns = {"targets": TARGETS}
    right = fitted.predict(TEXTS, **columns) == LABELS
    assert fitted.score(TEXTS, LABELS, **columns) == pytest.approx(right.mean())
    weights = np.arange(len(TEXTS))
    assert fitted.score(TEXTS, LABELS, **columns, sample_weight=weights) == pytest.approx(
        np.average(right, weights=weights)
    )


def test_what_cannot_be_learned_from_is_refused():
    with pytest.raises(InputError, match="y has only the label 'yes'; there must be two different ones"):
        StanceClassifier(SMALL).fit(["a", "b"], ["yes", "yes"])
    with pytest.raises(InputError, match="there are 2 texts but 1 of targets; give one for all, or one for each"):
        StanceClassifier(SMALL).fit(["a", "b"], ["yes", "no"], targets=["x"])
    with pytest.raises(InputError, match=r"targets\[1\] must be a str or None, got float"):
        StanceClassifier(SMALL).fit(["a", "b"], ["yes", "no"], targets=["x", 1.5])
    for strange in (0, None, float("nan"), True, np.bool_(True)):
        with pytest.raises(InputError, match=f"y must be labels, got the {type(strange).__name__} "):
            StanceClassifier(SMALL).fit(["a", "b", "c"], ["yes", "no", strange])
    for vectorizer in (SMALL, EncoderVectorizer("small")):
        with pytest.raises(InputError, match="got one str; put it into a list"):
            vectorizer.fit().transform("abc") if vectorizer is not SMALL else SMALL.fit(["a"]).transform("abc")


def test_columns_may_be_arrays_generators_or_one_target():
    texts, labels = np.array(TEXTS[:40]), LABELS[:40]
    as_lists = StanceClassifier(SMALL).fit(TEXTS[:40], labels, targets=["Taxis"] * 40).predict_proba(TEXTS[:9])
    columns = {"targets": np.array(["Taxis"] * 40), "parents": np.array([None] * 40)}
    as_arrays = StanceClassifier(SMALL).fit(texts, (label for label in labels), **columns).predict_proba(texts[:9])
    as_one = StanceClassifier(SMALL).fit(iter(TEXTS[:40]), labels, targets="Taxis").predict_proba(TEXTS[:9])
    assert np.array_equal(as_lists, as_arrays) and np.array_equal(as_lists, as_one)


def test_few_groups_and_strong_penalties_are_calibrated_all_the_same(tmp_path):
    for groups in (["t1"] * 40, ["t1"] * 20 + ["t2"] * 20, ["a", "b", "c", "d"] * 10):
        model = StanceClassifier(SMALL).fit(TEXTS[:40], LABELS[:40], groups=groups).model_
        assert all(head.offsets is not None for head in model.heads)
    model = StanceClassifier(SMALL, alpha=100).fit(TEXTS[:80], LABELS[:80]).model_
    assert np.isfinite(model.predict_proba(TEXTS)).all()
    model.save(tmp_path / "flat.stance")
    assert np.array_equal(load_model(tmp_path / "flat.stance").predict_proba(TEXTS), model.predict_proba(TEXTS))


def test_a_class_of_one_group_is_not_calibrated_as_if_it_never_came():
    texts = [f"{text} {number}" for text in ("What a fine pier", "A lovely walk") for number in range(30)]
    abusive = [f"You are vermin {number}" for number in range(20)]
    labels = ["praise"] * len(texts) + ["abuse"] * len(abusive)
    groups = [f"thread {number % 12}" for number in range(len(texts))] + ["the one"] * len(abusive)
    model = StanceClassifier(SMALL).fit(texts + abusive, labels, groups=groups).model_
    (head,) = model.heads
    assert head.offsets is not None
    assert model.predict_proba(["You are vermin"])[0, model.labels.index("abuse")] > 0.8


def test_crossing_with_the_target_lets_words_change_sides():
    words = ["cut the tax", "build the wall", "trust the vote", "raise the wage"]
    texts = [f"{one} {filler}" for one in words for filler in ("now", "today", "please", "again", "soon")] * 2
    targets = ["Party A"] * 20 + ["Party B"] * 20
    labels = ["supportive" if (at // 5) % 2 == (at >= 20) else "skeptical" for at in range(40)]
    crossing = StanceClassifier(NgramVectorizer(2**14, min_target_rows=5)).fit(texts, labels, targets=targets)
    blind = StanceClassifier(NgramVectorizer(2**14, min_target_rows=5)).fit(texts, labels)
    assert np.mean(crossing.predict(texts, targets=targets) == labels) > 0.9
    assert np.mean(blind.predict(texts) == labels) < 0.7


@pytest.mark.parametrize(
    ("parameter", "value", "message"),
    [
        ("alpha", True, "alpha must be a number from 1e-12 to 1e+06, got True"),
        ("random_state", -1, "random_state must be a whole number from 0 to 4294967295, got -1"),
        ("random_state", "x", "random_state must be a whole number from 0 to 4294967295, got 'x'"),
        ("epochs", True, "epochs must be a whole number from 1 on, got True"),
        ("vectorizer", "fast", "vectorizer must be an NgramVectorizer or an EncoderVectorizer, got 'fast'"),
        ("vectorizer", NgramVectorizer, "vectorizer must be an NgramVectorizer or an EncoderVectorizer, got <class"),
    ],
)
def test_a_parameter_that_is_out_of_range_is_refused(parameter, value, message):
    with pytest.raises(InputError) as refusal:
        StanceClassifier(**{"vectorizer": SMALL, parameter: value}).fit(["a", "b"], ["x", "y"])
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize("seed", [None, np.int64(3), np.random.RandomState(3)])
def test_a_seed_is_what_scikit_learn_takes_for_one(seed):
    StanceClassifier(SMALL, random_state=seed).fit(["a", "b"], ["x", "y"])


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ("xy", "y must be a label for each text, got the one str 'xy'"),
        (["x", "x\0"], "y has the label 'x\\x00', and numpy drops a NUL at an end; leave it out"),
        (5, "y must be a label for each text, got the one int 5"),
        ([0.0, 0.5], "y must be labels, got the float 0.5; name each by a word"),
        ([1.0, float("nan")], "y must be labels, got the float nan; it is a missing value, so leave its row out"),
        ([1, None], "y must be labels, got the NoneType None; it is a missing value, so leave its row out"),
        (
            ["x", "nan"],
            "y has the label 'nan'; is it a missing value? Leave its row out; if not, call the label otherwise",
        ),
        (
            [True, False],
            "y must be labels, got the bool True; name each by a word, as a column does with "
            'y.map({True: "abusive", False: "civil"})',
        ),
        (
            type("DataFrame", (list,), {"columns": ["abuse", "stance"]})(["abuse", "stance"]),
            "y must be a label for each text, got a DataFrame; pass one of its columns, or, to fit on two questions, a "
            'mapping of both: {"abuse": ..., "stance": ...}',
        ),
        ({"side": "xy"}, "side must be a label for each text, got the one str 'xy'"),
        ({"x", "y"}, "y must be a label for each text, got a set, which has no order"),
        (np.array([["x"], ["y"]]), "y must be a label for each text, got values of the shape (2, 1)"),
        (np.array("x"), "y must be a label for each text, got values of the shape ()"),
        (["x ", "y"], "y has the label 'x ', with blanks around it; write 'x'"),
        (["x" * 201, "y"], "y has a label that has 201 characters, more than 200; are texts and y swapped?"),
        (["x", ""], "y has the label ''; leave its row out, or name the label by a word"),
        (
            ["x", "Unclear"],
            "y has the label 'Unclear', which a model says where it abstains; call it neutral, or leave the row out",
        ),
    ],
)
def test_labels_that_numpy_or_a_list_would_change_are_refused(y, message):
    with pytest.raises(InputError) as refusal:
        StanceClassifier(SMALL).fit(["a", "b"], y)
    assert str(refusal.value) == message


@pytest.mark.parametrize("groups", [5, "ab"])
def test_one_value_is_not_taken_for_the_groups_of_all(groups):
    with pytest.raises(InputError, match=f"groups must be a group for each text, got the one .* {groups!r}"):
        StanceClassifier(SMALL).fit(["a", "b"], ["x", "y"], groups=groups)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Pro", "pro"), ("in favour", "in\xa0 favour"), ("dafu\u0308r", "dafür"), ("ham", "ham\u200b"), ("1", "1.0")],
)
def test_labels_that_only_look_different_are_refused_wherever_they_are_given(one, other):
    texts, labels = ["The new bridge is a joy.", "Scrap it.", "Lovely lamps."], [one, "Contra", other]
    classifier = StanceClassifier(SMALL)
    for called, learn in (
        ("y", lambda: classifier.fit(texts, labels)),
        ("the head 'side'", lambda: classifier.fit(texts, {"side": labels})),
        ("classes", lambda: classifier.partial_fit(texts, labels, classes=labels)),
    ):
        with pytest.raises(InputError) as refusal:
            learn()
        assert str(refusal.value) == f"{called} has the label {other!r}, and elsewhere {one!r}; write them alike"


@pytest.mark.parametrize("label", ["", "\u200b", "nan", "#N/A", "unclear", "con ", "x" * 201])
def test_what_is_no_label_is_none_for_a_head_of_another_name_either(label):
    with pytest.raises(InputError, match=r"^the head 'side' has "):
        StanceClassifier(SMALL).fit(["Build it.", "Do not.", "Hm."], {"side": ["pro", "con", label]})


def test_labels_by_head_are_for_fit_alone():
    heads = {"abuse": ["abusive", "civil"]}
    fitted = StanceClassifier(SMALL).fit(["you fool", "fine"], heads)
    for use in (partial(fitted.partial_fit, classes=["abusive", "civil"]), fitted.score):
        with pytest.raises(InputError, match="y must be a label for each text, got a dict; only fit takes labels by"):
            use(["you fool", "fine"], heads)


def test_one_str_is_not_taken_for_classes_of_a_letter():
    with pytest.raises(InputError, match="classes must be several labels, got the one str 'yesno'"):
        StanceClassifier(SMALL).partial_fit(["a"], ["y"], classes="yesno")


def test_two_comments_make_no_answer_certain():
    found = StanceClassifier(SMALL).fit(["a fine day", "rain again"], ["x", "y"]).predict_proba(["a fine day"])
    assert 0.5 < found[0, 0] < 0.7


def test_whoever_learned_no_stance_is_right_about_neutral_comments_that_are_civil():
    texts, labels = ["fine", "awful fool", "fine day", "you fool"], ["neutral", "abusive", "neutral", "abusive"]
    assert StanceClassifier(SMALL).fit(texts, labels).score(texts, labels) == 1


def test_a_label_of_comments_that_do_not_count_is_none():
    with pytest.raises(InputError, match="among the comments with a sample_weight above 0, y has only"):
        StanceClassifier(SMALL).fit(["a", "b"], ["x", "y"], sample_weight=[1, 0])


@pytest.mark.parametrize("alpha", [0, -1, 1e-300, 1e300, float("nan"), float("inf"), "strong"])
def test_weights_are_drawn_to_zero_as_far_as_can_be_computed(alpha):
    with pytest.raises(InputError, match="alpha must be a number from"):
        StanceClassifier(SMALL, alpha=alpha).fit(TEXTS[:80], LABELS[:80])


def test_a_head_on_an_encoders_features_has_the_same_weights_whatever_the_number_of_threads():
    random = np.random.default_rng(0)
    matrix, labels = random.normal(size=(2_000, 388)).astype(np.float32), random.choice(["for", "against"], 2_000)
    features = EncoderVectorizer("small").fit().features_
    heads = []
    for threads in (1, 2):
        with threadpool_limits(threads, "blas"):
            heads += fit_heads(features, matrix, {"label": labels.tolist()}, range(2_000)).heads
    assert np.array_equal(heads[0].coef, heads[1].coef) and heads[0].spec() == heads[1].spec()


@pytest.mark.parametrize(
    "wrong", [{"n_buckets": np.array([2**8, 2**9])}, {"n_buckets": 1024.0}, {"min_target_rows": True}]
)
def test_what_is_no_whole_number_is_refused(wrong):
    with pytest.raises(InputError, match=f"{next(iter(wrong))} must be a"):
        NgramVectorizer(**wrong).fit(["Fine."])
