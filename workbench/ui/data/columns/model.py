"""The columns of a table as rows of an item model."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.project.roles import Role
from workbench.protocol.facts import ColumnFacts
from workbench.ui.data.columns.words import (
    counted_words,
    distinct_words,
    kind_words,
    range_words,
    role_words,
)
from workbench.ui.theme import mono_font

Index = QModelIndex | QPersistentModelIndex
NAME, ROLE, KIND, MISSING, DISTINCT, RANGE, SHAPE = range(7)
FACTS = Qt.ItemDataRole.UserRole + 1
ROLE_OF = Qt.ItemDataRole.UserRole + 2


class ColumnsModel(QAbstractTableModel):
    """A row for each column: ``FACTS`` is its ColumnFacts, ``ROLE_OF`` its role as the project has it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[ColumnFacts, ...] = ()
        self._roles: tuple[Role, ...] = ()

    @property
    def columns(self) -> tuple[ColumnFacts, ...]:
        return self._columns

    def set_columns(self, columns: tuple[ColumnFacts, ...], roles: tuple[Role, ...]) -> None:
        """Show columns; the selection lives on where their names are the same."""
        is_same = [c.name for c in columns] == [c.name for c in self._columns]
        if not is_same:
            self.beginResetModel()
        self._columns, self._roles = columns, roles
        if not is_same:
            self.endResetModel()
        elif columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(columns) - 1, SHAPE))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else SHAPE + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, own = self._columns[index.row()], self._roles[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(column, own, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._aloud(column, own)
            case Qt.ItemDataRole.ToolTipRole if column.counted and index.column() in (DISTINCT, SHAPE):
                return counted_words(column.counted)
            case Qt.ItemDataRole.FontRole if index.column() in (MISSING, DISTINCT, RANGE):
                return mono_font()
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if index.column() in (MISSING, DISTINCT) else None
                return (side or Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
            case _ if role == FACTS:
                return column
            case _ if role == ROLE_OF:
                return own
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section <= SHAPE:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("column"),
                self.tr("role"),
                self.tr("taken as"),
                self.tr("missing"),
                self.tr("distinct"),
                self.tr("range"),
                self.tr("distribution"),
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if section in (MISSING, DISTINCT) else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, column: ColumnFacts, role: Role, section: int) -> str:
        texts = (
            column.name,
            role_words(role),
            kind_words(column),
            f"{column.missing:,}" if column.missing else "–",
            distinct_words(column),
            range_words(column),
            "",
        )
        return texts[section]

    def _aloud(self, column: ColumnFacts, role: Role) -> str:
        words = self.tr("{name}: {role}, {kind}, {missing} missing, {distinct} distinct, {range}")
        return words.format(
            name=column.name,
            role=role_words(role),
            kind=kind_words(column),
            missing=column.missing,
            distinct=distinct_words(column),
            range=range_words(column),
        )
