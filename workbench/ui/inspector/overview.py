"""What the inspector shows when no single layer is selected: the model, or the selected layers together."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.project.graph import Node
from workbench.protocol.analysis import Analysis
from workbench.ui.document.document import Document
from workbench.ui.inspector import words
from workbench.ui.inspector.figures import Figures
from workbench.ui.inspector.notes import ProblemNotes


class Overview(QWidget):
    """A title, figures, and a line that says what to do next."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.title = QLabel(self)
        self.title.setObjectName("overview_title")
        self.title.setProperty("role", "title")
        self.hint = QLabel(self)
        self.hint.setObjectName("overview_hint")
        self.hint.setProperty("role", "muted")
        for label in (self.title, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.notes = ProblemNotes(name="overview_problems", parent=self)
        self.figures = Figures(name="overview_figures", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (self.title, self.notes, self.figures, self.hint):
            layout.addWidget(widget)

    def show_model(self) -> None:
        """Describe the whole graph."""
        graph, analysis = self._document.project.graph, self._document.analysis
        self.title.setText(self.tr("Model"))
        self.notes.show_problems(self._document.problems_at("graph"))
        lines = [(self.tr("layers"), words.count(len(graph.nodes))), (self.tr("style"), graph.style)]
        if analysis is not None:
            lines += self._totals(analysis)
        self.figures.show_figures(lines)
        if graph.nodes:
            self.hint.setText(self.tr("Select a layer to see and change its parameters."))
        else:
            self.hint.setText(
                self.tr("The canvas is empty. Drag an Input from the left, then the layers it goes through.")
            )

    def show_several(self, nodes: list[Node]) -> None:
        """Describe the selected layers together."""
        analysis = self._document.analysis
        self.title.setText(self.tr("{count} layers").format(count=len(nodes)))
        self.notes.show_problems(())
        kinds = Counter(node.spec.kind for node in nodes)
        lines = [(f"{number} ×", kind) for kind, number in sorted(kinds.items())]
        if analysis is not None:
            layers = [layer for node in nodes if (layer := analysis.layer(node.id)) is not None]
            params = sum(layer.cost.params for layer in layers)
            lines.append((self.tr("parameters"), words.count(params)))
            lines.append((self.tr("work"), _work(sum(layer.cost.flops for layer in layers))))
        self.figures.show_figures(lines)
        self.hint.setText(
            self.tr("What you set below is set in all of them.")
            if len(kinds) == 1
            else self.tr("Select layers of one kind to change their parameters.")
        )

    def _totals(self, analysis: Analysis) -> list[tuple[str, str]]:
        return [
            (self.tr("parameters"), words.count(analysis.params)),
            (self.tr("trainable"), words.count(analysis.trainable_params)),
            (self.tr("work"), _work(analysis.flops)),
            (self.tr("memory"), self.tr("{size} an example").format(size=words.size(analysis.memory))),
        ]


def _work(flops: int) -> str:
    return f"{words.large(flops)} multiply-adds"
