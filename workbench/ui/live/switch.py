"""Two buttons under a run: its curves, or what its layers did."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

Side = Literal["curves", "layers"]


class Switch(QWidget):
    """``chosen`` carries which of the two is to be seen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_switch")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._buttons: dict[Side, QToolButton] = {
            "curves": self._button("curves", self.tr("Curves"), self.tr("Loss and metrics over the epochs")),
            "layers": self._button(
                "layers",
                self.tr("Layers"),
                self.tr("Weights, gradients and outputs of a layer over the epochs (Ctrl+Shift+Y)"),
            ),
        }
        for button in self._buttons.values():
            row.addWidget(button)
        self.show_side("curves")

    def show_side(self, side: Side) -> None:
        """Press the button of a side."""
        self._buttons[side].setChecked(True)

    def _button(self, side: Side, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"show_{side}")
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(partial(self._on_button_clicked, side))
        self._group.addButton(button)
        return button

    def _on_button_clicked(self, side: Side, _checked: bool = False) -> None:
        self.chosen.emit(side)
