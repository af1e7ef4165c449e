"""Measure anew what a shipped encoder says of abuse: ``python models/anew.py DATA MODEL [--head] [--audit]``.

alt-profanity-check, which is measured beside it, must be installed, but for ``--stance`` and ``--speed``.

The network and its calibration stay as they are; the head of abuse gets the windows of its kind and, with ``--head``,
is first fitted anew (``models/head.py``). The card gets new figures of abuse, of the three labels on the test threads
and, with ``--audit``, of the audit, which takes most of the time.

With ``--behaviour``, of the audit only the tests of behaviour are run. With ``--stance``, the card gets new figures of
stance and of the three labels, and none of abuse alone; ``--sets NAME...`` are all that are measured. With ``--speed``,
only how many comments it labels a second, which needs a quiet machine.
All else is measured by the recipes (``--measure``).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from card import (
    AT_MOST,
    audit_of,
    audited_rows,
    cores,
    held_out_rows,
    lines_of,
    n_cores,
    some_rows,
    speed_of,
    three_labels,
)
from prose import ENCODER, SMALL
from sources import EVAL_SETS, SEEDS, Row, eval_rows
from tables import (
    WHAT,
    Line,
    audit_tables,
    behaviour_table,
    classes_table,
    coverage_table,
    figure,
    reliability_table,
    sets_table,
)

from stancekit.audit import behaviour_of
from stancekit.loading import load_model
from stancekit.model import Model

HERE = Path(__file__).parent
SIDES = ("abusive", "civil")
PROSE = {"encoder": ENCODER, "small": SMALL}


def lines_about(question: str, model: Model, sets: Mapping[str, Sequence[Row]]) -> list[Line]:
    """One line for each set with labels of ``"abuse"``, or of ``"stance"``."""
    fast, other = load_model("fast"), "stance" if question == "abuse" else "abuse"
    if question == "stance":  # neither windows nor a second reading without names are for it
        model, fast = (
            replace(one, heads=tuple(replace(head, windows=None) for head in one.heads)) for one in (model, fast)
        )
        model = replace(model, features=replace(model.features, impartial=()))
    about = {
        name: [replace(row, **{other: None}) for row in rows if getattr(row, question)] for name, rows in sets.items()
    }
    return [line for name, rows in about.items() for line in lines_of(model, name, rows, question == "abuse", fast)]


def put_rows(card: str, table: Sequence[str]) -> str:
    """The card with those rows of its tables replaced that are about the same sets and the same question."""
    for row in table[2:]:  # below the heads of its columns
        about = "|".join(row.split("|")[:3])
        card, n_found = re.subn(rf"^{re.escape(about)}\|.*$", lambda _, row=row: row, card, count=1, flags=re.MULTILINE)
        if not n_found:
            raise ValueError(f"the card has no row that begins with {about!r}")
    return card


def put_sets(card: str, table: Sequence[str]) -> str:
    """The card with the rows of some sets replaced in the table that has this one's head."""
    head, rows = table[:2], table[2:]
    before, found, rest = card.partition("\n".join(head) + "\n")
    old, ends, after = rest.partition("\n\n")
    if not (found and ends):
        raise ValueError(f"the card has no table {head[0]!r}")
    of_sets: dict[str, list[str]] = {}
    for row in old.split("\n"):
        of_sets.setdefault(row.split("|")[1], []).append(row)
    for name in dict.fromkeys(row.split("|")[1] for row in rows):
        of_sets[name] = [row for row in rows if row.split("|")[1] == name]
    return "".join([before, found, "\n".join(row for of_set in of_sets.values() for row in of_set), ends, after])


def put(card: str, begin: str, end: str, body: Iterable[str]) -> str:
    """The card with other lines from where something begins until something else does."""
    before, found, rest = card.partition(begin)
    _, ends, after = rest.partition(end)
    if not (found and ends):
        raise ValueError(f"the card has no {begin!r} with {end!r} behind it")
    return "".join([before, "\n".join(body), ends, after])


def with_limits(card: str, limits: str) -> str:
    """The card with these limits at its end."""
    return f"{card.partition('## Limits')[0]}## Limits\n\n{limits.strip()}\n"


