"""Connecting two layers by keys alone: the links that may be are offered by name and shown as one aims."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QGraphicsView

from workbench.ui.canvas.marks import LinkPreview
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.quick.choice import ChoicePanel
from workbench.ui.canvas.quick.links import Offer, offers
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.walking import Walker
from workbench.ui.canvas.wiring import connecting, refusal
from workbench.ui.document.document import Document

_GAP = QPoint(24, 0)


class Connecting(QObject):
    """Owns the panel of a canvas. ``told`` says in words why there is nothing to choose."""

    told = Signal(str)

    def __init__(self, view: QGraphicsView, *, scene: Scene, document: Document, walker: Walker) -> None:
        super().__init__(view)
        self._view, self._scene, self._document, self._walker = view, scene, document, walker
        self._offers: list[Offer] = []
        self._preview: LinkPreview | None = None
        self._target: NodeItem | None = None
        self.panel = ChoicePanel(view, name="connect")
        self.panel.aimed.connect(self._on_panel_aimed)
        self.panel.chosen.connect(self._on_panel_chosen)
        self.panel.closed.connect(self._clear)
        document.project_changed.connect(self._on_project_changed)

    def can_begin(self) -> bool:
        """Tell whether there is a layer to start from in a graph whose links can be drawn."""
        return self._document.project.graph.style == "functional" and self._walker.at is not None

    def begin(self) -> None:
        """Offer the layers that the one at the keyboard may feed."""
        graph, source = self._scene.sight.graph, self._walker.at
        if source is None or not graph.has(source) or not self.can_begin():
            return
        faces = {node: card.face for node, card in self._scene.nodes.items()}
        sight = self._scene.sight
        fed = sight.all_taken_inputs()
        whole = self._document.project.graph
        self._offers = [
            offer
            for offer in offers(graph, faces, fed, source)
            if not whole.blocks or not refusal(whole, sight.seen, offer.link)
        ]
        name = graph.node(source).name
        if not self._offers:
            self.told.emit(self.tr("There is no layer that “{0}” could feed.").format(name))
            return
        card = self._scene.nodes[source].sceneBoundingRect()
        at = self._view.mapFromScene(card.topRight()) + _GAP
        title = self.tr("Connect {0} to").format(name)
        self.panel.open(at, title=title, rows=[offer.words for offer in self._offers])

    def _on_panel_aimed(self, row: int) -> None:
        self._clear()
        if not 0 <= row < len(self._offers):
            return
        link = self._offers[row].link
        source, self._target = self._scene.nodes[link.source], self._scene.nodes[link.target]
        self._target.set_hint("good")
        self._preview = LinkPreview(self._scene.look)
        self._scene.addItem(self._preview)
        start, end = source.output_point(link.output), self._target.input_point(link.input)
        self._preview.show_from(start, end, refused=False)
        self._view.ensureVisible(self._target, 24, 24)

    def _on_panel_chosen(self, row: int) -> None:
        self._document.do(connecting(self._scene.sight.seen, self._offers[row].link))

    def _on_project_changed(self) -> None:
        if self.panel.isVisible():
            self.panel.close_up()

    def _clear(self) -> None:
        if self._target is not None:
            self._target.set_hint(None)
            self._target = None
        if self._preview is not None:
            self._scene.removeItem(self._preview)
            self._preview = None
