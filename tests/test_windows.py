"""Long comments are read window by window: the windows cover them, and the worst window counts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import messy_text

from stancekit import load_model
from stancekit.windows import Windows

KIND = "Thank you for the photographs, the garden looks lovely in this light. " * 60
CRUEL = "You are a pathetic little liar and everybody despises you. "


@given(messy_text(), st.integers(1, 50))
def test_windows_cover_a_text_without_a_gap_and_are_no_longer_than_said(text, characters):
    parts = Windows(60, characters, 0.2).parts(["One. " * 13, text]).tolist()
    own = [(start, end) for row, start, end in parts if row == 1]
    if len(text) <= 60:
        assert own == []
        return
    assert "".join(text[start:end] for start, end in own) == text
    assert all(0 < end - start <= characters for start, end in own)


@given(st.lists(messy_text(), max_size=5))
def test_the_windows_of_a_text_do_not_depend_on_the_texts_beside_it(texts):
    windows = Windows(20, 15, 0.2)
    alone = [[row, *part[1:]] for row, text in enumerate(texts) for part in windows.parts([text]).tolist()]
    assert windows.parts(texts).tolist() == alone


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("He said (twice!) no. Then “yes.” Then he left.", ["He said (twice!) no. ", "Then “yes.” ", "Then he left."]),
        ("a line\n\n  and the next one of them all", ["a line\n\n", "  and the next one of ", "them all"]),
        ("version 2.0 is out... wait for it to come", ["version 2.0 is out... ", "wait for it to come"]),
        ("Donaudampfschifffahrtsgesellschaft!", ["Donaudampfschifffahrtsg", "esellschaft!"]),
    ],
)
def test_windows_end_with_sentences_if_they_can(text, windows):
    assert [text[start:end] for _, start, end in Windows(20, 23, 0.2).parts([text])] == windows


def test_the_worst_window_counts_at_a_discount():
    texts, parts = ["No. Nonsense.", "No. Thank you.", "No."], np.array([[0, 0, 4], [0, 4, 13], [1, 0, 4], [1, 4, 14]])
    whole, margins = np.array([0.0, 5.0, 1.0]), np.array([1.0, 4.0, 3.0, 4.0])
    scores, deciding = Windows(9, 9, 0.25).worst(texts, parts, whole, margins, temperature=2.0)
    assert scores.tolist() == [3.5, 5.0, 1.0]
    assert deciding.tolist() == [1]
    scores, _ = Windows(9, 9, 0.25, wide=10, wide_discount=1.5).worst(texts, parts, whole, margins, temperature=2.0)
    assert scores.tolist() == [1.0, 5.0, 1.0]


def test_the_worst_windows_are_read_again_in_halves():
    windows = Windows(20, 20, 0.0, again=2)
    texts = ["It rains. You fool. It is late.", "Too short.", "Well done. Thanks. Come again. Bring tea. And cake."]
    parts = windows.parts(texts)
    margins = np.array([len(texts[row][begin:end]) for row, begin, end in parts.tolist()], dtype=float)
    asked = []

    def read(strings, rows):
        asked.extend(zip(strings, rows, strict=True))
        return np.array([4.0 if "fool" in string else -2.0 for string in strings])

    found = windows.read_again(texts, parts, margins, read)
    shown = [(texts[row][begin:end], margin) for (row, begin, end), margin in zip(parts.tolist(), found, strict=True)]
    assert shown == [
        ("It rains. You fool. ", (20 + 4) / 2),
        ("It is late.", (11 - 2) / 2),
        ("Well done. Thanks. ", (19 - 2) / 2),
        ("Come again. ", -np.inf),  # the third worst
        ("Bring tea. And cake.", (20 - 2) / 2),
    ]
    assert asked[:4] == [("It rains. ", 0), ("You fool. ", 0), ("It is ", 0), ("late.", 0)]


def test_a_comment_of_middling_length_is_read_in_wide_windows_once():
    windows = Windows(20, 12, 0.0, again=1, wide=20)
    texts = ["It rains. You fool. It is late again.", "It rains. You fool. It is late again. Goodnight.", "It rains."]
    parts = windows.parts(texts)
    shown = [(row, texts[row][begin:end]) for row, begin, end in parts.tolist()]
    wide = [(0, "It rains. You fool. "), (0, "It is late again.")]
    narrow = [(1, "It rains. "), (1, "You fool. "), (1, "It is late "), (1, "again. "), (1, "Goodnight.")]
    assert sorted(shown, key=lambda one: one[0]) == wide + narrow

    margins = np.arange(len(parts), dtype=float)
    found = windows.read_again(texts, parts, margins, lambda strings, rows: np.full(len(strings), 9.0))
    of_wide = parts[:, 0] == 0
    assert (found[of_wide] == margins[of_wide]).all()
    assert np.isfinite(found[~of_wide]).sum() == 1


def test_an_insult_in_the_middle_of_a_comment_that_is_not_read_at_once_is_seen():
    kind = [
        "I have walked past that bandstand every morning for eleven years, and nobody ever sat in it till now.",
        "The brass players came on the second Sunday and half the street brought chairs.",
        "We counted forty people, which for us is a festival.",
        "My neighbour found his old cornet, and nobody minded the two notes that he still knows.",
        "And the roof would keep the music dry.",
    ]
    text = " ".join([*kind, CRUEL + "Go away and stay away, you filthy worm.", kind[-1], *kind[:3]])
    model = load_model("small")
    models = windowed(model, None), windowed(model, model.features.windows)
    title = "The bandstand gets a roof"
    blind, seeing = (one.head_probabilities([text], title)["abuse"]["abusive"][0] for one in models)
    assert blind < 0.1 and seeing > 0.5


@pytest.mark.parametrize("name", ["fast", "small"])
def test_what_is_read_again_depends_on_no_other_comment(name):
    model = windowed(load_model(name), Windows(300, 100, 0.2, again=3))
    texts = [KIND[:900] + CRUEL + KIND[:400], CRUEL, KIND[:1500], KIND[:250] + CRUEL * 3]
    parents = ["Why?", None, None, "No."]

    def abusive(texts, parents):
        return model.head_probabilities(texts, "The garden show", parents=parents)["abuse"]["abusive"]

    together = abusive(texts, parents)
    alone = [abusive([text], [parent])[0] for text, parent in zip(texts, parents, strict=True)]
    assert np.allclose(together, alone, atol=1e-4)
    assert together[0] > 0.5 > together[2]


def windowed(model, windows):
    return replace(
        model, heads=tuple(replace(head, windows=windows if head.name == "abuse" else None) for head in model.heads)
    )


@pytest.mark.parametrize("name", ["fast", "small", "encoder"])
def test_one_cruel_sentence_among_kind_ones_is_seen_and_shown(name):
    model = windowed(load_model(name), Windows(500, 100, 0.2))
    text = KIND + CRUEL + KIND
    blind, seeing = (one.head_probabilities([text])["abuse"]["abusive"][0] for one in (windowed(model, None), model))
    assert seeing > 0.5 > blind
    explanation = model.explain(text, label="abusive")
    assert all(text[one.start : one.end] == one.text for one in explanation.evidence)
    loudest = max(explanation.evidence, key=lambda one: one.weight)
    assert len(KIND) <= loudest.start < len(KIND) + len(CRUEL)
    assert explanation.bias + sum(one.weight for one in explanation.evidence) == pytest.approx(explanation.score)


@pytest.mark.parametrize(
    "odd",
    [
        (9, 9, 0.5, -1),
        (9, 9, 0.5, 1.0),
        (9, 9, 0.5, 0, -1),
        (9, 9, 0.5, 0, 9.0),
        (9, 9, 0.5, 0, 9, -0.5),
        (0, 10, 1.0),
        (10, 0.5, 1.0),
        (10, 1e-300, 1.0),
        (10, True, 1.0),
        (10, 10, float("nan")),
    ],
)
def test_windows_without_a_length_are_refused(odd):
    with pytest.raises(ValueError, match="windows are out of range"):
        Windows(*odd)


@pytest.mark.parametrize("windows", [Windows(234, 123, 0.25), Windows(300, 100, 0.2, again=3)])
def test_windows_are_kept_in_the_model_file(tmp_path, windows):
    model = windowed(load_model("fast"), windows)
    model.save(tmp_path / "one.stance")
    kept = load_model(tmp_path / "one.stance")
    assert [head.windows for head in kept.heads] == [head.windows for head in model.heads]
    texts = ["Kind. " * 100 + CRUEL, "Short."]
    assert (kept.predict_proba(texts) == model.predict_proba(texts)).all()
