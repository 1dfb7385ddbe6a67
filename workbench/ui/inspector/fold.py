"""A heading that opens and closes what stands below it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

_SIGN = 16  # pixels kept at the left for the sign
_CLOSED = QPolygonF([QPointF(-1.5, -3.5), QPointF(2, 0), QPointF(-1.5, 3.5)])
_OPEN = QPolygonF([QPointF(-3.5, -1.5), QPointF(0, 2), QPointF(3.5, -1.5)])


class FoldButton(QAbstractButton):
    """A line of text behind a small sign that points right when closed and down when open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(_SIGN + self.fontMetrics().horizontalAdvance(self.text()) + 4, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = self.underMouse() or self.hasFocus()
        painter.setOpacity(1.0 if is_lit else 0.72)
        color = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(QPen(color, 1.4))
        if self.isCheckable():
            painter.translate(5, self.height() / 2)
            painter.drawPolyline(_OPEN if self.isChecked() else _CLOSED)
            painter.resetTransform()
        area = QRectF(self.rect()).adjusted(_SIGN if self.isCheckable() else 2, 0, 0, 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 20)


class Fold(QWidget):
    """Closed at first. ``opened`` comes before the body is shown, so that it may be filled only then."""

    opened = Signal()

    def __init__(self, title: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"fold_{name}")
        self.button = FoldButton(self)
        self.button.setObjectName(f"toggle_{name}")
        self.body = QWidget(self)
        self.body.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button)
        layout.addWidget(self.body)
        self.set_title(title)
        self.button.toggled.connect(self._on_button_toggled)

    def set_title(self, title: str) -> None:
        self.button.setText(title)
        self.button.setAccessibleName(title)
        self.button.updateGeometry()

    @property
    def is_open(self) -> bool:
        return self.button.isChecked()

    def _on_button_toggled(self, is_open: bool) -> None:
        if is_open:
            self.opened.emit()
        self.body.setVisible(is_open)
