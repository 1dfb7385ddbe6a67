"""Edits: pure functions whose results are always projects that can be saved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.random_edits import apply_if_it_fits, edits_of
from tests.helpers.soundness import assert_sound
from workbench.project import file
from workbench.project.chain import PITCH, chain_order
from workbench.project.edits import (
    AddNode,
    Connect,
    DeleteItems,
    DuplicateNodes,
    InsertOnLink,
    MoveInChain,
    RenameNode,
    SetStyle,
    new_node,
)
from workbench.project.graph import Graph, Link, Point
from workbench.project.project import Project

ORIGIN = Point(0, 0)


def _project(style: str, *kinds: str) -> Project:
    project = SetStyle(style).apply(Project())  # type: ignore[arg-type]
    for kind in kinds:
        project = AddNode(new_node(project.graph, kind, ORIGIN)).apply(project)
    return project


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_that_any_edits_leave_a_sound_project_that_survives_saving(data: st.DataObject) -> None:
    project = Project()
    for _ in range(data.draw(st.integers(1, 12))):
        project = apply_if_it_fits(project, data.draw(edits_of(project)))

    assert_sound(project.graph)
    assert file.loads(file.dumps(project)) == project


def test_that_a_layer_dropped_into_a_stack_is_linked_on_both_sides() -> None:
    project = _project("sequential", "Input", "Dense")

    after = AddNode(new_node(project.graph, "Flatten", ORIGIN), after="input").apply(project).graph

    assert [node.id for node in after.nodes] == ["input", "flatten", "dense"]
    assert after.links == (Link("input", "flatten"), Link("flatten", "dense"))
    assert [node.at.y for node in after.nodes] == [0, PITCH, 2 * PITCH]


def test_that_deleting_from_a_stack_closes_the_gap() -> None:
    project = _project("sequential", "Input", "Flatten", "Dense")

    after = DeleteItems(nodes=frozenset({"flatten"})).apply(project).graph

    assert after.links == (Link("input", "dense"),)


def test_that_a_node_can_be_moved_within_a_stack() -> None:
    project = _project("sequential", "Input", "Flatten", "Dense")

    after = MoveInChain("dense", 1).apply(project).graph

    assert [node.id for node in after.nodes] == ["input", "dense", "flatten"]


def test_that_connecting_to_a_taken_input_cuts_what_was_there() -> None:
    project = _project("functional", "Input", "Dense", "Dropout")
    project = Connect(Link("input", "dropout")).apply(project)

    after = Connect(Link("dense", "dropout")).apply(project).graph

    assert after.links == (Link("dense", "dropout"),)


def test_that_a_cycle_is_refused() -> None:
    project = _project("functional", "Dense", "Dropout")
    project = Connect(Link("dense", "dropout")).apply(project)

    with pytest.raises(ValueError, match="cycle"):
        Connect(Link("dropout", "dense")).apply(project)


def test_that_a_layer_inserted_on_a_link_stands_between_its_ends() -> None:
    project = _project("functional", "Input", "Dense")
    project = Connect(Link("input", "dense")).apply(project)

    node = new_node(project.graph, "Flatten", ORIGIN)
    after = InsertOnLink(node, Link("input", "dense")).apply(project).graph

    assert set(after.links) == {Link("input", "flatten"), Link("flatten", "dense")}


def test_that_copies_keep_the_links_among_them() -> None:
    project = _project("functional", "Input", "Dense", "Dropout")
    for link in (Link("input", "dense"), Link("dense", "dropout")):
        project = Connect(link).apply(project)

    after = DuplicateNodes(frozenset({"dense", "dropout"}), Point(24, 24)).apply(project).graph

    assert Link("dense_1", "dropout_1") in after.links
    assert len(after.links) == 3


def test_that_a_name_is_refused_when_another_layer_has_it() -> None:
    project = _project("functional", "Dense", "Dropout")

    with pytest.raises(ValueError, match="another layer"):
        RenameNode("dense", "dropout").apply(project)


def test_that_a_branched_graph_does_not_turn_sequential() -> None:
    project = _project("functional", "Input", "Dense", "Dropout")
    for link in (Link("input", "dense"), Link("input", "dropout")):
        project = Connect(link).apply(project)

    with pytest.raises(ValueError, match="chain"):
        SetStyle("sequential").apply(project)


def test_that_a_chain_turns_sequential_in_the_order_of_its_links() -> None:
    project = _project("functional", "Dense", "Input")
    project = Connect(Link("input", "dense")).apply(project)

    after = SetStyle("sequential").apply(project).graph

    assert [node.id for node in after.nodes] == ["input", "dense"]
    assert after.style == "sequential"


def test_that_an_empty_graph_is_a_chain() -> None:
    assert chain_order(Graph()) == ()
