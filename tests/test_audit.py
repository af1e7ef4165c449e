"""The audit: its disguises change what they should, its sentences are sound, its figures are correct."""

import csv
import json
import random
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from stancekit import InputError, evaluate
from stancekit.audit import SCORES, Evasion, Padding, _interval, audit
from stancekit.audit.attacks import ATTACKS, STRENGTHS, attacked, padded
from stancekit.audit.identity import CIVIL, GROUPS, HATEFUL, mentions
from stancekit.reading.labels import read_labels
from stancekit.text import normalise

CORPUS = Path(__file__).parents[1] / "seeds" / "corpus"
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
    assert kept >= {1: 9, 2: 5, 3: 0}[strength]


@pytest.mark.parametrize("attack", INVISIBLE)
def test_what_nobody_sees_is_undone(attack):
    assert normalise(attacked(TEXT, attack, 3, WEIGHTS, random.Random(0))).text == normalise(TEXT).text


def test_twenty_thousand_short_comments_pad_a_long_one():
    hidden, alone = padded("You are vermin.", ["y"], 20_000, random.Random(0))
    assert (len(alone), len(hidden)) == (39_999, 40_015)


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


@pytest.fixture(scope="module")
def found(fast_model):
    return audit(fast_model, n_attacked=20)


def test_figures_are_shares_and_the_same_each_time(fast_model, found):
    assert tuple(found.scores) == SCORES
    assert all(0 <= score <= 1 for score in found.scores.values())
    assert len(found.evasion) == len(ATTACKS) and len(found.identity) == 7 and len(found.behaviour) >= 24
    assert found == audit(fast_model, n_attacked=np.int64(20), seed=np.int64(0))
    assert json.loads(json.dumps(found.to_dict()))["scores"] == found.scores


def test_scores_are_the_mean_or_the_worst_of_figures(found):
    identity, behaviour, length = found.identity[0], found.behaviour[0], found.lengths[0]
    attacks = [((0.5, 0.6, 0.7), 0.02), ((0.9, 0.8, 0.1), 0.05)]
    made = replace(
        found,
        recall=0.9,
        evasion=tuple(Evasion("a", kept, ((0, 1),) * 3, flagged) for kept, flagged in attacks),
        padding=Padding(0.4, 0.3, 9),
        identity=tuple(replace(identity, flagged=share) for share in (0.1, 0.03)),
        flips=0.25,
        behaviour=tuple(replace(behaviour, abusive=one, civil=two) for one, two in ((0.2, 0.4), (0.6, 1.0))),
        lengths=tuple(replace(length, false_positives=share) for share in (0.07, 0.01)),
    )
    wanted = [0.9, 0.6, 0.1, 0.95, 0.4, 0.7, 0.9, 0.93, 0.75, 0.4, 0.7, 0.93]
    assert list(made.scores.values()) == pytest.approx(wanted)


def test_what_is_kept_is_counted_at_the_threshold(fast_model):
    rows = [row for row in read_labels(CORPUS / "test.jsonl").rows if row.label == "abusive"]
    found = audit(fast_model, n_attacked=len(rows))

    def flagged(texts, some):
        answers = fast_model.head_probabilities(texts, [row.target for row in some])
        return answers["abuse"]["abusive"] > found.threshold

    is_found = flagged([row.text for row in rows], rows)
    hidden = [row for row, one in zip(rows, is_found, strict=True) if one]
    attack = next(one for one in found.evasion if one.attack == "vowels left out")  # of all words, at strength 3
    disguised = [attacked(row.text, attack.attack, 3, {}, random.Random()) for row in hidden]
    assert 0 < len(hidden) < len(rows)
    assert (found.recall, attack.kept[2]) == (is_found.mean(), flagged(disguised, hidden).mean())


def test_intervals_are_shares_too():
    assert _interval(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    ends = [_interval(share, n_samples) for share in (0.0, 1.0) for n_samples in range(1, 300)]
    assert all(0 <= low <= high <= 1 for low, high in ends)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"model": "fast"}, "model must be a Model, as load_model gives it, got str"),
        ({"n_attacked": True}, "n_attacked must be a whole number from 1 on, got True"),
        ({"seed": [1]}, r"seed must be a whole number from 0 on, got \[1\]"),
    ],
)
def test_arguments_that_are_none_are_refused(fast_model, more, message):
    with pytest.raises(InputError, match=message):
        audit(**{"model": fast_model, **more})


