"""A hand that works a canvas with real events."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from pytestqt.qtbot import QtBot

from tests.helpers.canvas_graphs import branched, node, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.ui.canvas.mime import pack
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.view import CanvasView
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
__all__ = ["Canvas", "branched", "node", "show_canvas", "stack"]


@dataclass
class Canvas:
    """A canvas on the screen, with a hand to work it. All places are in the scene."""

    qtbot: QtBot
    document: Document
    view: CanvasView

    @property
    def scene(self) -> Scene:
        return self.view.graph_scene()

    @property
    def graph(self) -> Graph:
        return self.document.project.graph

    def middle(self, node_id: str) -> QPointF:
        """Return a place on a card that no port is near."""
        return self.scene.nodes[node_id].pos() + QPointF(40, 27)

    def input(self, node_id: str, index: int = 0) -> QPointF:
        return self.scene.nodes[node_id].input_point(index)

    def output(self, node_id: str) -> QPointF:
        return self.scene.nodes[node_id].output_point(0)

    def midway(self, link: Link) -> QPointF:
        start, end = self.scene.links[link].ends
        return (start + end) / 2

    def press(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.qtbot.mousePress(self.view.viewport(), LEFT, keys, self.to_view(at))

    def move(self, at: QPointF) -> None:
        self.qtbot.mouseMove(self.view.viewport(), self.to_view(at))

    def release(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.qtbot.mouseRelease(self.view.viewport(), LEFT, keys, self.to_view(at))

    def click(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.press(at, keys)
        self.release(at, keys)

    def double_click(self, at: QPointF) -> None:
        self.click(at)
        self.qtbot.mouseDClick(self.view.viewport(), LEFT, NO_KEYS, self.to_view(at))

    def drag(self, start: QPointF, end: QPointF, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.press(start, keys)
        self.move((start + end) / 2)
        self.move(end)
        self.release(end, keys)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.qtbot.keyClick(self.view, key, modifiers)

    def enter(self, kind: str, at: QPointF) -> bool:
        """Drag a layer from the palette onto the canvas; tell whether it is welcome."""
        return self.enter_with(pack(kind), at)

    def enter_with(self, data: QMimeData, at: QPointF) -> bool:
        """Drag anything onto the canvas; tell whether it is welcome."""
        self._data = data
        event = QDragEnterEvent(self.to_view(at), Qt.DropAction.CopyAction, self._data, LEFT, NO_KEYS)
        QCoreApplication.sendEvent(self.view.viewport(), event)
        return event.isAccepted()

    def hover(self, at: QPointF) -> None:
        event = QDragMoveEvent(self.to_view(at), Qt.DropAction.CopyAction, self._data, LEFT, NO_KEYS)
        QCoreApplication.sendEvent(self.view.viewport(), event)

    def leave(self) -> None:
        QCoreApplication.sendEvent(self.view.viewport(), QDragLeaveEvent())

    def drop(self, kind: str, at: QPointF) -> None:
        """Drag a layer from the palette and let it go."""
        self.drop_with(pack(kind), at)

    def drop_with(self, data: QMimeData, at: QPointF) -> None:
        """Drag anything onto the canvas and let it go."""
        self.enter_with(data, at)
        self.hover(at)
        event = QDropEvent(
            QPointF(self.to_view(at)),
            Qt.DropAction.CopyAction,
            self._data,
            Qt.MouseButton.LeftButton,
            NO_KEYS,
        )
        QCoreApplication.sendEvent(self.view.viewport(), event)

    def to_view(self, at: QPointF) -> QPoint:
        return self.view.mapFromScene(at)


def show_canvas(qtbot: QtBot, catalog: Catalog, graph: Graph) -> Canvas:
    """Show a graph on a canvas at 100 %, with the keyboard's focus."""
    document = Document(Project(graph=graph), catalog)
    view = CanvasView(document, Theme(parent=document))
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return Canvas(qtbot, document, view)
