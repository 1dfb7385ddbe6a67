"""The inspector of a selected block."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import LEFT, branched
from workbench.catalog.catalog import Catalog
from workbench.project.edits import GroupNodes, SetParam, new_block
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis, BlockAnalysis
from workbench.ui.document.document import Document
from workbench.ui.inspector.inspector import Inspector
from workbench.ui.theme import Theme


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    """An image, both branches and what joins them in the block ``both``, and the last layer."""
    project = Project(graph=branched())
    nodes = frozenset({"left", "right", "join"})
    project = GroupNodes(nodes, new_block(project.graph, nodes, "both")).apply(project)
    return Document(project, catalog)


@pytest.fixture
def inspector(qtbot: QtBot, document: Document) -> Inspector:
    shown = Inspector(document, Theme(parent=document), lambda _group, _kind: None)
    qtbot.addWidget(shown)
    document.select({"both"})
    shown.resize(300, 700)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_that_a_block_is_renamed_and_a_name_that_is_taken_is_refused(
    qtbot: QtBot, document: Document, inspector: Inspector
) -> None:
    name = inspector.block.header.name
    name.selectAll()
    qtbot.keyClicks(name, "left")
    assert "nothing else has" in inspector.block.header.message.text()

    name.selectAll()
    qtbot.keyClicks(name, "branches")
    qtbot.keyClick(name, Qt.Key.Key_Return)

    assert document.project.graph.block("both").name == "branches"
    assert document.undo_stack.undoText() == "Rename block"


def test_that_a_block_is_repeated_by_typing_a_number(
    qtbot: QtBot, document: Document, inspector: Inspector
) -> None:
    repeat = inspector.block.repeat
    assert repeat.isEnabled()

    repeat.setFocus()
    repeat.selectAll()
    qtbot.keyClicks(repeat, "12")
    qtbot.keyClick(repeat, Qt.Key.Key_Return)

    assert document.project.graph.block("both").repeat == 12
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert repeat.value() == 1


def test_that_a_block_with_two_outputs_says_why_it_can_not_be_repeated(
    qtbot: QtBot, catalog: Catalog
) -> None:
    project = Project(graph=branched())
    nodes = frozenset({"left", "right"})
    document = Document(GroupNodes(nodes, new_block(project.graph, nodes, "two")).apply(project), catalog)
    inspector = Inspector(document, Theme(parent=document), lambda _group, _kind: None)
    qtbot.addWidget(inspector)

    document.select({"two"})

    assert not inspector.block.repeat.isEnabled()
    assert "one input and one output" in inspector.block.repeat_reason.text()
    assert not inspector.block.repeat_reason.isHidden()


def test_that_all_layers_of_a_block_are_frozen_in_one_step_and_unfrozen_in_one(
    qtbot: QtBot, document: Document, inspector: Inspector
) -> None:
    document.do(SetParam("left", "trainable", False))

    qtbot.mouseClick(inspector.block.freeze, LEFT)

    graph = document.project.graph
    assert [node.id for node in graph.nodes if node.spec.is_frozen] == ["left", "right", "join"]
    assert document.undo_stack.count() == 2
    qtbot.mouseClick(inspector.block.unfreeze, LEFT)
    assert not any(node.spec.is_frozen for node in document.project.graph.nodes)
    assert not inspector.block.unfreeze.isEnabled()


def test_that_a_layer_of_the_list_is_selected_by_a_double_click(
    qtbot: QtBot, document: Document, inspector: Inspector
) -> None:
    layers: QListWidget = inspector.block.layers
    row = layers.visualItemRect(layers.item(1)).center()

    qtbot.mouseClick(layers.viewport(), LEFT, pos=row)
    qtbot.mouseDClick(layers.viewport(), LEFT, pos=row)

    assert document.selection == {"right"}
    assert inspector.layer.isVisible()


def test_that_a_block_tells_its_figures(document: Document, inspector: Inspector) -> None:
    document.set_analysis(
        Analysis(
            blocks=(
                BlockAnalysis(
                    id="both",
                    layers=9,
                    copies=3,
                    params=1_500,
                    trainable_params=900,
                    input_shapes=((None, 8),),
                    output_shapes=((None, 8),),
                ),
            )
        )
    )

    assert inspector.block.header.params.text() == "1,500 parameters in 3 copies"
    assert "trainable 900" in inspector.block.figures.text()


def test_that_a_block_and_a_layer_together_are_told_in_sum(document: Document, inspector: Inspector) -> None:
    document.select({"both", "out"})

    assert inspector.overview.title.text() == "4 layers"
    assert inspector.block.isHidden()
