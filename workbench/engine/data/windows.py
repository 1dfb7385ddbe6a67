"""Stretches of a time series as examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Dataset, Tell, keep_quiet, refuse
from workbench.engine.data.slices import slices
from workbench.project.data import Window

_WHERE = "data.window"


def windowed(dataset: Dataset, window: Window, tell: Tell = keep_quiet) -> Dataset:
    """Cut the rows into windows, in the order of time and within each group; ``tell`` hears of ``splitting``.

    Raises:
        WorkbenchError: where ``data.window``, when the examples are no rows of numbers or too few.
    """
    for name, value, least in (
        ("length", window.length, 1),
        ("horizon", window.horizon, 0),
        ("stride", window.stride, 1),
    ):
        if value < least:
            raise _refuse(
                f"expected a {name} of at least {least}, received {value}", "Choose a larger number."
            )
    if dataset.table is None and len(dataset.x.shape) != 2:
        raise _refuse(
            f"expected rows of numbers, received examples of shape {dataset.x.shape[1:]}",
            "Windows are for tables: do without one here.",
        )
    starts = []
    done = 0
    for rows in in_order(len(dataset), dataset.time, dataset.groups):
        tell("splitting", done, len(dataset))
        starts.append(cut(rows, window, tell))
        done += len(rows)
    windows = starts[0] if len(starts) == 1 else np.concatenate(starts)
    if len(windows) < 2:
        raise _refuse(
            f"expected at least two windows of {window.length} rows, received {len(windows)} "
            f"out of {len(dataset)} rows",
            "Choose a shorter window, or more rows.",
        )
    target, rows = windows[:, -1], windows[:, :-1]
    parts = dataset.given
    return replace(
        dataset,
        windows=rows,
        y=dataset.y[target],
        weights=None if dataset.weights is None else dataset.weights[target],
        groups=None if dataset.groups is None else dataset.groups[target],
        time=np.arange(len(windows)) if dataset.time is None else dataset.time[target],
        given=None if parts is None else parts[target],
    )


def in_order(
    count: int, time: NDArray[np.int64] | None, groups: NDArray[np.int64] | None
) -> list[NDArray[np.int64]]:
    """Return the rows of each group, in the order of time; of so many rows in all."""
    order = np.arange(count, dtype=np.int64) if time is None else np.argsort(time, kind="stable")
    if groups is None:
        return [order]
    of_groups = order[np.argsort(groups[order], kind="stable")]
    return np.split(of_groups, np.flatnonzero(np.diff(groups[of_groups])) + 1)


def cut(rows: NDArray[np.int64], window: Window, tell: Tell = keep_quiet) -> NDArray[np.int64]:
    """Return (windows, length + 1): the rows of each window, then the row of its target."""
    first = np.arange(0, len(rows) - window.length - window.horizon + 1, window.stride)
    offsets = np.append(np.arange(window.length), window.length - 1 + window.horizon)
    out = np.empty((len(first), len(offsets)), dtype=np.int64)
    for some in slices(len(out), out.nbytes):
        tell("splitting", some.start, len(out))
        out[some] = rows[first[some, np.newaxis] + offsets]
    return out


def _refuse(reason: str, hint: str) -> Exception:
    return refuse("data.window", f"The rows can't be cut into windows: {reason}.", hint, where=_WHERE)
