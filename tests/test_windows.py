"""A long comment is read window by window: the windows cover it, and the worst of them counts."""

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
    spans = Windows(60, characters, 0.2).spans(text)
    if len(text) <= 60:
        assert spans == []
        return
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(0 < end - start <= max(characters, 0) for start, end in spans)


def test_the_worst_window_counts_at_a_discount():
    whole, margins = np.array([0.0, 5.0, 1.0]), np.array([1.0, 4.0, 3.0, 4.0])
    scores, deciding = Windows(9, 9, 0.5).worst(whole, np.array([0, 0, 1, 1]), margins)
    assert scores.tolist() == [3.5, 5.0, 1.0]
    assert deciding.tolist() == [1]


def windowed(model, windows):
    return replace(
        model, heads=tuple(replace(head, windows=windows if head.name == "abuse" else None) for head in model.heads)
    )


@pytest.mark.parametrize("name", ["fast", "small", "encoder"])
def test_one_cruel_sentence_among_kind_ones_is_seen_and_shown(name):
    model = windowed(load_model(name), Windows(500, 100, 0.2))
    text = KIND + CRUEL + KIND
    blind, seeing = (one.answers([text])["abuse"]["abusive"][0] for one in (windowed(model, None), model))
    assert seeing > 0.5 > blind
    explanation = model.explain(text, label="abusive")
    assert all(text[one.start : one.end] == one.text for one in explanation.evidence)
    loudest = max(explanation.evidence, key=lambda one: one.weight)
    assert len(KIND) <= loudest.start < len(KIND) + len(CRUEL)
    assert explanation.bias + sum(one.weight for one in explanation.evidence) == pytest.approx(explanation.score)


def test_windows_are_kept_in_the_model_file(tmp_path):
    model = windowed(load_model("fast"), Windows(234, 123, 0.25))
    model.save(tmp_path / "one.stance")
    again = load_model(tmp_path / "one.stance")
    assert [head.windows for head in again.heads] == [head.windows for head in model.heads]
    texts = ["Kind. " * 100 + CRUEL, "Short."]
    assert (again.predict_proba(texts) == model.predict_proba(texts)).all()
