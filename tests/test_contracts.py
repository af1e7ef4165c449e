"""What scikit-learn expects of every estimator, checked for each of ours."""

import pickle

import numpy as np
import pytest
from scipy.sparse import issparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import get_tags

from stancekit import EncoderVectorizer, InputError, Model, NgramVectorizer, StanceClassifier

TEXTS = [
    "Lovely idea.",
    "Good news for the harbour!",
    "",
    "It will never work.",
    "A waste of MONEY",
    "Who pays? 😂",
] * 3
LABELS = ["for", "for", "for", "against", "against", "against"] * 3
ESTIMATORS = [
    NgramVectorizer(n_buckets=2**10, min_target_rows=2),
    EncoderVectorizer("small"),
    StanceClassifier(NgramVectorizer(n_buckets=2**10), alpha=1e-4, epochs=2, random_state=7),
]
UNSEEN = ["Zyxwv qponm?", "\ud800", "", "x" * 3_000]


def output(estimator, texts):
    """What a fitted estimator makes of some texts, a row for each."""
    if isinstance(estimator, StanceClassifier):
        return estimator.predict_proba(texts)
    rows = estimator.transform(texts)
    return rows.toarray() if issparse(rows) else rows


@pytest.fixture(params=ESTIMATORS, ids=lambda estimator: type(estimator).__name__)
def estimator(request):
    return clone(request.param)


@pytest.mark.parametrize("kind", [Model, *map(type, ESTIMATORS)])
def test_arrays_columns_and_generators_fit_the_type_hints(kind):
    """As they fit at run time; mypy takes a numpy array for no Sequence."""
    for name in ("predict", "predict_proba", "scores", "fit", "partial_fit", "fit_transform", "transform", "score"):
        if hasattr(kind, name):
            hints = getattr(kind, name).__annotations__
            assert hints.get("texts", hints.get("X")).removesuffix(" | None") == "Iterable[str]", name
            assert hints.get("target", hints.get("targets")) == "str | Iterable[str | None] | None", name
            assert hints.get("sample_weight", "Iterable[float] | None") == "Iterable[float] | None", name


def test_labels_may_be_counted_off_one_by_one():
    fitted = StanceClassifier(NgramVectorizer(n_buckets=2**10)).fit((text for text in TEXTS), (one for one in LABELS))
    assert fitted.score(iter(TEXTS), iter(LABELS), sample_weight=iter([1.0] * len(TEXTS))) == 1


def test_init_stores_each_parameter_as_given(estimator):
    parameters = estimator.get_params(deep=False)
    copy = type(estimator)(**parameters)
    assert all(vars(copy)[name] is value for name, value in parameters.items())
    assert vars(copy).keys() == parameters.keys()


def test_set_params_and_clone(estimator):
    nested, value = {
        NgramVectorizer: ("n_buckets", 2**11),
        EncoderVectorizer: ("model", "encoder"),
        StanceClassifier: ("vectorizer__n_buckets", 2**11),
    }[type(estimator)]
    assert estimator.set_params(**{nested: value}) is estimator
    assert clone(estimator).get_params()[nested] == value


def test_it_says_that_it_takes_strings(estimator):
    tags = get_tags(estimator).input_tags
    assert tags.string
    assert tags.one_d_array
    assert not tags.two_d_array


def test_before_fit_it_says_so(estimator):
    with pytest.raises(NotFittedError, match="is not fitted yet"):
        output(estimator, TEXTS)
    if isinstance(estimator, StanceClassifier):
        with pytest.raises(NotFittedError):
            estimator.predict(TEXTS)


def test_fit_returns_itself_and_keeps_its_parameters(estimator):
    before = repr(estimator)
    assert estimator.fit(TEXTS, LABELS) is estimator
    assert repr(estimator) == before
    if isinstance(estimator, StanceClassifier):
        assert not hasattr(estimator.vectorizer, "features_")  # it fits a clone


