"""Training: what is held out, what is measured, what is saved."""

import csv
import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit import InputError, LabelsError, evaluate, load_model, training
from stancekit.audit import audit
from stancekit.evaluation import evaluate_rows
from stancekit.reading.labelled_rows import LabelledRow
from stancekit.reading.labels import read_labels
from stancekit.training import STAGES, _hold_out, train

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds" / "threads-train.csv"


@pytest.fixture
def write(tmp_path):
    def write(rows, header=("text", "label")):
        path = tmp_path / "labels.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    return write


SPAM = [
    (f"buy {thing} now, cheap {thing}", "spam") for thing in ("pills", "watches", "shoes", "gold", "pens", "bags")
] + [
    (f"the {thing} is at six, see you there", "ham")
    for thing in ("bus", "meeting", "film", "match", "lecture", "dinner")
]


@pytest.mark.parametrize("seed", range(5))
def test_threads_are_held_out_whole(seed):
    rows = read_labels(SEEDS).rows
    learning, measured, note = _hold_out(rows, seed)
    assert {rows[index].thread for index in learning}.isdisjoint(rows[index].thread for index in measured)
    assert sorted([*learning, *measured]) == list(range(len(rows)))
    assert 0.15 < len(measured) / len(rows) < 0.35
    assert note.endswith("whole threads")


def test_one_thread_held_out_is_one():
    rows = [LabelledRow(f"{text} {number}", label, None, None, thread, "x.csv", 2)
            for thread, count in (("ferry", 40), ("school", 10)) for number in range(count)
            for text, label in ((f"Good for the {thread}.", "pro"), (f"Bad for the {thread}.", "con"))]  # fmt: skip
    assert _hold_out(rows, 0)[2] == "held out 20 of 100 rows: 1 whole thread"


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("pq"), st.sampled_from("1234567")), min_size=12))
def test_no_text_is_learned_and_measured(rows):
    rows = [LabelledRow(text, label, None, None, thread, "x.csv", 2) for text, label, thread in rows]
    try:
        learning, measured, _ = _hold_out(rows, 0)
    except LabelsError:
        return
    assert {rows[index].text for index in learning}.isdisjoint(rows[index].text for index in measured)


def test_a_copy_of_what_was_learned_is_not_measured():
    rows = [LabelledRow(text, label, None, None, str(thread), "x.csv", 2) for thread in range(20)
            for text, label in ((f"Swim {thread}.", "pro"), (f"Sink {thread}.", "con"), ("First!", "con"))]  # fmt: skip
    _, measured, note = _hold_out(rows, 0)
    assert not any(rows[index].text == "First!" for index in measured)
    n_threads = len({rows[index].thread for index in measured})
    assert note == (
        f"held out {2 * n_threads} of 60 rows: {n_threads} whole threads, without {n_threads} of texts that others have"
    )


def test_other_seeds_hold_out_other_rows_and_order_does_not_matter():
    rows = read_labels(SEEDS).rows
    first = _hold_out(rows, 0)[1]
    assert _hold_out(rows, 1)[1] != first
    assert [len(rows) - 1 - index for index in _hold_out(rows[::-1], 0)[1]] == first[::-1]


def test_a_labelled_row_of_which_nothing_is_left_is_refused_and_a_link_is_not(write):
    gone = [("[deleted]", "ham"), ("[removed]", "spam"), ("[removed]", "ham"), ("NaN", "ham"), ("\u200b\xad", "spam")]
    path = write([*SPAM, ("https://example.org/tram", "spam"), *gone])
    for use in (train, partial(evaluate, load_model("fast")), partial(audit, load_model("fast"))):
        with pytest.raises(LabelsError) as refusal:
            use(path)
        assert [problem.line for problem in refusal.value.problems] == [15, 16, 17, 18, 19]
        assert str(refusal.value).splitlines()[0] == (
            f"{path}, line 15: column 'text': is '[deleted]', which says nothing that could have a label; delete the "
            "row"
        )


def test_without_threads_about_a_fifth_of_each_label_is_held_out(write):
    rows = read_labels(write(SPAM)).rows
    _, measured, note = _hold_out(rows, 0)
    assert sorted(rows[index].label for index in measured) == ["ham", "ham", "spam", "spam"]
    assert note == "held out 4 of 12 rows"


