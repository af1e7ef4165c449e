"""Disguise rows for training, as somebody would who wants to evade a filter.

Their words are respelled, or harmless ones are put around them. Civil rows are disguised as well, so that disguise
itself does not come to mean abuse. The tables are not those of ``stancekit.audit``, whose figures would otherwise
measure what was learned by heart.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sources import Row

__all__ = ["disguised"]

_WORD = re.compile(r"[^\W\d_]{3,}")
_SIGNS = {"a": "4@^", "b": "68", "e": "3&", "g": "96", "i": "1!|", "l": "1|", "o": "0", "s": "5$", "t": "7+", "z": "2"}
_ALIKE = {"a": "ạӓ", "c": "ç¢", "e": "ėē", "i": "ìɨ", "o": "öσ", "n": "ηñ", "r": "г", "t": "ţτ", "u": "υü", "y": "ýγ"}
_NEAR = {"a": "qw", "e": "wd", "i": "uk", "o": "il", "s": "aw", "t": "rg", "r": "et", "n": "bh", "l": "ok", "d": "se"}

_HARMLESS = """
apple apron attic autumn balcony balloon barn basket bench birthday bloom bonnet bookshop breeze brook bubble butter
button cabin cake candle canoe carpet cartoon cathedral chalk cheese cherry chestnut choir cinema clean cloud clover
cobbler coffee comfy compass concert cosy cotton cousin cream crayon cupboard daisy dance delightful dinner doorway
drum duckling easel elm fern festival fiddle fresh glad glove grandma grass grateful harvest hazel honey hooray jam
jigsaw jolly jumper kind kite lake lantern lavender leaf lemon lighthouse linen lunch maple marble marmalade melody
mild mint mitten music nutmeg oatmeal pancake parade peach pear pebble piano pie pillow pleasant pond postcard pottery
pudding quilt rain raisin recipe ribbon robin saffron sandal scarf seaside shed sketch snow soft song spoon stamp
swallow sweet teapot terrace thankful ticket toast train tulip umbrella valley velvet violin walnut waterfall willow
windmill wonderful woodland wool
"""
_LONGEST_AMID, _LONGEST = 200, 400  # characters; more would be cut out of what the network reads

Change = Callable[[str, random.Random], str]


def _one_letter(change: Change) -> Change:
    def changed(word: str, chance: random.Random) -> str:
        at = chance.randrange(1, len(word))
        return word[:at] + change(word[at], chance) + word[at + 1 :]

    return changed


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _cut(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return f"{word[:at]}{chance.choice(' -_.')}{word[at:]}"


def _alike(word: str, chance: random.Random) -> str:
    table = chance.choice((_SIGNS, _ALIKE))
    return "".join(chance.choice(table[one]) if one in table and chance.random() < 0.7 else one for one in word.lower())


_CHANGES: tuple[Change, ...] = (
    _alike,
    _swapped,
    _cut,
    _one_letter(lambda letter, chance: ""),
    _one_letter(lambda letter, chance: letter * chance.randint(2, 6)),
    _one_letter(lambda letter, chance: chance.choice(_NEAR.get(letter.lower(), letter))),
    _one_letter(lambda letter, chance: chance.choice("*#-_%")),
    lambda word, chance: chance.choice((" ", "_", "*", "·")).join(word),
    lambda word, chance: re.sub("(?i)[aeiou]", "", word[1:]).join((word[0], "")),
)


def disguised(rows: Sequence[Row], share: float, seed: int, talk: Sequence[str] | None = None) -> list[Row]:
    """Copies of some rows, with some or all of their words disguised, or harmless ones before or after them.

    Parameters
    ----------
    rows : sequence of Row
    share : float
        Which part of them, in [0, 1].
    seed : int
        Seed of the choice and of the disguises.
    talk : sequence of str, optional
        Harmless comments. If given, rows that are short enough get harmless words or comments around them.

    Returns
    -------
    list of Row
        Without their stance.
    """
    chance = random.Random(seed)
    return [
        replace(
            row,
            text=_respelt(row.text, chance) if talk is None else _amid(row.text, talk, chance),
            stance=None,
            thread=row.thread or row.text,
        )
        for row in rows
        if row.abuse and (talk is None or len(row.text) <= _LONGEST_AMID) and chance.random() < share
    ]


def _amid(text: str, talk: Sequence[str], chance: random.Random) -> str:
    if chance.random() < 0.5:
        others = chance.choices(_HARMLESS.split(), k=chance.randint(8, 40))
    else:
        others = [chance.choice(talk) for _ in range(chance.randint(1, 4))]
    around, at = [text], len(text)
    for other in others:
        at += len(other) + 1
        if at <= _LONGEST:
            around.append(other)
    before = chance.choice((0, len(around) - 1, chance.randrange(len(around))))
    return " ".join([*around[1 : 1 + before], text, *around[1 + before :]])


def _respelt(text: str, chance: random.Random) -> str:
    change, how_many = chance.choice(_CHANGES), chance.choice((0.3, 0.6, 1.0))
    return _WORD.sub(lambda match: change(match[0], chance) if chance.random() < how_many else match[0], text)
