"""Readings on the canvas: one beside each card whose layer the probe has passed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Slot

from workbench.protocol.probing import Reading
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document
from workbench.ui.probe.reading_item import ReadingItem
from workbench.ui.theme import Theme


class CanvasReadings(QObject):
    """Follows the cards as they move, come and go."""

    def __init__(self, scene: Scene, document: Document, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._document, self._theme = scene, document, theme
        self._reading: Reading | None = None
        self._items: list[ReadingItem] = []
        scene.settled.connect(self._show)
        theme.changed.connect(self._show)

    @property
    def items(self) -> list[ReadingItem]:
        return self._items

    def show_reading(self, reading: Reading | None) -> None:
        """Show what the layers gave, or nothing any more."""
        self._reading = reading
        self._show()

    @Slot()
    def _show(self) -> None:
        for item in self._items:
            self._scene.removeItem(item)
        self._items = []
        if self._reading is None:
            return
        by_name = {layer.layer: layer for layer in self._reading.layers}
        nodes = {node.id: node for node in self._document.project.graph.nodes}
        for node_id, card in self._scene.nodes.items():
            node = nodes.get(node_id)
            reading = None if node is None else by_name.get(node.name)
            if reading is not None:
                at = QPointF(card.face.at.x, card.face.at.y)
                item = ReadingItem(reading, at, self._theme.colors)
                self._scene.addItem(item)
                self._items.append(item)