@pytest.mark.parametrize("copied", ["{}!", "RT @bo: {}", "{} https://example.org/7", "{}"])
def test_copies_that_differ_in_signs_are_held_out_together(write, copied):
    said = [(f"Nobody asked us about number {number}", ("pro", "con")[number % 2]) for number in range(40)]
    rows = read_labels(write([*said, *((copied.format(text).upper(), label) for text, label in said)])).rows
    learning, measured = (
        {re.search(r"NUMBER (\d+)", rows[at].text.upper())[1] for at in part} for part in _hold_out(rows, 0)[:2]
    )
    assert len(measured) >= 6 and learning.isdisjoint(measured)


def test_a_label_of_one_thread_is_held_out_by_rows(write):
    rows = [(*row, "1" if row[1] == "spam" else "2") for row in SPAM]
    note = train(write(rows, ("text", "label", "thread"))).notes[-1]
    assert note == "held out 4 of 12 rows, as a label stands in too few threads to hold out whole ones"


def test_whole_threads_cannot_be_held_out_if_a_label_has_the_same_texts_in_all(write):
    agreed = [(text, "pro", str(thread)) for thread in range(20) for text in ("Yes.", "Sure.", "Agreed.", "Of course.")]
    against = [(f"No, for reason {thread}.", "con", str(thread)) for thread in range(20)]
    path = write([*agreed, *against], ("text", "label", "thread"))
    why = "as whole threads would leave out a label of which all texts are also in the others"
    assert train(path).notes[-1].endswith(f" rows, {why}")


def test_rows_of_one_thread_are_no_threads_of_others(write):
    note = train(write([(*row, "1") for row in SPAM], ("text", "label", "thread"))).notes[-1]
    assert note == "held out 4 of 12 rows, of the one thread that there is: on other threads expect less"


def test_one_label_is_nothing_to_learn_from_but_may_be_measured_on(write, fast_model):
    path = write([("You are vermin.", "abusive"), ("Idiots, all of you.", "abusive")])
    with pytest.raises(LabelsError, match="line 2: column 'label': every label is 'abusive'; there must be two"):
        train(path)
    assert evaluate(fast_model, path).accuracy > 0


def test_memory_is_for_encoders(write, tmp_path):
    with pytest.raises(InputError, match="memory keeps what an encoder gave, and base is 'fast'"):
        train(write(SPAM), memory=str(tmp_path))


def test_a_model_that_never_abstains_says_so(write):
    assert any("nothing says which is neutral, so the model never" in note for note in train(write(SPAM)).notes)
    moods = [(text, {"spam": "negative", "ham": "neutral"}[label]) for text, label in SPAM]
    assert any(
        "neutral is a label like the others here, so the model never" in note for note in train(write(moods)).notes
    )
    assert not any("nothing says when" in note for note in train(SEEDS).notes)
    sides = [(row.text, row.label) for row in read_labels(SEEDS).rows if row.label in ("supportive", "skeptical")]
    assert any("no rows are of neutral stance" in note for note in train(write(sides[:400])).notes)
    calm = [(text, {"spam": "abusive", "ham": "neutral"}[label]) for text, label in SPAM]
    assert any("the neutral ones count as civil" in note for note in train(write(calm)).notes)


def test_rows_that_teach_nothing_are_told(write):
    sides = [(row.text, row.label) for row in read_labels(SEEDS).rows if row.label in ("supportive", "skeptical")]
    notes = train(write([*sides[:200], *((f"It opens at {hour}.", "civil") for hour in range(1, 10))])).notes
    assert "9 civil rows trained and measured nothing, as no row is abusive" in notes


@pytest.mark.parametrize(
    "words", [("toxic", "non-toxic"), ("abusive", "Not toxic"), ("Toxic", "clean"), ("toxic", "none")]
)
def test_abuse_by_other_words_makes_no_abuse_head_and_is_told(write, words):
    rows = [(text, dict(zip(("spam", "ham"), words, strict=True))[label]) for text, label in SPAM]
    result = train(write(rows))
    assert [head.name for head in result.model.heads] == ["label"]
    (note,) = [note for note in result.notes if "abuse head" in note]
    assert note == (
        f"{' and '.join(sorted(words))} train no abuse head: long comments are not searched window by window, and "
        "audit does not measure the model; rename the labels to abusive and civil"
    )


def test_numbers_that_may_tell_of_abuse_are_told_how(write):
    notes = train(write([(text, str(int(label == "spam"))) for text, label in SPAM])).notes
    assert any(note.endswith("; if they tell of abuse, rename the labels to abusive and civil") for note in notes)


@pytest.mark.parametrize("words", [("abusive", "civil"), ("abusive", "neutral"), ("spam", "clean"), ("pro", "con")])
def test_of_other_labels_no_abuse_head_is_missed(write, words):
    rows = [(text, dict(zip(("spam", "ham"), words, strict=True))[label]) for text, label in SPAM]
    assert not any("abuse head" in note for note in train(write(rows)).notes)


