"""The outline with its keys, in step with the canvas: both show the document's selection."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QVBoxLayout, QWidget

from workbench.ui.document.document import Document
from workbench.ui.outline.delegate import OutlineDelegate
from workbench.ui.outline.model import OutlineModel
from workbench.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OutlineList(QListView):
    """The rows. ``inspect_requested`` comes with Enter and a double click."""

    inspect_requested = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._last_row = 0
        self.rows = OutlineModel(document, self)
        self.setObjectName("outline.layers")
        self.setAccessibleName(self.tr("Layers of the network"))
        self.setAccessibleDescription(
            self.tr("F2 renames a layer, Delete deletes it, Enter goes to its parameters.")
        )
        self.setModel(self.rows)
        self.setItemDelegate(OutlineDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.doubleClicked.connect(self.inspect_requested)
        theme.changed.connect(self.viewport().update)
        self.rows.modelReset.connect(self._on_rows_reset)
        document.selection_changed.connect(self.echo)

    @Slot()
    def echo(self) -> None:
        """Show what is selected in the document."""
        rows = self.rows.rows_of(self._document.selection)
        if not self.isVisible() or rows == self._chosen_rows():
            return
        selection = QItemSelection()
        for first, last in _runs(rows):
            selection.select(self.rows.index(first), self.rows.index(last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect)
        if rows and self.currentIndex().row() not in rows:
            self.selectionModel().setCurrentIndex(self.rows.index(rows[0]), flags.NoUpdate)
        if rows:
            self.scrollTo(self.currentIndex())

    @Slot()
    def _on_rows_reset(self) -> None:
        """Stay where one was: a deleted row leaves its place to the next."""
        self.echo()
        if not self.currentIndex().isValid() and self.rows.rowCount():
            row = min(self._last_row, self.rows.rowCount() - 1)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self.rows.index(row), flags.NoUpdate)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = self._chosen_rows()
        if rows != self.rows.rows_of(self._document.selection):
            self._document.select(self.rows.node_at(self.rows.index(row)) for row in rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _ENTER and not is_editing and self.currentIndex().isValid():
            self.inspect_requested.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self.rows.index(0), flags.NoUpdate)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._last_row = current.row()

    def _chosen_rows(self) -> list[int]:
        model = self.selectionModel()
        return sorted(index.row() for index in model.selectedRows()) if model is not None else []


class Outline(QWidget):
    """The list, or a word where there is nothing to list."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self.setAccessibleName(self.tr("Outline"))
        self.layers = OutlineList(document, theme, self)
        self._empty = QLabel(self.tr("No layers yet. Drag one from the palette, or press / and type."), self)
        self._empty.setObjectName("outline.empty")
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(14, 12, 14, 0)
        self.setFocusProxy(self.layers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.layers, 1)
        layout.addWidget(self._empty, 1)
        self.layers.rows.modelReset.connect(self._on_layers_reset)
        self._on_layers_reset()

    def showEvent(self, event: QShowEvent) -> None:
        self.layers.rows.set_awake(True)
        super().showEvent(event)
        self.layers.echo()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.layers.rows.set_awake(False)

    @Slot()
    def _on_layers_reset(self) -> None:
        has_rows = self.layers.rows.rowCount(QModelIndex()) > 0
        self.layers.setVisible(has_rows)
        self._empty.setVisible(not has_rows)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Return sorted rows as first and last of each unbroken run: [1, 2, 5] -> [(1, 2), (5, 5)]."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