def save(path: Path, model: Model, card: str) -> None:
    """Write the model's file and its card."""
    digest = model.save(path)
    path.with_suffix(".md").write_text(card, encoding="utf-8")
    print(f"{path}: {path.stat().st_size:,} bytes, sha256 {digest}")


def main() -> None:
    """Measure, and rewrite the model's file and its card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("model", choices=PROSE)
    parser.add_argument("--head", action="store_true", help="fit the head of abuse anew first, which needs torch")
    parser.add_argument("--audit", action="store_true")
    parser.add_argument("--behaviour", action="store_true", help="of the audit, only the tests of behaviour")
    parser.add_argument("--stance", action="store_true", help="measure what it says of stance, not of abuse")
    parser.add_argument("--sets", nargs="+", metavar="NAME", help="measure these sets (default: all)")
    parser.add_argument("--speed", action="store_true", help="measure only how many comments it labels a second")
    arguments = parser.parse_args()
    path = HERE / f"{arguments.model}.stance"
    model = load_model(path)
    text, limits = path.with_suffix(".md").read_text(encoding="utf-8"), PROSE[arguments.model].limits
    if arguments.speed:
        speed, number = speed_of(model, held_out_rows(arguments.data, SEEDS)["seeds"]), n_cores(model)
        text = re.sub(r"[\d,]+( comments a second .* on ).*\.", rf"{speed:,}\g<1>{cores(number)}.", text, count=1)
        card = {**model.card, "speed": {"comments_per_second": speed, "cores": number}}
        save(path, replace(model, card=card), with_limits(text, limits))
        return
    if arguments.head:
        from head import in_card, refitted  # measuring alone does without torch and onnx

        model, n_rows = refitted(model, arguments.data)
        text = in_card(text, n_rows)
    windowed = (replace(head, windows=model.features.windows if head.windows else None) for head in model.heads)
    model = replace(model, heads=tuple(windowed))
    held_out = held_out_rows(arguments.data, SEEDS)
    wanted = arguments.sets or [*EVAL_SETS, *held_out]
    some = {name: some_rows(name, held_out[name], AT_MOST["n_held_out"]) for name in held_out if name in wanted}
    lines = partial(lines_about, "stance" if arguments.stance else "abuse", model)
    unseen = lines({name: eval_rows(arguments.data, name) for name in EVAL_SETS if name in wanted})
    text = put_rows(text, [*sets_table(unseen, WHAT, whole=True)])
    text = put_rows(text, [*sets_table(lines(some), {}, whole=True)])
    threads = three_labels(model, held_out["seeds"])
    text = put(text, "| label | precision", "\n\nHow often", classes_table(threads))
    text = put(text, "| from | answered", "\n\n## Audit", coverage_table(threads))
    if not arguments.stance:
        text = put_sets(text, reliability_table(unseen))
    card = {
        **model.card,
        "headline": {**model.card["headline"], **{line.name: round(line.headline, 3) for line in unseen}},
        "measured": {**model.card["measured"], **{line.name: line.figures() for line in unseen}},
    }
    if arguments.audit:
        found = audit_of(model, audited_rows(held_out, AT_MOST["n_audited"]), AT_MOST["n_attacked"])
        text = put(text, "| score | |", "\n\n## Reliability", audit_tables(found))
        card["audit"] = {name: round(score, 3) for name, score in found.scores.items()}
    if arguments.behaviour:
        tests = behaviour_of(model)
        text = put(text, "| behaviour, right", "\n\n| civil comments of up to", behaviour_table(tests))
        means = {f"behaviour-{side}": float(np.mean([getattr(one, side) for one in tests])) for side in SIDES}
        for name, mean in means.items():
            text = re.sub(rf"^(\| {name} \| ).+( \|)$", rf"\g<1>{figure(mean)}\2", text, flags=re.MULTILINE)
        card["audit"] = {**card["audit"], **{name: round(mean, 3) for name, mean in means.items()}}
    save(path, replace(model, card=card), with_limits(text, limits))


if __name__ == "__main__":
    main()
