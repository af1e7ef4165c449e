"""The normalised text: what it undoes, what it leaves, and the way back to what was written."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stancekit.text import STEPS, fold_character, normalise

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


@given(TEXTS)
@example("Sooooo ﬁne")
def test_each_folded_character_stands_in_the_original(text):
    plain = normalise(text, ("fold", "stretch"))
    for character, offset in zip(plain.text, plain.offsets().tolist(), strict=False):
        assert character in fold_character(text[offset])


@pytest.mark.parametrize("disguise", ["1d10t", "i d i o t", "іdіоt", "id*ot", "IDIOT", "i\u200bd\u200biot", "iddddiot"])
def test_what_is_undone_is_found_in_the_original(disguise):
    plain = normalise(f"So say it, {disguise}, again.")
    offsets = plain.offsets()
    start = plain.text.index(", ") + 2
    end = plain.text.index(", again")
    assert plain.original[offsets[start] : offsets[end]] == disguise


@pytest.mark.parametrize("step", STEPS)
def test_each_step_can_be_left_out(step):
    disguises = {
        "fold": "café", "lookalikes": "іdіоt", "spelled": "i d i o t", "leet": "b4d w0rd", "masked": "sh*t",
        "stretch": "baaaad",
    }  # fmt: skip
    rest = [name for name in STEPS if name != step and not (step == "fold" and name == "lookalikes")]
    assert normalise(disguises[step], rest).text == disguises[step] != normalise(disguises[step]).text


WORDS = st.text("abcdefghijklmnopqrstuvwxyz'", min_size=2, max_size=9) | st.integers(0, 3000).map(str)


@given(st.lists(WORDS, max_size=12), st.sampled_from([" ", ", ", ". ", "! ", " - "]))
def test_plain_ascii_prose_loses_stretches_and_nothing_else(words, parting):
    text = parting.join(words)
    assert normalise(text).text == re.sub(r"(.)\1{2,}", r"\1\1", text)


@pytest.mark.parametrize("plane", range(17))
def test_every_character_folds_for_good(plane):
    for code in range(plane << 16, (plane + 1) << 16, 1 if plane < 2 else 7):
        folded = fold_character(chr(code))
        assert "".join(map(fold_character, folded)) == folded, hex(code)
