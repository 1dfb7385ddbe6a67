"""Small tables for reading: columns of the data, and its first rows."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.protocol.facts import ColumnFacts, DataFacts
from workbench.protocol.looks import Found
from workbench.ui.theme import mono_font

Index = QModelIndex | QPersistentModelIndex
_ROW, _MOST_ROWS = 26, 8


class RowsModel(QAbstractTableModel):
    """Texts in rows; the first column stands left, figures right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header: tuple[str, ...] = ()
        self._rows: list[tuple[str, ...]] = []

    def set_rows(self, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self._header, self._rows = header, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._header)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and index.column():
            return mono_font()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(self._header):
            return self._header[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class ReadingTable(QTableView):
    """A table as high as its rows, up to eight; the wheel goes to the page where there are no more."""

    def __init__(self, *, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("role", "plain")
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)

    def show_rows(self, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        self.rows.set_rows(header, rows)
        self.setFixedHeight(34 + _ROW * max(1, min(len(rows), _MOST_ROWS)) + 12)


def first_rows(facts: DataFacts) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the header and the rows of the preview: the target first, at most a dozen features."""
    width = min(12, len(facts.preview[0])) if facts.preview else 0
    names = [column.name for column in facts.columns][:width]
    names += [f"x{number}" for number in range(len(names), width)]
    rows = [
        (label, *(f"{value:.4g}" for value in row[:width]))
        for row, label in zip(facts.preview, facts.preview_labels, strict=False)
    ]
    return ("target", *names), rows


def column_rows(columns: tuple[ColumnFacts, ...]) -> list[tuple[str, ...]]:
    """Return a row for each column: name, type, missing, distinct, smallest, largest."""
    return [
        (
            column.name,
            column.dtype,
            f"{column.missing:,}",
            f"{column.distinct:,}",
            "–" if column.minimum is None else f"{column.minimum:.4g}",
            "–" if column.maximum is None else f"{column.maximum:.4g}",
        )
        for column in columns
    ]


def raw_rows(facts: DataFacts) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the header and rows of the table as its file has them, else those of the preview."""
    if not facts.rows:
        return first_rows(facts)
    return tuple(column.name for column in facts.columns), list(facts.rows)


def rows_of_found(found: Found) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the header and the first rows that a glance saw."""
    return tuple(column.name for column in found.columns), list(found.rows)
