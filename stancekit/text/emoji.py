"""Emoji that stand in for a word: whoever writes "you 🤡" calls somebody a clown.

Only those are listed that a comment may hinge on: what people are called or threatened with, who is meant, and yes and
no. Moods (😂, ❤) say little about the comment that they follow, and a word for each would drown out its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from stancekit.text.edits import Edit

__all__ = ["EMOJI", "spoken"]

_MEANINGS = {
    "clown": "🤡", "shit": "💩", "fuck you": "🖕", "trash": "🗑 🚮", "liar": "🤥", "troll": "🧌", "zombie": "🧟",
    "nerd": "🤓", "brain": "🧠", "boring": "🥱", "disgusting": "🤢 🤮", "virus": "🦠",
    "pig": "🐷 🐖 🐽", "rat": "🐀 🐁", "snake": "🐍", "monkey": "🐒 🐵", "ape": "🦍 🦧", "sheep": "🐑", "cow": "🐄 🐮",
    "dog": "🐕 🐶", "chicken": "🐔 🐓", "donkey": "🫏", "cockroach": "🪳", "worm": "🪱",
    "knife": "🔪 🗡", "gun": "🔫", "bomb": "💣", "axe": "🪓", "coffin": "⚰", "grave": "🪦",
    "man": "👨", "black man": "👨🏾 👨🏿", "woman": "👩", "black woman": "👩🏾 👩🏿", "lgbt": "🏳🌈", "trans": "🏳⚧ ⚧",
    "muslim": "🧕", "islam": "☪", "jewish": "✡", "christian": "✝", "disabled": "♿ 🦽 🦼",
    "agree": "👍", "disagree": "👎", "yes": "✅ ✔", "no": "❌ 🚫 ⛔ 🙅",
}  # fmt: skip
_WORDS = {sign: word for word, signs in _MEANINGS.items() for sign in signs.split()}

# The first sign of each; a search that leaps from one sign beyond ASCII to the next is several times as fast.
EMOJI = rf"[^\x00-\x7f](?<=[{''.join(sorted({sign[0] for sign in _WORDS}))}])"
_JOINING = "\ufe0f\u200d"
_DRAWN = f"{_JOINING}\U0001f3fb-\U0001f3ff♀♂"  # how it is drawn: in colour, for whom
_SIGN = "|".join(f"[{_JOINING}]*".join(sign) for sign in sorted(_WORDS, key=len, reverse=True))
_ONE = re.compile(rf"({_SIGN})[{_DRAWN}]*")
_FIRST, _RUN = re.compile(EMOJI), re.compile(rf"(?:{_ONE.pattern})+")


def spoken(text: str) -> Iterator[Edit]:
    """Emoji as the words that they stand for, but not inside a word: there they disguise it (``id🔪iot``)."""
    for run in _runs(text):
        before, behind = text[max(run.start() - 1, 0) : run.start()], text[run.end() : run.end() + 1]
        if not (before.isalnum() and behind.isalnum()):
            signs = [re.sub(f"[{_JOINING}]", "", one[1]) for one in _ONE.finditer(run[0])]
            words = " ".join(_WORDS[sign] for sign, _ in groupby(signs))
            yield *run.span(), f"{_gap(before)}{words}{_gap(behind)}"


def _runs(text: str) -> Iterator[re.Match[str]]:
    done = 0
    for first in _FIRST.finditer(text):
        if first.start() >= done and (run := _RUN.match(text, first.start())):
            done = run.end()
            yield run


def _gap(neighbour: str) -> str:
    return " " if neighbour and not neighbour.isspace() else ""
