"""A text field with two small arrows: numbers and sizes are typed, stepped by key, wheel or click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.ui.theme import Theme, mono_font

_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class Stepper(QWidget):
    """The two arrows."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hovered = 0
        self.setObjectName("stepper")
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(20, 26)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.stepped.emit(self._direction(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._direction(event.position()))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover(self._direction(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        for direction in (1, -1):
            is_lit = self._hovered == direction and self.isEnabled()
            painter.setPen(QPen(QColor(colors.text if is_lit else colors.muted), 1.4))
            tip = middle + QPointF(0, -6.5 * direction)
            foot = 3.0 * direction
            painter.drawPolyline(QPolygonF([tip + QPointF(-3.5, foot), tip, tip + QPointF(3.5, foot)]))
        painter.end()

    def _direction(self, position: QPointF) -> int:
        return 1 if position.y() < self.height() / 2 else -1

    def _hover(self, direction: int) -> None:
        if direction != self._hovered:
            self._hovered = direction
            self.update()


class StepLine(QLineEdit):
    """``stepped`` asks for so many steps up; the wheel counts only while the field has the focus."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(mono_font())
        self.setTextMargins(0, 0, 16, 0)
        self._stepper = Stepper(theme, self)
        self._stepper.stepped.connect(self._on_stepper_stepped)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        turn = event.angleDelta().y()
        if turn:
            self.stepped.emit(1 if turn > 0 else -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stepper.setGeometry(self.width() - 21, 1, 20, self.height() - 2)

    def _on_stepper_stepped(self, steps: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.stepped.emit(steps)
