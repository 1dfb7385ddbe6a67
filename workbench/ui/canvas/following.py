"""Following a path: resting on a card dims all that neither feeds it nor is fed by it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from workbench.project.graph import Graph, Link, NodeId
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document

_REST_MS = 450


class Following(QObject):
    """Dims the scene around the card under a pointer that rests."""

    def __init__(self, scene: Scene, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._scene, self._document = scene, document
        self._node: NodeId | None = None
        self._is_dimmed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._dim)
        scene.settled.connect(self.stop)

    def over(self, node: NodeId | None) -> None:
        """Say which card the pointer is on."""
        if node == self._node:
            return
        self.stop()
        self._node = node
        if node is not None:
            self._timer.start()

    def stop(self) -> None:
        """Show everything in full again."""
        self._timer.stop()
        self._node = None
        if self._is_dimmed:
            self._is_dimmed = False
            self._scene.undim()

    def _dim(self) -> None:
        graph = self._scene.sight.graph
        if self._node is None or not graph.has(self._node):
            return
        nodes, links = path_through(graph, self._node)
        if len(nodes) < len(graph.nodes) or len(links) < len(graph.links):
            self._is_dimmed = True
            self._scene.dim_all_but(nodes, links)


def path_through(graph: Graph, node: NodeId) -> tuple[frozenset[NodeId], frozenset[Link]]:
    """Return all that feeds a node and all that it feeds, with the links on the way."""
    before = _reached(node, ((link.target, link.source) for link in graph.links))
    after = _reached(node, ((link.source, link.target) for link in graph.links))
    links = frozenset(
        link
        for link in graph.links
        if {link.source, link.target} <= before or {link.source, link.target} <= after
    )
    return before | after, links


def _reached(start: NodeId, ways: Iterable[tuple[NodeId, NodeId]]) -> frozenset[NodeId]:
    onward: dict[NodeId, list[NodeId]] = {}
    for here, there in ways:
        onward.setdefault(here, []).append(there)
    seen, pending = {start}, [start]
    while pending:
        for there in onward.get(pending.pop(), ()):
            if there not in seen:
                seen.add(there)
                pending.append(there)
    return frozenset(seen)
