"""A line of any length as no more points than the pixels can show, at a cost that does not grow with it.

What can be seen of many points in one column of pixels is the least and the greatest of them.
"""

from __future__ import annotations

import numpy as np

from workbench.ui.live.readings import Floats, Points

_BLOCK = 32
_START = 64
_FINE = 4  # points a column up to which nothing is left out


class Thinner:
    """Keeps the extremes of each block of a line that grows, and reduces what is in sight by them."""

    def __init__(self) -> None:
        self._blocks = np.empty((2, _START))
        self._done = 0
        self._mark: tuple[float, float] | None = None
        self._points = Points(np.empty(0), np.empty(0))

    def follow(self, points: Points) -> None:
        """Take in a line as it is now: the same with more points, or another one."""
        if not self._is_continued(points):
            self._done, self._mark = 0, None
        whole = len(points) // _BLOCK
        if whole > self._blocks.shape[1]:
            larger = np.empty((2, 2 * whole))
            larger[:, : self._done] = self._blocks[:, : self._done]
            self._blocks = larger
        if whole > self._done:
            fresh = points.y[self._done * _BLOCK : whole * _BLOCK].reshape(-1, _BLOCK)
            # fmin and fmax pass over what is no number.
            self._blocks[0, self._done : whole] = np.fmin.reduce(fresh, axis=1)
            self._blocks[1, self._done : whole] = np.fmax.reduce(fresh, axis=1)
            self._done = whole
            last = whole * _BLOCK - 1
            self._mark = (float(points.x[last]), float(points.y[last]))
        self._points = points

    def visible(self, left: float, right: float, columns: int) -> Points:
        """Return what is to be drawn of the stretch from ``left`` to ``right`` over so many columns."""
        x, y = self._points.x, self._points.y
        first = max(0, int(np.searchsorted(x, left, side="left")) - 1)
        last = min(len(x), int(np.searchsorted(x, right, side="right")) + 1)
        group = (last - first) // max(1, columns)
        if group <= _FINE:
            return _finite(x[first:last], y[first:last])
        # Groups begin at multiples of their size, so that what stays in sight stays as it is drawn.
        if group < _BLOCK:
            start, least, greatest = self._of_points(first, last, group)
        else:
            blocks = group // _BLOCK
            group = blocks * _BLOCK
            start, least, greatest = self._of_blocks(first, last, blocks)
        end = start + len(least) * group
        rest = slice(end, last)
        across = np.repeat(x[start:end:group], 2)
        up = np.stack([least, greatest], axis=1).ravel()
        return _finite(np.concatenate([across, x[rest]]), np.concatenate([up, y[rest]]))

    def _of_points(self, first: int, last: int, group: int) -> tuple[int, Floats, Floats]:
        start = first // group * group
        count = (last - start) // group
        grid = self._points.y[start : start + count * group].reshape(count, group)
        return start, np.fmin.reduce(grid, axis=1), np.fmax.reduce(grid, axis=1)

    def _of_blocks(self, first: int, last: int, blocks: int) -> tuple[int, Floats, Floats]:
        group = blocks * _BLOCK
        start = first // group * group
        begin = start // _BLOCK
        count = (min(last // _BLOCK, self._done) - begin) // blocks
        least, greatest = self._blocks[:, begin : begin + count * blocks].reshape(2, count, blocks)
        return start, np.fmin.reduce(least, axis=1), np.fmax.reduce(greatest, axis=1)

    def _is_continued(self, points: Points) -> bool:
        if self._mark is None:
            return True
        last = self._done * _BLOCK - 1
        if len(points) <= last:
            return False
        x, y = self._mark
        return bool(
            points.x[last] == x and (points.y[last] == y or (np.isnan(y) and np.isnan(points.y[last])))
        )


def _finite(x: Floats, y: Floats) -> Points:
    good = np.isfinite(y)
    return Points(x, y) if good.all() else Points(x[good], y[good])
