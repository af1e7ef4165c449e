"""Measure a shipped model on every set, and write its card."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
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


@dataclass(frozen=True)
class Line:
    """What a model did on one set."""

    name: str
    head: str
    evaluation: Evaluation
    peer_auc: float | None = None


@dataclass(frozen=True)
class Measured:
    """What a model did on sets it never saw, on held-out rows of its training sets, and on the seeds' test threads."""

    unseen: tuple[Line, ...]
    held_out: tuple[Line, ...]
    seeds: Evaluation

    def card(self, rows: Sequence[Row], **settings: Any) -> dict[str, Any]:
        """What goes into the model file."""
        return {
            "stancekit": stancekit.__version__,
            **settings,
            "rows": dict(sorted(Counter(row.source for row in rows).items())),
            "headline": {line.name: round(_headline(line), 3) for line in self.unseen},
            "evaluation": {line.name: line.evaluation.to_dict() for line in self.unseen},
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
    sources = Counter((row.source, row.abuse, row.stance) for row in rows)
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    for (source, abuse, stance), count in sources.items():
        for answer in (abuse, stance):
            if answer is not None:
                classes[source][answer] += count
    order = ("abusive", "civil", "supportive", "skeptical", "neutral")
    peer = any(line.peer_auc is not None for line in (*measured.unseen, *measured.held_out))
    lines = [
        f"# Model card: {name}",
        "",
        f"Written by `models/{name}.py` with stancekit {stancekit.__version__}. Labels: {', '.join(model.labels)}.",
        f"It abstains where none reaches a probability of {model.abstain_below:.2f}.",
        "",
        "## What it is for",
        "",
        "Bulk labelling and triage on a CPU: abusive language that words give away, and stance on topics that one has",
        "labels for (`stancekit train`). **Not** for stance on topics it was not trained on, where it is little better",
        "than chance, as the table shows; and not for decisions about people without a person who looks.",
        "",
        "## Measured on sets that trained and tuned nothing",
        "",
        *_table(measured.unseen, peer, WHAT),
        "",
        "## Measured on held-out rows of the training sets",
        "",
        "The official test split of each, or whole threads. These are the domains it knows; expect less elsewhere.",
        "",
        *_table([line for line in measured.held_out if line.evaluation.n_samples > 50], peer, {}),
        "",
        "## The test threads of seeds/, three labels and abstention",
        "",
        *_classes(measured.seeds),
        "",
        "## Reliability",
        "",
        "Of the answers held about so likely, how many were right (seeds' test threads and the eval sets, abuse head):",
        "",
        *_reliability([line for line in measured.unseen if line.head == "abuse"]),
        "",
        "## Trained on",
        "",
        "| set | " + " | ".join(order) + " | licence |",
        "|---|" + "---:|" * len(order) + "---|",
        *(
            f"| {source} | " + " | ".join(f"{counts[label]:,}" for label in order) + f" | {LICENCES[source]} |"
            for source, counts in classes.items()
        ),
        "",
        "Neutral rows are texts under a target that they were not written about, and the neutral comments of the seeds.",
        "The negatives of toxic_spans, edos_sexism and misogyny_reddit are not civil for sure and are left out; davidson",
        "is sampled by keywords and counts a quarter. alt-profanity-check was trained on jigsaw's and davidson's rows, so",
        "its figures on those two sets are not on unseen rows.",
        "",
        "## Limits",
        "",
        "- English only. Sarcasm, quotation, reclaimed words and veiled threats are beyond words and their pieces.",
        "- It was trained on 2015 to 2022's quarrels: new words of abuse are unknown to it.",
        "- Its abuse probabilities are calibrated on the mixture above, where about a quarter is abusive; where abuse is",
        "  rarer they are too high (see the calibration errors of the sets it never saw).",
        "- It reads a comment alone: a reply that only its parent makes cruel is civil to it.",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


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


def _headline(line: Line) -> float:
    return line.evaluation.roc_auc if line.evaluation.roc_auc is not None else line.evaluation.macro_f1


def _table(lines: Sequence[Line], peer: bool, what: dict[str, str]) -> list[str]:
    table = [
        "| set | question | rows | macro-F1 | majority class | ROC-AUC |"
        + (" alt-profanity-check |" if peer else "")
        + " calibration error |",
        "|---|---|---:|---:|---:|---:|" + ("---:|" if peer else "") + "---:|",
    ]
    for line in lines:
        result = line.evaluation
        name = f"{line.name} ({what[line.name]})" if line.name in what else line.name
        cells = [name, line.head, f"{result.n_samples:,}", _figure(result.macro_f1), _figure(result.majority_macro_f1)]
        cells += [_figure(result.roc_auc), *([_figure(line.peer_auc)] if peer else [])]
        cells.append(_figure(next(one.ece for one in result.calibration if one.head == line.head)))
        table.append("| " + " | ".join(cells) + " |")
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


def _reliability(lines: Sequence[Line]) -> list[str]:
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
