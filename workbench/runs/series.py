"""A curve that grows: appending is cheap, and what somebody holds never changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_START = 256


class Series:
    """Points (x, y) as an immutable value over a shared buffer; x never falls.

    ``append`` returns a new series. The buffer grows by doubling and is shared by a series and its
    successor, as a slice of Go is; only when a series is continued twice is it copied.
    """

    __slots__ = ("_buffer", "_length", "_used")

    def __init__(self) -> None:
        self._buffer = np.empty((2, _START))
        self._used = [0]
        self._length = 0

    @property
    def x(self) -> Floats:
        return self._buffer[0, : self._length]

    @property
    def y(self) -> Floats:
        return self._buffer[1, : self._length]

    def __len__(self) -> int:
        return self._length

    def until(self, x: float) -> Series:
        """Return the series up to and with ``x``."""
        cut = Series.__new__(Series)
        cut._buffer, cut._used = self._buffer, self._used
        cut._length = int(np.searchsorted(self.x, x, side="right"))
        return cut

    def append(self, x: float, y: float) -> Series:
        """Return the series with one more point."""
        return self.extend((x,), (y,))

    def extend(self, x: Sequence[float] | Floats, y: Sequence[float] | Floats) -> Series:
        """Return the series with more points, which are as many in ``x`` as in ``y``."""
        grown = Series.__new__(Series)
        length = self._length + len(x)
        is_tip = self._used[0] == self._length
        if is_tip and length <= self._buffer.shape[1]:
            grown._buffer, grown._used = self._buffer, self._used
        else:
            grown._buffer = np.empty((2, max(_START, 2 * self._length, length)))
            grown._buffer[:, : self._length] = self._buffer[:, : self._length]
            grown._used = [self._length]
        grown._buffer[0, self._length : length] = x
        grown._buffer[1, self._length : length] = y
        grown._length = length
        grown._used[0] = length
        return grown
