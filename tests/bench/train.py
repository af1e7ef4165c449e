"""What training costs beside scikit-learn: ``python tests/bench/train.py LABELS.csv [--rows N] [--rounds N]``.

All learn the same labels from four fifths of the rows and are measured on the last: `stancekit.StanceClassifier` on
hashed n-grams, at once and in parts of 10,000 rows, and TfidfVectorizer with LogisticRegression. Times are medians of
CPU time on one core, in turn, each in a process of its own, without reading the file, which scikit-learn does not do.
Shuffle the file for fair fifths. Memory is the peak of the process, including the rows.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

N_PART = 10_000
THEIRS = "scikit-learn, words 1-2, LogisticRegression(tol=1e-3)"

Guesses = Sequence[str]


def ours(texts: Sequence[str], labels: Sequence[str], asked: Sequence[str]) -> Guesses:
    """The likeliest labels by a model of stancekit's."""
    from stancekit import StanceClassifier

    return list(StanceClassifier().fit(texts, labels).predict(asked))


def part_by_part(texts: Sequence[str], labels: Sequence[str], asked: Sequence[str]) -> Guesses:
    """The same, learned in three rounds over parts of the rows."""
    from stancekit import StanceClassifier

    classifier = StanceClassifier()
    for begin in [*range(0, len(texts), N_PART)] * 3:
        part = slice(begin, begin + N_PART)
        classifier.partial_fit(texts[part], labels[part], classes=set(labels))
    return list(classifier.predict(asked))


def theirs(texts: Sequence[str], labels: Sequence[str], asked: Sequence[str], strength: float = 1.0) -> Guesses:
    """The same by the pipeline that most people write; less regularised, it is as good as ours, and slower."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=strength, tol=1e-3, max_iter=1000)
    )
    return list(pipeline.fit(texts, labels).predict(asked))


def measured(engine: Callable[..., Guesses], *rows: Sequence[str]) -> tuple[Guesses, float, float]:
    """What an engine says, the seconds it took and the megabytes."""
    began = time.process_time()
    guesses = engine(*rows)
    return guesses, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the time of each, its memory and its macro-F1."""
    from sklearn.metrics import f1_score

    from stancekit.reading.labels import read_labels

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    rows = read_labels(arguments.labels, extra_columns="ignore").rows[: arguments.rows]
    texts, labels = [row.text for row in rows], [row.label for row in rows]
    n_learned = len(rows) * 4 // 5
    engines: dict[str, Callable[..., Guesses]] = {
        "stancekit, n-grams": ours,
        "stancekit, n-grams, part by part": part_by_part,
        THEIRS: theirs,
        f"{THEIRS}, C=10": partial(theirs, strength=10.0),
    }
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    right, memory = {}, {}
    for _ in range(arguments.rounds):
        for name, engine in engines.items():
            asked = (texts[:n_learned], labels[:n_learned], texts[n_learned:])
            with ProcessPoolExecutor(1, get_context("fork")) as process:
                guesses, taken, memory[name] = process.submit(measured, engine, *asked).result()
            seconds[name].append(taken)
            right[name] = f1_score(labels[n_learned:], guesses, average="macro")
    base = statistics.median(seconds[THEIRS])
    print(f"{arguments.rounds} rounds of {n_learned:,} rows to learn from and {len(rows) - n_learned:,} to label")
    for name, of_rounds in seconds.items():
        median = statistics.median(of_rounds)
        print(f"{median:8.1f} s  {base / median:5.2f} x {memory[name]:7,.0f} MB  macro-F1 {right[name]:.3f}  {name}")


if __name__ == "__main__":
    main()
