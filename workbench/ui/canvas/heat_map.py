"""The heat map: colours the cards by what they cost or by a run's gradients, and keeps them so."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from workbench.project.graph import NodeId
from workbench.runs.layer_figures import EpochFigures
from workbench.ui.canvas.heat import CHOICES, HeatBy, Scale, costs, gradients, scale_of
from workbench.ui.canvas.heat_colors import Tint, plain_tint, tint
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document
from workbench.ui.inspector import words
from workbench.ui.live.words import short
from workbench.ui.theme import Theme

_TITLE = 16
Measured = tuple[EpochFigures | None, str]
"""Figures of a run's layers, if there are any, and the run's title."""


class HeatMap(QObject):
    """A setting of the view, not of the project. ``changed``: another choice, other costs or colours."""

    changed = Signal()
    chosen = Signal(str)

    def __init__(self, scene: Scene, document: Document, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._document, self._theme = scene, document, theme
        self._by: HeatBy = "off"
        self._scale: Scale | None = None
        self._measured: EpochFigures | None = None
        self._measured_in = ""
        scene.settled.connect(self._on_scene_settled)
        theme.changed.connect(self._on_scene_settled)

    @property
    def by(self) -> HeatBy:
        return self._by

    @property
    def scale(self) -> Scale | None:
        """The scale of the costs; None while nothing is known or nothing costs anything."""
        return self._scale

    @property
    def unit(self) -> str:
        """What is counted, in words; of gradients, when and in which run."""
        if self._by != "gradients" or self._measured is None:
            return unit_of(self._by)
        at = words.count(self._measured.epoch)
        return _tr("of the loss, “{0}”, epoch {1}").format(short(self._measured_in, _TITLE), at)

    @property
    def measured(self) -> Measured:
        """The figures of layers whose gradients are shown, and the title of their run."""
        return self._measured, self._measured_in

    def set_measured(self, figures: EpochFigures | None, title: str) -> None:
        """Take what was measured in the layers of a run called ``title``; None where nothing is known."""
        if figures is not self._measured:
            self._measured, self._measured_in = figures, title
            if self._by == "gradients":
                self._show()

    def choose(self, by: HeatBy) -> None:
        """Colour the cards by something else."""
        if by != self._by:
            self._by = by
            self._show()
            self.chosen.emit(by)

    def step(self) -> None:
        """Go on to the next choice; behind the last, off."""
        self.choose(CHOICES[(CHOICES.index(self._by) + 1) % len(CHOICES)])

    @Slot()
    def _on_scene_settled(self) -> None:
        if self._by != "off":
            self._show()

    def _show(self) -> None:
        known = self._known()
        shown = {node: known.get(node) for node in self._scene.nodes}
        self._scale = scale_of(cost for cost in shown.values() if cost is not None)
        for node, item in self._scene.nodes.items():
            item.set_tint(None if self._by == "off" else self._tint(shown[node]))
        self.changed.emit()

    def _known(self) -> Mapping[NodeId, float]:
        graph = self._document.project.graph
        if self._by == "gradients":
            return {} if self._measured is None else gradients(graph, self._measured.layers)
        return costs(graph, self._document.analysis, self._by)

    def _tint(self, cost: float | None) -> Tint:
        figure = "" if cost is None else _figure(cost, self._by)
        if not cost or self._scale is None:
            return plain_tint(self._theme.colors, figure)
        return tint(self._scale.share(cost), is_dark=self._theme.is_dark, figure=figure)


def _figure(cost: float, by: HeatBy) -> str:
    return words.count(round(cost)) if by == "params" else told(cost, by)


def told(cost: float, by: HeatBy) -> str:
    """Return a cost in its unit, short enough for a scale."""
    if by == "gradients":
        return f"{cost:.2g}"
    return words.size(round(cost)) if by == "memory" else words.large(cost)


def name_of(by: HeatBy) -> str:
    """Return what a choice is called."""
    return {
        "off": _tr("Off"),
        "params": _tr("Parameters"),
        "macs": _tr("Multiply-adds"),
        "memory": _tr("Memory"),
        "gradients": _tr("Gradient norm"),
    }[by]


def unit_of(by: HeatBy) -> str:
    """Return what is counted, in words."""
    return {
        "off": "",
        "params": _tr("weights of the layer"),
        "macs": _tr("for one example"),
        "memory": _tr("outputs of one example"),
        "gradients": _tr("of the loss, in a run"),
    }[by]


def _tr(text: str) -> str:
    return QCoreApplication.translate("HeatMap", text)
