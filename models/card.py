"""Measure a shipped model on every set, and write its card."""

from __future__ import annotations

import csv
import os
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
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

import stancekit
from stancekit.audit import Audit, audit
from stancekit.evaluation import Evaluation, evaluate_rows
from stancekit.model import Model
from stancekit.reading.labels import LabelledRow

__all__ = [
    *("AT_MOST", "AUDITED", "WHAT", "Line", "Measured", "Prose"),
    *("audit_of", "audit_tables", "audited_rows", "by_source", "classes_table", "coverage_table", "held_out_rows"),
    *("lines_of", "measure", "reliability_table", "sets_table", "some_rows", "three_labels", "write_card"),
]

_BESIDE = "the fast model (F1 of a stance, AUC of abuse)"

LICENCES = {
    "toxic_spans_raw_acl2022": "CC0 1.0",
    "jigsaw_wiki_union": "labels CC0, text CC BY-SA 3.0",
    "context_toxicity_large": "Apache-2.0",
    "context_toxicity_small": "Apache-2.0",
    "davidson": "MIT",
    "edos_sexism": "CC0 stated",
    "misogyny_reddit": "MIT",
    "surge_toxicity": "MIT",
    "perspectrum": "CC BY-SA 4.0",
    "ibm_kpa": "CDLA-Sharing-1.0",
    "ibm_claim_stance": "CC BY-SA 3.0",
    "valueeval23": "CC BY 4.0",
    "ukpconvarg": "CC BY 4.0",
    "pstance": "MIT",
    "seeds": "CC0 1.0, written for stancekit",
    "contrast": "CC0 1.0, written for stancekit",
    "exchanges": "CC0 1.0, written for stancekit",
}
WHAT = {
    "vast": "news comments, topics never seen",
    "subreddit_agreement": "a reply toward its parent",
    "spinos": "Reddit, four topics",
    "foxnews": "hate under news articles",
    "c3_toxicity": "toxicity under news articles, natural rate",
}
# What is measured of an encoder, which is slow. With fewer audited comments the second highest of the civil ones would
# be the audit's threshold, and a single one could move it.
AT_MOST = {"n_held_out": 1_000, "n_audited": 2_000, "n_attacked": 150}
AUDITED = ("jigsaw_wiki_union", "context_toxicity_large", "davidson", "surge_toxicity", "seeds", "contrast")

CARD = """\
# Model card: {name}

Written by `models/{recipe}.py`, stancekit {version}. Labels: {labels}.
It abstains where its confidence in the likeliest is below {threshold:.2f}.
{size:.1f} MB; {speed:,} comments a second, from text to prediction, on the {cores} cores that it was measured on.

## What it is for

{purpose}

## Measured on sets that trained and tuned nothing

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
class Line:
    """What a model did on one set."""

    name: str
    head: str
    evaluation: Evaluation
    peer_auc: float | None = None
    beside: float | None = None  # the headline of the model it is compared with

    @property
    def headline(self) -> float:
        """ROC-AUC for abuse, macro-F1 for stance."""
        return _headline(self.evaluation)

    def figures(self) -> dict[str, Any]:
        """The figures of the tables, rounded as they are there."""
        result = self.evaluation
        (calibration,) = result.calibration
        figures = {
            "macro_f1": result.macro_f1,
            "majority_macro_f1": result.majority_macro_f1,
            "roc_auc": result.roc_auc,
            "peer_roc_auc": self.peer_auc,
            "beside": self.beside,
            "calibration_error": calibration.ece,
        }
        rounded = {name: None if value is None else round(value, 3) for name, value in figures.items()}
        return {"question": self.head, "rows": result.n_samples, **rounded}


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

    def card(self, rows: Mapping[str, int], **settings: Any) -> dict[str, Any]:
        """The card in the model file; `rows` counts the training rows by their source."""
        return {
            "stancekit": stancekit.__version__,
            **settings,
            "speed": {"comments_per_second": self.comments_per_second, "cores": os.cpu_count()},
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
    peer: bool,
    beside: Model | None = None,
    n_held_out: int | None = None,
    n_audited: int,
    n_attacked: int,
) -> Measured:
    """Measure a model on every set, and on request alt-profanity-check and another model beside it.

    Up to ``n_held_out`` rows are drawn from each test split of data/train. The audit takes ``n_audited`` comments at
    random and disguises up to ``n_attacked`` of them.
    """
    held_out = held_out_rows(data, seeds)
    rows = audited_rows(held_out, n_audited)

    def lines(name: str, rows: list[Row]) -> list[Line]:
        return lines_of(model, name, rows, peer, beside)

    return Measured(
        unseen=tuple(line for name in EVAL_SETS for line in lines(name, eval_rows(data, name))),
        held_out=tuple(
            line for name, rows in held_out.items() for line in lines(name, some_rows(name, rows, n_held_out))
        ),
        n_held_out=n_held_out,
        seeds=three_labels(model, held_out["seeds"]),
        audit=audit_of(model, rows, n_attacked),
        n_audited=len(rows),
        comments_per_second=_speed(model, held_out["seeds"]),
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
        origin = "\n".join([*_class_counts(rows), "", prose.training.strip()])
    text = CARD.format(
        name=name,
        version=stancekit.__version__,
        labels=", ".join(model.labels),
        threshold=model.abstain_below,
        size=path.with_suffix(".stance").stat().st_size / 1e6,
        speed=measured.comments_per_second,
        cores=os.cpu_count(),
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


def audit_of(model: Model, rows: Sequence[Row], n_attacked: int) -> Audit:
    """The audit of a model on some rows, of which `n_attacked` are attacked."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("text", "target", "label"))
            labels = ("abusive" if row.abuse == "abusive" else row.stance or "neutral" for row in rows)
            table.writerows((row.text, row.target, label) for row, label in zip(rows, labels, strict=True))
        return audit(model, path, n_attacked=n_attacked)


