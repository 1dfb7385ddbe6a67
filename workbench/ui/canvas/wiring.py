"""What a link that is drawn between cards comes to in the graph: at a block's port it may be several."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.project.block_view import View
from workbench.project.blocks import ancestry, leaves_and_returns, members
from workbench.project.edits import AddConnected, AddNode, Connect, Edit, InsertOnLink, Together
from workbench.project.edits import would_close_a_cycle as closes_a_cycle
from workbench.project.graph import BlockId, Graph, Link, Node


def refusal(graph: Graph, seen: View, drawn: Link) -> str:
    """Return why a link can't be drawn, in words; empty when it can."""
    if drawn.source == drawn.target:
        return _tr("A layer can't feed itself.")
    if drawn in seen.behind:
        return _tr("These two are connected already.")
    links = seen.links(drawn)
    if not links:
        return _tr("There is no such port any more.")
    if any(closes_a_cycle(graph, link.source, link.target) for link in links):
        return _tr("This link would close a cycle: data can't flow in a circle.")
    torn = _torn_block(graph, links)
    if torn is not None:
        words = _tr("This link would lead out of “{0}” and back into it: a block is left for good.")
        return words.format(graph.block(torn).name)
    return ""


def connecting(seen: View, drawn: Link) -> Edit:
    """Return the edit that draws a link between cards; ValueError at a port that a block doesn't have."""
    links = seen.links(drawn)
    if not links:
        raise ValueError("Expected a link between ports that are there.")
    return _all(tuple(Connect(link) for link in links), Connect.label)


def inserting(seen: View, node: Node, drawn: Link) -> Edit:
    """Return the edit that puts a new node onto a link between cards."""
    first, *others = seen.links(drawn)
    rest = tuple(Connect(Link(node.id, link.target, 0, link.input)) for link in others)
    return _all((InsertOnLink(node, first), *rest), InsertOnLink.label)


def adding(seen: View, node: Node, drawn: Link) -> Edit:
    """Return the edit that adds a new node with a link to or from it."""
    links = seen.links(drawn)
    return AddConnected(node, links) if links else AddNode(node)


def _all(edits: tuple[Edit, ...], label: str) -> Edit:
    return edits[0] if len(edits) == 1 else Together(edits, label)


def _torn_block(graph: Graph, links: tuple[Link, ...]) -> BlockId | None:
    """Return a block that these links would let be left and entered again; None when there is none."""
    if not graph.blocks:
        return None
    ways = ancestry(graph)
    homes = {node.id: set(ways.get(node.block, ())) for node in graph.nodes}
    crossed = {block for link in links for block in homes[link.source] ^ homes[link.target]}
    ends = {(link.target, link.input) for link in links}
    kept = tuple(link for link in graph.links if (link.target, link.input) not in ends)
    after = Graph(nodes=graph.nodes, links=(*kept, *links), blocks=graph.blocks)
    for block in sorted(crossed):
        inside = {node.id for node in members(graph, block)}
        if leaves_and_returns(after, inside) and not leaves_and_returns(graph, inside):
            return block
    return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Wiring", text)
