"""Two models side by side on every set: ``python models/compare.py DATA ONE OTHER``.

To see what 8 bits cost, first build the same network in 32: ``python models/encoder.py DATA ... --float32 --output F``.
With ``--ways``, each is run as one kind of processor runs it (``stancekit.features.arithmetic``).
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
from card import held_out_rows, lines_of
from sources import EVAL_SETS, SEEDS, eval_rows, seed_rows

from stancekit.features import encoder
from stancekit.features.arithmetic import in_float32
from stancekit.features.by_rows import by_rows
from stancekit.loading import load_model
from stancekit.model import Model

WAYS = {"rows": by_rows, "blocks": bytes, "float32": in_float32}


def loaded(name: str, way: str | None) -> Model:
    """A model, an encoder run in one way whatever the processor."""
    model = load_model(name)
    if way is None:
        return model
    model = replace(model, features=replace(model.features))  # with a session of its own
    with patch.object(encoder, "suited", WAYS[way]):
        model.predict(["Fine by me."])
    return model


def differences(one: Model, other: Model) -> str:
    """How far the probabilities of both are from each other, on the test threads."""
    rows = seed_rows(SEEDS, "test")
    columns = [[getattr(row, name) for row in rows] for name in ("text", "target", "parent")]
    of_both = [model.predict_proba(*columns[:2], parents=columns[2]) for model in (one, other)]
    apart = np.abs(np.subtract(*of_both))
    return f"a probability of the test threads differs by {apart.mean():.4f} on average, {apart.max():.3f} at most"


def main() -> None:
    """Print a line for each set and question: ROC-AUC of abuse, macro-F1 of stances."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("models", nargs=2, help="names or files of models")
    parser.add_argument("--sets", nargs="+", help="only these sets")
    parser.add_argument("--at-most", type=int, help="so many rows of each")
    parser.add_argument("--ways", nargs=2, choices=WAYS, default=(None, None), help="how each multiplies")
    arguments = parser.parse_args()
    one, other = map(loaded, arguments.models, arguments.ways)
    print(differences(one, other), flush=True)
    rows = {name: eval_rows(arguments.data, name) for name in EVAL_SETS} | held_out_rows(arguments.data, SEEDS)
    rows = {name: of_set for name, of_set in rows.items() if name in (arguments.sets or rows)}
    print(f"{'set':30} {'question':8} {'rows':>6} {'one':>6} {'other':>6} {'more':>6}")
    for name, of_set in rows.items():
        if arguments.at_most is not None and arguments.at_most < len(of_set):
            of_set = random.Random(0).sample(of_set, arguments.at_most)
        for line in lines_of(one, name, of_set, peer=False, beside=other):
            figures = f"{line.headline:6.3f} {line.beside:6.3f} {line.headline - line.beside:+6.3f}"
            print(f"{name:30} {line.head:8} {line.evaluation.n_samples:6,} {figures}", flush=True)


if __name__ == "__main__":
    main()
