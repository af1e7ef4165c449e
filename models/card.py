"""Measure a shipped model on every set, and write its card."""

from __future__ import annotations

import csv
import os
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sklearn.metrics import roc_auc_score
from sources import (
    ABUSE_SETS,
    EVAL_SETS,
    STANCE_SETS,
    Row,
    contrast_rows,
    eval_rows,
    exchange_rows,
    seed_rows,
    train_rows,
)
from tables import (
    WHAT,
    Line,
    audit_tables,
    class_counts,
    classes_table,
    coverage_table,
    headline,
    reliability_table,
    sets_table,
)

import stancekit
from stancekit.audit import Audit, audit
from stancekit.evaluation import Evaluation, evaluate_rows
from stancekit.model import Model
from stancekit.reading.labelled_rows import LabelledRow

__all__ = [
    *("AT_MOST", "AUDITED", "Measured", "Prose"),
    *("audit_of", "audited_rows", "by_source", "cores", "held_out_rows", "lines_of", "measure", "n_cores", "some_rows"),
    "speed_of",
    *("three_labels", "write_card"),
]

# What is measured of an encoder, which is slow. With fewer audited comments the second highest of the civil ones would
# be the audit's threshold, and a single one could move it.
AT_MOST = {"n_held_out": 1_000, "n_audited": 2_000, "n_attacked": 150}
AUDITED = ("jigsaw_wiki_union", "context_toxicity_large", "davidson", "surge_toxicity", "seeds", "contrast")

CARD = """\
# Model card: {name}

Written by `models/{recipe}.py`, stancekit {version}. Labels: {labels}.
It abstains where its confidence in the likeliest is below {threshold:.2f}.
{size:.1f} MB; {speed:,} comments a second that it has not met, from text to prediction, on {cores}.

## What it is for

{purpose}

## Measured on sets that trained nothing

{unseen}

"Majority class" is the macro-F1 of always giving the most frequent answer. The calibration error is the expected one
over 15 bins of the head's top answer.

## Measured on held-out rows of the training sets

The official test split of each{at_most}, and the test threads of
seeds/corpus. These are the domains it knows; expect less elsewhere.

{held_out}
{peer_note}
## The test threads of seeds/corpus, three labels and abstention

{seeds}

How often it answers, and is right, where it answers only from a confidence on (comments with one of the labels):

{coverage}

## Audit

`stancekit audit` on held-out rows: {n_audited:,} comments of jigsaw_wiki_union, context_toxicity_large, davidson,
surge_toxicity, and the test threads and twins of seeds/. The threshold is the one that flags 1 % of the civil ones.

{audit}

## Reliability

Of the answers of the abuse head that were held about so likely, how many were right:

{reliability}

## Trained on

{origin}

## Limits

{limits}
"""
PEER_NOTE = """
alt-profanity-check was trained on jigsaw's and davidson's rows, so its figures on those are not on unseen rows.
"""


@dataclass(frozen=True)
class Prose:
    """What a card says in words: what made the model, what it is for, how it was trained, what it cannot do."""

    recipe: str
    purpose: str
    training: str
    limits: str


@dataclass(frozen=True)
class Measured:
    """What a model did on sets it never saw, on held-out rows of its training sets, and on the corpus's test part."""

    unseen: tuple[Line, ...]
    held_out: tuple[Line, ...]
    n_held_out: int | None
    seeds: Evaluation
    audit: Audit
    n_audited: int
    comments_per_second: int
    n_cores: int

    def card(self, rows: Mapping[str, int], **settings: Any) -> dict[str, Any]:
        """The card in the model file; `rows` counts the training rows by their source."""
        return {
            "stancekit": stancekit.__version__,
            **settings,
            "speed": {"comments_per_second": self.comments_per_second, "cores": self.n_cores},
            "rows": dict(sorted(rows.items())),
            "headline": {line.name: round(line.headline, 3) for line in self.unseen},
            "measured": {line.name: line.figures() for line in self.unseen},
            "audit": {name: round(score, 3) for name, score in self.audit.scores.items()},
        }


def measure(
    model: Model,
    data: Path,
    seeds: Path,
    *,
    beside: Model | None = None,
    n_held_out: int | None = None,
    n_audited: int,
    n_attacked: int,
) -> Measured:
    """Measure a model on every set, and alt-profanity-check and perhaps another model beside it.

    Up to ``n_held_out`` rows are drawn from each test split of data/train. The audit takes ``n_audited`` comments at
    random and disguises up to ``n_attacked`` of them.
    """
    held_out = held_out_rows(data, seeds)
    rows = audited_rows(held_out, n_audited)

    def lines(name: str, rows: list[Row]) -> list[Line]:
        return lines_of(model, name, rows, peer=True, beside=beside)

    return Measured(
        unseen=tuple(line for name in EVAL_SETS for line in lines(name, eval_rows(data, name))),
        held_out=tuple(
            line for name, rows in held_out.items() for line in lines(name, some_rows(name, rows, n_held_out))
        ),
        n_held_out=n_held_out,
        seeds=three_labels(model, held_out["seeds"]),
        audit=audit_of(model, rows, n_attacked),
        n_audited=len(rows),
        comments_per_second=speed_of(model, held_out["seeds"]),
        n_cores=n_cores(model),
    )


def three_labels(model: Model, threads: Sequence[Row]) -> Evaluation:
    """What a model's labels are worth on threads, where neutral comments are right if it abstains."""
    return evaluate_rows(
        model, [_labelled(row, "abusive" if row.abuse == "abusive" else row.stance) for row in threads]
    )


