"""What an unknown word was meant to be: one near to it, a harsh one that it looks like, or several without blanks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from stancekit.text.harsh import ABBREVIATED, drawn_harsh, has_harsh, is_harsh, scrambled_harsh, stretched_harsh
from stancekit.text.masks import hidden
from stancekit.text.spelling import LONGEST, is_common, is_known, meant, split_into_words, unknown

__all__ = ["may_be_several", "understood"]

_SHORTEST_TOGETHER = 5
# Short words that harsh ones of so many letters are written together with.
_IN_FRONT, _FEWEST_BEHIND = ("a", "ah", "oh", "ur", "ya", "yo"), 5


def understood(words: Sequence[str]) -> list[str]:
    """The words, those that are not known written as they were meant.

    Parameters
    ----------
    words : sequence of str
        Lower-case letters only.

    Returns
    -------
    list of str
        A common word for each unknown one that is near to it, or is each of its letters twice; a harsh word for one
        that is its letters in another order, or looks like it; what an abbreviation stands for; for one that is made of
        several words, if it is long or one of them is harsh, these with blanks between them; the others unchanged.

    Examples
    --------
    >>> understood(["stpid", "diputs", "rnoron", "kys", "youareanidiot", "lighthouse", "kubernetes"])
    ['stupid', 'stupid', 'moron', 'kill yourself', 'you are an idiot', 'lighthouse', 'kubernetes']
    """
    found = [ABBREVIATED.get(word, word) for word in words]
    strange = [at for at in unknown(found) if found[at] == words[at]]
    short = [at for at in strange if len(words[at]) <= LONGEST]
    for at, near in zip(short, meant([words[at] for at in short]), strict=True):
        unlike = words[at] if is_harsh(near) and _is_plural(words[at]) else near
        found[at] = drawn_harsh(words[at]) or stretched_harsh(words[at]) or unlike
    for at in strange:
        if found[at] == words[at]:
            found[at] = _taken_apart(words[at])
    return found


@lru_cache(maxsize=1 << 12)
def _taken_apart(word: str) -> str:
    if harsh := scrambled_harsh(word) or _crossed_out(word):
        return harsh
    if len(word) < _SHORTEST_TOGETHER:
        return word
    if word[::2] == word[1::2] and is_common(word[::2]):
        return word[::2]
    if not may_be_several(word):
        return word
    if behind := _behind_a_short_word(word):
        return f"{word[: -len(behind)]} {behind}"
    parts = split_into_words(word)
    return " ".join(parts) if len(word) > LONGEST or (any(map(is_harsh, parts)) and not _is_one(word, parts)) else word


def _behind_a_short_word(word: str) -> str | None:
    """The harsh word that a short one is written together with: "abitch"; but no plural has an "a", as in "Acocks"."""
    for front in _IN_FRONT:
        behind = word.removeprefix(front)
        is_plural = behind[-1] == "s" and is_harsh(behind[:-1])
        if _FEWEST_BEHIND <= len(behind) < len(word) and is_harsh(behind) and not (front == "a" and is_plural):
            return behind
    return None


def _is_plural(word: str) -> bool:
    """Whether a word is a known one, and no harsh one, with an s: "dicts" are no "dicks"."""
    return word[-1] == "s" and is_known(word[:-1]) and not (is_harsh(word[:-1]) or word[:-1] in ABBREVIATED)


def _is_one(word: str, parts: Sequence[str]) -> bool:
    """Whether a harsh word among the parts of another is there by chance: "Takeshita", "webshell"."""
    if len(parts) > 2 and len(parts[-1]) == 1:
        return True
    if len(word) <= LONGEST // 2 and not {"a", "i", "o"}.isdisjoint(parts) and parts[0] not in ("such", "what"):
        return True
    return any(
        one[-1] == "s" and is_harsh(two) and is_known(f"s{two}") and not is_harsh(f"s{two}")
        for one, two in pairwise(parts)
    )


def _crossed_out(word: str) -> str | None:
    """The harsh word of which an x hides a letter or two: "fxck"."""
    found = hidden(word.replace("x", "*")) if "x" in word[1:-1] and word[0] != "x" and len(word) > 3 else None
    return found if found and is_harsh(found) else None


def may_be_several(word: str) -> bool:
    """Whether an unknown word may be made of several: it is longer than words are, or has a harsh one in it."""
    return len(word) > LONGEST or has_harsh(word)
