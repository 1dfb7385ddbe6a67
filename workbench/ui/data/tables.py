"""Small tables for reading: columns of the data, and its first rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from workbench.protocol.facts import ColumnFacts, DataFacts
from workbench.protocol.looks import Found
from workbench.ui.data.cells import MARGIN, CellDelegate
from workbench.ui.theme import mono_font

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW, _MOST_ROWS, _WIDEST, _MEASURED, _AROUND = 26, 8, 260, 10, 4


class RowsModel(QAbstractTableModel):
    """Texts in rows; words stand left, figures right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header: tuple[str, ...] = ()
        self._rows: list[tuple[str, ...]] = []
        self._texts: frozenset[int] = frozenset()

    def set_rows(
        self,
        header: tuple[str, ...],
        rows: Sequence[tuple[str, ...]],
        texts: frozenset[int] = frozenset({0}),
    ) -> None:
        """Show rows; the columns ``texts`` hold words, all others figures."""
        self.beginResetModel()
        self._header, self._rows, self._texts = header, list(rows), texts
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
            return _LEFT if index.column() in self._texts else _RIGHT
        if role == Qt.ItemDataRole.FontRole and index.column() not in self._texts:
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
            return _LEFT if section in self._texts else _RIGHT
        return None


class ReadingTable(QTableView):
    """A table as high as its rows, up to ``most``; the wheel goes to the page where there are no more."""

    def __init__(
        self, *, name: str, title: str, most: int = _MOST_ROWS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._most = most
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
        self.setItemDelegate(CellDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)

    @property
    def full_width(self) -> int:
        """How wide all columns are together, in pixels."""
        return self.horizontalHeader().length()

    def show_rows(
        self,
        header: tuple[str, ...],
        rows: Sequence[tuple[str, ...]],
        texts: frozenset[int] = frozenset({0}),
    ) -> None:
        self.rows.set_rows(header, rows, texts)
        self._fit_columns(header, rows, texts)
        self.setFixedHeight(34 + _ROW * max(1, min(len(rows), self._most)) + 12)

    def _fit_columns(
        self, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], texts: frozenset[int]
    ) -> None:
        """Give each column the width of its widest text among the first rows, up to a limit.

        Qt's own way of it asks the style about every cell, again and again: too slow for wide tables.
        """
        self.ensurePolished()
        words, figures = QFontMetrics(self.font()), QFontMetrics(mono_font())
        titles = QFontMetrics(self.horizontalHeader().font())
        for column, title in enumerate(header):
            metrics = words if column in texts else figures
            cells = [metrics.horizontalAdvance(row[column]) for row in rows[:_MEASURED] if column < len(row)]
            width = max((titles.horizontalAdvance(title), *cells)) + 2 * MARGIN + _AROUND
            self.setColumnWidth(column, min(width, _WIDEST))


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


Rows = tuple[tuple[str, ...], list[tuple[str, ...]], frozenset[int]]


def raw_rows(facts: DataFacts) -> Rows:
    """Return header, rows and columns of words of the table as its file has them, else of the preview."""
    if facts.rows:
        return _of_columns(facts.columns, facts.rows)
    return (*first_rows(facts), frozenset({0}))


def rows_of_found(found: Found) -> Rows:
    """Return header, first rows and columns of words that a glance saw."""
    return _of_columns(found.columns, found.rows)


def _of_columns(columns: tuple[ColumnFacts, ...], rows: tuple[tuple[str, ...], ...]) -> Rows:
    texts = frozenset(place for place, column in enumerate(columns) if column.kind != "number")
    return tuple(column.name for column in columns), list(rows), texts
