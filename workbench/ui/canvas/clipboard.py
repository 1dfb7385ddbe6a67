"""Copy, cut and paste: layers travel as text that people can read, between windows and through editors."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QGuiApplication

from workbench.foundation.errors import WorkbenchError
from workbench.project import clip
from workbench.project.block_view import view
from workbench.project.clip import Clip
from workbench.project.edits import AddNotes, DeleteItems, DeleteNotes, PasteNodes, Together
from workbench.project.graph import Graph, NodeId, Point
from workbench.ui.canvas.copying import at_home, at_sight, taken
from workbench.ui.canvas.geometry import GRID, bounds, card_at, shift_clear, snapped
from workbench.ui.canvas.notes import note_edits
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
        chosen, notes = self._document.selection, self._scene.notes.chosen_notes()
        if not (chosen or notes):
            return
        part = taken(self._document.project.graph, self._document.selected_nodes(), self._scene.sight.inside)
        text = clip.dumps(replace(part, notes=notes))
        data = QMimeData()
        data.setText(text)
        data.setData(NODES_TYPE, text.encode())
        QGuiApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Copy what is selected, and take it away as one step."""
        nodes, notes = self._document.selected_nodes(), self._scene.notes.chosen
        if nodes or notes:
            self.copy()
            self._document.do(Together((DeleteItems(nodes), DeleteNotes(notes)), self.tr("Cut")))

    def paste(self) -> None:
        """Add what is on the clipboard and select it; anything else than layers is refused in words."""
        try:
            found = clip.loads(_text(QGuiApplication.clipboard().mimeData()))
        except WorkbenchError as failure:
            problem = failure.problems[0]
            self.refused.emit(f"{problem.message} {problem.hint}")
            return
        graph, pointer = self._document.project.graph, self._pointer()
        sight, layer = self._scene.sight, self._scene.notes
        inside = sight.inside if pointer is None else self._scene.block_at(pointer)
        found = at_home(found, () if pointer else [block.id for block in sight.graph.blocks])
        by = note_edits.clear(layer, found.notes, self._shift(sight.graph, found))
        edit = PasteNodes(found, by, self._last_chosen(graph), inside)
        copies = edit.copies(graph)
        notes = note_edits.copied(self._document, layer, found.notes, by=by)
        self._document.do(Together((edit, AddNotes(notes)), PasteNodes.label))
        cards = at_sight(copies, view(found.as_graph()).graph.ids())
        self._scene.choose(cards, notes=[note.id for note in notes])
        self.refused.emit("")
        area = bounds(self._scene.nodes[card].face.at for card in cards)
        for note in notes:
            area = area.united(layer.items[note.id].area())
        self.pasted.emit(area)

    def _shift(self, graph: Graph, found: Clip) -> Point:
        """Return how far the copies go: under the pointer, else where they were or beside all cards."""
        cards, pointer = view(found.as_graph()).graph.nodes, self._pointer()
        own = bounds(item.at for item in cards or found.notes)
        if pointer is None:
            covers = any(own.intersects(card_at(node.at)) for node in graph.nodes)
            return shift_clear(graph, own) if covers else Point(0, 0)
        gap = pointer - own.center()
        by = snapped(gap.x(), gap.y())
        taken_places = {node.at for node in graph.nodes}
        while any(Point(card.at.x + by.x, card.at.y + by.y) in taken_places for card in cards):
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