def audit_tables(found: Audit) -> Iterator[str]:
    """The tables of an audit."""
    yield "| score | |"
    yield "|---|---:|"
    for name, score in found.scores.items():
        yield f"| {name} | {_figure(score)} |"
    yield ""
    yield "| attack | one word | three | all | of all, 95 % interval | innocents flagged |"
    yield "|---|---:|---:|---:|---:|---:|"
    for one in found.evasion:
        low, high = one.intervals[-1]
        kept = " | ".join(map(_figure, one.kept))
        yield f"| {one.attack} | {kept} | {_figure(low)} to {_figure(high)} | {_figure(one.false_positives)} |"
    yield ""
    yield "| civil mentions of | flagged | hatred found |"
    yield "|---|---:|---:|"
    for group in found.identity:
        yield f"| {group.group} | {_figure(group.flagged)} | {_figure(group.found)} |"
    yield ""
    yield "| behaviour, right answers | abusive | civil |"
    yield "|---|---:|---:|"
    for test in found.behaviour:
        yield f"| {test.test} | {_figure(test.abusive)} | {_figure(test.civil)} |"
    yield ""
    yield "| civil comments of up to so many characters | flagged |"
    yield "|---:|---:|"
    for length in found.lengths:
        yield f"| {length.up_to:,} | {_figure(length.false_positives)} |"
    yield ""
    yield (
        f"Calibration error {_figure(found.calibration_error)} as written, {_figure(found.calibration_error_attacked)}"
        f" disguised. Among 20,000 kind characters {_figure(found.padding.kept)} of the abusive comments are still"
        f" found, and {_figure(found.padding.false_positives)} of the kind ones flagged without them."
    )


def _class_counts(rows: Sequence[Row]) -> Iterator[str]:
    labels = ("abusive", "civil", "supportive", "skeptical", "neutral")
    counts: dict[str, Counter[str | None]] = defaultdict(Counter)
    for row in rows:
        counts[row.source].update((row.abuse, row.stance))
    yield "| set | " + " | ".join(labels) + " | licence |"
    yield "|---|" + "---:|" * len(labels) + "---|"
    for source, of in counts.items():
        yield f"| {source} | " + " | ".join(f"{of[label]:,}" for label in labels) + f" | {LICENCES[source]} |"


