"""The selected layer: head, problems, form, figures, documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from workbench.catalog.kinds import Group
from workbench.project.edits import RenameNode, ResetParam, SetParam
from workbench.project.graph import Node, NodeId
from workbench.project.sharing import layer_of
from workbench.project.spec import ParamValue
from workbench.protocol.analysis import LayerAnalysis
from workbench.ui.document.document import Document
from workbench.ui.explore.link import ExploreLink
from workbench.ui.inspector import words
from workbench.ui.inspector.documentation import Documentation
from workbench.ui.inspector.figures import Figures
from workbench.ui.inspector.header import Header
from workbench.ui.inspector.notes import ProblemNotes, by_field
from workbench.ui.inspector.spec_form import SpecForm
from workbench.ui.theme import Theme


class LayerPanel(QWidget):
    """Edits one node through the document. ``explore_wanted`` names a node and a parameter, or none."""

    explore_wanted = Signal(str, str)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._request_docs = document, request_docs
        self._node: NodeId | None = None
        self._documented = ""
        self.header = Header(theme, self)
        self.notes = ProblemNotes(name="layer_problems", parent=self)
        self.form = SpecForm(document.catalog, theme, self)
        self.form.setObjectName("layer_form")
        self.form.let_explore()
        self.explore = ExploreLink("layer", self.tr("this activation"), self)
        self.figures = Figures(name="layer_figures", parent=self)
        self.documentation = Documentation(self)
        line = QFrame(self)
        line.setProperty("role", "line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for widget in (
            self.header,
            self.notes,
            self.explore,
            self.form,
            line,
            self.figures,
            self.documentation,
        ):
            layout.addWidget(widget)
        layout.setAlignment(self.explore, Qt.AlignmentFlag.AlignLeft)
        self.header.name_given.connect(self._on_name_given)
        self.header.name_left.connect(self._on_name_left)
        self.form.param_changed.connect(self._on_param_changed)
        self.form.param_reset.connect(self._on_param_reset)
        self.form.explore_wanted.connect(self._on_explore_wanted)
        self.explore.clicked.connect(lambda: self._on_explore_wanted(""))

    def show_node(self, node: Node) -> None:
        """Show a node as the project has it; what is being typed for the same node stays."""
        is_other = node.id != self._node
        self._node = node.id
        if is_other:
            self.form.forget_typing()
        catalog = self._document.catalog
        family = catalog.kind("layer", node.spec.kind).family if catalog.has("layer", node.spec.kind) else ""
        self.header.show_node(node, family=family, params=self._params_words(), is_other=is_other)
        self.form.set_spec("layer", node.spec)
        self.explore.setVisible(family == "activation" and node.spec.kind != "Activation")
        if node.spec.kind != self._documented:
            self._documented = node.spec.kind
            self.documentation.clear()
            self._request_docs("layer", node.spec.kind)
        self.refresh_figures()
        self.refresh_problems()

    def forget(self) -> None:
        """Show no node; the next one is shown afresh."""
        self._node = None

    def refresh_figures(self) -> None:
        self.header.params.setText(self._params_words())
        layer = self._analysed()
        if layer is None:
            self.figures.show_figures([])
            return
        self.figures.show_figures(
            [
                (self.tr("in"), words.shapes(layer.input_shapes)),
                (self.tr("out"), words.shapes(layer.output_shapes)),
                (self.tr("work"), self.tr("{n} multiply-adds").format(n=words.large(layer.flops))),
                (self.tr("memory"), self.tr("{size} an example").format(size=words.size(layer.memory))),
            ]
        )

    def refresh_problems(self) -> None:
        if self._node is None:
            return
        place = f"node:{self._node}"
        general, by_param = by_field(self._document.problems_at(place), place)
        if (owner := self._owner()) != self._node:
            by_param = by_field(self._document.problems_at(f"node:{owner}"), f"node:{owner}")[1] | by_param
        self.notes.show_problems(general)
        self.form.set_problems(by_param)

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        if kind == self._documented:
            self.documentation.show_text(text)
            self.form.set_docs(text, params)

    def _analysed(self) -> LayerAnalysis | None:
        analysis = self._document.analysis
        return analysis.layer(self._node) if analysis is not None and self._node is not None else None

    def _owner(self) -> NodeId | None:
        """Return the node whose layer the shown one calls: another one's, or its own."""
        graph = self._document.project.graph
        if self._node is None or not graph.has(self._node):
            return self._node
        return layer_of(graph.node(self._node))

    def _params_words(self) -> str:
        analysis, owner = self._document.analysis, self._owner()
        layer = analysis.layer(owner) if analysis is not None and owner is not None else None
        if layer is not None and owner != self._node:
            return self.tr("shared with {name}: {n} parameters").format(
                name=layer.name, n=words.count(layer.params)
            )
        if layer is None:
            return self.tr("not computed yet") if self._document.analysis is None else ""
        text = self.tr("{n} parameters").format(n=words.count(layer.params))
        frozen = layer.params - layer.trainable_params
        return text if not frozen else self.tr("{text}, {n} of them fixed").format(text=text, n=f"{frozen:,}")

    def _on_param_changed(self, name: str, value: ParamValue) -> None:
        if self._node is not None:
            self._document.do(SetParam(self._node, name, value))

    def _on_param_reset(self, name: str) -> None:
        if self._node is not None:
            self._document.do(ResetParam(self._node, name))

    def _on_explore_wanted(self, name: str) -> None:
        if self._node is not None:
            self.explore_wanted.emit(self._node, name)

    def _on_name_given(self, name: str) -> None:
        self.header.refuse_name(self._why_not(name))

    def _on_name_left(self, name: str) -> None:
        refusal = self._why_not(name)
        self.header.refuse_name(refusal)
        if self._node is not None and not refusal:
            self._document.do(RenameNode(self._node, name))

    def _why_not(self, name: str) -> str:
        """Return the words that the edit itself would refuse the name with."""
        if self._node is None or not self._document.project.graph.has(self._node):
            return ""
        try:
            RenameNode(self._node, name).apply(self._document.project)
        except ValueError as refusal:
            return str(refusal)
        return ""
