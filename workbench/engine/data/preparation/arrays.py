"""Examples that are numbers already: points of so many features, and pixels from 0 to 255."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Features, Tell, keep_quiet, part_of
from workbench.engine.data.memory import budget
from workbench.engine.data.preparation.columns import fit_scaling
from workbench.engine.data.preparation.fitted import Column, Fitted, NumberColumn, Pixels
from workbench.engine.data.room import room_for
from workbench.engine.data.slices import slices
from workbench.project.preparation import ImageScaling, Preparation

_PIXELS: dict[ImageScaling, Pixels] = {
    "zero_to_one": Pixels(scale=1 / 255, offset=0.0),
    "minus_one_to_one": Pixels(scale=1 / 127.5, offset=-1.0),
}

Make = Callable[[NDArray[Any]], NDArray[np.float32]]


class MadeRows:
    """Examples that are prepared when they are asked for: float32, of the same shape as the raw ones.

    ``extent`` is what their numbers can be, where that is known without reading them all.
    """

    def __init__(self, features: Features, make: Make, extent: tuple[float, float] | None = None) -> None:
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
    x: Features,
    names: Sequence[str],
    rows: NDArray[np.int64],
    preparation: Preparation,
    tell: Tell = keep_quiet,
) -> Fitted:
    """Fit the scaling of each feature of points (n, features) on these rows."""
    rules = [preparation.column(name).scaling or preparation.scaling for name in names]
    centre, scale = np.zeros(len(names)), np.ones(len(names))
    wanted = sorted({*rules} - {"none"})
    for number, scaling in enumerate(wanted):
        chosen = np.array([rule == scaling for rule in rules])
        found = fit_scaling(_in_chunks(x, rows, chosen, part_of(tell, number, len(wanted))), scaling)
        centre[chosen], scale[chosen] = found
    if not any(rule != "none" for rule in rules):
        return Fitted()
    columns: list[Column] = [
        NumberColumn(name=name, centre=float(off), scale=float(by))
        for name, off, by in zip(names, centre, scale, strict=True)
    ]
    return Fitted(columns=tuple(columns))


def _in_chunks(
    x: Features, rows: NDArray[np.int64], chosen: NDArray[np.bool_], tell: Tell
) -> Iterator[NDArray[Any]]:
    for some in slices(len(rows), 8 * len(rows) * x.shape[1]):
        tell("fitting", some.start, len(rows))
        yield np.asarray(x[rows[some]], dtype=np.float64)[:, chosen]


def apply_points(x: Features, columns: Sequence[Column], tell: Tell = keep_quiet) -> Features:
    """Return points (..., features) scaled, in memory where they were."""
    if not columns:
        return x
    numbers = [column for column in columns if isinstance(column, NumberColumn)]
    centre = np.array([column.centre for column in numbers])
    scale = np.array([column.scale for column in numbers])

    def make(raw: NDArray[Any]) -> NDArray[np.float32]:
        return ((raw - centre) / scale).astype(np.float32)

    return _in_memory(x, make, tell) if isinstance(x, np.ndarray) else MadeRows(x, make)


def fit_pixels(preparation: Preparation) -> Fitted:
    """Return what is done to pixels; there is nothing to learn of them."""
    return Fitted(pixels=_PIXELS.get(preparation.images))


def apply_pixels(x: Features, pixels: Pixels | None, tell: Tell = keep_quiet) -> Features:
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
        return _in_memory(x, make, tell)
    return MadeRows(x, make, (pixels.offset, 255 * pixels.scale + pixels.offset))


def _in_memory(x: NDArray[Any], make: Make, tell: Tell) -> NDArray[np.float32]:
    out = room_for(x.shape, np.float32)
    for some in slices(len(x), 8 * x.size):
        tell("preparing", some.start, len(x))
        out[some] = make(x[some])
    return out
