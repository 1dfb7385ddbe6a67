"""The searchable list of layers, to drag from or to add with Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from workbench.ui.canvas.adding import add_layer
from workbench.ui.canvas.palette_delegate import PaletteDelegate
from workbench.ui.canvas.palette_model import PaletteModel
from workbench.ui.canvas.shelf import Shelf
from workbench.ui.canvas.sight import Sight
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LayerList(QListView):
    """The list below the search field. ``picked`` comes with a double-click or Enter."""

    picked = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, QPoint)

    def __init__(self, model: PaletteModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette.layers")
        self.setAccessibleName(self.tr("Layers"))
        self.setModel(model)
        self.setItemDelegate(PaletteDelegate(theme, self))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self.picked)
        theme.changed.connect(self.viewport().update)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_wanted.emit(index, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.picked.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class LayerPalette(QWidget):
    """Search field, list, and a word where nothing is found. What is not a layer is asked for by its key."""

    offer_picked = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        *,
        sight: Sight,
        shelf: Shelf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._sight = document, sight
        self._model = PaletteModel(document.catalog, self, shelf.offers)
        self.search = QLineEdit(self)
        self.layers = LayerList(self._model, theme, self)
        self._nothing = QLabel(self)
        self._dress()
        self.search.textChanged.connect(self._on_search_changed)
        self.search.installEventFilter(self)
        self.layers.picked.connect(self._on_layer_picked)
        self.layers.menu_wanted.connect(self._on_menu_wanted)
        shelf.changed.connect(self._on_shelf_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_search_key(event.key())
        return super().eventFilter(watched, event)

    def _on_search_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Down:
            if not self.layers.currentIndex().isValid():
                self._offer("")
            self.layers.setFocus(Qt.FocusReason.TabFocusReason)
        elif key in _ENTER:
            self._on_layer_picked(self.layers.currentIndex())
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            return False
        return True

    def _on_search_changed(self, text: str) -> None:
        self._model.filter(text)
        is_empty = self._model.rowCount() == 0
        self.layers.setHidden(is_empty)
        self._nothing.setVisible(is_empty)
        self._nothing.setText(self.tr("No layer is called “{0}”.").format(text.strip()))
        if text.strip():
            self._offer(text)

    def _offer(self, text: str) -> None:
        """Make the best match current, so that Enter adds it."""
        row = self._model.best_row(text)
        self.layers.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())

    def _on_layer_picked(self, index: QModelIndex) -> None:
        kind = self._model.kind_at(index)
        key = self._model.offer_at(index)
        if kind is not None:
            add_layer(self._document, self._sight, kind)
        elif key is not None:
            self.offer_picked.emit(key)

    def _on_menu_wanted(self, index: QModelIndex, at: QPoint) -> None:
        key = self._model.offer_at(index)
        if key is not None:
            self.menu_wanted.emit(key, at)

    def _on_shelf_changed(self) -> None:
        self._model.refresh()
        self._on_search_changed(self.search.text())

    def _dress(self) -> None:
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Palette"))
        self.search.setObjectName("palette.search")
        self.search.setAccessibleName(self.tr("Search layers"))
        self.search.setPlaceholderText(self.tr("Search {0} layers").format(self._model.layer_count))
        self.search.setClearButtonEnabled(True)
        self._nothing.setObjectName("palette.nothing")
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setContentsMargins(14, 4, 14, 0)
        self._nothing.hide()
        searching = QVBoxLayout()
        searching.setContentsMargins(12, 12, 12, 4)
        searching.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(searching)
        layout.addWidget(self.layers, 1)
        layout.addWidget(self._nothing, 1)
