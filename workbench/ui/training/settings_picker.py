"""Choosing a loss or an optimizer: the kind, one line of what it is, and its form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue, Spec
from workbench.ui.explore.link import ExploreLink
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.inspector.spec_form import SpecForm
from workbench.ui.theme import Theme


class SpecPicker(QWidget):
    """``changed`` carries the new spec and the parameter's name; the name is empty for another kind."""

    changed = Signal(object, str)
    explore_wanted = Signal(str)
    """The kind's explorer is wanted, or that of a parameter."""

    def __init__(
        self,
        group: Group,
        catalog: Catalog,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        *,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.group: Group = group
        self._catalog, self._request_docs = catalog, request_docs
        self._spec = Spec("")
        self._names = [kind.name for kind in catalog.of(group)]
        self.combo = CalmComboBox(self)
        self.combo.setObjectName(f"kind_{name}")
        self.combo.setAccessibleName(self.tr("Kind of {name}").format(name=name))
        self.combo.addItems(self._names)
        self.summary = QLabel(self)
        self.summary.setProperty("role", "muted")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.summary.hide()
        self.form = SpecForm(catalog, theme, self)
        self.form.setObjectName(f"form_{name}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.setSpacing(10)
        self._head.addWidget(self.combo, 1)
        layout.addLayout(self._head)
        for widget in (self.summary, self.form):
            layout.addWidget(widget)
        self.combo.activated.connect(self._on_combo_activated)
        self.form.param_changed.connect(self._on_param_changed)
        self.form.param_reset.connect(self._on_param_reset)

    def let_explore(self, title: str) -> None:
        """Offer its explorer beside the kind, and those of its parameters."""
        link = ExploreLink(self.group, title, self)
        link.clicked.connect(lambda: self.explore_wanted.emit(""))
        self._head.addWidget(link)
        self.form.let_explore()
        self.form.explore_wanted.connect(self.explore_wanted)

    def show_spec(self, spec: Spec) -> None:
        if spec.kind != self._spec.kind:
            self._show_kind(spec.kind)
        self._spec = spec
        self.form.set_spec(self.group, spec)
        self.form.setVisible(not self.form.is_empty())

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        self.form.set_problems(problems)

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        if self._catalog.has(self.group, self._spec.kind) and kind == self._canonical(self._spec.kind):
            first = _first_sentence(text.splitlines())
            self.summary.setText(first)
            self.summary.setVisible(bool(first))
            self.summary.setToolTip("")
            self.form.set_docs(text, params)

    def _canonical(self, kind: str) -> str:
        return self._catalog.kind(self.group, kind).name if self._catalog.has(self.group, kind) else kind

    def _show_kind(self, kind: str) -> None:
        name = self._canonical(kind)
        if name not in self._names:
            self._names.append(name)
            self.combo.addItem(name)
        self.combo.setCurrentIndex(self._names.index(name))
        self.summary.hide()
        if self._catalog.has(self.group, name):
            self._request_docs(self.group, name)

    def _on_combo_activated(self, index: int) -> None:
        name = self._names[index]
        if name != self._canonical(self._spec.kind) and self._catalog.has(self.group, name):
            self.changed.emit(self._carried_over(name), "")

    def _carried_over(self, name: str) -> Spec:
        """Begin the kind with what was set already and means the same there."""
        kind = self._catalog.kind(self.group, name)
        kept = {key: value for key, value in self._spec.params.items() if kind.has_param(key)}
        return Spec(name, {**kind.starting_params(), **kept})

    def _on_param_changed(self, name: str, value: ParamValue) -> None:
        self.changed.emit(self._spec.with_param(name, value), name)

    def _on_param_reset(self, name: str) -> None:
        self.changed.emit(self._spec.without_param(name), name)


def _first_sentence(lines: Iterable[str]) -> str:
    """Return what a docstring opens with, up to its first blank line."""
    opening: list[str] = []
    for line in lines:
        if not line.strip() and opening:
            break
        if line.strip():
            opening.append(line.strip())
    return " ".join(opening)
