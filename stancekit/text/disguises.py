"""Disguised words in a folded text, found kind by kind and returned as edits that undo the disguise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from string import ascii_lowercase

from stancekit.text.edits import SEPARATOR, Edit, edited
from stancekit.text.emoji import EMOJI, spoken
from stancekit.text.escapes import AFTER_AMPERSAND, AFTER_BACKSLASH, unescaped, unslashed, untagged
from stancekit.text.harsh import ABBREVIATED, is_harsh
from stancekit.text.masks import LEET, hidden
from stancekit.text.seams import BROKEN_AROUND, SIGN, bare, broken, cut
from stancekit.text.spelling import LONGEST, MOST_TOGETHER, is_common, is_known, meant, parted, unknown
from stancekit.text.styles import DRAWN, restyled
from stancekit.text.unknown import may_be_several, understood

__all__ = [
    "LEET_TRACE",
    "MOST_ROUNDS",
    "PARTING",
    "STRETCHED",
    "TRACE",
    "finders",
    "undone_once",
]

# The most rounds of all steps: what one uncovers another may undo, and a text can be written so that it needs a round
# for each of its words.
MOST_ROUNDS = 20

STRETCHED = re.compile(r"([^\x1f])\1\1+")

# What may separate letters that are spelled out, and which of it separates items of lists and sums as well.
PARTING = " .-_*·•~|/\\,:+=^"
_PARTING_LISTS = frozenset("*,:+=^")
# No more letters than ``parted`` takes: a text of nothing else would be searched again from each of them. So would
# letters parted by "_" and another sign, as "_" ends no word, if a search began within them.
_SPELLED = re.compile(
    rf"(?<![\w'])(?<![^\W_]_[^\w\x1f])(?<![^\W_]_[^\w\x1f]{{2}})[^\W_](?P<parting>[{re.escape(PARTING)}]{{1,3}})"
    rf"(?:(?!(?P=parting))[\w@$!*](?P=parting)){{1,{10 * LONGEST - 2}}}(?!_)[\w@$](?![\w'])"
)

_LEET_TABLE = str.maketrans(LEET)
# A trace begins at its first digit or sign and looks back from there, which makes the search four times as fast.
_LEET_SIGNS = "0-9@$!€£¢¥¡"
_LEET_AROUND = (
    rf"(?:(?<=[a-z].)[{_LEET_SIGNS}]*[a-z]|(?<=[0-9@$])(?<![\w.,:/-].)[0-9@$]{{0,20}}[a-z]{{2}}"
    r"|(?<=[a-z]\$)|(?<=[a-z][0-9])[0-9]|(?<=[a-z]{3}[0347])(?![\w@$])|(?<=[a-z]@)\$\$)"
)
LEET_TRACE = re.compile(f"[{_LEET_SIGNS}]{_LEET_AROUND}")
_LEET_RUN = re.compile(rf"[a-z{_LEET_SIGNS}]*[a-z][a-z{_LEET_SIGNS}]*")
_LEET_CHARACTERS = f"{ascii_lowercase}0123456789@$!€£¢¥¡"
_NUMBER_WITH_A_UNIT = re.compile(r"[\d$€£]+[a-z]{1,3}|[a-z]+\d+|[a-z]{1,3}\$\d*|\d+(?:st|nd|rd|th)[a-z]*")
_CODE = re.compile(r"\d\d+[a-z]+|(?:[a-z]\d+){1,2}[a-z]?")
# Numbers behind which no common word hides.
_SURELY_A_NUMBER = re.compile(
    r"\d*(?:1st|2nd|3rd|\dth)[a-z]*|[\d$€£]+(?:am|pm|kg|km|mm|cm|ft|in|lbs?|gb|mb|tb|kb|hrs?|min|sec|yrs?|mph|px|yo|bn|mn)"
)
_NUMBERED = re.compile(r"([a-z]+)\d+")
_HANDLE, _TICKER = re.compile(r"@[a-z]+"), re.compile(r"\$[a-z]+")
_MAY_BE_NONE = re.compile(r"@[a-z]|[^!]*!")  # several words without blanks: a handle, the end of a sentence
_NAME_OR_CODE = re.compile(r"p\d\d\d?s?|d\d\d|[rf]\d\d\d?|a5s|a\$\d+m?")  # a car, a gene, a phone; dollars
_ADDRESS_BEFORE = re.compile(r"(?:://|www\.|[/\\_=#&?%])\S*$|[\w.+-]@$")
_ADDRESS_AFTER = re.compile(r"\.[a-z]{2}|[\\_=/]|://")

_MASK_SIGNS = r"*#%_^~•@$!+?.\-"
_MASK_AROUND = rf"(?:(?<=[a-z].)[{_MASK_SIGNS}]*[a-z*#%]|(?<=[a-z]\*))"
# From the first of some letters; it is possessive so that long runs of letters alone are not tried again from each.
_MASKED = re.compile(rf"[a-z](?<![a-z].)[a-z]*+(?:[{_MASK_SIGNS}][a-z{_MASK_SIGNS}]*[a-z*#%]|\*)")
_EXPONENT = re.compile(r"-?\.?\d|\((?=[^\s()]{0,20}[-\d+*/^.])")
_SOME = re.compile(r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|straight)) \Z")  # grades
_EMPHASIS = re.compile(r"(?<!\S)_{1,3}\Z")  # Markdown's
# What parts the first two letters that are spelled out.
_PARTING_SIGNS = re.escape(PARTING)
_PARTING_AROUND = rf"(?<=[^\W_].)(?<![\w']..)[{_PARTING_SIGNS}]{{0,2}}[\w@$!*]"
# All that a trace may begin with stands in front, so that the search leaps from one such sign to the next.
TRACE = re.compile(
    rf"[^a-z\s](?:(?<=[{_LEET_SIGNS}]){_LEET_AROUND}|(?<=[{_MASK_SIGNS}]){_MASK_AROUND}"
    rf"|(?<=[{_PARTING_SIGNS}]){_PARTING_AROUND}|(?<={SIGN.pattern}){BROKEN_AROUND}|(?<={EMOJI})|(?<=[{DRAWN}])|(?<=&){AFTER_AMPERSAND}"
    rf"|(?<=\\){AFTER_BACKSLASH})"
)

# What letters may be: several words without blanks between them, perhaps in a hashtag, or one that is misspelt.
_SEVERAL = re.compile(rf"[a-z](?<![\w'@/\\=&%].)[a-z']{{2,{MOST_TOGETHER}}}+(?![\w@])")
_NO_WORD = r"\w'*#%$@`/\\=&"
_ONE = re.compile(rf"[a-z](?<![{_NO_WORD}].)(?<!\w\..)[a-z]{{2,{2 * LONGEST - 1}}}+(?![{_NO_WORD}]|\.\w)")


def _spelled(text: str) -> Iterator[Edit]:
    """Words spelled out: three characters or more, most of them letters, so that it is not a list of digits.

    Separated by stars they must spell common words, as each star may also hide a letter (``m*v*d``); and so they must
    if separated by commas and other signs of lists, sums and ratios.
    """
    for match in _SPELLED.finditer(text):
        letters = match[0].replace(match["parting"], "")
        word = parted(letters)
        if not letters.isalpha() and " " in (words := parted(letters.translate(_LEET_TABLE))):
            word = words
        is_list = not _PARTING_LISTS.isdisjoint(match["parting"]) and not all(map(is_common, word.split()))
        if sum(letter.isalpha() for letter in letters) * 2 > len(letters) and not is_list:
            yield match.start(), match.end(), word


def _leet(text: str) -> Iterator[Edit]:
    """Runs of letters with digits and signs among them that are not a number, unit, version, address or code."""
    found: list[Edit] = []
    for match in _leet_runs(text):
        start, run = match.start(), match[0].rstrip("!€£")
        end = start + len(run)
        if _NAME_OR_CODE.fullmatch(run) or (
            _TICKER.fullmatch(run) and is_known(run[1:]) and not is_harsh(f"s{run[1:]}")
        ):
            continue
        if _HANDLE.fullmatch(run):
            if is_known(f"a{run[1:]}") and text[end : end + 1] != "_":
                found.append((start, end, f"a{run[1:]}"))
            continue
        # What is beyond a blank does not matter, and looking at it would take most of the time.
        near = max(start - 80, 0)
        near = max(near, text.rfind(" ", near, start) + 1, text.rfind(SEPARATOR, near, start) + 1)
        if _ADDRESS_BEFORE.search(text, near, start) or _ADDRESS_AFTER.match(text, end):
            continue
        if word := hidden(run) or _spelled_with_digits(run):
            found.append((start, end, word))
    # Drop what is neither a word nor near to one (c3po).
    unsure = [edit for edit in found if not (is_known(edit[2]) or is_harsh(edit[2]))]
    words = [word[:LONGEST] for _, _, word in unsure]
    mended = {start for (start, _, _), word, near in zip(unsure, words, meant(words), strict=True) if near != word}
    others = [edit for edit in unsure if edit[2].isalpha() and not _MAY_BE_NONE.match(text, *edit[:2])]
    words = [word for _, _, word in others]
    mended |= {start for (start, _, _), word, own in zip(others, understood(words), words, strict=True) if word != own}
    none = {start for start, _, _ in unsure} - mended
    yield from (edit for edit in found if edit[0] not in none)


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
    if may_be and (common := next((way for way in ways if is_common(way) or _abbreviates(way)), None)):
        return common
    is_none = _NUMBER_WITH_A_UNIT.fullmatch(run) or _CODE.fullmatch(run) or n_letters * 3 < len(run)
    return None if is_none else next(filter(is_known, ways), word)


def _abbreviates(word: str) -> bool:
    """Whether a word abbreviates several or is long: other short ones with digits in them are codes."""
    return len(word) > 3 and word in ABBREVIATED and (len(word) > 4 or " " in ABBREVIATED[word])


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
    return LEET.get(run[at], run[at])


def _masked(text: str) -> Iterator[Edit]:
    """Words with letters starred out, written out as a word of the same length that agrees in the other letters."""
    for match in _MASKED.finditer(text):
        start, run = match.start(), match[0]
        bare = run.rstrip("*")
        if start and text[start - 1] == "*" and text.endswith(run[len(bare) :], 0, start):
            run = bare.rstrip(".,!?")  # as many stars stand before the word: ``**so**``, ``*so.*``
        is_power = run[-1] == "*" and _EXPONENT.match(text, match.end())
        is_grade = run == "a*s" and _SOME.search(text, max(start - 10, 0), start)
        is_within = start and text[start - 1] in "/\\@_=." and not _EMPHASIS.search(text, max(start - 4, 0), start)
        is_none = run.isalpha() or is_power or is_grade or is_within
        if not is_none and (word := hidden(run)):
            yield start, start + len(run), word


def _stretch(text: str) -> Iterator[Edit]:
    for match in STRETCHED.finditer(text):
        yield match.start() + 2, match.end(), ""


def _misspelt(text: str) -> Iterator[Edit]:
    """Unknown words that mean others."""
    runs = list(_SEVERAL.finditer(text))
    words = [run[0].removesuffix("'s").replace("'", "") for run in runs]
    strange = unknown(words)
    single = {at for at in strange if (one := _ONE.match(text, runs[at].start())) and one.end() == runs[at].end()}
    found = [at for at in strange if at in single or may_be_several(words[at])]
    for at, word in zip(found, understood([words[at] for at in found]), strict=True):
        if word.replace(" ", "") == words[at]:
            yield from _blanks_in(runs[at], word.split())
        elif at in single:
            yield *runs[at].span(), word


def _blanks_in(run: re.Match[str], words: Sequence[str]) -> Iterator[Edit]:
    """A blank between each two of the words that letters and apostrophes are."""
    letters = [at for at, character in enumerate(run[0], run.start()) if character != "'"]
    for end in accumulate(map(len, words[:-1])):
        yield letters[end], letters[end], " "


_FINDERS: tuple[tuple[str, Callable[[str], Iterator[Edit]]], ...] = (
    ("lookalikes", restyled),
    ("escapes", unslashed),
    ("escapes", unescaped),
    ("escapes", untagged),
    ("emoji", spoken),
    ("spelled", _spelled),
    ("leet", _leet),
    ("masked", _masked),
    ("cut", broken),
    ("stretch", _stretch),
    ("cut", cut),
    ("misspelt", _misspelt),
    ("misspelt", bare),
)


def finders(steps: Sequence[str]) -> list[Callable[[str], Iterator[Edit]]]:
    """What finds the disguises that these steps undo, in order."""
    return [find for name, find in _FINDERS if name in steps]


def undone_once(text: str, steps: Sequence[str]) -> str:
    """The text after one round of these steps."""
    for find in finders(steps):
        text = edited(text, list(find(text)))
    return text
