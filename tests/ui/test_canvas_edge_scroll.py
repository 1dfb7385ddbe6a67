"""The view scrolls on while something is dragged to its border, and stops when it is let go."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import LEFT, Canvas, branched, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.ui.canvas.edge_scroll import EdgeScroll


def _scrolled(canvas: Canvas) -> QPoint:
    return QPoint(canvas.view.horizontalScrollBar().value(), canvas.view.verticalScrollBar().value())


def _is_scrolling(canvas: Canvas) -> bool:
    return any(timer.isActive() for timer in canvas.view.findChild(EdgeScroll).findChildren(QTimer))


def _hold_at(canvas: Canvas, place: QPoint) -> None:
    canvas.qtbot.mouseMove(canvas.view.viewport(), place)


def test_that_a_card_dragged_to_the_border_goes_on_with_the_view(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.press(canvas.middle("out"))
    before, room = _scrolled(canvas), canvas.view.viewport().rect()

    _hold_at(canvas, QPoint(room.center().x(), room.bottom() - 2))
    qtbot.waitUntil(lambda: _scrolled(canvas).y() > before.y() + 100)
    _hold_at(canvas, room.center())
    assert not _is_scrolling(canvas)
    qtbot.mouseRelease(canvas.view.viewport(), LEFT, pos=room.center())

    assert _scrolled(canvas).x() == before.x()
    middle = canvas.view.mapToScene(room.center())
    assert abs(canvas.graph.node("out").at.y + 27 - middle.y()) <= 12
    assert canvas.document.undo_stack.count() == 1


def test_that_a_band_grows_with_the_view_it_scrolls(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.view.verticalScrollBar().setValue(canvas.view.verticalScrollBar().value() + 300)
    before, room = _scrolled(canvas), canvas.view.viewport().rect()

    canvas.press(canvas.view.mapToScene(room.bottomLeft() + QPoint(40, -40)))
    _hold_at(canvas, QPoint(room.right() - 40, room.top() + 1))
    qtbot.waitUntil(lambda: _scrolled(canvas).y() < before.y() - 250)
    qtbot.mouseRelease(canvas.view.viewport(), LEFT, pos=QPoint(room.right() - 40, room.top() + 1))

    assert "image" in canvas.document.selection
    qtbot.waitUntil(lambda: not _is_scrolling(canvas))


def test_that_a_link_reaches_a_layer_out_of_sight(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.view.centerOn(canvas.output("join") + QPointF(-360, 0))
    before, room = _scrolled(canvas), canvas.view.viewport().rect()

    canvas.press(canvas.output("join"))
    _hold_at(canvas, QPoint(room.right(), room.center().y()))
    qtbot.waitUntil(lambda: _scrolled(canvas).x() > before.x() + 60)
    canvas.move(canvas.input("out"))
    canvas.release(canvas.input("out"))

    assert any(link.target == "out" for link in canvas.graph.links)


def test_that_a_mere_press_at_the_border_scrolls_nothing(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    room = canvas.view.viewport().rect()
    before = _scrolled(canvas)

    qtbot.mousePress(canvas.view.viewport(), LEFT, pos=QPoint(room.right() - 5, room.center().y()))
    _hold_at(canvas, QPoint(room.right() - 4, room.center().y()))

    assert not _is_scrolling(canvas)
    assert _scrolled(canvas) == before
    qtbot.mouseRelease(canvas.view.viewport(), LEFT, pos=QPoint(room.right() - 4, room.center().y()))


def test_that_escape_ends_the_scrolling_with_the_drag(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    room = canvas.view.viewport().rect()
    canvas.press(canvas.middle("out"))
    _hold_at(canvas, QPoint(room.center().x(), room.bottom() - 2))
    assert _is_scrolling(canvas)

    canvas.key(Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not _is_scrolling(canvas))
    assert canvas.graph == branched()


def test_that_a_layer_from_the_palette_scrolls_only_once_it_was_inside(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    room = canvas.view.viewport().rect()

    canvas.enter("Dense", canvas.view.mapToScene(QPoint(2, 300)))
    canvas.hover(canvas.view.mapToScene(QPoint(12, 300)))
    assert not _is_scrolling(canvas)
    canvas.hover(canvas.view.mapToScene(room.center()))
    canvas.hover(canvas.view.mapToScene(QPoint(5, 300)))
    assert _is_scrolling(canvas)
    canvas.leave()

    qtbot.waitUntil(lambda: not _is_scrolling(canvas))
