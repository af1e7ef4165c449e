"""The plain forms of many words and texts, found all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stancekit.text.characters import FoldTable, fold, latin
from stancekit.text.disguises import (
    EDGES,
    LEET_TRACE,
    MOST_ROUNDS,
    SEPARATOR,
    SHORTEST_CUT,
    STRETCHED,
    TRACE,
    edited,
    misspelt,
    undone_once,
)
from stancekit.text.spelling import is_common, is_fragment

__all__ = ["joined", "normalise_texts", "normalise_words", "stages"]

_BUT_THE_LAST = ("spelled", "leet", "masked", "stretch", "cut")  # misspellings are undone when all else is

_SEPARATED = FoldTable(latin)
_SEPARATED[ord(SEPARATOR)] = SEPARATOR


class Plain(NamedTuple):
    """Words in their plain form.

    Parameters
    ----------
    words : list of str
        ``normalise(word).text`` of each.
    leaning : list of int
        The numbers of the words in which a disguise was found: what is undone in them may hang on the punctuation
        before them.
    fragments : list of int
        The numbers of the words that may be one half of a word that was cut in two.
    """

    words: list[str]
    leaning: list[int]
    fragments: list[int]


def normalise_texts(texts: Sequence[str]) -> list[str]:
    """The plain forms of many texts, found all at once.

    Parameters
    ----------
    texts : sequence of str
        Any text, lone surrogates included.

    Returns
    -------
    list of str
        ``normalise(text).text`` of each.

    Examples
    --------
    >>> normalise_texts(["You 1d10t", "i d i o t", "stup id"])
    ['you idiot', 'idiot', 'stupid']
    """
    plain = list(map(fold, texts))
    changing = list(range(len(plain)))
    for _ in range(MOST_ROUNDS if plain else 0):
        was = [plain[number] for number in changing]
        now = undone_once(SEPARATOR.join(was), (*_BUT_THE_LAST, "misspelt")).split(SEPARATOR)
        for number, text in zip(changing, now, strict=True):
            plain[number] = text
        changing = [number for number, before, text in zip(changing, was, now, strict=True) if text != before]
        if not changing:
            break
    return plain


def normalise_words(words: Sequence[str]) -> Plain:
    """The plain forms of many strings without blanks, found all at once.

    Parameters
    ----------
    words : sequence of str, not empty
        None of them empty or with an ASCII blank or control character in it.

    Returns
    -------
    Plain

    Examples
    --------
    >>> normalise_words(["Sooooo", "well-known", "1d10t!", "otic"])
    Plain(words=['soo', 'well-known', 'idiot!', 'otic'], leaning=[2], fragments=[3])
    """
    folded = _folded(words)
    plain, fragments = folded.copy(), set()
    for numbers, found, spelt in _rounds(folded):
        fragments |= {number for number, word in zip(numbers, found, strict=True) if is_fragment(word.strip(EDGES))}
        for number, word in zip(numbers, spelt, strict=True):
            plain[number] = word
    leaning = [
        number
        for number, (word, written) in enumerate(zip(plain, folded, strict=True))
        if not written.isalpha() and _is_disguised(written, word)
    ]
    return Plain(plain, leaning, sorted(fragments))


def stages(words: Sequence[str]) -> list[set[str]]:
    """What each word is while it is normalised, round by round, without the punctuation around it.

    Parameters
    ----------
    words : sequence of str
        As for ``normalise_words``.

    Returns
    -------
    list of set of str

    Examples
    --------
    >>> [sorted(forms) for forms in stages(["Idoit!", "otic"])]
    [['idiot', 'idoit'], ['otic']]
    """
    folded = _folded(words)
    found: list[set[str]] = [set() for _ in words]
    for numbers, *forms in _rounds(folded):
        for number, *both in zip(numbers, *forms, strict=True):
            found[number].update(form.strip(EDGES) for form in both)
    return found


def joined(before: set[str], after: set[str]) -> bool:
    """Whether two neighbours, given their stages, may become one word."""
    return any(is_common(one + other) for one in before for other in after if len(one + other) >= SHORTEST_CUT)


def _rounds(folded: list[str]) -> Iterator[tuple[list[int], list[str], list[str]]]:
    """What normalising makes of words, round by round: which may have changed, undisguised, and rightly spelt."""
    undisguised = STRETCHED.sub(r"\1\1", _joined_ascii(folded)).split(SEPARATOR)
    for number, word in enumerate(folded):
        if not word.isascii():
            undisguised[number] = STRETCHED.sub(r"\1\1", word)
    traced = [
        number
        for number, (word, written) in enumerate(zip(undisguised, folded, strict=True))
        if not word.isalpha() and (TRACE.search(written) or (word != written and TRACE.search(word)))
    ]
    before = undisguised.copy()
    for number, word in zip(traced, _undone([folded[number] for number in traced]), strict=True):
        before[number], undisguised[number] = folded[number], word
    numbers = list(range(len(folded)))
    for _ in range(MOST_ROUNDS):
        text = SEPARATOR.join(undisguised)
        spelt = edited(text, list(misspelt(text))).split(SEPARATOR)
        yield numbers, undisguised, spelt
        left = [at for at, (word, was) in enumerate(zip(spelt, before, strict=True)) if word != was]
        left = [at for at in left if not spelt[at].isalpha()]
        if not left:
            break
        numbers, before = [numbers[at] for at in left], [spelt[at] for at in left]
        undisguised = _undone(before)


def _folded(words: Sequence[str]) -> list[str]:
    folded = _joined_ascii(words).translate(_SEPARATED).split(SEPARATOR)
    for number, word in enumerate(words):
        if not word.isascii():
            folded[number] = fold(word)
    return folded


def _joined_ascii(words: Sequence[str]) -> str:
    """The words, those that are not ASCII left blank: ASCII alone is translated and searched several times as fast."""
    return SEPARATOR.join([word if word.isascii() else "" for word in words])


def _undone(words: Sequence[str]) -> list[str]:
    return undone_once(SEPARATOR.join(words), _BUT_THE_LAST).split(SEPARATOR) if words else []


def _is_disguised(folded: str, plain: str) -> bool:
    return bool(LEET_TRACE.search(folded)) or STRETCHED.sub(r"\1\1", folded) != plain
