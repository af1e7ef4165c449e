"""The head of abuse of a shipped encoder, fitted anew on what its network sees; ``models/anew.py --head`` does it.

A network knows by heart what it was trained on, so the head that was trained with it trusts it too much. Here the head
learns from rows that the network has not seen, the dev splits but for the rows that calibrate, and from twins, so as
not to forget them; of both, some are disguised. The network stays as it is, and so does the stance.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from disguise import disguised
from encoder import calibrate, calibration_rows
from network import STANCES
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sources import SEEDS, Row, contrast_rows, train_rows

from stancekit.features.encoder import Encoder
from stancekit.model import Model

__all__ = ["in_card", "refitted"]


N_TWINS = 2_500
DISGUISED = 0.15  # of all rows, once in their spelling and once by harmless words around them
CIVIL_TWINS = 1.5  # how much each counts, so that hardly more harsh but civil comments are flagged than before
SMALLER = 0.05  # the features count so little beside the network's own score

_SAID = """
The head of abuse was then fitted anew on {n_rows:,} rows: dev splits, which the network has not seen, contrast pairs,
and disguised copies of both (`models/head.py`).
"""


def fitting_rows(data: Path) -> list[Row]:
    """What the head learns from."""
    calibrating = {row.text for row in calibration_rows(data)}
    rows = [row for row in train_rows(data) if row.split == "dev" and row.abuse and not row.stance]
    rows = [row for row in rows if row.text not in calibrating]
    civil = [row.text for row in rows if row.abuse == "civil" and len(row.text) <= 200]
    rows += random.Random(0).sample(contrast_rows(SEEDS, "train"), N_TWINS)
    return [*rows, *disguised(rows, DISGUISED, 0), *disguised(rows, DISGUISED, 1, civil)]


def fitted(features: NDArray[np.float64], rows: Sequence[Row]) -> tuple[NDArray[np.float64], float]:
    """The weights of the network's features and, behind them, of its own score of abuse; and the intercept."""
    scales = np.full(features.shape[1], SMALLER)
    scales[-1] = 1 / features[:, -1].std()
    weights = [CIVIL_TWINS if (row.source, row.abuse) == ("contrast", "civil") else 1.0 for row in rows]
    head = LogisticRegression(class_weight="balanced", max_iter=5_000)
    head.fit(features * scales, [row.abuse == "abusive" for row in rows], weights)
    return head.coef_[0] * scales, float(head.intercept_[0])


def with_head(encoder: Encoder, weights: NDArray[np.float64], intercept: float) -> Encoder:
    """The encoder whose score of abuse is that sum of its features and of its score before."""
    model = onnx.load_from_string(encoder.network.tobytes())
    of_head = {one.name: one for one in model.graph.initializer if one.name.startswith("network.abuse.")}
    before = {name: onnx.numpy_helper.to_array(one) for name, one in of_head.items()}
    change = {"network.abuse.weight": weights[:-1], "network.abuse.bias": intercept}
    for name, one in of_head.items():
        now = (before[name] * weights[-1] + change[name]).astype(np.float32)
        one.CopyFrom(onnx.numpy_helper.from_array(now, name))
    return replace(encoder, network=np.frombuffer(model.SerializeToString(), dtype=np.uint8))


def in_card(card: str, n_rows: int) -> str:
    """The card's text with what was done at the end of the part on training, once."""
    before, limits, after = card.partition("\n\n## Limits")
    before, *_ = before.partition(_SAID[:40])
    return "".join([before, _SAID.format(n_rows=n_rows).rstrip(), limits, after])


def refitted(model: Model, data: Path) -> tuple[Model, int]:
    """The model with its new head, calibrated, and the number of rows that the head learned from."""
    rows = fitting_rows(data)
    abuse = model.features.n_features - 1 - len(STANCES)
    impartially = replace(model.features, impartial=tuple(range(abuse + 1)))
    features = np.concatenate([*impartially.batches([row.text for row in rows])])[:, : abuse + 1].astype(np.float64)
    now = calibrate(with_head(model.features, *fitted(features, rows)), data)
    heads = tuple(
        before if before.name == "stance" else head for before, head in zip(model.heads, now.heads, strict=True)
    )
    return replace(now, heads=heads, card=model.card, name=model.name), len(rows)
