"""A layered layout for every level of a graph: the whole, and what is in each block by itself."""

from __future__ import annotations

from msgspec.structs import replace

from workbench.project.graph import BlockId, Graph, Link, Node, Point
from workbench.project.layout import layered, tidied
from workbench.project.nesting import levels
from workbench.project.spec import Spec


def tidied_inside(graph: Graph) -> Graph:
    """Return the graph laid out as one looks at it with all blocks collapsed: from the top or inside one.

    What is in a block begins at the place of its card.
    """
    if not graph.blocks:
        return tidied(graph)
    blocks = {block.id for block in graph.blocks}
    places: dict[str, Point] = {}
    found = levels(graph)
    waiting: list[BlockId | None] = [None]
    for level in waiting:
        cards = found[level].steps + found[level].circle
        # Who takes from whom is all that a layout goes by.
        items = tuple(Node(id=card, spec=Spec("Block"), name=card, at=Point(0, 0)) for card in cards)
        links = tuple(Link(source, target) for source, target in found[level].ways)
        start = places.get(level or "", Point(0, 0))
        for card, at in layered(Graph(nodes=items, links=links)).items():
            places[card] = Point(start.x + at.x, start.y + at.y)
        waiting.extend(card for card in cards if card in blocks)
    return replace(
        graph,
        nodes=tuple(replace(node, at=places.get(node.id, node.at)) for node in graph.nodes),
        blocks=tuple(replace(block, at=places.get(block.id, block.at)) for block in graph.blocks),
    )
