"""Examples that are numbers already: points of so many features, and pixels from 0 to 255."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Features
from workbench.engine.data.memory import budget
from workbench.engine.data.preparation.columns import fit_scaling
from workbench.engine.data.preparation.fitted import Column, Fitted, NumberColumn, Pixels
from workbench.project.preparation import ImageScaling, Preparation

_CHUNK = 1 << 22
_PIXELS: dict[ImageScaling, Pixels] = {
    "zero_to_one": Pixels(scale=1 / 255, offset=0.0),
    "minus_one_to_one": Pixels(scale=1 / 127.5, offset=-1.0),
}

Make = Callable[[NDArray[Any]], NDArray[np.float32]]


class MadeRows:
    """Examples that are prepared when they are asked for: float32, of the same shape as the raw ones."""

    def __init__(self, features: Features, make: Make, extent: tuple[float, float]) -> None:
        self._features = features
        self._make = make
        self.extent = extent
        self.dtype = np.dtype(np.float32)

    @property
    def shape(self) -> tuple[int, ...]:
        return self._features.shape

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize

    def __len__(self) -> int:
        return len(self._features)

    def __getitem__(self, rows: Any) -> NDArray[Any]:
        return self._make(self._features[rows])


def fit_points(
    x: Features, names: Sequence[str], rows: NDArray[np.int64], preparation: Preparation
) -> Fitted:
    """Fit the scaling of each feature of points (n, features) on these rows."""
    rules = [preparation.column(name).scaling or preparation.scaling for name in names]
    centre, scale = np.zeros(len(names)), np.ones(len(names))
    for scaling in sorted({*rules} - {"none"}):
        chosen = np.array([rule == scaling for rule in rules])
        found = fit_scaling(_in_chunks(x, rows, chosen), scaling)
        centre[chosen], scale[chosen] = found
    if not any(rule != "none" for rule in rules):
        return Fitted()
    columns: list[Column] = [
        NumberColumn(name=name, centre=float(off), scale=float(by))
        for name, off, by in zip(names, centre, scale, strict=True)
    ]
    return Fitted(columns=tuple(columns))


def _in_chunks(x: Features, rows: NDArray[np.int64], chosen: NDArray[np.bool_]) -> Iterator[NDArray[Any]]:
    size = max(1, _CHUNK // max(1, x.shape[1]))
    for start in range(0, len(rows), size):
        yield np.asarray(x[rows[start : start + size]], dtype=np.float64)[:, chosen]


def apply_points(x: Features, columns: Sequence[Column]) -> Features:
    """Return points (..., features) scaled, in memory where they were."""
    if not columns:
        return x
    numbers = [column for column in columns if isinstance(column, NumberColumn)]
    centre = np.array([column.centre for column in numbers])
    scale = np.array([column.scale for column in numbers])

    def make(raw: NDArray[Any]) -> NDArray[np.float32]:
        return ((raw - centre) / scale).astype(np.float32)

    return make(x) if isinstance(x, np.ndarray) else MadeRows(x, make, (0.0, 0.0))


def fit_pixels(preparation: Preparation) -> Fitted:
    """Return what is done to pixels; there is nothing to learn of them."""
    return Fitted(pixels=_PIXELS.get(preparation.images))


def apply_pixels(x: Features, pixels: Pixels | None) -> Features:
    """Return images (n, height, width, channels) rescaled, in memory if they fit there."""
    if pixels is None:
        return x
    scale, offset = np.float32(pixels.scale), np.float32(pixels.offset)

    def make(raw: NDArray[Any]) -> NDArray[np.float32]:
        out = raw.astype(np.float32)
        out *= scale
        out += offset
        return out

    if isinstance(x, np.ndarray) and 4 * x.size <= budget():
        return make(x)
    return MadeRows(x, make, (pixels.offset, 255 * pixels.scale + pixels.offset))
