"""Edits of a text, and what parts the words that are edited together."""

from __future__ import annotations

from typing import TypeAlias

__all__ = ["SEPARATOR", "Edit", "edited"]

# Between words that are read together: white space that no step takes for a gap between letters or for a line's end.
SEPARATOR = "\x1f"

Edit: TypeAlias = tuple[int, int, str]  # from, to, replacement


def edited(text: str, edits: list[Edit]) -> str:
    """The text with the edits, which are in order and do not overlap, carried out."""
    if not edits:
        return text
    pieces, done = [], 0
    for start, end, instead in edits:
        pieces += [text[done:start], instead]
        done = end
    return "".join([*pieces, text[done:]])
