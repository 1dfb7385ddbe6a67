"""Large arrays that TensorFlow takes as they lie in memory, instead of making a copy of its own.

Of very large ones not even the rows of a part are copied: all parts share the examples' memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.data.chosen import ChosenRows
from workbench.engine.data.dataset import Features
from workbench.engine.data.room import room_for

_ALIGNMENT = 64
"""Bytes: what TensorFlow's kernels and XLA expect of an address."""
_NUMBERS = "uif"
_WORTH_SHARING = 16 << 20
"""Bytes: of fewer a copy costs nothing, and a step that finds its rows at once is a little shorter."""


class Part:
    """Some rows of a tensor whose memory other parts share."""

    def __init__(self, tensor: tf.Tensor, rows: NDArray[np.int64]) -> None:
        self._tensor = tensor
        self._rows = tf.constant(rows.astype(np.int32))

    def gather(self, rows: Any) -> tf.Tensor:
        """Return examples by their numbers in this part."""
        return tf.gather(self._tensor, tf.gather(self._rows, rows))


def part_of(features: Features, rows: NDArray[np.int64]) -> Features:
    """Return these rows for ``tensor_of``: a copy of few, a choice of many or of what is not in memory."""
    if not isinstance(features, np.ndarray):
        return ChosenRows(features, rows)
    if features.nbytes >= _WORTH_SHARING and _can_share(features):
        return ChosenRows(features, rows)
    return rows_of(features, rows)


def is_shared(features: Features) -> bool:
    """Tell whether these are rows of examples that are in memory, and stay where they are."""
    return isinstance(features, ChosenRows) and isinstance(features.features, np.ndarray)


def gathered(held: tf.Tensor | Part, rows: Any) -> tf.Tensor:
    """Return rows of what ``tensor_of`` gave."""
    return held.gather(rows) if isinstance(held, Part) else tf.gather(held, rows)


def rows_of(array: NDArray[Any], rows: NDArray[np.integer[Any]]) -> NDArray[Any]:
    """Return these rows of an array, (n, ...), in memory that ``tensor_of`` can share."""
    shape = (len(rows), *array.shape[1:])
    return np.take(array, rows, axis=0, out=room_for(shape, array.dtype), mode="clip")


def tensor_of(array: NDArray[Any] | ChosenRows) -> tf.Tensor | Part:
    """Return an array as a tensor on the device; on a processor both share the memory where they can.

    So the array must not change from here on. Rows that are shared become a ``Part``.
    """
    if isinstance(array, ChosenRows):
        assert isinstance(array.features, np.ndarray)
        return Part(tensor_of(array.features), array.rows)
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
