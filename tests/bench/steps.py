"""What each step of ``text.normalise`` costs civil comments: ``python tests/bench/steps.py LABELS... [--model M]``.

Of the rows that are not abusive, the share that a step changes, and the share that is flagged with all steps but not
without this one, less the share for which it is the reverse. A comment counts as flagged from the probability on that
flags 1 % of them. The model must be one that reads the normalised text alone, as an encoder does.
"""

from __future__ import annotations

import argparse
from functools import partial
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from stancekit.model import Model, load_model
from stancekit.reading.labels import read_labels
from stancekit.text import STEPS, normalise


def abuse(model: Model, texts: list[str], steps: tuple[str, ...]) -> NDArray[np.float64]:
    with patch("stancekit.features.encoder.normalise", partial(normalise, steps=steps)):
        return model.answers(texts)["abuse"]["abusive"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="+")
    parser.add_argument("--model", default="encoder")
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    texts = [row.text for row in read_labels(arguments.labels).rows if row.label != "abusive"]
    usual = abuse(model, texts, STEPS)
    threshold = np.quantile(usual, 0.99)
    print(f"{len(texts)} civil comments, {model.name}")
    print(f"{'step':12}  changed  more flagged")
    for step in STEPS:
        others = tuple(one for one in STEPS if one != step)
        changed = np.mean([normalise(text).text != normalise(text, others).text for text in texts])
        more = np.mean(usual > threshold) - np.mean(abuse(model, texts, others) > threshold)
        print(f"{step:12}  {changed:7.2%}  {more:+12.2%}")


if __name__ == "__main__":
    main()
