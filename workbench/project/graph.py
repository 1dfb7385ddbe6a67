"""The network as drawn: nodes and links. A graph may be wrong; ``checks`` and the engine say how."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.project.spec import Spec

NodeId = str
Style = Literal["sequential", "functional"]


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the canvas: the top left corner of a node, in scene pixels, y downwards."""

    x: float
    y: float


class Node(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One call of a layer in the graph. ``name`` is the Keras layer's name; ``id`` never changes.

    A node that ``shares`` calls the layer of that other node again, with the same weights.
    """

    id: NodeId
    spec: Spec
    name: str
    at: Point
    shares: NodeId | None = None


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tensor's way from an output of ``source`` to an input of ``target``.

    The order of a target's input indices is the order of the arguments, which matters to
    ``Subtract`` and ``Concatenate``. Each (target, input) holds at most one link.
    """

    source: NodeId
    target: NodeId
    output: int = 0
    input: int = 0


class Graph(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nodes in their drawing order and the links between them.

    A sequential graph is a chain in the order of ``nodes``; its links say so too, and the edits
    keep both true. Nodes without outgoing links are the outputs.
    """

    style: Style = "functional"
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()

    def node(self, node_id: NodeId) -> Node:
        """Return the node of that id; KeyError when there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def has(self, node_id: NodeId) -> bool:
        return any(node.id == node_id for node in self.nodes)

    def ids(self) -> frozenset[NodeId]:
        return frozenset(node.id for node in self.nodes)

    def names(self) -> frozenset[str]:
        return frozenset(node.name for node in self.nodes)

    def into(self, node_id: NodeId) -> tuple[Link, ...]:
        """Return the links that end at a node, by input index."""
        return tuple(
            sorted((link for link in self.links if link.target == node_id), key=lambda link: link.input)
        )

    def out_of(self, node_id: NodeId) -> tuple[Link, ...]:
        """Return the links that leave a node."""
        return tuple(link for link in self.links if link.source == node_id)

    def inputs(self) -> tuple[Node, ...]:
        """Return the Input nodes, in drawing order."""
        return tuple(node for node in self.nodes if node.spec.kind == "Input")

    def outputs(self) -> tuple[Node, ...]:
        """Return the nodes that no other node uses, in drawing order."""
        sources = {link.source for link in self.links}
        return tuple(node for node in self.nodes if node.id not in sources)
