"""A table of the classes with the weight of each in the loss, which can be typed over."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.protocol.facts import DataFacts
from workbench.ui.theme import mono_font

Index = QModelIndex | QPersistentModelIndex
NAME, EXAMPLES, WEIGHT = range(3)
_ROW, _MOST_ROWS = 26, 10


class ClassWeightsModel(QAbstractTableModel):
    """A row for each class: its name, its training examples, its weight; 1 where none was given.

    ``weighed`` carries a class and the number that was typed, ``refused`` a class and text that is none.
    """

    weighed = Signal(str, float)
    refused = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._examples: tuple[int, ...] = ()
        self._weights: dict[str, float] = {}

    def show_classes(self, facts: DataFacts | None, weights: Mapping[str, float]) -> None:
        """Show the classes of the data, and those with a weight that are in no data that is known."""
        known = () if facts is None else facts.classes
        classes = (*known, *(name for name in weights if name not in known))
        counts = facts.part_counts[0] if facts is not None and facts.part_counts else ()
        if classes != self._classes:
            self.beginResetModel()
            self._classes, self._examples, self._weights = classes, counts, dict(weights)
            self.endResetModel()
            return
        self._examples, self._weights = counts, dict(weights)
        if classes:
            self.dataChanged.emit(self.index(0, EXAMPLES), self.index(len(classes) - 1, WEIGHT))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._classes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == WEIGHT else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(index.row(), index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(index.column())
            case Qt.ItemDataRole.FontRole if index.column() != NAME:
                return mono_font()
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == WEIGHT:
                words = self.tr("weight of {0}: {1}")
                return words.format(self._classes[index.row()], self._text(index.row(), WEIGHT))
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (self.tr("class"), self.tr("examples"), self.tr("weight"))[section]
            case Qt.ItemDataRole.ToolTipRole:
                return ("", self.tr("In the training part"), self.tr("1 counts a class as it is"))[section]
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(section)
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != WEIGHT:
            return False
        name, text = self._classes[index.row()], str(value).strip()
        weight = _number(text)
        if weight is None:
            self.refused.emit(name, text)
            return False
        self.weighed.emit(name, weight)
        return True

    def _text(self, row: int, column: int) -> str:
        if column == NAME:
            return self._classes[row]
        if column == EXAMPLES:
            return f"{self._examples[row]:,}" if row < len(self._examples) else ""
        return f"{self._weights.get(self._classes[row], 1.0):g}"


class ClassWeightsTable(QTableView):
    """As high as its rows, up to ten; a key or a double click on a weight begins to change it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ClassWeightsModel(self)
        self.setModel(self.rows)
        self.setObjectName("class_weights")
        self.setAccessibleName(self.tr("Weights of the classes"))
        self.setProperty("role", "plain")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def show_classes(self, facts: DataFacts | None, weights: Mapping[str, float]) -> None:
        self.rows.show_classes(facts, weights)
        head = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        self.setFixedHeight(head + _ROW * max(1, min(self.rows.rowCount(), _MOST_ROWS)))


def balanced(facts: DataFacts | None) -> dict[str, float]:
    """Return the weights that let every class count alike, to go on from; none where the data is unknown."""
    if facts is None or not facts.part_counts or facts.more_classes:
        return {}
    sizes = facts.part_counts[0]
    there = sum(size > 0 for size in sizes)
    return {
        name: float(f"{sum(sizes) / (there * size):.3g}")
        for name, size in zip(facts.classes, sizes, strict=False)
        if size
    }


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _number(text: str) -> float | None:
    try:
        weight = float(text.replace(",", "."))
    except ValueError:
        return None
    return weight if math.isfinite(weight) and weight >= 0 else None
