"""What the data turned out to be: figures, classes, examples, columns."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.protocol.facts import DataFacts
from workbench.ui.data.class_bars import ClassBars
from workbench.ui.data.image_grid import ImageGrid, is_image
from workbench.ui.data.scatter import Scatter
from workbench.ui.data.tables import ReadingTable, column_rows, first_rows
from workbench.ui.inspector import words
from workbench.ui.inspector.figures import Figures
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card

_WIDEST = 1600


class FactsView(QWidget):
    """Four cards; those that have nothing to show are hidden."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts")
        self.setMaximumWidth(_WIDEST)
        translate = QCoreApplication.translate
        self._summary = Card(translate("FactsView", "What it holds"), name="facts", parent=self)
        self._classes = Card(translate("FactsView", "Classes"), name="classes", parent=self)
        self._examples = Card(translate("FactsView", "Examples"), name="examples", parent=self)
        self._columns = Card(translate("FactsView", "Columns"), name="columns", parent=self)
        self.figures = Figures(name="data_figures", parent=self)
        self.bars = ClassBars(theme, self)
        self.images = ImageGrid(theme, self)
        self.scatter = Scatter(theme, self)
        self.table = ReadingTable(name="first_rows", title=self.tr("First rows"), parent=self)
        self.columns = ReadingTable(name="column_table", title=self.tr("Columns of the table"), parent=self)
        self.start = QPushButton(self.tr("Start a network for this data"), self)
        self.start.setObjectName("start_network")
        self.start.setAccessibleName(self.start.text())
        self.start.setToolTip(self.tr("A small first network with the input, output and loss that fit"))
        self._lay_out()

    def _lay_out(self) -> None:
        self._summary.content.addWidget(self.figures)
        self._summary.content.addStretch(1)
        self._summary.content.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        self._classes.content.addWidget(self.bars)
        self._classes.content.addStretch(1)
        for widget in (self.images, self.scatter, self.table):
            self._examples.content.addWidget(widget)
        self._columns.content.addWidget(self.columns)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._summary, 1)
        top.addWidget(self._classes, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(self._examples)
        layout.addWidget(self._columns)
        layout.addStretch(1)

    def show_facts(self, facts: DataFacts) -> None:
        self.figures.show_figures(self._lines(facts))
        self.bars.show_counts(facts.classes, facts.counts)
        self._classes.setVisible(bool(facts.classes))
        self._show_preview(facts)
        header = (
            self.tr("column"),
            self.tr("type"),
            self.tr("missing"),
            self.tr("distinct"),
            self.tr("smallest"),
            self.tr("largest"),
        )
        self.columns.show_rows(header, column_rows(facts.columns))
        self._columns.setVisible(bool(facts.columns))

    def _lines(self, facts: DataFacts) -> list[tuple[str, str]]:
        shape = " × ".join(str(axis) for axis in facts.input_shape) or "1"
        lines = [
            (self.tr("examples"), words.count(facts.examples)),
            (self.tr("input shape"), shape),
            (self.tr("values"), f"{facts.minimum:.4g} … {facts.maximum:.4g}"),
            (self.tr("task"), facts.task),
        ]
        if facts.classes:
            lines.append((self.tr("classes"), words.count(len(facts.classes))))
        else:
            lines.append((self.tr("targets"), words.count(facts.targets)))
        lines += [
            (self.tr("training"), words.count(facts.training)),
            (self.tr("validation"), words.count(facts.validation)),
            (self.tr("test"), words.count(facts.test)),
        ]
        return lines

    def _show_preview(self, facts: DataFacts) -> None:
        shows_images = is_image(facts.input_shape)
        shows_points = facts.input_shape == (2,)
        self.images.setVisible(shows_images)
        self.scatter.setVisible(shows_points)
        self.table.setVisible(not shows_images and not shows_points)
        if shows_images:
            self.images.show_facts(facts)
        elif shows_points:
            self.scatter.show_facts(facts)
        else:
            self.table.show_rows(*first_rows(facts))
        self._examples.setVisible(bool(facts.preview))
