"""The summary's item model: sorts and filters values, and holds no widget."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPixmap

from workbench.project.graph import NodeId
from workbench.ui.canvas.find import found
from workbench.ui.document.document import Document
from workbench.ui.summary.columns import COLUMNS, Column, tip, title
from workbench.ui.summary.rows import Row, Totals, all_totals, rows
from workbench.ui.theme import Theme, mono_font

_Index = QModelIndex | QPersistentModelIndex
_BAR = (4, 14)


class SummaryModel(QAbstractTableModel):
    """The document's layers. Follows the document only while ``set_live``: nobody looks at a closed table."""

    followed = Signal()
    """The rows belong to the document again, which may have changed."""

    def __init__(self, document: Document, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._theme = document, theme
        self._all: tuple[Row, ...] = ()
        self._shown: list[Row] = []
        self._totals = Totals()
        self._words = ""
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder
        self._is_live = False
        self._figure_font = mono_font()
        self._bars: dict[str, QIcon] = {}
        document.project_changed.connect(self._on_document_changed)
        document.analysis_changed.connect(self._on_document_changed)
        theme.changed.connect(self._on_theme_changed)

    @property
    def all(self) -> tuple[Row, ...]:
        """Every layer in the order in which tensors flow, whatever is searched for."""
        return self._all

    @property
    def totals(self) -> Totals:
        return self._totals

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows as they stand."""
        return tuple(self._shown)

    def row(self, index: _Index) -> Row:
        return self._shown[index.row()]

    def places(self) -> dict[NodeId, int]:
        """Return the number of the row that shows each layer."""
        return {row.id: number for number, row in enumerate(self._shown)}

    def set_live(self, live: bool) -> None:
        """Follow the document, beginning now, or stop."""
        self._is_live = live
        self._on_document_changed()

    def set_words(self, words: str) -> None:
        """Show only the layers that a search means; none are left out for no words."""
        if words != self._words:
            self._words = words
            self._show(self._arranged())

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column, row = COLUMNS[index.column()], self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole:
                return self._figure_font if column.is_figure or column.id == "shape" else None
            case Qt.ItemDataRole.DecorationRole:
                return self._bar(row.kind) if column.id == "kind" else None
            case Qt.ItemDataRole.ToolTipRole:
                return f"<qt>{escape(self._explained(row, column))}</qt>"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title(COLUMNS[section])
            case Qt.ItemDataRole.ToolTipRole:
                return tip(COLUMNS[section])
            case Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight if COLUMNS[section].is_figure else Qt.AlignmentFlag.AlignLeft
                )
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by -1 in the order in which tensors flow."""
        self._column, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._shown[index.row()].id) for index in self.persistentIndexList()]
        self._shown = self._arranged()
        places = self.places()
        self.changePersistentIndexList(
            [index for index, _ in kept], [self.index(places[id_], index.column()) for index, id_ in kept]
        )
        self.layoutChanged.emit()

    def _arranged(self) -> list[Row]:
        chosen: Iterable[Row] = self._all
        if self._words.strip():
            meant = set(found(self._document.project.graph, self._words))
            chosen = (row for row in self._all if row.id in meant)
        if self._column < 0:
            return list(chosen)
        is_falling = self._order == Qt.SortOrder.DescendingOrder
        return sorted(chosen, key=COLUMNS[self._column].key, reverse=is_falling)

    def _show(self, shown: list[Row]) -> None:
        """Show other rows; where they are of the same layers, only their cells change."""
        if [row.id for row in shown] == [row.id for row in self._shown]:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def _explained(self, row: Row, column: Column) -> str:
        """Return a cell in words: the whole of what it may have to elide, or a figure's share."""
        if column.id == "params" and row.owner:
            return self.tr("Called again: the weights are counted once, at {0}").format(row.owner)
        parts = {"params": row.params, "macs": row.macs, "memory": row.memory}
        part, whole = parts.get(column.id), getattr(self._totals, column.id, 0)
        if part and whole:
            return self.tr("{0}: {1} of the network").format(f"{part:,}", f"{part / whole:.1%}")
        return column.text(row)

    def _bar(self, kind: str) -> QIcon:
        """Return the bar in the colour of a layer's family, as on its card, whether selected or not."""
        catalog = self._document.catalog
        family = catalog.kind("layer", kind).family if catalog.has("layer", kind) else ""
        if family not in self._bars:
            bar = QPixmap(*_BAR)
            bar.fill(QColor(self._theme.colors.family(family)))
            icon = QIcon(bar)
            icon.addPixmap(bar, QIcon.Mode.Selected)
            self._bars[family] = icon
        return self._bars[family]

    @Slot()
    def _on_document_changed(self) -> None:
        if not self._is_live:
            return
        fresh = rows(self._document.project.graph, self._document.analysis)
        if fresh != self._all or self._words:
            self._all, self._totals = fresh, all_totals(self._document.analysis, fresh)
            self._show(self._arranged())
        self.followed.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._bars.clear()
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(COLUMNS) - 1))


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
