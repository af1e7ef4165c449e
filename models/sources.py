"""The labelled data that shipped models are trained on and measured at: data/train, data/eval and seeds/.

What a row may teach is decided here, once, for every recipe. The traps of the sets:

- the negatives of toxic_spans had been called toxic by raters, and those of edos_sexism and misogyny_reddit are only
  known to be not sexist or not misogynistic: all are left out as negatives of abuse;
- the arguments of perspectrum, ibm_kpa, ibm_claim_stance, valueeval23 and ukpconvarg are civil; the tweets of pstance
  may be anything, so they do not train abuse;
- no set has neutral rows, but a text paired with a target that it was not written about is an honest neutral.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stancekit.windows import Windows

__all__ = [
    "ABUSE_SETS",
    "ARGUMENT_SETS",
    "EVAL_SETS",
    "SEEDS",
    "STANCE_SETS",
    "Row",
    "civil_parts",
    "contrast_rows",
    "eval_rows",
    "exchange_rows",
    "foreign",
    "seed_rows",
    "talk_rows",
    "train_rows",
]

SEEDS = Path(__file__).parent.parent / "seeds"

ABUSE_SETS = (
    "toxic_spans_raw_acl2022",
    "jigsaw_wiki_union",
    "context_toxicity_large",
    "context_toxicity_small",
    "davidson",
    "edos_sexism",
    "misogyny_reddit",
    "surge_toxicity",
)
ARGUMENT_SETS = ("perspectrum", "ibm_kpa", "ibm_claim_stance", "valueeval23", "ukpconvarg")
STANCE_SETS = (*ARGUMENT_SETS, "pstance")
NEGATIVES_NOT_CLEAN = {"toxic_spans_raw_acl2022", "edos_sexism", "misogyny_reddit"}

# A reply's stance toward its parent in the words of the stance head.
REPLIES = {"agrees": "supportive", "disagrees": "skeptical", "neutral": "neutral"}

EVAL_SETS = ("vast", "subreddit_agreement", "spinos", "foxnews", "c3_toxicity")

csv.field_size_limit(10_000_000)

_PARTS = Windows(longer_than=200, characters=120, discount=0.0)


@dataclass(frozen=True)
class Row:
    """One labelled text; a question that nobody answered is None."""

    text: str
    target: str | None
    abuse: str | None
    stance: str | None
    split: str
    source: str
    thread: str | None = None
    parent: str | None = None
    reply: str | None = None  # the stance toward the parent
    raw: str = ""  # the label as its publishers gave it


def talk_rows(data: Path) -> list[Row]:
    """The training rows of news and forum comments, including those that are not clean negatives of abuse."""
    rows = []
    for name in ("toxic_spans_raw_acl2022", "misogyny_reddit", "edos_sexism", "surge_toxicity"):
        for record in _records(data / "train" / "abuse" / f"{name}.csv.gz"):
            if record["split"] == "train":
                rows.append(_row(record, abuse="abusive" if record["label"] == "abusive" else None))
    return rows


def train_rows(data: Path) -> list[Row]:
    """Every row of data/train that teaches something, in the order of the files."""
    rows = []
    for name in ABUSE_SETS:
        for record in _records(data / "train" / "abuse" / f"{name}.csv.gz"):
            is_abusive = record["label"] == "abusive"
            if is_abusive or name not in NEGATIVES_NOT_CLEAN:
                rows.append(_row(record, abuse="abusive" if is_abusive else "civil"))
    for name in STANCE_SETS:
        for record in _records(data / "train" / "stance" / f"{name}.csv.gz"):
            rows.append(_row(record, abuse="civil" if name in ARGUMENT_SETS else None, stance=record["label"]))
    return rows


def eval_rows(data: Path, name: str) -> list[Row]:
    """The rows of one set of data/eval; a reply's target is its parent."""
    rows = []
    for record in _records(data / "eval" / f"{name}.csv.gz"):
        if record["label"] in ("abusive", "not_abusive"):
            rows.append(_row(record, abuse="abusive" if record["label"] == "abusive" else "civil"))
        elif name == "subreddit_agreement":
            rows.append(replace(_row(record, stance=record["label"]), target=record["context"]))
        else:
            rows.append(_row(record, stance=record["label"]))
    return rows


