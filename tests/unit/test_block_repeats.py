"""Repeated blocks, spelled out."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from workbench.project.edits import GroupNodes, RepeatBlock, new_block
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.ordering import in_order
from workbench.project.project import Project
from workbench.project.repeats import unroll, unrolled_size
from workbench.project.spec import Spec


def _chain(*names: str) -> Project:
    kinds = {"in": "Input"}
    nodes = tuple(Node(id=n, spec=Spec(kinds.get(n, "Dense")), name=n, at=Point(0, 0)) for n in names)
    links = tuple(Link(a, b) for a, b in itertools.pairwise(names))
    return Project(graph=Graph(nodes=nodes, links=links))


def _repeated(project: Project, *nodes: str, times: int, name: str = "block") -> Project:
    chosen = frozenset(nodes)
    grouped = GroupNodes(chosen, new_block(project.graph, chosen, name)).apply(project)
    return RepeatBlock(name, times).apply(grouped)


def test_that_the_copies_of_a_block_follow_each_other() -> None:
    graph = unroll(_repeated(_chain("in", "a", "b", "out"), "a", "b", times=3).graph).graph

    order = [node.name for node in in_order(graph)]
    assert order == ["in", "a", "b", "a_2", "b_2", "a_3", "b_3", "out"]
    assert [block.name for block in graph.blocks] == ["block", "block_2", "block_3"]
    assert {block.repeat for block in graph.blocks} == {1}
    assert Link("b", "out") not in graph.links


def test_that_repeats_within_repeats_multiply() -> None:
    inner = _repeated(_chain("in", "a", "b", "out"), "a", times=2, name="inner")
    outer = _repeated(inner, "a", "b", times=3, name="outer").graph

    found = unroll(outer)

    assert len(found.graph.nodes) == unrolled_size(outer) == 2 + 3 * (2 + 1)
    assert sorted(found.origin.get(node.id, node.id) for node in found.graph.nodes).count("a") == 6
    assert len(in_order(found.graph)) == len(found.graph.nodes)
    assert [node.name for node in found.graph.outputs()] == ["out"]


def test_that_a_layer_called_twice_in_a_block_is_one_layer_in_each_copy() -> None:
    project = _chain("in", "a", "b", "out")
    graph = project.graph
    shared = replace(graph.node("b"), shares="a", name="a", spec=graph.node("a").spec)
    graph = replace(graph, nodes=tuple(shared if node.id == "b" else node for node in graph.nodes))

    copies = unroll(_repeated(project.with_graph(graph), "a", "b", times=2).graph).graph

    assert copies.node("b_2").shares == "a_2"
    assert copies.node("b_2").name == copies.node("a_2").name


def test_that_a_block_with_several_ways_in_stands_once() -> None:
    project = _chain("in", "a", "b")
    two = replace(
        project.graph,
        nodes=(*project.graph.nodes, Node(id="c", spec=Spec("Dense"), name="c", at=Point(0, 0))),
    )
    repeated = _repeated(project.with_graph(two), "a", "c", times=4).graph

    assert len(unroll(repeated).graph.nodes) == 4


def test_that_more_copies_than_a_network_can_hold_are_refused() -> None:
    graph = _repeated(
        _chain("in", *(f"n{i}" for i in range(10)), "out"), *(f"n{i}" for i in range(10)), times=1000
    )
    with pytest.raises(ValueError, match=r"at most 5,000 layers .* received 10,002"):
        unroll(graph.graph)
