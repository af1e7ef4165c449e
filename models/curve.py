"""How many labels a new community needs: ``python models/curve.py DATA [--bases fast small encoder]`` prints a table.

There are two communities. P-Stance, tweets on three politicians, is tested on its test split; the labels are drawn from
its train split, on which the encoders were trained, so they have met this community. The three topics of IBM-KPA's test
split, which no model has seen a word on, are tested on the rows that are not drawn. Each figure is the macro-F1 of the
likelier side, the median over five draws of the labels; from 1,000 labels on, of one.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score
from sources import Row, train_rows

from stancekit.classifier import StanceClassifier
from stancekit.linear import fit_heads
from stancekit.vectorizers import EncoderVectorizer

SIZES, DRAWS = (50, 200, 1_000, 5_000), 5


def communities(data: Path) -> dict[str, tuple[list[Row], list[Row]]]:
    """Rows to draw labels from, and rows to test on; none if the rest is tested on."""
    rows = train_rows(data)
    pstance = {
        split: [row for row in rows if (row.source, row.split) == ("pstance", split)] for split in ("train", "test")
    }
    topics = [row for row in rows if (row.source, row.split) == ("ibm_kpa", "test")]
    return {"P-Stance": (pstance["train"], pstance["test"]), "IBM-KPA, three unseen topics": (topics, [])}


def curve(base: str, pool: Sequence[Row], test: Sequence[Row]) -> dict[int, float]:
    """Macro-F1 by the number of labels."""
    rows = [*pool, *test]
    texts, targets = [row.text for row in rows], [row.target for row in rows]
    vectorizer = None if base == "fast" else EncoderVectorizer(base)
    matrix = None if vectorizer is None else vectorizer.fit_transform(texts, targets=targets)
    figures = {}
    for size in [*(size for size in SIZES if size < len(pool) * 0.8), *([len(pool)] if test else [])]:
        scores = []
        for draw in range(DRAWS if size < 1_000 else 1):
            chosen = random.Random(draw).sample(range(len(pool)), size)
            others = range(len(pool), len(rows)) if test else sorted({*range(len(pool))} - {*chosen})
            labels, wanted = [rows[index].stance for index in chosen], [rows[index].stance for index in others]
            if vectorizer is None or matrix is None:
                classifier = StanceClassifier().fit(
                    [texts[index] for index in chosen], {"stance": labels}, targets=[targets[index] for index in chosen]
                )
                answers = classifier.predict(
                    [texts[index] for index in others], targets=[targets[index] for index in others]
                )
            else:
                groups = [texts[index] for index in chosen]
                model = fit_heads(vectorizer.features_, matrix[chosen], {"stance": labels}, groups)
                (head,) = model.heads
                likelier = head.probabilities(head.scores(matrix[list(others)])).argmax(axis=1)
                answers = np.array(head.classes)[likelier]
            scores.append(float(f1_score(wanted, answers, average="macro")))
        figures[size] = statistics.median(scores)
    return figures


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("--bases", nargs="+", default=["fast", "small", "encoder"])
    arguments = parser.parse_args()
    for name, (pool, test) in communities(arguments.data).items():
        curves = {base: curve(base, pool, test) for base in arguments.bases}
        sizes = list(next(iter(curves.values())))
        print(f"\n| {name} | " + " | ".join(f"{size:,} labels" for size in sizes) + " |")
        print("|---|" + "---:|" * len(sizes))
        for base, figures in curves.items():
            print(f"| {base} | " + " | ".join(f"{figures[size]:.3f}".removeprefix("0") for size in sizes) + " |")


if __name__ == "__main__":
    main()
