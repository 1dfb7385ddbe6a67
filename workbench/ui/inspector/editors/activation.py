"""The editor for activations: a list, a curve, and a formula of the user's own."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from workbench.catalog.formula import LONGEST, PREFIX, is_formula
from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors import formula
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.inspector.editors.curve import CurveCard
from workbench.ui.theme import Theme, mono_font

_FIRST_FORMULA = "1/(1+exp(-x))"
_PROBE = np.linspace(-1.0, 1.0, 3)


class ActivationEditor(Editor):
    """A value is a Keras name, None, or ``formula:`` with an expression of x."""

    is_short = False

    def __init__(self, param: Param, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(param, parent)
        names = [name for name in param.choices if name]
        self._entries: list[str | None] = [None, *names] if param.nullable else [*names]
        self.combo = CalmComboBox(self)
        for entry in self._entries:
            self.combo.addItem(self.tr("none") if entry is None else entry)
        self.combo.addItem(self.tr("Formula…"))
        self._set_field(self.combo)
        self.line = QLineEdit(self)
        self.line.setObjectName(f"formula_{param.name}")
        self.line.setAccessibleName(self.tr("Formula of x"))
        self.line.setFont(mono_font())
        self.line.setMaxLength(LONGEST)
        self.card = CurveCard(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.combo, self.line, self.card):
            layout.addWidget(widget)
        self.combo.activated.connect(self._on_combo_activated)
        self.line.textEdited.connect(self._on_line_edited)

    def _display(self, value: ParamValue) -> None:
        text = value if isinstance(value, str) else None
        self.line.setVisible(is_formula(text))
        if text is not None and is_formula(text):
            self.combo.setCurrentIndex(self.combo.count() - 1)
            self.line.setText(text.removeprefix(PREFIX))
        else:
            self.combo.setCurrentIndex(self._index(text))
        self.card.show_activation(text)
        self.refused.emit("")

    def _index(self, name: str | None) -> int:
        if name not in self._entries:
            if name is None:
                return self._entries.index("linear") if "linear" in self._entries else -1
            self.combo.insertItem(len(self._entries), name)
            self._entries.append(name)
        return self._entries.index(name)

    def _on_combo_activated(self, index: int) -> None:
        is_own = index == len(self._entries)
        value = f"{PREFIX}{_FIRST_FORMULA}" if is_own else self._entries[index]
        if is_own and is_formula(self._value):
            return
        self._display(value)
        self._take(value)
        if is_own:
            self.line.setFocus()
            self.line.selectAll()

    def _on_line_edited(self, text: str) -> None:
        try:
            formula.compute(text, _PROBE)
        except ValueError as refusal:
            self.refused.emit(str(refusal))
            return
        self.card.show_activation(f"{PREFIX}{text}")
        self._take(f"{PREFIX}{text.strip()}")
