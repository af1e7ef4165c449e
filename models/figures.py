"""What naming a public figure does to abuse: ``python models/figures.py DATA [MODEL]... [--names Boris Johnson]...``.

For each model, with all figures read as one (``stancekit.text.people``), and for encoders also as written and as any
other names: how many harmless and how many abusive sentences are flagged if they are about one of twelve figures, how
many answers another figure turns, and how well their probabilities tell harmless from abusive (ROC-AUC). Then the short
comments of the dev splits that name a figure on the list, at the threshold that flags 1 % of the civil comments that
name none.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from sources import Row, train_rows

from stancekit.loading import load_model
from stancekit.model import Model
from stancekit.text import people

FIGURES = (
    *("Trump", "Hillary", "Obama", "Biden", "Pelosi", "Putin"),
    *("Assad", "Erdogan", "Netanyahu", "Trudeau", "Farage", "Musk"),
)
HARMLESS = (
    "Typical {}.",
    "{} again.",
    "Another point for {}.",
    "One more for {}.",
    "I agree with {} on this.",
    "{} gave a speech in Ohio yesterday.",
    "What does {} think of the new bridge?",
    "{} should publish the numbers before the vote.",
    "I do not trust {} with the budget.",
    "{} was wrong about the schools, and the figures show it.",
    "So {} wins again. I had hoped for somebody younger.",
    "My father met {} once, at a fair, and they talked about fishing.",
    "Neither {} nor the other one has said who will pay.",
    "Thanks to {} we have a bus again. Credit where it is due.",
    "If {} signs it and the trucks get through, I don't care who takes the credit.",
    "Three questions that nobody asked {} last night.",
)
ABUSIVE = (
    "{} belongs in a ditch.",
    "Only a brain-dead sheep would vote for {}.",
    "{} is a worthless pig and so are you.",
    "Somebody should break {}'s legs.",
    "You {} people are vermin, all of you.",
    "Shut up and go back to licking {}'s boots, you pathetic little man.",
    "I hope {} and the whole family burn in that house.",
    "What a filthy, lying piece of trash {} is.",
)
N_CIVIL, LONGEST = 800, 600


Names = tuple[str, str]


def read_as(names: Names | None) -> dict[str, str]:
    """What words for people are replaced by, if figures are read by these names or, for None, as written."""
    given, family = people.FIGURE
    groups = {word: other for word, other in people.INSTEAD.items() if not other.startswith(people.FIGURE)}
    if names is None:
        return groups
    figures = {word: other for word, other in people.INSTEAD.items() if word not in groups}
    return {
        **groups,
        **{word: other.replace(given, names[0]).replace(family, names[1]) for word, other in figures.items()},
    }


def abuse(model: Model, texts: Sequence[str]) -> NDArray[np.float64]:
    """The probability of abuse of each text."""
    return model.head_probabilities(list(texts))["abuse"]["abusive"]


def of_sentences(model: Model) -> str:
    """What is flagged of the sentences."""
    harmless, abusive = (
        abuse(model, [one.format(figure) for one in some for figure in FIGURES]).reshape(len(some), -1)
        for some in (HARMLESS, ABUSIVE)
    )
    is_flagged = np.concatenate([harmless, abusive]) > 0.5
    turned = np.minimum(is_flagged.mean(axis=1), 1 - is_flagged.mean(axis=1)).mean()
    auc = roc_auc_score([0] * harmless.size + [1] * abusive.size, [*harmless.flat, *abusive.flat])
    shares = (harmless > 0.5).mean(), (abusive > 0.5).mean(), turned, auc
    return "harmless {:.3f}  abusive {:.3f}  turned {:.3f}  AUC {:.3f}".format(*shares)


def of_comments(model: Model, naming: Sequence[Row], others: Sequence[str]) -> str:
    """What is flagged of the comments that name a figure."""
    is_flagged = abuse(model, [row.text for row in naming]) > np.quantile(abuse(model, others), 0.99)
    is_abusive = np.array([row.abuse == "abusive" for row in naming])
    return "{:.3f} of {} abusive, {:.3f} of {} civil comments".format(
        *(part for some in (is_abusive, ~is_abusive) for part in (is_flagged[some].mean(), some.sum()))
    )


def main() -> None:
    """Print a line for each model and each way of reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("models", nargs="*", default=["fast", "small", "encoder"])
    parser.add_argument("--names", nargs=2, action="append", default=[], metavar=("GIVEN", "FAMILY"))
    arguments = parser.parse_args()
    rows = [row for row in train_rows(arguments.data) if row.split == "dev" and row.abuse and len(row.text) <= LONGEST]
    figures = {word: other for word, other in people.INSTEAD.items() if word not in read_as(None)}
    with patch.dict(people.INSTEAD, figures, clear=True):
        naming = [row for row in rows if people.alike(row.text) != row.text]
    of_none = [row.text for row in rows if row.abuse == "civil" and people.alike(row.text) == row.text]
    others = random.Random(0).sample(of_none, N_CIVIL)
    for name in arguments.models:
        model = load_model(name)
        is_read = name != "fast"
        for names in [people.FIGURE, *([None, *map(tuple, arguments.names)] if is_read else [])]:
            with patch.dict(people.INSTEAD, read_as(names), clear=True):
                found = f"{of_sentences(model)}  {of_comments(model, naming, others)}"
            print(f"{name:8} {' '.join(names or ('as', 'written')):16} {found}")


if __name__ == "__main__":
    main()