def lines_of(model: Model, name: str, rows: Sequence[Row], peer: bool, beside: Model | None) -> list[Line]:
    """One line for each question that a set has labels for."""
    lines = []
    for head in ("abuse", "stance"):
        labelled = [_labelled(row, answer) for row in rows if (answer := getattr(row, head))]
        if len({row.label for row in labelled}) > 1:
            peer_auc = _peer_auc(labelled) if peer and head == "abuse" else None
            other = None if beside is None else _headline(evaluate_rows(beside, labelled))
            lines.append(Line(name, head, evaluate_rows(model, labelled), peer_auc, other))
    return lines


def _speed(model: Model, rows: Sequence[Row]) -> int:
    """Comments a second from text to prediction on all cores: the median of five rounds, to two digits."""
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        model.predict([row.text for row in rows], [row.target for row in rows])
        seconds.append(time.perf_counter() - began)
    return int(float(f"{len(rows) / statistics.median(seconds):.2g}"))


def _headline(result: Evaluation) -> float:
    return result.macro_f1 if result.roc_auc is None else result.roc_auc


def _labelled(row: Row, label: str | None) -> LabelledRow:
    return LabelledRow(row.text, str(label), row.target, row.parent, row.thread, row.source, 0)


def _peer_auc(rows: Sequence[LabelledRow]) -> float:
    from profanity_check import predict_prob

    is_abusive = [row.label == "abusive" for row in rows]
    return float(roc_auc_score(is_abusive, predict_prob([row.text for row in rows])))


COLUMNS = {
    "macro_f1": "macro-F1",
    "majority_macro_f1": "majority class",
    "roc_auc": "ROC-AUC",
    "beside": _BESIDE,
    "peer_roc_auc": "alt-profanity-check's ROC-AUC",
    "calibration_error": "calibration error",
}


def sets_table(lines: Sequence[Line], what: dict[str, str]) -> Iterator[str]:
    """A row for each set and question."""
    rows = [line.figures() for line in lines]
    measures = [measure for measure in COLUMNS if any(row[measure] is not None for row in rows)]
    yield "| set | question | rows | " + " | ".join(COLUMNS[measure] for measure in measures) + " |"
    yield "|---|---|---:|" + "---:|" * len(measures)
    for line, row in zip(lines, rows, strict=True):
        name = f"{line.name} ({what[line.name]})" if line.name in what else line.name
        figures = " | ".join(_figure(row[measure]) for measure in measures)
        yield f"| {name} | {line.head} | {row['rows']:,} | {figures} |"


def coverage_table(result: Evaluation) -> Iterator[str]:
    """How often a model answers and is right, by the least confidence."""
    yield "| from | answered | right |"
    yield "|---:|---:|---:|"
    for one in result.coverage:
        yield f"| {one.threshold:.2f} | {_figure(one.coverage)} | {_figure(one.accuracy)} |"


def classes_table(result: Evaluation) -> list[str]:
    """The table of labels, and what sums it up."""
    of_labels = float(np.mean([one.f1 for one in result.classes if one.label != "neutral"]))
    return [
        "| label | precision | recall | F1 | support |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {one.label + ' (abstained)' if one.label == 'neutral' else one.label} | {_figure(one.precision)} |"
            f" {_figure(one.recall)} | {_figure(one.f1)} | {one.support} |"
            for one in result.classes
        ),
        "",
        f"Macro-F1 of the three labels {_figure(of_labels)}; with abstention for neutral {_figure(result.macro_f1)}"
        f" (majority class {_figure(result.majority_macro_f1)}), accuracy {_figure(result.accuracy)} (majority class"
        f" {_figure(result.majority_accuracy)}); abstained on {result.n_abstained} of {result.n_samples}.",
    ]


def reliability_table(lines: Iterable[Line]) -> list[str]:
    """How many answers were right, by how sure the model was."""
    table = ["| set | confidence | share right | rows |", "|---|---:|---:|---:|"]
    for line in lines:
        (calibration,) = line.evaluation.calibration
        table += [
            f"| {line.name} | {_figure(one.confidence)} | {_figure(one.accuracy)} | {one.n_samples} |"
            for one in calibration.bins
        ]
    return table


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".removeprefix("0")
