"""Disguised words in a folded text, found kind by kind and returned as edits that undo the disguise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from string import ascii_lowercase
from typing import TypeAlias

from stancekit.text.spelling import LONGEST, common_words, is_common, is_known, meant, parted, rank_of, unknown

__all__ = [
    "EDGES",
    "LEET_TRACE",
    "MOST_ROUNDS",
    "PARTING",
    "SEPARATOR",
    "SHORTEST_CUT",
    "STRETCHED",
    "TRACE",
    "Edit",
    "edited",
    "finders",
    "misspelt",
    "settled",
    "undone_once",
]

# Between words that are read together: white space that no step takes for a gap between letters or for a line's end.
SEPARATOR = "\x1f"

# The most rounds of all steps: what one uncovers another may undo, and a text can be written so that it needs a round
# for each of its words.
MOST_ROUNDS = 20

Edit: TypeAlias = tuple[int, int, str]  # from, to, replacement

STRETCHED = re.compile(r"([^\x1f])\1\1+")

# What may separate letters that are spelled out, and which of it separates items of lists and sums as well.
PARTING = " .-_*·•~|/\\,:+=^"
_PARTING_LISTS = frozenset("*,:+=^")
# No more letters than ``parted`` takes: a text of nothing else would be searched again from each of them.
_SPELLED = re.compile(
    rf"(?<![\w'])[^\W_](?P<parting>[{re.escape(PARTING)}]{{1,3}})"
    rf"(?:[\w@$!*](?P=parting)){{1,{10 * LONGEST - 2}}}[\w@$](?![\w'])"
)

_LEET = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "€": "e", "£": "l",
}  # fmt: skip
_LEET_TABLE = str.maketrans(_LEET)
# A trace begins at its first digit or sign and looks back from there, which makes the search four times as fast.
_LEET_SIGNS = "0-9@$!€£"
_LEET_AROUND = (
    rf"(?:(?<=[a-z].)[{_LEET_SIGNS}]*[a-z]|(?<=[0-9@$])(?<![\w.,:/-].)[0-9@$]{{0,20}}[a-z]{{2}}"
    r"|(?<=[a-z]\$)|(?<=[a-z][0-9])[0-9])"
)
LEET_TRACE = re.compile(f"[{_LEET_SIGNS}]{_LEET_AROUND}")
_LEET_RUN = re.compile(r"[a-z0-9@$!€£]*[a-z][a-z0-9@$!€£]*")
_LEET_CHARACTERS = f"{ascii_lowercase}0123456789@$!€£"
_NUMBER_WITH_A_UNIT = re.compile(r"[\d$€£]+[a-z]{1,3}|[a-z]+\d+|[a-z]{1,3}\$\d*|\d+(?:st|nd|rd|th)[a-z]*")
_CODE = re.compile(r"\d\d+[a-z]+|(?:[a-z]\d+){1,2}[a-z]?")
# Numbers behind which no common word hides.
_SURELY_A_NUMBER = re.compile(
    r"\d*(?:1st|2nd|3rd|\dth)[a-z]*|[\d$€£]+(?:am|pm|kg|km|mm|cm|ft|in|lbs?|gb|mb|tb|kb|hrs?|min|sec|yrs?|mph|px|yo|bn|mn)"
)
_NUMBERED = re.compile(r"([a-z]+)\d+")
_HANDLE = re.compile(r"@[a-z]+")
_ADDRESS_BEFORE = re.compile(r"(?:://|www\.|[/\\_=#&?%])\S*$|[\w.+-]@$")
_ADDRESS_AFTER = re.compile(r"\.[a-z]{2}|[\\_=/]|://")

# What a sign may stand for if the other letters leave no doubt.
_MAY_BE = {**_LEET, "1": "il", "!": "il", **dict.fromkeys("@*#%_^~•+?-.", ascii_lowercase)}
_MASK_SIGNS = r"*#%_^~•@$!+?.\-"
_MASK_AROUND = rf"(?:(?<=[a-z].)[{_MASK_SIGNS}]*[a-z*#%]|(?<=[a-z]\*))"
# From the first of some letters; it is possessive so that long runs of letters alone are not tried again from each.
_MASKED = re.compile(rf"[a-z](?<![a-z].)[a-z]*+(?:[{_MASK_SIGNS}][a-z{_MASK_SIGNS}]*[a-z*#%]|\*)")
# What parts the first two letters that are spelled out.
_PARTING_SIGNS = re.escape(PARTING)
_PARTING_AROUND = rf"(?<=[^\W_].)(?<![\w']..)[{_PARTING_SIGNS}]{{0,2}}[\w@$!*]"
# All that a trace may begin with stands in front, so that the search leaps from one such sign to the next.
TRACE = re.compile(
    rf"[{_LEET_SIGNS}{_MASK_SIGNS}{_PARTING_SIGNS}]"
    rf"(?:(?<=[{_LEET_SIGNS}]){_LEET_AROUND}|(?<=[{_MASK_SIGNS}]){_MASK_AROUND}|(?<=[{_PARTING_SIGNS}]){_PARTING_AROUND})"
)

# What is starred out. Longer forms are listed too, as each star stands for exactly one letter.
_STARRED_OUT = """
fuck fucks fucked fucker fuckers fucking fuckin fuckwit motherfucker motherfuckers motherfucking
shit shits shite shitty bullshit shithead shithole bitch bitches bitchy bitching cunt cunts
ass asses asshole assholes arse arses arsehole arseholes dumbass jackass
dick dicks dickhead dickheads cock cocks cocksucker prick pricks pussy pussies twat twats wanker wankers tosser bollocks
bastard bastards crap crappy damn damned goddamn piss pissed hell
slut sluts slutty whore whores skank hooker faggot faggots fag fags dyke dykes tranny trannies
nigger niggers nigga niggas negro negroes spic spics chink chinks gook gooks kike kikes paki pakis wetback raghead
retard retards retarded rape raped rapes rapist
"""
# Words that are starred out, but as often written out or meant harmlessly.
_HARSH = """
moron morons moronic idiot idiots idiotic imbecile imbeciles cretin cretins
stupid dumb loser losers scum scumbag scumbags trash garbage vermin filth filthy pig pigs rat rats
kill kills killed killing murder die dies dead hang shoot burn
"""
_STARS = frozenset("*#%•")

# What may come before and after a word without being a part of it, of an address or of a disguise.
EDGES = '!"()+,-.:;<>?[]^{|}~'
_EDGE = f"[{re.escape(EDGES)}]*"
_CHUNK = re.compile(
    rf"(?<![^ {SEPARATOR}])(?P<before>{_EDGE})(?P<word>[a-z]{{1,{LONGEST}}})(?P<behind>{_EDGE})(?![^ {SEPARATOR}])"
)
SHORTEST_CUT = 4
_NO_WORD = r"\w'*#%$@`/\\=&"
_WORD = re.compile(rf"[a-z](?<![{_NO_WORD}].)(?<!\w\..)[a-z]{{2,{LONGEST - 1}}}+(?![{_NO_WORD}]|\.\w)")


def _spelled(text: str) -> Iterator[Edit]:
    """Words spelled out: three characters or more, most of them letters, so that it is not a list of digits.

    Separated by stars they must spell common words, as each star may also hide a letter (``m*v*d``); and so they must
    if separated by commas and other signs of lists, sums and ratios.
    """
    for match in _SPELLED.finditer(text):
        letters = match[0].replace(match["parting"], "")
        word = parted(letters)
        is_list = not _PARTING_LISTS.isdisjoint(match["parting"]) and not all(map(is_common, word.split()))
        if sum(letter.isalpha() for letter in letters) * 2 > len(letters) and not is_list:
            yield match.start(), match.end(), word


def _leet(text: str) -> Iterator[Edit]:
    """Runs of letters with digits and signs among them that are not a number, unit, version, address or code."""
    found: list[Edit] = []
    for match in _leet_runs(text):
        start, run = match.start(), match[0].rstrip("!€£")
        end = start + len(run)
        if _HANDLE.fullmatch(run) and not is_known(_hidden(run) or f"a{run[1:]}"):
            continue
        # What is beyond a blank does not matter, and looking at it would take most of the time.
        near = max(start - 80, 0)
        near = max(near, text.rfind(" ", near, start) + 1, text.rfind(SEPARATOR, near, start) + 1)
        if _ADDRESS_BEFORE.search(text, near, start) or _ADDRESS_AFTER.match(text, end):
            continue
        if word := _hidden(run) or _spelled_with_digits(run):
            found.append((start, end, word))
    # Drop what is neither a word nor near to one (c3po).
    unsure = [edit for edit in found if not is_known(edit[2])]
    words = [word[:LONGEST] for _, _, word in unsure]
    mended = {start for (start, _, _), word, near in zip(unsure, words, meant(words), strict=True) if near != word}
    yield from (edit for edit in found if is_known(edit[2]) or edit[0] in mended)


def _spelled_with_digits(run: str) -> str | None:
    """The word that a run spells if its digits and signs stand for letters; None if they do not."""
    n_letters = sum(map(str.isalpha, run))
    word = run.translate(_LEET_TABLE)
    ways = [word]
    if "1" in run:
        word = "".join(_letter(run, at) for at in range(len(run)))
        ways = [word, *(run.replace("1", one).translate(_LEET_TABLE) for one in "il")]
    numbered = _NUMBERED.fullmatch(run)
    may_be = n_letters > 1 and not _SURELY_A_NUMBER.fullmatch(run) and not (numbered and is_known(numbered[1]))
    if may_be and (common := next(filter(is_common, ways), None)):
        return common
    is_none = _NUMBER_WITH_A_UNIT.fullmatch(run) or _CODE.fullmatch(run) or n_letters * 3 < len(run)
    return None if is_none else word


def _leet_runs(text: str) -> Iterator[re.Match[str]]:
    """The runs that contain a trace; runs are only of these characters, so no other part of the text is searched."""
    done = 0
    for found in LEET_TRACE.finditer(text):
        if found.start() >= done:
            begin = done + len(text[done : found.start()].rstrip(_LEET_CHARACTERS))
            match = _LEET_RUN.match(text, begin)
            assert match
            done = match.end()
            yield match


def _letter(run: str, at: int) -> str:
    if run[at] == "1" and ("l" in run[max(at - 1, 0) : at] or "1" in (run[at - 1 : at], run[at + 1 : at + 2])):
        return "l"  # ki11, al1
    return _LEET.get(run[at], run[at])


def _masked(text: str) -> Iterator[Edit]:
    """Words with letters starred out, written out as a word of the same length that agrees in the other letters."""
    for match in _MASKED.finditer(text):
        if not (match.start() and text[match.start() - 1] in "/\\@_=.") and (word := _hidden(match[0])):
            yield match.start(), match.end(), word


def _hidden(run: str) -> str | None:
    """The word that a run with masked or changed letters may be.

    A rude one that people star out; else a harsh one, or where stars hide it the most frequent harsh or common one.
    """
    first = 0 if run[0].isalpha() else next(at for at, one in enumerate(run) if one.isalpha())
    rude, harsh, any_other = _by_shape().get((len(run), first, run[first]), ((), (), ()))
    if rude and (found := _first_that_may_be(run, rude)):
        return found
    others = any_other if any_other and _may_be_any(run) else harsh
    return _first_that_may_be(run, others) if others else None


def _may_be_any(run: str) -> bool:
    """Whether only stars hide letters, and no more than half of them."""
    if _STARS.isdisjoint(run):
        return False
    hidden = [one for one in run if not one.isalpha()]
    return _STARS.issuperset(hidden) and len(hidden) * 2 <= len(run) and len(run) - len(hidden) > 1


def _first_that_may_be(run: str, words: Sequence[str]) -> str | None:
    for word in words:
        for one, letter in zip(run, word, strict=True):
            if one != letter and letter not in _MAY_BE.get(one, ""):
                break
        else:
            return word
    return None


@cache
def _by_shape() -> dict[tuple[int, int, str], tuple[list[str], list[str], list[str]]]:
    """Rude words, harsh ones, and both harsh and common ones by frequency, for each length and each letter's place."""
    harsh = _HARSH.split()
    shapes: dict[tuple[int, int, str], tuple[list[str], list[str], list[str]]] = {}
    for kind, words in enumerate((_STARRED_OUT.split(), harsh, sorted((*harsh, *common_words()), key=rank_of))):
        for word in words:
            for at, letter in enumerate(word):
                shapes.setdefault((len(word), at, letter), ([], [], []))[kind].append(word)
    return shapes


