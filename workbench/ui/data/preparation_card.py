"""The preparation of all columns or images, and windows of a time series."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from workbench.foundation.errors import Problem
from workbench.project.data import Arrays, DataSpec, Preparation, Table, Window
from workbench.project.spec import ParamValue
from workbench.protocol.facts import DataFacts
from workbench.ui.data.forms.form import FieldForm
from workbench.ui.data.forms.preparation import overall_fields, window_fields
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card


class PreparationCard(Card):
    """``changed`` carries the data with another preparation or window, and the field's name."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("PreparationCard", "Preparation")
        super().__init__(title, name="preparation", parent=parent)
        self._data = DataSpec()
        about = QLabel(self.tr("Fitted on the training part only, then applied to all."), self)
        about.setProperty("role", "muted")
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self.form = FieldForm(overall_fields(), theme, prefix="all_", parent=self)
        self.window_form = FieldForm(window_fields(), theme, prefix="window_", parent=self)
        for widget in (about, self.form, self.window_form):
            self.content.addWidget(widget)
        self.form.changed.connect(self._on_form_changed)
        self.window_form.changed.connect(self._on_window_changed)

    def show_data(self, data: DataSpec, facts: DataFacts | None) -> None:
        self._data = data
        preparation = data.preparation
        self.form.show_value(preparation)
        self.form.show_only(_meant(data, facts))
        has_rows = isinstance(data.source, Table | Arrays)
        self.window_form.setVisible(has_rows)
        window = data.window or Window()
        self.window_form.show_value(_Shown(data.window is not None, window))
        self.window_form.show_only(self.window_form.fields if data.window is not None else ("is_on",))
        self.setVisible(data.source is not None)

    def show_problems(self, problems: dict[str, Problem]) -> None:
        self.form.show_problems(problems)

    def _on_form_changed(self, name: str, value: ParamValue) -> None:
        change: dict[str, Any] = {name: value}
        data = replace(self._data, preparation=replace(self._data.preparation, **change))
        self.changed.emit(data, f"preparation.{name}")

    def _on_window_changed(self, name: str, value: ParamValue) -> None:
        if name == "is_on":
            self.changed.emit(replace(self._data, window=Window() if value else None), "")
            return
        change: dict[str, Any] = {name: value}
        window = replace(self._data.window or Window(), **change)
        self.changed.emit(replace(self._data, window=window), f"window.{name}")


class _Shown:
    """What the window's form shows."""

    def __init__(self, is_on: bool, window: Window) -> None:
        self.is_on = is_on
        self.length, self.horizon, self.stride = window.length, window.horizon, window.stride


def _meant(data: DataSpec, facts: DataFacts | None) -> list[str]:
    """Return the fields that count for something with this data."""
    preparation: Preparation = data.preparation
    kinds = {column.kind for column in facts.columns} if facts is not None else {"number"}
    is_image = facts is not None and len(facts.input_shape) == 3
    is_table = isinstance(data.source, Table)
    once = ["duplicates"] if data.window is None else []
    if is_image or (facts is None and not is_table):
        return ["images", *once, "keep"]
    names = ["scaling", *once, "keep"]
    if is_table:
        names += ["missing", "categories"]
        names += ["fill"] if preparation.missing == "constant" else []
        names += ["tokens", "length", "mode"] if "text" in kinds else []
    return names
