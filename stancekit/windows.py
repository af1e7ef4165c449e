"""Long comments read window by window: two hundred kind words around one threat leave it a threat.

Scored as a whole, a comment is as bad as its words are on average, so kind words can hide an insult. A long comment is
therefore cut into windows of whole sentences, and the worst window counts if it is worse than the whole. The worst of
many scores above the whole even if all are harmless, so a window's score is discounted; and comments of the usual
length are only read as a whole, so as not to flag parts of many harmless ones for the sake of a few padded ones.

A network that reads only so much at once leaves out the middle of what is longer. So its comments of up to twice that
length are read in wide windows of that length. No part of them stays unread, and hardly more harmless ones are flagged.

A window of sentences hides an insult among its neighbours, too, and one of half a sentence may sound worse than it is.
So a model that can afford it reads the worst few windows again in halves: the insult is in one of them, while what
only sounded bad seldom sounds so in either length.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from stancekit.text import straight

__all__ = ["Windows"]

_BLANK, _LINE_FEED, _STOP, _CLOSING = range(1, 5)
_BETWEEN_TEXTS = "\0"  # neither ends a sentence nor separates words


@dataclass(frozen=True)
class Windows:
    """How to split long comments.

    Parameters
    ----------
    longer_than : int
        Comments of at most this many characters are not split.
    characters : int
        The greatest length of a window.
    discount : float
        Subtracted from the log-odds of a window.
    again : int, default=0
        How many of a text's worst windows are read again in halves. Then only these count, each with the mean of its
        own score and of its worse half's.
    wide : int, default=0
        Comments of up to twice this many characters are split into windows of this many, which are not read again.
    wide_discount : float, default=0.0
        Subtracted from the log-odds of these.
    """

    longer_than: int
    characters: int
    discount: float
    again: int = 0
    wide: int = 0
    wide_discount: float = 0.0

    def __post_init__(self) -> None:
        above_0 = all(type(one) is int and one > 0 for one in (self.longer_than, self.characters))
        from_0 = all(type(one) is int and one >= 0 for one in (self.again, self.wide))
        if not (above_0 and from_0 and all(0 <= one < inf for one in (self.discount, self.wide_discount))):
            raise ValueError(f"windows are out of range: {self}")

    def parts(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Where the windows of each text begin and end: whole sentences, as many as fit.

        Parameters
        ----------
        texts : sequence of str of length n_samples
            The texts as written.

        Returns
        -------
        ndarray of shape (n_parts, 3)
            For each window the index of its text, and where it begins and ends there; in order. Windows cover each long
            text without a gap; a short text has none. A sentence too long for a window is cut between words, a word too
            long is cut anywhere.

        Examples
        --------
        >>> texts = ["Short!", "Short. Two of a kind. And a last one!"]
        >>> Windows(30, 20, 0.1).parts(texts).tolist()
        [[1, 0, 7], [1, 7, 22], [1, 22, 37]]
        >>> Windows(30, 20, 0.1, wide=30).parts(texts).tolist()
        [[1, 0, 22], [1, 22, 37]]
        """
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        rows = np.flatnonzero(lengths > self.longer_than)
        if not len(rows):
            return np.empty((0, 3), dtype=np.int64)
        behind = np.cumsum(lengths[rows] + 1) - 1  # where each long text ends, all of them laid end to end
        first = behind - lengths[rows]
        sizes = np.where(lengths[rows] > 2 * self.wide, self.characters, self.wide)
        sentences, words = _ends_of_sentences_and_words([texts[row] for row in rows.tolist()])
        found = []
        left, begins = np.arange(len(rows)), first
        while len(left):
            limits = begins + sizes[left]
            ends = _last(sentences, limits)
            if len(is_none := np.flatnonzero(ends <= begins)):
                ends[is_none] = _last(words, limits[is_none])
                ends = np.where(ends > begins, ends, limits)
            ends = np.where(limits < behind, ends, behind)
            found.append((left, begins, ends))
            goes_on = np.flatnonzero(ends < behind)
            left, begins, behind = left[goes_on], ends[goes_on], behind[goes_on]
        text, begins, ends = (np.concatenate(one) for one in zip(*found, strict=True))
        parts = np.stack([rows[text], begins - first[text], ends - first[text]], axis=1)
        return parts[np.argsort(begins)]

    def read_again(
        self,
        texts: Sequence[str],
        parts: NDArray[np.int64],
        margins: NDArray[np.float64],
        read: Callable[[list[str], list[int]], NDArray[np.float64]],
    ) -> NDArray[np.float64]:
        """The scores of windows, the worst of each text read again in halves.

        Parameters
        ----------
        texts : sequence of str of length n_samples
            The texts as written.
        parts : ndarray of shape (n_windows, 3)
            Their windows, as from `parts`.
        margins : ndarray of shape (n_windows,)
            Scores of the windows; the higher, the worse.
        read : callable
            Scores strings, given the index of the text that each is from.

        Returns
        -------
        ndarray of shape (n_windows,)
            As they were if ``again`` is 0; else minus infinity for windows that were not read again, but for wide ones.
        """
        if not self.again:
            return margins
        narrow = np.flatnonzero(self._are_narrow(texts, parts))
        order = narrow[np.lexsort((-margins[narrow], parts[narrow, 0]))]
        rows = parts[order, 0]
        worst = order[np.arange(len(order)) - np.searchsorted(rows, rows) < self.again]
        windows = [texts[row][begin:end] for row, begin, end in parts[worst].tolist()]
        halves = Windows(1, max(self.characters // 2, 1), 0.0).parts(windows)  # or what whole sentences make of them
        strings = [windows[at][begin:end] for at, begin, end in halves.tolist()]
        worse = np.full(len(worst), -np.inf)
        np.maximum.at(worse, halves[:, 0], read(strings, parts[worst[halves[:, 0]], 0].tolist()))
        found = margins.copy()
        found[narrow] = -np.inf
        found[worst] = (margins[worst] + np.where(worse > -np.inf, worse, margins[worst])) / 2
        return found

    def worst(
        self,
        texts: Sequence[str],
        parts: NDArray[np.int64],
        whole: NDArray[np.float64],
        margins: NDArray[np.float64],
        temperature: float,
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The score of each comment, given its score as a whole and those of its windows.

        Parameters
        ----------
        texts, parts, margins
            As `read_again` takes them.
        whole : ndarray of shape (n_samples,)
            Scores of the texts; the higher, the worse.
        temperature : float
            Scores divided by this are log-odds.

        Returns
        -------
        scores : ndarray of shape (n_samples,)
        deciding : ndarray of shape (n_deciding,)
            The index of the worst window of each comment in which one scores above the whole, ascending.
        """
        discounts = np.where(self._are_narrow(texts, parts), self.discount, self.wide_discount)
        rows, scores, margins = parts[:, 0], whole.copy(), margins - discounts * temperature
        first = np.flatnonzero(np.diff(rows, prepend=-1))  # the first window of each comment
        worst = np.maximum.reduceat(margins, first)
        worst[worst <= whole[rows[first]]] = np.inf  # equal to no window's
        deciding = np.flatnonzero(margins == np.repeat(worst, np.diff(first, append=len(rows))))
        deciding = deciding[np.diff(rows[deciding], prepend=-1) > 0]
        scores[rows[deciding]] = margins[deciding]
        return scores, deciding

    def _are_narrow(self, texts: Sequence[str], parts: NDArray[np.int64]) -> NDArray[np.bool_]:
        lengths = np.fromiter((len(texts[row]) for row in parts[:, 0].tolist()), dtype=np.int64, count=len(parts))
        narrow: NDArray[np.bool_] = lengths > 2 * self.wide
        return narrow


def _class_of(character: str) -> int:
    if character.isspace():
        return _LINE_FEED if character == "\n" else _BLANK
    return _STOP if character in ".!" else _CLOSING if character in "\"')]" else 0


_CLASSES = bytes(_class_of(chr(code)) for code in range(256))


def _ends_of_sentences_and_words(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where sentences and where words end in the texts, laid end to end; a 0 comes before each.

    A sentence ends after the blanks that follow a full stop, or a quotation mark or bracket closed after it, and at the
    end of a line.
    """
    stopped = straight(_BETWEEN_TEXTS.join(texts)).replace("?", "!").replace("…", "!")
    data = stopped.encode("latin-1", "replace")  # a byte each; any other character is a "?" from here on
    classes = np.frombuffer(data.translate(_CLASSES), dtype=np.uint8)
    edges = np.flatnonzero(classes[1:] != classes[:-1]) + 1  # where runs of a class end
    runs = np.zeros(len(edges) + 2, dtype=np.uint8)
    runs[2:] = classes[edges - 1]
    before_last, last, this = runs[:-2], runs[1:-1], runs[2:]
    is_stopped = (last == _STOP) | ((last == _CLOSING) & (before_last == _STOP))
    is_end = (this == _LINE_FEED) | ((this == _BLANK) & is_stopped)
    blanks = np.flatnonzero((classes == _BLANK) | (classes == _LINE_FEED)) + 1
    return np.append(0, edges[is_end]), np.append(0, blanks)


def _last(ends: NDArray[np.int64], limits: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each limit, the last of some ascending ends that is not above it."""
    found: NDArray[np.int64] = ends[ends.searchsorted(limits, side="right") - 1]
    return found
