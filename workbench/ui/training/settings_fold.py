"""A fold of settings that most people leave as they are: a form of one value, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue
from workbench.project.training import Checkpoints, Execution
from workbench.ui.inspector.fold import Fold
from workbench.ui.inspector.row import FormRow, place


class SettingsFold(Fold):
    """``changed`` carries the new value and the name of the field that was changed."""

    changed = Signal(object, str)

    def __init__(
        self, title: str, defaults: Checkpoints | Execution, *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, name=name, parent=parent)
        self._defaults = self._shown = defaults
        self.rows: dict[str, FormRow] = {}

    def fill(self, rows: Mapping[str, FormRow], words: Mapping[str, str]) -> None:
        """Lay out a row for each field, with the ``words`` that explain it."""
        self.rows = dict(rows)
        grid = QGridLayout(self.body)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place(list(self.rows.values()), grid)
        for name, row in self.rows.items():
            row.set_doc(words[name])
            row.changed.connect(partial(self._on_row_changed, name))
            row.reset.connect(partial(self._on_row_reset, name))

    def show_settings(self, settings: Checkpoints | Execution) -> None:
        """Show the value; what was set is not hidden."""
        self._shown = settings
        for name, row in self.rows.items():
            row.show_value(getattr(settings, name))
        if settings != self._defaults and not self.is_open:
            self.button.setChecked(True)

    def show_problem(self, name: str, problem: Problem | None) -> None:
        self.rows[name].set_problem(problem)

    def _on_row_changed(self, name: str, value: ParamValue) -> None:
        self.changed.emit(replace(self._shown, **{name: value}), name)

    def _on_row_reset(self, name: str) -> None:
        self.changed.emit(replace(self._shown, **{name: getattr(self._defaults, name)}), name)
