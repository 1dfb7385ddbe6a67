"""A number that is pulled or typed."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.row import FormRow
from workbench.ui.theme import Theme

_STEPS = 400


class NumberSlider(QWidget):
    """``changed`` carries the number. The slider goes from ``low`` to ``high``; what is typed may go beyond.

    Typed numbers are at least ``minimum`` and at most ``maximum`` where these are given.
    """

    changed = Signal(float)

    def __init__(
        self,
        name: str,
        title: str,
        theme: Theme,
        *,
        low: float,
        high: float,
        value: float,
        is_log: bool = False,
        minimum: float | None = None,
        maximum: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._is_log = low, high, is_log
        param = Param(name=name, editor="float", required=True, minimum=minimum, maximum=maximum)
        self.row = FormRow(LineEditor(param, theme, self), self)
        self.row.label.setText(title)
        field = self.row.editor.focusProxy()
        if field is not None:
            field.setAccessibleName(title)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName(f"slider_{name}")
        self.slider.setAccessibleName(title)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 20)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.row)
        layout.addWidget(self.slider)
        self.set_value(value)
        self.row.changed.connect(self._on_row_changed)
        self.slider.valueChanged.connect(self._on_slider_value_changed)

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show a number without telling of it."""
        self._value = float(value)
        self._show_value()
        self._place_slider()

    def set_range(self, low: float, high: float) -> None:
        """Let the slider reach from ``low`` to ``high``; the number stays."""
        self._low, self._high = low, high
        self._place_slider()

    def _show_value(self) -> None:
        self.row.show_value(int(self._value) if self._value.is_integer() else self._value)

    def _place_slider(self) -> None:
        share = (self._scaled(self._value) - self._scaled(self._low)) / (
            self._scaled(self._high) - self._scaled(self._low)
        )
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(min(max(share, 0.0), 1.0) * _STEPS))

    def _scaled(self, value: float) -> float:
        return math.log10(max(value, 1e-12)) if self._is_log else value

    def _on_row_changed(self, value: ParamValue) -> None:
        if isinstance(value, int | float):
            self._value = float(value)
            self._place_slider()
            self.changed.emit(self._value)

    def _on_slider_value_changed(self, step: int) -> None:
        first, last = self._scaled(self._low), self._scaled(self._high)
        scaled = first + step / _STEPS * (last - first)
        self._value = float(f"{10.0**scaled if self._is_log else scaled:.3g}")
        self._show_value()
        self.changed.emit(self._value)
