"""The user's own palette: saving parts of networks, placing, renaming, deleting them; and other sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import LEFT, Canvas, branched, node, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.project.clip import Clip
from workbench.project.graph import Block, Graph, Link, Point
from workbench.project.project import Project
from workbench.ui.canvas.mime import pack_offer
from workbench.ui.canvas.shelf import Offer, Source
from workbench.ui.document.document import Document
from workbench.ui.model_page import ModelPage
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

CONTROL = Qt.KeyboardModifier.ControlModifier


class Networks(Source):
    """A source that answers when the test says so."""

    def offers(self) -> tuple[Offer, ...]:
        return (Offer("networks/Tower", "Tower", "networks", "two layers"),)

    def fetch(self, key: str) -> None:
        self.asked = key

    def answer(self) -> None:
        nodes = (node("x", "Dense", 0, 0, units=4), node("y", "Dense", 0, 84, units=4))
        inside = tuple(
            type(each)(id=each.id, spec=each.spec, name=each.name, at=each.at, block="tower")
            for each in nodes
        )
        block = Block(id="tower", name="tower", at=Point(0, 0))
        self.fetched.emit(self.asked, Clip(nodes=inside, links=(Link("x", "y"),), blocks=(block,)))


@pytest.fixture
def page(qtbot: QtBot, catalog: Catalog, workbench_home: Path) -> ModelPage:
    document = Document(Project(graph=branched()), catalog)
    shown = ModelPage(document, Theme(parent=document), lambda _group, _kind: None)
    shown.setProperty("document", document)
    qtbot.addWidget(shown)
    shown.resize(1200, 700)
    shown.show()
    shown.activateWindow()
    shown.canvas.setFocus()
    qtbot.waitUntil(shown.canvas.hasFocus)
    return shown


@pytest.fixture
def canvas(qtbot: QtBot, page: ModelPage) -> Canvas:
    return Canvas(qtbot, page.property("document"), page.canvas)


def _name(qtbot: QtBot, page: ModelPage, name: str) -> None:
    field = page.findChild(QLineEdit, "naming.field")
    assert field is not None
    field.window().activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, name)
    accept = page.findChild(QPushButton, "naming.accept")
    is_taken = accept is not None and accept.isEnabled()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    if is_taken:
        qtbot.waitUntil(lambda: page.findChild(QLineEdit, "naming.field") is None)


def _save(qtbot: QtBot, page: ModelPage, canvas: Canvas, name: str) -> None:
    """Group both branches, and keep the block in the palette."""
    canvas.document.select({"left", "right", "join"})
    canvas.key(Qt.Key.Key_G, CONTROL)
    page.canvas.actions_table.blocks.save.trigger()
    _name(qtbot, page, name)


def _offered(page: ModelPage) -> list[str]:
    return [offer.name for offer in page.shelf.offers()]


def _row_at(page: ModelPage, name: str) -> QPoint:
    model = page.palette_list.layers.model()
    (index,) = (model.index(row, 0) for row in range(model.rowCount()) if model.index(row, 0).data() == name)
    return page.palette_list.layers.visualRect(index).center()


def _menu_on(page: ModelPage, name: str) -> dict[str, QAction]:
    layers, at = page.palette_list.layers, _row_at(page, name)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, layers.viewport().mapToGlobal(at), Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(layers.viewport(), event)
    menu = page.findChild(QMenu, "palette.menu")
    assert menu is not None
    return {action.objectName(): action for action in menu.actions()}


def test_that_a_block_is_saved_to_the_palette_and_found_there_by_the_next_window(
    qtbot: QtBot, page: ModelPage, canvas: Canvas, workbench_home: Path
) -> None:
    _save(qtbot, page, canvas, "Two branches")

    assert _offered(page) == ["Two branches"]
    assert [path.name for path in (workbench_home / "config" / "blocks").iterdir()] == [
        "block Two branches.json"
    ]
    document = Document(Project(graph=Graph()), canvas.document.catalog, page)
    other = ModelPage(document, Theme(parent=document), lambda _group, _kind: None)
    qtbot.addWidget(other)
    assert _offered(other) == ["Two branches"]


def test_that_a_kept_block_is_dragged_onto_the_canvas_like_a_layer(
    qtbot: QtBot, page: ModelPage, canvas: Canvas
) -> None:
    _save(qtbot, page, canvas, "mine")
    steps = canvas.document.undo_stack.count()

    canvas.drop_with(pack_offer("mine/mine"), QPointF(500, 200))

    assert canvas.document.selection == {"block_1"}
    assert sorted(each.name for each in canvas.graph.nodes if each.block == "block_1") == [
        "entry",
        "join_1",
        "left_1",
        "right_1",
    ]
    assert canvas.scene.nodes["block_1"].face.is_block
    assert canvas.document.undo_stack.count() == steps + 1


def test_that_a_kept_block_dropped_on_a_link_is_put_between(
    qtbot: QtBot, page: ModelPage, canvas: Canvas
) -> None:
    _save(qtbot, page, canvas, "mine")

    canvas.drop_with(pack_offer("mine/mine"), canvas.midway(Link("image", "block")))

    seen = canvas.scene.sight.graph
    assert set(seen.links) == {Link("image", "block_1"), Link("block_1", "block")}


def test_that_a_kept_block_is_added_behind_the_selected_card_by_its_name_and_enter(
    qtbot: QtBot, page: ModelPage, canvas: Canvas
) -> None:
    _save(qtbot, page, canvas, "mine")
    page.activateWindow()
    page.canvas.setFocus()
    qtbot.waitUntil(page.canvas.hasFocus)
    canvas.document.select({"block"})

    canvas.key(Qt.Key.Key_Slash)
    field = page.canvas.findChild(QLineEdit, "quickAdd.field")
    assert field is not None
    qtbot.keyClicks(field, "mine")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert Link("block", "block_1") in canvas.scene.sight.graph.links


def test_that_searching_the_palette_and_enter_add_a_kept_block(
    qtbot: QtBot, page: ModelPage, canvas: Canvas
) -> None:
    _save(qtbot, page, canvas, "Two branches")

    qtbot.keyClicks(page.palette_list.search, "two")
    qtbot.keyClick(page.palette_list.search, Qt.Key.Key_Return)

    assert len(canvas.graph.blocks) == 2


def test_that_a_kept_block_is_renamed_and_deleted_by_its_menu(
    qtbot: QtBot, page: ModelPage, canvas: Canvas
) -> None:
    _save(qtbot, page, canvas, "mine")

    _menu_on(page, "mine")["palette.rename"].trigger()
    _name(qtbot, page, "ours")
    assert _offered(page) == ["ours"]

    _menu_on(page, "ours")["palette.delete"].trigger()
    keep = page.findChild(QPushButton, "answer-cancel")
    qtbot.mouseClick(keep, LEFT)
    assert _offered(page) == ["ours"]
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "answer-cancel") is None)
    _menu_on(page, "ours")["palette.delete"].trigger()
    qtbot.mouseClick(page.findChild(QPushButton, "answer-delete"), LEFT)
    assert _offered(page) == []
    assert len(canvas.graph.blocks) == 1


@pytest.mark.parametrize("name", ["../up", "a/b", "<b>x", "", "x" * 41])
def test_that_a_name_that_can_not_be_one_is_refused_at_the_field(
    qtbot: QtBot, page: ModelPage, canvas: Canvas, name: str
) -> None:
    _save(qtbot, page, canvas, name)

    assert _offered(page) == []
    accept = page.findChild(QPushButton, "naming.accept")
    assert accept is not None and not accept.isEnabled()
    qtbot.mouseClick(page.findChild(QPushButton, "naming.cancel"), LEFT)


def test_that_broken_files_are_skipped_with_a_word(
    qtbot: QtBot, catalog: Catalog, workbench_home: Path
) -> None:
    folder = workbench_home / "config" / "blocks"
    folder.mkdir(parents=True)
    (folder / "block bad.json").write_text("{", encoding="utf-8")
    document = Document(Project(graph=Graph()), catalog)
    page = ModelPage(document, Theme(parent=document), lambda _group, _kind: None)
    qtbot.addWidget(page)
    said: list[str] = []
    page.canvas.message.connect(said.append)

    page.reload_blocks()

    assert "block bad.json" in said[-1]
    assert _offered(page) == []


def test_that_a_network_that_takes_a_while_lands_where_it_was_dropped(
    qtbot: QtBot, page: ModelPage, canvas: Canvas
) -> None:
    source = Networks(page)
    page.shelf.add(source)
    said: list[str] = []
    page.canvas.message.connect(said.append)

    canvas.drop_with(pack_offer("networks/Tower"), QPointF(500, 227))
    assert "Fetching “Tower”…" in said
    assert canvas.document.undo_stack.count() == 0
    source.answer()

    (block,) = canvas.graph.blocks
    assert abs(block.at.x - (500 - 104)) <= 8
    assert canvas.document.selection == {block.id}


def test_that_a_network_that_can_not_be_had_says_why(qtbot: QtBot, page: ModelPage, canvas: Canvas) -> None:
    source = Networks(page)
    page.shelf.add(source)
    said: list[str] = []
    page.canvas.message.connect(said.append)

    canvas.drop_with(pack_offer("networks/Tower"), QPointF(500, 200))
    source.failed.emit("networks/Tower", "The engine is gone. Restart it.")

    assert said[-1] == "“Tower” can't be placed: The engine is gone. Restart it."
    assert canvas.graph.blocks == ()


def test_that_what_comes_after_another_project_was_opened_is_not_placed(
    qtbot: QtBot, page: ModelPage, canvas: Canvas, tmp_path: Path
) -> None:
    source = Networks(page)
    page.shelf.add(source)
    canvas.drop_with(pack_offer("networks/Tower"), QPointF(500, 200))

    canvas.document.open(Project(graph=Graph()), path=None, base=tmp_path)
    source.answer()

    assert canvas.graph.nodes == ()


def test_that_a_drag_of_something_unknown_is_not_welcome(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    assert not canvas.enter_with(pack_offer("mine/none"), QPointF(0, 0))
