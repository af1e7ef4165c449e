"""Measure anew what a shipped encoder says of abuse: ``python models/anew.py DATA MODEL [--head] [--audit] [--peer]``.

With ``--speed``, only how many comments it labels a second, which needs a quiet machine.

The network and its calibration stay as they are; the head of abuse gets the windows of its kind and, with ``--head``,
is first fitted anew (``models/head.py``). The card gets new figures of abuse, of the three labels on the test threads
and, with ``--audit``, of the audit, which takes most of the time. What it says of stance alone stays. All else is
measured by the recipes (``--measure``).
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from card import AT_MOST, audit_of, audited_rows, held_out_rows, lines_of, some_rows, speed_of, three_labels
from prose import ENCODER, SMALL
from sources import EVAL_SETS, Row, eval_rows
from tables import WHAT, Line, audit_tables, classes_table, coverage_table, reliability_table, sets_table

from stancekit.loading import load_model
from stancekit.model import Model

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
PROSE = {"encoder": ENCODER, "small": SMALL}


def abuse_lines(model: Model, sets: Mapping[str, Sequence[Row]], *, peer: bool) -> list[Line]:
    """One line for each set with labels of abuse."""
    fast = load_model("fast")
    of_abuse = {name: [replace(row, stance=None) for row in rows if row.abuse] for name, rows in sets.items()}
    return [line for name, rows in of_abuse.items() for line in lines_of(model, name, rows, peer, fast)]


def put_rows(card: str, table: Sequence[str]) -> str:
    """The card with those rows of its tables replaced that are about the same sets and the same question."""
    for row in table[2:]:  # below the heads of its columns
        about = "|".join(row.split("|")[:3])
        card = re.sub(rf"^{re.escape(about)}\|.*$", lambda _, row=row: row, card, count=1, flags=re.MULTILINE)
    return card


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
    parser.add_argument("--peer", action="store_true", help="measure alt-profanity-check beside the model")
    parser.add_argument("--speed", action="store_true", help="measure only how many comments it labels a second")
    arguments = parser.parse_args()
    path = HERE / f"{arguments.model}.stance"
    model = load_model(path)
    text, limits = path.with_suffix(".md").read_text(encoding="utf-8"), PROSE[arguments.model].limits
    if arguments.speed:
        speed, cores = speed_of(model, held_out_rows(arguments.data, SEEDS)["seeds"]), os.cpu_count()
        text = re.sub(r"[\d,]+( comments a second,.* the )\d+( cores)", rf"{speed:,}\g<1>{cores}\2", text)
        card = {**model.card, "speed": {"comments_per_second": speed, "cores": cores}}
        save(path, replace(model, card=card), with_limits(text, limits))
        return
    if arguments.head:
        from head import in_card, refitted  # measuring alone does without torch and onnx

        model, n_rows = refitted(model, arguments.data)
        text = in_card(text, n_rows)
    windowed = (replace(head, windows=model.features.windows if head.windows else None) for head in model.heads)
    model = replace(model, heads=tuple(windowed))
    held_out = held_out_rows(arguments.data, SEEDS)
    some = {name: some_rows(name, rows, AT_MOST["n_held_out"]) for name, rows in held_out.items()}

    unseen = abuse_lines(model, {name: eval_rows(arguments.data, name) for name in EVAL_SETS}, peer=arguments.peer)
    text = put_rows(text, [*sets_table(unseen, WHAT)])
    text = put_rows(text, [*sets_table(abuse_lines(model, some, peer=arguments.peer), {})])
    threads = three_labels(model, held_out["seeds"])
    text = put(text, "| label | precision", "\n\nHow often", classes_table(threads))
    text = put(text, "| from | answered", "\n\n## Audit", coverage_table(threads))
    text = put(text, "| set | confidence", "\n\n## Trained on", reliability_table(unseen))
    card = {
        **model.card,
        "headline": {**model.card["headline"], **{line.name: round(line.headline, 3) for line in unseen}},
        "measured": {**model.card["measured"], **{line.name: line.figures() for line in unseen}},
    }
    if arguments.audit:
        found = audit_of(model, audited_rows(held_out, AT_MOST["n_audited"]), AT_MOST["n_attacked"])
        text = put(text, "| score | |", "\n\n## Reliability", audit_tables(found))
        card["audit"] = {name: round(score, 3) for name, score in found.scores.items()}
    save(path, replace(model, card=card), with_limits(text, limits))


if __name__ == "__main__":
    main()
