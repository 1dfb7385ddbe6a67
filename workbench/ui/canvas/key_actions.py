"""The canvas' commands that stand in for the mouse: connecting, going from card to card, panning, zooming."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGraphicsView, QMenu

from workbench.ui.canvas.neighbours import Way
from workbench.ui.canvas.notes.note_commands import NoteCommands
from workbench.ui.canvas.quick.connecting import Connecting
from workbench.ui.canvas.walking import Walker
from workbench.ui.canvas.zoom import Zoom

_PAN = 96
"""Pixels of the screen a press of a key pans by."""


class KeyActions(QObject):
    """What works on the card at the keyboard, and two menus: ``go`` over the graph, ``look`` at a part of it.

    ``inspect_requested`` and ``rename_requested`` ask for the fields of what is selected.
    """

    inspect_requested = Signal()
    rename_requested = Signal()

    def __init__(
        self,
        view: QGraphicsView,
        *,
        walker: Walker,
        zoom: Zoom,
        connecting: Connecting,
        replace: Callable[[], None],
        notes: NoteCommands,
    ) -> None:
        super().__init__(view)
        self._view, self._walker, self._connecting, self._notes = view, walker, connecting, notes
        self.connect_to = self._make("connect", self.tr("Connect to…"), connecting.begin, "Ctrl+Return")
        self.replace = self._make("replace", self.tr("Replace by…"), replace, "Ctrl+Shift+R")
        self.inspect = self._make("inspect", self.tr("Edit"), self._edit, "Return")
        self.rename = self._make("rename", self.tr("Rename"), self.rename_requested.emit, "F2")
        self.add_note = self._make("add_note", self.tr("Add a note"), notes.add, "Ctrl+Shift+T")
        self.go = self._menu("canvas.go", self.tr("Go"))
        self._add_going()
        self.look = self._menu("canvas.look", self.tr("View"))
        self._add_looking(zoom)

    def of_a_card(self) -> list[QAction]:
        """Return what works on the card at the keyboard."""
        return [self.connect_to, self.replace, self.inspect, self.rename]

    def refresh(self, *, cards: int, chosen: int) -> None:
        """Enable what there is something for: so many cards are shown, and so many are chosen."""
        self.go.menuAction().setEnabled(bool(cards))
        self.connect_to.setEnabled(self._connecting.can_begin())
        self.inspect.setEnabled(bool(chosen) or self._notes.can_write())
        for action in self._widths:
            action.setEnabled(self._notes.can_write())
        for action in (self.replace, self.rename):
            action.setEnabled(chosen == 1)

    def _edit(self) -> None:
        """Write the chosen note, or ask for the fields of what else is selected."""
        if self._notes.can_write():
            self._notes.write()
        else:
            self.inspect_requested.emit()

    def _add_going(self) -> None:
        ways: tuple[tuple[Way, str, str, str], ...] = (
            ("up", self.tr("To what feeds this layer"), self.tr("Select what feeds it too"), "Up"),
            ("down", self.tr("To what this layer feeds"), self.tr("Select what it feeds too"), "Down"),
            ("left", self.tr("To the card at the left"), self.tr("Select the left one too"), "Left"),
            ("right", self.tr("To the card at the right"), self.tr("Select the right one too"), "Right"),
        )
        for way, words, _, key in ways:
            self._add(self.go, f"go.{way}", words, partial(self._walker.walk, way), f"Alt+{key}")
        self.go.addSeparator()
        for way, _, words, key in ways:
            walk = partial(self._walker.walk, way, extend=True)
            self._add(self.go, f"extend.{way}", words, walk, f"Alt+Shift+{key}")
        self.go.addSeparator()
        self._add(self.go, "next_link", self.tr("To the next link"), self._walker.next_link, ".")
        self._add(
            self.go, "previous_link", self.tr("To the link before"), partial(self._walker.next_link, -1), ","
        )

    def _add_looking(self, zoom: Zoom) -> None:
        self._add(self.look, "zoom_in", self.tr("Zoom in"), zoom.zoom_in, "Ctrl++", "Ctrl+=")
        self._add(self.look, "zoom_out", self.tr("Zoom out"), zoom.zoom_out, "Ctrl+-")
        self.look.addSeparator()
        for name, words, key, across, down in (
            ("pan.up", self.tr("Look further up"), "Up", 0, -1),
            ("pan.down", self.tr("Look further down"), "Down", 0, 1),
            ("pan.left", self.tr("Look further left"), "Left", -1, 0),
            ("pan.right", self.tr("Look further right"), "Right", 1, 0),
        ):
            self._add(self.look, name, words, partial(self._pan, across, down), f"Ctrl+{key}")
        self.look.addSeparator()
        wider = self._add(
            self.look, "note.wider", self.tr("Wider note"), partial(self._notes.widen, 1), "Ctrl+]"
        )
        narrower = self._add(
            self.look, "note.narrower", self.tr("Narrower note"), partial(self._notes.widen, -1), "Ctrl+["
        )
        self._widths = (wider, narrower)

    def _pan(self, across: int, down: int) -> None:
        for bar, steps in (
            (self._view.horizontalScrollBar(), across),
            (self._view.verticalScrollBar(), down),
        ):
            bar.setValue(bar.value() + steps * _PAN)

    def _menu(self, name: str, title: str) -> QMenu:
        menu = QMenu(title, self._view)
        menu.setObjectName(name)
        return menu

    def _add(self, menu: QMenu, name: str, text: str, do: Callable[[], object], *shortcuts: str) -> QAction:
        action = self._make(name, text, do, *shortcuts)
        menu.addAction(action)
        return action

    def _make(self, name: str, text: str, do: Callable[[], object], *shortcuts: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"canvas.{name}")
        action.setShortcuts([QKeySequence(keys) for keys in shortcuts])
        # Only while the canvas itself has the keyboard: a field that floats over it needs Enter and arrows.
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: do())
        self._view.addAction(action)
        return action
