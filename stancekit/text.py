"""The normalised view of a text: disguises undone, with a way back to what was written.

Six steps, each with a name and a switch, in this order:

fold
    Case, compatibility forms (``ｗｉｄｅ``, ``ﬁ``), accents, typographic quotes and dashes become their plain form;
    invisible characters, bidirectional controls and combining marks vanish; any white space is a blank.
lookalikes
    Letters of other scripts that look like a Latin one become it: ``іdiоt`` in Cyrillic. By the Unicode consortium's
    table of confusables (UTS 39), and for letters that it leaves out by their Unicode names.
spelled
    Letters that stand alone, parted by blanks or points, become a word: ``i d i o t``, ``i.d.i.o.t``.
leet
    Digits and signs inside a word become the letters that they stand for: ``1d10t``, ``stup!d``. Numbers, ordinals,
    units, versions, addresses and code stay.
masked
    A rude word with letters starred out is written out: ``f*ck``, ``s#!t``.
stretch
    A character repeated more than twice is repeated twice: ``sooooo`` and ``sooo`` are one word.

What that costs civil comments (`tests/bench/steps.py`, 899 of the corpus's test threads): lookalikes and leet change
.1 % of them, stretch 3.9 %, the others none, and the encoder flags not one more for any of them.

Plain prose passes every step unchanged, and the later ones are tried only where a regular expression finds a trace of
what they undo. The features look at the text as written as well, so nothing is lost here that only the raw text tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "STEPS",
    "Normalised",
    "fold",
    "fold_character",
    "normalise",
    "normalise_words",
    "straight",
]

STEPS = ("fold", "lookalikes", "spelled", "leet", "masked", "stretch")

Edit: TypeAlias = tuple[int, int, str]  # from, to, what stands there instead

# What NFKD leaves as it is although a keyboard would write it otherwise.
_TYPOGRAPHIC = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁄": "/",
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
    }
)  # fmt: skip
# Letters and signs by their category, and yet nothing to see: Hangul fillers, the empty braille pattern.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\u17b4\u17b5")
_STRETCHED = re.compile(r"([^\x1f])\1{2,}")

_LATIN_NAME = re.compile(r"(?=.*\b(?:LATIN|REGIONAL INDICATOR)\b).*\b(?P<letter>[A-Z])(?: WITH .+)?$")

_PARTING = r"[ .\-_*·•~|/\\]"
_SPELLED = re.compile(rf"(?<![\w'])[^\W_](?P<parting>{_PARTING}{{1,3}})(?:[\w@$!*](?P=parting))+[\w@$](?![\w'])")

_LEET = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "€": "e", "£": "l",
}  # fmt: skip
# A trace begins at its first digit or sign and looks back from there, which is four times as fast to search for.
_LEET_TRACE = re.compile(
    r"[0-9@$!€£](?:(?<=[a-z].)[0-9@$!€£]*[a-z]|(?<=[0-9@$])(?<![\w.,:/-].)[a-z]{2}|(?<=[a-z]\$)|(?<=[a-z][0-9])[0-9])"
)
_LEET_RUN = re.compile(r"[a-z0-9@$!€£]*[a-z][a-z0-9@$!€£]*")
_LEET_CHARACTERS = f"{ascii_lowercase}0123456789@$!€£"
_NUMBER_WITH_A_UNIT = re.compile(
    r"[\d$€£]+[a-z]{1,3}|\d\d+[a-z]+|[a-z]+\d+|(?:[a-z]\d+){1,2}[a-z]?|[a-z]{1,3}\$\d*|\d+(?:st|nd|rd|th)[a-z]*"
)
_ADDRESS_BEFORE = re.compile(r"(?:://|www\.|[/\\_=#&?%])\S*$|[\w.+-]@$")
_ADDRESS_AFTER = re.compile(r"\.[a-z]{2}|[\\_=/]|://|@[\w-]+\.")

# What a sign may hide where the other letters leave no doubt.
_MAY_BE = {"1": "il", "!": "il", "@": ascii_lowercase, "$": "s", **dict.fromkeys("*#%_^~•+?-.", ascii_lowercase)}
_MAY_BE = {**_LEET, **_MAY_BE}
_MASKED_TRACE = re.compile(r"[*#%_^~•@$!+?.-](?:(?<=[a-z].)[*#%_^~•@$!+?.-]*[a-z*#%]|(?<=[a-z]\*))")
_MASKED_RUN = re.compile(r"[a-z][a-z*#%_^~•@$!+?.-]*[a-z*#%]")
_MASKED_CHARACTERS = f"{ascii_lowercase}*#%_^~•@$!+?.-"
_TRACE = re.compile("|".join(one.pattern for one in (_LEET_TRACE, _MASKED_TRACE, _SPELLED)))

# What is starred out. Longer forms stand for themselves, so that no star is taken for more letters than there are.
_RUDE = """
fuck fucks fucked fucker fuckers fucking fuckin fuckwit motherfucker motherfuckers motherfucking
shit shits shite shitty bullshit shithead shithole bitch bitches bitchy bitching cunt cunts
ass asses asshole assholes arse arses arsehole arseholes dumbass jackass
dick dicks dickhead dickheads cock cocks cocksucker prick pricks pussy pussies twat twats wanker wankers tosser bollocks
bastard bastards crap crappy damn damned goddamn piss pissed hell
slut sluts slutty whore whores skank hooker faggot faggots fag fags dyke dykes tranny trannies
nigger niggers nigga niggas negro negroes spic spics chink chinks gook gooks kike kikes paki pakis wetback raghead
retard retards retarded moron morons moronic idiot idiots idiotic imbecile imbeciles cretin cretins
stupid dumb loser losers scum scumbag scumbags trash garbage vermin filth filthy pig pigs rat rats
kill kills killed killing murder rape raped rapes rapist die dies dead hang shoot burn
"""


class _FoldTable(dict[int, str]):
    """Character by character on demand: the 1.1 million code points are never listed."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__()
        self._fold = fold

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._fold(chr(code))
        return folded


