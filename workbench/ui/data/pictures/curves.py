"""Windows of a time series as small curves: a line for each column, from its lowest value to its highest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.protocol.looks import Examples
from workbench.ui.theme import Colors, Theme

MOST = 4
"""So many columns are drawn; more lines could not be told apart."""
_WIDE, _HIGH, _SHARP = 104, 96, 2
_STROKE, _GAP, _SPACE = 16, 5, 12
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


def are_windows(examples: Examples) -> bool:
    """Tell whether examples are rows in order: (length, columns), more than one row, all of them sent."""
    shape = examples.shape
    has_all = all(len(one.values) == shape[0] * shape[-1] for one in examples.examples)
    return len(shape) == 2 and shape[0] > 1 and has_all and bool(examples.examples)


def curves(examples: Examples, colors: Colors) -> list[QImage]:
    """Return an image of each window; a column has the same range in all of them."""
    length, columns = examples.shape
    values = np.array([one.values for one in examples.examples]).reshape(-1, length, columns)[..., :MOST]
    low, high = values.min(axis=(0, 1)), values.max(axis=(0, 1))
    span = np.where(high > low, high - low, 1.0)
    return [_drawn((one - low) / span, colors) for one in values]


def pen_of(column: int, colors: Colors, width: float) -> QPen:
    """Return how a column is drawn, told apart by its style too."""
    tones = (colors.training, colors.validation, colors.good, colors.accent)
    pen = QPen(QColor(tones[column]), width, _STYLES[column])
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _drawn(shares: NDArray[np.float64], colors: Colors) -> QImage:
    image = QImage(_WIDE * _SHARP, _HIGH * _SHARP, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(colors.field))
    area = QRectF(image.rect()).adjusted(8, 10, -8, -10)
    across = np.linspace(area.left(), area.right(), len(shares))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column in reversed(range(shares.shape[1])):
            up = area.bottom() - shares[:, column] * area.height()
            painter.setPen(pen_of(column, colors, 1.5 * _SHARP))
            points = [QPointF(x, y) for x, y in zip(across.tolist(), up.tolist(), strict=True)]
            painter.drawPolyline(QPolygonF(points))
    return image


class ColumnLegend(QWidget):
    """Which line is which column; hidden where there is but one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self.setObjectName("column_legend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_names(self, names: Sequence[str]) -> None:
        """Explain the lines of these columns, as many as are drawn."""
        self._names = tuple(names[:MOST])
        self.setAccessibleName(self.tr("Lines: {names}").format(names=", ".join(self._names)))
        self.setVisible(len(self._names) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            metrics, middle, x = painter.fontMetrics(), self.height() / 2, 0.0
            for column, name in enumerate(self._names):
                painter.setPen(pen_of(column, self._theme.colors, 2))
                painter.drawLine(QPointF(x, middle), QPointF(x + _STROKE, middle))
                painter.setPen(QColor(self._theme.colors.muted))
                painter.drawText(QPointF(x + _STROKE + _GAP, middle + metrics.ascent() / 2 - 1), name)
                x += _STROKE + _GAP + metrics.horizontalAdvance(name) + _SPACE
