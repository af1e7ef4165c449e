"""Two models side by side on every set: ``python models/compare.py DATA ONE OTHER``.

To see what 8 bits cost, first build the same network in 32: ``python models/encoder.py DATA ... --float32 --output F``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from card import held_out_rows, lines_of
from sources import EVAL_SETS, SEEDS, eval_rows

from stancekit.loading import load_model


def main() -> None:
    """Print a line for each set and question: ROC-AUC of abuse, macro-F1 of stances."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("models", nargs=2, help="names or files of models")
    parser.add_argument("--sets", nargs="+", help="only these sets")
    arguments = parser.parse_args()
    one, other = map(load_model, arguments.models)
    rows = {name: eval_rows(arguments.data, name) for name in EVAL_SETS} | held_out_rows(arguments.data, SEEDS)
    rows = {name: of_set for name, of_set in rows.items() if name in (arguments.sets or rows)}
    print(f"{'set':30} {'question':8} {'rows':>6} {'one':>6} {'other':>6} {'more':>6}")
    for name, of_set in rows.items():
        for line in lines_of(one, name, of_set, peer=False, beside=other):
            figures = f"{line.headline:6.3f} {line.beside:6.3f} {line.headline - line.beside:+6.3f}"
            print(f"{name:30} {line.head:8} {line.evaluation.n_samples:6,} {figures}", flush=True)


if __name__ == "__main__":
    main()
