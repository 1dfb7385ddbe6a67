"""Histograms over time on one scale: which share of a tensor's numbers lay where after which epoch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from workbench.runs.layer_figures import Spread
from workbench.ui.live.confusion_cells import mix

Floats = NDArray[np.float64]
ROWS = 96
_ENOUGH = 20
"""From so many epochs on, the range is that of all but the widest few: one outlier would flatten the rest."""
_SHADES = 256


@dataclass(frozen=True, eq=False)
class Density:
    """``shares`` (epochs, rows) of the numbers in each row of values, from ``low`` up to ``high``."""

    epochs: NDArray[np.int64]
    shares: Floats
    low: float
    high: float


def density(spreads: Sequence[tuple[int, Spread]], rows: int = ROWS) -> Density | None:
    """Return the histograms of some epochs, in their order, on one scale; None where nothing was counted."""
    known = [(epoch, spread) for epoch, spread in spreads if spread.counts and sum(spread.counts)]
    if not known:
        return None
    low, high = limits([spread for _, spread in known])
    edges = np.linspace(low, high, rows + 1)
    return Density(
        np.array([epoch for epoch, _ in known]),
        np.stack([shares(spread, edges) for _, spread in known]),
        low,
        high,
    )


def limits(spreads: Sequence[Spread]) -> tuple[float, float]:
    """Return the range of values that is shown."""
    lows, highs = np.array([each.low for each in spreads]), np.array([each.high for each in spreads])
    low, high = float(lows.min()), float(highs.max())
    if len(spreads) >= _ENOUGH:
        low, high = float(np.percentile(lows, 2)), float(np.percentile(highs, 98))
    # A single value has a range too, and one that floating point can tell from nothing.
    least = max(abs(low), abs(high)) * 1e-6 or 1e-6
    room = max(0.02 * (high - low), least)
    return low - room, high + room


def shares(spread: Spread, edges: Floats) -> Floats:
    """Return which share of the numbers lies between neighbouring ``edges``."""
    rows = len(edges) - 1
    if not spread.high > spread.low:
        place = math.floor((spread.low - edges[0]) / (edges[-1] - edges[0]) * rows)
        return np.bincount([min(max(place, 0), rows - 1)], minlength=rows).astype(np.float64)
    counts = np.asarray(spread.counts, dtype=np.float64)
    below = np.concatenate([[0.0], np.cumsum(counts)]) / counts.sum()
    return np.diff(np.interp(edges, spread.edges, below))


def image(shown: Density, last: int, width: int, base: QColor, full: QColor) -> QImage:
    """Return the picture, ``width`` by rows: epochs from 1 to ``last`` across, the largest values above.

    A column is as strong as the share is beside the epoch's largest; before the first epoch there is none.
    """
    width = max(1, width)
    across = 1 + (np.arange(width) + 0.5) / width * max(0, last - 1)
    places = np.searchsorted(shown.epochs, across, side="right") - 1
    if last <= 1:
        places[:] = 0
    most = np.maximum(shown.shares.max(axis=1, keepdims=True), 1e-12)
    strengths = np.sqrt(shown.shares / most)
    shades = np.where(strengths > 0, 1 + strengths * (_SHADES - 2), 0).round().astype(np.uint8)
    columns = np.where(places[:, None] >= 0, shades[np.maximum(places, 0)], 0)
    pixels = np.ascontiguousarray(columns.T[::-1], dtype=np.uint8)
    picture = QImage(pixels.tobytes(), width, pixels.shape[0], width, QImage.Format.Format_Indexed8).copy()
    picture.setColorTable([mix(base, full, shade / (_SHADES - 1)).rgb() for shade in range(_SHADES)])
    return picture
