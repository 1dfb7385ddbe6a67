"""Layers that are called at several places: the edits keep all calls of a layer alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.drawings import chain, graph, node
from tests.helpers.random_edits import apply_if_it_fits, edits_of
from workbench.catalog.catalog import Catalog
from workbench.checks.topology import topology
from workbench.project import clip as clips
from workbench.project import file
from workbench.project.edits import (
    DeleteItems,
    DuplicateNodes,
    PasteNodes,
    RenameNode,
    ResetParam,
    SetNodeSpec,
    SetParam,
    ShareLayer,
)
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.sharing import layer_of
from workbench.project.spec import Spec

LEFT, RIGHT = node("left", "Input", shape=(4,)), node("right", "Input", shape=(4,))
HIDDEN = node("hidden", "Dense", units=3)
BESIDE = Point(300, 0)


def twins() -> Project:
    """Two inputs, both through one layer, and what joins them."""
    drawing = graph(LEFT, RIGHT, HIDDEN, node("both", "Add"), ways="left>hidden hidden>both")
    shared = ShareLayer("hidden", BESIDE).apply(Project(graph=drawing)).graph
    links = (*shared.links, Link("right", "dense"), Link("dense", "both", input=1))
    return Project(graph=Graph(nodes=shared.nodes, links=links))


def calls(project: Project) -> list[Node]:
    return [node for node in project.graph.nodes if node.id not in ("left", "right", "both")]


def test_that_a_layer_used_again_is_the_same_layer_elsewhere(catalog: Catalog) -> None:
    owner, again = calls(twins())

    assert (again.shares, again.spec, again.name, again.at) == ("hidden", owner.spec, owner.name, BESIDE)
    assert list(topology(twins().graph, catalog)) == []


def test_that_a_third_call_shares_the_owner_and_not_the_second_one() -> None:
    project = ShareLayer("dense", Point(0, 0)).apply(twins())

    assert project.graph.nodes[-1].shares == "hidden"


def test_that_an_input_is_not_used_again() -> None:
    with pytest.raises(ValueError, match="received an Input"):
        ShareLayer("left", Point(0, 0)).apply(twins())


def test_that_a_layer_of_a_stack_is_used_again_right_behind() -> None:
    project = Project(graph=chain(LEFT, HIDDEN, node("out", "Dense", units=3), style="sequential"))

    again = ShareLayer("hidden", BESIDE).apply(project).graph

    assert [node.id for node in again.nodes] == ["left", "hidden", "dense", "out"]
    assert again.links[1] == Link("hidden", "dense")


@pytest.mark.parametrize("call", ["hidden", "dense"])
def test_that_editing_any_call_edits_all(call: str) -> None:
    project = twins()
    for edit in (
        SetParam(call, "units", 7),
        RenameNode(call, "tower"),
        SetNodeSpec(call, Spec("EinsumDense", {"rank": 2})),
        ResetParam(call, "rank"),
    ):
        project = edit.apply(project)
        owner, again = calls(project)
        assert (owner.spec, owner.name) == (again.spec, again.name)

    assert (owner.name, owner.spec, owner.shares, again.shares) == (
        "tower",
        Spec("EinsumDense"),
        None,
        "hidden",
    )


def test_that_a_sharer_takes_over_when_the_owner_is_deleted(catalog: Catalog) -> None:
    project = ShareLayer("hidden", Point(0, 0)).apply(twins())

    heir, other = calls(DeleteItems(frozenset({"hidden"})).apply(project))

    assert (heir.id, heir.shares) == ("dense", None)
    assert (other.id, other.shares) == ("dense_1", "dense")


def test_that_copies_of_both_calls_share_a_copy_of_the_layer() -> None:
    copied = DuplicateNodes(frozenset({"hidden", "dense"}), Point(0, 100)).apply(twins())

    owner, again = copied.graph.nodes[-2:]

    assert (owner.shares, owner.name) == (None, "hidden_1")
    assert (again.shares, again.name) == (owner.id, "hidden_1")


def test_that_a_copy_of_one_call_is_a_layer_of_its_own() -> None:
    copied = DuplicateNodes(frozenset({"dense"}), Point(0, 100)).apply(twins())
    pasted = PasteNodes(clips.loads(clips.dumps(clips.clip(twins().graph, {"dense"})))).apply(twins())

    for project in (copied, pasted):
        assert project.graph.nodes[-1].shares is None
        assert project.graph.nodes[-1].name == "hidden_1"


def test_that_sharing_survives_the_file_and_stands_there_only_where_it_is() -> None:
    content = file.dumps(twins())

    assert file.loads(content) == twins()
    assert content.count(b'"shares"') == 1


def test_that_a_file_whose_calls_differ_is_read_as_its_owner_says() -> None:
    content = file.dumps(twins())
    start = content.rindex(b'"units": 3')

    assert file.loads(content[:start] + b'"units": 9' + content[start + 10 :]) == twins()


@pytest.mark.parametrize(
    ("shares", "code"),
    [("gone", "share.missing"), ("dense", "share.not-owner"), ("left", "share.input")],
)
def test_that_a_node_that_shares_what_it_can_not_is_told(shares: str, code: str, catalog: Catalog) -> None:
    project = twins()
    node = project.graph.node("dense")
    wrong = Node(id=node.id, spec=node.spec, name=node.name, at=node.at, shares=shares)
    nodes = tuple(wrong if old.id == wrong.id else old for old in project.graph.nodes)

    found = topology(Graph(nodes=nodes, links=project.graph.links), catalog)

    assert [(problem.code, problem.where) for problem in found] == [(code, "node:dense")]


def test_that_two_outputs_of_one_layer_are_told_at_the_second(catalog: Catalog) -> None:
    project = DeleteItems(frozenset({"both"})).apply(twins())

    found = [(problem.code, problem.where) for problem in topology(project.graph, catalog)]

    assert found == [("share.outputs", "node:dense")]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_that_whatever_is_edited_calls_stay_alike_and_every_layer_has_an_owner(data: st.DataObject) -> None:
    project = twins()
    for _ in range(data.draw(st.integers(1, 8))):
        project = apply_if_it_fits(project, data.draw(edits_of(project)))

    owners = {owner.id: owner for owner in project.graph.nodes if owner.shares is None}
    for call in project.graph.nodes:
        owner = owners[layer_of(call)]
        assert (call.spec, call.name) == (owner.spec, owner.name)
    assert file.loads(file.dumps(project)) == project
