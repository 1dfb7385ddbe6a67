"""A card to click: one place the examples can come from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workbench.ui.theme import Theme


class SourceButton(QAbstractButton):
    """A title and a line below it; framed in the accent colour, with a tick, when it is the chosen one."""

    def __init__(self, title: str, about: str, theme: Theme, *, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._about, self._theme = "", theme
        self.show_words(title, about)
        self.setCheckable(True)
        self.setObjectName(f"source_{name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def show_words(self, title: str, about: str) -> None:
        self.setText(title)
        self._about = about
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setToolTip(about)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, 46)

    def minimumSizeHint(self) -> QSize:
        return QSize(90, 46)

    def nextCheckState(self) -> None:
        """Leave the tick to the project: a click only asks."""

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = self.underMouse() or self.hasFocus()
        edge = colors.accent if self.isChecked() else colors.faint if is_lit else colors.line
        painter.setPen(QPen(QColor(edge), 1.5 if self.isChecked() else 1))
        painter.setBrush(QColor(colors.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        inner = self.rect().adjusted(10, 6, -10, -6)
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(colors.text))
        room = inner.width() - (16 if self.isChecked() else 0)
        title = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        if self.isChecked():
            painter.setPen(QColor(colors.accent))
            painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, "✓")
        small = QFont(self.font())
        small.setPixelSize(11)
        painter.setFont(small)
        painter.setPen(QColor(colors.muted))
        about = painter.fontMetrics().elidedText(self._about, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, about)
        painter.end()
