"""One generated form for any configured Keras object, drawn from the catalog."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group, Param
from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue, Spec
from workbench.ui.explore.link import ExploreLink, topic_of
from workbench.ui.inspector.editors import show
from workbench.ui.inspector.editors.context import Context
from workbench.ui.inspector.editors.factory import make_editor
from workbench.ui.inspector.fold import Fold
from workbench.ui.inspector.row import FormRow, place
from workbench.ui.theme import Theme


class SpecForm(QWidget):
    """Shows a spec and says what the user changed; it never holds the truth itself.

    Needed parameters come first, rare ones are folded under *More* and made when that is opened. A value that
    equals the default is a reset. Rows are made anew only when the kind changes.
    """

    param_changed = Signal(str, object)
    param_reset = Signal(str)
    explore_wanted = Signal(str)
    """The parameter whose explorer is wanted, ``outer.inner`` of an object within, where any is offered."""

    def __init__(self, catalog: Catalog, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalog, self._theme = catalog, theme
        self._key: tuple[Group, str] | None = None
        self._spec = Spec("")
        self._rows: dict[str, FormRow] = {}
        self._rare: list[Param] = []
        self._more: Fold | None = None
        self._docs: Mapping[str, str] = {}
        self._problems: Mapping[str, Problem] = {}
        self._suggestions: dict[str, tuple[str, ...]] = {}
        self._is_unfolded, self._may_explore = False, False
        self._content: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def set_spec(self, group: Group, spec: Spec) -> None:
        """Show ``spec``; what the user is typing stays as long as its value does."""
        self._spec = spec
        if self._key != (group, spec.kind):
            self._key = (group, spec.kind)
            self._rebuild(group, spec.kind)
        for row in self._rows.values():
            row.show_spec(spec)
        self._entitle_more()

    def forget_typing(self) -> None:
        """Let the next ``set_spec`` overwrite everything, as when another layer is selected."""
        for row in self._rows.values():
            row.editor.forget()

    def set_docs(self, text: str, params: Mapping[str, str]) -> None:
        """Show Keras' own words: of the kind on the form itself, of each parameter on its row."""
        self._docs = params
        self.setAccessibleDescription(text.strip().partition("\n")[0])
        for name, row in self._rows.items():
            row.set_doc(params.get(name, ""))

    def set_problems(self, problems: Mapping[str, Problem]) -> None:
        """Show problems at the parameters they name."""
        self._problems = problems
        for name, row in self._rows.items():
            row.set_problem(problems.get(name))
        if self._more is not None and any(param.name in problems for param in self._rare):
            self._more.button.setChecked(True)

    def set_suggestions(self, name: str, texts: tuple[str, ...]) -> None:
        """Offer texts for the parameter ``name``, now and in every later kind; call before ``set_spec``."""
        self._suggestions[name] = texts
        if name in self._rows:
            self._rows[name].editor.set_suggestions(texts)

    def let_explore(self) -> None:
        """Offer explorers beside the parameters that have one, and in forms of objects made from now on."""
        self._may_explore = True
        for row in self._rows.values():
            self._link(row)

    def unfold(self) -> None:
        """Show what is rare as well, of this kind and of every later one: there is room for it."""
        self._is_unfolded = True
        if self._more is not None:
            self._more.button.setChecked(True)

    def row(self, name: str) -> FormRow:
        """Return the row of a parameter; KeyError when it is not (yet) shown."""
        return self._rows[name]

    def is_empty(self) -> bool:
        """Tell whether the kind has nothing to set."""
        return not self._rows and self._more is None

    def widget(self) -> QWidget:
        return self

    def _rebuild(self, group: Group, kind_name: str) -> None:
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        self._content = QWidget(self)
        self._layout.addWidget(self._content)
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self._rows, self._rare, self._more, self._docs, self._problems = {}, [], None, {}, {}
        if not self._catalog.has(group, kind_name):
            layout.addWidget(self._unknown(kind_name))
            return
        params = self._catalog.kind(group, kind_name).params
        usual = sorted((p for p in params if not p.advanced or p.required), key=lambda p: not p.required)
        self._rare = [param for param in params if param.advanced and not param.required]
        if usual:
            layout.addLayout(self._grid(usual, self._content))
        if self._rare:
            self._more = Fold("", name=f"more_{kind_name}", parent=self._content)
            self._more.opened.connect(self._on_more_opened)
            layout.addWidget(self._more)
            self._more.button.setChecked(self._is_unfolded)

    def _unknown(self, kind_name: str) -> QLabel:
        words = self.tr("Keras {version} has nothing called “{kind}”, so its parameters can't be shown.")
        label = QLabel(words.format(version=self._catalog.keras, kind=kind_name), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("role", "bad")
        return label

    def _grid(self, params: list[Param], parent: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        context = Context(self._catalog, self._theme, self._new_nested)
        rows = [self._new_row(param, context, parent) for param in params]
        place(rows, grid)
        return grid

    def _new_row(self, param: Param, context: Context, parent: QWidget) -> FormRow:
        suggestions = self._suggestions.get(param.name)
        row = FormRow(make_editor(param, context, suggestions=suggestions, parent=parent), parent)
        row.changed.connect(lambda value: self._on_row_changed(param.name, value))
        row.reset.connect(lambda: self._on_row_reset(param.name))
        row.set_doc(self._docs.get(param.name, ""))
        if self._may_explore:
            self._link(row)
        row.editor.explore_wanted.connect(lambda within: self.explore_wanted.emit(f"{param.name}.{within}"))
        self._rows[param.name] = row
        return row

    def _link(self, row: FormRow) -> None:
        name = row.param.name
        if topic_of(row.param) is not None:
            link = ExploreLink(name, show.label(name), row)
            link.clicked.connect(lambda: self.explore_wanted.emit(name))
            row.add_link(link)

    def _new_nested(self, parent: QWidget) -> SpecForm:
        nested = SpecForm(self._catalog, self._theme, parent)
        nested.setObjectName("nested_form")
        nested.setContentsMargins(12, 0, 0, 2)
        if self._may_explore:
            nested.let_explore()
        return nested

    def _entitle_more(self) -> None:
        if self._more is None:
            return
        changed = sum(1 for param in self._rare if param.name in self._spec.params)
        title = self.tr("More ({count})").format(count=len(self._rare))
        if changed:
            title = self.tr("More ({count}, {changed} set)").format(count=len(self._rare), changed=changed)
        self._more.set_title(title)

    def _on_more_opened(self) -> None:
        if self._more is None or self._more.body.layout() is not None:
            return
        grid = self._grid(self._rare, self._more.body)
        grid.setContentsMargins(0, 0, 0, 0)
        self._more.body.setLayout(grid)
        for param in self._rare:
            row = self._rows[param.name]
            row.show_spec(self._spec)
            row.set_problem(self._problems.get(param.name))

    def _on_row_changed(self, name: str, value: ParamValue) -> None:
        self._spec = self._spec.with_param(name, value)
        self._entitle_more()
        self.param_changed.emit(name, value)

    def _on_row_reset(self, name: str) -> None:
        self._spec = self._spec.without_param(name)
        self._rows[name].show_spec(self._spec)
        self._entitle_more()
        self.param_reset.emit(name)
