"""The menu of what colours the cards."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui.canvas.heat import CHOICES, HeatBy
from workbench.ui.canvas.heat_map import HeatMap, name_of


class HeatMenu(QMenu):
    """One of the choices."""

    def __init__(self, heat: HeatMap, parent: QWidget) -> None:
        super().__init__(parent)
        self._heat = heat
        self.setObjectName("canvas.heat")
        self.setTitle(self.tr("Heat map"))
        self.menuAction().setToolTip(self.tr("Colour the layers by what they cost, or by their gradients"))
        group = QActionGroup(self)
        self._entries = {by: self._add(by, group) for by in CHOICES}
        heat.changed.connect(self._on_heat_changed)
        self._on_heat_changed()

    def _add(self, by: HeatBy, group: QActionGroup) -> QAction:
        text = self.tr("No heat map") if by == "off" else self.tr("Heat map: {0}").format(name_of(by))
        action = QAction(text, self)
        action.setObjectName(f"canvas.heat.{by}")
        action.setCheckable(True)
        action.setActionGroup(group)
        action.triggered.connect(lambda: self._heat.choose(by))
        self.addAction(action)
        return action

    @Slot()
    def _on_heat_changed(self) -> None:
        self._entries[self._heat.by].setChecked(True)