def _stretch(text: str) -> Iterator[Edit]:
    for match in STRETCHED.finditer(text):
        yield match.start() + 2, match.end(), ""


def _cut(text: str) -> Iterator[Edit]:
    """Neighbours, not both words, that together are a common word."""
    last = None
    for chunk in _CHUNK.finditer(text) if " " in text else ():  # many words are searched without their neighbours
        if last and text[last.end() : chunk.start()] == " " and not (last["behind"] or chunk["before"]):
            whole = last["word"] + chunk["word"]
            is_whole = len(whole) >= SHORTEST_CUT and is_common(whole)
            if is_whole and not (is_known(last["word"]) and is_known(chunk["word"])):
                yield last.start("word"), chunk.end("word"), whole
                last = None
                continue
        last = chunk


def misspelt(text: str) -> Iterator[Edit]:
    """Unknown words that are near to a common one."""
    found = list(_WORD.finditer(text))
    words = [match[0] for match in found]
    strange = unknown(words)
    for number, word in zip(strange, meant([words[number] for number in strange]), strict=True):
        if word != words[number]:
            yield *found[number].span(), word


def edited(text: str, edits: list[Edit]) -> str:
    """The text with the edits, which are in order and do not overlap, carried out."""
    if not edits:
        return text
    pieces, done = [], 0
    for start, end, instead in edits:
        pieces += [text[done:start], instead]
        done = end
    return "".join([*pieces, text[done:]])


_FINDERS: dict[str, Callable[[str], Iterator[Edit]]] = {
    "spelled": _spelled,
    "leet": _leet,
    "masked": _masked,
    "stretch": _stretch,
    "cut": _cut,
    "misspelt": misspelt,
}


def finders(steps: Sequence[str]) -> list[Callable[[str], Iterator[Edit]]]:
    """What finds the disguises that these steps undo, in order."""
    return [find for name, find in _FINDERS.items() if name in steps]


def undone_once(text: str, steps: Sequence[str]) -> str:
    """The text after one round of these steps."""
    for find in finders(steps):
        text = edited(text, list(find(text)))
    return text


def settled(texts: Sequence[str], steps: Sequence[str]) -> list[str]:
    """The texts after as many rounds as find something to undo, all of them searched at once."""
    plain = list(texts)
    changing = list(range(len(plain)))
    for _ in range(MOST_ROUNDS):
        if not changing:
            break
        was = [plain[number] for number in changing]
        now = undone_once(SEPARATOR.join(was), steps).split(SEPARATOR)
        for number, text in zip(changing, now, strict=True):
            plain[number] = text
        changing = [number for number, before, text in zip(changing, was, now, strict=True) if text != before]
    return plain
