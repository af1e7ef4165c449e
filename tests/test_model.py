"""A fitted model: probabilities, abstention, threads, explanations, and its file."""

import copy
import json
import pickle
import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stancekit import Comment, InputError, ModelFileError, Thread, load_model, read_thread
from stancekit.bulk import Request, label_files
from stancekit.heads import labels_of
from stancekit.model_file import read_model_file, write_model_file

TEXTS = st.lists(
    st.text(max_size=40) | st.sampled_from(["Great news.", "You idiots.", "It won't work", "Why?"]), max_size=6
)
THREAD = Thread(
    title="Town bans cars from the square",
    comments=[
        Comment("1", "Good riddance to the lot of them."),
        Comment("2", "Where do I unload?", target="the loading bay"),
        Comment("3", "Round the back, you clown.", parent="1"),
    ],
)


@given(TEXTS, st.sampled_from([None, "the bypass"]))
@settings(max_examples=50)
def test_probabilities_sum_to_one_and_the_label_is_the_likeliest(fast_model, texts, target):
    rows = fast_model.predict_proba(texts, target)
    assert rows.shape == (len(texts), 3)
    assert np.all((rows >= 0) & (rows <= 1)) and np.allclose(rows.sum(axis=1), 1)
    for row, prediction, sure in zip(
        rows, fast_model.predict(texts, target), fast_model.predict(texts, target, abstain=False), strict=True
    ):
        assert list(prediction.probabilities.values()) == row.tolist()
        assert sure.label == prediction.likeliest == fast_model.labels[row.argmax()]
        own = {**prediction.stance, **prediction.abuse}[sure.label]
        assert prediction.confidence == pytest.approx(own)
        is_outdone = sure.label == "abusive" and own < 0.5
        assert prediction.label == (None if is_outdone or own < fast_model.abstain_below else sure.label)
        assert prediction.unclear == (prediction.label is None)
        for head in (prediction.abuse, prediction.stance):
            assert sum(head.values()) == pytest.approx(1)


def test_a_model_shows_what_it_answers_and_not_its_weights(fast_model):
    labels = "('supportive', 'skeptical', 'abusive')"
    assert repr(fast_model) == f"Model(name='fast', labels={labels}, abstain_below={fast_model.abstain_below})"


def test_three_probabilities_follow_from_two_heads(fast_model):
    (prediction,) = fast_model.predict(["They should have done this years ago, the cowards."], "the ban")
    abusive, stance = prediction.abuse["abusive"], prediction.stance
    assert prediction.probabilities == pytest.approx(
        {
            "supportive": (1 - abusive) * (stance["supportive"] + stance["neutral"] / 2),
            "skeptical": (1 - abusive) * (stance["skeptical"] + stance["neutral"] / 2),
            "abusive": abusive,
        }
    )


def test_each_comment_of_a_thread_is_labelled_once_in_reading_order(fast_model):
    predictions = fast_model.predict_thread(THREAD)
    assert [prediction.comment.id for prediction in predictions] == ["1", "3", "2"]
    assert [prediction.target for prediction in predictions] == [THREAD.title, THREAD.title, "the loading bay"]


def test_the_target_can_be_given_or_be_the_parent(fast_model):
    assert {one.target for one in fast_model.predict_thread(THREAD, "cars")} == {"cars"}
    toward_parent = fast_model.predict_thread(THREAD, toward="parent")
    assert [one.target for one in toward_parent] == [THREAD.title, THREAD.comments[0].text, "the loading bay"]
    with pytest.raises(InputError, match="toward must be 'article' or 'parent', got 'god'"):
        fast_model.predict_thread(THREAD, toward="god")


def test_who_quotes_an_insult_is_not_blamed_for_it(fast_model):
    insult = "You pathetic little idiot, crawl back under your rock."
    quoting = Comment("2", f"> {insult}\nPlease delete this, moderators.", parent="1")
    first, second = fast_model.predict_thread(Thread([Comment("1", insult), quoting]))
    assert (first.label, second.label != "abusive", second.comment) == ("abusive", True, quoting)
    assert all(word.start >= len(insult) + 2 for word in second.evidence)


