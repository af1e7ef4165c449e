"""Words that were cut in two: which halves they have, and which neighbours are halves of one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from stancekit.text.harsh import HARSH, STARRED_OUT, is_harsh
from stancekit.text.spelling import are_words, common_words, is_common, is_known

__all__ = ["SHORTEST_CUT", "are_halves", "may_be_half"]

SHORTEST_CUT = 4  # letters
# Behind a blank where an apostrophe should be: "who re you", "it s hit".
_CONTRACTED, _LETTERS_OF_ONE = frozenset({"ll", "re", "ve"}), frozenset("stdm")


def are_halves(before: str, behind: str) -> bool:
    """Whether two neighbours are a common word that was cut in two.

    Not if both are words, or one is and the other is a letter; but halves of a harsh word may be abbreviations.

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
    if not all(len(half) == 1 or is_known(half) for half in (before, behind)):
        return True
    are_two = behind in _CONTRACTED or before in _LETTERS_OF_ONE or are_words((before, behind))
    return is_harsh(whole) and not are_two


def may_be_half(word: str) -> bool:
    """Whether a word may be one of two halves: one by itself it is not, or as an abbreviation."""
    if is_known(word):
        return word in _halves_of_harsh() and not are_words((word,))
    return word in _halves_of_harsh() or word in _halves_of_common()


@cache
def _halves_of_harsh() -> frozenset[str]:
    return _halves(STARRED_OUT + HARSH)


@cache
def _halves_of_common() -> frozenset[str]:
    return _halves(common_words())


def _halves(words: Sequence[str]) -> frozenset[str]:
    return frozenset(half for word in words for at in range(1, len(word)) for half in (word[:at], word[at:]))
