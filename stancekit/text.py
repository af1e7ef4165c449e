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

Plain prose passes every step unchanged, and the later ones are tried only where a regular expression finds a trace of
what they undo. The features look at the text as written as well, so nothing is lost here that only the raw text tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["STEPS", "Normalised", "fold_character", "normalise"]

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
_STRETCHED = re.compile(r"(.)\1{2,}", re.DOTALL)

_LATIN_NAME = re.compile(r"(?=.*\b(?:LATIN|REGIONAL INDICATOR)\b).*\b(?P<letter>[A-Z])(?: WITH .+)?$")

_PARTING = r"[ .\-_*·•~|/\\]"
_SPELLED = re.compile(rf"(?<!\w)[^\W_](?P<parting>{_PARTING}{{1,3}})(?:[\w@$!*](?P=parting))+[\w@$](?!\w)")

_LEET = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "€": "e", "£": "l",
}  # fmt: skip
_LEET_TRACE = re.compile(r"[a-z][0-9@$!€£]+[a-z]|(?<![\w.,:/-])[0-9@$][a-z]{2}|[a-z]\$|[a-z][0-9]{2}")
_LEET_RUN = re.compile(r"[a-z0-9@$!€£]*[a-z][a-z0-9@$!€£]*")
_NUMBER_WITH_A_UNIT = re.compile(
    r"[\d$€£]+[a-z]{1,3}|\d\d+[a-z]+|[a-z]+\d+|(?:[a-z]\d+){1,2}[a-z]?|[a-z]{1,3}\$\d*|\d+(?:st|nd|rd|th)[a-z]*"
)
_ADDRESS_BEFORE = re.compile(r"(?:://|www\.|[/\\_=#&?%])\S*$|[\w.+-]@$")
_ADDRESS_AFTER = re.compile(r"\.[a-z]{2}|[\\_=/]|://|@[\w-]+\.")

_ANY = "abcdefghijklmnopqrstuvwxyz"
# What a sign may hide where the other letters leave no doubt.
_MAY_BE = {"1": "il", "!": "il", "@": _ANY, "$": "s", **dict.fromkeys("*#%_^~•+?-.", _ANY)}
_MAY_BE = {**_LEET, **_MAY_BE}
_MASKED_TRACE = re.compile(r"[a-z][*#%_^~•@$!+?.-]+[a-z*#%]|[a-z]\*+")
_MASKED_RUN = re.compile(r"[a-z][a-z*#%_^~•@$!+?.-]*[a-z*#%]")

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
    before = None
    while plain != before:  # what one step uncovers another may undo; each makes the text shorter or plainer
        before = plain
        for find in _finders(steps):
            plain = _edited(plain, list(find(plain)))
    return Normalised(plain, text, steps)


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
    if not _LEET_TRACE.search(text):
        return
    for match in _LEET_RUN.finditer(text):
        start, run = match.start(), match[0].rstrip("!€£")
        end = start + len(run)
        if run.isalpha() or not _LEET_TRACE.search(text, max(start - 1, 0), min(end + 1, len(text))):
            continue
        if _ADDRESS_BEFORE.search(text, max(start - 80, 0), start) or _ADDRESS_AFTER.match(text, end):
            continue
        if word := _hidden(run):
            yield start, end, word
        elif not _NUMBER_WITH_A_UNIT.fullmatch(run) and sum(one.isalpha() for one in run) * 3 >= len(run):
            yield start, end, "".join(_letter(run, at) for at in range(len(run)))


def _letter(run: str, at: int) -> str:
    if run[at] == "1" and ("l" in run[max(at - 1, 0) : at] or "1" in (run[at - 1 : at], run[at + 1 : at + 2])):
        return "l"  # ki11, al1
    return _LEET.get(run[at], run[at])


def _masked(text: str) -> Iterator[Edit]:
    """Words with letters starred out that are as long as a rude word and agree with it in every letter that is left."""
    if not _MASKED_TRACE.search(text):
        return
    for match in _MASKED_RUN.finditer(text):
        if match[0].isalpha() or (match.start() and text[match.start() - 1] in "/\\@_=."):
            continue
        word = _hidden(match[0])
        if word:
            yield match.start(), match.end(), word


def _hidden(run: str) -> str | None:
    """The rude word that a run with masked or changed letters may be."""
    for word in _by_shape().get((run[0] if run[0].isalpha() else "", len(run)), ()):
        if all(one == letter or letter in _MAY_BE.get(one, "") for one, letter in zip(run, word, strict=True)):
            return word
    return None


@cache
def _by_shape() -> dict[tuple[str, int], list[str]]:
    shapes: dict[tuple[str, int], list[str]] = {}
    for word in _RUDE.split():
        shapes.setdefault((word[0], len(word)), []).append(word)
        shapes.setdefault(("", len(word)), []).append(word)
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
