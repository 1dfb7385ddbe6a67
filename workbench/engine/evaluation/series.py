"""New rows of a time series as the windows that a network answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.table_files import TableFile
from workbench.engine.data.table_roles import read_groups, read_time
from workbench.engine.data.windows import cut, in_order
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import DataSpec, Table, Window


@dataclass(frozen=True)
class Series:
    """How many rows a window has, and the columns that order and part the rows where a file has them."""

    length: int
    time: str = ""
    group: str = ""

    def of_table(self, path: Path, rows: NDArray[np.float32], file: TableFile) -> NDArray[np.float32]:
        """Return windows (n, length, columns) of a file's prepared rows (m, columns), in the order of time.

        Raises:
            WorkbenchError: where ``file``, when there are too few rows, or what orders them can't be read.
        """
        there = set(file.frame.columns)
        time = read_time(file, self.time if self.time in there else "")
        groups = read_groups(file, self.group if self.group in there else "")
        return self._windows(path, rows, in_order(len(rows), time, groups)).astype(np.float32, copy=False)

    def of_array(self, path: Path, rows: NDArray[np.generic], size: int) -> NDArray[np.generic]:
        """Return windows, of so many numbers each, of an array's rows; an array of windows stays as it is.

        Raises:
            WorkbenchError: where ``file``, when there are too few rows.
        """
        each = rows.shape[1:] or (1,)
        if not rows.ndim or len(each) != 1 or each[0] * self.length != size:
            return rows
        return self._windows(path, rows.reshape(len(rows), *each), in_order(len(rows), None, None))

    def _windows(
        self, path: Path, rows: NDArray[np.generic], order: list[NDArray[np.int64]]
    ) -> NDArray[np.generic]:
        window = Window(length=self.length, horizon=0)
        found = rows[np.concatenate([cut(some, window) for some in order])[:, :-1]]
        if len(found):
            return found
        raise WorkbenchError(
            error(
                "predict.short",
                "file",
                f"{path.name}: expected at least {self.length} rows in order, the length of a window, "
                f"received {len(rows)}.",
                "Give the network as many rows before the moment as it was trained on.",
            )
        )


def series_of(data: DataSpec) -> Series | None:
    """Return how the rows of data are cut; None where each row is an example of its own."""
    if data.window is None:
        return None
    source = data.source
    if not isinstance(source, Table):
        return Series(data.window.length)
    return Series(data.window.length, source.time, source.group)
