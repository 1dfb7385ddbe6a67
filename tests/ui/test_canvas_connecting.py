"""Drawing links from port to port."""

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Link
from workbench.ui.canvas.marks import LinkPreview
from workbench.ui.canvas.quick.panel import QuickAdd


def test_that_dragging_from_output_to_input_connects(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drag(canvas.output("join"), canvas.input("out"))

    assert Link("join", "out") in canvas.graph.links
    assert canvas.document.undo_stack.count() == 1


def test_that_a_link_can_be_drawn_backwards(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drag(canvas.input("out"), canvas.middle("join"))

    assert Link("join", "out") in canvas.graph.links


def test_that_a_drop_anywhere_on_a_card_takes_its_first_free_input(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drag(canvas.output("image"), canvas.middle("join"))

    assert Link("image", "join", 0, 2) in canvas.graph.links
    assert canvas.scene.nodes["join"].face.inputs == 4


def test_that_a_taken_input_is_replaced(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drag(canvas.output("left"), canvas.input("right"))

    assert canvas.graph.into("right") == (Link("left", "right"),)


def test_that_a_cycle_is_refused_in_words(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    said: list[str] = []
    canvas.view.message.connect(said.append)

    canvas.drag(canvas.output("join"), canvas.input("left"))

    assert any("cycle" in words for words in said)
    assert said[-1] == ""
    assert canvas.graph.links == branched().links


def test_that_a_layer_can_not_feed_itself(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    said: list[str] = []
    canvas.view.message.connect(said.append)

    canvas.drag(canvas.output("out"), canvas.middle("out"))

    assert any("feed itself" in words for words in said)
    assert canvas.document.undo_stack.count() == 0


def test_that_a_preview_shows_while_drawing_and_goes_with_escape(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    def previews() -> int:
        return sum(isinstance(item, LinkPreview) for item in canvas.scene.items())

    canvas.press(canvas.output("join"))
    canvas.move(canvas.input("out"))
    assert previews() == 1
    canvas.key(Qt.Key.Key_Escape)

    assert previews() == 0
    canvas.release(canvas.input("out"))
    assert canvas.document.undo_stack.count() == 0


def test_that_a_link_let_go_close_to_its_port_is_nothing(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drag(canvas.output("join"), canvas.output("join") + QPointF(8, 12))

    assert not canvas.view.findChild(QuickAdd).isVisible()
    assert canvas.document.undo_stack.count() == 0


def test_that_a_double_click_cuts_a_link(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.double_click(canvas.midway(Link("left", "join")))

    assert Link("left", "join") not in canvas.graph.links
    assert canvas.document.undo_stack.count() == 1


def test_that_a_double_click_leaves_the_links_of_a_stack(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    canvas.double_click(canvas.midway(Link("input", "flatten")))

    assert canvas.graph == stack()


def test_that_ports_of_a_stack_do_not_draw_links(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    canvas.drag(canvas.output("input"), canvas.input("out"))

    assert len(canvas.graph.links) == 3