def fold_character(character: str) -> str:
    """The plain form of one character: none, one or several characters.

    Parameters
    ----------
    character : str
        One code point.

    Returns
    -------
    str
        Folding it again changes nothing.

    Examples
    --------
    >>> [fold_character(c) for c in "Äﬁ’\u200b\u00a0９"]
    ['a', 'fi', "'", '', ' ', '9']
    """
    folded = character
    for _ in range(2):  # a second round for the few whose plain form folds further, such as "ﬅ"
        folded = unicodedata.normalize("NFKD", folded).casefold().translate(_TYPOGRAPHIC)
    return "".join(
        " " if c.isspace() or unicodedata.category(c) == "Cc" else c
        for c in folded
        if unicodedata.category(c) not in ("Mn", "Me", "Cf") and c not in _BLANK
    )


def _latin(character: str) -> str:
    """As ``fold_character``, and what looks like Latin letters becomes them."""
    folded = fold_character(character)
    if folded.isascii() or not character.isprintable():
        return folded
    alike = _confusables().get(character) or _confusables().get(folded) or folded
    if not alike.isascii():
        name = _LATIN_NAME.match(unicodedata.name(alike, "")) if len(alike) == 1 else None
        alike = name["letter"] if name else folded
    return "".join(map(fold_character, alike))


@cache
def _confusables() -> dict[str, str]:
    """What UTS 39 holds alike, letters to ASCII letters; read when a text first has a letter that is not Latin."""
    from confusable_homoglyphs.confusables import confusables_data

    found = {}
    for character, alike in confusables_data.items():
        letters = [one["c"] for one in alike if one["c"].isascii() and one["c"].isalpha()]
        if letters and not character.isascii():
            found[character] = letters[0]
    return found


_TABLES = {"fold": _FoldTable(fold_character), "lookalikes": _FoldTable(_latin)}

# Between words that are normalised together: white space that no step takes for a parting or for a line's end.
_SEPARATOR = "\x1f"
_SEPARATED = _FoldTable(_latin)
_SEPARATED[ord(_SEPARATOR)] = _SEPARATOR

_STRAIGHT = tuple(zip("’‘“”–—\xa0", "''\"\"-- ", strict=True))


@dataclass(frozen=True)
class Normalised:
    """A text in its plain form.

    Parameters
    ----------
    text : str
        The plain form.
    original : str
        What was written.
    steps : tuple of str
        What was undone, of ``STEPS``.
    """

    text: str
    original: str
    steps: tuple[str, ...] = STEPS

    def offsets(self) -> NDArray[np.int64]:
        """Where each character of the plain form stands in the original.

        Returns
        -------
        ndarray of shape (len(text) + 1,)
            Offsets into the original, rising; the last is its length. ``original[offsets[i]:offsets[j]]`` is what
            was written for ``text[i:j]``.

        Examples
        --------
        >>> plain = normalise("Sooooo ﬁne")
        >>> plain.text, plain.offsets().tolist()
        ('soo fine', [0, 1, 2, 6, 7, 7, 8, 9, 10])
        """
        origin = np.arange(len(self.original) + 1)
        for edits in _edits(self.original, self.steps):
            pieces, done = [], 0
            for start, end, instead in edits:
                # Each character of what stands there instead comes from its share of what stood there.
                share = (np.arange(len(instead)) * (end - start)) // max(len(instead), 1)
                pieces += [origin[done:start], origin[start + share]]
                done = end
            origin = np.concatenate([*pieces, origin[done:]])
        return origin


