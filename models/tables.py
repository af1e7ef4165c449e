"""The tables of a model's card."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sources import Row

from stancekit.audit import Audit, Behaviour
from stancekit.evaluation import Evaluation

__all__ = [
    *("WHAT", "Line", "audit_tables", "behaviour_table", "class_counts", "classes_table", "coverage_table", "figure"),
    *("headline", "reliability_table", "sets_table"),
]

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
COLUMNS = {
    "macro_f1": "macro-F1",
    "majority_macro_f1": "majority class",
    "roc_auc": "ROC-AUC",
    "beside": "the fast model (F1 of a stance, AUC of abuse)",
    "peer_roc_auc": "alt-profanity-check's ROC-AUC",
    "calibration_error": "calibration error",
}


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
        return headline(self.evaluation)

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


def headline(result: Evaluation) -> float:
    """ROC-AUC for two classes, macro-F1 for more."""
    return result.macro_f1 if result.roc_auc is None else result.roc_auc


def sets_table(lines: Sequence[Line], what: dict[str, str], *, whole: bool = False) -> Iterator[str]:
    """A row for each set and question; columns without any figure only if it shall be ``whole``."""
    rows = [line.figures() for line in lines]
    measures = [measure for measure in COLUMNS if whole or any(row[measure] is not None for row in rows)]
    yield "| set | question | rows | " + " | ".join(COLUMNS[measure] for measure in measures) + " |"
    yield "|---|---|---:|" + "---:|" * len(measures)
    for line, row in zip(lines, rows, strict=True):
        name = f"{line.name} ({what[line.name]})" if line.name in what else line.name
        figures = " | ".join(figure(row[measure]) for measure in measures)
        yield f"| {name} | {line.head} | {row['rows']:,} | {figures} |"


def coverage_table(result: Evaluation) -> Iterator[str]:
    """How often a model answers and is right, by the least confidence."""
    yield "| from | answered | right |"
    yield "|---:|---:|---:|"
    for one in result.coverage:
        yield f"| {one.threshold:.2f} | {figure(one.coverage)} | {figure(one.accuracy)} |"


def classes_table(result: Evaluation) -> list[str]:
    """The table of labels, and what sums it up."""
    of_labels = float(np.mean([one.f1 for one in result.classes if one.label != "neutral"]))
    return [
        "| label | precision | recall | F1 | support |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {one.label + ' (abstained)' if one.label == 'neutral' else one.label} | {figure(one.precision)} |"
            f" {figure(one.recall)} | {figure(one.f1)} | {one.support} |"
            for one in result.classes
        ),
        "",
        f"Macro-F1 of the three labels {figure(of_labels)}; with abstention for neutral {figure(result.macro_f1)}"
        f" (majority class {figure(result.majority_macro_f1)}), accuracy {figure(result.accuracy)} (majority class"
        f" {figure(result.majority_accuracy)}); abstained on {result.n_abstained} of {result.n_samples}.",
    ]


def reliability_table(lines: Iterable[Line]) -> list[str]:
    """How many answers were right, by how sure the model was."""
    table = ["| set | confidence | share right | rows |", "|---|---:|---:|---:|"]
    for line in lines:
        (calibration,) = line.evaluation.calibration
        table += [
            f"| {line.name} | {figure(one.confidence)} | {figure(one.accuracy)} | {one.n_samples} |"
            for one in calibration.bins
        ]
    return table


def audit_tables(found: Audit) -> Iterator[str]:
    """The tables of an audit."""
    yield "| score | |"
    yield "|---|---:|"
    for name, score in found.scores.items():
        yield f"| {name} | {figure(score)} |"
    yield ""
    yield "| attack | one word | three | all | of all, 95 % interval | innocents flagged |"
    yield "|---|---:|---:|---:|---:|---:|"
    for one in found.evasion:
        low, high = one.intervals[-1]
        kept = " | ".join(map(figure, one.kept))
        yield f"| {one.attack} | {kept} | {figure(low)} to {figure(high)} | {figure(one.false_positives)} |"
    yield ""
    yield "| civil mentions of | flagged | hatred found |"
    yield "|---|---:|---:|"
    for group in found.identity:
        yield f"| {group.group} | {figure(group.flagged)} | {figure(group.found)} |"
    yield ""
    yield from behaviour_table(found.behaviour)
    yield ""
    yield "| civil comments of up to so many characters | flagged |"
    yield "|---:|---:|"
    for length in found.lengths:
        yield f"| {length.up_to:,} | {figure(length.false_positives)} |"
    yield ""
    yield (
        f"Calibration error {figure(found.calibration_error)} as written, {figure(found.calibration_error_attacked)}"
        f" disguised. Among 20,000 kind characters {figure(found.padding.kept)} of the abusive comments are still"
        f" found, and {figure(found.padding.false_positives)} of the kind ones flagged without them."
    )


def behaviour_table(found: Iterable[Behaviour]) -> Iterator[str]:
    """How many answers were right in each test of behaviour."""
    yield "| behaviour, right answers | abusive | civil |"
    yield "|---|---:|---:|"
    for test in found:
        yield f"| {test.test} | {figure(test.abusive)} | {figure(test.civil)} |"


def class_counts(rows: Sequence[Row]) -> Iterator[str]:
    """How many rows of each label a set has."""
    labels = ("abusive", "civil", "supportive", "skeptical", "neutral")
    counts: dict[str, Counter[str | None]] = defaultdict(Counter)
    for row in rows:
        counts[row.source].update((row.abuse, row.stance))
    yield "| set | " + " | ".join(labels) + " | licence |"
    yield "|---|" + "---:|" * len(labels) + "---|"
    for source, of in counts.items():
        yield f"| {source} | " + " | ".join(f"{of[label]:,}" for label in labels) + f" | {LICENCES[source]} |"


def figure(value: float | None) -> str:
    """A figure as cards write it; nothing if there is none."""
    return "" if value is None else f"{value:.3f}".removeprefix("0")
