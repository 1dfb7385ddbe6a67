"""The dock at the right: everything about what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.catalog.kinds import Group
from workbench.ui.document.document import Document
from workbench.ui.inspector.layer_panel import LayerPanel
from workbench.ui.inspector.overview import Overview
from workbench.ui.inspector.relayout import measure_when_shown
from workbench.ui.inspector.several import SeveralPanel
from workbench.ui.theme import Theme

WIDTH = 300


class Inspector(QWidget):
    """One layer with its form, several in sum or with one form, or the model when nothing is selected."""

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
        self.overview = Overview(document, self)
        self.several = SeveralPanel(document, theme, self)
        content = QFrame(self)
        content.setProperty("role", "panel")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(16, 16, 16, 16)
        inner.addWidget(self.layer)
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
        return self.several if self.several.isVisibleTo(self) else self

    def _refresh(self) -> None:
        graph = self._document.project.graph
        nodes = [node for node in graph.nodes if node.id in self._document.selection]
        is_single = len(nodes) == 1
        if is_single:
            self.layer.show_node(nodes[0])
        else:
            self.layer.forget()
        if len(nodes) > 1:
            self.overview.show_several(nodes)
        elif not nodes:
            self.overview.show_model()
        are_alike = len(nodes) > 1 and len({node.spec.kind for node in nodes}) == 1
        if are_alike:
            self.several.show_nodes(nodes)
        self.several.setVisible(are_alike)
        self.layer.setVisible(is_single)
        self.overview.setVisible(not is_single)

    def _on_selection_changed(self) -> None:
        self._refresh()
        self._area.verticalScrollBar().setValue(0)

    def _on_analysis_changed(self) -> None:
        if self.layer.isHidden():
            self._refresh()
        else:
            self.layer.refresh_figures()

    def _on_problems_changed(self) -> None:
        if self.layer.isHidden():
            self._refresh()
        else:
            self.layer.refresh_problems()
