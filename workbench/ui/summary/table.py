"""The summary's table: its selection is the document's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from workbench.ui.document.document import Document
from workbench.ui.summary.as_text import tab_separated
from workbench.ui.summary.columns import COLUMNS
from workbench.ui.summary.model import SummaryModel
from workbench.ui.summary.rows import Row

_WIDTHS = {
    "name": 102,
    "kind": 122,
    "shape": 92,
    "params": 90,
    "trainable": 68,
    "macs": 98,
    "memory": 74,
    "sources": 86,
}
_ROOMY = {"name": 0.3, "kind": 0.15, "shape": 0.25, "sources": 0.3}
"""Which columns take how much of the room that is left."""


class SummaryTable(QTableView):
    """Whole rows. ``chosen`` tells what the user picked here, ``place_wanted`` where to go on the canvas."""

    chosen = Signal(object)
    place_wanted = Signal(str)

    def __init__(self, document: Document, model: SummaryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._rows = document, model
        self._fitted: list[int] = []
        self.setObjectName("summary-table")
        self.setAccessibleName(self.tr("Layers of the network"))
        self.setModel(model)
        self._dress()
        self.copy_rows = QAction(self.tr("Copy rows"), self)
        self.copy_rows.setObjectName("summary.copy_rows")
        self.copy_rows.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy_rows.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy_rows.triggered.connect(self._copy)
        self.addAction(self.copy_rows)
        self.selectionModel().selectionChanged.connect(self._on_table_selection_changed)
        self.activated.connect(self._on_table_activated)
        model.modelReset.connect(self._mirror)
        document.selection_changed.connect(self._mirror)
        self._mirror()

    def picked(self) -> tuple[Row, ...]:
        """Return the selected rows as they stand; all of them when none is selected."""
        shown = self._rows.shown
        return tuple(shown[number] for number in self._numbers()) or shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setObjectName("summary.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        menu.popup(event.globalPos())

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(24)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Share the room out, unless the user has set the widths."""
        widths = [self.columnWidth(number) for number in range(len(COLUMNS))]
        if self._fitted not in ([], widths):
            return
        spare = max(0, self.viewport().width() - sum(_WIDTHS.values()))
        self._fitted = [_WIDTHS[column.id] + int(spare * _ROOMY.get(column.id, 0)) for column in COLUMNS]
        for number, width in enumerate(self._fitted):
            self.setColumnWidth(number, width)

    @Slot()
    def _mirror(self) -> None:
        """Select the rows of what is selected in the document, of a block all its layers' rows."""
        places = self._rows.places()
        wanted = sorted(places[node] for node in self._document.selected_nodes() if node in places)
        if wanted == self._numbers():
            return
        selection = QItemSelection()
        for first, last in _runs(wanted):
            selection.select(self._rows.index(first, 0), self._rows.index(last, len(COLUMNS) - 1))
        if wanted:
            current = self._rows.index(wanted[0], 0)
            self.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _numbers(self) -> list[int]:
        """Return the numbers of the selected rows, in order."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(place) for place in range(chosen.count())]
        return sorted({number for part in parts for number in range(part.top(), part.bottom() + 1)})

    @Slot(QItemSelection, QItemSelection)
    def _on_table_selection_changed(self, _new: QItemSelection, _old: QItemSelection) -> None:
        # Rows that the search leaves out can't be selected here: they alone are no reason to tell.
        shown = self._rows.shown
        selected = frozenset(shown[number].id for number in self._numbers())
        if selected != self._document.selected_nodes() & self._rows.places().keys():
            self._document.select(selected)
            self.chosen.emit(selected)

    @Slot(QModelIndex)
    def _on_table_activated(self, index: QModelIndex) -> None:
        self.place_wanted.emit(self._rows.row(index).id)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(tab_separated(self.picked()))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of numbers that follow each other: ``1 2 3 7`` is 1 to 3, and 7."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[start], numbers[place - 1]
            start = place
