"""Words whose letters are hidden behind stars, digits and other signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from string import ascii_lowercase

from stancekit.text.harsh import ABBREVIATED, HARSH, STARRED_OUT
from stancekit.text.spelling import common_words, is_known, rank_of

__all__ = ["LEET", "hidden"]

# However many signs there are: "f**ing", "f-ing".
_F_WORD = re.compile(r"(?!f_in$)f(?:[*#@%!&_]+|-(?=ing))k?(ing|in|er|ers|ed)")

LEET = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "€": "e", "£": "l", "¢": "c", "¥": "y", "¡": "i",
}  # fmt: skip
# What a sign may stand for if the other letters leave no doubt.
_MAY_BE = {**LEET, "1": "il", "!": "il", **dict.fromkeys("@*#%_^~•+?-.", ascii_lowercase)}
# Alone in a short word these may only be a vowel: "f-ck", but "S-IT" and "C-AP" are no disguise.
_MAY_BE_A_VOWEL = {**_MAY_BE, **dict.fromkeys("@_^~+?-.", "aeiou")}
_LONGEST_SHORT = 5
_STARS = frozenset("*#%•")
_INITIALS = re.compile(r"(?=.*[_^~+?.-]).{1,3}|.[.*]-.")  # "A.S.", "H.E.", "K.-L.", grades "A*-E"


def hidden(run: str) -> str | None:
    """The word that a run with masked or changed letters may be.

    A rude one that people star out; else a harsh one, or where stars hide it the most frequent harsh or common one.
    """
    if run[0] == "f" and (match := _F_WORD.fullmatch(run)):
        return f"fuck{match[1]}"
    if run[-1] == "*" and is_known(run[:-1]) and run[:-1] not in ABBREVIATED:  # a footnote, or a correction
        return None
    if _INITIALS.fullmatch(run) or (run[-1] == "*" and run[-2] in "_-"):  # a pattern of names
        return None
    miscounted = [run.replace("***", stars, 1) for stars in ("**", "****", "*")] if "***" in run else []
    for way in (run, *miscounted):
        if found := _first_that_may_be(way, _words_like(way)[0]):
            return found
    if not _STARS.isdisjoint(run) and (letters := "".join(filter(str.isalpha, run))) in STARRED_OUT:  # "c*unt"
        return letters
    _, harsh, any_other = _words_like(run)
    if found := _first_that_may_be(run, any_other if any_other and _may_be_any(run) else harsh):
        return found
    return next((found for way in miscounted if (found := _first_that_may_be(way, _words_like(way)[1]))), None)


def _words_like(run: str) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Rude words, harsh ones, and both harsh and common ones, as long as a run and with its first letter."""
    first = 0 if run[0].isalpha() else next(at for at, one in enumerate(run) if one.isalpha())
    return _by_shape().get((len(run), first, run[first]), ((), (), ()))


def _may_be_any(run: str) -> bool:
    """Whether only stars hide letters, no more than half of them, and do not follow a word as those of a footnote."""
    if _STARS.isdisjoint(run) or is_known(run.rstrip("*")):
        return False
    signs = [one for one in run if not one.isalpha()]
    return _STARS.issuperset(signs) and len(signs) * 2 <= len(run) and len(run) - len(signs) > 1


def _first_that_may_be(run: str, words: Sequence[str]) -> str | None:
    is_one = len(run) <= _LONGEST_SHORT and sum(map(str.isalpha, run)) == len(run) - 1
    may_be = _MAY_BE_A_VOWEL if is_one else _MAY_BE
    for word in words:
        for one, letter in zip(run, word, strict=True):
            if one != letter and letter not in may_be.get(one, ""):
                break
        else:
            return word
    return None


@cache
def _by_shape() -> dict[tuple[int, int, str], tuple[list[str], list[str], list[str]]]:
    """Rude words, harsh ones, and both harsh and common ones by frequency, for each length and each letter's place."""
    shapes: dict[tuple[int, int, str], tuple[list[str], list[str], list[str]]] = {}
    for kind, words in enumerate((STARRED_OUT, HARSH, sorted((*HARSH, *common_words()), key=rank_of))):
        for word in words:
            for at, letter in enumerate(word):
                shapes.setdefault((len(word), at, letter), ([], [], []))[kind].append(word)
    return shapes
