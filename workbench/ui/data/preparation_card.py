"""The preparation of all columns or images, and windows of a time series."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from workbench.foundation.errors import Problem, error
from workbench.project.data import Arrays, DataSpec, Preparation, Table, Window
from workbench.project.spec import ParamValue
from workbench.protocol.facts import DataFacts
from workbench.ui.data.forms.form import FieldForm
from workbench.ui.data.forms.preparation import overall_fields, window_fields
from workbench.ui.data.pictures.picture import pixels_of
from workbench.ui.data.series import has_past, may_have_past, with_past, with_window
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card


class PreparationCard(Card):
    """``changed`` carries the data with another preparation or window, and the field's name."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("PreparationCard", "Preparation")
        super().__init__(title, name="preparation", parent=parent)
        self._data = DataSpec()
        self._columns: tuple[str, ...] = ()
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

    def show_data(self, data: DataSpec, facts: DataFacts | None, columns: tuple[str, ...] = ()) -> None:
        """Show the data; ``columns`` are those of its table, where it has one."""
        self._data, self._columns = data, columns
        preparation = data.preparation
        self.form.show_value(preparation)
        self.form.show_only(_meant(data, facts))
        has_rows = isinstance(data.source, Table | Arrays)
        self.window_form.setVisible(has_rows)
        self.window_form.show_value(_Shown(data))
        self.window_form.show_only(_meant_of_windows(data))
        self.window_form.show_problems({})
        self.setVisible(data.source is not None)

    def show_problems(self, problems: dict[str, Problem]) -> None:
        self.form.show_problems(problems)

    def _on_form_changed(self, name: str, value: ParamValue) -> None:
        change: dict[str, Any] = {name: value}
        data = replace(self._data, preparation=replace(self._data.preparation, **change))
        self.changed.emit(data, f"preparation.{name}")

    def _on_window_changed(self, name: str, value: ParamValue) -> None:
        if name == "is_on":
            window = Window() if value else None
            self.changed.emit(with_window(self._data, window, self._columns), "")
        elif name == "own_past":
            self._take_past(is_on=bool(value))
        else:
            change: dict[str, Any] = {name: value}
            window = replace(self._data.window or Window(), **change)
            self.changed.emit(with_window(self._data, window, self._columns), f"window.{name}")

    def _take_past(self, *, is_on: bool) -> None:
        changed = with_past(self._data, is_on=is_on, columns=self._columns)
        if changed != self._data:
            self.changed.emit(changed, "")
            return
        self.window_form.show_value(_Shown(self._data))
        words = self.tr("Expected at least one feature, received none.")
        hint = self.tr("Nothing else is an input here: give another column the role of a feature first.")
        self.window_form.show_problems({"own_past": error("data.features", "data.source", words, hint)})


class _Shown:
    """What the window's form shows."""

    def __init__(self, data: DataSpec) -> None:
        window = data.window or Window()
        self.is_on, self.own_past = data.window is not None, has_past(data)
        self.length, self.horizon, self.stride = window.length, window.horizon, window.stride


def _meant_of_windows(data: DataSpec) -> list[str]:
    """Return the fields of the window that count for something."""
    if data.window is None:
        return ["is_on"]
    return ["is_on", "length", "horizon", "stride", *(["own_past"] if may_have_past(data) else [])]


def _meant(data: DataSpec, facts: DataFacts | None) -> list[str]:
    """Return the fields that count for something with this data."""
    preparation: Preparation = data.preparation
    kinds = {column.kind for column in facts.columns} if facts is not None else {"number"}
    is_image = facts is not None and (len(facts.input_shape) == 3 or pixels_of(facts) is not None)
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