def normalise(text: str, steps: Sequence[str] = STEPS) -> Normalised:
    """Write a text in its plain form.

    Parameters
    ----------
    text : str
        Any text, lone surrogates included.
    steps : sequence of str
        What to undo, of ``STEPS``.

    Returns
    -------
    Normalised
        Normalising ``.text`` again changes nothing; ``.offsets()`` leads back.

    Examples
    --------
    >>> normalise("It’s SO goooood — Ｗｏｗ!!!!").text
    "it's so good - wow!!"
    >>> normalise("Yоu 1d10t, what a p.i.l.e of sh*t on the 21st").text
    'you idiot, what a pile of shit on the 21st'
    """
    steps = tuple(steps)
    plain = text
    for table in _tables(steps):
        plain = plain.translate(table)
    return Normalised(_undone(plain, steps), text, steps)


def _undone(plain: str, steps: tuple[str, ...]) -> str:
    """What is left when the steps after the tables find nothing more to undo."""
    before = None
    while plain != before:  # what one step uncovers another may undo; each makes the text shorter or plainer
        before = plain
        plain = _undone_once(plain, steps)
    return plain


def _undone_once(plain: str, steps: tuple[str, ...]) -> str:
    for find in _finders(steps):
        plain = _edited(plain, list(find(plain)))
    return plain


