"""Read plain text without an article: a comment per line, or per paragraph between blank lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from stancekit.reading.assemble import assemble
from stancekit.reading.decode import Source
from stancekit.threads import Comment, Orphans, Part, Reading, Thread

__all__ = ["read_lines", "read_paragraphs"]


def read_lines(source: Source, reading: Reading, orphans: Orphans) -> list[Thread]:
    """Every line that is not blank is a comment."""
    blocks = [(number, line) for number, line in enumerate(source.text.split("\n"), 1) if line.strip()]
    return _thread(source, reading, blocks, "every line that is not blank is a comment")


def read_paragraphs(source: Source, reading: Reading, orphans: Orphans) -> list[Thread]:
    """Every stretch of lines between blank lines is a comment."""
    numbered = enumerate(source.text.split("\n"), 1)
    blocks = []
    for filled, group in groupby(numbered, key=lambda pair: bool(pair[1].strip())):
        if filled:
            lines = list(group)
            blocks.append((lines[0][0], "\n".join(line.strip() for _, line in lines)))
    return _thread(source, reading, blocks, "every paragraph between blank lines is a comment")


def _thread(source: Source, reading: Reading, blocks: list[tuple[int, str]], why: str) -> list[Thread]:
    reading = replace(reading, parts=(Part(1, source.n_lines, "comments", why),))
    comments = [Comment(str(place), text.strip(), line=number) for place, (number, text) in enumerate(blocks, 1)]
    return [assemble(source, reading, comments)]
