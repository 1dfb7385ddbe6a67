"""The legend beside a plot's heading: a stroke in each line's colour and style, and its name."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.live import pens
from workbench.ui.live.lines import Line
from workbench.ui.theme import Theme

_STROKE, _GAP, _SPACE = 16, 5, 10


class Legend(QWidget):
    """Training as a solid stroke, validation dashed with a point, as the chart draws them.

    Where several outputs share a chart, one entry for each: that validation is dashed shows by itself.
    What has no room is left out.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Legend"))
        theme.changed.connect(self.update)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is explained."""
        return self._lines

    @property
    def names(self) -> tuple[str, ...]:
        """What is written."""
        return tuple(line.name for line in self._lines)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Explain these lines."""
        entries = tuple(line for line in lines if line.output is None or not line.is_validation)
        if [(line.name, line.is_validation) for line in entries] != [
            (line.name, line.is_validation) for line in self._lines
        ]:
            self._lines = entries
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        names = self.names or ("",)
        width = sum(_STROKE + _GAP + _SPACE + metrics.horizontalAdvance(name) for name in names)
        return QSize(width + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            metrics, middle = painter.fontMetrics(), self.height() / 2
            # Drawn from the right, so that the words stay where they are when there is but one entry.
            x = float(self.width())
            for line in reversed(self._lines):
                x -= metrics.horizontalAdvance(line.name)
                if x < _GAP + _STROKE:
                    break
                painter.setPen(QColor(self._theme.colors.muted))
                painter.drawText(QPointF(x, middle + metrics.ascent() / 2 - 1), line.name)
                x -= _GAP + _STROKE
                self._stroke(painter, QPointF(x, middle), line)
                x -= _SPACE

    def _stroke(self, painter: QPainter, start: QPointF, line: Line) -> None:
        color = pens.hue(line, self._theme.colors, is_dark=self._theme.is_dark)
        painter.setPen(pens.bold(line, color))
        painter.drawLine(start, start + QPointF(_STROKE, 0))
        if line.is_validation:
            painter.setPen(pens.nothing())
            painter.setBrush(color)
            painter.drawEllipse(start + QPointF(_STROKE / 2, 0), 3, 3)