def test_recall_and_lengths_are_counts_of_predictions(fast_model, found):
    rows = read_labels(Path("seeds/corpus/test.jsonl")).rows
    answers = fast_model.predict([row.text for row in rows], [row.target for row in rows])
    abuse = [one.abuse["abusive"] for one in answers]
    civil = [(len(row.text), one) for row, one in zip(rows, abuse, strict=True) if row.label != "abusive"]
    abusive = [one for row, one in zip(rows, abuse, strict=True) if row.label == "abusive"]
    assert found.threshold == pytest.approx(np.percentile([one for _, one in civil], 99))
    assert found.recall == pytest.approx(sum(one > found.threshold for one in abusive) / len(abusive))
    shortest_first = sorted(civil, key=itemgetter(0))
    assert [of_length.n_samples for of_length in found.lengths] == [len(part) for part in tenths(shortest_first)]
    for of_length, part in zip(found.lengths, tenths(shortest_first), strict=True):
        assert of_length.up_to == part[-1][0]
        assert of_length.false_positives == pytest.approx(sum(one > found.threshold for _, one in part) / len(part))


def tenths(values):
    """Ten parts as equal as can be, the longer ones first."""
    size, longer = divmod(len(values), 10)
    ends = np.cumsum([0] + [size + (part < longer) for part in range(10)]).tolist()
    return [values[begin:end] for begin, end in pairwise(ends)]


def test_identity_is_counted_sentence_by_sentence(fast_model, found):
    said = list(mentions())
    abuse = dict(
        zip((one.text for one in said), (one.abuse["abusive"] for one in answered(fast_model, said)), strict=True)
    )
    for of_group in found.identity:
        for share, is_hateful in ((of_group.flagged, False), (of_group.found, True)):
            texts = [one.text for one in said if (one.group, one.is_hateful) == (of_group.group, is_hateful)]
            assert share == pytest.approx(sum(abuse[text] > found.threshold for text in texts) / len(texts))
    turned, n_civil = 0, 0
    for number in range(len(CIVIL)):
        of_sentence = [abuse[one.text] for one in said if one.sentence == number]
        usual = median(of_sentence) > 0.5
        turned += sum((one > 0.5) != usual for one in of_sentence)
        n_civil += len(of_sentence)
    assert found.flips == pytest.approx(turned / n_civil)


def test_behaviour_is_counted_twin_by_twin(fast_model, found):
    lines = files("stancekit.audit").joinpath("behaviour.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    answers = fast_model.predict([case["text"] for case in cases])
    for of_test in found.behaviour:
        for share, side in ((of_test.abusive, "abusive"), (of_test.civil, "civil")):
            asked = (case["test"] == of_test.test and case["expected"] == side for case in cases)
            likelier = [one.abuse[side] >= 0.5 for one, is_asked in zip(answers, asked, strict=True) if is_asked]
            assert share == pytest.approx(sum(likelier) / len(likelier))


def test_the_help_counts_what_there_is():
    terms = sum(map(len, GROUPS.values()))
    lines = files("stancekit.audit").joinpath("behaviour.jsonl").read_text(encoding="utf-8").splitlines()
    tests = {json.loads(line)["test"] for line in lines}
    said = " ".join(Path("docs/cli.md").read_text(encoding="utf-8").split())
    assert f"in {len(ATTACKS)} ways, names {terms} kinds of people" in said
    assert f"runs {len(tests)} tests of behaviour" in said


def answered(model, said):
    return model.predict([one.text for one in said])


def test_calibration_under_no_attack_is_what_evaluate_says(fast_model, found, tmp_path):
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("text", "target", "label"))
        for row in read_labels(Path("seeds/corpus/test.jsonl")).rows:
            table.writerow((row.text, row.target, "abusive" if row.label == "abusive" else "civil"))
    assert found.calibration_error == pytest.approx(evaluate(fast_model, path).calibration[0].ece)


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
    few.write_text("text,label\nYou fool.,abusive\nYou clown.,toxic\nFine.,off-topic\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"off-topic, toxic; rename them \(toxic is abusive here\), or leave them out"):
        audit(fast_model, few)


def test_what_an_audit_cannot_tell_is_said(fast_model, tmp_path):
    path = tmp_path / "short.csv"
    abusive = [f'"Ты идиот, idiot {n}",abusive\n' for n in range(20)]
    path.write_text(
        "text,label\n" + "".join([*abusive, *(f"Спасибо {n},civil\n" for n in range(20))]), encoding="utf-8"
    )
    found = audit(fast_model, path)
    assert found.false_positives == 0.05
    assert found.notes[0].startswith("20 civil texts are too few for a threshold that spares 99 %")
    assert len(found.notes) == 1
    path.write_text(path.read_text(encoding="utf-8").replace("idiot", "😡"), encoding="utf-8")
    assert audit(fast_model, path).notes[1].startswith("the strongest attacks changed 3% of the texts")
