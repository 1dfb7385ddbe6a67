"""A part of a graph as text, and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.helpers.canvas_graphs import branched, stack
from tests.helpers.random_edits import apply_if_it_fits, edits_of
from workbench.foundation.errors import WorkbenchError
from workbench.foundation.ids import is_identifier
from workbench.project.clip import clip, dumps, loads
from workbench.project.edits import PasteNodes
from workbench.project.graph import Graph, Link, Point
from workbench.project.project import Project


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_that_pasting_a_copy_keeps_its_structure(data: st.DataObject) -> None:
    project = Project()
    for _ in range(data.draw(st.integers(1, 12))):
        project = apply_if_it_fits(project, data.draw(edits_of(project)))
    ids = [node.id for node in project.graph.nodes]
    chosen = frozenset(data.draw(st.lists(st.sampled_from(ids), min_size=1))) if ids else frozenset()
    if not chosen:
        return
    functional = replace(project, graph=replace(project.graph, style="functional"))

    taken = clip(project.graph, chosen)
    edit = PasteNodes(loads(dumps(taken)), Point(24, 48))
    after = edit.apply(functional).graph
    new = {copy.id: old for old, copy in edit.copies(functional.graph).nodes.items()}

    pasted = clip(after, new)
    assert [node.spec for node in pasted.nodes] == [node.spec for node in taken.nodes]
    assert {replace(link, source=new[link.source], target=new[link.target]) for link in pasted.links} == {
        *taken.links
    }
    assert len(after.links) == len(project.graph.links) + len(taken.links)
    assert len(after.ids()) == len(after.nodes)
    named = [node for node in after.nodes if node.shares is None]
    assert len(after.names()) == len(named) + len(after.blocks)
    assert all(is_identifier(node.id) and is_identifier(node.name) for node in after.nodes)


def test_that_the_text_is_indented_json_that_names_kinds_and_parameters() -> None:
    text = dumps(clip(branched(), {"left", "join"}))

    assert json.loads(text)["links"] == [{"source": "left", "target": "join", "output": 0, "input": 0}]
    assert '\n      "id": "left"' in text
    assert '"units": 4' in text


def test_that_copies_into_a_stack_follow_the_layer_named() -> None:
    taken = clip(stack(), {"hidden", "flatten"})

    after = PasteNodes(taken, after="flatten").apply(Project(graph=stack())).graph

    assert [node.id for node in after.nodes] == [
        "input",
        "flatten",
        "flatten_1",
        "hidden_1",
        "hidden",
        "out",
    ]
    assert len(after.links) == 5


def test_that_the_longest_name_still_has_room_for_a_number() -> None:
    long = replace(branched().nodes[0], id="a" * 64, name="b" * 64)
    graph = Graph(nodes=(long,))

    copy = PasteNodes(clip(graph, graph.ids())).apply(Project(graph=graph)).graph.nodes[1]

    assert is_identifier(copy.id)
    assert is_identifier(copy.name)


def _text(**changes: object) -> str:
    node = {"id": "a", "name": "a", "spec": {"kind": "Dense", "params": {}}, "at": {"x": 0, "y": 0}}
    return json.dumps({"nodes": [node, {**node, "id": "b", "name": "b", **changes}]})


def _linked(*links: dict[str, object]) -> str:
    return json.dumps({**json.loads(_text()), "links": [{"source": "a", "target": "b", **x} for x in links]})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "dear diary",
        "{}",
        "[]",
        "null",
        '{"nodes": []}',
        '{"nodes": [1]}',
        '{"nodes": [], "links": [], "run": "rm"}',
        "[" * 100_000,
        '{"nodes":' * 50_000,
        _text(id="a"),
        _text(id="<b>a</b>"),
        _text(id="x" * 65),
        _text(name="../../etc"),
        _text(name=""),
        _text(spec={"kind": "__import__('os')"}),
        _text(spec={"kind": "Dense", "params": {"units": {"a": 1}}}),
        _text(spec={"kind": "Dense", "params": {}, "module": "os"}),
        _text(at={"x": 1e9, "y": 0}),
        _text(at={"x": float("nan"), "y": 0}),
        _text(at={"x": "0", "y": 0}),
        _text().replace('"x": 0', '"x": 1e999'),
        _linked({"target": "c"}),
        _linked({"target": "a"}),
        _linked({"input": -1}),
        _linked({"input": 10**9}),
        _linked({"output": 10**9}),
        _linked({}, {"output": 1}),
        _linked({}, {"source": "b", "target": "a"}),
        '{"nodes": "\\ud800"}',
        "x" * (9 << 20),
    ],
    ids=range(32),
)
def test_that_a_text_which_is_no_part_of_a_graph_is_refused_in_words(text: str) -> None:
    with pytest.raises(WorkbenchError, match="clipboard is no part of a network: "):
        loads(text)


def test_that_more_layers_than_a_graph_takes_are_refused() -> None:
    nodes = tuple(replace(branched().nodes[0], id=f"n{i}", name=f"n{i}") for i in range(5_001))

    with pytest.raises(WorkbenchError, match="5,001"):
        loads(dumps(clip(Graph(nodes=nodes), {node.id for node in nodes})))


def test_that_ports_in_a_row_are_kept() -> None:
    taken = clip(branched(), branched().ids())

    assert Link("right", "join", 0, 1) in loads(dumps(taken)).links
