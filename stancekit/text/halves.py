"""Words that were cut in two: which halves they have, and which neighbours are halves of one."""

from __future__ import annotations

from functools import cache

from stancekit.text.harsh import HARSH, STARRED_OUT, is_harsh
from stancekit.text.spelling import common_words, is_common, is_known, is_word

__all__ = ["SHORTEST_CUT", "are_halves", "may_be_half"]

SHORTEST_CUT = 4  # letters
_CONTRACTED = frozenset({"ll", "re", "ve"})  # behind a blank where an apostrophe should be: "who re you"


def are_halves(before: str, behind: str) -> bool:
    """Whether two neighbours are a common word that was cut in two.

    Not if both are words; but halves of a harsh word may be abbreviations.

    Parameters
    ----------
    before, behind : str
        Lower-case letters only.

    Returns
    -------
    bool

    Examples
    --------
    >>> are_halves("stup", "id"), are_halves("bit", "ch"), are_halves("be", "long"), are_halves("who", "re")
    (True, True, False, False)
    """
    whole = before + behind
    if len(whole) < SHORTEST_CUT or not is_common(whole):
        return False
    if not (is_known(before) and is_known(behind)):
        return True
    return is_harsh(whole) and behind not in _CONTRACTED and not (is_word(before) and is_word(behind))


def may_be_half(word: str) -> bool:
    """Whether a word is not one by itself and begins or ends a common one; an abbreviation, a harsh one."""
    return word in (_parts_of_harsh() if is_known(word) else _parts())


@cache
def _parts() -> frozenset[str]:
    return _parts_of(*common_words())


@cache
def _parts_of_harsh() -> frozenset[str]:
    return frozenset(part for part in _parts_of(*STARRED_OUT, *HARSH) if not is_word(part))


def _parts_of(*words: str) -> frozenset[str]:
    return frozenset(part for word in words for at in range(1, len(word)) for part in (word[:at], word[at:]))
