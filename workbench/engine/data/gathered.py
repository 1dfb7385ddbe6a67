"""Stretches of rows that are put together when they are asked for: each row is kept only once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Features


class Stretches:
    """Examples (n, length, features) out of rows (m, features) by their numbers (n, length)."""

    def __init__(self, features: Features, rows: NDArray[np.int64]) -> None:
        self._features = features
        self._rows = rows
        self.dtype = features.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        return (*self._rows.shape, *self._features.shape[1:])

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, rows: Any) -> NDArray[Any]:
        wanted = self._rows[rows]
        flat = np.asarray(self._features[wanted.ravel()])
        return flat.reshape(*wanted.shape, *self._features.shape[1:])
