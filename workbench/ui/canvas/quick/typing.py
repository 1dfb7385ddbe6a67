"""Where the quick field opens, what it offers there, and the edit that comes of it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, QPointF, Signal
from PySide6.QtWidgets import QGraphicsView

from workbench.catalog.kinds import Kind
from workbench.catalog.matching import axes_taken
from workbench.project.edits import new_node
from workbench.project.graph import Link, NodeId
from workbench.project.spec import Spec
from workbench.ui.canvas.adding import add_layer
from workbench.ui.canvas.geometry import HEIGHT, WIDTH, free_place, snapped
from workbench.ui.canvas.gestures.gesture import Loose
from workbench.ui.canvas.quick.panel import QuickAdd
from workbench.ui.canvas.replacing import refusal, replacement
from workbench.ui.canvas.shelf import Shelf
from workbench.ui.canvas.sight import Sight
from workbench.ui.canvas.wiring import adding, inserting
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

_GAP = 14


class QuickTyping(QObject):
    """Owns the field of a canvas. One layer is typed at a time."""

    refused = Signal(str)
    """Why a layer can't stand where it was to."""
    offer_wanted = Signal(str, object)
    """The key of a part of a network from the shelf, and the link that it goes on, or None."""

    def __init__(
        self,
        view: QGraphicsView,
        document: Document,
        theme: Theme,
        *,
        sight: Sight,
        shelf: Shelf,
        chosen_link: Callable[[], Link | None],
    ) -> None:
        super().__init__(view)
        self._view, self._document, self._sight = view, document, sight
        self._shelf, self._chosen_link = shelf, chosen_link
        self._link: Link | None = None
        self.panel = QuickAdd(theme, view)
        self._add: Callable[[Spec], object] = self._add_behind
        self.panel.chosen.connect(lambda spec: self._add(spec))
        self.panel.offer_chosen.connect(lambda key: self.offer_wanted.emit(key, self._link))

    def begin(self, text: str = "") -> None:
        """Type a layer that goes on the selected link, behind the selected layer, or to the end."""
        link, kinds = self._chosen_link(), self._document.catalog.of("layer")
        self._link = link
        if link is None:
            self._add = self._add_behind
            axes = self._axes(self._last_chosen())
        else:
            self._add = lambda spec: self._insert_on(link, spec)
            kinds = tuple(kind for kind in kinds if kind.max_inputs != 0)
            axes = self._axes(link.source, link.output)
        self.panel.open(self._place(), fitting=kinds, axes=axes, text=text, offers=self._shelf.offers())

    def begin_replacing(self) -> None:
        """Type the layer that takes the place of the selected one, with its links."""
        node = self._last_chosen()
        is_layer = node is not None and self._document.project.graph.has(node)
        if node is not None and is_layer and len(self._document.selection) == 1:
            self._add = lambda spec: self._replace(node, spec)
            self.panel.open(self._place(), fitting=self._document.catalog.of("layer"))

    def begin_at(self, loose: Loose) -> None:
        """Offer the layers that fit a loose link, and put the chosen one at its end."""
        self._add = lambda spec: self._add_at(loose, spec)
        kinds = self._document.catalog.of("layer")
        axes = None if loose.is_input else self._axes(loose.node, loose.index)
        fitting = tuple(kind for kind in kinds if fits(kind, loose, axes))
        others = tuple(kind for kind in kinds if kind.max_inputs != 0 and kind not in fitting)
        place = self._view.mapFromScene(loose.end) - QPoint(self.panel.width() // 2, -_GAP)
        self.panel.open(place, fitting=fitting, others=others, axes=axes)

    def _add_at(self, loose: Loose, spec: Spec) -> None:
        graph, seen = self._document.project.graph, self._sight.seen
        if not seen.graph.has(loose.node):
            return
        top = loose.end.y() - (HEIGHT if loose.is_input else 0)
        at = free_place(seen.graph, snapped(loose.end.x() - WIDTH / 2, top))
        node = replace(new_node(graph, spec.kind, at, spec.params), block=seen.graph.node(loose.node).block)
        if loose.is_input:
            link = Link(node.id, loose.node, 0, loose.index)
        else:
            link = Link(loose.node, node.id, loose.index, 0)
        self._document.do(adding(seen, node, link))
        self._document.select({node.id})

    def _insert_on(self, link: Link, spec: Spec) -> None:
        graph, seen = self._document.project.graph, self._sight.seen
        if link not in seen.behind:
            return
        above, below = seen.graph.node(link.source).at, seen.graph.node(link.target).at
        at = free_place(seen.graph, snapped((above.x + below.x) / 2, (above.y + below.y) / 2))
        node = new_node(graph, spec.kind, at, spec.params)
        self._document.do(inserting(seen, node, link))
        self._document.select({node.id})

    def _replace(self, node: NodeId, spec: Spec) -> None:
        graph, catalog = self._document.project.graph, self._document.catalog
        if not graph.has(node):
            return
        old = graph.node(node)
        reason = refusal(graph, catalog, old, spec.kind)
        self.refused.emit(reason)
        if not reason:
            edit = replacement(graph, catalog, old, spec.kind)
            told = Spec(edit.spec.kind, {**edit.spec.params, **spec.params})
            self._document.do(replace(edit, spec=told))

    def _add_behind(self, spec: Spec) -> None:
        add_layer(self._document, self._sight, spec.kind, spec.params)

    def _last_chosen(self) -> NodeId | None:
        document = self._document
        chosen = [node.id for node in self._sight.graph.nodes if node.id in document.selection]
        return chosen[-1] if chosen else None

    def _axes(self, node: NodeId | None, output: int = 0) -> int | None:
        """Return the rank of what a node gives; None where it is not known."""
        analysis = self._document.analysis
        ports = self._sight.seen.ports.get(node or "")
        if ports is not None:
            node, output = ports.outputs[output] if output < len(ports.outputs) else (None, 0)
        layer = analysis.layer(node) if analysis is not None and node is not None else None
        shapes = layer.leaving_shapes if layer is not None else ()
        return len(shapes[output]) if output < len(shapes) else None

    def _place(self) -> QPoint:
        """Return where the field goes: below the selected card, else in the middle of the canvas."""
        node = self._last_chosen()
        if node is None:
            middle = self._view.viewport().rect().center()
            return middle - QPoint(self.panel.width() // 2, self.panel.sizeHint().height() // 2)
        at = self._sight.graph.node(node).at
        return self._view.mapFromScene(QPointF(at.x, at.y + HEIGHT)) + QPoint(0, _GAP)


def fits(kind: Kind, loose: Loose, axes: int | None) -> bool:
    """Tell whether a layer of that kind may stand at the loose end; ``axes`` is the rank of its tensor."""
    if loose.is_input:
        return True
    return kind.max_inputs != 0 and (axes is None or axes_taken(kind) in (None, axes))
