"""Thirty ways in which people hide what they write, each at three strengths.

An attack changes some words of a comment to hide them from a filter: the word that weighs most at strength 1, three at
strength 2, every word of three letters or more at strength 3. ``kind words`` changes no word but adds others;
``run together`` takes away the blanks before words.

The tables here are the attacker's. ``stancekit.text`` reads none of them but undoes disguises by its own tables, so
that the audit does not just measure what was built in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from string import ascii_lowercase

__all__ = ["ATTACKS", "STRENGTHS", "attacked", "padded"]

STRENGTHS = (1, 2, 3)

_WORD = re.compile(r"[A-Za-z']{3,}")
_VOWELS = "aeiou"
_JOINT = "\ufdd0"  # no character; the blanks before it go
_JOINED = re.compile(rf"\s*{_JOINT}")

_CYRILLIC_AND_GREEK = str.maketrans("aceopxyisjhABEKMHOPCTX", "асеорхуіѕјһАВЕКМНОРСТХ")
_RARE_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ɑƀƈɖɘƒɡɦɩʝƙɭɱɳɵƥʠɾʂƭʉʋɯӿʏʐ", strict=True))
_SMALL_CAPITALS = str.maketrans("abcdefghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ")
_DIGITS = str.maketrans("oieastbg", "01345789")
_SIGNS = str.maketrans("aislo", "@!$|0")
_NEIGHBOURS = {
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "j": "k", "k": "l",
    "l": "k", "m": "n", "n": "b", "o": "p", "p": "o", "q": "w", "r": "t", "s": "d", "t": "y", "u": "i", "v": "c",
    "w": "e", "x": "z", "y": "u", "z": "x",
}  # fmt: skip
_SOUNDS = (("ck", "k"), ("ph", "f"), ("c", "k"), ("s", "z"), ("f", "ph"), ("i", "y"), ("oo", "u"))
_KIND = (
    "thanks", "garden", "morning", "sunny", "bread", "lovely", "neighbour", "kettle", "meadow", "picnic",
    "gentle", "library", "river", "evening", "biscuit", "smile", "orchard", "harbour", "blanket", "story",
)  # fmt: skip

Word = Callable[[str, random.Random], str]


def _between(sign: str) -> Word:
    return lambda word, chance: sign.join(word)


def _at(change: Callable[[str, int], str], where: Callable[[str], list[int]]) -> Word:
    def attack(word: str, chance: random.Random) -> str:
        places = where(word)
        return change(word, chance.choice(places)) if places else word

    return attack


def _inner(word: str) -> list[int]:
    return list(range(1, len(word) - 1))


def _vowels(word: str) -> list[int]:
    return [at for at, letter in enumerate(word) if at and letter.lower() in _VOWELS]


def _with_one_more(signs: str) -> Word:
    def attack(word: str, chance: random.Random) -> str:
        at = chance.randrange(1, len(word) - 1)
        return word[:at] + chance.choice(signs) + word[at:]

    return attack


def _scrambled(word: str, chance: random.Random) -> str:
    inner = list(word[1:-1])
    chance.shuffle(inner)
    if word[1:-1] == "".join(inner):
        inner.reverse()
    return f"{word[0]}{''.join(inner)}{word[-1]}"


def _mathematical(word: str, chance: random.Random) -> str:
    return "".join(
        chr(0x1D41A + ord(letter) - 97) if "a" <= letter <= "z" else
        chr(0x1D400 + ord(letter) - 65) if "A" <= letter <= "Z" else letter
        for letter in word
    )  # fmt: skip


def _full_width(word: str, chance: random.Random) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in word)


def _phonetic(word: str, chance: random.Random) -> str:
    for written, heard in _SOUNDS:
        if written in word.lower():
            return re.sub(written, heard, word, count=1, flags=re.IGNORECASE)
    return word


_WORDS: dict[str, Word] = {
    "zero width": _between("\u200b"),
    "soft hyphen": _between("\u00ad"),
    "bidi controls": lambda word, chance: f"\u202a{word[:1]}\u200e{word[1:]}\u202c",
    "combining marks": lambda word, chance: "".join(letter + chance.choice("\u0301\u0308\u0323") for letter in word),
    "full width": _full_width,
    "mathematical letters": _mathematical,
    "random case": lambda word, chance: "".join(chance.choice((letter.lower(), letter.upper())) for letter in word),
    "variation selectors": _between("\ufe0f"),
    "cyrillic and greek": lambda word, chance: word.translate(_CYRILLIC_AND_GREEK),
    "small capitals": lambda word, chance: word.lower().translate(_SMALL_CAPITALS),
    "rare letters": lambda word, chance: "".join(_RARE_LETTERS.get(letter, letter) for letter in word.lower()),
    "digits": lambda word, chance: word.lower().translate(_DIGITS),
    "signs": lambda word, chance: word.lower().translate(_SIGNS),
    "spaces": _between(" "),
    "points": _between("."),
    "hyphens": _between("-"),
    "stretched": _at(lambda word, at: word[:at] + word[at] * 5 + word[at:], _inner),
    "doubled letter": _at(lambda word, at: word[:at] + word[at] + word[at:], _inner),
    "starred vowel": _at(lambda word, at: f"{word[:at]}*{word[at + 1 :]}", _vowels),
    "vowels left out": lambda word, chance: word[:1] + re.sub(r"(?i)[aeiou]", "", word[1:]),
    "swapped letters": _at(lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :], _inner),
    "letter left out": _at(lambda word, at: word[:at] + word[at + 1 :], _inner),
    "next key": _at(lambda word, at: word[:at] + _NEIGHBOURS.get(word[at].lower(), word[at]) + word[at + 1 :], _inner),
    "as it sounds": _phonetic,
    "cut in two": _at(lambda word, at: f"{word[:at]} {word[at:]}", _inner),
    "sign inside": _with_one_more(".-_'/*#~"),
    "letter added": _with_one_more(ascii_lowercase),
    "scrambled": _scrambled,
    "run together": lambda word, chance: f"{_JOINT}{word}",
}
_WHOLE = {"kind words": (20, 50, 200)}

ATTACKS = (*_WORDS, *_WHOLE)


def attacked(text: str, attack: str, strength: int, weights: Mapping[str, float], chance: random.Random) -> str:
    """A comment with some of its words disguised.

    Parameters
    ----------
    text : str
        The comment.
    attack : str
        One of ``ATTACKS``.
    strength : int
        1, 2 or 3.
    weights : mapping of str to float
        How much each word, in lower case, speaks for abuse; the heaviest are attacked first.
    chance : random.Random
        Makes the attack's random choices.

    Returns
    -------
    str
    """
    if attack in _WHOLE:
        return f"{text} {' '.join(chance.choices(_KIND, k=_WHOLE[attack][strength - 1]))}"
    words = sorted(_WORD.finditer(text), key=lambda match: -weights.get(match[0].lower(), 0.0))
    chosen = {match.start() for match in (words[: {1: 1, 2: 3}.get(strength, len(words))])}
    hidden = _WORD.sub(lambda match: _WORDS[attack](match[0], chance) if match.start() in chosen else match[0], text)
    return _JOINED.sub("", hidden)


def padded(text: str, kind: Sequence[str], characters: int, chance: random.Random) -> tuple[str, str]:
    """A comment at a random place among others, and the others alone.

    Parameters
    ----------
    text : str
        The comment.
    kind : sequence of str
        The other comments, drawn with replacement.
    characters : int
        How many characters the others have together, at least.
    chance : random.Random

    Returns
    -------
    hidden, alone : str
    """
    others: list[str] = []
    length = 0
    while length < characters:
        others.append(chance.choice(kind))
        length += len(others[-1])
    at = chance.randrange(len(others) + 1)
    return " ".join([*others[:at], text, *others[at:]]), " ".join(others)
