"""Measure a shipped model on every set, and write its card."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.metrics import roc_auc_score
from sources import EVAL_SETS, Row, eval_rows, seed_rows, train_rows

import stancekit
from stancekit.evaluation import Evaluation, evaluate_rows
from stancekit.model import Model
from stancekit.reading.labels import LabelledRow

__all__ = ["Measured", "measure", "write_card"]

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
}
WHAT = {
    "vast": "news comments, topics never seen",
    "subreddit_agreement": "a reply toward its parent",
    "spinos": "Reddit, four topics",
    "foxnews": "hate under news articles",
    "c3_toxicity": "toxicity under news articles, natural rate",
}

CARD = """\
# Model card: {name}

Written by `models/{name}.py`, stancekit {version}. Labels: {labels}.
It abstains where none of them reaches a probability of {threshold:.2f}.

## What it is for

Bulk labelling and triage on a CPU: abusive language that words give away, and stance on topics that one has labels for
(`stancekit train`). **Not** for stance on topics it was not trained on, where it is little better than chance, as the
table shows; and not for decisions about people without a person who looks.

## Measured on sets that trained and tuned nothing

{unseen}

"Majority class" is the macro-F1 of always giving the most frequent answer. The calibration error is the expected one
over 15 bins of the head's top answer.

## Measured on held-out rows of the training sets

The official test split of each, and the test threads of seeds/corpus. These are the domains it knows; expect less
elsewhere.

{held_out}

alt-profanity-check was trained on jigsaw's and davidson's rows, so its figures on those are not on unseen rows.

## The test threads of seeds/corpus, three labels and abstention

{seeds}

## Reliability

Of the answers of the abuse head that were held about so likely, how many were right:

{reliability}

## Trained on

{trained_on}

Neutral rows are texts under a target that they were not written about, and the neutral comments of the seeds. The
negatives of toxic_spans, edos_sexism and misogyny_reddit are not civil for sure and are left out; davidson, sampled by
keywords, counts a quarter.

## Limits

- English only. Sarcasm, quotation, reclaimed words and veiled threats are beyond words and their pieces.
- It learned from the quarrels of 2015 to 2022: new words of abuse are unknown to it.
- Its abuse probabilities are calibrated on the mixture above; where abuse is rarer or of another kind they are too
  high, as the calibration errors on the sets it never saw show.
- It reads a comment alone: a reply that only its parent makes cruel is civil to it.
"""


@dataclass(frozen=True)
class Line:
    """What a model did on one set."""

    name: str
    head: str
    evaluation: Evaluation
    peer_auc: float | None = None

    @property
    def headline(self) -> float:
        """ROC-AUC for abuse, macro-F1 for stance."""
        result = self.evaluation
        return result.macro_f1 if result.roc_auc is None else result.roc_auc

    def figures(self) -> dict[str, Any]:
        """The figures of the tables, rounded as there."""
        result = self.evaluation
        (calibration,) = result.calibration
        figures = {
            "macro_f1": result.macro_f1,
            "majority_macro_f1": result.majority_macro_f1,
            "roc_auc": result.roc_auc,
            "peer_roc_auc": self.peer_auc,
            "calibration_error": calibration.ece,
        }
        rounded = {name: None if value is None else round(value, 3) for name, value in figures.items()}
        return {"question": self.head, "rows": result.n_samples, **rounded}


@dataclass(frozen=True)
class Measured:
    """What a model did on sets it never saw, on held-out rows of its training sets, and on the corpus's test part."""

    unseen: tuple[Line, ...]
    held_out: tuple[Line, ...]
    seeds: Evaluation

    def card(self, rows: Sequence[Row], **settings: Any) -> dict[str, Any]:
        """What goes into the model file."""
        return {
            "stancekit": stancekit.__version__,
            **settings,
            "rows": dict(sorted(Counter(row.source for row in rows).items())),
            "headline": {line.name: round(line.headline, 3) for line in self.unseen},
            "measured": {line.name: line.figures() for line in self.unseen},
        }


