"""Memory for many examples: taken page by page as it is filled, and given back as a whole."""

from __future__ import annotations

import math
import mmap
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


def room_for(shape: tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
    """Return an array (zeros) of this shape and kind that begins at a page of memory.

    NumPy would ask for huge pages. Where the machine is a virtual one, its host is slow to hand these out: to
    write for the first time takes five times as long. MemoryError when there is not as much.
    """
    kind = np.dtype(kind)
    size = math.prod(shape) * kind.itemsize
    if size == 0:
        return np.empty(shape, kind)
    try:
        memory = mmap.mmap(-1, size, access=mmap.ACCESS_COPY)
    except OSError as failure:
        raise MemoryError(f"{size:,} bytes for examples of the shape {shape}") from failure
    return np.frombuffer(memory, kind).reshape(shape)
