"""Zooming and panning."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, node, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph
from workbench.project.project import Project

NO_KEYS = Qt.KeyboardModifier.NoModifier


def _wheel(
    canvas: Canvas,
    at: QPoint,
    delta: int,
    *,
    keys: Qt.KeyboardModifier = NO_KEYS,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> None:
    pixels = QPoint(0, delta) if phase != Qt.ScrollPhase.NoScrollPhase else QPoint()
    viewport = canvas.view.viewport()
    event = QWheelEvent(
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        pixels,
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        keys,
        phase,
        False,
    )
    QCoreApplication.sendEvent(viewport, event)


@pytest.mark.parametrize("keys", [NO_KEYS, Qt.KeyboardModifier.ControlModifier])
def test_that_the_wheel_zooms_around_the_pointer(
    qtbot: QtBot, catalog: Catalog, keys: Qt.KeyboardModifier
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    at = QPoint(300, 200)
    before = canvas.view.mapToScene(at)

    with qtbot.waitSignal(canvas.view.zoom.changed):
        _wheel(canvas, at, 240, keys=keys)

    assert canvas.view.zoom.scale == pytest.approx(1.44)
    assert (canvas.view.mapToScene(at) - before).manhattanLength() < 2


def test_that_two_fingers_on_a_touchpad_pan(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    before = canvas.view.mapToScene(QPoint(0, 0))

    _wheel(canvas, QPoint(300, 200), -40, phase=Qt.ScrollPhase.ScrollUpdate)

    assert canvas.view.zoom.scale == 1.0
    assert (canvas.view.mapToScene(QPoint(0, 0)) - before).toTuple() == (0, 40)


def test_that_a_pinch_on_a_touchpad_zooms(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    at = QPointF(300, 200)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        at,
        0.5,
        QPointF(),
    )

    QCoreApplication.sendEvent(canvas.view.viewport(), event)

    assert canvas.view.zoom.scale == pytest.approx(1.5)


def test_that_zooming_has_its_limits(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.view.zoom.by(100)
    assert canvas.view.zoom.scale == 3.0
    canvas.view.zoom.by(-100)

    assert canvas.view.zoom.scale == pytest.approx(0.05)


def test_that_home_fits_the_graph_and_control_0_goes_to_full_size(qtbot: QtBot, catalog: Catalog) -> None:
    graph = Graph(nodes=(node("a", "Dense", 0, 0, units=1), node("b", "Dense", 3000, 2000, units=1)))
    canvas = show_canvas(qtbot, catalog, graph)
    canvas.view.zoom.reset()

    canvas.key(Qt.Key.Key_Home)
    shown = canvas.view.mapToScene(canvas.view.viewport().rect()).boundingRect()
    assert canvas.view.zoom.scale < 0.3
    assert shown.contains(canvas.scene.bounds())
    canvas.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)

    assert canvas.view.zoom.scale == 1.0


def test_that_a_small_graph_is_never_enlarged(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.view.fit()

    assert canvas.view.zoom.scale == 1.0


def test_that_another_project_is_shown_whole(qtbot: QtBot, catalog: Catalog, tmp_path: object) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    far = Graph(nodes=(node("far", "Dense", 9000, 9000, units=1),))

    canvas.document.open(Project(graph=far), path=None, base=canvas.document.base)

    shown = canvas.view.mapToScene(canvas.view.viewport().rect()).boundingRect()
    assert shown.contains(canvas.scene.bounds())


def test_that_the_middle_button_and_space_pan(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    viewport = canvas.view.viewport()
    before = canvas.view.mapToScene(QPoint(0, 0))

    qtbot.mousePress(viewport, Qt.MouseButton.MiddleButton, NO_KEYS, QPoint(300, 300))
    qtbot.mouseMove(viewport, QPoint(250, 270))
    qtbot.mouseRelease(viewport, Qt.MouseButton.MiddleButton, NO_KEYS, QPoint(250, 270))
    assert (canvas.view.mapToScene(QPoint(0, 0)) - before).toTuple() == (50, 30)
    qtbot.keyPress(canvas.view, Qt.Key.Key_Space)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(250, 270))
    qtbot.mouseMove(viewport, QPoint(300, 300))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(300, 300))
    qtbot.keyRelease(canvas.view, Qt.Key.Key_Space)

    assert canvas.view.mapToScene(QPoint(0, 0)) == before
    assert canvas.document.selection == frozenset()


def test_that_what_others_select_is_scrolled_into_sight(qtbot: QtBot, catalog: Catalog) -> None:
    graph = Graph(nodes=(node("a", "Dense", 0, 0, units=1), node("b", "Dense", 3000, 2000, units=1)))
    canvas = show_canvas(qtbot, catalog, graph)
    canvas.view.zoom.reset()

    canvas.view.reveal("b")
    shown = canvas.view.mapToScene(canvas.view.viewport().rect()).boundingRect()

    assert shown.contains(canvas.middle("b"))
    assert canvas.document.selection == {"b"}
