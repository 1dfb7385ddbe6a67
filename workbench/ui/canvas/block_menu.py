"""The menu of the commands on blocks: grouping, opening, going in and out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui.canvas.block_commands import BlockCommands
from workbench.ui.canvas.sight import Sight
from workbench.ui.document.document import Document


class BlockMenu(QMenu):
    """``save_requested``: the selection is to be kept in the palette."""

    save_requested = Signal()

    def __init__(self, commands: BlockCommands, sight: Sight, document: Document, view: QWidget) -> None:
        super().__init__(view)
        self._commands, self._sight, self._document, self._view = commands, sight, document, view
        self.setObjectName("canvas.block")
        self.setTitle(self.tr("Block"))
        self.group = self._make("group", self.tr("Group"), commands.group, "Ctrl+G")
        self.ungroup = self._make("ungroup", self.tr("Ungroup"), commands.ungroup, "Ctrl+Shift+G")
        self.addSeparator()
        self.enter = self._make("enter", self.tr("Open on its own"), commands.enter, "PgDown")
        self.leave = self._make("leave", self.tr("Back to what is around"), commands.leave, "PgUp")
        self.turn = self._make("turn", self.tr("Open or close in place"), commands.turn, "Ctrl+PgDown")
        self.addSeparator()
        self.save = self._make("save", self.tr("Save to palette…"), self.save_requested.emit, "")
        document.selection_changed.connect(self.refresh)
        document.project_changed.connect(self.refresh)
        sight.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Enable what there is something for."""
        chosen = self._commands.chosen()
        self.group.setEnabled(bool(self._document.selection))
        self.ungroup.setEnabled(bool(chosen))
        self.enter.setEnabled(len(chosen) == 1)
        self.turn.setEnabled(bool(chosen))
        is_closed = bool(chosen) and chosen[0].is_collapsed
        self.turn.setText(self.tr("Open in place") if is_closed else self.tr("Close in place"))
        self.leave.setEnabled(self._sight.inside is not None)
        self.save.setEnabled(bool(self._document.selection))

    def _make(self, name: str, text: str, do: Callable[[], None], keys: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"canvas.block.{name}")
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: do())
        self.addAction(action)
        self._view.addAction(action)
        return action
