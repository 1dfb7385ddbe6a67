"""Where the parts of a confusion matrix lie in its widget, and which cell lies under a point."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from workbench.ui.live.confusion_seen import Seen

_MOST_DRAWN, _LEAST_DRAWN = 60, 14.0
_FEW = 20
_TITLE = 32.0
_MARGIN = 4.0
_LARGEST_CELL, _LARGEST_NAMED = 44.0, 96.0
"""Cells of few classes grow no larger, but for the names below the columns."""


@dataclass(frozen=True)
class Layout:
    """``grid`` holds the cells; labels of rows stand left of it, of columns below it.

    With ``are_drawn`` each cell is drawn by itself, else all of them are one image.
    """

    grid: QRectF
    cell: float
    labels: float
    are_drawn: bool

    def rect(self, true: int, predicted: int) -> QRectF:
        x, y = self.grid.x() + predicted * self.cell, self.grid.y() + true * self.cell
        return QRectF(x, y, self.cell, self.cell)

    def cell_at(self, point: QPointF, size: int) -> tuple[int, int] | None:
        """Return (true, predicted) under ``point``."""
        if not self.grid.contains(point) or self.cell <= 0:
            return None
        column = int((point.x() - self.grid.x()) / self.cell)
        row = int((point.y() - self.grid.y()) / self.cell)
        return min(row, size - 1), min(column, size - 1)


def arrange(seen: Seen, width: float, height: float, metrics: QFontMetricsF) -> Layout:
    """Fit what is seen into a widget: square cells, as large as there is room for."""
    line = metrics.height()
    widest = _widest(seen, metrics)
    labels = min(max(widest, metrics.horizontalAdvance("true")) + 8, 0.32 * width)
    # Above the grid stand the title and the word "true"; below it the column labels and "predicted".
    top = _TITLE + line + 4
    bottom = line + 4 + line + _MARGIN
    side = max(0.0, min(width - labels - 2 * _MARGIN, height - top - bottom))
    if seen.size <= _FEW:
        side = min(side, seen.size * max(_LARGEST_CELL, min(widest + 6, _LARGEST_NAMED)))
    cell = side / max(seen.size, 1)
    are_drawn = seen.size <= _FEW or (seen.size <= _MOST_DRAWN and cell >= _LEAST_DRAWN)
    return Layout(QRectF(_MARGIN + labels, top, side, side), cell, labels, are_drawn)


def _widest(seen: Seen, metrics: QFontMetricsF) -> float:
    """Return the width of the longest name, of some where there are many."""
    shown = seen.rows[:: max(1, seen.size // _MOST_DRAWN)]
    return max((metrics.horizontalAdvance(seen.cells.label(int(one))) for one in shown), default=0.0)
