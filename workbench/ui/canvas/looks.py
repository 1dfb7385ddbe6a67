"""Where one looked and how closely, kept for every block and for the top."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QGraphicsView

from workbench.project.graph import BlockId
from workbench.ui.canvas.sight import Sight
from workbench.ui.canvas.zoom import Zoom


class Looks(QObject):
    """Gives each view its zoom and place back; one that is new is shown whole by ``fit``."""

    def __init__(self, view: QGraphicsView, sight: Sight, zoom: Zoom, fit: Callable[[], None]) -> None:
        super().__init__(view)
        self._view, self._zoom, self._fit = view, zoom, fit
        self._kept: dict[BlockId | None, tuple[float, QPointF]] = {}
        sight.changed.connect(self._on_sight_changed)

    def forget(self) -> None:
        """Know of no view any more: another project is open."""
        self._kept.clear()

    def _on_sight_changed(self, before: BlockId | None, now: BlockId | None) -> None:
        view = self._view
        self._kept[before] = (self._zoom.scale, view.mapToScene(view.viewport().rect().center()))
        if now in self._kept:
            scale, middle = self._kept[now]
            self._zoom.set_scale(scale)
            view.centerOn(middle)
        else:
            self._fit()
