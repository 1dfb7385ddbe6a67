"""Numbers of a few classes as bars that are pulled, by mouse or by keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.theme import Theme, mono_font

_TOP, _BOTTOM, _GAP = 20, 34, 14
_STEPS = 50


class ClassBars(QWidget):
    """``pulled`` carries a bar's number and its new value; ``chosen`` the bar whose name was clicked.

    Left and right go from bar to bar, up and down pull it, Enter chooses it as the true class.
    """

    pulled = Signal(int, float)
    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: tuple[float, ...] = ()
        self._range = (0.0, 1.0)
        self._true, self._at, self._held = 0, 0, -1
        self.setObjectName("class_bars")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(
            self.tr(
                "Pull a bar, or use the arrow keys. A click on a name, or Enter, makes it the true class."
            )
        )
        theme.changed.connect(self.update)

    @property
    def at(self) -> int:
        """The bar that keys pull."""
        return self._at

    def sizeHint(self) -> QSize:
        return QSize(240, 190)

    def show_values(self, values: Sequence[float], *, true: int, extent: tuple[float, float]) -> None:
        """Show a bar for each value, from ``extent``'s low end to its high one."""
        self._values, self._true, self._range = tuple(values), true, extent
        self._at = min(self._at, len(self._values) - 1)
        told = ", ".join(f"{self._name(place)} {value:.3g}" for place, value in enumerate(values))
        self.setAccessibleName(self.tr("Predicted: {0}. True: {1}").format(told, self._name(true)))
        self.update()

    def place_of(self, bar: int, value: float) -> QPointF:
        """Return where a bar of that value ends in the widget."""
        area = self._column(bar)
        return QPointF(area.center().x(), self._height(value))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        bar = self._bar_at(event.position())
        if event.position().y() > self.height() - _BOTTOM:
            self.chosen.emit(bar)
            return
        self._at = self._held = bar
        self._pull(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held >= 0:
            self._pull(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        low, high = self._range
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                self._at = (self._at + step) % len(self._values)
                self.update()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                by = (high - low) / _STEPS * (1 if event.key() == Qt.Key.Key_Up else -1)
                self._tell(self._at, self._values[self._at] + by)
            case Qt.Key.Key_Return | Qt.Key.Key_Space:
                self.chosen.emit(self._at)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            zero = self._height(min(max(0.0, self._range[0]), self._range[1]))
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.drawLine(QPointF(0, zero), QPointF(self.width(), zero))
            painter.setFont(mono_font(8))
            for bar, value in enumerate(self._values):
                column, end = self._column(bar), self._height(value)
                color = QColor(colors.training if bar == self._true else colors.faint)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawRoundedRect(
                    QRectF(column.left(), min(end, zero), column.width(), max(abs(end - zero), 2)), 3, 3
                )
                painter.setPen(QColor(colors.text))
                above = QRectF(column.left() - 20, min(end, zero) - 17, column.width() + 40, 14)
                painter.drawText(above, Qt.AlignmentFlag.AlignHCenter, f"{value:.3g}")
                self._paint_name(painter, bar, column)
                if self.hasFocus() and bar == self._at:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(QColor(colors.accent), 1.5))
                    painter.drawRoundedRect(column.adjusted(-4, 0, 4, 0), 5, 5)

    def _paint_name(self, painter: QPainter, bar: int, column: QRectF) -> None:
        colors, is_true = self._theme.colors, bar == self._true
        painter.setPen(QColor(colors.text if is_true else colors.muted))
        name = self._name(bar) + ("\n" + self.tr("true") if is_true else "")
        place = QRectF(column.left() - 24, self.height() - _BOTTOM + 4, column.width() + 48, _BOTTOM - 4)
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, name)

    def _name(self, bar: int) -> str:
        return self.tr("class {0}").format(bar)

    def _pull(self, at: QPointF) -> None:
        low, high = self._range
        share = (self.height() - _BOTTOM - at.y()) / (self.height() - _TOP - _BOTTOM)
        self._tell(self._held, low + share * (high - low))

    def _tell(self, bar: int, value: float) -> None:
        low, high = self._range
        self.pulled.emit(bar, float(f"{min(max(value, low), high):.3g}"))

    def _height(self, value: float) -> float:
        low, high = self._range
        return self.height() - _BOTTOM - (value - low) / (high - low) * (self.height() - _TOP - _BOTTOM)

    def _column(self, bar: int) -> QRectF:
        width = self.width() / max(1, len(self._values))
        return QRectF(bar * width + _GAP, _TOP - 4, width - 2 * _GAP, self.height() - _TOP - _BOTTOM + 4)

    def _bar_at(self, at: QPointF) -> int:
        width = self.width() / max(1, len(self._values))
        return min(max(int(at.x() / width), 0), len(self._values) - 1)
