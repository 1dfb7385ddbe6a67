"""The line that shows the project's title: shortened with dots until somebody types in it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from workbench.ui.live.labels import plain_tip

_NARROW, _AROUND, _MARGIN = 80, 24, 2


class TitleField(QLineEdit):
    """As wide as its title up to a limit. What does not fit ends in dots; all of it is in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("project-title")
        self.setAccessibleName(self.tr("Project title"))
        self.setMaxLength(120)
        self._limit = 280
        self._purpose = self.tr("The project's title: click to change it")
        self.setToolTip(self._purpose)

    def show_title(self, title: str) -> None:
        """Show a title, its beginning first."""
        if self.text() != title:
            self.setText(title)
            self.setCursorPosition(0)
            self.setToolTip(plain_tip(f"{title}\n{self._purpose}"))
        self._fit()

    def set_limit(self, width: int) -> None:
        """Be no wider than this, in pixels."""
        self._limit = width
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text()) + _AROUND
        self.setFixedWidth(max(_NARROW, min(self._limit, width)))

    def shown_text(self) -> str:
        """Return what is to be read: all while it is typed in, else what there is room for."""
        if self.hasFocus():
            return self.text()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room().width())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown_text()
        if shown == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(option.palette.color(option.palette.ColorRole.Text))
        painter.drawText(self._room(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()

    def _room(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        area = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return area.adjusted(_MARGIN, 0, -_MARGIN, 0)
