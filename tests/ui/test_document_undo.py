"""The document: one owner of the project, undo without limit."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import pytest

from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.edits import AddNode, DeleteItems, SetParam, new_node
from workbench.project.graph import Point
from workbench.project.project import Project

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from workbench.ui.document.document import Document


def test_that_typing_a_number_is_one_undo_step(document: Document) -> None:
    before = document.project
    node = next(node.id for node in before.graph.nodes if node.spec.kind == "Dense")
    for value in (1, 12, 128):
        document.do(SetParam(node, "units", value))
    document.undo_stack.undo()

    assert document.project == before


def test_that_an_edit_that_does_not_fit_changes_nothing(document: Document) -> None:
    before = document.project
    taken = before.graph.nodes[0]

    with pytest.raises(ValueError, match="taken"):
        document.do(AddNode(taken))

    assert document.project == before
    assert document.undo_stack.count() == 0


def test_that_deleted_nodes_leave_the_selection(qtbot: QtBot, document: Document) -> None:
    node = document.project.graph.nodes[1].id
    document.select([node])

    with qtbot.waitSignal(document.selection_changed):
        document.do(DeleteItems(nodes=frozenset({node})))

    assert document.selection == frozenset()


def test_that_problems_of_a_node_are_not_those_of_its_namesake(document: Document) -> None:
    document.set_problems((error("x", "node:dense.units", "a"), error("x", "node:dense_1", "b")))

    assert [problem.message for problem in document.problems_at("node:dense")] == ["a"]


def test_that_a_new_node_gets_a_name_that_nobody_has(document: Document) -> None:
    for _ in range(3):
        document.do(AddNode(new_node(document.project.graph, "Dense", Point(0, 0))))

    names = [node.name for node in document.project.graph.nodes]
    assert len(names) == len(set(names))


def test_that_documents_with_a_history_are_collected_without_harm(qapp: object, catalog: Catalog) -> None:
    import gc

    from workbench.ui.document.document import Document

    for _ in range(200):
        document = Document(Project(), catalog)
        for _ in range(5):
            document.do(AddNode(new_node(document.project.graph, "Dense", Point(0, 0))))
        document.undo_stack.undo()
        alive = weakref.ref(document)
        del document
    gc.collect()

    assert alive() is None
