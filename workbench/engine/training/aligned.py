"""Large arrays that TensorFlow takes as they lie in memory, instead of making a copy of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

_ALIGNMENT = 64
"""Bytes: what TensorFlow's kernels and XLA expect of an address."""
_NUMBERS = "uif"


def rows_of(array: NDArray[Any], rows: NDArray[np.integer[Any]]) -> NDArray[Any]:
    """Return these rows of an array, (n, ...), in memory that ``tensor_of`` can share."""
    shape = (len(rows), *array.shape[1:])
    size = int(np.prod(shape)) * array.itemsize
    room = np.empty(size + _ALIGNMENT, np.uint8)
    begin = -room.ctypes.data % _ALIGNMENT
    found = room[begin : begin + size].view(array.dtype).reshape(shape)
    return np.take(array, rows, axis=0, out=found, mode="clip")


def tensor_of(array: NDArray[Any]) -> tf.Tensor:
    """Return an array as a tensor on the device; on a processor both share the memory where they can.

    So the array must not change from here on.
    """
    if _can_share(array):
        return tf.experimental.dlpack.from_dlpack(array.__dlpack__())
    return tf.constant(array)


def _can_share(array: NDArray[Any]) -> bool:
    return (
        array.dtype.kind in _NUMBERS
        and array.size > 0
        and array.flags.c_contiguous
        and array.flags.writeable  # NumPy hands nothing else over
        and array.ctypes.data % _ALIGNMENT == 0
        and not tf.config.list_logical_devices("GPU")
        and not tf.distribute.has_strategy()
    )
