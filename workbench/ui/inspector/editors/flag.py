"""The editor for yes and no."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors import show
from workbench.ui.inspector.editors.base import Editor


class FlagEditor(Editor):
    """A check box that carries the parameter's name itself."""

    def __init__(self, param: Param, parent: QWidget | None = None) -> None:
        super().__init__(param, parent)
        self.box = QCheckBox(show.label(param.name), self)
        self._set_field(self.box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.box.clicked.connect(self._take)

    def _display(self, value: ParamValue) -> None:
        self.box.setChecked(value is True)