def test_one_side_beside_abuse_makes_one_head_and_is_told(write):
    rows = [(text, {"spam": "abusive", "ham": "civil"}[label]) for text, label in SPAM]
    praise = [
        (f"lovely {thing}, thank you", "supportive") for thing in ("cake", "song", "walk", "pier", "roof", "boat")
    ]
    result = train(write([*rows, *praise]))
    assert [head.name for head in result.model.heads] == ["label"]
    told = "abusive, civil, supportive train one head for all, none of abuse or stance: label rows of both sides, or "
    assert f"{told}abusive and civil alone" in result.notes


def test_any_labels_make_a_model(write, tmp_path):
    stages = []
    result = train(write(SPAM), progress=lambda stage, share: stages.append(stage))
    assert stages == list(STAGES)
    assert result.model.labels == ("ham", "spam")
    assert result.evaluation.accuracy == 1.0
    assert result.model.predict(["cheap gold now"])[0].label == "spam"
    result.save(tmp_path / "mine.stance")
    model = load_model(tmp_path / "mine.stance")
    assert model.predict_proba(["see you"]).tolist() == result.model.predict_proba(["see you"]).tolist()
    assert model.card["labels"] == {"ham": 6, "spam": 6}
    assert model.card["evaluation"]["n_samples"] == 4


def test_the_same_rows_and_seed_give_the_same_file(write, tmp_path):
    path = write(SPAM)
    digests = [train(path, seed=seed).save(tmp_path / "mine.stance") for seed in (0, 0, 1)]
    assert digests[0] == digests[1] != digests[2]


def test_too_few_rows_of_a_label_are_refused(write):
    with pytest.raises(LabelsError, match="'odd' has 1 row, too few different texts to learn from and to hold out"):
        train(write([*SPAM, ("something else", "odd")]))
    with pytest.raises(LabelsError, match="'odd' has 50 rows, too few different texts"):
        train(write([*SPAM, *[("something else", "odd")] * 50]))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"base": "slow"}, "base must be one of fast, small, encoder, got 'slow'"),
        ({"seed": -1}, "seed must be a whole number from 0"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments, message):
    with pytest.raises(InputError, match=message):
        train(SEEDS, **arguments)


def test_the_shipped_model_is_measured_on_the_same_rows_where_it_knows_the_labels(write):
    result = train(SEEDS)
    assert result.shipped is not None
    assert result.shipped.n_samples == result.evaluation.n_samples
    assert result.shipped.macro_f1 > result.evaluation.macro_f1  # it learned from these seeds and more
    assert "no better than 'fast' as it is shipped; label more rows, or keep to --model fast" in result.notes
    assert train(write(SPAM)).shipped is None


def test_the_shipped_model_is_asked_the_same_question(write):
    rows = [(row.text, "abusive" if row.label == "abusive" else "neutral") for row in read_labels(SEEDS).rows]
    result = train(write(rows))
    assert result.evaluation.question == result.shipped.question == "abuse"
    assert result.evaluation.n_samples == result.shipped.n_samples
    sided = [(text, "supportive" if at % 3 else label) for at, (text, label) in enumerate(rows)]
    odd = train(write([(text, "civil" if label == "neutral" else label) for text, label in sided]))
    assert odd.shipped is None  # it knows no such set of labels


def test_topics_that_only_held_out_rows_have_are_new_to_the_model_that_is_measured(write, monkeypatch):
    rows = [
        (f"{text} {number} {thread}", label, f"topic {thread}", thread)
        for thread in range(5)
        for number in range(5)
        for text, label in SPAM
    ]
    measured = []
    monkeypatch.setattr(
        training, "evaluate_rows", lambda model, *rest: measured.append((model, rest[0])) or evaluate_rows(model, *rest)
    )
    result = train(write(rows, ("text", "label", "target", "thread")))
    model, held_out = measured[0]
    assert {row.target for row in held_out}.isdisjoint(model.features.targets)
    assert len(model.features.targets) == 4
    assert len(result.model.features.targets) == 5


def test_a_thread_of_most_rows_is_not_held_out(write):
    rows = [
        (f"{text} {number}", label, "long" if number % 9 else f"short {number}")
        for number in range(20)
        for text, label in SPAM
    ]
    result = train(write(rows, ("text", "label", "thread")))
    assert 0.1 < result.evaluation.n_samples / len(rows) < 0.4
