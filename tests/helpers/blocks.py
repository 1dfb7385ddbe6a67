"""Drawings with blocks, in a line each."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec.structs import replace

from workbench.project.blocks import with_blocks_held
from workbench.project.graph import Block, Graph, Link, Node, Point
from workbench.project.spec import Spec


def grouped(drawing: Graph, name: str, *nodes: str, repeat: int = 1, parent: str | None = None) -> Graph:
    """Return the drawing with these nodes, and the blocks among them, in a block; nothing is checked."""
    block = Block(id=name, name=name, at=Point(0, 0), repeat=repeat, parent=parent)
    return replace(
        drawing,
        nodes=tuple(
            replace(node, block=name) if node.id in nodes and node.block is None else node
            for node in drawing.nodes
        ),
        blocks=(
            *(replace(b, parent=name) if b.id in nodes and b.parent is None else b for b in drawing.blocks),
            block,
        ),
    )


@st.composite
def nested_graphs(draw: st.DrawFn) -> Graph:
    """Random graphs without cycles, with blocks nested at random, some of them with no nodes."""
    count = draw(st.integers(1, 9))
    blocks = []
    for index in range(draw(st.integers(1, 5))):
        parent = draw(st.sampled_from([None, *(block.id for block in blocks)]))
        collapsed = draw(st.booleans())
        blocks.append(
            Block(id=f"B{index}", name=f"B{index}", at=Point(0, 0), parent=parent, is_collapsed=collapsed)
        )
    homes = st.sampled_from([None, *(block.id for block in blocks)])
    nodes = tuple(
        Node(id=f"n{index}", spec=Spec("Dense"), name=f"n{index}", at=Point(0, 0), block=draw(homes))
        for index in range(count)
    )
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    links = tuple(Link(f"n{a}", f"n{b}", 0, a) for a, b in chosen)
    return with_blocks_held(Graph(nodes=nodes, links=links, blocks=tuple(blocks)))
