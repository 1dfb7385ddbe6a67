"""Searching the palette and adding from it with mouse and keys."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, node, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.ui.canvas.palette import LayerPalette
from workbench.ui.canvas.shelf import Shelf
from workbench.ui.canvas.sight import Sight
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

LEFT = Qt.MouseButton.LeftButton


def _shown(qtbot: QtBot, catalog: Catalog, graph: Graph) -> tuple[Document, LayerPalette]:
    document = Document(Project(graph=graph), catalog)
    palette = LayerPalette(
        document, Theme(parent=document), sight=Sight(document, document), shelf=Shelf(document)
    )
    qtbot.addWidget(palette)
    palette.resize(232, 700)
    palette.show()
    palette.activateWindow()
    palette.search.setFocus()
    qtbot.waitUntil(palette.search.hasFocus)
    return document, palette


def _row(palette: LayerPalette, name: str) -> QModelIndex:
    model = palette.layers.model()
    return next(index for row in range(model.rowCount()) if (index := model.index(row, 0)).data() == name)


def test_that_the_field_says_how_many_layers_there_are(qtbot: QtBot, catalog: Catalog) -> None:
    _, palette = _shown(qtbot, catalog, stack())

    assert palette.search.placeholderText() == f"Search {len(catalog.of('layer'))} layers"


def test_that_typing_and_enter_add_the_best_match_at_the_end(qtbot: QtBot, catalog: Catalog) -> None:
    document, palette = _shown(qtbot, catalog, stack())

    qtbot.keyClicks(palette.search, "dropou")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)

    assert document.project.graph.nodes[-1].spec.kind == "Dropout"
    assert document.selection == {"dropout"}
    assert document.undo_stack.count() == 1


def test_that_down_goes_to_the_list_and_enter_adds_from_there(qtbot: QtBot, catalog: Catalog) -> None:
    document, palette = _shown(qtbot, catalog, stack())
    qtbot.keyClicks(palette.search, "conv2d")

    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.waitUntil(palette.layers.hasFocus)
    qtbot.keyClick(palette.layers, Qt.Key.Key_Down)
    expected = palette.layers.currentIndex().data()
    qtbot.keyClick(palette.layers, Qt.Key.Key_Return)

    assert expected != "Conv2D"
    assert document.project.graph.nodes[-1].spec.kind == expected


def test_that_a_double_click_adds_behind_the_selected_layer(qtbot: QtBot, catalog: Catalog) -> None:
    document, palette = _shown(qtbot, catalog, stack())
    document.select({"flatten"})
    at = palette.layers.visualRect(_row(palette, "Dense")).center()

    qtbot.mouseClick(palette.layers.viewport(), LEFT, pos=at)
    qtbot.mouseDClick(palette.layers.viewport(), LEFT, pos=at)

    order = [node.id for node in document.project.graph.nodes]
    assert order == ["input", "flatten", "dense", "hidden", "out"]


def test_that_a_heading_adds_nothing(qtbot: QtBot, catalog: Catalog) -> None:
    document, palette = _shown(qtbot, catalog, stack())

    palette.layers.picked.emit(palette.layers.model().index(0, 0))

    assert document.undo_stack.count() == 0


def test_that_a_functional_layer_is_wired_to_the_selected_one_as_one_step(
    qtbot: QtBot, catalog: Catalog
) -> None:
    document, palette = _shown(qtbot, catalog, branched())
    document.select({"join"})

    qtbot.keyClicks(palette.search, "flatten")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)

    assert Link("join", "flatten") in document.project.graph.links
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.project.graph == branched()


def test_that_a_functional_layer_goes_on_the_only_link_of_the_selected_one(
    qtbot: QtBot, catalog: Catalog
) -> None:
    document, palette = _shown(qtbot, catalog, branched())
    document.select({"left"})

    qtbot.keyClicks(palette.search, "dropout")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)

    assert {Link("left", "dropout"), Link("dropout", "join")} <= set(document.project.graph.links)


def test_that_a_layer_added_to_nothing_selected_covers_no_other(qtbot: QtBot, catalog: Catalog) -> None:
    document, palette = _shown(qtbot, catalog, Graph(nodes=(node("a", "Dense", 0, 0, units=1),)))

    for _ in range(2):
        qtbot.keyClicks(palette.search, "input")
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)
        palette.search.clear()

    places = {(one.at.x, one.at.y) for one in document.project.graph.nodes}
    assert len(places) == 3
    assert document.project.graph.links == ()


def test_that_nothing_found_is_said_in_plain_words_and_escape_clears(qtbot: QtBot, catalog: Catalog) -> None:
    _, palette = _shown(qtbot, catalog, stack())

    qtbot.keyClicks(palette.search, "<b>zzz")
    said = palette.findChild(QLabel, "palette.nothing")
    assert isinstance(said, QLabel)
    assert said.isVisible()
    assert said.text() == "No layer is called “<b>zzz”."
    assert said.textFormat() == Qt.TextFormat.PlainText
    assert not palette.layers.isVisible()
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)

    assert palette.search.text() == ""
    assert palette.layers.isVisible()


def test_that_both_themes_paint_headings_and_rows(qtbot: QtBot, catalog: Catalog) -> None:
    document, palette = _shown(qtbot, catalog, stack())
    palette.layers.setCurrentIndex(_row(palette, "Dense"))

    assert not palette.grab().isNull()
    assert document.undo_stack.count() == 0
