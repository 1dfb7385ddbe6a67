"""Copy, cut and paste with the keyboard."""

import json

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link, Point
from workbench.ui.canvas.clipboard import NODES_TYPE
from workbench.ui.canvas.geometry import card_at

CTRL = Qt.KeyboardModifier.ControlModifier


def _copy(canvas: Canvas, *nodes: str) -> None:
    canvas.document.select(nodes)
    canvas.key(Qt.Key.Key_C, CTRL)


def test_that_a_copy_is_readable_text_and_changes_nothing(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    _copy(canvas, "left", "join")

    data = QGuiApplication.clipboard().mimeData()
    assert [node["id"] for node in json.loads(data.text())["nodes"]] == ["left", "join"]
    assert data.data(NODES_TYPE).data().decode() == data.text()
    assert canvas.document.undo_stack.count() == 0


def test_that_pasting_adds_the_layers_with_their_links_as_one_step(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    _copy(canvas, "left", "join")

    canvas.key(Qt.Key.Key_V, CTRL)

    assert canvas.document.selection == {"left_1", "join_1"}
    assert Link("left_1", "join_1") in canvas.graph.links
    cards = [card_at(node.at) for node in canvas.graph.nodes]
    assert not any(a.intersects(b) for i, a in enumerate(cards) for b in cards[:i])
    canvas.document.undo_stack.undo()
    assert canvas.graph == branched()


def test_that_pasting_happens_at_the_pointer_and_never_hides_a_card(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    _copy(canvas, "left")

    canvas.move(QPointF(304, 491))
    canvas.key(Qt.Key.Key_V, CTRL)
    canvas.key(Qt.Key.Key_V, CTRL)

    assert canvas.graph.node("left_1").at == Point(200, 464)
    assert canvas.graph.node("left_2").at == Point(224, 488)


def test_that_cutting_takes_layers_away_and_pasting_brings_them_back(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left", "join"})

    canvas.key(Qt.Key.Key_X, CTRL)
    assert canvas.graph.ids() == {"image", "right", "out"}
    assert canvas.document.undo_stack.count() == 1
    canvas.key(Qt.Key.Key_V, CTRL)

    assert canvas.graph.ids() == branched().ids()
    assert canvas.graph.links == (Link("image", "right"), Link("left", "join"))


def test_that_layers_go_from_window_to_window_and_into_a_stack(qtbot: QtBot, catalog: Catalog) -> None:
    source = show_canvas(qtbot, catalog, branched())
    _copy(source, "left", "right")
    target = show_canvas(qtbot, catalog, stack())
    target.document.select({"flatten"})

    target.key(Qt.Key.Key_V, CTRL)

    order = [node.id for node in target.graph.nodes]
    assert order == ["input", "flatten", "left", "right", "hidden", "out"]


def test_that_pasted_text_of_an_editor_counts_as_well(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    _copy(canvas, "left")
    text = QGuiApplication.clipboard().text().replace('"units": 4', '"units": 99')
    QGuiApplication.clipboard().setText(text)

    canvas.key(Qt.Key.Key_V, CTRL)

    assert canvas.graph.node("left_1").spec.params == {"units": 99}


@pytest.mark.parametrize("text", ["", "dear diary", '{"nodes": [{"id": "<b>"}]}', "\ud800", "[" * 9999])
def test_that_other_text_is_refused_in_words_and_nothing_changes(
    qtbot: QtBot, catalog: Catalog, text: str
) -> None:
    canvas = show_canvas(qtbot, catalog, Graph())
    said: list[str] = []
    canvas.view.message.connect(said.append)
    QGuiApplication.clipboard().setText(text)

    canvas.key(Qt.Key.Key_V, CTRL)

    assert len(said) == 1
    assert said[0].startswith("What is on the clipboard is no part of a network: ")
    assert (canvas.graph, canvas.document.undo_stack.count()) == (Graph(), 0)


def test_that_keys_without_a_selection_leave_the_clipboard_alone(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    QGuiApplication.clipboard().setText("kept")

    canvas.key(Qt.Key.Key_C, CTRL)
    canvas.key(Qt.Key.Key_X, CTRL)

    assert QGuiApplication.clipboard().text() == "kept"
    assert canvas.document.undo_stack.count() == 0
