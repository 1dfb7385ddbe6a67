"""Memory for many examples, or long columns: taken page by page as it is filled, given back as a whole.

For a large array NumPy asks Linux for pages of 2 MiB. To find and to clear these takes more than twice as
long as small ones, and five times where the machine is a virtual one, whose host is slow to hand them out.
"""

from __future__ import annotations

import math
import mmap
import sys
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_LARGE = 4 << 20


def room_for(shape: tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
    """Return an array (zeros) of this shape and kind that begins at a page of memory.

    MemoryError when there is not as much.
    """
    kind = np.dtype(kind)
    size = math.prod(shape) * kind.itemsize
    if size == 0:
        return np.empty(shape, kind)
    try:
        memory = mmap.mmap(-1, size, access=mmap.ACCESS_COPY)
    except OSError as failure:
        raise MemoryError(f"{size:,} bytes for values of the shape {shape}") from failure
    return np.frombuffer(memory, kind).reshape(shape)


def room_for_column(count: int, kind: DTypeLike) -> NDArray[Any]:
    """Return an array (count,) of anything, as ``np.empty`` does; a large one as ``room_for`` does."""
    is_large = count * np.dtype(kind).itemsize >= _LARGE
    return room_for((count,), kind) if is_large and sys.platform == "linux" else np.empty(count, kind)
