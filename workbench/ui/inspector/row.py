"""One parameter in a form: its name, its editor, whether it was changed, and what is wrong with it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue, Spec
from workbench.ui.inspector.editors import show
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.reset_button import ResetButton


class FormRow(QWidget):
    """``changed`` carries a value that differs from the default; ``reset`` asks for the default again."""

    changed = Signal(object)
    reset = Signal()

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor, self.param = editor, editor.param
        self._refusal, self._problem = "", ""
        self.setObjectName(f"row_{self.param.name}")
        self.label = QLabel(show.label(self.param.name), self)
        self.label.setProperty("role", "muted")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setBuddy(editor)
        self.reset_button = self._new_reset_button()
        self.message = QLabel(self)
        self.message.setObjectName(f"message_{self.param.name}")
        self.message.setProperty("role", "muted")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.hide()
        self._lay_out()
        editor.edited.connect(self._on_editor_edited)
        editor.refused.connect(self._on_editor_refused)
        editor.returned.connect(self._on_editor_returned)
        self.reset_button.clicked.connect(self.reset)

    def add_link(self, link: QWidget) -> None:
        """Put a small word at the end of the line with the name."""
        self._head.addWidget(link)

    def _new_reset_button(self) -> ResetButton:
        button = ResetButton(self)
        button.setObjectName(f"reset_{self.param.name}")
        default = show.listing(self.param.default) if not isinstance(self.param.default, Spec) else ""
        button.setToolTip(self.tr("Back to the default: {value}").format(value=default or self.tr("none")))
        button.setAccessibleName(
            self.tr("Reset {name} to its default").format(name=show.label(self.param.name))
        )
        button.hide()
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        head = self._head = QHBoxLayout()
        head.setSpacing(4)
        if self.param.editor == "bool":
            self.label.hide()
            head.setContentsMargins(0, 5, 0, 5)
            layout.addStretch(1)
            head.addWidget(self.editor)
        else:
            head.addWidget(self.label)
        head.addWidget(self.reset_button)
        head.addStretch(1)
        layout.addLayout(head)
        if self.param.editor != "bool":
            layout.addWidget(self.editor)
        layout.addWidget(self.message)
        layout.addStretch(0)

    @property
    def is_short(self) -> bool:
        return self.editor.is_short

    def show_spec(self, spec: Spec) -> None:
        """Show this parameter as the spec has it, or its default."""
        self.show_value(spec.params.get(self.param.name, self.param.default))

    def show_value(self, value: ParamValue) -> None:
        """Show a value, marked where it is not the default."""
        self.editor.show_value(value)
        self._mark(not self._is_default(value))

    def set_doc(self, text: str) -> None:
        """Show Keras' words about the parameter when the mouse rests on it."""
        tip = f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""
        for widget in (self.label, self.editor, self.editor.focusProxy()):
            if widget is not None:
                widget.setToolTip(tip)

    def set_problem(self, problem: Problem | None) -> None:
        """Show what the checks say of this parameter, unless what stands there can't even be read."""
        self._problem = "" if problem is None else problem_text(problem)
        self._show_message(is_error=problem is not None and problem.severity == "error")

    def _is_default(self, value: ParamValue) -> bool:
        return not self.param.required and self.editor.means_same(value, self.param.default)

    def _mark(self, is_changed: bool) -> None:
        is_optional_change = is_changed and not self.param.required
        self.reset_button.setVisible(is_optional_change)
        set_property(self.label, "role", "heading" if is_optional_change else "muted")

    def _show_message(self, *, is_error: bool) -> None:
        text = self._refusal or self._problem
        self.message.setText(text)
        self.message.setVisible(bool(text))
        set_property(self.message, "role", "bad" if is_error else "muted")
        field = self.editor.focusProxy()
        if field is not None:
            set_property(field, "invalid", is_error)

    def _on_editor_edited(self, value: ParamValue) -> None:
        if self._is_default(value):
            self._mark(False)
            self.reset.emit()
        else:
            self._mark(True)
            self.changed.emit(value)

    def _on_editor_refused(self, words: str) -> None:
        if words != self._refusal:
            self._refusal = words
            self._show_message(is_error=bool(words))

    def _on_editor_returned(self, words: str) -> None:
        self._refusal = f"⚠ {words}"
        self._show_message(is_error=False)


def problem_text(problem: Problem) -> str:
    """Return a problem's words with a sign, since colour alone tells nothing."""
    sign = "✕" if problem.severity == "error" else "⚠" if problem.severity == "warning" else "ℹ"
    hint = f" {problem.hint}" if problem.hint else ""
    return f"{sign} {problem.message}{hint}"


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at; what was never dressed is dressed when it is shown."""
    if (widget.property(name) or False) == (value or False):
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def place(rows: list[FormRow], grid: QGridLayout) -> None:
    """Lay rows out in two columns: short ones side by side, long ones across."""
    line, column = 0, 0
    for row in rows:
        if row.is_short:
            grid.addWidget(row, line, column)
            line, column = (line + 1, 0) if column else (line, 1)
        else:
            line += 1 if column else 0
            grid.addWidget(row, line, 0, 1, 2)
            line, column = line + 1, 0
