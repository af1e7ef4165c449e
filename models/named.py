"""What naming somebody in politics does to abuse: ``python models/named.py DATA [MODEL]... [--camps] [--as A B]...``.

For each model, with all public figures (or camps) read as one (``stancekit.text.people``), and for encoders also as
written and as any other words: how many harmless and how many abusive sentences are flagged if they are about one of
twelve figures (eight camps), how many answers another one turns, and how well probabilities tell harmless sentences
from abusive ones (ROC-AUC). Then the short comments of the test splits that name one on the list, at the threshold that
flags 1 % of the civil comments that name none; dev rows have fitted and calibrated the encoder's head of abuse.
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
CAMPS = ("liberals", "conservatives", "Democrats", "Republicans", "socialists", "feminists", "Tories", "progressives")
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
HARMLESS_OF_CAMPS = (
    "Typical {}.",
    "The {} again.",
    "Another point for the {}.",
    "I agree with the {} on this.",
    "I do not trust the {} with the budget.",
    "What do {} think of the new bridge?",
    "More {} than last year voted by post.",
    "The {} were wrong about the schools, and the figures show it.",
    "My uncle is one of those {} who mow the lawn at six.",
    "Thanks to the {} we have a bus again. Credit where it is due.",
)
ABUSIVE_OF_CAMPS = (
    "{} are vermin, all of them.",
    "Shut up, nobody asked you filthy {}.",
    "Somebody should run those {} over.",
    "All {} are brain-dead sheep and you are the worst.",
)
N_CIVIL, LONGEST = 800, 600

Names = tuple[str, str]


def read_as(kind: Names, names: Names | None) -> dict[str, str]:
    """What words for people are replaced by, if one kind of them is read by these names or, for None, as written."""
    others = {word: other for word, other in people.INSTEAD.items() if not other.startswith(kind)}
    if names is None:
        return others
    own = {word: other for word, other in people.INSTEAD.items() if word not in others}
    one, many = kind
    if one in many:  # "voter", "voters"
        return {**others, **{word: names[other == many] for word, other in own.items()}}
    return {**others, **{word: other.replace(one, names[0]).replace(many, names[1]) for word, other in own.items()}}


def abuse(model: Model, texts: Sequence[str]) -> NDArray[np.float64]:
    """The probability of abuse of each text."""
    return model.head_probabilities(list(texts))["abuse"]["abusive"]


def of_sentences(model: Model, sentences: Sequence[Sequence[str]], named: Sequence[str]) -> str:
    """What is flagged of harmless and of abusive sentences."""
    harmless, abusive = (
        abuse(model, [one.format(name) for one in some for name in named]).reshape(len(some), -1) for some in sentences
    )
    is_flagged = np.concatenate([harmless, abusive]) > 0.5
    turned = np.minimum(is_flagged.mean(axis=1), 1 - is_flagged.mean(axis=1)).mean()
    auc = roc_auc_score([0] * harmless.size + [1] * abusive.size, [*harmless.flat, *abusive.flat])
    shares = (harmless > 0.5).mean(), (abusive > 0.5).mean(), turned, auc
    return "harmless {:.3f}  abusive {:.3f}  turned {:.3f}  AUC {:.3f}".format(*shares)


def of_comments(model: Model, naming: Sequence[Row], others: Sequence[str]) -> str:
    """What is flagged of the comments that name one on the list."""
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
    parser.add_argument("--camps", action="store_true", help="camps, not figures")
    parser.add_argument("--as", dest="names", nargs=2, action="append", default=[], metavar=("A", "B"))
    arguments = parser.parse_args()
    kind = people.CAMP if arguments.camps else people.FIGURE
    sentences = (HARMLESS_OF_CAMPS, ABUSIVE_OF_CAMPS) if arguments.camps else (HARMLESS, ABUSIVE)
    rows = [row for row in train_rows(arguments.data) if row.split == "test" and row.abuse and len(row.text) <= LONGEST]
    own = {word: other for word, other in people.INSTEAD.items() if word not in read_as(kind, None)}
    with patch.dict(people.INSTEAD, own, clear=True):
        naming = [row for row in rows if people.alike(row.text) != row.text]
    of_none = [row.text for row in rows if row.abuse == "civil" and people.alike(row.text) == row.text]
    others = random.Random(0).sample(of_none, N_CIVIL)
    for name in arguments.models:
        model = load_model(name)
        is_read = model.features.kind == "encoder"
        for names in [kind, *([None, *map(tuple, arguments.names)] if is_read else [])]:
            with patch.dict(people.INSTEAD, read_as(kind, names), clear=True):
                found = of_sentences(model, sentences, CAMPS if arguments.camps else FIGURES)
                found = f"{found}  {of_comments(model, naming, others)}"
            print(f"{model.name:8} {' '.join(names or ('as', 'written')):16} {found}", flush=True)


if __name__ == "__main__":
    main()
