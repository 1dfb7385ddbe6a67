"""Functional | Sequential: the style of the graph as a switch on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from workbench.project.chain import chain_order
from workbench.project.edits import SetStyle
from workbench.project.graph import Style
from workbench.ui.document.document import Document


class StyleSwitch(QFrame):
    """Shows the style and changes it. Sequential is off while the graph is no chain, and says so."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.setProperty("role", "card")
        self.setObjectName("styleSwitch")
        self.setAccessibleName(self.tr("Style of the graph"))
        self.functional = self._button("functional", self.tr("Functional"))
        self.sequential = self._button("sequential", self.tr("Sequential"))
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        for button in (self.functional, self.sequential):
            group.addButton(button)
            layout.addWidget(button)
        self.functional.setToolTip(self.tr("Connect layers freely, with several inputs and outputs"))
        document.project_changed.connect(self._refresh)
        self._refresh()

    def _button(self, style: Style, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setObjectName(f"styleSwitch.{style}")
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumWidth(88)
        button.clicked.connect(lambda: self._document.do(SetStyle(style)))
        return button

    def _refresh(self) -> None:
        graph = self._document.project.graph
        is_chain = graph.style == "sequential" or chain_order(graph) is not None
        self.sequential.setEnabled(is_chain)
        self.sequential.setToolTip(
            self.tr("A stack that connects itself, one layer after another")
            if is_chain
            else self.tr("The graph is no chain: a stack needs layers with one input and one output each")
        )
        shown = self.sequential if graph.style == "sequential" else self.functional
        with QSignalBlocker(shown):
            shown.setChecked(True)
