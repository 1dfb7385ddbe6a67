"""The table of columns: roles are given with keys, or with a menu on the role."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from workbench.project.roles import Role
from workbench.ui.data.columns.delegate import ColumnDelegate
from workbench.ui.data.columns.model import (
    DISTINCT,
    KIND,
    MISSING,
    NAME,
    RANGE,
    ROLE,
    ROLE_OF,
    SHAPE,
    ColumnsModel,
)
from workbench.ui.data.columns.words import ROLE_KEYS, role_meaning, role_words
from workbench.ui.theme import Theme

_ROW = 28
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NARROW = {NAME: 104, ROLE: 112, KIND: 84, MISSING: 64, DISTINCT: 62, RANGE: 104}
_WIDE = {NAME: 220, ROLE: 124, KIND: 110, MISSING: 90, DISTINCT: 90, RANGE: 300}
_ENOUGH = 1000


class ColumnTable(QTableView):
    """``role_wanted`` carries names of columns, a role, and whether a target joins the ones there are."""

    role_wanted = Signal(object, str, bool)
    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column_table")
        self.setAccessibleName(self.tr("Columns of the table"))
        self.setAccessibleDescription(
            self.tr(
                "F feature, T target, Shift+T one more target, B target and its own past, "
                "I ignored, W weight, G group, M time, P part"
            )
        )
        self.setProperty("role", "plain")
        self.rows = ColumnsModel(self)
        self._roles: tuple[Role, ...] = ()
        self.setModel(self.rows)
        self.setItemDelegate(ColumnDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(50)
        self._is_wide: bool | None = None
        header.setSectionResizeMode(SHAPE, QHeaderView.ResizeMode.Stretch)
        theme.changed.connect(self.viewport().update)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= _ENOUGH
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            for section, width in (_WIDE if is_wide else _NARROW).items():
                self.setColumnWidth(section, width)

    def set_roles(self, roles: tuple[Role, ...]) -> None:
        """Offer these roles."""
        self._roles = roles

    def menu(self) -> QMenu:
        """Return the menu of roles for the chosen columns."""
        menu = QMenu(self)
        menu.setObjectName("role_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keys = {role: key for key, role in ROLE_KEYS.items()}
        current = self.currentIndex().data(ROLE_OF)
        for role in self._roles:
            key = f"\t{keys[role]}" if role in keys else ""
            action = menu.addAction(f"{role_words(role)}: {role_meaning(role)}{key}")
            action.setObjectName(f"role_{role}")
            action.setCheckable(True)
            action.setChecked(role == current)
            action.triggered.connect(partial(self._want, role, False))
            if role == "target":
                more = menu.addAction(self.tr("one more target beside the others\tShift+T"))
                more.setObjectName("role_more_target")
                more.triggered.connect(partial(self._want, role, True))
        return menu

    def names(self) -> tuple[str, ...]:
        """Return the names of the selected columns."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return tuple(self.rows.columns[row].name for row in rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().upper()
        role = ROLE_KEYS.get(letter)
        plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier == Qt.KeyboardModifier.NoModifier
        if role is not None and plain and role in self._roles:
            self._want(role, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in _OPENING and self.names() and self._roles:
            self._open_menu(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_role = index.isValid() and index.column() == ROLE and bool(self._roles)
        if event.button() == Qt.MouseButton.LeftButton and is_role:
            self._open_menu(index)

    def _open_menu(self, index: QModelIndex) -> None:
        place = self.visualRect(index.siblingAtColumn(ROLE)).bottomLeft()
        self.menu().popup(self.viewport().mapToGlobal(place))

    def _want(self, role: str, is_more: bool, _checked: bool = False) -> None:
        if self.names():
            self.role_wanted.emit(self.names(), role, is_more)

    def _on_current_row_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.rows.columns[current.row()].name)
