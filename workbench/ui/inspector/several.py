"""The form of several layers of one kind: what is set here is set in all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.project.edits import MakeAlike, ResetParams, SetParams
from workbench.project.graph import Node, NodeId
from workbench.project.spec import ParamValue, Spec
from workbench.ui.document.document import Document
from workbench.ui.inspector.editors import show
from workbench.ui.inspector.spec_form import SpecForm
from workbench.ui.theme import Theme

_MOST_VALUES = 4


class SeveralPanel(QWidget):
    """Shows the first layer's parameters, and under each one in which the others differ what they have."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._nodes: frozenset[NodeId] = frozenset()
        self._first: NodeId = ""
        self.form = SpecForm(document.catalog, theme, self)
        self.form.setObjectName("several_form")
        self.alike = QPushButton(self.tr("Make all like the first"), self)
        self.alike.setObjectName("several_alike")
        self.alike.setAccessibleName(self.alike.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self.form)
        layout.addWidget(self.alike)
        self.form.param_changed.connect(self._on_param_changed)
        self.form.param_reset.connect(self._on_param_reset)
        self.alike.clicked.connect(self._on_alike_clicked)

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        """Show layers of one kind, the first of which gives the values in the fields."""
        ids = frozenset(node.id for node in nodes)
        if ids != self._nodes:
            self.form.forget_typing()
        self._nodes, self._first = ids, nodes[0].id
        self.form.set_spec("layer", nodes[0].spec)
        differing = self._differing([node.spec for node in nodes])
        self.form.set_problems({name: self._note(name, values) for name, values in differing.items()})
        self.alike.setVisible(bool(differing))
        self.alike.setToolTip(self.tr("Take all parameters of “{0}”").format(nodes[0].name))

    def _differing(self, specs: list[Spec]) -> dict[str, list[ParamValue]]:
        """Return the different values of each parameter that is not the same in all."""
        catalog, kind = self._document.catalog, specs[0].kind
        params = catalog.kind("layer", kind).params if catalog.has("layer", kind) else ()
        table: dict[str, list[ParamValue]] = {}
        for param in params:
            values: list[ParamValue] = []
            for spec in specs:
                value = spec.params.get(param.name, param.default)
                if not any(show.same(value, known) for known in values):
                    values.append(value)
            if len(values) > 1:
                table[param.name] = values
        return table

    def _note(self, name: str, values: list[ParamValue]) -> Problem:
        texts = [_text(value) or self.tr("none") for value in values[:_MOST_VALUES]]
        shown = ", ".join(texts) + (" …" if len(values) > _MOST_VALUES else "")
        words = self.tr("They differ: {0}").format(shown)
        return Problem(
            severity="info", code="several.differ", where=f"node:{self._first}.{name}", message=words
        )

    def _on_param_changed(self, name: str, value: ParamValue) -> None:
        self._document.do(SetParams(self._nodes, name, value))

    def _on_param_reset(self, name: str) -> None:
        self._document.do(ResetParams(self._nodes, name))

    def _on_alike_clicked(self) -> None:
        self._document.do(MakeAlike(self._nodes, self._first))


def _text(value: ParamValue) -> str:
    return value.kind if isinstance(value, Spec) else show.axes(value)
