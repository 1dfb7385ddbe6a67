"""One metric or callback in a list: a line that opens to its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue, Spec
from workbench.ui.inspector.editors import show
from workbench.ui.inspector.fold import Fold
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.inspector.spec_form import SpecForm
from workbench.ui.theme import Theme


class Entry(QFrame):
    """``changed`` names the parameter; ``moved`` is -1 for up and 1 for down.

    The form has its rows only once the entry was opened: most never are.
    """

    changed = Signal(str)
    removed = Signal()
    moved = Signal(int)
    docs_wanted = Signal(str)

    def __init__(
        self, group: Group, catalog: Catalog, theme: Theme, *, can_move: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.spec = Spec("")
        self._group: Group = group
        self._catalog = catalog
        self._docs: tuple[str, Mapping[str, str]] = ("", {})
        self._problems: Mapping[str, Problem] = {}
        self.fold = Fold("", name=group, parent=self)
        self.form = SpecForm(catalog, theme, self.fold.body)
        self.notes = ProblemNotes(name=f"problems_{group}_entry", parent=self)
        self.up = self._button("↑", "up")
        self.down = self._button("↓", "down")
        self.remove = self._button("✕", "remove")
        for button in (self.up, self.down):
            button.setVisible(can_move)
        self._lay_out()
        self.fold.opened.connect(self._fill_form)
        self.form.param_changed.connect(self._on_param_changed)
        self.form.param_reset.connect(self._on_param_reset)
        self.remove.clicked.connect(self.removed)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))

    def _button(self, sign: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setProperty("role", "flat")
        button.setProperty("what", name)
        button.setFixedWidth(26)
        return button

    def _lay_out(self) -> None:
        body = QVBoxLayout(self.fold.body)
        body.setContentsMargins(0, 2, 8, 6)
        body.addWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addStretch(1)
        for button in (self.up, self.down, self.remove):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 4, 4, 4)
        layout.setSpacing(4)
        head = self.fold.layout()
        layout.addWidget(self.fold)
        layout.addWidget(self.notes)
        if isinstance(head, QVBoxLayout):
            line = QHBoxLayout()
            line.addWidget(self.fold.button, 1)
            line.addLayout(buttons)
            head.insertLayout(0, line)

    def set_place(self, number: int, count: int) -> None:
        """Tell the entry where it stands, so that it can be found and moved."""
        self.setObjectName(f"{self._group}_{number}")
        words = {
            "up": self.tr("Move {kind} up"),
            "down": self.tr("Move {kind} down"),
            "remove": self.tr("Remove {kind}"),
        }
        for button in (self.up, self.down, self.remove):
            what = str(button.property("what"))
            button.setObjectName(f"{what}_{self._group}_{number}")
            name = words[what].format(kind=self.spec.kind)
            button.setAccessibleName(name)
            button.setToolTip(escape(name))
        self.up.setEnabled(number > 0)
        self.down.setEnabled(number < count - 1)

    def show_spec(self, spec: Spec) -> None:
        is_other = spec.kind != self.spec.kind
        self.spec = spec
        if is_other:
            self._docs, self._problems = ("", {}), {}
        self._follow_spec()
        self._entitle()
        self.fold.button.setCheckable(self._has_parameters())
        if is_other and self._catalog.has(self._group, spec.kind):
            self.docs_wanted.emit(spec.kind)

    def open(self) -> None:
        if self._has_parameters():
            self.fold.button.setChecked(True)

    def _has_parameters(self) -> bool:
        has_kind = self._catalog.has(self._group, self.spec.kind)
        return has_kind and bool(self._catalog.kind(self._group, self.spec.kind).params)

    def _follow_spec(self) -> None:
        if self.fold.is_open:
            self.form.set_spec(self._group, self.spec)

    def _fill_form(self) -> None:
        self.form.set_spec(self._group, self.spec)
        self.form.set_docs(*self._docs)
        self.form.set_problems(self._problems)

    def show_problems(self, general: Sequence[Problem], fields: Mapping[str, Problem]) -> None:
        """Show problems; those of a parameter stand at it, and in the head while the entry is closed."""
        self._problems = fields
        if self.fold.is_open:
            self.form.set_problems(fields)
        elif fields:
            self.open()
        self.notes.show_problems(general)

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        if kind == self.spec.kind:
            self._docs = (text, params)
            if self.fold.is_open:
                self.form.set_docs(text, params)
            opening = text.strip().partition("\n\n")[0]
            self.fold.button.setToolTip(f"<p>{escape(opening)}</p>" if opening else "")

    def _entitle(self) -> None:
        told = [f"{show.label(name)} {_short(value)}" for name, value in self.spec.params.items()]
        self.fold.set_title(" · ".join([self.spec.kind, *told[:2]]))

    def _on_param_changed(self, name: str, value: ParamValue) -> None:
        self.spec = self.spec.with_param(name, value)
        self._entitle()
        self.changed.emit(name)

    def _on_param_reset(self, name: str) -> None:
        self.spec = self.spec.without_param(name)
        self._entitle()
        self.changed.emit(name)


def _short(value: ParamValue) -> str:
    text = value.kind if isinstance(value, Spec) else show.listing(value)
    return text if len(text) <= 16 else f"{text[:15]}…"
