"""The audit: its disguises change what they should, its sentences are sound, its figures are counted right."""

import json
import random
import time
from collections import Counter
from dataclasses import replace
from importlib.resources import files

import pytest

from stancekit import InputError
from stancekit.audit import SCORES, audit
from stancekit.audit.attacks import ATTACKS, STRENGTHS, attacked, padded
from stancekit.audit.identity import CIVIL, GROUPS, HATEFUL, mentions
from stancekit.text import normalise

TEXT = "Nobody in this village asked for another motorway, you pathetic liar."
WEIGHTS = {"liar": 3.0, "pathetic": 2.0, "motorway": 1.0}
INVISIBLE = (
    *("zero width", "soft hyphen", "bidi controls", "combining marks", "full width", "mathematical letters"),
    *("random case", "variation selectors"),
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_an_attack_changes_more_the_stronger_it_is(attack, strength):
    once = attacked(TEXT, attack, strength, WEIGHTS, random.Random(1))
    assert once != TEXT
    assert once == attacked(TEXT, attack, strength, WEIGHTS, random.Random(1))
    words = Counter(once.split())
    kept = sum((Counter(TEXT.split()) & words).values())
    assert kept >= {1: 9, 2: 7, 3: 0}[strength]


@pytest.mark.parametrize("attack", INVISIBLE)
def test_what_nobody_sees_is_undone(attack):
    assert normalise(attacked(TEXT, attack, 3, WEIGHTS, random.Random(0))).text == normalise(TEXT).text


def test_short_comments_pad_as_quickly_as_long_ones():
    before = time.perf_counter()
    hidden, alone = padded("You are vermin.", ["y"], 20_000, random.Random(0))
    assert (len(alone), len(hidden)) == (39_999, 40_015)
    assert time.perf_counter() - before < 2  # a quadratic sum took four seconds


def test_the_heaviest_words_are_hidden_first():
    assert "liar" not in attacked(TEXT, "points", 1, WEIGHTS, random.Random(0))
    assert "pathetic" in attacked(TEXT, "points", 1, WEIGHTS, random.Random(0))


def test_every_sentence_is_said_of_every_term():
    said = list(mentions())
    terms = sum(map(len, GROUPS.values()))
    assert len(GROUPS) == 7 and terms >= 50
    assert len(said) == terms * (len(CIVIL) + len(HATEFUL)) == len({one.text for one in said})
    assert all("{" not in one.text for one in said)


def test_behaviours_are_twins():
    lines = files("stancekit.audit").joinpath("behaviour.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    tests = Counter(case["test"] for case in cases)
    assert len(tests) >= 24 and min(tests.values()) >= 20
    sides = Counter((case["test"], case["pair"], case["expected"]) for case in cases)
    assert set(sides.values()) == {1} and len({case["text"] for case in cases}) == len(cases)
    assert Counter(case["expected"] for case in cases) == {"civil": len(cases) / 2, "abusive": len(cases) / 2}
    lengths = {side: [len(case["text"]) for case in cases if case["expected"] == side] for side in ("civil", "abusive")}
    mean = {side: sum(of_side) / len(of_side) for side, of_side in lengths.items()}
    assert 0.85 < mean["civil"] / mean["abusive"] < 1.15


def test_figures_are_shares_and_the_same_each_time(fast_model):
    found = audit(fast_model, n_attacked=20)
    assert tuple(found.scores) == SCORES
    assert all(0 <= score <= 1 for score in found.scores.values())
    assert len(found.evasion) == len(ATTACKS) and len(found.identity) == 7 and len(found.behaviour) >= 24
    assert found == audit(fast_model, n_attacked=20)
    assert json.loads(json.dumps(found.to_dict()))["scores"] == found.scores


def test_a_model_that_flags_everybody_is_not_robust(fast_model):
    """One threshold for all: whoever flags all alike finds nothing above it."""
    (abuse,) = (head for head in fast_model.heads if head.name == "abuse")
    blind = replace(abuse, coef=abuse.coef * 0)
    heads = tuple(blind if head.name == "abuse" else head for head in fast_model.heads)
    with pytest.raises(InputError, match="no abusive comment is found"):
        audit(replace(fast_model, heads=heads))


def test_what_cannot_be_audited_is_refused(fast_model, tmp_path):
    stance_alone = replace(fast_model, heads=tuple(head for head in fast_model.heads if head.name != "abuse"))
    with pytest.raises(InputError, match="no abuse head"):
        audit(stance_alone)
    few = tmp_path / "few.csv"
    few.write_text("text,label\nYou fool.,abusive\nFine.,supportive\n", encoding="utf-8")
    with pytest.raises(InputError, match="there are 1 abusive and 1 other rows; an audit needs 20 of each"):
        audit(fast_model, few)
