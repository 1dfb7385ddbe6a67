"""What floats over the canvas: style switch, zoom bar, overview, the hint on an empty one, menus."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, node, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.edits import AddNode
from workbench.project.graph import Graph
from workbench.ui.canvas.node_item import NodeItem

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

LEFT = Qt.MouseButton.LeftButton


def _button(canvas: Canvas, name: str) -> QToolButton:
    found = canvas.view.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def _widget(canvas: Canvas, name: str) -> QWidget:
    found = canvas.view.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def test_that_the_style_switch_changes_the_graph_and_follows_undo(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    functional = _button(canvas, "styleSwitch.functional")
    sequential = _button(canvas, "styleSwitch.sequential")
    assert sequential.isChecked()

    qtbot.mouseClick(functional, LEFT)
    assert canvas.graph.style == "functional"
    assert functional.isChecked()
    canvas.document.undo_stack.undo()

    assert canvas.graph.style == "sequential"
    assert sequential.isChecked()
    assert not functional.isChecked()


def test_that_sequential_is_off_with_a_reason_while_the_graph_is_no_chain(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    sequential = _button(canvas, "styleSwitch.sequential")

    assert not sequential.isEnabled()
    assert "no chain" in sequential.toolTip()


def test_that_the_zoom_bar_zooms_and_tells_the_scale(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    qtbot.mouseClick(_button(canvas, "zoomBar.out"), LEFT)
    assert _button(canvas, "zoomBar.scale").text() == "83 %"
    qtbot.mouseClick(_button(canvas, "zoomBar.in"), LEFT)
    qtbot.mouseClick(_button(canvas, "zoomBar.in"), LEFT)
    assert _button(canvas, "zoomBar.scale").text() == "120 %"
    qtbot.mouseClick(_button(canvas, "zoomBar.fit"), LEFT)

    assert _button(canvas, "zoomBar.scale").text() == "100 %"


def test_that_tidy_is_one_edit_and_off_for_a_stack(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    qtbot.mouseClick(_button(canvas, "zoomBar.tidy"), LEFT)

    assert canvas.document.undo_stack.count() == 1
    assert canvas.graph.links == branched().links
    assert not _button(show_canvas(qtbot, catalog, stack()), "zoomBar.tidy").isEnabled()


def test_that_a_press_on_the_overview_moves_the_view_there(qtbot: QtBot, catalog: Catalog) -> None:
    graph = Graph(nodes=(node("a", "Dense", 0, 0, units=1), node("b", "Dense", 3000, 2000, units=1)))
    canvas = show_canvas(qtbot, catalog, graph)
    canvas.view.zoom.reset()
    overview = _widget(canvas, "minimap")

    qtbot.mousePress(overview, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(overview.width() - 12, 76))

    seen = canvas.view.mapToScene(canvas.view.viewport().rect()).boundingRect()
    assert seen.center().x() > 2000


def test_that_the_overview_hides_while_there_is_nothing(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, Graph())
    overview = _widget(canvas, "minimap")
    assert not overview.isVisible()

    canvas.document.do(AddNode(node("a", "Dense", units=1)))

    assert overview.isVisible()


def test_that_an_empty_canvas_says_what_to_do_and_offers_a_sample(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, Graph())
    button = canvas.view.findChild(QPushButton, "emptyHint.sample")
    assert isinstance(button, QPushButton)
    assert _widget(canvas, "emptyHint").isVisible()

    with qtbot.waitSignal(canvas.view.sample_requested):
        qtbot.mouseClick(button, LEFT)
    canvas.document.do(AddNode(node("a", "Dense", units=1)))

    assert not button.isVisible()
    assert not _widget(canvas, "emptyHint").isVisible()


def test_that_a_layer_can_be_dropped_on_the_hint(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, Graph())
    hint = _widget(canvas, "emptyHint")

    found = canvas.view.childAt(hint.geometry().center())

    assert found is canvas.view.viewport()


def test_that_the_context_menu_selects_the_card_under_it(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    at = canvas.to_view(canvas.middle("left"))
    viewport = canvas.view.viewport()

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)

    menu = canvas.view.findChild(QMenu, "canvas.menu")
    assert isinstance(menu, QMenu)
    assert canvas.document.selection == {"left"}
    assert menu.actions() == canvas.view.actions_for_menu()
    menu.close()


def test_that_the_port_under_the_pointer_grows(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    item = canvas.scene.nodes["join"]
    before = canvas.view.grab().toImage()

    canvas.move(canvas.output("join"))
    after = canvas.view.grab().toImage()

    assert isinstance(item, NodeItem)
    assert canvas.view.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
    assert before != after
    canvas.move(canvas.middle("out"))
    assert canvas.view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
