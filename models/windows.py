"""How long comments are best read: ``python models/windows.py DATA MODEL [--characters 320 120]`` prints a table.

For windows of each length and each discount, at the threshold that spares 99 of 100 civil comments of the dev threads:
the share found of long abusive comments of the dev splits; the share flagged of long civil ones; and of abusive
comments of the dev threads, each among 20,000 characters of kind ones, the share found, and flagged without it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sources import seed_rows, train_rows

from stancekit.model import Model, load_model
from stancekit.windows import Windows

SEEDS = Path(__file__).parent.parent / "seeds"
LONG, TOO_LONG = 800, 6_000  # characters; above, what is labelled is seldom one comment
NATURAL = ("jigsaw_wiki_union", "context_toxicity_large")  # civil comments that nobody chose by their words
N_LONG, N_PADDED, PADDING = 250, 24, 20_000
DISCOUNTS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)


def padded(found: Sequence[str], kind: Sequence[str], chance: random.Random) -> tuple[list[str], list[str]]:
    """Each comment among kind ones, and these without it."""
    hidden, alone = [], []
    for text in found:
        words: list[str] = []
        while sum(map(len, words)) < PADDING:
            words.append(chance.choice(kind))
        at = chance.randrange(len(words) + 1)
        alone.append(" ".join(words))
        hidden.append(" ".join([*words[:at], text, *words[at:]]))
    return hidden, alone


def margins_of(model: Model) -> Callable[[Sequence[str]], NDArray[np.float64]]:
    """How much likelier abuse is than none, of texts as a whole."""
    plain = replace(model, heads=tuple(replace(head, windows=None) for head in model.heads))
    return lambda texts: np.diff(plain.scores(texts)["abuse"])[:, 0]


def main() -> None:
    """Print a line for each length and discount."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("model", help="name or file of a model")
    parser.add_argument("--characters", type=int, nargs="+", default=[320, 120, 60])
    arguments = parser.parse_args()
    margins, chance = margins_of(load_model(arguments.model)), random.Random(0)
    threads = seed_rows(SEEDS, "dev")
    abusive, civil = (
        list(dict.fromkeys(row.text for row in threads if row.abuse == one)) for one in ("abusive", "civil")
    )
    kind = [row.text for row in threads if row.abuse == "civil" and row.stance == "supportive"]
    threshold = np.quantile(margins(civil), 0.99)
    found = [text for text, margin in zip(abusive, margins(abusive), strict=True) if margin > threshold]
    dev = [row for row in train_rows(arguments.data) if row.split == "dev" and LONG < len(row.text) < TOO_LONG]
    long_abusive = [row.text for row in dev if row.abuse == "abusive"]
    long_civil = [row.text for row in dev if row.abuse == "civil" and row.source in NATURAL]
    samples = [chance.sample(texts, min(N_LONG, len(texts))) for texts in (long_abusive, long_civil)]
    samples += padded(chance.sample(found, min(N_PADDED, len(found))), kind, chance)
    whole = [margins(texts) for texts in samples]
    print("characters  discount  long abusive  long civil  hidden in kindness  kindness alone")
    for characters in arguments.characters:
        windows = Windows(LONG, characters, 0.0)
        worst = []
        for texts, as_a_whole in zip(samples, whole, strict=True):
            parts = windows.parts(texts)
            of_parts = margins([texts[row][start:end] for row, start, end in parts.tolist()])
            highest = np.full(len(texts), -np.inf)
            np.maximum.at(highest, parts[:, 0], of_parts)
            worst.append((as_a_whole, highest))
        for discount in DISCOUNTS:
            shares = [float((np.maximum(one, highest - discount) > threshold).mean()) for one, highest in worst]
            print(f"{characters:10}  {discount:8}  " + "  ".join(f"{share:12.3f}" for share in shares), flush=True)


if __name__ == "__main__":
    main()