@given(st.text(max_size=60), st.sampled_from([None, "Joe Biden"]))
@settings(max_examples=50)
def test_the_weights_of_the_words_add_up_to_the_score(fast_model, text, target):
    scores = fast_model.scores([text], target)
    for label in ("supportive", "skeptical", "neutral", "abusive", "civil"):
        explanation = fast_model.explain(text, target, label=label)
        head = next(head for head in fast_model.heads if label in head.classes)
        total = head.direction(label) @ head.intercept + sum(word.weight for word in explanation.evidence)
        assert total == pytest.approx(explanation.score, abs=1e-9)
        assert explanation.bias == pytest.approx(head.direction(label) @ head.intercept, abs=1e-9)
        row = scores[head.name][0]
        index = head.classes.index(label)
        margin = row[index] - np.delete(row, index).mean()
        assert explanation.score == pytest.approx(margin, abs=1e-9)
        assert all(text[word.start : word.end] == word.text for word in explanation.evidence)


@pytest.mark.parametrize("name", ["fast", "small"])
@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_comment_without_words_has_none_to_explain(name, blank):
    explanation = load_model(name).explain(blank)
    assert explanation.evidence == () and explanation.bias == explanation.score


@pytest.mark.parametrize("name", ["fast", "small"])
def test_a_missing_target_is_explained_as_none(name):
    model = load_model(name)
    assert model.explain("Who pays?", float("nan"), parent=float("nan")) == model.explain("Who pays?")


def test_what_is_gone_takes_no_side(fast_model):
    gone = ["[deleted]", "", "...", "This comment was removed by a moderator.", "<Media omitted>"]
    gone.append("This comment was removed by a moderator because it didn't abide by our community standards.")
    assert [one.label for one in fast_model.predict(gone, "Joe Biden")] == [None] * len(gone)
    assert all(one.label for one in fast_model.predict(gone, "Joe Biden", abstain=False))
    insults = ["Comment removed for being an idiot you stupid cunt", "[deleted by you fucking morons]"]
    assert [one.label for one in fast_model.predict(insults)] == ["abusive"] * 2


def test_features_given_must_be_as_many_as_the_comments(encoder_model):
    n_features = encoder_model.features.n_features
    for wrong, got in (
        (np.zeros((1, n_features), np.float32), f"(1, {n_features})"),
        (np.zeros((2, 5), np.float32), "(2, 5)"),
        ("ab", "str"),
    ):
        with pytest.raises(InputError) as refusal:
            encoder_model.head_probabilities(["a", "b"], X=wrong)
        assert str(refusal.value) == f"X must be the features of these texts, of shape (2, {n_features}), got {got}"


def test_evidence_is_what_spoke_for_the_label(fast_model):
    (prediction,) = fast_model.predict(["Honestly, what a pathetic bunch of liars."])
    assert prediction.label == "abusive"
    assert {word.text for word in prediction.evidence[:2]} <= {"pathetic", "liars", "bunch"}
    weights = [word.weight for word in prediction.evidence]
    assert weights == sorted(weights, reverse=True) and min(weights) > 0


@pytest.mark.parametrize("written", ["kys", "🖕", "🤡"])
def test_what_stands_for_several_words_is_shown_once(fast_model, written):
    (prediction,) = fast_model.predict([f"Just {written} already"])
    assert prediction.label == "abusive"
    assert prediction.evidence[0].text == written
    assert not any(word.text in written for word in prediction.evidence[1:])


def test_a_prediction_is_plain_json_like_a_row_of_the_command_line(fast_model, tmp_path):
    path = tmp_path / "thread.csv"
    path.write_text("id,text,author,parent\nq7,You pathetic liars.,Bo,\nq8,Fine by me.,,q7\n", encoding="utf-8")
    predicted = [one.to_dict() for one in fast_model.predict_thread(read_thread(path))]
    label_files(path, tmp_path / "out.jsonl", Request(model="fast"))
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    for one, row in zip(predicted, rows, strict=True):
        assert json.loads(json.dumps(one)) == one
        assert {key: one[key] for key in row.keys() - {"model"}} == {key: row[key] for key in row.keys() - {"model"}}
        assert one["abuse"].keys() == {"abusive", "civil"}
    (numbered,) = fast_model.predict_thread(Thread([Comment(np.int64(7), "Fine by me.")]))
    assert json.loads(json.dumps(numbered.to_dict()))["id"] == "7"


def test_a_pickled_prediction_is_what_it_says_without_the_model(fast_model):
    predictions = fast_model.predict_thread(THREAD)
    _ = predictions[1].evidence
    sent = pickle.dumps(predictions)
    assert len(sent) < 20_000
    again = pickle.loads(sent)
    assert again == predictions
    assert again[1].evidence == predictions[1].evidence
    with pytest.raises(InputError, match="this prediction was pickled, and the model was not"):
        _ = again[0].evidence


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copied_prediction_knows_its_reasons(fast_model, copied):
    predictions = fast_model.predict_thread(THREAD)
    again = [copied(one) for one in predictions]
    assert again == predictions
    assert again[2].evidence == predictions[2].evidence != ()
    assert copied(predictions) == predictions


