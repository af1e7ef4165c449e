"""Several weights in each number of 64 bits, so that one look-up and one sum serve two or four outputs."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stancekit.features.grams import Hashes, Ints, buckets_of

__all__ = ["Lanes"]

# In a table four weights of 16 bits share a number; where they are added, two of 32 bits do.
_LOW, _SHIFT, _UPPER = np.uint64(0x0000FFFF0000FFFF), np.uint64(16), np.uint64(32)
_BIAS = 1 << 15  # makes weights positive, so that they fit beside each other
_BIASES = np.uint64(_BIAS << 32 | _BIAS)

_Halves: TypeAlias = NDArray[np.uint32]


class Lanes:
    """The weights of all outputs, and sums of them.

    A row of sums holds those of two outputs modulo 2**64: both are exact while they stay below 2**31.

    Parameters
    ----------
    coef : ndarray of shape (n_outputs, n_buckets), int16
        The weights.

    Examples
    --------
    >>> coef = np.array([[3, -1], [-7, 5], [0, 2]], dtype=np.int16)
    >>> lanes = Lanes(coef)
    >>> weights = lanes.look_up(np.array([1, 0, 1], dtype=np.uint64) << np.uint64(63))
    >>> lanes.unpack(weights).tolist(), lanes.unpack(weights.sum(axis=1, keepdims=True)).ravel().tolist()
    ([[-1, 3, -1], [5, -7, 5], [2, 0, 2]], [1, 3, 4])
    """

    def __init__(self, coef: NDArray[np.int16]) -> None:
        self._n_outputs, self._n_buckets = coef.shape
        n_fours = -(-self._n_outputs // 4)
        biased = np.zeros((self._n_buckets, 4 * n_fours), dtype="<u2")
        biased[:, : self._n_outputs] = (
            coef.view(np.uint16) ^ np.uint16(_BIAS)
        ).T  # coef + 2**15, as its sign bit turns
        # Of the sixteen bits each, outputs 0 and 2 are those that ``_LOW`` keeps.
        self._tables = np.ascontiguousarray(biased.view("<u8").T)

    @property
    def n_rows(self) -> int:
        """How many rows of sums there are."""
        return 2 * len(self._tables)

    def look_up(self, hashes: Hashes | _Halves) -> Hashes:
        """The weights of features.

        Parameters
        ----------
        hashes : ndarray of shape (n_features,)

        Returns
        -------
        ndarray of shape (n_rows, n_features)
        """
        found = np.empty((self.n_rows, len(hashes)), dtype=np.uint64)
        buckets = buckets_of(hashes, self._n_buckets)
        for four, table in enumerate(self._tables):
            weights = table.take(buckets, mode="clip")
            np.bitwise_and(weights, _LOW, out=found[2 * four])
            np.bitwise_and(weights >> _SHIFT, _LOW, out=found[2 * four + 1])
        found -= _BIASES
        return found

    def unpack(self, sums: Hashes) -> Ints:
        """Each output's sums, shape (n_outputs, n_sums), of rows of sums."""
        low = sums.astype(np.uint32).view(np.int32)
        high = ((sums - low.astype(np.int64).astype(np.uint64)) >> _UPPER).astype(np.uint32).view(np.int32)
        four = np.stack([low[0::2], low[1::2], high[0::2], high[1::2]], axis=1, dtype=np.int64)
        return four.reshape(-1, sums.shape[1])[: self._n_outputs]
