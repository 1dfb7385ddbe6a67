"""The editors for one of several words: fixed choices, and free text with suggestions."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.combo import CalmComboBox


class ChoiceEditor(Editor):
    """One of the parameter's choices, or none where that is allowed."""

    def __init__(self, param: Param, parent: QWidget | None = None) -> None:
        super().__init__(param, parent)
        self._entries: list[ParamValue] = [None, *param.choices] if param.nullable else [*param.choices]
        self.combo = CalmComboBox(self)
        for entry in self._entries:
            self.combo.addItem(self.tr("none") if entry is None else str(entry))
        self._set_field(self.combo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.combo.activated.connect(self._on_combo_activated)

    def _display(self, value: ParamValue) -> None:
        if value is None and None not in self._entries:
            self.combo.setCurrentIndex(-1)
            return
        if value not in self._entries:
            self._entries.append(value)
            self.combo.addItem(str(value))
        self.combo.setCurrentIndex(self._entries.index(value))

    def _on_combo_activated(self, index: int) -> None:
        self._take(self._entries[index])


class SuggestionEditor(Editor):
    """Free text with a list of values that make sense, such as the metrics a callback may monitor."""

    is_short = False

    def __init__(self, param: Param, suggestions: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(param, parent)
        self.combo = CalmComboBox(self)
        line = QLineEdit(self.combo)
        self.combo.setLineEdit(line)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._set_field(self.combo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.set_suggestions(suggestions)
        self.combo.textActivated.connect(self._on_text_given)
        line.textEdited.connect(self._on_text_given)

    def set_suggestions(self, texts: tuple[str, ...]) -> None:
        if [self.combo.itemText(i) for i in range(self.combo.count())] == list(texts):
            return
        typed = self.combo.currentText()
        self.combo.clear()
        self.combo.addItems(texts)
        self.combo.setCurrentText(typed)

    def _display(self, value: ParamValue) -> None:
        self.combo.setCurrentText("" if value is None else str(value))

    def _on_text_given(self, text: str) -> None:
        self._take(None if not text and self.param.nullable else text)