class OfTwoColumns(list):
    """What a table of texts looks like to who is given one."""

    ndim = 2


class OfNamedColumns(list):
    """A table that has no ``ndim``, as polars'."""

    columns = ("text",)


class NAType:
    """What pandas has for a missing value."""


@pytest.mark.parametrize(
    ("texts", "target", "message"),
    [
        ("one text", None, "texts must be a sequence of str, got one str; put it into a list"),
        (["a", None], None, "texts[1] must be a str, got NoneType, a missing value: leave its row out, or fill it"),
        (
            ["a", float("nan")],
            None,
            "texts[1] must be a str, got float, a missing value: leave its row out, or fill it",
        ),
        (["a", NAType()], None, "texts[1] must be a str, got NAType, a missing value: leave its row out, or fill it"),
        (["a"], [1.5], "target[0] must be a str or None, got float"),
        (["a", "b"], ["x"], "there are 2 texts but 1 of target; give one for all, or one for each"),
        (["a"], [3], "target[0] must be a str or None, got int"),
        ({"a"}, None, "texts must be a sequence of str, such as one column; got set"),
        ({"text": ["a"]}, None, "texts must be a sequence of str, such as one column; got dict"),
        (OfTwoColumns(["a"]), None, "texts must be a sequence of str, such as one column; got OfTwoColumns"),
        (OfNamedColumns([]), None, "texts must be a sequence of str, such as one column; got OfNamedColumns"),
        (
            ["a"],
            OfTwoColumns(["b"]),
            "target must be a sequence of (str or None), such as one column; got OfTwoColumns",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_refused(fast_model, texts, target, message):
    with pytest.raises(InputError) as refusal:
        fast_model.predict(texts, target)
    assert str(refusal.value) == message


@pytest.mark.parametrize("no", ["no", "", 0, None, []])
def test_a_switch_is_true_or_false(fast_model, no):
    thread = Thread([Comment("1", "Fine.")])
    for call in (partial(fast_model.predict, ["Fine."]), partial(fast_model.predict_thread, thread)):
        with pytest.raises(InputError, match=f"abstain must be True or False, got {re.escape(repr(no))}"):
            call(abstain=no)
    assert fast_model.predict(["Fine."], abstain=np.False_)[0].label is not None


@pytest.mark.parametrize("missing", [float("nan"), np.float64("nan"), NAType()])
def test_a_missing_target_or_parent_of_pandas_is_none(fast_model, missing):
    given = fast_model.predict(["Too dear.", "Fine."], [missing, "The new bus"], parents=["Why?", missing])
    assert given == fast_model.predict(["Too dear.", "Fine."], [None, "The new bus"], parents=["Why?", None])


def test_what_is_no_label_cannot_be_explained(fast_model):
    with pytest.raises(InputError, match="the model has no label 'spam'; it has supportive, skeptical, abusive"):
        fast_model.explain("Buy now!", label="spam")


def test_one_text_is_a_str(fast_model):
    thread = Thread([Comment("1", "Fine.")])
    for call, message in (
        (partial(fast_model.explain, ["Fine."]), "text must be a str, got list"),
        (partial(fast_model.explain, "Fine.", parent=["Why?"]), "parent must be a str or None, got list"),
        (partial(fast_model.predict_thread, thread, 5), "target must be a str or None, got int"),
    ):
        with pytest.raises(InputError, match=f"^{message}$"):
            call()


def test_saving_and_loading_changes_no_score(tiny_model, tmp_path):
    texts = ["A fine day.", "You fools!", "", "\ud800"]
    digest = tiny_model.save(tmp_path / "mine.stance")
    loaded = load_model(tmp_path / "mine.stance")
    for head, scores in tiny_model.scores(texts, "the plan").items():
        assert np.array_equal(scores, loaded.scores(texts, "the plan")[head])
    assert loaded.predict_proba(texts).tolist() == tiny_model.predict_proba(texts).tolist()
    assert (loaded.labels, loaded.abstain_below, loaded.name) == (tiny_model.labels, tiny_model.abstain_below, "mine")
    assert loaded.save(tmp_path / "again.stance") == digest
    assert (tmp_path / "again.stance").read_bytes() == (tmp_path / "mine.stance").read_bytes()


def test_the_shipped_model_is_found_by_name():
    assert load_model().name == load_model("encoder").name == "encoder"
    assert [load_model(name).name for name in ("fast", "small")] == ["fast", "small"]
    with pytest.raises(ModelFileError, match="no model is called 'slow'; there are encoder, fast, small, and any path"):
        load_model("slow")


@pytest.mark.parametrize(
    ("name", "meant"), [("Fast", "fast"), ("fast.stance", "fast"), ("encodr", "encoder"), ("SMALL.stance", "small")]
)
def test_a_name_that_is_nearly_a_shipped_model_s_is_asked_about(name, meant):
    with pytest.raises(ModelFileError) as refusal:
        load_model(name)
    assert str(refusal.value) == (
        f"no model is called {name!r}; did you mean {meant!r}? There are encoder, fast, small, and any path"
    )


@pytest.mark.parametrize("path", [None, "", 5, b"mine.stance"])
def test_a_model_is_saved_under_a_path(tiny_model, path):
    with pytest.raises(InputError, match="a model is saved under a str or a path, got "):
        tiny_model.save(path)


@pytest.mark.parametrize(
    "harm",
    [
        lambda header: header["features"].update(n_buckets=2**10),
        lambda header: header["features"].update(kind="telepathy"),
        lambda header: header.pop("heads"),
        lambda header: header.update(heads=[]),
        lambda header: header["heads"][0].update(classes=["one"]),
        lambda header: header["heads"][0].update(classes=["civil", "civil"]),
        lambda header: header["heads"][0].update(classes=["polite", "rude"]),
        lambda header: header["heads"][1].update(classes=["supportive", "neutral", "torn"]),
        lambda header: header["heads"][0].update(temperature=0),
        lambda header: header["heads"][0].update(temperature=1e-320),
        lambda header: header["heads"][0].update(step=float("1e308")),
        lambda header: header["features"].update(n_buckets=0),
        lambda header: header["features"].update(n_buckets=262144.0),
        lambda header: header["heads"][0].update(offsets=[1.0]),
        lambda header: header["heads"][1].update(intercept=[0.0]),
        lambda header: header["heads"][1].update(name="nobody"),
        lambda header: header["heads"][0].update(intercept=["nan"]),
        lambda header: header["heads"][0].update(intercept=[1e308]),
        lambda header: header["heads"][0].update(offsets=["inf", "-inf"]),
        lambda header: header.update(abstain_below="often"),
        lambda header: header.update(abstain_below="nan"),
        lambda header: header.update(abstain_below=2),
        lambda header: header.update(card=3),
    ],
)
def test_a_whole_file_of_something_else_is_refused(tiny_model, tmp_path, harm):
    path = tmp_path / "odd.stance"
    tiny_model.save(path)
    file = read_model_file(path)
    header = dict(file.header)
    harm(header)
    write_model_file(path, header, dict(file.tensors))
    with pytest.raises(ModelFileError, match=r"odd\.stance"):
        load_model(path)


def test_a_model_without_neutral_rows_has_two_sides(tiny_model):
    stance = next(head for head in tiny_model.heads if head.name == "stance")
    assert replace(tiny_model, heads=(stance,)).labels == ("supportive", "skeptical")


def test_weights_for_other_ngrams_are_refused(fast_model, tmp_path, monkeypatch):
    monkeypatch.setattr("stancekit.features.ngrams.DEFINITION", 1)
    fast_model.save(tmp_path / "old.stance")
    monkeypatch.undo()
    with pytest.raises(ModelFileError, match=r"old\.stance: was trained by a stancekit that counted words otherwise"):
        load_model(tmp_path / "old.stance")


def test_features_that_are_no_numbers_are_refused(fast_model):
    with pytest.raises(InputError, match="some of it is no finite number"):
        fast_model.head_probabilities(["a"], X=np.full((1, fast_model.features.n_features), np.nan))


def test_a_head_is_not_named_like_a_tensor_of_the_features():
    with pytest.raises(InputError, match=r"must not begin with 'features\.'"):
        labels_of({"features.network": ["spam", "ham"]})
    with pytest.raises(InputError, match="a head's name must be a str, got 1"):
        labels_of({1: ["spam", "ham"]})


@pytest.mark.parametrize("name", ["fast", "small"])
def test_a_link_changes_no_answer(name):
    model = load_model(name)
    for text in ("What a pathetic liar this mayor is.", "Good for her.", "You are vermin, all of you."):
        before, after = (f"See https://example.org/news/11?a=b {text}", f"{text} www.example.org/tram")
        plain = model.predict_proba([f"See {text}", text])
        assert np.abs(model.predict_proba([before, after]) - plain).max() < 0.01
    assert model.predict(["https://example.org/news/2026/11/tram"])[0].label is None
