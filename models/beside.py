"""Write the figures of the fast model into the other models' cards: ``python models/beside.py``.

The cards have a column for them, which goes stale when ``models/fast.py`` refits the model; measuring the other models
again would take half an hour. Nothing is measured here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from card import WHAT_IS_BESIDE

from stancekit.loading import load_model

HERE = Path(__file__).parent
OTHERS = ("encoder", "small")


def main() -> None:
    """Rewrite the column of each card, and its figures in each model file."""
    own = load_model("fast").card["measured"]
    lines = (HERE / "fast.md").read_text(encoding="utf-8").split("\n")
    figures = {_key(line): figure for line in lines if (figure := _headline(line)) is not None}
    for name in OTHERS:
        path = HERE / f"{name}.stance"
        model = load_model(path)
        measured = {
            of_set: line | {"beside": own[of_set]["roc_auc" if line["question"] == "abuse" else "macro_f1"]}
            for of_set, line in model.card["measured"].items()
        }
        replace(model, card=dict(model.card) | {"measured": measured}).save(path)
        card = path.with_suffix(".md")
        card.write_text("\n".join(_with(card.read_text(encoding="utf-8").split("\n"), figures)), encoding="utf-8")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _key(line: str) -> tuple[str, ...]:
    """The set, the question and the rows."""
    return tuple(_cells(line)[:3])


def _headline(line: str) -> str | None:
    """What a card's row says of its own model: the AUC of abuse, or the macro-F1 of a stance."""
    cells = _cells(line)
    if not line.startswith("| ") or len(cells) < 7 or cells[1] not in ("abuse", "stance"):
        return None
    return cells[5] if cells[1] == "abuse" else cells[3]


def _with(lines: list[str], figures: dict[tuple[str, ...], str]) -> list[str]:
    found, column = [], None
    for line in lines:
        if WHAT_IS_BESIDE in line:
            column = _cells(line).index(WHAT_IS_BESIDE)
        if column is not None and _headline(line) is not None:
            cells = _cells(line)
            cells[column] = figures[_key(line)]
            line = f"| {' | '.join(cells)} |"
        found.append(line)
    return found


if __name__ == "__main__":
    main()
