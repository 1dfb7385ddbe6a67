"""The editor for several objects in a row: add, change, remove."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import Entry, ParamValue, Spec
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.context import Context
from workbench.ui.inspector.editors.object import ObjectEditor


class ObjectsEditor(Editor):
    """A list of object editors, each with its own remove button."""

    is_short = False

    def __init__(self, param: Param, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(param, parent)
        self._context = context
        self._rows: list[QWidget] = []
        self._editors: list[ObjectEditor] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.add_button = QPushButton(self.tr("Add"), self)
        self._set_field(self.add_button)
        self.add_button.setAccessibleName(self.tr("Add to {name}").format(name=param.name))
        self._layout.addWidget(self.add_button)
        self.add_button.clicked.connect(self._on_add_clicked)

    def _display(self, value: ParamValue) -> None:
        items = value if isinstance(value, tuple) else ()
        while len(self._rows) > len(items):
            self._editors.pop()
            self._rows.pop().deleteLater()
        while len(self._rows) < len(items):
            self._append_row()
        for editor, item in zip(self._editors, items, strict=True):
            editor.show_value(item)

    def _append_row(self) -> None:
        row, index = QFrame(self), len(self._rows)
        editor = ObjectEditor(replace(self.param, nullable=False, default=None), self._context, row)
        remove = QToolButton(row)
        remove.setText("✕")
        remove.setObjectName(f"remove_{self.param.name}_{index}")
        remove.setAccessibleName(self.tr("Remove item {number}").format(number=index + 1))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(editor, 1)
        layout.addWidget(remove)
        editor.edited.connect(lambda item: self._on_item_edited(index, item))
        editor.refused.connect(self.refused)
        remove.clicked.connect(lambda: self._on_remove_clicked(index))
        self._layout.insertWidget(index, row)
        self._rows.append(row)
        self._editors.append(editor)

    def _items(self) -> tuple[Entry, ...]:
        return self._value if isinstance(self._value, tuple) else ()

    def _change(self, items: tuple[Entry, ...]) -> None:
        self._display(items)
        self._take(items)

    def _on_add_clicked(self) -> None:
        first = next((kind for group in self.param.groups for kind in self._context.catalog.of(group)), None)
        if first is not None:
            self._change((*self._items(), Spec(first.name, first.starting_params())))

    def _on_item_edited(self, index: int, item: Entry) -> None:
        items = self._items()
        self._take((*items[:index], item, *items[index + 1 :]))

    def _on_remove_clicked(self, index: int) -> None:
        items = self._items()
        self._change((*items[:index], *items[index + 1 :]))

    def forget(self) -> None:
        super().forget()
        for editor in self._editors:
            editor.forget()
