"""Measure anew what docs and cards say in passing: ``python models/claims.py DATA CLAIM [MODEL]...``.

- ``long``: how likely abuse is on average in the corpus's dev and test comments above 400 characters, in windows and
  read as a whole, beside the share that is abusive.
- ``blind``: how well a head of abuse that is trained on an encoder tells abuse from the rest (ROC-AUC), fitted on
  comments as written and on comments with whom they name replaced.
- ``mentions``: how many plain sentences about nurses, sons or parents are flagged if they are white, gay or deaf, and
  how many about other groups, as the model reads them and with whom they name left as written.
- ``padding``: how many abusive comments the audit finds among 20,000 kind characters, in eight draws of sixty (the card
  of ``fast`` audits ``--rows 6000``).
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from unittest.mock import patch

import numpy as np
from card import AT_MOST, audit_of, audited_rows, held_out_rows
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from sources import SEEDS, Row, seed_rows, train_rows

from stancekit.linear import fit_heads
from stancekit.loading import load_model
from stancekit.text.people import alike
from stancekit.vectorizers import EncoderVectorizer

LONG = 400
SETS, N_LEARNED, N_MEASURED, N_DRAWS = ("seeds", "jigsaw_wiki_union", "davidson"), (600, 100), 900, 5
N_PADDED, N_PADDINGS = 60, 8
WHO = "black white brown indigenous gay queer trans atheist disabled deaf blind autistic bipolar fat"
NOUNS = {
    "nurses teachers soldiers drivers owners athletes singers politicians employees veterans": (
        "The council wants to hear from {} about the tram.",
        "We need more support for {}.",
        "She wrote her thesis on {}.",
        "A film about {} won the prize.",
    ),
    "son daughter uncle neighbour boss teacher friend priest": (
        "My {} plays the cello.",
        "His {} moved to Leeds last year.",
        "The {} asked a good question.",
        "We had lunch with her {} on Sunday.",
    ),
    "": (
        "I am {} and I have lived here for twenty years.",
        "My son is {} and he plays the cello.",
        "His parents are {} and run a shop.",
        "Some of them are {} and some are not.",
        "Is the new mayor {} or not?",
        "Being {} in this town is not easy.",
    ),
    "rights marriage history culture": (
        "They argued about {} all evening.",
        "She wrote her thesis on {}.",
        "There was a talk on {} at the library.",
        "He knows a lot about {}.",
    ),
}

GROUPS = """
Muslims;Jews;atheists;Sikhs;Mormons;Nigerians;Poles;Mexicans;Arabs;Russians;Scousers;Texans;expats;Native Americans
black people;gay people;lesbians;trans people;transgender women;drag queens;queer people;women;men;ladies;girls;boys
deaf people;autistic people;people with Down syndrome;people with HIV;mentally ill people;wheelchair users;bald men
redheads;blondes;widows;single mothers;sex workers;refugees;migrants;old people;pensioners;teenagers;poor people
rich people;homeless people;veterans;prisoners;vegans;cyclists;farmers;nurses
"""
OF_GROUPS = (
    "Many {} live in my street.",
    "I have worked with {} for years.",
    "My neighbours are {}.",
    "There are more {} in the choir this year.",
    "The survey asked {} about their bus routes.",
    "I wish there were more {} on the council.",
    "We are {} and we love this town.",
    "Our club welcomes {}.",
    "It was good to see {} on stage.",
    "The article is about {} and housing.",
)


def long_comments(_: Path, models: Sequence[str], __: int) -> None:
    """Print how likely abuse is in long comments, and how often it is there."""
    rows = [row for part in ("dev", "test") for row in seed_rows(SEEDS, part) if len(row.text) > LONG]
    share = sum(row.abuse == "abusive" for row in rows) / len(rows)
    print(f"{len(rows)} comments above {LONG} characters, {share:.3f} abusive")
    texts, targets, parents = ([getattr(row, name) for row in rows] for name in ("text", "target", "parent"))
    for name in models:
        model = load_model(name)
        whole = replace(model, heads=tuple(replace(head, windows=None) for head in model.heads))
        means = [
            one.head_probabilities(texts, targets, parents=parents)["abuse"]["abusive"].mean() for one in (model, whole)
        ]
        print(f"{name:8} in windows {means[0]:.3f}  as a whole {means[1]:.3f}", flush=True)


def blindness(data: Path, models: Sequence[str], _: int) -> None:
    """Print the AUC of heads of abuse that see whom a comment names, and of those that do not."""
    rows = [row for row in train_rows(data) if row.split != "train" and row.abuse]
    rows += [row for part in ("dev", "test") for row in seed_rows(SEEDS, part)]
    for name, source in product(models, SETS):
        dev, test = ([row for row in rows if (row.source, row.split) == (source, part)] for part in ("dev", "test"))
        dev, test = (random.Random(0).sample(some, min(N_MEASURED, len(some))) for some in (dev, test))
        vectorizer = EncoderVectorizer(name, blind=True)
        of_dev, of_test = (vectorizer.fit_transform([row.text for row in some]) for some in (dev, test))
        width = of_dev.shape[1] // 2
        halves = {"as written": slice(width), "blind": slice(width, None)}
        for size in N_LEARNED:
            draws = [random.Random(seed).sample(range(len(dev)), size) for seed in range(N_DRAWS)]
            for how, half in halves.items():
                aucs = [
                    _auc(name, of_dev[some, half], [dev[at] for at in some], of_test[:, half], test) for some in draws
                ]
                print(f"{name:8} {source:18} {size:4} labels  {how:10} {statistics.median(aucs):.3f}", flush=True)


def _auc(
    name: str, X: NDArray[np.float32], learned: Sequence[Row], of_test: NDArray[np.float32], test: Sequence[Row]
) -> float:
    labels = {"abuse": [row.abuse for row in learned]}
    (head,) = fit_heads(load_model(name).features, X, labels, [row.text for row in learned]).heads
    return float(roc_auc_score([row.abuse == "abusive" for row in test], np.diff(head.scores(of_test))[:, 0]))


def mentions(_: Path, models: Sequence[str], __: int) -> None:
    """Print the share of plain sentences that are flagged for whom they name."""
    of_people = [
        sentence.format(f"{who} {noun}".rstrip())
        for nouns, sentences in NOUNS.items()
        for who, noun, sentence in product(WHO.split(), nouns.split() or [""], sentences)
    ]
    of_groups = [sentence.format(one) for one in GROUPS.strip().replace("\n", ";").split(";") for sentence in OF_GROUPS]
    for name, (kind, texts) in product(models, {"people": of_people, "groups": of_groups}.items()):
        model = load_model(name)
        if model.features.kind != "encoder":
            raise SystemExit(f"{name} has no encoder, which alone reads whoever is named alike")
        shares = []
        for read in (alike, str):
            with patch("stancekit.features.encoder.alike", read):
                shares.append(float(np.mean(model.head_probabilities(texts)["abuse"]["abusive"] > 0.5)))
        print(
            f"{name:8} {len(texts):5} sentences on {kind}  flagged {shares[0]:.3f}  as written {shares[1]:.3f}",
            flush=True,
        )


def padding(data: Path, models: Sequence[str], n_rows: int) -> None:
    """Print how much is found among kind words, in several draws."""
    rows = audited_rows(held_out_rows(data, SEEDS), n_rows)
    for name in models:
        of_draws = [audit_of(load_model(name), rows, N_PADDED, seed).padding for seed in range(N_PADDINGS)]
        kept = [one.kept for one in of_draws]
        found = f"{statistics.mean(kept):.3f}, spread {statistics.stdev(kept):.3f}"
        flagged = statistics.mean(one.false_positives for one in of_draws)
        print(f"{name:8} found {found}; kind words alone flagged {flagged:.3f}", flush=True)


CLAIMS = {"long": long_comments, "blind": blindness, "mentions": mentions, "padding": padding}


def main() -> None:
    """Print the figures of one claim."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("claim", choices=CLAIMS)
    parser.add_argument("models", nargs="*", default=["small"])
    parser.add_argument("--rows", type=int, default=AT_MOST["n_audited"], help="how many rows are audited")
    arguments = parser.parse_args()
    CLAIMS[arguments.claim](arguments.data, arguments.models, arguments.rows)


if __name__ == "__main__":
    main()