def audited_rows(held_out: Mapping[str, Sequence[Row]], at_most: int) -> list[Row]:
    """The rows for the audit, drawn from those of `held_out_rows`."""
    rows = [row for name in AUDITED for row in held_out[name]]
    return random.Random(0).sample(rows, min(at_most, len(rows)))


def some_rows(name: str, rows: list[Row], at_most: int | None) -> list[Row]:
    """At most so many rows, drawn from a split; all of the project's own."""
    is_split = name in (*ABUSE_SETS, *STANCE_SETS)
    return random.Random(0).sample(rows, at_most) if is_split and at_most and len(rows) > at_most else rows


def held_out_rows(data: Path, seeds: Path) -> dict[str, list[Row]]:
    """The official test split of each training set, and the test parts of seeds/, also with the parent as target."""
    held_out: dict[str, list[Row]] = defaultdict(list)
    for row in train_rows(data):
        if row.split == "test":
            held_out[row.source].append(row)
    threads = seed_rows(seeds, "test")
    replies = [
        replace(row, target=row.parent, stance=row.reply, abuse=None, parent=None) for row in threads if row.reply
    ]
    twins = contrast_rows(seeds, "test")
    exchanges = exchange_rows(seeds, "test")
    held_out |= {
        "seeds": threads,
        "seeds, toward the parent": replies,
        "contrast": twins,
        "exchanges": exchanges,
        "exchanges, toward the parent": [
            replace(row, target=row.parent, stance=row.reply, parent=None) for row in exchanges if row.reply
        ],
    }
    return held_out


def by_source(rows: Sequence[Row]) -> dict[str, int]:
    """How many rows each source has."""
    return dict(Counter(row.source for row in rows))


def write_card(path: Path, prose: Prose, model: Model, measured: Measured, rows: Sequence[Row] | None) -> None:
    """Write the model card as Markdown; without rows, the "Trained on" section of the card there is kept."""
    name = path.stem
    if rows is None:
        origin = path.read_text(encoding="utf-8").partition("## Trained on\n\n")[2].partition("\n\n## Limits")[0]
    else:
        origin = "\n".join([*class_counts(rows), "", prose.training.strip()])
    text = CARD.format(
        name=name,
        version=stancekit.__version__,
        labels=", ".join(model.labels),
        threshold=model.abstain_below,
        size=path.with_suffix(".stance").stat().st_size / 1e6,
        speed=measured.comments_per_second,
        cores=cores(measured.n_cores),
        recipe=prose.recipe,
        purpose=prose.purpose.strip(),
        limits=prose.limits.strip(),
        unseen="\n".join(sets_table(measured.unseen, WHAT)),
        at_most="" if measured.n_held_out is None else f", {measured.n_held_out:,} rows of it at most",
        held_out="\n".join(sets_table(measured.held_out, {})),
        peer_note=PEER_NOTE if any(line.peer_auc is not None for line in measured.held_out) else "",
        seeds="\n".join(classes_table(measured.seeds)),
        coverage="\n".join(coverage_table(measured.seeds)),
        audit="\n".join(audit_tables(measured.audit)),
        n_audited=measured.n_audited,
        reliability="\n".join(reliability_table(line for line in measured.unseen if line.head == "abuse")),
        origin=origin,
    )
    path.write_text(text, encoding="utf-8")


def audit_of(model: Model, rows: Sequence[Row], n_attacked: int, seed: int = 0) -> Audit:
    """The audit of a model on some rows, of which `n_attacked` are attacked."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("text", "target", "label"))
            labels = ("abusive" if row.abuse == "abusive" else row.stance or "neutral" for row in rows)
            table.writerows((row.text, row.target, label) for row, label in zip(rows, labels, strict=True))
        return audit(model, path, n_attacked=n_attacked, seed=seed)


def lines_of(model: Model, name: str, rows: Sequence[Row], peer: bool, beside: Model | None) -> list[Line]:
    """One line for each question that a set has labels for."""
    lines = []
    for head in ("abuse", "stance"):
        labelled = [_labelled(row, answer) for row in rows if (answer := getattr(row, head))]
        if len({row.label for row in labelled}) > 1:
            peer_auc = _peer_auc(labelled) if peer and head == "abuse" else None
            other = None if beside is None else headline(evaluate_rows(beside, labelled))
            lines.append(Line(name, head, evaluate_rows(model, labelled), peer_auc, other))
    return lines


def speed_of(model: Model, rows: Sequence[Row]) -> int:
    """Comments a second from text to prediction: the median of five sixths, after one to warm up on, to two digits."""
    speeds = []
    for part in (rows[number::6] for number in range(6)):
        began = time.perf_counter()
        model.predict([row.text for row in part], [row.target for row in part], parents=[row.parent for row in part])
        speeds.append(len(part) / (time.perf_counter() - began))
    return int(float(f"{statistics.median(speeds[1:]):.2g}"))


def n_cores(model: Model) -> int:
    """How many cores it uses in one process: n-grams one, a network all."""
    return 1 if model.features.kind == "ngrams" else os.cpu_count() or 1


def cores(number: int) -> str:
    """In words."""
    return "one core" if number == 1 else f"{number} cores"


def _labelled(row: Row, label: str | None) -> LabelledRow:
    return LabelledRow(row.text, str(label), row.target, row.parent, row.thread, row.source, 0)


def _peer_auc(rows: Sequence[LabelledRow]) -> float:
    from profanity_check import predict_prob

    is_abusive = [row.label == "abusive" for row in rows]
    return float(roc_auc_score(is_abusive, predict_prob([row.text for row in rows])))
