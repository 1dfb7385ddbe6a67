"""Searching the graph with Ctrl+F."""

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, node, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph
from workbench.project.spec import Spec
from workbench.ui.canvas.find import found
from workbench.ui.canvas.finder import Finder

GRAPH = Graph(
    nodes=(
        node("first", "Dense", 0, 0, units=64, activation="relu"),
        node("second", "Dense", 0, 100, units=640),
        node("third", "Conv2D", 4000, 5000, filters=64, kernel_size=(3, 5), kernel_regularizer=Spec("L2")),
    )
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", []),
        ("  ", []),
        ("dense", ["first", "second"]),
        ("SECOND", ["second"]),
        ("relu", ["first"]),
        ("64", ["first", "third"]),
        ("units=64", ["first"]),
        ("units", ["first", "second"]),
        ("dense 64", ["first"]),
        ("3x5", ["third"]),
        ("l2", ["third"]),
        ("=", []),
        ("nothing", []),
    ],
)
def test_that_words_find_names_kinds_and_values(text: str, ids: list[str]) -> None:
    assert found(GRAPH, text) == ids


def _open(canvas: Canvas) -> Finder:
    canvas.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    finder = canvas.view.findChild(Finder)
    assert isinstance(finder, Finder)
    canvas.qtbot.waitUntil(finder.field.hasFocus)
    return finder


def test_that_typing_reveals_a_layer_and_enter_goes_round(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, GRAPH)
    canvas.view.zoom.reset()
    finder = _open(canvas)

    qtbot.keyClicks(finder.field, "64")
    assert (canvas.document.selection, finder.count.text()) == ({"first"}, "1 of 2")
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert (canvas.document.selection, finder.count.text()) == ({"third"}, "2 of 2")
    shown = canvas.view.mapToScene(canvas.view.viewport().rect()).boundingRect()
    assert shown.contains(QPointF(4000, 5000))
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert canvas.document.selection == {"first"}
    qtbot.keyClick(finder.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.document.selection == {"third"}


def test_that_what_is_not_there_is_told_and_escape_gives_the_keyboard_back(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, GRAPH)
    canvas.document.select({"second"})
    finder = _open(canvas)

    qtbot.keyClicks(finder.field, "qqq")
    assert finder.count.text() == "not found"
    qtbot.keyClick(finder.field, Qt.Key.Key_Escape)

    assert not finder.isVisible()
    assert canvas.view.hasFocus()
    assert canvas.document.selection == {"second"}


def test_that_the_field_stays_in_its_corner(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, GRAPH)
    finder = _open(canvas)

    canvas.view.resize(1200, 700)

    assert finder.geometry().right() == 1200 - 12 - 1
