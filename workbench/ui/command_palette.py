"""Ctrl+K: every command by typing a part of its name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSortFilterProxyModel, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

_ACTION = Qt.ItemDataRole.UserRole


class CommandPalette(QDialog):
    """A list of actions under a search field; Enter triggers the chosen one."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("command-palette")
        self.setAccessibleName(self.tr("Command palette"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._search = QLineEdit(self)
        self._search.setObjectName("command-search")
        self._search.setAccessibleName(self.tr("Search a command"))
        self._search.setPlaceholderText(self.tr("Type a command"))
        self._search.installEventFilter(self)
        self._model = QSortFilterProxyModel(self)
        self._model.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._model.setSourceModel(_rows(actions, self))
        self._list = QListView(self)
        self._list.setObjectName("command-list")
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self.resize(460, 360)
        self._search.textChanged.connect(self._on_search_text_changed)
        self._search.returnPressed.connect(self._trigger)
        self._list.clicked.connect(self._trigger)
        self._choose_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self._list.currentIndex().row() + step
                self._list.setCurrentIndex(self._model.index(row % max(1, self._model.rowCount()), 0))
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_search_text_changed(self, text: str) -> None:
        self._model.setFilterFixedString(text.strip())
        self._choose_first()

    def _choose_first(self) -> None:
        self._list.setCurrentIndex(self._model.index(0, 0))

    @Slot()
    def _trigger(self) -> None:
        action = self._list.currentIndex().data(_ACTION)
        self.close()
        if isinstance(action, QAction):
            action.trigger()


def _rows(actions: Iterable[QAction], parent: QObject) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for action in actions:
        if not action.isEnabled():
            continue
        shortcut = action.shortcut().toString()
        name = action.text().replace("&", "")
        item = QStandardItem(f"{name}    {shortcut}" if shortcut else name)
        item.setEditable(False)
        item.setData(action, _ACTION)
        model.appendRow(item)
    return model
