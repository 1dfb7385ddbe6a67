"""How much of the canvas is shown: zooming around a place, fitting, 100 %."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRectF, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

LEAST, MOST = 0.05, 3.0
STEP = 1.2
_MARGIN = 56.0


class Zoom(QObject):
    """The scale of a view. ``changed`` tells the new one, 1.0 being 100 %."""

    changed = Signal(float)

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view

    @property
    def scale(self) -> float:
        return self._view.transform().m11()

    def set_scale(self, scale: float, anchor: QPoint | None = None) -> None:
        """Zoom so that the place under ``anchor`` (in the viewport; its middle by default) stays there."""
        view = self._view
        scale = min(max(scale, LEAST), MOST)
        if scale == self.scale:
            return
        at = view.viewport().rect().center() if anchor is None else anchor
        kept = view.mapToScene(at)
        view.setTransform(QTransform.fromScale(scale, scale))
        moved = view.mapFromScene(kept) - at
        across, down = view.horizontalScrollBar(), view.verticalScrollBar()
        across.setValue(across.value() + moved.x())
        down.setValue(down.value() + moved.y())
        self.changed.emit(scale)

    def by(self, steps: float, anchor: QPoint | None = None) -> None:
        """Zoom in by so many steps, out when negative."""
        self.set_scale(self.scale * STEP**steps, anchor)

    def zoom_in(self) -> None:
        self.by(1)

    def zoom_out(self) -> None:
        self.by(-1)

    def reset(self) -> None:
        """Go to 100 %."""
        self.set_scale(1.0)

    def fit(self, area: QRectF) -> None:
        """Show all of ``area``, never enlarged; an empty area shows the canvas' origin at 100 %."""
        view, port = self._view, self._view.viewport().rect()
        if area.isEmpty():
            self.set_scale(1.0)
            view.centerOn(0, 0)
            return
        wide = max(port.width() - 2 * _MARGIN, 1) / area.width()
        high = max(port.height() - 2 * _MARGIN, 1) / area.height()
        self.set_scale(min(wide, high, 1.0))
        view.centerOn(area.center())
