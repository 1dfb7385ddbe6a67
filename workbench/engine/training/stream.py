"""Examples that don't fit into memory, read ahead by tf.data in exactly the order that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.data.dataset import Features
from workbench.engine.data.memory import budget

_MOST_AHEAD = 8
_READERS = 2
_SHARE_AHEAD = 0.1


class Stream:
    """Batches of ``features`` by an index matrix; what comes next is read while the network works."""

    def __init__(self, features: Features) -> None:
        self._features = features
        self._of: NDArray[np.int32] | None = None
        self._next = 0
        self._iterator: Iterator[Any] = iter(())

    def batches(self, rows: NDArray[np.int32], first: int, steps: int) -> Any:
        """Return the examples of batches ``first`` to ``first + steps`` of ``rows``, one behind the other."""
        if rows is not self._of or first != self._next:
            self._of = rows
            self._iterator = iter(self._read(rows[first:]))
        self._next = first + steps
        return tf.concat([next(self._iterator) for _ in range(steps)], axis=0)

    def _read(self, rows: NDArray[np.int32]) -> tf.data.Dataset:
        shape, kind = self._features.shape[1:], tf.as_dtype(self._features.dtype)

        def read(batch: Any) -> Any:
            examples = tf.numpy_function(self._features.__getitem__, [batch], kind, stateful=False)
            return tf.ensure_shape(examples, (rows.shape[1], *shape))

        size = rows.shape[1] * int(np.prod(shape)) * kind.size
        ahead = min(_MOST_AHEAD, max(1, int(_SHARE_AHEAD * budget() / max(1, size))))
        return (
            tf.data.Dataset.from_tensor_slices(rows)
            .map(read, num_parallel_calls=min(_READERS, ahead), deterministic=True)
            .prefetch(ahead)
        )
