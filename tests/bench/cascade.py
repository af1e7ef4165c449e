"""What a cascade would gain: ``python tests/bench/cascade.py DATA [--sets NAME ...]``.

In a cascade a quick model answers, and the encoder is asked about the comments of which it is least sure. For each
share that is asked: how well P(abusive) ranks the comments of the abuse sets in DATA/eval (ROC-AUC), and the comments
per second on one core, as a multiple of the encoder's. CPU times are measured in this run, each model on its own.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "STANCEKIT_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402

from stancekit import load_model  # noqa: E402

SETS = ("foxnews", "c3_toxicity")
QUICK, SLOW = ("fast", "small"), "encoder"
SHARES = (0.0, 0.07, 0.15, 0.3, 0.5)


def main() -> None:
    """Measure each model on each set, and print what any two of them would do together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with eval/")
    parser.add_argument("--sets", nargs="+", default=SETS, metavar="NAME", help="abuse sets of eval/")
    arguments = parser.parse_args()
    print(f"{'':24}{'asked':>7}{'speed':>9}" + "".join(f"{name:>13}" for name in arguments.sets))
    rows = {name: _read(arguments.data / "eval" / f"{name}.csv.gz") for name in arguments.sets}
    seconds: dict[str, float] = {}
    abusive: dict[str, dict[str, NDArray[np.float64]]] = {}
    for model in (*QUICK, SLOW):
        seconds[model], abusive[model] = _answers(model, rows)
    truth = {name: np.array([row["label"] == "abusive" for row in of_set]) for name, of_set in rows.items()}
    for quick in QUICK:
        for share in SHARES:
            speed = seconds[SLOW] / (seconds[quick] + share * seconds[SLOW])
            found = {name: _merged(abusive[quick][name], abusive[SLOW][name], share) for name in rows}
            _print(quick if share == 0 else f"{quick}, then {SLOW}", share, speed, truth, found)
    _print(SLOW, 1.0, 1.0, truth, abusive[SLOW])


def _read(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _answers(name: str, rows: dict[str, list[dict[str, str]]]) -> tuple[float, dict[str, NDArray[np.float64]]]:
    """CPU seconds for all sets, and P(abusive) of each comment."""
    model = load_model(name)
    model.predict(["Once, so that everything is loaded."])
    began = time.process_time()
    found = {}
    for of_set, some in rows.items():
        texts, targets = [row["text"] for row in some], [row["target"] or None for row in some]
        found[of_set] = model.head_probabilities(texts, targets)["abuse"]["abusive"]
    return time.process_time() - began, found


def _merged(quick: NDArray[np.float64], slow: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """The slow model's answers where the quick one is least sure, else its own."""
    unsure = np.argsort(np.abs(quick - 0.5), kind="stable")[: round(share * len(quick))]
    merged = quick.copy()
    merged[unsure] = slow[unsure]
    return merged


def _print(
    name: str, share: float, speed: float, truth: dict[str, NDArray[np.bool_]], found: dict[str, NDArray[np.float64]]
) -> None:
    aucs = "".join(f"{roc_auc_score(truth[of_set], found[of_set]):13.3f}" for of_set in truth)
    print(f"{name:24}{share:7.0%}{speed:8.2f}x{aucs}", flush=True)


if __name__ == "__main__":
    main()
