"""Memory for the long columns of a table, taken page by page as it is filled."""

from __future__ import annotations

import mmap
import sys
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_LARGE = 4 << 20


def empty(count: int, dtype: DTypeLike) -> NDArray[Any]:
    """Return an array (count,) of anything, as ``np.empty`` does.

    For a large one NumPy asks Linux for pages of 2 MiB. To find and to clear these takes more than twice as
    long as small ones, and many columns that grow side by side wait for it at every turn.
    """
    size = count * np.dtype(dtype).itemsize
    if sys.platform != "linux" or size < _LARGE:
        return np.empty(count, dtype=dtype)
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return np.frombuffer(memory, dtype=dtype)
