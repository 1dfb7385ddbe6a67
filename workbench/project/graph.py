"""The network as drawn: nodes and links. A graph may be wrong; ``checks`` and the engine say how."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.project.spec import Spec

NodeId = str
BlockId = str
Style = Literal["sequential", "functional"]


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the canvas: the top left corner of a node, in scene pixels, y downwards."""

    x: float
    y: float


class Node(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One call of a layer in the graph. ``name`` is the Keras layer's name; ``id`` never changes.

    A node that ``shares`` calls the layer of that other node again, with the same weights. ``block`` is
    the innermost block that it stands in. ``origin`` is the layer's name in the network of keras.applications
    that its block was made of: whatever it is called here, it takes the weights of that layer.
    """

    id: NodeId
    spec: Spec
    name: str
    at: Point
    shares: NodeId | None = None
    block: BlockId | None = None
    origin: str | None = None


Option = bool | int | float | str | None | tuple[int | None, ...]
"""An argument of a function of keras.applications."""


class Application(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A network of keras.applications: the name of its function and the arguments that are given to it.

    ``weights`` is ``imagenet``, or a file whose weights its layers begin with; a relative path starts at the
    project's folder. Empty, they begin at random.
    """

    network: str
    options: dict[str, Option] = {}
    weights: str = ""


class Block(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A named part of a functional graph: a nested model for Keras, one card on the canvas while collapsed.

    Its nodes and the blocks in it say that they belong to it; its ports follow from the links that cross
    its border (``workbench.project.block_view``). ``repeat`` stacks that many copies of it, each with its
    own weights, one behind the other. ``at`` is the place of the collapsed card. Ids of blocks and nodes
    never meet. ``application`` is what the block was made of, where it was.
    """

    id: BlockId
    name: str
    at: Point
    parent: BlockId | None = None
    is_collapsed: bool = True
    repeat: int = 1
    application: Application | None = None


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
    keep both true. Nodes without outgoing links are the outputs. Only a functional graph has blocks, and
    every block holds a node, itself or in a block within.
    """

    style: Style = "functional"
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()

    def node(self, node_id: NodeId) -> Node:
        """Return the node of that id; KeyError when there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def has(self, node_id: NodeId) -> bool:
        return any(node.id == node_id for node in self.nodes)

    def block(self, block_id: BlockId) -> Block:
        """Return the block of that id; KeyError when there is none."""
        for block in self.blocks:
            if block.id == block_id:
                return block
        raise KeyError(block_id)

    def ids(self) -> frozenset[NodeId]:
        return frozenset(node.id for node in self.nodes)

    def names(self) -> frozenset[str]:
        """Return the names of all layers and blocks."""
        return frozenset((*(node.name for node in self.nodes), *(block.name for block in self.blocks)))

    def taken_ids(self) -> frozenset[str]:
        """Return the ids of all nodes and blocks."""
        return frozenset((*(node.id for node in self.nodes), *(block.id for block in self.blocks)))

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
