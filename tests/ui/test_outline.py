"""The layers as a list: read aloud, worked by keys, in step with the canvas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.helpers.canvas_graphs import branched, stack
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.edits import DeleteItems, SetStyle
from workbench.project.graph import Block, Graph, Point
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.document.document import Document
from workbench.ui.model_page import ModelPage
from workbench.ui.outline.model import OutlineModel
from workbench.ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SAID = Qt.ItemDataRole.AccessibleTextRole


def _model(catalog: Catalog, graph: Graph) -> tuple[Document, OutlineModel]:
    document = Document(Project(graph=graph), catalog)
    return document, OutlineModel(document, document)


def _said(model: OutlineModel, row: int) -> str:
    return str(model.index(row).data(SAID))


@pytest.fixture
def page(qtbot: QtBot, catalog: Catalog) -> Iterator[ModelPage]:
    document = Document(Project(graph=branched()), catalog)
    page = ModelPage(document, Theme(parent=document), lambda _group, _kind: None)
    document.setParent(page)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    page.activateWindow()
    page.show_outline()
    qtbot.waitUntil(page.outline.layers.hasFocus)
    yield page


def _document(page: ModelPage) -> Document:
    document = page.findChild(Document)
    assert isinstance(document, Document)
    return document


def test_that_the_model_keeps_qts_rules_while_the_graph_changes(
    qapp: QApplication, qtmodeltester: Any, catalog: Catalog
) -> None:
    document, model = _model(catalog, branched())
    qtmodeltester.check(model)

    document.do(DeleteItems(frozenset({"left"})))
    qtmodeltester.check(model)

    assert model.rowCount() == 4


def test_that_a_row_says_kind_shape_parameters_and_neighbours(qapp: QApplication, catalog: Catalog) -> None:
    document, model = _model(catalog, branched())
    layer = LayerAnalysis(id="left", name="left", kind="Dense", output_shapes=((None, 4),), params=1036)
    document.set_analysis(Analysis(layers=(layer,)))

    assert _said(model, 1) == "left, Dense, output 4, 1,036 parameters, fed by image, feeds join."
    assert _said(model, 0) == "image, Input, output not known yet, feeds left and right."
    assert "fed by left and right, feeds nothing." in _said(model, 3)


def test_that_a_row_says_the_gravest_problem_of_its_layer(qapp: QApplication, catalog: Catalog) -> None:
    document, model = _model(catalog, branched())

    document.set_problems((error("x", "node:out.units", "Expected units.", "Give some."),))

    assert _said(model, 4).endswith("feeds nothing. Error: Expected units. Give some.")


def test_that_layers_stand_in_the_order_in_which_data_flows(qapp: QApplication, catalog: Catalog) -> None:
    graph = branched()
    backwards = Graph(style="functional", nodes=graph.nodes[::-1], links=graph.links)

    _, model = _model(catalog, backwards)

    names = [str(model.index(row).data()) for row in range(model.rowCount())]
    assert names.index("image") < names.index("left") < names.index("join")


def test_that_choosing_a_row_selects_on_the_canvas_and_the_other_way_round(
    qtbot: QtBot, page: ModelPage
) -> None:
    layers, document = page.outline.layers, _document(page)

    qtbot.keyClick(layers, Qt.Key.Key_Down)
    assert document.selection == {layers.rows.node_at(layers.rows.index(1))}
    qtbot.keyClick(layers, Qt.Key.Key_Down, SHIFT)
    assert len(document.selection) == 2
    assert all(page.canvas.graph_scene().nodes[node].isSelected() for node in document.selection)

    document.select({"join"})
    (chosen,) = layers.selectionModel().selectedRows()
    assert chosen.data() == "join"
    assert layers.currentIndex().data() == "join"


def test_that_f2_renames_a_layer_as_one_undoable_edit(qtbot: QtBot, page: ModelPage) -> None:
    layers, document = page.outline.layers, _document(page)
    document.select({"join"})

    qtbot.keyClick(layers, Qt.Key.Key_F2)
    field = layers.findChild(QLineEdit, "outline.name")
    assert isinstance(field, QLineEdit)
    qtbot.keyClick(field, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(field, "merged")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: document.project.graph.node("join").name == "merged")
    document.undo_stack.undo()
    assert document.project.graph.node("join").name == "join"


def test_that_a_name_another_layer_has_is_refused_at_the_field_and_stays_there(
    qtbot: QtBot, page: ModelPage
) -> None:
    layers, document = page.outline.layers, _document(page)
    document.select({"join"})

    qtbot.keyClick(layers, Qt.Key.Key_F2)
    field = layers.findChild(QLineEdit, "outline.name")
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "left")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.isVisible()
    assert field.text() == "left"
    assert "another layer" in field.accessibleDescription()
    assert document.undo_stack.count() == 0
    qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_that_delete_deletes_and_the_keyboard_stays_in_the_list(qtbot: QtBot, page: ModelPage) -> None:
    layers, document = page.outline.layers, _document(page)
    document.select({"left"})

    qtbot.keyClick(layers, Qt.Key.Key_Delete)

    assert not document.project.graph.has("left")
    assert layers.hasFocus()
    assert layers.currentIndex().row() == 1


def test_that_enter_goes_to_the_parameters_and_escape_to_the_canvas(qtbot: QtBot, page: ModelPage) -> None:
    layers, document = page.outline.layers, _document(page)
    document.select({"left"})

    qtbot.keyClick(layers, Qt.Key.Key_Return)
    field = page.focusWidget()
    assert page.inspector.layer.form.isAncestorOf(field)
    qtbot.keyClick(field, Qt.Key.Key_Escape)

    assert page.canvas.hasFocus()


def test_that_an_empty_network_says_what_to_do(qtbot: QtBot, page: ModelPage) -> None:
    document = _document(page)

    document.do(DeleteItems(document.project.graph.ids()))

    assert page.outline.layers.isHidden()
    document.undo_stack.undo()
    assert page.outline.layers.isVisible()
    assert page.outline.layers.rows.rowCount() == 5


def test_that_a_hidden_outline_catches_up_when_it_is_shown(qtbot: QtBot, page: ModelPage) -> None:
    document = _document(page)

    page.show_outline()
    assert page.sidebar.shown == "palette"
    document.do(DeleteItems(frozenset({"out"})))
    document.select({"join"})
    page.show_outline()

    assert page.outline.layers.rows.rowCount() == 4
    assert [index.data() for index in page.outline.layers.selectionModel().selectedRows()] == ["join"]


def test_that_a_layer_in_blocks_says_in_which(qapp: QApplication, catalog: Catalog) -> None:
    blocks = (Block(id="stem", name="stem", at=Point(0, 0)),)
    blocks += (Block(id="arm", name="arm", at=Point(0, 0), parent="stem"),)
    graph = branched()
    nodes = tuple(replace(node, block="arm") if node.id == "left" else node for node in graph.nodes)

    _, model = _model(catalog, replace(graph, nodes=nodes, blocks=blocks))

    assert _said(model, 1).startswith("left, Dense, in block arm in stem, output")


def test_that_a_stack_is_listed_from_top_to_bottom(qapp: QApplication, catalog: Catalog) -> None:
    document, model = _model(catalog, stack())

    document.do(SetStyle("functional"))

    assert [model.index(row).data() for row in range(4)] == ["input", "flatten", "hidden", "out"]
