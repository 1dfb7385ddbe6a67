"""What a block's own view leaves out: the layers around the block that feed its cards, and that they feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from workbench.project.block_view import View
from workbench.project.graph import Graph, Link, NodeId


class Outside(NamedTuple):
    """The ports of a card that lead out of sight, and the names of the layers there."""

    inputs: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    outputs: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()


NOTHING = Outside()
_Item = TypeVar("_Item")


def outside_of(graph: Graph, seen: View) -> Mapping[NodeId, Outside]:
    """Return for the cards of a block's own view what is around the block."""
    names = {node.id: node.name for node in graph.nodes}
    found: dict[NodeId, Outside] = {}
    for link in graph.links:
        source, target = seen.card.get(link.source), seen.card.get(link.target)
        if source is None and target is not None:
            known = found.get(target, NOTHING)
            found[target] = known._replace(
                inputs=_with(known.inputs, _input(seen, target, link)),
                sources=_with(known.sources, names[link.source]),
            )
        elif target is None and source is not None:
            known = found.get(source, NOTHING)
            found[source] = known._replace(
                outputs=_with(known.outputs, _output(seen, source, link)),
                targets=_with(known.targets, names[link.target]),
            )
    return found


def _input(seen: View, card: NodeId, link: Link) -> int:
    ports, end = seen.ports.get(card), (link.target, link.input)
    if ports is None:
        return link.input
    return next(index for index, ends in enumerate(ports.inputs) if end in ends)


def _output(seen: View, card: NodeId, link: Link) -> int:
    ports = seen.ports.get(card)
    return link.output if ports is None else ports.outputs.index((link.source, link.output))


def _with(items: tuple[_Item, ...], item: _Item) -> tuple[_Item, ...]:
    return items if item in items else (*items, item)
