"""The dock at the right: everything about what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.catalog.kinds import Group
from workbench.ui.document.document import Document
from workbench.ui.inspector.block_panel import BlockPanel
from workbench.ui.inspector.layer_panel import LayerPanel
from workbench.ui.inspector.overview import Overview
from workbench.ui.inspector.relayout import measure_when_shown
from workbench.ui.inspector.several import SeveralPanel
from workbench.ui.theme import Theme

WIDTH = 300


class Inspector(QWidget):
    """One layer with its form, one block, several in sum or with one form, or the model for no selection."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Inspector"))
        self.setFixedWidth(WIDTH)
        self.layer = LayerPanel(document, theme, request_docs, self)
        self.block = BlockPanel(document, theme, self)
        self.overview = Overview(document, self)
        self.several = SeveralPanel(document, theme, self)
        content = QFrame(self)
        content.setProperty("role", "panel")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(16, 16, 16, 16)
        inner.addWidget(self.layer)
        inner.addWidget(self.block)
        inner.addWidget(self.overview)
        inner.addSpacing(10)
        inner.addWidget(self.several)
        inner.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setObjectName("inspector_scroll")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        document.selection_changed.connect(self._on_selection_changed)
        document.project_changed.connect(self._refresh)
        document.analysis_changed.connect(self._on_analysis_changed)
        document.problems_changed.connect(self._on_problems_changed)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        measure_when_shown(self)

    def set_docs(self, group: Group, kind: str, text: str, params: Mapping[str, str]) -> None:
        """Take Keras' documentation of a kind, whenever it comes."""
        if group == "layer":
            self.layer.set_docs(kind, text, params)

    def fields(self) -> QWidget:
        """Return what holds the fields for the selection."""
        if self.layer.isVisibleTo(self):
            return self.layer.form
        if self.block.isVisibleTo(self):
            return self.block.repeat
        return self.several if self.several.isVisibleTo(self) else self

    def name_field(self) -> QWidget:
        """Return what holds the name of the selection."""
        return self.block.header if self.block.isVisibleTo(self) else self.layer.header

    def _refresh(self) -> None:
        graph, chosen = self._document.project.graph, self._document.selection
        block = next((block for block in graph.blocks if {block.id} == chosen), None)
        meant = self._document.selected_nodes()
        nodes = [node for node in graph.nodes if node.id in meant]
        is_single = len(nodes) == len(chosen) == 1 and block is None
        if block is not None:
            self.block.show_block(block)
        else:
            self.block.forget()
        self.block.setVisible(block is not None)
        if is_single:
            self.layer.show_node(nodes[0])
        else:
            self.layer.forget()
        if nodes and not is_single:
            self.overview.show_several(nodes)
        elif not nodes:
            self.overview.show_model()
        are_alike = block is None and len(nodes) > 1 and len({node.spec.kind for node in nodes}) == 1
        if are_alike:
            self.several.show_nodes(nodes)
        self.several.setVisible(are_alike)
        self.layer.setVisible(is_single)
        self.overview.setVisible(not is_single and block is None)

    def _on_selection_changed(self) -> None:
        self._refresh()
        self._area.verticalScrollBar().setValue(0)

    def _on_analysis_changed(self) -> None:
        if not self.block.isHidden():
            self.block.refresh()
        elif self.layer.isHidden():
            self._refresh()
        else:
            self.layer.refresh_figures()

    def _on_problems_changed(self) -> None:
        if not self.block.isHidden():
            self.block.refresh()
        elif self.layer.isHidden():
            self._refresh()
        else:
            self.layer.refresh_problems()
