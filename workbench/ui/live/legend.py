"""The legend beside a plot's heading: a stroke in each line's colour and style, and its name."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.theme import Theme

_STROKE, _GAP, _SPACE = 16, 5, 10


class Legend(QWidget):
    """Training as a solid stroke, validation dashed with a point, as the chart draws them."""

    def __init__(self, theme: Theme, names: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self._has_second = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Legend"))
        theme.changed.connect(self.update)

    def set_has_second(self, *, has: bool) -> None:
        """Leave validation out for a run that has none."""
        if has != self._has_second:
            self._has_second = has
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = sum(_STROKE + _GAP + metrics.horizontalAdvance(name) for name in self._names) + _SPACE
        return QSize(width + 2, metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        entries = ((self._names[0], colors.training), (self._names[1], colors.validation))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            metrics, middle = painter.fontMetrics(), self.height() / 2
            # Drawn from the right, so that the words stay where they are when there is but one entry.
            x = float(self.width())
            for index in reversed(range(2 if self._has_second else 1)):
                name, color = entries[index]
                x -= metrics.horizontalAdvance(name)
                painter.setPen(QColor(colors.muted))
                painter.drawText(QPointF(x, middle + metrics.ascent() / 2 - 1), name)
                x -= _GAP + _STROKE
                self._stroke(painter, QPointF(x, middle), QColor(color), is_second=index == 1)
                x -= _SPACE

    def _stroke(self, painter: QPainter, start: QPointF, color: QColor, *, is_second: bool) -> None:
        pen = QPen(color, 2.0)
        if is_second:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(start, start + QPointF(_STROKE, 0))
        if is_second:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(start + QPointF(_STROKE / 2, 0), 3, 3)
