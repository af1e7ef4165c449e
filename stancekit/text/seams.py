"""Words with blanks or signs inside them, and words with signs between them in place of blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from stancekit.text.edits import SEPARATOR, Edit
from stancekit.text.halves import SHORTEST_CUT, are_halves
from stancekit.text.harsh import ABBREVIATED, is_harsh
from stancekit.text.masks import hidden
from stancekit.text.spelling import LONGEST, are_words, is_common, meant

__all__ = ["BROKEN_AROUND", "EDGES", "SIGN", "bare", "broken", "cut"]

SIGN = re.compile(r"[^a-z0-9\s]")
# Letters with one to three signs here and there between them, but no contraction; possessive, as nothing after them
# matters.
_BETWEEN = rf"{SIGN.pattern}{{1,3}}+[a-z]"
_CONTRACTION = rf"[a-z]*+'(?:s|t|d|m|ll|re|ve)(?![a-z]|{_BETWEEN})"
_BROKEN = re.compile(rf"[a-z](?<!\w.)(?!{_CONTRACTION})[a-z]*+(?:{_BETWEEN}[a-z]*+)++")
BROKEN_AROUND = rf"(?<=[a-z].){SIGN.pattern}{{0,2}}[a-z]"
_LONGEST_BROKEN = 3 * LONGEST
_PARTING = re.compile(r"[^a-z0-9\s']+")
# That signs part in place of blanks, two if it is an emoji, and how long they are on average.
_FEWEST_WORDS, _LETTERS_OF_A_WORD = 4, 2.5

_FEWEST_IN_WORDS = 3  # letters of a part that tells, as a known word, that the others hide none
_OR = frozenset("/&")  # between two words or more
_MARKS = frozenset("-.+_^~")  # may hide a vowel
_HIDES_NONE = re.compile(r"[^\W\da-z_]|[\"\[\]{}<>:;=,]|\A[a-z]\((?!\))")  # letters of another script; code
_APOSTROPHES = re.compile("'+")
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"(?<![\w'])'*([a-z]+)\Z"), re.compile(r"([a-z]+)(?!\w)")

# What may come before and after a word without being a part of it, of an address or of a disguise.
EDGES = '!"()+,-.:;<>?[]^{|}~'
_EDGE = f"[{re.escape(EDGES)}]*"
_CHUNK = re.compile(
    rf"(?<![^ {SEPARATOR}])(?P<before>{_EDGE})(?P<word>[a-z]{{1,{LONGEST}}})(?P<behind>{_EDGE})(?![^ {SEPARATOR}])"
)


def broken(text: str) -> Iterator[Edit]:
    """Words with signs between their letters, and words with signs between them in place of blanks."""
    runs = list(_BROKEN.finditer(text))
    parts = [SIGN.split(run[0]) for run in runs]
    found: dict[int, list[Edit]] = {}
    unsure = []  # signs may also stand for letters of a harsh word where no longer part is a word
    for at, (run, own) in enumerate(zip(runs, parts, strict=True)):
        are_all, parts_words = are_words(own), _parts_words(run[0])
        if parts_words and len(own) >= _FEWEST_WORDS:
            word = None
        else:
            word = _harsh_of(run[0], own) if are_all else _word_of(run[0], own)
        if word:
            found[at] = [(*run.span(), word)]
        elif parts_words:
            found[at] = [(*sign.span(), " ") for sign in _PARTING.finditer(text, run.start(), run.end())]
        elif not (are_all or _has_a_word(run[0], own) or _HIDES_NONE.search(run[0])):
            unsure.append(at)
    for at, near in zip(unsure, meant(["".join(parts[at])[:LONGEST] for at in unsure]), strict=True):
        near = "" if {*SIGN.findall(runs[at][0])} == {"_"} else near  # "c_uint"
        masked = ("-" if _MARKS.issuperset(SIGN.findall(runs[at][0])) else "*").join(filter(None, parts[at]))
        if word := next(filter(is_harsh, (near, (len(masked) >= SHORTEST_CUT and hidden(masked)) or "")), None):
            found[at] = [(*runs[at].span(), word)]
    yield from chain.from_iterable(found[at] for at in sorted(found))


def _has_a_word(run: str, parts: list[str]) -> bool:
    """Whether a known word among its parts is long enough to tell that a run hides no other."""
    shortest = _FEWEST_IN_WORDS - (not _OR.isdisjoint(run)) if run.isascii() else LONGEST
    return any(len(part) >= shortest and are_words((part,)) for part in parts)


def _parts_words(run: str) -> bool:
    """Whether the signs in a run stand between words, one of them harsh."""
    words = _PARTING.split(run)
    if len(words) < (_FEWEST_WORDS if run.isascii() else 2):
        return False
    return len("".join(words)) >= _LETTERS_OF_A_WORD * len(words) and any(map(is_harsh, words))


def _harsh_of(run: str, words: list[str]) -> str | None:
    """The harsh word that words are together: "ass-hole", "a-hole", "wan.ker"; but "go.ok" and "as/s" are two words."""
    whole = "".join(words)
    if len(whole) < SHORTEST_CUT or "" in words or not _OR.isdisjoint(run):
        return None
    if is_harsh(whole) and (any(map(is_harsh, words)) or not all(map(is_common, words))):
        return whole
    return whole if whole in ABBREVIATED and _MARKS.issuperset(SIGN.findall(run)) else None


def _word_of(run: str, parts: list[str]) -> str | None:
    """The common or harsh word that the letters of a run are; a bar may be a letter."""
    if len(run) > _LONGEST_BROKEN or (len(parts) == 4 and "..." in run):  # "as...said"
        return None
    shortest = SHORTEST_CUT if any(len(part) > 1 for part in parts) else SHORTEST_CUT - 1
    bars = [SIGN.sub("", run.replace("|", instead)) for instead in "il"] if "|" in run else []
    ways = (way for way in [*bars, "".join(parts)] if len(way) >= shortest)
    return next((way for way in ways if is_common(way) or is_harsh(way) or way in ABBREVIATED), None)


def cut(text: str) -> Iterator[Edit]:
    """Neighbours that are halves of one word."""
    last = None
    for chunk in _CHUNK.finditer(text) if " " in text else ():  # many words are searched without their neighbours
        is_next = last and text[last.end() : chunk.start()] == " " and not (last["behind"] or chunk["before"])
        if last and is_next and are_halves(last["word"], chunk["word"]):
            yield last.start("word"), chunk.end("word"), last["word"] + chunk["word"]
            last = None
        else:
            last = chunk


def bare(text: str) -> Iterator[Edit]:
    """Harsh words without the apostrophes at their ends, which would be a part of them: ``'idiot'``, ``idiot's``."""
    for run in _APOSTROPHES.finditer(text):
        start, end = run.span()
        before, behind = text[max(start - 1, 0) : start], text[end : end + 1]
        if before.isalpha():
            word = _WORD_BEFORE.search(text, max(start - LONGEST, 0), start)
            is_owner = behind in ("s", "d") and not text[end + 1 : end + 2].isalnum()
            if word and is_harsh(word[1]) and (is_owner or not (behind.isalnum() or word[1].endswith("in"))):
                yield start, end, f" {run[0]}" if is_owner else '"'
        elif behind.isalpha() and (word := _WORD_BEHIND.match(text, end)) and is_harsh(word[1]):
            yield start, end, '"'
