"""The editor for everything that is typed: numbers, sizes, shapes, lists, texts, JSON."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.grammar import GRAMMARS, Grammar
from workbench.ui.inspector.editors.step_line import StepLine
from workbench.ui.theme import Theme, mono_font

REFUSAL = "refusal"
"""The property of a field with the reason why what stands in it is no value."""


class LineEditor(Editor):
    """A line of text with a grammar.

    What can't be read stays as typed until the field is left; then the value from before the typing is in
    its place again, and Ctrl+Z brings back what was typed.
    """

    def __init__(
        self, param: Param, theme: Theme, parent: QWidget | None = None, *, grammar: Grammar | None = None
    ) -> None:
        super().__init__(param, parent)
        self._grammar = grammar or GRAMMARS[param.editor]
        self._before: ParamValue = None
        self._is_typing = False
        self.is_short = self._grammar.is_short
        self.line = self._new_line(theme)
        self.line.setPlaceholderText(self._placeholder())
        self._set_field(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.textEdited.connect(self._on_line_edited)
        self.line.editingFinished.connect(self._on_line_finished)

    def _new_line(self, theme: Theme) -> QLineEdit:
        if self._grammar.step is None:
            line = QLineEdit(self)
            if self.param.editor not in ("text", "texts"):
                line.setFont(mono_font())
            return line
        stepping = StepLine(theme, self)
        stepping.stepped.connect(self._on_line_stepped)
        return stepping

    def _placeholder(self) -> str:
        if self.param.required:
            return self._grammar.example or self.tr("needed")
        return self.tr("none") if self.param.nullable else self._grammar.example

    def _display(self, value: ParamValue) -> None:
        self.line.setText(self._grammar.write(value))
        self.line.setCursorPosition(0)
        self._is_typing = False
        self._refuse("")

    def _read(self) -> ParamValue:
        text = self.line.text()
        if not text.strip() and not self._grammar.is_empty_fine:
            if self.param.nullable:
                return None
            raise ValueError(self.tr("Expected a value, received nothing."))
        if not text and self.param.nullable:
            return None
        return self._grammar.read(text, self.param)

    def _refuse(self, reason: str, *, is_shown: bool = True) -> None:
        """Say why what stands there is no value; Train looks at the property."""
        self.line.setProperty(REFUSAL, reason)
        self.refused.emit(reason if is_shown else "")

    def _take(self, value: ParamValue) -> None:
        self.line.setProperty(REFUSAL, "")
        super()._take(value)

    def _on_line_edited(self) -> None:
        if not self._is_typing:
            self._is_typing, self._before = True, self._value
        try:
            value = self._read()
        except ValueError as refusal:
            self._refuse(str(refusal), is_shown=not self._grammar.is_begun(self.line.text()))
        else:
            self._take(value)

    def _on_line_finished(self) -> None:
        if not self._is_typing:
            return
        self._is_typing = False
        try:
            value = self._read()
        except ValueError as refusal:
            self._return(str(refusal))
        else:
            self._take(value)
            self._tidy(self._grammar.write(value))

    def _tidy(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)

    def _return(self, reason: str) -> None:
        """Bring back the value from before the typing, which may have passed through others."""
        self._take(self._before)
        text = self._grammar.write(self._value)
        with QSignalBlocker(self.line):
            self.line.selectAll()
            self.line.insert(text)  # unlike setText it can be undone
        stays = self.tr("{value} stays.").format(value=text) if text else ""
        self.returned.emit(f"{reason} {stays}".strip())

    def _on_line_stepped(self, steps: int) -> None:
        if self._grammar.step is None:
            return
        stepped = self._grammar.step(self._value, steps, self.param)
        self.line.setText(self._grammar.write(stepped))
        self._take(stepped)

    def means_same(self, one: ParamValue, other: ParamValue) -> bool:
        if self.param.editor == "size":
            return super().means_same(_per_axis(one, other), _per_axis(other, one))
        return super().means_same(one, other)


def _per_axis(value: ParamValue, like: ParamValue) -> ParamValue:
    """Spell a single size out for as many axes as ``like`` has."""
    if isinstance(value, int) and isinstance(like, tuple):
        return (value,) * len(like)
    return value
