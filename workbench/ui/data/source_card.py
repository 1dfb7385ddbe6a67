"""Choosing the data: sets that come along, files and folders of one's own, Keras' and generated sets."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from workbench.foundation import paths
from workbench.project.data import (
    Arrays,
    Bundled,
    Generated,
    ImageFolder,
    ImageForm,
    ImageTable,
    KerasDataset,
    Source,
    Table,
)
from workbench.project.source_paths import path_of
from workbench.project.sources import GATES
from workbench.ui.data.source_button import SourceButton
from workbench.ui.inspector.fold import Fold
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card

_COLUMNS = 6
_FLOWERS = ImageForm(height=64, width=64)


class _Tile(NamedTuple):
    name: str
    title: str
    about: str


class SourceCard(Card):
    """``chosen`` carries a source that is there at once; ``asked`` what to ask for: ``table``, ``folder``
    or ``arrays``.
    """

    chosen = Signal(object)
    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("SourceCard", "Source"), name="source", parent=parent)
        self._theme = theme
        self.others = Fold("", name="sources", parent=self)
        self._grid = QGridLayout(self.others.body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.current = SourceButton("", "", theme, name="current", parent=self)
        self.current.setChecked(True)
        self.current.clicked.connect(self.others.button.toggle)
        self.tiles: dict[str, SourceButton] = {}
        self._made = {
            **{name: Bundled(name) for name in GATES},
            "iris": Bundled("iris"),
            "digits": Bundled("digits"),
            "flowers": ImageFolder(path=str(_flowers()), form=_FLOWERS),
            "keras": KerasDataset(name="mnist"),
            "generated": Generated(kind="moons"),
        }
        self._add_group(self.tr("your own"), self._own())
        self._add_group(self.tr("made and fetched"), self._fetched())
        self._add_group(self.tr("with the program"), self._with_the_program())
        self._add_tiles(self._gates(), a_line=3)
        self.content.addWidget(self.current)
        self.content.addWidget(self.others)
        self.content.setSpacing(8)
        self.begin(None)

    def _own(self) -> tuple[_Tile, ...]:
        return (
            _Tile("csv", self.tr("Table…"), self.tr("CSV, Parquet, Excel")),
            _Tile("folder", self.tr("Photographs…"), self.tr("a folder per class")),
            _Tile("arrays", self.tr("Arrays…"), self.tr("NPZ or NPY files")),
        )

    def _fetched(self) -> tuple[_Tile, ...]:
        return (
            _Tile("generated", self.tr("Generated"), self.tr("moons, spirals, …")),
            _Tile("keras", self.tr("Keras’ own"), self.tr("MNIST, CIFAR, IMDB")),
        )

    def _with_the_program(self) -> tuple[_Tile, ...]:
        return (
            _Tile("flowers", self.tr("Flowers"), self.tr("600 in 5 classes")),
            _Tile("digits", self.tr("Digits"), self.tr("1,797 of 8 × 8 pixels")),
            _Tile("iris", self.tr("Iris"), self.tr("150 of 3 species")),
        )

    def _gates(self) -> tuple[_Tile, ...]:
        return (
            _Tile("xor", self.tr("XOR"), self.tr("4 points")),
            _Tile("and", self.tr("AND"), self.tr("4 points")),
            _Tile("or", self.tr("OR"), self.tr("4 points")),
        )

    def begin(self, source: Source | None) -> None:
        """Show the tiles where nothing is chosen yet; else they are a click away."""
        self.others.button.setChecked(source is None)
        self.show_source(source)

    def show_source(self, source: Source | None) -> None:
        """Tick the tile that the source came from."""
        name = _tile_of(source)
        self.others.set_title(
            self.tr("Choose where examples come from") if source is None else self.tr("Choose another source")
        )
        for tile, button in self.tiles.items():
            button.setChecked(tile == name)
        path = path_of(source)
        for tile, title in (
            ("csv", self.tr("Table…")),
            ("folder", self.tr("Photographs…")),
            ("arrays", self.tr("Arrays…")),
        ):
            is_it = tile == name and path
            self.tiles[tile].setText(PurePath(path).name if is_it and path else title)
        self.current.setVisible(source is not None)
        if name in self.tiles:
            tile_button = self.tiles[name]
            self.current.show_words(tile_button.text(), path or tile_button.accessibleDescription())

    def _add_group(self, title: str, tiles: tuple[_Tile, ...]) -> None:
        heading = QLabel(title, self)
        heading.setProperty("role", "muted")
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, _COLUMNS)
        self._add_tiles(tiles, a_line=2)

    def _add_tiles(self, tiles: tuple[_Tile, ...], *, a_line: int) -> None:
        line, width = self._grid.rowCount(), _COLUMNS // a_line
        for place, tile in enumerate(tiles):
            button = SourceButton(tile.title, tile.about, self._theme, name=tile.name, parent=self)
            button.clicked.connect(partial(self._on_tile_clicked, tile.name))
            self._grid.addWidget(button, line + place // a_line, place % a_line * width, 1, width)
            self.tiles[tile.name] = button

    def _on_tile_clicked(self, name: str, _checked: bool = False) -> None:
        if name in self._made:
            self.chosen.emit(self._made[name])
        else:
            self.asked.emit("table" if name == "csv" else name)


def _flowers() -> Path:
    return paths.sample_data() / "flowers"


def _tile_of(source: Source | None) -> str:
    match source:
        case None:
            return ""
        case Bundled():
            return source.name
        case Table() | ImageTable():
            return "csv"
        case ImageFolder():
            return "flowers" if Path(source.path) == _flowers() else "folder"
        case Arrays():
            return "arrays"
        case KerasDataset():
            return "keras"
        case Generated():
            return "generated"