def measure(model: Model, data: Path, seeds: Path, *, peer: bool) -> Measured:
    """Measure a model on every set there is."""
    held_out: dict[str, list[Row]] = defaultdict(list)
    for row in train_rows(data):
        if row.split == "test":
            held_out[row.source].append(row)
    threads = seed_rows(seeds, "test")
    labels = [_labelled(row, row.abuse if row.abuse == "abusive" else row.stance) for row in threads]
    return Measured(
        unseen=tuple(line for name in EVAL_SETS for line in _lines(model, name, eval_rows(data, name), peer)),
        held_out=tuple(
            line for name, rows in [*held_out.items(), ("seeds", threads)] for line in _lines(model, name, rows, peer)
        ),
        seeds=evaluate_rows(model, labels),
    )


def write_card(path: Path, name: str, model: Model, measured: Measured, rows: Sequence[Row]) -> None:
    """Write the model card as Markdown."""
    peer = any(line.peer_auc is not None for line in (*measured.unseen, *measured.held_out))
    text = CARD.format(
        name=name,
        version=stancekit.__version__,
        labels=", ".join(model.labels),
        threshold=model.abstain_below,
        unseen="\n".join(_table(measured.unseen, peer, WHAT)),
        held_out="\n".join(_table(measured.held_out, peer, {})),
        seeds="\n".join(_classes(measured.seeds)),
        reliability="\n".join(_reliability(line for line in measured.unseen if line.head == "abuse")),
        trained_on="\n".join(_class_counts(rows)),
    )
    path.write_text(text, encoding="utf-8")


def _class_counts(rows: Sequence[Row]) -> Iterator[str]:
    labels = ("abusive", "civil", "supportive", "skeptical", "neutral")
    counts: dict[str, Counter[str | None]] = defaultdict(Counter)
    for row in rows:
        counts[row.source].update((row.abuse, row.stance))
    yield "| set | " + " | ".join(labels) + " | licence |"
    yield "|---|" + "---:|" * len(labels) + "---|"
    for source, of in counts.items():
        yield f"| {source} | " + " | ".join(f"{of[label]:,}" for label in labels) + f" | {LICENCES[source]} |"


def _lines(model: Model, name: str, rows: Sequence[Row], peer: bool) -> list[Line]:
    lines = []
    for head in ("abuse", "stance"):
        labelled = [_labelled(row, answer) for row in rows if (answer := getattr(row, head))]
        if len({row.label for row in labelled}) > 1:
            peer_auc = _peer_auc(labelled) if peer and head == "abuse" else None
            lines.append(Line(name, head, evaluate_rows(model, labelled), peer_auc))
    return lines


def _labelled(row: Row, label: str | None) -> LabelledRow:
    return LabelledRow(row.text, str(label), row.target, row.thread, row.source, 0)


def _peer_auc(rows: Sequence[LabelledRow]) -> float:
    from profanity_check import predict_prob

    is_abusive = [row.label == "abusive" for row in rows]
    return float(roc_auc_score(is_abusive, predict_prob([row.text for row in rows])))


def _table(lines: Sequence[Line], peer: bool, what: dict[str, str]) -> list[str]:
    table = [
        "| set | question | rows | macro-F1 | majority class | ROC-AUC |"
        + (" alt-profanity-check's ROC-AUC |" if peer else "")
        + " calibration error |",
        "|---|---|---:|---:|---:|---:|" + ("---:|" if peer else "") + "---:|",
    ]
    for line in lines:
        figures = line.figures()
        name = f"{line.name} ({what[line.name]})" if line.name in what else line.name
        cells = [name, line.head, f"{figures['rows']:,}"]
        measures = [
            "macro_f1",
            "majority_macro_f1",
            "roc_auc",
            *(["peer_roc_auc"] if peer else []),
            "calibration_error",
        ]
        table.append("| " + " | ".join([*cells, *(_figure(figures[measure]) for measure in measures)]) + " |")
    return table


def _classes(result: Evaluation) -> list[str]:
    return [
        "| label | precision | recall | F1 | support |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {one.label + ' (abstained)' if one.label == 'neutral' else one.label} | {_figure(one.precision)} |"
            f" {_figure(one.recall)} | {_figure(one.f1)} | {one.support} |"
            for one in result.classes
        ),
        "",
        f"Macro-F1 {_figure(result.macro_f1)} (majority class {_figure(result.majority_macro_f1)}), accuracy"
        f" {_figure(result.accuracy)} (majority class {_figure(result.majority_accuracy)}); abstained on"
        f" {result.n_abstained} of {result.n_samples}.",
    ]


def _reliability(lines: Iterable[Line]) -> list[str]:
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
