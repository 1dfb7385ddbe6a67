"""The tab of what the data turned out to be: figures, classes, pictures or points or rows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.protocol.facts import DataFacts
from workbench.protocol.looks import Found
from workbench.ui.data.class_bars import ClassBars
from workbench.ui.data.figures import facts_lines, files_lines, found_lines, sample_words
from workbench.ui.data.findings import FindingsCard
from workbench.ui.data.pictures.picture import pixels_of
from workbench.ui.data.pictures.shelves import shelves_of_files, shelves_of_glance, shelves_of_preview
from workbench.ui.data.pictures.wall import PictureWall
from workbench.ui.data.scatter import Scatter, has_points
from workbench.ui.data.tables import ReadingTable, Rows, raw_rows, rows_of_found
from workbench.ui.document.document import Document
from workbench.ui.inspector.figures import Figures
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card

_WIDEST, _GAP, _AROUND = 1600, 16, 40
_ALL_BUT_NOTHING = 100_000


class Overview(QWidget):
    """Cards; those that have nothing to show are hidden."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts")
        translate = QCoreApplication.translate
        self._summary = Card(translate("Overview", "What it holds"), name="facts", parent=self)
        self._classes = Card(translate("Overview", "Classes"), name="classes", parent=self)
        self._examples = Card(translate("Overview", "Examples"), name="examples", parent=self)
        self._facts: DataFacts | None = None
        self._thumbnails: dict[str, QImage] = {}
        self.figures = Figures(name="data_figures", parent=self)
        self.bars = ClassBars(theme, self)
        self.wall = PictureWall(theme, self)
        self.scatter = Scatter(theme, self)
        self.table = ReadingTable(name="first_rows", title=self.tr("Some rows"), parent=self)
        self.sample = QLabel(self)
        self.sample.setObjectName("sample_words")
        self.sample.setProperty("role", "muted")
        self.sample.setTextFormat(Qt.TextFormat.PlainText)
        self.sample.setWordWrap(True)
        self.start = QPushButton(self.tr("Start a network for this data"), self)
        self.start.setObjectName("start_network")
        self.start.setAccessibleName(self.start.text())
        self.start.setToolTip(self.tr("A small first network with the input, output and loss that fit"))
        self.findings = FindingsCard(document, self)
        self._lay_out()

    def _lay_out(self) -> None:
        self._summary.content.addWidget(self.figures)
        self._summary.content.addStretch(1)
        self._summary.content.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        self._classes.content.addWidget(self.bars)
        self._classes.content.addStretch(1)
        for widget in (self.sample, self.wall, self.scatter, self.table):
            self._examples.content.addWidget(widget)
        for card in (self._summary, self._classes):
            card.setMaximumWidth((_WIDEST - _GAP) // 2)
        self.findings.setMaximumWidth(_WIDEST)
        self._examples.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addLayout(_from_the_left(self._summary, self._classes))
        layout.addLayout(_from_the_left(self.findings))
        layout.addLayout(_from_the_left(self._examples))
        layout.addStretch(1)

    def show_found(self, found: Found) -> None:
        """Show what a glance saw, until the facts are there."""
        self._facts = None
        self.figures.show_figures(found_lines(found))
        self.start.hide()
        self._classes.setVisible(bool(found.classes))
        self.bars.show_counts(
            tuple(name for name, _ in found.classes), tuple(count for _, count in found.classes)
        )
        self.sample.setText(sample_words(found))
        self.sample.show()
        self.wall.setVisible(bool(found.pictures))
        self.wall.show_shelves(shelves_of_glance(found))
        self.scatter.hide()
        self.table.setVisible(bool(found.rows))
        if found.rows:
            self._show_rows(rows_of_found(found))
        self._examples.setVisible(bool(found.rows or found.pictures))

    def show_facts(self, facts: DataFacts) -> None:
        self._facts = facts
        self.start.show()
        self.figures.show_figures([*facts_lines(facts), *files_lines(facts)])
        self.bars.show_counts(facts.classes, facts.counts)
        self._classes.setVisible(bool(facts.classes))
        self._show_examples(facts)

    def wanted_thumbnails(self) -> list[str]:
        """Return the images whose thumbnails are not there yet, classes in turn."""
        shown = self._facts.images.shown if self._facts is not None and self._facts.images else ()
        place: dict[str, int] = {}
        order = []
        for file in shown:
            place[file.label] = place.get(file.label, -1) + 1
            order.append((place[file.label], file.path))
        return [path for _, path in sorted(order, key=lambda entry: entry[0]) if path not in self._thumbnails]

    def add_thumbnails(self, found: tuple[tuple[str, bytes], ...], images: tuple[QImage, ...]) -> None:
        """Put pictures that came where they belong."""
        for (path, _), image in zip(found, images, strict=True):
            self._thumbnails[path] = image
        if self._facts is not None and self._facts.images is not None:
            self.wall.show_shelves(shelves_of_files(self._facts, self._thumbnails))

    def _show_examples(self, facts: DataFacts) -> None:
        are_pixels = pixels_of(facts) is not None and bool(facts.preview)
        shows_pictures = facts.images is not None or are_pixels
        shows_points = not shows_pictures and has_points(facts)
        shows_rows = not shows_pictures and not shows_points
        self.wall.setVisible(shows_pictures)
        self.scatter.setVisible(shows_points)
        self.table.setVisible(shows_rows)
        if facts.images is not None:
            self.wall.show_shelves(shelves_of_files(facts, self._thumbnails))
        elif shows_pictures:
            self.wall.show_shelves(shelves_of_preview(facts))
        elif shows_points:
            self.scatter.show_facts(facts)
        else:
            self._show_rows(raw_rows(facts))
        self._say_how_many(facts)
        self._examples.setVisible(bool(facts.preview or facts.images or facts.rows))

    def _show_rows(self, rows: Rows) -> None:
        """Show rows; a wide table takes the room that there is, before it has to be scrolled."""
        self.table.show_rows(*rows)
        self._examples.setMaximumWidth(max(_WIDEST, self.table.full_width + _AROUND))

    def _say_how_many(self, facts: DataFacts) -> None:
        shown = len(facts.images.shown) if facts.images is not None else len(facts.rows or facts.preview)
        words = self.tr("{shown} of {total}, from all over the set").format(
            shown=f"{shown:,}", total=f"{facts.examples:,}"
        )
        self.sample.setText(words)
        self.sample.setVisible(0 < shown < facts.examples)


def _from_the_left(*cards: QWidget) -> QHBoxLayout:
    """Lay cards side by side; where they are as wide as they may be, the rest is left empty at the right."""
    line = QHBoxLayout()
    line.setSpacing(_GAP)
    for card in cards:
        line.addWidget(card, _ALL_BUT_NOTHING)
    line.addStretch(1)
    return line
