"""The last step of every format: make comments into a checked `Thread` that says how it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stancekit.errors import ThreadError
from stancekit.reading.decode import Source
from stancekit.threads import Comment, Orphans, Reading, Remainder, Thread, promote_orphans

__all__ = ["MAX_COMMENT_CHARS", "assemble", "check_length"]

MAX_COMMENT_CHARS = 1_000_000


def assemble(
    source: Source,
    reading: Reading,
    comments: Iterable[Comment],
    *,
    title: str | None = None,
    article: str = "",
    remainder: Iterable[Remainder] = (),
    thread_id: str | None = None,
    orphans: Orphans = "error",
) -> Thread:
    """Make a thread of these comments, refusing any over `MAX_COMMENT_CHARS`; errors name the file."""
    comments = tuple(comments)
    for comment in comments:
        check_length(source, comment.text, comment.line)
    if orphans == "promote":
        promoted = promote_orphans(comments)
        moved = sum(old is not new for old, new in zip(comments, promoted, strict=True))
        if moved:
            reason = f"{moved} replies whose parent is missing were kept at the top level"
            reading = replace(reading, reasons=(*reading.reasons, reason))
        comments = promoted
    try:
        return Thread(comments, title, article, remainder, thread_id, reading)
    except ThreadError as error:
        raise ThreadError(f"{source.name}: {error}", ids=error.ids, line=error.line) from None


def check_length(source: Source, text: str, line: int | None) -> None:
    """Refuse a comment over `MAX_COMMENT_CHARS`."""
    if len(text) > MAX_COMMENT_CHARS:
        raise source.error(
            f"a comment of {len(text):,} characters; at most {MAX_COMMENT_CHARS:,} are read. "
            "Is a quote or a line end missing? Or choose the format with --input",
            line,
        )
