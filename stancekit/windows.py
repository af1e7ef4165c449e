"""Long comments read window by window: two hundred kind words around one threat leave it a threat.

Scored as a whole, a comment is as bad as its words are on average, and who wants to insult unseen adds kind ones. So a
long comment is cut into windows of whole sentences, and the worst of them counts where it is worse than the whole. The
worst of many is higher than the whole even where all are harmless, so a window's score is discounted; and comments of
the usual length are read as a whole, lest many parts of harmless ones be flagged for the sake of few padded ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Windows"]

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+|\n+")


@dataclass(frozen=True)
class Windows:
    """How long comments are read.

    Parameters
    ----------
    longer_than : int
        Comments of no more characters are read as a whole only.
    characters : int
        How long a window is at most.
    discount : float
        What a window's score gives up.
    """

    longer_than: int
    characters: int
    discount: float

    def __post_init__(self) -> None:
        if not (self.longer_than > 0 and self.characters > 0 and self.discount >= 0):
            raise ValueError(f"windows are out of range: {self}")

    def spans(self, text: str) -> list[Span]:
        """Where the windows of a text begin and end: whole sentences, as many as fit.

        Parameters
        ----------
        text : str
            The text as written.

        Returns
        -------
        list of (start, end)
            They cover the text without a gap; none where it is short. A sentence that fits into no window is cut
            between words, a word that does not is cut anywhere.

        Examples
        --------
        >>> Windows(30, 20, 0.1).spans("Short. Two of a kind. And a last one!")
        [(0, 7), (7, 22), (22, 37)]
        """
        if len(text) <= self.longer_than:
            return []
        spans: list[Span] = []
        begin = start = end = 0  # of the last window, and of a sentence or the part of one that it may take in
        for sentence_end in (*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)):
            while start < sentence_end:
                if (end := sentence_end) - start > self.characters:
                    end = text.rfind(" ", start, start + self.characters) + 1
                    end = end if end > start else start + self.characters
                if end - begin > self.characters and begin < start:
                    spans.append((begin, start))
                    begin = start
                start = end
        return [*spans, (begin, end)]

    def worst(
        self, whole: NDArray[np.float64], rows: NDArray[np.int64], margins: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The score of each comment, given its score as a whole and those of its windows.

        Parameters
        ----------
        whole : ndarray of shape (n_samples,)
            Scores of the comments; the higher, the worse.
        rows : ndarray of shape (n_windows,)
            Which comment each window is of, rising.
        margins : ndarray of shape (n_windows,)
            Scores of the windows.

        Returns
        -------
        scores : ndarray of shape (n_samples,)
        deciding : ndarray of shape (n_samples,)
            The number of the window that the score comes from; -1 where the whole is no better.
        """
        scores, deciding = whole.copy(), np.full(len(whole), -1)
        margins = margins - self.discount
        order = np.lexsort((margins, rows))
        last = order[np.append(np.flatnonzero(np.diff(rows[order])), len(order) - 1)] if len(order) else order
        last = last[margins[last] > whole[rows[last]]]
        scores[rows[last]], deciding[rows[last]] = margins[last], last
        return scores, deciding
