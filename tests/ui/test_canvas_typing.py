"""Adding layers by typing them on the canvas."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.canvas.quick.panel import QuickAdd


def _panel(canvas: Canvas) -> QuickAdd:
    found = canvas.view.findChild(QuickAdd)
    assert isinstance(found, QuickAdd)
    return found


def _type(canvas: Canvas, text: str) -> QLineEdit:
    """Type on the canvas as a user does: the first key opens the field, which takes the others."""
    canvas.qtbot.keyClicks(canvas.view, text[:1])
    field = _panel(canvas).field
    canvas.qtbot.waitUntil(field.hasFocus)
    canvas.qtbot.keyClicks(field, text[1:])
    return field


@pytest.mark.parametrize("text", ["conv 64 3 relu", "/conv 64 3 relu"])
def test_that_a_typed_layer_goes_behind_the_selection_of_a_stack(
    qtbot: QtBot, catalog: Catalog, text: str
) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    canvas.document.select({"input"})

    field = _type(canvas, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert [node.id for node in canvas.graph.nodes] == ["input", "conv2d", "flatten", "hidden", "out"]
    assert canvas.graph.node("conv2d").spec.params == {"filters": 64, "kernel_size": 3, "activation": "relu"}
    assert canvas.document.selection == {"conv2d"}
    assert canvas.document.undo_stack.count() == 1
    assert canvas.view.hasFocus()


def test_that_a_network_can_be_typed_without_the_mouse(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, Graph(style="sequential"))

    for line in ("input 8 8 1", "conv 8 3 relu", "flatten", "dense 10 softmax"):
        qtbot.keyClick(_type(canvas, line), Qt.Key.Key_Return)

    assert [node.spec.kind for node in canvas.graph.nodes] == ["Input", "Conv2D", "Flatten", "Dense"]
    assert len(canvas.graph.links) == 3


def test_that_a_typed_layer_is_connected_in_one_step(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"join"})

    qtbot.keyClick(_type(canvas, "drop 0.5"), Qt.Key.Key_Return)

    assert Link("join", "dropout") in canvas.graph.links
    assert canvas.document.undo_stack.count() == 1
    canvas.document.undo_stack.undo()
    assert canvas.graph == branched()


def test_that_escape_adds_nothing_and_gives_the_keyboard_back(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    qtbot.keyClick(_type(canvas, "dense 4"), Qt.Key.Key_Escape)

    assert not _panel(canvas).isVisible()
    assert canvas.view.hasFocus()
    assert canvas.document.undo_stack.count() == 0


def test_that_a_click_on_the_canvas_closes_the_field(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    _type(canvas, "dense")

    canvas.view.setFocus(Qt.FocusReason.MouseFocusReason)

    assert not _panel(canvas).isVisible()


def test_that_words_which_mean_nothing_are_told_under_the_field(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    field = _type(canvas, "dense 64 32")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    panel = _panel(canvas)
    assert panel.isVisible()
    assert panel.hint.text() == "Dense takes numbers for units, received 32 as one more."
    assert panel.hint.property("role") == "bad"
    assert canvas.document.undo_stack.count() == 0


def test_that_no_layer_is_told_at_once(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    qtbot.keyClick(_type(canvas, "qqq"), Qt.Key.Key_Return)

    assert _panel(canvas).hint.text() == "Keras has no layer like “qqq”."
    assert canvas.document.undo_stack.count() == 0


def test_that_the_hint_says_what_the_words_come_to(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    _type(canvas, "conv 64 5 same")
    assert _panel(canvas).hint.text() == "Conv2D · 64 · 5×5 · same"
    qtbot.keyClick(_panel(canvas).field, Qt.Key.Key_Escape)
    _type(canvas, "input")

    assert _panel(canvas).hint.text() == "Input: shape still to be given"


def test_that_arrows_choose_another_kind_and_tab_writes_it_out(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    field = _type(canvas, "conv")

    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    qtbot.keyClicks(field, "16")

    assert field.text() == "Conv1D 16"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert canvas.graph.node("conv1d").spec.params == {"filters": 16, "kernel_size": 3}


def test_that_the_shape_at_the_selection_chooses_the_dimensions(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    layer = LayerAnalysis(id="input", name="input", kind="Input", output_shapes=((None, 8, 1),))
    canvas.document.set_analysis(Analysis(layers=(layer,)))
    canvas.document.select({"input"})

    qtbot.keyClick(_type(canvas, "conv 4"), Qt.Key.Key_Return)

    assert canvas.graph.nodes[1].spec.kind == "Conv1D"


def test_that_a_click_on_an_offered_layer_adds_it(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"out"})
    _type(canvas, "/")
    offered = _panel(canvas).list

    place = offered.visualRect(offered.model().index(1, 0)).center()
    qtbot.mouseClick(offered.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert canvas.graph.node("dense").spec.params == {"units": 32}


def test_that_the_field_stays_inside_the_canvas(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"out"})
    canvas.view.verticalScrollBar().setValue(canvas.view.verticalScrollBar().value() - 250)

    _type(canvas, "d")

    assert canvas.view.rect().contains(_panel(canvas).geometry())
