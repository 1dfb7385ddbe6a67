"""Choosing the data: the bundled sets, or a CSV file of one's own."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from workbench.project.data import Bundled, Source, Table
from workbench.ui.data.source_button import SourceButton
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card


class SourceCard(Card):
    """``chosen`` carries a bundled set's name; ``csv_requested`` asks for a file."""

    chosen = Signal(str)
    csv_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("SourceCard", "Source"), name="source", parent=parent)
        sets = {
            "xor": (self.tr("XOR"), self.tr("4 points in the plane, two classes")),
            "iris": (self.tr("Iris"), self.tr("150 flowers, 4 measures, three species")),
            "digits": (self.tr("Handwritten digits"), self.tr("1,797 pictures of 8 × 8, ten classes")),
        }
        self._bundled: dict[str, SourceButton] = {}
        for name, (title, about) in sets.items():
            button = SourceButton(title, about, theme, name=name, parent=self)
            button.clicked.connect(partial(self._on_bundled_clicked, name))
            self._bundled[name] = button
            self.content.addWidget(button)
        self._theme = theme
        self.csv = SourceButton(
            self.tr("Open CSV…"),
            self.tr("a table of your own, with a header line"),
            theme,
            name="csv",
            parent=self,
        )
        self.csv.clicked.connect(self._on_csv_clicked)
        self.content.addWidget(self.csv)
        self.content.setSpacing(8)

    def show_source(self, source: Source | None) -> None:
        for name, button in self._bundled.items():
            button.setChecked(isinstance(source, Bundled) and source.name == name)
        self.csv.setChecked(isinstance(source, Table))
        if isinstance(source, Table):
            self.csv.show_words(PurePath(source.path).name, self.tr("click to open another file"))
        else:
            self.csv.show_words(self.tr("Open CSV…"), self.tr("a table of your own, with a header line"))

    def _on_bundled_clicked(self, name: str, _checked: bool = False) -> None:
        self.chosen.emit(name)

    def _on_csv_clicked(self) -> None:
        self.csv_requested.emit()
