"""What the curves show, as arrays: pure functions from a run's state to points and limits."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.runs.state import RunState

Floats = NDArray[np.float64]

_MANY_EPOCHS = 100
_ENOUGH = 0.9  # of a range has to be filled; what is left empty then is hardly seen


@dataclass(frozen=True)
class Points:
    """A line: ``x`` in epochs, ``y`` finite, both of one length."""

    x: Floats
    y: Floats

    def __len__(self) -> int:
        return len(self.x)


EMPTY = Points(np.empty(0), np.empty(0))


def metric_names(state: RunState) -> tuple[str, ...]:
    """Return the metrics that the run reports, the loss first, without their ``val_`` twins."""
    announced = state.started.metrics if state.started else ()
    seen = (name for epoch in (*state.epochs[:1], *state.epochs[-1:]) for name in epoch.values)
    names = dict.fromkeys(["loss", *announced, *state.curves, *seen])
    return tuple(name for name in names if not name.startswith("val_") and name != "learning_rate")


def epoch_points(state: RunState, name: str) -> Points:
    """Return ``name`` at the end of each epoch; the first epoch ends at x = 1."""
    rows = [(epoch.epoch + 1, epoch.values[name]) for epoch in state.epochs if name in epoch.values]
    return finite(np.asarray(rows, dtype=np.float64).reshape(-1, 2))


def batch_points(state: RunState, name: str) -> Points:
    """Return ``name`` over the batches, x as a fraction of epochs; as many as a million, not all finite."""
    series = state.curves.get(name)
    return EMPTY if series is None else Points(series.x, series.y)


def finite(rows: Floats) -> Points:
    """Return the rows (x, y) without those that hold NaN or infinity."""
    return _masked(rows[:, 0], rows[:, 1])


def best(points: Points, *, is_higher_better: bool) -> tuple[float, float] | None:
    """Return the best point, the earliest of equals, or None where there is none."""
    if not len(points):
        return None
    index = int(np.argmax(points.y) if is_higher_better else np.argmin(points.y))
    return float(points.x[index]), float(points.y[index])


def at(points: Points, x: float) -> float | None:
    """Return the value whose x is nearest, if it is less than an epoch away."""
    if not len(points):
        return None
    right = int(np.searchsorted(points.x, x))
    near = min((max(right - 1, 0), min(right, len(points) - 1)), key=lambda index: abs(points.x[index] - x))
    return float(points.y[near]) if abs(points.x[near] - x) < 1 else None


def horizon(state: RunState) -> int:
    """Return up to which epoch x is shown.

    All that are planned, so that the progress is seen; of very many only about ten times what is done. When
    the run is over, what was done.
    """
    if state.is_over and (state.epochs or state.curves):
        return max(1, math.ceil(state.done))
    shown = max(state.epochs_planned, state.epoch, 1)
    while shown > _MANY_EPOCHS and shown / 2 >= 10 * state.done:
        shown = math.ceil(shown / 2)
    return shown


def limits(
    lines: Iterable[Points], noise: Iterable[Points] = (), *, is_log: bool = False
) -> tuple[float, float]:
    """Return the range of y to show: all of ``lines``, and ``noise`` without its few wildest points.

    With ``is_log`` the values are logarithms, and zero is no place that the range should reach.
    """
    ranges = [(line.y.min(), line.y.max()) for line in lines if len(line)]
    for batches in noise:
        # A few thousand points tell the spread as well as a hundred thousand, in a tenth of the time.
        sample = batches.y[:: max(1, len(batches) // 4096)]
        if len(sample := sample[np.isfinite(sample)]):
            ranges.append(tuple(np.percentile(sample, (0.5, 99.0))))
    if not ranges:
        return 0.0, 1.0
    low, high = float(min(low for low, _ in ranges)), float(max(high for _, high in ranges))
    if is_log:
        span = (high - low) or 1.0
        return low - 0.06 * span, high + 0.06 * span
    return _padded(low, high)


def smoothed(points: Points, epochs: int) -> Points:
    """Return the mean over the last ``epochs`` epochs at each; fewer where there are not so many yet."""
    if epochs <= 1 or len(points) < 2:
        return points
    sums = np.concatenate([[0.0], np.cumsum(points.y)])
    ends = np.arange(1, len(points) + 1)
    begins = np.maximum(0, ends - epochs)
    return Points(points.x, (sums[ends] - sums[begins]) / (ends - begins))


def logarithm(points: Points) -> Points:
    """Return the decadic logarithms; what is not positive has none and is left out."""
    good = points.y > 0
    if not good.all():
        points = Points(points.x[good], points.y[good])
    return Points(points.x, np.log10(points.y))


def settled(shown: tuple[float, float] | None, wanted: tuple[float, float]) -> tuple[float, float]:
    """Return the limits that are shown while they serve, so that an axis doesn't tremble with each batch."""
    if shown is None or wanted[0] < shown[0] or wanted[1] > shown[1]:
        return wanted
    return shown if wanted[1] - wanted[0] > _ENOUGH * (shown[1] - shown[0]) else wanted


def _padded(low: float, high: float) -> tuple[float, float]:
    span = high - low
    if span <= 0:
        span = abs(high) or 1.0
    bottom, top = low - 0.05 * span, high + 0.06 * span
    if low >= 0 and low < 0.35 * high:
        bottom = 0.0
    if low >= 0 and high <= 1:
        top = min(top, 1.02)
    return bottom, top


def _masked(x: Floats, y: Floats) -> Points:
    good = np.isfinite(y) & np.isfinite(x)
    return Points(x, y) if good.all() else Points(x[good], y[good])