def normalise_words(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """The plain forms of many strings without blanks, found all at once.

    Parameters
    ----------
    words : sequence of str
        None of them empty or with an ASCII blank or control character in it.

    Returns
    -------
    list of str
        ``normalise(word).text`` of each.
    list of int
        The numbers of the words in which more was found than a stretch: what is undone in them may hang on the
        punctuation before them, so they must be alone.

    Examples
    --------
    >>> normalise_words(["Sooooo", "well-known", "1d10t!"])
    (['soo', 'well-known', 'idiot!'], [2])
    """
    # A string of ASCII alone is translated, and searched, several times as fast as one that holds any other character.
    before = _SEPARATOR.join(word if word.isascii() else "" for word in words).translate(_SEPARATED).split(_SEPARATOR)
    plain = _STRETCHED.sub(r"\1\1", _SEPARATOR.join(before)).split(_SEPARATOR)
    for number, word in enumerate(words):
        if not word.isascii():
            before[number] = fold(word)
            plain[number] = _STRETCHED.sub(r"\1\1", before[number])
    traced = [
        number
        for number, (word, written) in enumerate(zip(plain, before, strict=True))
        if not word.isalpha() and (_TRACE.search(written) or (word != written and _TRACE.search(word)))
    ]
    changing, found = traced, [before[number] for number in traced]
    while changing:
        undone = _undone_once(_SEPARATOR.join(found), STEPS).split(_SEPARATOR)
        for number, word in zip(changing, undone, strict=True):
            plain[number] = word
        still = [(number, word) for number, word, was in zip(changing, undone, found, strict=True) if word != was]
        changing, found = [number for number, _ in still], [word for _, word in still]
    return plain, [number for number in traced if _is_disguised(before[number], plain[number])]


def _is_disguised(folded: str, plain: str) -> bool:
    return bool(_LEET_TRACE.search(folded)) or _STRETCHED.sub(r"\1\1", folded) != plain


def straight(text: str) -> str:
    r"""The text with the commonest quotes, dashes and blanks of word processors as a typewriter has them.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        As many characters, and the same plain form.

    Examples
    --------
    >>> straight("“It’s fine” – really")
    '"It\'s fine" - really'
    """
    for typographic, plain in _STRAIGHT:
        text = text.replace(typographic, plain)
    return text


def fold(text: str) -> str:
    """The text after the steps that look at one character at a time: ``fold`` and ``lookalikes``.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
    """
    return text.translate(_TABLES["lookalikes"])


def _edits(text: str, steps: tuple[str, ...]) -> Iterator[list[Edit]]:
    """The same as edits, one list after another, each of the text that the one before leaves."""
    for table in _tables(steps):
        edits = [(at, at + 1, table[ord(one)]) for at, one in enumerate(text) if table[ord(one)] != one]
        yield edits
        text = _edited(text, edits)
    before = None
    while text != before:
        before = text
        for find in _finders(steps):
            edits = list(find(text))
            yield edits
            text = _edited(text, edits)


def _edited(text: str, edits: list[Edit]) -> str:
    if not edits:
        return text
    pieces, done = [], 0
    for start, end, instead in edits:
        pieces += [text[done:start], instead]
        done = end
    return "".join([*pieces, text[done:]])


def _tables(steps: tuple[str, ...]) -> list[_FoldTable]:
    if "lookalikes" in steps:
        return [_TABLES["lookalikes"]]
    return [_TABLES["fold"]] if "fold" in steps else []


def _finders(steps: tuple[str, ...]) -> list[Callable[[str], Iterator[Edit]]]:
    return [find for name, find in _FINDERS.items() if name in steps]


def _spelled(text: str) -> Iterator[Edit]:
    """Letters one by one; three or more, most of them letters, so that a list of figures is none."""
    for match in _SPELLED.finditer(text):
        letters = match[0].replace(match["parting"], "") if match["parting"] != "." else match[0].replace(".", "")
        if sum(letter.isalpha() for letter in letters) * 2 > len(letters):
            yield match.start(), match.end(), letters


def _leet(text: str) -> Iterator[Edit]:
    """Runs of letters with digits and signs among them, where they are no number, unit, version, address or code."""
    for match in _around(_LEET_TRACE, _LEET_RUN, _LEET_CHARACTERS, text):
        start, run = match.start(), match[0].rstrip("!€£")
        end = start + len(run)
        # What is beyond a blank matters not, and looking at it would take most of the time.
        near = max(start - 80, 0)
        near = max(near, text.rfind(" ", near, start) + 1, text.rfind(_SEPARATOR, near, start) + 1)
        if _ADDRESS_BEFORE.search(text, near, start) or _ADDRESS_AFTER.match(text, end):
            continue
        if word := _hidden(run):
            yield start, end, word
        elif not _NUMBER_WITH_A_UNIT.fullmatch(run) and sum(map(str.isalpha, run)) * 3 >= len(run):
            yield start, end, "".join(_letter(run, at) for at in range(len(run)))


def _around(trace: re.Pattern[str], run: re.Pattern[str], characters: str, text: str) -> Iterator[re.Match[str]]:
    """The runs that a trace is in; both are made of the same characters, so no other part of the text is looked at."""
    done = 0
    for found in trace.finditer(text):
        if found.start() >= done:
            begin = done + len(text[done : found.start()].rstrip(characters))
            match = run.search(text, begin)
            assert match
            done = match.end()
            yield match


def _letter(run: str, at: int) -> str:
    if run[at] == "1" and ("l" in run[max(at - 1, 0) : at] or "1" in (run[at - 1 : at], run[at + 1 : at + 2])):
        return "l"  # ki11, al1
    return _LEET.get(run[at], run[at])


def _masked(text: str) -> Iterator[Edit]:
    """Words with letters starred out that are as long as a rude word and agree with it in every letter that is left."""
    for match in _around(_MASKED_TRACE, _MASKED_RUN, _MASKED_CHARACTERS, text):
        if not (match.start() and text[match.start() - 1] in "/\\@_=.") and (word := _hidden(match[0])):
            yield match.start(), match.end(), word


def _hidden(run: str) -> str | None:
    """The rude word that a run with masked or changed letters may be."""
    first = 0 if run[0].isalpha() else next(at for at, one in enumerate(run) if one.isalpha())
    for word in _by_shape().get((len(run), first, run[first]), ()):
        if all(one == letter or letter in _MAY_BE.get(one, "") for one, letter in zip(run, word, strict=True)):
            return word
    return None


@cache
def _by_shape() -> dict[tuple[int, int, str], list[str]]:
    """The rude words by length, and by a place and the letter there."""
    shapes: dict[tuple[int, int, str], list[str]] = {}
    for word in _RUDE.split():
        for at, letter in enumerate(word):
            shapes.setdefault((len(word), at, letter), []).append(word)
    return shapes


def _stretch(text: str) -> Iterator[Edit]:
    for match in _STRETCHED.finditer(text):
        yield match.start() + 2, match.end(), ""


_FINDERS: dict[str, Callable[[str], Iterator[Edit]]] = {
    "spelled": _spelled,
    "leet": _leet,
    "masked": _masked,
    "stretch": _stretch,
}
