"""The tab of columns: the table, and beside it the column that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.project.data import DataSpec, ImageTable, Table
from workbench.project.roles import Role, role_of
from workbench.protocol.facts import ColumnFacts
from workbench.ui.data.columns.detail import ColumnDetail
from workbench.ui.data.columns.roles import roles_for, with_roles
from workbench.ui.data.columns.table import ColumnTable
from workbench.ui.data.columns.words import counted_words
from workbench.ui.data.scrolling import scrolling
from workbench.ui.theme import Theme

_DETAIL = 256


class ColumnsView(QFrame):
    """``roles_changed`` carries the source, ``preparation_changed`` the preparation and the field."""

    roles_changed = Signal(object)
    preparation_changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("columns_view")
        self.setProperty("role", "card")
        self._data = DataSpec()
        self._chosen = ""
        self.table = ColumnTable(theme, self)
        self.detail = ColumnDetail(theme, self)
        self.hint = QLabel(self)
        self.hint.setObjectName("columns_hint")
        self.hint.setProperty("role", "muted")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.message = QLabel(self)
        self.message.setObjectName("roles_message")
        self.message.setProperty("role", "bad")
        self.message.setWordWrap(True)
        self.message.hide()
        self._lay_out()
        self.table.role_wanted.connect(self._on_role_wanted)
        self.table.chosen.connect(self._on_column_chosen)
        self.detail.changed.connect(self.preparation_changed)

    def _lay_out(self) -> None:
        area = scrolling(self.detail, name="column_detail_scroll")
        area.setFixedWidth(_DETAIL)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.hint)
        left.addWidget(self.message)
        left.addWidget(self.table, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(16)
        layout.addLayout(left, 1)
        layout.addWidget(area)

    def show_columns(self, data: DataSpec, columns: tuple[ColumnFacts, ...], sample: str = "") -> None:
        """Show the columns of the data's table; ``sample`` tells of what rows the figures are, if not all."""
        self._data, source = data, data.source
        self.message.hide()
        has_roles = isinstance(source, Table | ImageTable)
        self.table.set_roles(roles_for(source) if isinstance(source, Table | ImageTable) else ())
        self.table.rows.set_columns(columns, tuple(self._role(column) for column in columns))
        keys = self.tr("F feature · T target · I ignored · W weight · G group · M time · Enter for all roles")
        counted = max((column.counted for column in columns), default=0)
        partly = counted_words(counted) if counted else ""
        told = [sample or partly, keys if has_roles else ""]
        self.hint.setText("  ".join(filter(None, told)))
        self.hint.setVisible(any(told))
        names = [column.name for column in columns]
        if self._chosen not in names:
            target = source.target if isinstance(source, Table | ImageTable) else ""
            self._chosen = target if target in names else next(iter(names), "")
        if self._chosen in names and not self.table.names():
            self.table.selectRow(names.index(self._chosen))
        self._show_detail()

    def _show_detail(self) -> None:
        facts = next((c for c in self.table.rows.columns if c.name == self._chosen), None)
        self.detail.setVisible(facts is not None)
        if facts is not None:
            is_table = not isinstance(self._data.source, ImageTable)
            is_prepared = is_table and self._role(facts) in ("feature", "both")
            self.detail.show_column(facts, self._data.preparation, is_prepared=is_prepared)

    def _role(self, column: ColumnFacts) -> Role:
        """Return a column's role; columns of arrays and made sets have one that never changes."""
        source = self._data.source
        if isinstance(source, Table | ImageTable):
            return role_of(source, column.name)
        return column.role

    def _on_column_chosen(self, name: str) -> None:
        self._chosen = name
        self._show_detail()

    def _on_role_wanted(self, names: tuple[str, ...], role: Role, is_more: bool) -> None:
        source = self._data.source
        if not isinstance(source, Table | ImageTable):
            return
        columns = tuple(column.name for column in self.table.rows.columns)
        changed: Table | ImageTable
        if isinstance(source, Table):
            changed = with_roles(source, names, role, columns, is_more=is_more)
        else:
            changed = with_roles(source, names, role, columns, is_more=is_more)
        refused = changed == source and any(role_of(source, name) != role for name in names)
        self.message.setText(self.tr("Expected at least one feature, received none.") if refused else "")
        self.message.setVisible(refused)
        if changed != source:
            self.roles_changed.emit(changed)
