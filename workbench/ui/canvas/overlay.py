"""The widgets that float over the canvas, each in its corner."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGraphicsView

from workbench.ui.canvas.actions import CanvasActions
from workbench.ui.canvas.crumbs import Crumbs
from workbench.ui.canvas.empty_hint import EmptyHint, SampleButton
from workbench.ui.canvas.heat_legend import HeatLegend
from workbench.ui.canvas.heat_map import HeatMap
from workbench.ui.canvas.minimap import Minimap
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.style_switch import StyleSwitch
from workbench.ui.canvas.zoom import Zoom
from workbench.ui.canvas.zoom_bar import ZoomBar
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

_EDGE, _GAP = 12, 8


class Overlay(QObject):
    """Owns the floating widgets. They are children of the view, not of its viewport, which scrolls."""

    sample_requested = Signal()

    def __init__(
        self,
        view: QGraphicsView,
        *,
        document: Document,
        theme: Theme,
        scene: Scene,
        zoom: Zoom,
        actions: CanvasActions,
        heat: HeatMap,
    ) -> None:
        super().__init__(view)
        self._view, self._scene = view, scene
        self._switch = StyleSwitch(document, view)
        self._crumbs = Crumbs(scene.sight, document, view)
        self._crumbs.resized.connect(self.place)
        self._zoom_bar = ZoomBar(zoom, actions, view)
        self._minimap = Minimap(view, scene, theme)
        self._legend = HeatLegend(heat, theme, view)
        heat.changed.connect(self._minimap.redraw)
        heat.changed.connect(self.place)
        self._hint, self._sample = EmptyHint(view), SampleButton(view)
        self._sample.sample_requested.connect(self.sample_requested)
        scene.settled.connect(self._on_scene_settled)
        zoom.changed.connect(self._minimap.update)
        self._on_scene_settled()

    def place(self) -> None:
        """Put every widget where it belongs in a view of this size."""
        wide, high = self._view.width(), self._view.height()
        for widget in (self._switch, self._zoom_bar, self._hint, self._sample, self._legend):
            widget.adjustSize()
        self._switch.setVisible(self._crumbs.isHidden())
        self._switch.move(_EDGE, _EDGE)
        self._crumbs.move(_EDGE, _EDGE)
        self._zoom_bar.move(_EDGE, high - self._zoom_bar.height() - _EDGE)
        self._legend.move(_EDGE, self._zoom_bar.y() - self._legend.height() - _GAP)
        self._minimap.move(wide - self._minimap.width() - _EDGE, high - self._minimap.height() - _EDGE)
        gap = 16
        top = (high - self._hint.height() - gap - self._sample.height()) // 2
        self._hint.move((wide - self._hint.width()) // 2, top)
        self._sample.move((wide - self._sample.width()) // 2, top + self._hint.height() + gap)

    def _on_scene_settled(self) -> None:
        is_empty = not self._scene.nodes
        if self._hint.isVisibleTo(self._view) != is_empty:
            self._hint.setVisible(is_empty)
            self._sample.setVisible(is_empty)
            self.place()
