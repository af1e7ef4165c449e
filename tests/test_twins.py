"""seeds/contrast and seeds/exchanges are what their datasheet says, and no training text is in what measures models."""

import json
import re
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"
PARTS = ("train", "test")


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


TWINS = {part: read(SEEDS / "contrast" / f"{part}.jsonl") for part in PARTS}
EXCHANGES = {part: read(SEEDS / "exchanges" / f"{part}.jsonl") for part in PARTS}
TEXTS = [one["text"] for part in PARTS for one in TWINS[part]]
TEXTS += [one[side] for part in PARTS for one in EXCHANGES[part] for side in ("parent", "reply")]


def words(text):
    return re.findall(r"\w+(?:['’]\w+)*", text.casefold())


def stretches(text, n_words=8):
    own = words(text)
    return {tuple(own[at : at + n_words]) for at in range(len(own) - n_words + 1)}


def test_of_each_pair_one_twin_is_abusive_and_both_are_in_one_part():
    pairs = defaultdict(list)
    for part in PARTS:
        for one in TWINS[part]:
            assert list(one) == ["kind", "pair", "abuse", "text"]
            pairs[one["pair"]].append((part, one["kind"], one["abuse"]))
    for pair, twins in pairs.items():
        assert len({(part, kind) for part, kind, _ in twins}) == 1, pair
        assert sorted(abuse for *_, abuse in twins) == ["abusive", "civil"], pair


def test_an_exchange_has_known_answers_and_no_topic_is_on_both_sides():
    for part in PARTS:
        for one in EXCHANGES[part]:
            assert list(one) == ["topic", "parent", "parent_stance", "reply", "reply_stance", "agreement"]
            assert {one["parent_stance"], one["reply_stance"]} <= {"supportive", "skeptical", "neutral"}
            assert one["agreement"] in {"agrees", "disagrees", "neutral"}
    topics = [{one["topic"].casefold() for one in EXCHANGES[part]} for part in PARTS]
    assert not topics[0] & topics[1]


def test_every_text_is_whole_and_stands_there_once():
    assert all(text == text.strip() != "" for text in TEXTS)
    long = [text.casefold() for text in TEXTS if len(words(text)) > 5]
    assert len(set(long)) == len(long)


def test_twins_are_equally_long():
    lengths = defaultdict(list)
    for part in PARTS:
        for one in TWINS[part]:
            lengths[one["abuse"]].append(len(words(one["text"])))
    assert 0.9 < sum(lengths["civil"]) / sum(lengths["abusive"]) < 1.1


def test_nothing_that_measures_stands_among_what_trains():
    measures = files("stancekit.audit").joinpath("behaviour.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in measures]
    texts += [one["text"] for thread in read(SEEDS / "corpus" / "test.jsonl") for one in thread["comments"]]
    texts += [one["text"] for one in TWINS["test"]]
    known = {stretch for text in texts for stretch in stretches(text)}
    trained = [one["text"] for one in TWINS["train"]]
    trained += [one[side] for one in EXCHANGES["train"] for side in ("parent", "reply")]
    assert [text for text in trained if stretches(text) & known] == []


@pytest.mark.parametrize("name", ["contrast", "exchanges"])
def test_the_datasheet_counts_right(name):
    datasheet = (SEEDS / "README.md").read_text(encoding="utf-8")
    parts = {"contrast": TWINS, "exchanges": EXCHANGES}[name]
    of = {"contrast": "twin pairs", "exchanges": "exchanges"}[name]
    counts = Counter({part: len(parts[part]) // (2 if name == "contrast" else 1) for part in PARTS})
    assert f"{counts['train']:,} {of} to train on, {counts['test']:,} to test" in datasheet