def seed_rows(seeds: Path, part: str, waves: int = 4) -> list[Row]:
    """The labelled comments of seeds/corpus: its "train", "dev" or "test" threads, of the first `waves` waves."""
    rows = []
    for thread in _objects(seeds / "corpus" / f"{part}.jsonl"):
        if thread["wave"] <= waves:
            texts = {comment["id"]: comment["text"] for comment in thread["comments"]}
            rows += [
                Row(
                    text=comment["text"],
                    target=thread["title"],
                    abuse="abusive" if comment["abusive"] else "civil",
                    stance=comment["stance"],
                    split=part,
                    source="seeds",
                    thread=thread["thread"],
                    parent=texts.get(comment["parent"]),
                    reply=REPLIES.get(comment["reply_stance"]),
                )
                for comment in thread["comments"]
            ]
    return rows


def contrast_rows(seeds: Path, part: str) -> list[Row]:
    """The twins of seeds/contrast, its "train" or "test" part: alike in words, and one of each pair is abusive."""
    return [
        Row(
            text=record["text"],
            target=None,
            abuse=record["abuse"],
            stance=None,
            split=part,
            source="contrast",
            thread=f"{record['kind']} {record['pair']}",
        )
        for record in _objects(seeds / "contrast" / f"{part}.jsonl")
    ]


def exchange_rows(seeds: Path, part: str) -> list[Row]:
    """The parents and replies of seeds/exchanges, its "train" or "test" part."""
    rows = []
    for record in _objects(seeds / "exchanges" / f"{part}.jsonl"):
        whole = Row(
            record["parent"], record["topic"], None, record["parent_stance"], part, "exchanges", record["topic"]
        )
        rows += [
            whole,
            replace(
                whole,
                text=record["reply"],
                stance=record["reply_stance"],
                parent=record["parent"],
                reply=REPLIES[record["agreement"]],
            ),
        ]
    return rows


def foreign(rows: list[Row], share: float, seed: int) -> list[Row]:
    """Copies of some rows, each with a target of another source and so neutral.

    Parameters
    ----------
    rows : list of Row
        Rows; those without a target are passed over.
    share : float
        Which part of them, in [0, 1].
    seed : int
        Seed of the choice.

    Returns
    -------
    list of Row
        Without their abuse, so no text counts twice for it.
    """
    chance = random.Random(seed)
    targets = {
        source: sorted({row.target for row in rows if row.target and row.source != source})
        for source in sorted({row.source for row in rows})
    }
    return [
        replace(row, target=chance.choice(targets[row.source]), stance="neutral", abuse=None)
        for row in rows
        if row.target and chance.random() < share
    ]


def civil_parts(rows: list[Row], n_rows: int, seed: int) -> list[Row]:
    """Windows of long civil comments: every part of what is civil is civil.

    A model that reads long comments window by window would otherwise meet such parts only in use.
    """
    civil = [row for row in rows if row.abuse == "civil"]
    parts = [
        replace(
            civil[number],
            text=civil[number].text[start:end].strip(),
            stance=None,
            thread=civil[number].thread or civil[number].text,
        )
        for number, start, end in _PARTS.parts([row.text for row in civil]).tolist()
    ]
    return random.Random(seed).sample(parts, n_rows)


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _records(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _row(record: dict[str, str], *, abuse: str | None = None, stance: str | None = None) -> Row:
    return Row(
        text=record["text"],
        target=record["target"] or None,
        abuse=abuse,
        stance=stance,
        split=record["split"],
        source=record["source"],
        raw=record["label_raw"],
    )
