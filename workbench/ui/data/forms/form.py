"""A form over a value of named fields: it shows the value and says which field the user changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue
from workbench.ui.data.forms.editors import PERCENT, PathEditor, SliderEditor, WordsEditor
from workbench.ui.data.forms.fields import Choice, Field
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.choice import SuggestionEditor
from workbench.ui.inspector.editors.flag import FlagEditor
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.row import FormRow, place
from workbench.ui.theme import Theme


class FieldForm(QWidget):
    """``changed`` carries a field's name and its value as the value has it; shares are shown in percent.

    The widgets are named ``field_PREFIXNAME`` and ``row_PREFIXNAME``.
    """

    changed = Signal(str, object)
    browse_requested = Signal(str)

    def __init__(
        self, fields: Iterable[Field], theme: Theme, *, prefix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._prefix = theme, prefix
        self.fields = {field.name: field for field in fields}
        self.rows = {name: self._row(field) for name, field in self.fields.items()}
        self._shown = set(self.rows)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        place(list(self.rows.values()), self._grid)

    def show_value(self, value: Any) -> None:
        """Show a value that has all the fields as attributes."""
        for name, row in self.rows.items():
            row.show_value(self._told(name, getattr(value, name)))

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        for name, row in self.rows.items():
            row.set_problem(problems.get(name))

    def set_choices(self, name: str, choices: tuple[Choice, ...]) -> None:
        """Offer other values for a field of choices."""
        editor = self.rows[name].editor
        if isinstance(editor, WordsEditor):
            editor.set_choices(choices)
        else:
            editor.set_suggestions(tuple(str(value) for value, _ in choices))

    def show_only(self, names: Iterable[str]) -> None:
        """Hide the fields that mean nothing now."""
        wanted = set(names)
        if wanted == self._shown:
            return
        self._shown = wanted
        for name, row in self.rows.items():
            self._grid.removeWidget(row)
            row.setVisible(name in wanted)
        place([row for name, row in self.rows.items() if name in wanted], self._grid)

    def _row(self, field: Field) -> FormRow:
        editor = self._editor(field)
        row = FormRow(editor, self)
        row.setObjectName(f"row_{self._prefix}{field.name}")
        row.label.setText(field.label)
        row.set_doc(field.doc)
        self._entitle(editor, field)
        row.changed.connect(partial(self._on_row_changed, field.name))
        row.reset.connect(partial(self._on_row_reset, field.name))
        if isinstance(editor, PathEditor):
            editor.browse_requested.connect(partial(self.browse_requested.emit, field.name))
        return row

    def _editor(self, field: Field) -> Editor:
        editor = self._new_editor(field)
        if field.is_long:
            editor.is_short = False
        return editor

    def _new_editor(self, field: Field) -> Editor:
        param = field.param()
        if field.is_free:
            return SuggestionEditor(param, tuple(str(value) for value, _ in field.choices), self)
        if field.editor == "choice":
            return WordsEditor(param, field.choices, self)
        if field.editor == "bool":
            return FlagEditor(param, self)
        if field.is_percent:
            share = Field(field.name, field.label, "float", _percent(field.default)).param()
            return LineEditor(share, self._theme, self, grammar=PERCENT)
        if field.slider is not None:
            return SliderEditor(param, self._theme, field.slider, self)
        if field.is_path:
            return PathEditor(param, self._theme, self)
        return LineEditor(param, self._theme, self)

    def _entitle(self, editor: Editor, field: Field) -> None:
        target = editor.focusProxy()
        assert target is not None
        target.setObjectName(f"field_{self._prefix}{field.name}")
        target.setAccessibleName(field.label)
        if isinstance(editor, FlagEditor):
            editor.box.setText(field.label)
        if isinstance(editor, SliderEditor):
            editor.slider.setObjectName(f"slider_{self._prefix}{field.name}")
            editor.slider.setAccessibleName(field.label)

    def _told(self, name: str, value: ParamValue) -> ParamValue:
        return _percent(value) if self.fields[name].is_percent else value

    def _on_row_changed(self, name: str, value: ParamValue) -> None:
        self.changed.emit(name, _share(value) if self.fields[name].is_percent else value)

    def _on_row_reset(self, name: str) -> None:
        self.changed.emit(name, self.fields[name].default)


def _percent(share: ParamValue) -> ParamValue:
    return round(float(share) * 100, 6) if isinstance(share, int | float) else 0.0


def _share(percent: ParamValue) -> ParamValue:
    return round(float(percent) / 100, 8) if isinstance(percent, int | float) else 0.0
