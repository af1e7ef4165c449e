"""The normalised text: what it undoes, what it leaves, and the way back to what was written."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stancekit.text import fold_character, normalise

CASES = json.loads((Path(__file__).parent / "cases" / "normalise.json").read_text(encoding="utf-8"))
TEXTS = st.text(st.characters(), max_size=60) | st.text("aAéßﬁ’“!…·\u200b\u0301 \n", max_size=40)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_person_would_write_it_so(case):
    assert normalise(case["input"]).text == case["expected"]


@given(TEXTS)
@example("aa\u0301aa")
@example("\ud800")
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text).text
    assert normalise(once).text == once


@given(TEXTS)
@example("Sooooo ﬁne")
def test_each_character_of_the_plain_form_stands_in_the_original(text):
    plain = normalise(text)
    offsets = plain.offsets().tolist()
    assert len(offsets) == len(plain.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    for character, offset in zip(plain.text, offsets, strict=False):
        assert character in fold_character(text[offset])


@given(st.text("abcdefghijklmnopqrstuvwxyz ,.!?'-0123456789", max_size=60))
def test_plain_ascii_prose_loses_stretches_and_nothing_else(text):
    assert normalise(text).text.startswith(text[:2])
    assert len(normalise(text).text) == len(text) or any(character * 3 in text for character in set(text))


@pytest.mark.parametrize("plane", range(17))
def test_every_character_folds_for_good(plane):
    for code in range(plane << 16, (plane + 1) << 16, 1 if plane < 2 else 7):
        folded = fold_character(chr(code))
        assert "".join(map(fold_character, folded)) == folded, hex(code)
