"""Blocks: grouping, looking at them from outside and inside, and taking them apart."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.helpers.blocks import nested_graphs
from workbench.project import clip, file
from workbench.project.block_view import BLOCK_KIND, View, ports_of, view
from workbench.project.blocks import members
from workbench.project.edits import (
    CollapseBlock,
    Connect,
    DeleteItems,
    DuplicateNodes,
    GroupNodes,
    InsertOnLink,
    MoveNodes,
    PasteNodes,
    RenameBlock,
    RepeatBlock,
    SetStyle,
    Ungroup,
    group_refusal,
    new_block,
    new_node,
)
from workbench.project.entries import with_entries
from workbench.project.graph import Block, Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec


def _node(name: str, kind: str = "Dense", y: float = 0.0) -> Node:
    return Node(id=name, spec=Spec(kind), name=name, at=Point(0, y))


def _residual() -> Project:
    """in -> a -> b -> add <- in; add -> out."""
    nodes = [
        _node("in", "Input"),
        _node("a", y=84),
        _node("b", y=168),
        _node("add", "Add", 252),
        _node("out", y=336),
    ]
    links = (Link("in", "a"), Link("a", "b"), Link("b", "add"), Link("in", "add", 0, 1), Link("add", "out"))
    return Project(graph=Graph(nodes=tuple(nodes), links=links))


def _grouped(project: Project, *nodes: str, name: str = "block") -> Project:
    chosen = frozenset(nodes)
    return GroupNodes(chosen, new_block(project.graph, chosen, name)).apply(project)


def test_that_a_collapsed_block_is_one_card_with_the_links_that_cross_its_border() -> None:
    seen = view(_grouped(_residual(), "a", "b", "add").graph)

    assert [(node.id, node.spec.kind) for node in seen.graph.nodes] == [
        ("in", "Input"),
        ("block", BLOCK_KIND),
        ("out", "Dense"),
    ]
    assert seen.graph.links == (Link("in", "block"), Link("block", "out"))
    assert seen.links(Link("in", "block")) == (Link("in", "a"), Link("in", "add", 0, 1))


def test_that_an_open_block_shows_its_nodes_and_a_view_inside_shows_only_them() -> None:
    project = CollapseBlock("block", False).apply(_grouped(_residual(), "a", "b", "add"))

    seen, inside = view(project.graph), view(project.graph, "block")

    assert seen.graph.links == project.graph.links
    assert [block.id for block in seen.graph.blocks] == ["block"]
    assert [node.id for node in inside.graph.nodes] == ["a", "b", "add"]
    assert inside.graph.links == (Link("a", "b"), Link("b", "add"))


def test_that_a_loose_block_shows_a_port_for_each_end_that_nothing_feeds_or_uses() -> None:
    project = _grouped(_residual(), "a", "b")
    loose = DeleteItems(links=frozenset({Link("in", "a"), Link("b", "add")})).apply(project)

    ports = ports_of(loose.graph, "block")

    assert ports.inputs == ((("a", 0),),)
    assert ports.outputs == (("b", 0),)
    drawn = view(loose.graph).links(Link("in", "block"))
    assert Connect(drawn[0]).apply(loose).graph.into("a") == (Link("in", "a"),)


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ((), "at least one layer"),
        (("in", "a"), "An Input"),
        (("a", "add"), "leads out of these layers and back in"),
    ],
)
def test_that_what_can_not_be_a_block_is_refused_in_words(nodes: tuple[str, ...], words: str) -> None:
    assert words in group_refusal(_residual().graph, nodes)
    with pytest.raises(ValueError, match=words):
        GroupNodes(frozenset(nodes), Block(id="x", name="x", at=Point(0, 0))).apply(_residual())


def test_that_a_part_of_a_block_with_layers_outside_of_it_is_no_block() -> None:
    assert "whole blocks" in group_refusal(_grouped(_residual(), "a", "b").graph, {"b", "add"})


def test_that_blocks_nest_and_come_apart_again() -> None:
    inner = _grouped(_residual(), "a", "b", name="inner")
    outer = _grouped(inner, "a", "b", "add", name="outer")

    assert {block.id: block.parent for block in outer.graph.blocks} == {"inner": "outer", "outer": None}
    assert [node.id for node in members(outer.graph, "outer")] == ["a", "b", "add"]
    apart = Ungroup("outer").apply(outer)
    assert apart == inner
    assert Ungroup("inner").apply(apart) == _residual()


def test_that_all_of_a_block_makes_a_block_around_it_but_inside_of_it_one_within() -> None:
    project = _grouped(_residual(), "a", "b", name="first")
    chosen = frozenset({"a", "b"})
    block = new_block(project.graph, chosen, "second")

    around = GroupNodes(chosen, block).apply(project).graph
    within = GroupNodes(chosen, block, inside="first").apply(project).graph

    assert (around.block("first").parent, around.block("second").parent) == ("second", None)
    assert (within.block("first").parent, within.block("second").parent) == (None, "first")


def test_that_deleting_all_of_a_block_deletes_the_block() -> None:
    project = DeleteItems(frozenset({"a", "b"})).apply(_grouped(_residual(), "a", "b"))
    assert project.graph.blocks == ()


def test_that_moving_a_block_moves_all_that_is_in_it() -> None:
    project = _grouped(_grouped(_residual(), "a", "b", name="inner"), "a", "b", "add", name="outer")
    at = project.graph.block("outer").at

    moved = MoveNodes({"outer": Point(at.x + 10, at.y + 20)}).apply(project).graph

    assert moved.node("b").at == Point(10, 188)
    assert moved.block("inner").at == Point(10, 104)
    assert moved.node("out").at == Point(0, 336)


def test_that_a_copied_block_is_a_block_of_its_own() -> None:
    project = _grouped(_residual(), "a", "b")

    graph = DuplicateNodes(frozenset({"a", "b"}), Point(300, 0)).apply(project).graph

    assert [block.name for block in graph.blocks] == ["block", "block_1"]
    assert [node.id for node in members(graph, "block_1")] == ["a_1", "b_1"]
    assert Link("a_1", "b_1") in graph.links


def test_that_a_copied_layer_stays_in_its_block() -> None:
    graph = DuplicateNodes(frozenset({"a"}), Point(300, 0)).apply(_grouped(_residual(), "a", "b")).graph
    assert graph.node("a_1").block == "block"


def test_that_a_block_travels_as_text_into_another_project() -> None:
    project = _grouped(_residual(), "a", "b", "add")
    text = clip.dumps(clip.clip(project.graph, {"a", "b", "add"}))

    pasted = PasteNodes(clip.loads(text)).apply(Project(graph=Graph(style="sequential"))).graph

    assert pasted.style == "functional"
    assert [node.id for node in members(pasted, "block")] == ["a", "b", "add"]


def test_that_a_layer_that_goes_onto_a_link_within_a_block_stands_in_it() -> None:
    project = _grouped(_residual(), "a", "b")
    node = new_node(project.graph, "Dropout", Point(0, 0))

    inside = InsertOnLink(node, Link("a", "b")).apply(project).graph
    across = InsertOnLink(node, Link("b", "add")).apply(project).graph

    assert inside.node(node.id).block == "block"
    assert across.node(node.id).block is None


def test_that_a_sequential_graph_turns_functional_when_it_is_grouped_and_back_only_without_blocks() -> None:
    nodes = (_node("in", "Input"), _node("a"), _node("b"))
    chain = Project(graph=Graph(nodes=nodes, links=(Link("in", "a"), Link("a", "b"))))
    project = _grouped(SetStyle("sequential").apply(chain), "a", "b")

    assert project.graph.style == "functional"
    with pytest.raises(ValueError, match="ungroup"):
        SetStyle("sequential").apply(project)


@pytest.mark.parametrize("repeat", [0, -1, 1_001])
def test_that_a_number_of_repeats_out_of_range_is_refused(repeat: int) -> None:
    with pytest.raises(ValueError, match=r"1 to 1,000"):
        RepeatBlock("block", repeat).apply(_grouped(_residual(), "a", "b"))


@pytest.mark.parametrize("name", ["", "no spaces", "<b>x</b>", "a"])
def test_that_a_name_that_keras_can_not_take_or_that_is_taken_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="Expected"):
        RenameBlock("block", name).apply(_grouped(_residual(), "b", "add"))


def test_that_a_project_with_blocks_is_the_same_after_saving_and_opening() -> None:
    project = RepeatBlock("block", 3).apply(_grouped(_residual(), "a", "b"))
    assert file.loads(file.dumps(project)) == project


@given(nested_graphs())
def test_that_every_link_is_behind_one_at_sight_or_within_one_card(graph: Graph) -> None:
    seen = view(graph)

    behind = [link for links in seen.behind.values() for link in links]
    hidden = [link for link in graph.links if seen.card[link.source] == seen.card[link.target]]
    assert sorted(map(str, [*behind, *hidden])) == sorted(map(str, graph.links))
    for drawn, links in seen.behind.items():
        assert set(View(seen.graph, seen.ports, seen.card, {}).links(drawn)) == set(links)


@given(nested_graphs())
def test_that_every_block_at_any_depth_holds_a_node_and_every_node_is_seen_on_its_tab(graph: Graph) -> None:
    for block in graph.blocks:
        held = {node.id for node in members(graph, block.id)}
        assert held
        assert set(view(graph, block.id).card) == held


def test_that_a_block_to_be_kept_has_one_way_in_for_what_came_in_at_several_places() -> None:
    project = _grouped(_residual(), "a", "b", "add")

    kept = with_entries(clip.clip(project.graph, {"a", "b", "add"}), project.graph)

    assert (kept.nodes[0].id, kept.nodes[0].spec.kind) == ("entry", "Identity")
    assert {Link("entry", "a"), Link("entry", "add", 0, 1)} <= set(kept.links)
    ports = ports_of(kept.as_graph(), "block")
    assert (ports.inputs, ports.outputs) == (((("entry", 0),),), (("add", 0),))


def test_that_a_chain_to_be_kept_needs_no_entry() -> None:
    graph = _residual().graph
    assert with_entries(clip.clip(graph, {"a", "b"}), graph) == clip.clip(graph, {"a", "b"})


def test_that_an_open_block_that_holds_only_a_collapsed_one_is_seen_as_open() -> None:
    inner = _grouped(_residual(), "a", "b", name="inner")
    outer = CollapseBlock("outer", False).apply(_grouped(inner, "a", "b", name="outer"))

    seen = view(outer.graph)

    assert [block.id for block in seen.graph.blocks] == ["outer"]
    assert seen.is_block("inner")
