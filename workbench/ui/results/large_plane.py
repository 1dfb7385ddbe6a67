"""One kernel or feature map large, with the number under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.protocol.filters import Plane
from workbench.ui.live import words
from workbench.ui.live.labels import show_tip
from workbench.ui.results.plane_grid import fitted
from workbench.ui.results.planes import values_of
from workbench.ui.theme import Theme

_SIDE, _TITLE, _COARSE = 260, 22, 64


class LargePlane(QWidget):
    """Hidden until one is chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("large_plane")
        self.setAccessibleName(self.tr("The chosen filter"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(_SIDE + 2, _TITLE + _SIDE + 2)
        self._theme = theme
        self._plane: Plane | None = None
        self._image = QImage()
        self._title = ""
        theme.changed.connect(self.update)
        self.hide()

    @property
    def plane(self) -> Plane | None:
        return self._plane

    def show_plane(self, plane: Plane | None, image: QImage, title: str) -> None:
        """Show a plane as ``image`` draws it, or none."""
        self._plane, self._image, self._title = plane, image, title
        self.setVisible(plane is not None)
        self.setAccessibleDescription(title)
        self.update()

    def text_at(self, point: QPoint) -> str:
        """Return the numbers at a point of the widget in words; empty beyond the picture."""
        if self._plane is None:
            return ""
        area, plane = self._area(self._plane), self._plane
        if not area.contains(point):
            return ""
        row = min((point.y() - area.top()) * plane.height // area.height(), plane.height - 1)
        column = min((point.x() - area.left()) * plane.width // area.width(), plane.width - 1)
        numbers = ", ".join(words.reading(float(value)) for value in values_of(plane)[row, column])
        return self.tr("row {0}, column {1}: {2}").format(row + 1, column + 1, numbers)

    def sizeHint(self) -> QSize:
        return self.size()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.text_at(event.pos())
            show_tip(self, event, text)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._plane is None:
            return
        area = self._area(self._plane)
        with QPainter(self) as painter:
            painter.setPen(QColor(self._theme.colors.muted))
            shown = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, _SIDE)
            painter.drawText(QRect(0, 0, _SIDE, _TITLE), Qt.AlignmentFlag.AlignLeft, shown)
            is_fine = max(self._plane.width, self._plane.height) > _COARSE
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_fine)
            painter.drawImage(area, self._image)
            painter.setPen(QPen(QColor(self._theme.colors.line), 1))
            painter.drawRect(area)

    def _area(self, plane: Plane) -> QRect:
        return fitted(plane, QRect(0, _TITLE, _SIDE, _SIDE))
