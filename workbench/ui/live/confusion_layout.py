"""Where the parts of a confusion matrix lie in its widget, and which cell lies under a point."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from workbench.ui.live.confusion_cells import Cells

MOST_WITH_NUMBERS = 20
_TITLE = 22.0
_MARGIN = 4.0
_LARGEST_CELL = 44.0


@dataclass(frozen=True)
class Layout:
    """``grid`` holds the cells; labels of rows stand left of it, of columns below it."""

    grid: QRectF
    cell: float
    labels: float
    has_labels: bool

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


def arrange(cells: Cells, width: float, height: float, metrics: QFontMetricsF) -> Layout:
    """Fit the matrix into a widget: square cells, as large as there is room for, numbers or not."""
    line = metrics.height()
    has_labels = cells.size <= MOST_WITH_NUMBERS
    labels = _label_width(cells, width, metrics) if has_labels else metrics.horizontalAdvance("true") + 8
    # Above the grid stand the title and the word "true"; below it the column labels and "predicted".
    top = _TITLE + line + 4
    bottom = (line + 4 if has_labels else 0) + line + _MARGIN
    side = max(0.0, min(width - labels - 2 * _MARGIN, height - top - bottom))
    if has_labels:
        side = min(side, cells.size * _LARGEST_CELL)
    cell = side / max(cells.size, 1)
    return Layout(QRectF(_MARGIN + labels, top, side, side), cell, labels, has_labels)


def _label_width(cells: Cells, width: float, metrics: QFontMetricsF) -> float:
    widest = max((metrics.horizontalAdvance(cells.label(index)) for index in range(cells.size)), default=0.0)
    return min(max(widest, metrics.horizontalAdvance("true")) + 8, 0.32 * width)
