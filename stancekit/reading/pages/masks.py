"""Mask what differs between a page's lines that are alike: their numbers, dates and grades."""

from __future__ import annotations

import re
from functools import lru_cache

from stancekit.reading.pages.dates import LONGEST_NAME, REMEMBERED, split_date

__all__ = ["MASKED_DATE", "beginning", "ending", "is_grade", "is_of_stars", "masked"]

MASKED_DATE = "#date"
_NUMBER = re.compile(r"\d[\d.,:]*")
_STARS = re.compile(r"[★☆½⭐]+")
_OUT_OF = re.compile(r"\d{1,2}(?:\.\d)?/(?:5|10|100)")
_OPENING = 4  # words


@lru_cache(REMEMBERED)
def masked(text: str) -> str:
    """A line without its numbers, dates and grades.

    Examples
    --------
    >>> masked("Bo commented on May 2, 2024"), masked("1,204 Likes"), masked("★★★½ Cold")
    ('bo #date', '# likes', '# cold')
    """
    text, date = split_date(text)
    return _STARS.sub("#", _NUMBER.sub("#", text.casefold())).strip() + (f" {MASKED_DATE}" if date else "")


def beginning(mask: str) -> str:
    """The first words of a masked line with a number among them; otherwise all of it.

    Examples
    --------
    >>> beginning("# out of # stars cold"), beginning("so cold that nobody swims")
    ('# out of #', 'so cold that nobody swims')
    """
    words = " ".join(mask.split()[:_OPENING])
    return words if "#" in words else mask


def ending(mask: str) -> str:
    """A masked line from its last number on: "# contribution"."""
    return mask[mask.rindex("#", 0, len(mask.removesuffix(MASKED_DATE))) :].rstrip("s")


def is_of_stars(text: str) -> bool:
    """Whether a line is some stars and nothing else."""
    return _STARS.fullmatch(text, 0, LONGEST_NAME) is not None


def is_grade(text: str) -> bool:
    """Whether a line is some stars, or "8/10"."""
    return is_of_stars(text) or _OUT_OF.fullmatch(text, 0, LONGEST_NAME) is not None
