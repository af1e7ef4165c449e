"""Which earlier comment a comment quotes: replies in flat threads say so with ``>`` lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from stancekit.reading.names import head

__all__ = ["Spoken", "is_quote"]

_WORD = re.compile(r"\w+")
_DEPTH = re.compile(r"(?:>\s*)+")
_RUN = 4  # words: fewer in a row are shared by comments that have nothing to do with each other
_MOST_CANDIDATES, _MOST_TIMES = 50, 4  # comments in which a run is looked for, and how often in one
_MOST_LINES = 5


def is_quote(line: str) -> bool:
    """Whether a line is quoted from elsewhere."""
    return line.startswith(">")


class Spoken:
    """What has been said so far, by whom; a quoted line belongs to whoever said it first hand.

    Examples
    --------
    >>> spoken = Spoken()
    >>> spoken.add("Bianca", ["The ferry has never been on time."])
    >>> spoken.add(None, ["> The ferry has never been on time.", "It was in 1998."])
    >>> spoken.quoted(["> never been on time", "Nor will it be."])
    0
    """

    def __init__(self) -> None:
        self._said: list[str] = []
        self._authors: list[str | None] = []
        self._runs: dict[int, dict[int, list[int]]] = {}  # in which comments, and where there
        self._whole: dict[str, int] = {}
        self._last_by: dict[str, int] = {}

    def add(self, author: str | None, lines: Sequence[str]) -> None:
        """Remember the next comment."""
        place = len(self._said)
        words = _WORD.findall("\n".join(line for line in lines if not is_quote(line)).casefold())
        self._said.append(f" {' '.join(words)} ")
        self._authors.append(author.casefold() if author else None)
        self._whole[self._said[-1]] = place
        if author:
            self._last_by[author.casefold()] = place
        begins = 0
        for at in range(len(words) - _RUN + 1):
            found = self._runs.setdefault(hash(tuple(words[at : at + _RUN])), {}).setdefault(place, [])
            if len(found) < _MOST_TIMES:
                found.append(begins)
            begins += 1 + len(words[at])

    def quoted(self, lines: Sequence[str]) -> int | None:
        """The place of the latest comment that these lines quote, or None."""
        first = next((at for at, line in enumerate(lines) if is_quote(line)), None)
        if first is None:
            return None
        above = head(lines[first - 1]) if first else None
        author = above.author.casefold() if above is not None and not above.rest else None
        quotes = [
            (line[: match.end()].count(">"), line[match.end() :]) for line in lines if (match := _DEPTH.match(line))
        ]
        nearest = min(depth for depth, _ in quotes)
        words = [text for depth, text in quotes if depth == nearest]
        if author is None and (named := head(words[0])) is not None and named.kind == "wrote" and not named.rest:
            author, words = named.author.casefold(), words[1:]
        for attempt in (" ".join(words), *words[:_MOST_LINES]):
            place = self._find(_WORD.findall(attempt.casefold()), author)
            if place is not None:
                return place
        return None if author is None else self._last_by.get(author)

    def holds(self, author: str, lines: Sequence[str]) -> bool:
        """Whether what these lines quote was said by this author."""
        place = self.quoted([f"{author} wrote:", *lines])
        return place is not None and self._authors[place] == author.casefold()

    def _find(self, words: list[str], author: str | None) -> int | None:
        if not words:
            return None
        if len(words) < _RUN:
            return self._whole.get(f" {' '.join(words)} ")
        # The last word may be cut short by an ellipsis, so nothing is asked of its end.
        sought = f" {' '.join(words)}"
        latest = islice(reversed(self._runs.get(hash(tuple(words[:_RUN])), {}).items()), _MOST_CANDIDATES)
        found = [place for place, begins in latest if any(self._said[place].startswith(sought, at) for at in begins)]
        return next((place for place in found if author in (None, self._authors[place])), next(iter(found), None))
