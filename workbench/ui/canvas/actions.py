"""The canvas' commands as actions: one table for shortcuts, context menu, main menu and command palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui.canvas.arrange_menu import ArrangeMenu
from workbench.ui.canvas.block_commands import BlockCommands
from workbench.ui.canvas.block_menu import BlockMenu
from workbench.ui.canvas.clipboard import Clipboard
from workbench.ui.canvas.commands import Commands
from workbench.ui.canvas.heat_map import HeatMap
from workbench.ui.canvas.heat_menu import HeatMenu
from workbench.ui.canvas.key_actions import KeyActions
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


class CanvasActions(QObject):
    """Makes the actions of a view and keeps them enabled only where they do something."""

    def __init__(
        self,
        view: QWidget,
        *,
        commands: Commands,
        clipboard: Clipboard,
        type_layer: Callable[[], None],
        find: Callable[[], None],
        scene: Scene,
        document: Document,
        fit: Callable[[], None],
        full_size: Callable[[], None],
        tidy: Callable[[], None],
        heat: HeatMap,
        keys: KeyActions,
        blocks: BlockCommands,
    ) -> None:
        super().__init__(view)
        self._view, self._scene, self._document = view, scene, document
        self._commands, self.keys = commands, keys
        self.type_layer = self._make("canvas.type_layer", self.tr("Type a layer…"), type_layer, "/")
        self.cut = self._make("canvas.cut", self.tr("Cut"), clipboard.cut, "Ctrl+X")
        self.copy = self._make("canvas.copy", self.tr("Copy"), clipboard.copy, "Ctrl+C")
        self.paste = self._make("canvas.paste", self.tr("Paste"), clipboard.paste, "Ctrl+V")
        self.delete = self._make("canvas.delete", self.tr("Delete"), commands.delete, "Del", "Backspace")
        self.duplicate = self._make("canvas.duplicate", self.tr("Duplicate"), commands.duplicate, "Ctrl+D")
        self.share = self._make(
            "canvas.share", self.tr("Use again here (shared weights)"), commands.share, "Ctrl+Shift+D"
        )
        self.select_all = self._make(
            "canvas.select_all", self.tr("Select all"), commands.select_all, "Ctrl+A"
        )
        self.find = self._make("canvas.find", self.tr("Find…"), find, "Ctrl+F")
        self.arrange = ArrangeMenu(commands.arrange, view)
        self.fit = self._make("canvas.fit", self.tr("Fit"), fit, "Home", "Ctrl+9")
        self.full_size = self._make("canvas.full_size", self.tr("100 %"), full_size, "Ctrl+0")
        self.tidy = self._make("canvas.tidy", self.tr("Tidy"), tidy, "Ctrl+L")
        self.heat = HeatMenu(heat, view)
        self.blocks = BlockMenu(blocks, scene.sight, document, view)
        document.selection_changed.connect(self.refresh)
        document.project_changed.connect(self.refresh)
        scene.selectionChanged.connect(self.refresh)
        scene.notes.changed.connect(self.refresh)
        self.refresh()

    def all(self) -> list[QAction]:
        """Return the actions in menu order."""
        return [
            self.type_layer,
            self.keys.add_note,
            *self.keys.of_a_card(),
            self.cut,
            self.copy,
            self.paste,
            self.duplicate,
            self.share,
            self.delete,
            self.select_all,
            self.find,
            self.keys.go.menuAction(),
            self.keys.look.menuAction(),
            self.blocks.menuAction(),
            self.arrange.menuAction(),
            self.fit,
            self.full_size,
            self.tidy,
            self.heat.menuAction(),
        ]

    def every(self) -> list[QAction]:
        """Return the actions without menus between them, for the command palette."""
        flat: list[QAction] = []
        for action in self.all():
            menu = action.menu()
            flat += (
                [entry for entry in menu.actions() if entry.text()] if isinstance(menu, QMenu) else [action]
            )
        return flat

    def refresh(self) -> None:
        graph, selection = self._document.project.graph, self._document.selection
        self.keys.refresh(cards=len(graph.nodes), chosen=len(selection))
        notes = self._scene.notes.chosen
        self.delete.setEnabled(bool(selection or notes or self._scene.selected_links()))
        for action in (self.cut, self.copy, self.duplicate):
            action.setEnabled(bool(selection or notes))
        self.share.setEnabled(self._commands.can_share())
        self.select_all.setEnabled(bool(graph.nodes or self._scene.notes.items))
        self.find.setEnabled(bool(graph.nodes))
        self.arrange.set_count(len(selection) if graph.style == "functional" else 0)
        self.tidy.setEnabled(graph.style == "functional" and bool(graph.nodes))
        self.tidy.setToolTip(self._about_tidy())

    def _about_tidy(self) -> str:
        if self._document.project.graph.style == "sequential":
            return self.tr("A sequential stack is always tidy")
        if self._commands.part_to_tidy():
            return self.tr("Lay the selected layers out in layers")
        return self.tr("Lay the graph out in layers")

    def _make(self, name: str, text: str, do: Callable[[], None], *shortcuts: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(keys) for keys in shortcuts])
        # Only while the canvas has the focus: Delete in a text field must not delete a layer.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: do())
        self._view.addAction(action)
        return action
