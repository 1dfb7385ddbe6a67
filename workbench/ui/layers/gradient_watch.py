"""Lets the canvas' heat map have the gradients of the run that is watched, at the epoch that is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from workbench.ui.canvas.heat_map import HeatMap
from workbench.ui.layers.panel import LayersPanel
from workbench.ui.turns import Turn

_REST_MS = 150


class GradientWatch(QObject):
    """Looks at the first of ``panels`` that knows anything, and only while the map shows gradients."""

    def __init__(self, heat: HeatMap, panels: Sequence[LayersPanel], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heat, self._panels = heat, tuple(panels)
        self._rest = Turn(self, is_single=True, interval=_REST_MS)
        self._rest.came.connect(self._look)
        heat.chosen.connect(self._on_news)
        for panel in self._panels:
            panel.news.connect(self._on_news)

    @Slot()
    def _on_news(self) -> None:
        if self._heat.by == "gradients" and not self._rest.is_active:
            self._rest.start()

    @Slot()
    def _look(self) -> None:
        panel = next((each for each in self._panels if each.history.epochs), None)
        if panel is None:
            self._heat.set_measured(None, "")
        else:
            self._heat.set_measured(panel.figures(), panel.title)
