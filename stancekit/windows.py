"""Long comments read window by window: two hundred kind words around one threat leave it a threat.

Scored as a whole, a comment is as bad as its words are on average, and who wants to insult unseen adds kind ones. So a
long comment is cut into windows of whole sentences, and the worst of them counts where it is worse than the whole. The
worst of many is higher than the whole even where all are harmless, so a window's score is discounted; and comments of
the usual length are read as a whole, lest many parts of harmless ones be flagged for the sake of few padded ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

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
        characters = self.characters
        for sentence_end in [*[match.end() for match in _SENTENCE_END.finditer(text)], len(text)]:
            while start < sentence_end:
                end = sentence_end
                if end - start > characters:
                    end = text.rfind(" ", start, start + characters) + 1
                    if end <= start:
                        end = start + characters
                if end - begin > characters and begin < start:
                    spans.append((begin, start))
                    begin = start
                start = end
        return [*spans, (begin, end)]

    def parts(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """The windows of many texts, as `spans` gives them.

        Returns
        -------
        ndarray of shape (n_parts, 3)
            The row of the text in which a window is, and where it begins and ends there; rows rise.
        """
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        rows = np.flatnonzero(lengths > self.longer_than)
        spans = [self.spans(texts[row]) for row in rows.tolist()]
        places = np.fromiter(chain.from_iterable(chain.from_iterable(spans)), dtype=np.int64).reshape(-1, 2)
        return np.column_stack([np.repeat(rows, [*map(len, spans)]), places])

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
        deciding : ndarray of shape (n_deciding,)
            The number of the window that a score comes from, for each comment of which the whole is no worse.
        """
        scores = whole.copy()
        margins = margins - self.discount
        order = np.lexsort((margins, rows))
        last = order[np.append(np.flatnonzero(np.diff(rows[order])), len(order) - 1)] if len(order) else order
        deciding = last[margins[last] > whole[rows[last]]]
        scores[rows[deciding]] = margins[deciding]
        return scores, deciding
