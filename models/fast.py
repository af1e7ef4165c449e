"""Rebuild the fast model: ``python models/fast.py path/to/data`` writes fast.stance and fast.md beside this file.

The same data and seed give the same weights. alt-profanity-check, which is measured beside it, must be installed.
``--waves 0 --output elsewhere.stance`` leaves the seed corpus out, to see what it contributes; 1 to 4 take its first
waves. ``--measure`` rewrites a card. ``--impartial`` does so after treating alike whoever has come to the list of
``stancekit.text.people`` since a model was fitted.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from card import by_source, measure, write_card
from disguise import disguised
from prose import FAST
from sources import SEEDS, STANCE_SETS, Row, civil_parts, contrast_rows, exchange_rows, foreign, seed_rows, train_rows

from stancekit.classifier import StanceClassifier
from stancekit.features.ngrams import Ngrams
from stancekit.heads import adapted
from stancekit.loading import load_model
from stancekit.model import Model

HERE = Path(__file__).parent

# Weights of rows by source. Sets that were sampled by keywords, or of which only positives are used, have so many
# abusive rows that "abusive" would become the likely answer; threads are the rows closest to what the model is for.
# Chosen, as the shares below, on the dev threads of seeds/corpus and the dev splits of data/train.
WEIGHTS = {"davidson": 0.25, "toxic_spans_raw_acl2022": 0.5, "edos_sexism": 0.5, "seeds": 5.0, "contrast": 3.4}

# Neutral rows: arguments under a foreign target, and talk about other things under the target of an argument.
FOREIGN_SHARE, N_TALK = 0.2, 3_000
DISGUISED_SHARE = 0.7
# Parts of long civil comments, as windows show them.
N_PARTS = 10_000

# Shorter windows than for users' own heads, which have seen fewer civil comments: they find a sentence among kind ones.
WINDOWS = replace(Ngrams.windows, characters=40)


def training_rows(data: Path, seed: int, waves: int = 4) -> list[Row]:
    """The rows that the model is fitted on."""
    rows = [row for row in train_rows(data) if row.split == "train"]
    arguments = [row for row in rows if row.source in STANCE_SETS]
    talk = [row for row in rows if row.source == "context_toxicity_large" and row.abuse == "civil"]
    chance = random.Random(seed)
    targets = sorted({row.target for row in arguments if row.target})
    strangers = [
        replace(row, target=chance.choice(targets), stance="neutral", abuse=None) for row in chance.sample(talk, N_TALK)
    ]
    own = seed_rows(SEEDS, "train", waves)
    if waves:
        own += contrast_rows(SEEDS, "train") + exchange_rows(SEEDS, "train")
    hidden = disguised([*rows, *own], DISGUISED_SHARE, seed)
    parts = civil_parts([*rows, *own], N_PARTS, seed)
    return [*rows, *hidden, *parts, *foreign(arguments, FOREIGN_SHARE, seed), *strangers, *own]


def fitted(rows: Sequence[Row], seed: int) -> Model:
    """A model fitted on rows."""
    classifier = StanceClassifier(random_state=seed).fit(
        [row.text for row in rows],
        {"abuse": [row.abuse for row in rows], "stance": [row.stance for row in rows]},
        targets=[row.target for row in rows],
        groups=[row.thread or row.text for row in rows],
        sample_weight=[WEIGHTS.get(row.source, 1.0) for row in rows],
    )
    return short_windows(classifier.model_)


def short_windows(model: Model) -> Model:
    """The model with the windows of the shipped one."""
    heads = [replace(head, windows=WINDOWS) if head.name == "abuse" else head for head in model.heads]
    return replace(model, heads=tuple(heads))


def impartial(model: Model) -> Model:
    """A fitted model that treats alike whoever is on the list today."""
    heads = [adapted(head, model.features) for head in model.heads]
    return short_windows(replace(model, heads=tuple(heads)))


def main() -> None:
    """Fit, measure, save, and write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("--output", type=Path, default=HERE / "fast.stance")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--waves", type=int, default=4, help="how many waves of the seed corpus to train on")
    parser.add_argument("--measure", action="store_true", help="fit nothing: measure --output anew")
    parser.add_argument("--impartial", action="store_true", help="the same, with the words for people of today")
    arguments = parser.parse_args()

    is_there = arguments.measure or arguments.impartial
    rows = None if is_there else training_rows(arguments.data, arguments.seed, arguments.waves)
    model = load_model(arguments.output) if rows is None else fitted(rows, arguments.seed)
    model = impartial(model) if arguments.impartial else model
    measured = measure(model, arguments.data, SEEDS, n_audited=6_000, n_attacked=3_000)
    trained = model.card if rows is None else {"rows": by_source(rows), "seed": arguments.seed}
    model = replace(model, card=measured.card(trained["rows"], seed=trained["seed"]))
    digest = model.save(arguments.output)
    write_card(arguments.output.with_suffix(".md"), FAST, model, measured, rows)
    print(f"{arguments.output}: {arguments.output.stat().st_size:,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
