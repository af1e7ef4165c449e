"""The normalised view of a text: disguises undone, with a way back to what was written.

Ten steps, each with a name and a switch, in this order:

fold
    Case, compatibility forms (``ｗｉｄｅ``, ``ﬁ``), accents, typographic quotes and dashes become their plain form;
    invisible characters, bidirectional controls and combining marks vanish; any white space becomes a blank.
lookalikes
    Letters of other scripts that look like a Latin one become it: ``іdiоt`` in Cyrillic. By the Unicode consortium's
    table of confusables (UTS 39), and for letters missing there by their Unicode names. In words that mix scripts, so
    do letters that are only drawn like one: ``丨ᗪ丨ㄖㄒ``, ``เ๔เ๏t`` (`stancekit.text.styles`).
escapes
    HTML's references to letters become them, and none to what is invisible: ``&#105;d&shy;iot``; harsh words lose the
    tags in them: ``id<b>i</b>ot``; signs lose the backslash that Markdown's editors put before them.
emoji
    Emoji that stand for a word become it: ``you 🤡``, ``👎`` (`stancekit.text.emoji`).
spelled
    Single letters separated by blanks or points become the words that they spell: ``i d i o t``, ``a.s.s``.
leet
    Digits and signs inside a word become the letters that they stand for: ``1d10t``, ``stup!d``. Numbers, ordinals,
    units, versions, addresses and code stay, and names such as ``c3po``.
masked
    A word with letters starred out is written out: ``f*ck``, ``s#!t``, ``f****ing``; ``th*s`` if it is a common one.
    Three stars or more may be any number of letters, one may be none: ``p****y``, ``c*unt``.
stretch
    A character repeated more than twice is repeated twice: ``sooooo`` and ``sooo`` are one word.
cut
    What blanks or signs part, and what are not all words, becomes the common word that it is together: ``stup id``,
    ``id.iot``, ``i🔥d🔥iot``, ``k|ll``; or the harsh one: ``ass-hole``. Signs between words, one of them harsh, become
    blanks: ``you_are_an_idiot``.
misspelt
    An unknown word becomes the common one that it is near to: ``stupdi``, ``phucking``, ``pthtc``
    (`stancekit.text.spelling`); a harsh one that it is backwards or scrambled, is drawn or sounds like: ``rnoron``,
    ``beetch``, ``fxck``; what it abbreviates or respells: ``kys``, ``fkn``; or several that it is made of, one of them
    harsh or the whole longer than words are: ``youareanidiot`` (`stancekit.text.unknown`). Harsh words lose apostrophes
    at their ends: ``'idiot'``. Names and rare words stay; so does whatever is in an address or a handle, and in a
    hashtag unless it is made of several words.

How they affect plain comments (`tests/bench/steps.py` on the corpus's test threads): of the 899 civil ones, lookalikes
change .1 %, misspelt .9 % and stretch 3.9 %, the others none, and none makes the encoder flag one more; of the 190
abusive ones it finds as many as when they are only folded.

Plain prose passes every step unchanged, but for its misspellings; disguises are looked for only where a regular
expression finds a trace of them. Where a writer's own spelling says more, as capitals and stretches do, the n-grams
read it as it was written (`stancekit.features.grams`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stancekit.errors import InputError
from stancekit.text.characters import TABLES, FoldTable, fold, fold_character, straight
from stancekit.text.disguises import MOST_ROUNDS, PARTING, finders, undone_once
from stancekit.text.edits import Edit, edited
from stancekit.text.links import without_links
from stancekit.text.removed import says_nothing
from stancekit.text.together import joined, normalise_texts, normalise_words, stages, words_that_stay

__all__ = [
    "PARTING",
    "STEPS",
    "Normalised",
    "fold",
    "fold_character",
    "joined",
    "normalise",
    "normalise_texts",
    "normalise_words",
    "says_nothing",
    "stages",
    "straight",
    "without_links",
    "words_that_stay",
]

STEPS = ("fold", "lookalikes", "escapes", "emoji", "spelled", "leet", "masked", "stretch", "cut", "misspelt")


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
        The steps that were taken, of ``STEPS``.
    """

    text: str
    original: str
    steps: tuple[str, ...] = STEPS

    def offsets(self) -> NDArray[np.int64]:
        """Where each character of the plain form stands in the original.

        Returns
        -------
        ndarray of shape (len(text) + 1,)
            Offsets into the original, ascending; the last is its length. ``original[offsets[i]:offsets[j]]`` is what
            was written for ``text[i:j]``.

        Examples
        --------
        >>> plain = normalise("Sooooo ﬁne")
        >>> plain.text, plain.offsets().tolist()
        ('soo fine', [0, 1, 2, 6, 7, 7, 8, 9, 10])
        """
        origin = np.arange(len(self.original) + 1)
        for text, edits in _edits(self.original, self.steps):
            pieces, done = [], 0
            for start, end, instead in edits:
                pieces += [origin[done:start], origin[start + _places(text[start:end], instead)]]
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
        The steps to take, of ``STEPS``; ``lookalikes`` includes ``fold``.

    Returns
    -------
    Normalised
        Normalising ``.text`` again changes nothing, unless one disguise hides behind another twenty times over;
        ``.offsets()`` maps back to the original.

    Raises
    ------
    InputError
        If the text is not a str, or there is no such step.

    Examples
    --------
    >>> normalise("It’s SO goooood — Ｗｏｗ!!!!").text
    "it's so good - wow!!"
    >>> normalise("Yоu 1d10t, what a p.i.l.e of sh*t on the 21st").text
    'you idiot, what a pile of shit on the 21st'
    """
    if not isinstance(text, str):
        raise InputError(f"text must be a str, got {type(text).__name__}")
    are_several = isinstance(steps, Iterable) and not isinstance(steps, str)
    taken = tuple(steps) if are_several else ()
    if not are_several or not all(step in STEPS for step in taken):
        raise InputError(f"steps must be some of {', '.join(STEPS)}, got {steps!r}")
    plain = text
    for table in _tables(taken):
        plain = plain.translate(table)
    return Normalised(_undone(plain, taken), text, taken)


def _undone(plain: str, steps: tuple[str, ...]) -> str:
    """What is left when the steps after the tables find nothing more to undo."""
    for _ in range(MOST_ROUNDS):
        before, plain = plain, undone_once(plain, steps)
        if plain == before:
            break
    return plain


def _places(old: str, new: str) -> NDArray[np.int64]:
    """Where each character that an edit writes comes from: itself, if all are there in order; else its share of all."""
    places: list[int] = []
    for one in new:
        places.append(old.find(one, places[-1] + 1 if places else 0))
        if places[-1] < 0:
            length = 0 if " " in new and len(new) > len(old) else len(old)  # an abbreviation's letters stay together
            return (np.arange(len(new)) * length) // len(new)
    return np.array(places, dtype=np.int64)


def _edits(text: str, steps: tuple[str, ...]) -> Iterator[tuple[str, list[Edit]]]:
    """The same as lists of edits, each with the text that it is to be applied to, which the one before leaves."""
    for table in _tables(steps):
        edits = [(at, at + 1, table[ord(one)]) for at, one in enumerate(text) if table[ord(one)] != one]
        yield text, edits
        text = edited(text, edits)
    for _ in range(MOST_ROUNDS):
        before = text
        for find in finders(steps):
            edits = list(find(text))
            yield text, edits
            text = edited(text, edits)
        if text == before:
            break


def _tables(steps: tuple[str, ...]) -> list[FoldTable]:
    if "lookalikes" in steps:
        return [TABLES["lookalikes"]]
    return [TABLES["fold"]] if "fold" in steps else []
