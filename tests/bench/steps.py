"""What the defence against disguise costs on plain text: ``python tests/bench/steps.py LABELS... [--model M]``.

For each step of ``text.normalise``: of the rows that are not abusive, the share that it changes, and the share that is
flagged with all steps but not without this one, minus the share for which it is the reverse. Then how many abusive rows
are found as shipped, without the steps that undo disguises, and without reading long comments window by window. A
comment is flagged above the probability that flags 1 % of the civil ones. The model must read only the normalised text,
as an encoder does.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from stancekit.loading import load_model
from stancekit.model import Model
from stancekit.reading.labels import read_labels
from stancekit.text import STEPS, normalise


def abuse(model: Model, texts: list[str], steps: tuple[str, ...] = STEPS) -> NDArray[np.float64]:
    """The probability of abuse of each text, read with these steps alone."""
    with patch("stancekit.features.encoder.normalise", partial(normalise, steps=steps)):
        return model.head_probabilities(texts)["abuse"]["abusive"]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="+")
    parser.add_argument("--model", default="encoder")
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    if model.features.kind != "encoder":
        raise SystemExit(f"{arguments.model} has no encoder: its n-grams are also of the text as written")
    rows = read_labels(arguments.labels).rows
    texts = [row.text for row in rows if row.label != "abusive"]
    abusive = [row.text for row in rows if row.label == "abusive"]
    usual = abuse(model, texts)
    threshold = np.quantile(usual, 0.99)
    print(f"{len(texts)} civil comments, {model.name}")
    print(f"{'step':12}  changed  more flagged")
    for step in STEPS:
        others = tuple(one for one in STEPS if one != step)
        changed = np.mean([normalise(text).text != normalise(text, others).text for text in texts])
        more = np.mean(usual > threshold) - np.mean(abuse(model, texts, others) > threshold)
        print(f"{step:12}  {changed:7.2%}  {more:+12.2%}")
    whole = replace(model, heads=tuple(replace(head, windows=None) for head in model.heads))
    print(f"{len(abusive)} abusive comments, found where 1 % of the civil ones are flagged")
    for name, of_civil, of_abusive in (
        ("as shipped", usual, abuse(model, abusive)),
        ("folded only", abuse(model, texts, STEPS[:1]), abuse(model, abusive, STEPS[:1])),
        ("no windows", abuse(whole, texts), abuse(whole, abusive)),
    ):
        print(f"{name:12}  {np.mean(of_abusive > np.quantile(of_civil, 0.99)):7.2%}")


if __name__ == "__main__":
    main()
