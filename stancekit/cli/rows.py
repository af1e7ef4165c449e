"""The rows of a table on a terminal: what the other formats write, and where each comment stands in its thread."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from stancekit.bulk import Request

__all__ = ["TableRow", "table_rows"]


class TableRow(NamedTuple):
    """One comment's answer.

    Parameters
    ----------
    data : dict
        The row as JSON has it.
    confidence : float
        How likely its own head holds the likeliest label.
    depth : int
        How many comments stand above this one.
    heading : str
        The title of its thread, and the target where another one was asked for; empty where there is neither.
    words : str
        What it says itself, without what it quotes.
    """

    data: dict[str, Any]
    confidence: float
    depth: int
    heading: str
    words: str


def table_rows(files: Sequence[str], request: Request) -> Iterator[list[TableRow]]:
    """The rows of each thread, in the order of the files."""
    from stancekit.bulk import rows
    from stancekit.loading import load_model

    model = load_model(request.model)
    for file in files:
        for thread, predictions in rows.label_threads(model, rows.Whole(file), request, len(files) > 1):
            asked = None if request.target is None else f"(on {request.target})"
            heading = " ".join(filter(None, (thread.title, asked)))
            yield [
                TableRow(
                    json.loads(line),
                    one.confidence,
                    thread.depth(one.comment),
                    heading,
                    thread.own_words(one.comment).strip(),
                )
                for one, line in predictions
            ]
