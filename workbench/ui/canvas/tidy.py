"""The layered layout on the canvas: around where the graph was, on the grid, open blocks kept together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF

from workbench.project.graph import BlockId, Graph, Link, Node, NodeId, Point
from workbench.project.layout import layered
from workbench.project.spec import Spec
from workbench.ui.canvas.frames import BOTTOM, SIDE, TOP, card_in_place_of, corner, nesting
from workbench.ui.canvas.geometry import HEIGHT, PITCH, WIDTH, bounds, snapped

_CARD = (WIDTH, HEIGHT)
_Size = tuple[float, float]
_Places = dict[NodeId | BlockId, Point]


def tidy(graph: Graph, inside: BlockId | None = None) -> _Places:
    """Return a new place for every card of a view and every open block, each below what feeds it.

    ``inside`` is the block that one looks at. The place of an open block is that of its closed card.
    """
    if not graph.nodes:
        return {}
    places = _Levels(graph).places(inside) if graph.blocks else dict(layered(graph))
    cards = [places[node.id] for node in graph.nodes]
    middle = (min(at.x for at in cards) + max(at.x for at in cards)) / 2
    was = bounds(node.at for node in graph.nodes)
    to_x, to_y = was.center().x() - WIDTH / 2 - middle, was.top() - min(at.y for at in cards)
    return {item: snapped(at.x + to_x, at.y + to_y) for item, at in places.items()}


class _Levels:
    """Lays out what is in each open block by itself, and then the block as one large card."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._ways = graph, nesting(graph)
        self._sizes: dict[str, _Size] = {}

    def places(self, level: BlockId | None) -> _Places:
        """Return the places of all that is in a block, at any depth, from (0, 0) on."""
        blocks = [block for block in self._graph.blocks if self._parent(block.id) == self._known(level)]
        inner = {block.id: self.places(block.id) for block in blocks}
        nodes = [node for node in self._graph.nodes if self._known(node.block) == self._known(level)]
        areas = {block: _around(self._cards(places)) for block, places in inner.items()}
        self._sizes |= {block: (area.width(), area.height()) for block, area in areas.items()}
        items = (*nodes, *(_item(block.id) for block in blocks))
        rough = layered(Graph(nodes=items, links=tuple(self._links(level))))
        corners = _with_room(rough, {item.id: self._sizes.get(item.id, _CARD) for item in items})
        places: _Places = {node.id: corners[node.id] for node in nodes}
        for block, area in areas.items():
            by_x, by_y = corners[block].x - area.left(), corners[block].y - area.top()
            places |= {item: Point(at.x + by_x, at.y + by_y) for item, at in inner[block].items()}
            places[block] = corner(card_in_place_of(area.translated(by_x, by_y)))
        return places

    def _cards(self, places: Mapping[str, Point]) -> list[QRectF]:
        """Return the cards and frames among these places."""
        return [
            QRectF(at.x - (self._sizes.get(item, _CARD)[0] - WIDTH) / 2, at.y, *self._sizes.get(item, _CARD))
            for item, at in places.items()
        ]

    def _links(self, level: BlockId | None) -> Iterable[Link]:
        homes = {node.id: self._item_at(level, node) for node in self._graph.nodes}
        found = dict.fromkeys((homes[link.source], homes[link.target]) for link in self._graph.links)
        for index, (source, target) in enumerate(found):
            if source is not None and target is not None and source != target:
                yield Link(source, target, 0, index)

    def _item_at(self, level: BlockId | None, node: Node) -> str | None:
        """Return what stands for a node in a block: itself, or the open block in it that holds the node."""
        home = self._known(node.block)
        if home == self._known(level):
            return node.id
        way = self._ways[home] if home is not None else ()
        if self._known(level) is None:
            return way[0]
        return way[way.index(level) + 1] if level in way else None

    def _known(self, block: BlockId | None) -> BlockId | None:
        return block if block in self._ways else None

    def _parent(self, block: BlockId) -> BlockId | None:
        way = self._ways[block]
        return way[-2] if len(way) > 1 else None


def _with_room(places: Mapping[str, Point], sizes: Mapping[str, _Size]) -> dict[str, Point]:
    """Return the top left corners of items laid out as cards, moved apart by what some are larger."""
    rows: dict[float, float] = {}
    for item, at in places.items():
        rows[at.y] = max(rows.get(at.y, 0.0), sizes[item][1] - HEIGHT)
    wide = [(at, more) for item, at in places.items() if (more := (sizes[item][0] - WIDTH) / 2) > 0]

    def put(item: str, at: Point) -> Point:
        above = sum(more for y, more in rows.items() if y < at.y)
        # Only what stands beside a wide one goes aside for it.
        beside = [(other.x, more) for other, more in wide if abs(other.y - at.y) < PITCH]
        aside = sum(more if x < at.x else -more for x, more in beside if x != at.x)
        return Point(at.x + aside - (sizes[item][0] - WIDTH) / 2, at.y + above)

    return {item: put(item, at) for item, at in places.items()}


def _around(cards: Iterable[QRectF]) -> QRectF:
    area = QRectF()
    for card in cards:
        area = area.united(card)
    return area.adjusted(-SIDE, -TOP, SIDE, BOTTOM)


def _item(block: BlockId) -> Node:
    return Node(id=block, spec=Spec("Block"), name=block, at=Point(0, 0))