def test_nothing_changes_what_it_is_given(estimator):
    texts, labels = list(TEXTS), list(LABELS)
    output(estimator.fit(texts, labels), texts)
    assert (texts, labels) == (TEXTS, LABELS)


def test_asking_does_not_change_the_answer(estimator):
    estimator.fit(TEXTS, LABELS)
    before = output(estimator, TEXTS)
    output(estimator, UNSEEN)
    assert np.array_equal(output(estimator, TEXTS), before)


def test_fitting_again_forgets_and_repeats(estimator):
    first = output(estimator.fit(TEXTS, LABELS), TEXTS)
    estimator.fit(UNSEEN, ["for", "against"] * 2)
    assert np.array_equal(output(estimator.fit(TEXTS, LABELS), TEXTS), first)


def test_rows_come_in_the_order_of_the_texts_and_one_by_one_the_same(estimator):
    rows = output(estimator.fit(TEXTS, LABELS), TEXTS + UNSEEN)
    order = np.random.default_rng(0).permutation(len(rows))
    shuffled = [(TEXTS + UNSEEN)[at] for at in order]
    rounding = 1e-5 if isinstance(estimator, EncoderVectorizer) else 0.0
    assert np.allclose(output(estimator, shuffled), rows[order], rtol=0, atol=rounding)
    one_by_one = np.vstack([output(estimator, [text]) for text in TEXTS + UNSEEN])
    assert np.allclose(one_by_one, rows, rtol=0, atol=rounding)
    assert output(estimator, []).shape == (0, rows.shape[1])
    assert np.isfinite(rows).all()


def test_a_pickle_round_trip_changes_nothing(estimator):
    estimator.fit(TEXTS, LABELS)
    copy = pickle.loads(pickle.dumps(estimator))
    assert np.array_equal(output(copy, TEXTS + UNSEEN), output(estimator, TEXTS + UNSEEN))


def test_any_sequence_will_do(estimator):
    rows = output(estimator.fit(TEXTS, LABELS), TEXTS)
    arrays = clone(estimator).fit(np.array(TEXTS), np.array(LABELS))
    assert np.array_equal(output(arrays, tuple(TEXTS)), rows)


def test_texts_without_a_single_feature_are_learned_from():
    classifier = StanceClassifier().fit(["", " ", "\n", ""], ["no", "no", "yes", "no"])
    assert classifier.predict(["", "yes"]).tolist() == ["no", "no"]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({}, "heads must be 'abuse', 'stance' or both, or a single one of another name, got []"),
        (
            {"abuse": ["civil", "abusive"], "mood": ["glad", "sad"]},
            "heads must be 'abuse', 'stance' or both, or a single one of another name, got ['abuse', 'mood']",
        ),
        ({"abuse": ["polite", "rude"]}, "the head 'abuse' must know civil and abusive, got polite, rude"),
        (
            {"stance": ["supportive", "neutral"]},
            "the head 'stance' must know supportive and skeptical, and may know neutral, got supportive, neutral",
        ),
        ({"abuse": [None, None]}, "the head 'abuse' has no label; there must be two different ones"),
        (["fine", "fine"], "y has only the label 'fine'; there must be two different ones"),
    ],
)
def test_heads_that_give_no_labels_are_refused(labels, message):
    with pytest.raises(InputError) as refusal:
        StanceClassifier().fit(["Nice.", "Less nice."], labels)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("ab", "texts must be a sequence of str, got one str; put it into a list"),
        (["fine", 3], "texts[1] must be a str, got int"),
    ],
)
def test_what_is_no_text_is_refused(texts, message):
    with pytest.raises(InputError) as refusal:
        StanceClassifier().fit(texts, ["yes", "no"])
    assert str(refusal.value) == message


def test_one_head_of_any_name_has_its_own_labels():
    classifier = StanceClassifier().fit(["Nice.", "So sad."], {"mood": ["glad", "sad"]})
    assert classifier.predict(["Nice.", "So sad."]).tolist() == ["glad", "sad"]
    (prediction,) = classifier.model_.predict(["Nice."])
    assert (prediction.abuse, prediction.stance) == (None, None)
