"""Copy, cut and paste: layers travel as text that people can read, between windows and through editors."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QGuiApplication

from workbench.foundation.errors import WorkbenchError
from workbench.project import clip
from workbench.project.clip import Clip
from workbench.project.edits import DeleteItems, PasteNodes
from workbench.project.graph import Graph, NodeId, Point
from workbench.ui.canvas.geometry import GRID, bounds, card_at, shift_clear, snapped
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document

NODES_TYPE = "application/x-workbench-nodes"


class Clipboard(QObject):
    """Takes the selection to the system's clipboard and brings layers from it.

    ``refused`` says in words why nothing was pasted, ``pasted`` where the new cards are. ``pointer``
    returns the place in the scene to paste at, or None while the pointer is elsewhere.
    """

    refused = Signal(str)
    pasted = Signal(QRectF)

    def __init__(
        self, scene: Scene, document: Document, pointer: Callable[[], QPointF | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._scene, self._document, self._pointer = scene, document, pointer

    def copy(self) -> None:
        chosen = self._document.selection
        if not chosen:
            return
        text = clip.dumps(clip.clip(self._document.project.graph, chosen))
        data = QMimeData()
        data.setText(text)
        data.setData(NODES_TYPE, text.encode())
        QGuiApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        if self._document.selection:
            self.copy()
            self._document.do(DeleteItems(self._document.selection))

    def paste(self) -> None:
        """Add what is on the clipboard and select it; anything else than layers is refused in words."""
        try:
            found = clip.loads(_text(QGuiApplication.clipboard().mimeData()))
        except WorkbenchError as failure:
            problem = failure.problems[0]
            self.refused.emit(f"{problem.message} {problem.hint}")
            return
        graph = self._document.project.graph
        edit = PasteNodes(found, self._shift(graph, found), self._last_chosen(graph))
        copies = edit.copies(graph)
        self._document.do(edit)
        self._scene.choose(copy.id for copy in copies.nodes.values())
        self.refused.emit("")
        graph = self._document.project.graph
        self.pasted.emit(bounds(graph.node(copy.id).at for copy in copies.nodes.values()))

    def _shift(self, graph: Graph, found: Clip) -> Point:
        """Return how far the copies go: under the pointer, else where they were or beside all cards."""
        own, pointer = bounds(node.at for node in found.nodes), self._pointer()
        if pointer is None:
            covers = any(own.intersects(card_at(node.at)) for node in graph.nodes)
            return shift_clear(graph, own) if covers else Point(0, 0)
        gap = pointer - own.center()
        by = snapped(gap.x(), gap.y())
        taken = {node.at for node in graph.nodes}
        while any(Point(node.at.x + by.x, node.at.y + by.y) in taken for node in found.nodes):
            by = Point(by.x + GRID, by.y + GRID)
        return by

    def _last_chosen(self, graph: Graph) -> NodeId | None:
        chosen = [node.id for node in graph.nodes if node.id in self._document.selection]
        return chosen[-1] if chosen and graph.style == "sequential" else None


def _text(data: QMimeData | None) -> bytes:
    if data is None:
        return b""
    if data.hasFormat(NODES_TYPE):
        return bytes(data.data(NODES_TYPE).data())
    # What an editor puts there may hold halves of characters, which no bytes stand for.
    return data.text().encode(errors="replace") if data.hasText() else b""
