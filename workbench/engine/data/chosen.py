"""Some rows of examples that are not in memory."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Features


class ChosenRows:
    """Examples by their places in a choice of rows; nothing is read before it is asked for."""

    def __init__(self, features: Features, rows: NDArray[np.int64]) -> None:
        self._features = features
        self._rows = rows
        self.dtype = features.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self._rows), *self._features.shape[1:])

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize

    @property
    def features(self) -> Features:
        """The examples of which some are chosen."""
        return self._features

    @property
    def rows(self) -> NDArray[np.int64]:
        """Where the chosen ones are among them."""
        return self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, rows: Any) -> NDArray[Any]:
        return self._features[self._rows[rows]]
