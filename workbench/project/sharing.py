"""One layer called at several places: a node may share the layer of another one, its owner.

A sharing node carries its owner's spec and name; the edits keep that true.
"""

from __future__ import annotations

from msgspec.structs import replace

from workbench.project.graph import Node, NodeId


def layer_of(node: Node) -> NodeId:
    """Return the id under which a node's layer is made: its owner's, or its own."""
    return node.id if node.shares is None else node.shares


def in_step(nodes: tuple[Node, ...], changed: Node | None = None) -> tuple[Node, ...]:
    """Return the nodes with all calls of a layer called and configured alike.

    ``changed`` says how, whether it owns its layer or shares it; without it every owner does.
    """
    if changed is not None:
        return tuple(_like(node, changed) if layer_of(node) == layer_of(changed) else node for node in nodes)
    if all(node.shares is None for node in nodes):
        return nodes
    owners = {node.id: node for node in nodes if node.shares is None}
    return tuple(_like(node, owners[node.shares]) if node.shares in owners else node for node in nodes)


def with_owners(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the nodes with the first sharer of every owner that is not among them in its place."""
    present = {node.id for node in nodes}
    heirs: dict[NodeId, NodeId] = {}
    kept: list[Node] = []
    for node in nodes:
        if node.shares is None or node.shares in present:
            kept.append(node)
        elif node.shares in heirs:
            kept.append(replace(node, shares=heirs[node.shares]))
        else:
            heirs[node.shares] = node.id
            kept.append(replace(node, shares=None))
    return tuple(kept)


def _like(node: Node, other: Node) -> Node:
    if (node.spec, node.name) == (other.spec, other.name):
        return node
    return replace(node, spec=other.spec, name=other.name)
