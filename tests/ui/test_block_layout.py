"""Where things go when blocks open and close, and when a graph with open blocks is tidied."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QRectF

from tests.helpers.canvas import node
from workbench.project.block_view import view
from workbench.project.blocks import ancestry, with_blocks_held
from workbench.project.edits import MoveNodes
from workbench.project.graph import Block, Graph, Link, Point
from workbench.project.project import Project
from workbench.ui.canvas.frames import frames_of, nesting
from workbench.ui.canvas.geometry import PITCH, card_at
from workbench.ui.canvas.room import turned
from workbench.ui.canvas.tidy import tidy

_COLUMN = 232.0


@st.composite
def _graphs(draw: st.DrawFn) -> Graph:
    """Cards on a grid, no two at one place, some in blocks that nest; every block has a card of its own."""
    cells = [(column, row) for column in range(4) for row in range(4)]
    chosen = draw(st.lists(st.sampled_from(cells), min_size=2, max_size=9, unique=True))
    blocks: list[Block] = []
    for index in range(draw(st.integers(1, 3))):
        parent = draw(st.sampled_from([None, *(block.id for block in blocks)]))
        place = Point(_COLUMN * (5 + index), PITCH * draw(st.integers(0, 4)))
        collapsed = draw(st.booleans())
        blocks.append(
            Block(id=f"B{index}", name=f"B{index}", at=place, parent=parent, is_collapsed=collapsed)
        )
    homes = st.sampled_from([None, *(block.id for block in blocks)])
    nodes = tuple(
        replace(node(f"n{index}", "Dense", _COLUMN * column, PITCH * row, units=1), block=draw(homes))
        for index, (column, row) in enumerate(chosen)
    )
    pairs = list(itertools.combinations(range(len(nodes)), 2))
    links = tuple(
        Link(f"n{a}", f"n{b}", 0, a) for a, b in draw(st.lists(st.sampled_from(pairs), unique=True))
    )
    return with_blocks_held(Graph(nodes=nodes, links=links, blocks=tuple(blocks)))


def _tidied(graph: Graph) -> Graph:
    return MoveNodes(tidy(view(graph).graph)).apply(Project(graph=graph)).graph


def _assert_apart(graph: Graph) -> None:
    """Fail where cards or frames cover what is not in them."""
    seen = view(graph).graph
    ways, frames = nesting(seen), frames_of(seen)
    areas: dict[str, tuple[QRectF, tuple[str, ...]]] = {
        card.id: (card_at(card.at), ways.get(card.block or "", ())) for card in seen.nodes
    }
    areas |= {block: (area, ways[block][:-1]) for block, area in frames.items()}
    for (one, (first, around_one)), (other, (second, around_other)) in itertools.combinations(
        areas.items(), 2
    ):
        if one in around_other:
            assert first.contains(second)
        elif other in around_one:
            assert second.contains(first)
        else:
            assert not first.intersects(second), f"{one} {first} and {other} {second}"


@settings(max_examples=60, deadline=None)
@given(_graphs())
def test_that_tidying_covers_nothing_and_keeps_open_blocks_together(graph: Graph) -> None:
    _assert_apart(_tidied(graph))


@settings(max_examples=60, deadline=None)
@given(_graphs(), st.data())
def test_that_opening_a_block_covers_nothing_and_closing_it_gives_all_places_back(
    graph: Graph, data: st.DataObject
) -> None:
    graph = _tidied(graph)
    closed = list(view(graph).ports)
    if not closed:
        return
    block = data.draw(st.sampled_from(closed))
    project = Project(graph=graph)

    opened = turned(graph, block, None, label="Open").apply(project)
    again = turned(opened.graph, block, None, label="Close").apply(opened)

    before, after = view(graph).graph, view(again.graph).graph
    assert {card.id: card.at for card in after.nodes} == {card.id: card.at for card in before.nodes}
    assert frames_of(after) == frames_of(before)
    frame = frames_of(view(opened.graph).graph)[block]
    ways = ancestry(opened.graph)
    for card in view(opened.graph).graph.nodes:
        assert block in ways[card.block] or not frame.intersects(card_at(card.at))


def _two_branches() -> Graph:
    """image feeds two columns, of three cards in a block and of four; they meet in join, below both."""
    left = [replace(node(f"left{row}", "Dense", 0, PITCH * row, units=1), block="block") for row in (1, 2, 3)]
    right = [node(f"right{row}", "Dense", _COLUMN, PITCH * row, units=1) for row in (1, 2, 3, 4)]
    ends = [node("image", "Input", 116, 0, shape=(8,)), node("join", "Add", 116, PITCH * 5)]
    ways = (["image", *(card.id for card in column), "join"] for column in (left, right))
    links = tuple(
        Link(above, below, 0, index if below == "join" else 0)
        for index, way in enumerate(ways)
        for above, below in itertools.pairwise(way)
    )
    block = Block(id="block", name="block", at=Point(0, PITCH), is_collapsed=True)
    return Graph(nodes=(*ends, *left, *right), links=links, blocks=(block,))


def test_that_opening_a_block_leaves_the_columns_beside_it_where_they_are() -> None:
    graph = _two_branches()

    opened = turned(graph, "block", None, label="Open").apply(Project(graph=graph)).graph

    for row in (1, 2, 3, 4):
        assert opened.node(f"right{row}").at == graph.node(f"right{row}").at
    assert opened.node("join").at.y > graph.node("join").at.y, "what both columns feed goes down"
    _assert_apart(opened)


def test_that_opening_a_block_pushes_a_card_that_stands_too_near_aside() -> None:
    graph = _two_branches()
    near = tuple(replace(card, at=Point(210, PITCH)) if card.id == "right1" else card for card in graph.nodes)

    project = Project(graph=replace(graph, nodes=near))

    _assert_apart(turned(project.graph, "block", None, label="Open").apply(project).graph)
