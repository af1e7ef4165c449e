"""Find which earlier comment a comment answers, if it or its page names somebody."""

from __future__ import annotations

import re
from collections import deque

from stancekit.reading.pages.dates import LONGEST_NAME
from stancekit.reading.pages.furniture import QUOTES

__all__ = ["Writers"]

_WORDS = 6  # of a name
_AROUND = '"“”.…'  # a preview
_FAR = 500  # comments: a preview is of what was said lately
_SIGNS = ",:;!?-–—"
_AND = re.compile(r",?\s+(?:and|&)\s+|,\s*", re.IGNORECASE)  # "Replying to @bianca and @bo"
_POST = re.compile(r">>\d{1,12}\b")  # what an image board's post answers
_NUMBER = re.compile(r"\bNo\.\s?(\d{1,12})$")
_BLANK = re.compile(r"\s+")


class Writers:
    """Who has written so far, under which names, and each one's latest comment.

    Examples
    --------
    >>> writers = Writers()
    >>> writers.add(0, "Marjorie K.", "@marj@ely.example")
    >>> writers.latest("@marj"), writers.addressed("@Marjorie K. and who pays?"), writers.addressed("@Bo who?")
    (0, 0, None)
    """

    def __init__(self) -> None:
        self._latest: dict[str, int] = {}
        self._openings: deque[tuple[int, str]] = deque(maxlen=_FAR)

    def add(self, place: int, *names: str) -> None:
        """Remember who wrote the next comment."""
        for name in names:
            self._latest[_key(name)] = place
            if name.startswith("@") and "@" in name[1:]:
                self._latest[_key(name[1:].partition("@")[0])] = place

    def add_number(self, place: int, date: str) -> None:
        """Remember the number of a post, if it is behind its date: ``3 hours ago No.9004``."""
        if (number := _NUMBER.search(date)) is not None:
            self._latest[_key(f"No.{number[1]}")] = place

    def add_opening(self, place: int, text: str) -> None:
        """Remember the first words of a comment."""
        self._openings.appendleft((place, text))

    def latest(self, name: str) -> int | None:
        """The place of the latest comment under a name, or that begins as it says between quotes, or None."""
        if name.startswith(QUOTES):
            opening = name.strip(_AROUND).strip()
            return next((place for place, text in self._openings if opening and text.startswith(opening)), None)
        place = self._latest.get(_key(name))
        return self._latest.get(_key(_AND.split(name, maxsplit=1)[0])) if place is None else place

    def addressed(self, text: str) -> int | None:
        """The latest comment by whoever a text names first: after an ``@``, by first and last name, or by number."""
        if (number := _POST.match(text)) is not None:
            return self._latest.get(_key(number[0].replace(">>", "No.")))
        marked = text.startswith("@")
        words = _BLANK.split(text[: 2 * LONGEST_NAME].lstrip("@"), maxsplit=_WORDS)[:_WORDS]
        for n_words in range(len(words), 0 if marked else 1, -1):
            name = " ".join(words[:n_words])
            for spelled in (name, name.rstrip(_SIGNS), name.rstrip(f"{_SIGNS}.")):
                if (place := self._latest.get(_key(spelled))) is not None:
                    return place
        return None


def _key(name: str) -> str:
    return " ".join(name.strip().lstrip("@").casefold().split())
