"""How best to read long comments: ``python models/windows.py DATA MODEL [--characters 120 320] [--again 6]``.

It prints a table. For each length of windows, length of comment above which they are read, discount and its growth, at
the threshold that then spares 99 of 100 civil comments of the dev splits: the share of abusive comments found; of those
found without windows, the share found with twenty and with fifty kind words after them; the share of the longest tenth
of the civil ones flagged; and the share of abusive comments found among 1,600 and 20,000 characters of civil ones, and
of these alone flagged. Wide windows are left out, and a discount that grows with the number of windows, which the
library does not have, is tried as well.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from card import AUDITED
from numpy.typing import NDArray
from sources import SEEDS, Row, seed_rows, train_rows

from stancekit.audit.attacks import padded
from stancekit.loading import load_model
from stancekit.model import Model
from stancekit.windows import Windows

N_ROWS, N_BEHIND, N_PADDED, PADDINGS = 3_000, 150, 40, (1_600, 20_000)
LONGER_THAN, DISCOUNTS, GROWTHS = (400, 800), (0.3, 0.4, 0.6, 0.8, 1.0), (0.0, 0.05, 0.1, 0.2)
KIND = """
thank you for this walk sunny garden tea warm bread friend helpful patient kindly enjoy spring market bakery flowers
smile evening calm happy neighbours cheerful welcome bright soup children reading river bicycle village
"""


class Margins(NamedTuple):
    """The log-odds of abuse in some comments: as a whole, and in the worst of each one's windows."""

    lengths: NDArray[np.int64]
    n_windows: NDArray[np.int64]
    whole: NDArray[np.float64]
    worst: NDArray[np.float64]

    def read(self, longer_than: int, discount: float, growth: float) -> NDArray[np.float64]:
        """The log-odds if comments longer than `longer_than` are read in windows."""
        discounts = discount + growth * np.log2(np.maximum(self.n_windows, 1))
        return np.maximum(self.whole, np.where(self.lengths > longer_than, self.worst - discounts, -np.inf))


def margins_of(model: Model, rows: Sequence[Row], windows: Windows) -> Margins:
    """Read comments as a whole and in windows, without their discount."""
    model = replace(model, heads=tuple(replace(head, windows=None) for head in model.heads))

    def read(rows: Sequence[Row]) -> NDArray[np.float64]:
        scores = model.scores([row.text for row in rows], [row.target for row in rows])["abuse"]
        return np.diff(scores)[:, 0] / next(head.temperature for head in model.heads if head.name == "abuse")

    def read_parts(strings: Sequence[str], of_rows: Sequence[int]) -> NDArray[np.float64]:
        return read([replace(rows[at], text=string) for string, at in zip(strings, of_rows, strict=True)])

    texts = [row.text for row in rows]
    parts = windows.parts(texts)
    margins = read_parts([texts[at][start:end] for at, start, end in parts.tolist()], parts[:, 0].tolist())
    margins = windows.read_again(texts, parts, margins, read_parts)
    worst, _ = windows.worst(texts, parts, np.full(len(rows), -np.inf), margins, temperature=1.0)
    lengths, n_windows = np.array([len(text) for text in texts]), np.bincount(parts[:, 0], minlength=len(rows))
    return Margins(lengths, n_windows, read(rows), worst)


def main() -> None:
    """Print a line for each window length, comment length and discount."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("model", help="name or file of a model")
    parser.add_argument("--characters", type=int, nargs="+", default=[120, 320])
    parser.add_argument("--again", type=int, default=0, help="how many of the worst windows are read again in halves")
    arguments = parser.parse_args()
    model, chance = load_model(arguments.model), random.Random(0)
    rows = [row for row in train_rows(arguments.data) if row.split == "dev" and row.source in AUDITED]
    rows = chance.sample(sorted(rows + seed_rows(SEEDS, "dev"), key=lambda row: row.text), N_ROWS)
    abusive, civil = ([row for row in rows if (row.abuse == "abusive") is one] for one in (True, False))
    columns = "found  behind 20  behind 50  longest civil  in 1,600  alone  in 20,000  alone"
    print(f"characters  longer than  discount  growth  {columns}")
    for characters in arguments.characters:
        windows = Windows(min(LONGER_THAN), characters, 0.0, arguments.again)
        of_civil, of_abusive = (margins_of(model, some, windows) for some in (civil, abusive))
        is_found = of_abusive.whole > np.quantile(of_civil.whole, 0.99)
        found = chance.sample([abusive[at] for at in np.flatnonzero(is_found)], N_BEHIND)
        behind = [
            [replace(row, text=" ".join([row.text, *chance.choices(KIND.split(), k=count)])) for row in found]
            for count in (20, 50)
        ]
        kind = [row.text for row in civil]
        texts = [[(row, padded(row.text, kind, size, chance)) for row in found[:N_PADDED]] for size in PADDINGS]
        among = [[replace(row, text=both[which]) for row, both in some] for some in texts for which in (0, 1)]
        others = [margins_of(model, some, windows) for some in (*behind, *among)]
        longest = np.argsort(of_civil.lengths)[-len(civil) // 10 :]
        for setting in product(LONGER_THAN, DISCOUNTS, GROWTHS):
            as_read = of_civil.read(*setting)
            threshold = np.quantile(as_read, 0.99)
            shares = [float((one.read(*setting) > threshold).mean()) for one in (of_abusive, *others)]
            shares.insert(3, float((as_read[longest] > threshold).mean()))
            longer_than, discount, growth = setting
            figures = "  ".join(f"{share:7.3f}" for share in shares)
            print(f"{characters:10}  {longer_than:11}  {discount:8}  {growth:6}  {figures}", flush=True)


if __name__ == "__main__":
    main()
