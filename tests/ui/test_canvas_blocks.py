"""Blocks on the canvas: grouping, cards, frames, views of their own."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import LEFT, Canvas, branched, node, show_canvas, stack
from tests.helpers.canvas_truth import assert_shows
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.edits import CollapseBlock, GroupNodes, new_block
from workbench.project.graph import Graph, Link
from workbench.protocol.analysis import Analysis, BlockAnalysis, LayerAnalysis
from workbench.ui.canvas.frames import CHEVRON
from workbench.ui.canvas.picture import picture
from workbench.ui.theme import Theme

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _chain() -> Graph:
    """image -> a -> b -> c -> out below each other, and a loose layer far away."""
    nodes = [node("image", "Input", 0, 0, shape=(8,))]
    nodes += [node(name, "Dense", 0, 84 * row, units=4) for row, name in enumerate(("a", "b", "c", "out"), 1)]
    names = [each.id for each in nodes]
    links = tuple(Link(above, below) for above, below in itertools.pairwise(names))
    return Graph(nodes=(*nodes, node("loose", "Dense", 400, 84, units=4)), links=links)


@pytest.fixture
def canvas(qtbot: QtBot, catalog: Catalog) -> Canvas:
    return show_canvas(qtbot, catalog, _chain())


@pytest.fixture
def grouped(canvas: Canvas) -> Canvas:
    """The chain with a, b and c in one collapsed block."""
    _group(canvas, "a", "b", "c")
    return canvas


def _group(canvas: Canvas, *nodes: str) -> None:
    canvas.document.select(nodes)
    canvas.key(Qt.Key.Key_G, CONTROL)


def _chevron(canvas: Canvas, block: str) -> QPointF:
    cards, frames = canvas.scene.nodes, canvas.scene.frames
    return cards[block].pos() + CHEVRON.center() if block in cards else frames[block].chevron.center()


def _title(canvas: Canvas, block: str) -> QPointF:
    return canvas.scene.frames[block].title.center()


def _undo(canvas: Canvas) -> None:
    canvas.document.undo_stack.undo()


def test_that_grouping_makes_one_card_of_the_selection_in_one_step(canvas: Canvas) -> None:
    before = canvas.document.project

    _group(canvas, "a", "b", "c")

    assert set(canvas.scene.nodes) == {"image", "block", "out", "loose"}
    assert set(canvas.scene.links) == {Link("image", "block"), Link("block", "out")}
    assert canvas.document.selection == {"block"}
    assert canvas.document.undo_stack.undoText() == "Group"
    assert canvas.view.accessibleDescription() == "block block, 3 layers"
    assert canvas.scene.nodes["out"].face.at.y < 84 * 4
    _undo(canvas)
    assert canvas.document.project == before


@pytest.mark.parametrize(("nodes", "words"), [(("image", "a"), "An Input"), (("a", "c"), "back in")])
def test_that_what_can_not_be_grouped_is_refused_in_words(
    canvas: Canvas, nodes: tuple[str, ...], words: str
) -> None:
    said: list[str] = []
    canvas.view.message.connect(said.append)

    _group(canvas, *nodes)

    assert words in said[-1]
    assert canvas.document.undo_stack.count() == 0


def test_that_a_stack_turns_functional_when_it_is_grouped(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    _group(canvas, "flatten", "hidden")

    assert canvas.graph.style == "functional"
    assert_shows(canvas.scene, canvas.document)


def test_that_the_sign_on_a_card_opens_the_block_in_its_place_and_the_sign_on_the_frame_closes_it(
    grouped: Canvas,
) -> None:
    closed = grouped.document.project

    grouped.click(_chevron(grouped, "block"))

    assert {"a", "b", "c"} <= set(grouped.scene.nodes)
    assert grouped.scene.frames["block"].face.name == "block"
    assert grouped.document.undo_stack.undoText() == "Open block"
    grouped.click(_chevron(grouped, "block"))
    assert grouped.document.project.graph.blocks == closed.graph.blocks
    assert [each.at for each in grouped.graph.nodes if each.id in ("image", "out", "loose")] == [
        each.at for each in closed.graph.nodes if each.id in ("image", "out", "loose")
    ]


def test_that_an_opened_block_buries_nothing(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))

    frame = grouped.scene.frames["block"].area
    for outside in ("image", "out", "loose"):
        card = grouped.scene.nodes[outside]
        assert not frame.intersects(card.boundingRect().translated(card.pos()).adjusted(12, 12, -12, -30))
    for inside in ("a", "b", "c"):
        assert frame.contains(grouped.middle(inside))


def test_that_an_open_block_is_moved_by_its_title_with_all_that_is_in_it(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))
    before = {each.id: each.at for each in grouped.graph.nodes}
    start = _title(grouped, "block")

    grouped.drag(start, start + QPointF(80, 16))

    gone = {
        each.id: (each.at.x - before[each.id].x, each.at.y - before[each.id].y)
        for each in grouped.graph.nodes
    }
    assert gone["a"] == gone["b"] == gone["c"] != (0, 0)
    assert gone["image"] == gone["out"] == gone["loose"] == (0, 0)
    assert grouped.document.undo_stack.undoText() == "Move"
    assert_shows(grouped.scene, grouped.document)


def test_that_a_frame_grows_with_a_card_that_is_dragged_in_it(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))
    start, before = grouped.middle("a"), grouped.scene.frames["block"].area

    grouped.press(start)
    grouped.move(start - QPointF(64, 0))

    assert grouped.scene.frames["block"].area.left() == before.left() - 64
    grouped.release(start)


def test_that_a_collapsed_block_is_dragged_with_all_that_is_in_it(grouped: Canvas) -> None:
    before = grouped.graph.node("a").at
    start = grouped.middle("block") + QPointF(40, 10)

    grouped.drag(start, start + QPointF(80, 0))

    assert grouped.graph.node("a").at.x == before.x + 80
    assert_shows(grouped.scene, grouped.document)


def test_that_deleting_a_block_deletes_what_is_in_it(grouped: Canvas) -> None:
    grouped.click(grouped.middle("block") + QPointF(40, 10))

    grouped.key(Qt.Key.Key_Delete)

    assert grouped.graph.ids() == {"image", "out", "loose"}
    assert grouped.graph.blocks == ()


def test_that_a_link_drawn_to_and_from_a_block_is_one_at_its_ports(grouped: Canvas) -> None:
    grouped.double_click(grouped.midway(Link("image", "block")))
    grouped.double_click(grouped.midway(Link("block", "out")))
    assert grouped.graph.links == (Link("a", "b"), Link("b", "c"))

    grouped.drag(grouped.output("image"), grouped.middle("block") + QPointF(60, 10))
    grouped.drag(grouped.output("block"), grouped.middle("loose"))

    assert set(grouped.graph.links) >= {Link("image", "a"), Link("c", "loose")}
    assert grouped.document.undo_stack.count() == 5


def test_that_a_link_to_a_port_with_several_ends_is_drawn_to_all_of_them_as_one_step(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.do(
        GroupNodes(
            frozenset({"left", "right", "join"}), new_block(canvas.graph, {"left", "right", "join"}, "both")
        )
    )
    canvas.drop("Dense", QPointF(480, -160))
    (other,) = canvas.document.selection
    steps = canvas.document.undo_stack.count()

    canvas.drag(canvas.output(other), canvas.input("both"))

    links = set(canvas.graph.links)
    assert {Link(other, "left"), Link(other, "right")} <= links
    assert not {Link("image", "left"), Link("image", "right")} & links
    assert canvas.document.undo_stack.count() == steps + 1


def test_that_a_link_that_would_lead_out_of_a_block_and_back_is_refused(grouped: Canvas) -> None:
    said: list[str] = []
    grouped.view.message.connect(said.append)
    grouped.click(_chevron(grouped, "block"))
    steps = grouped.document.undo_stack.count()

    grouped.drag(grouped.output("a"), grouped.middle("loose"))
    grouped.drag(grouped.output("loose"), grouped.input("c"))

    assert any("back into it" in words for words in said)
    assert grouped.document.undo_stack.count() == steps + 1


def test_that_a_double_click_shows_the_block_on_its_own_and_escape_goes_back(grouped: Canvas) -> None:
    grouped.view.zoom.set_scale(0.75)
    grouped.double_click(grouped.middle("block") + QPointF(60, 10))

    assert set(grouped.scene.nodes) == {"a", "b", "c"}
    crumbs = [
        button.text() for button in grouped.view.findChildren(QToolButton) if "crumbs" in button.objectName()
    ]
    assert crumbs[-1] == "Network"
    first, last = grouped.scene.nodes["a"].face.outside, grouped.scene.nodes["c"].face.outside
    assert (first.inputs, first.sources, last.outputs, last.targets) == ((0,), ("image",), (0,), ("out",))
    grouped.view.zoom.set_scale(1.2)
    grouped.key(Qt.Key.Key_Escape)

    assert grouped.scene.sight.inside is None
    assert grouped.document.selection == {"block"}
    assert grouped.view.zoom.scale == pytest.approx(0.75)
    grouped.key(Qt.Key.Key_PageDown)
    assert grouped.view.zoom.scale == pytest.approx(1.2)


def test_that_the_way_above_the_canvas_leads_back_over_several_blocks(grouped: Canvas, qtbot: QtBot) -> None:
    grouped.key(Qt.Key.Key_PageDown)
    _group(grouped, "a", "b")
    grouped.key(Qt.Key.Key_PageDown)
    assert set(grouped.scene.nodes) == {"a", "b"}

    top = next(
        button for button in grouped.view.findChildren(QToolButton, "crumbs.top") if button.isVisible()
    )
    qtbot.mouseClick(top, LEFT)

    assert grouped.scene.sight.inside is None
    assert grouped.document.selection == {"block"}


def test_that_what_is_added_on_a_blocks_own_view_stands_in_the_block(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_PageDown)

    grouped.drop("Dropout", QPointF(300, 200))
    grouped.document.select({"c"})
    grouped.view.add_layer("Dense")

    assert {each.block for each in grouped.graph.nodes if each.id in ("dropout", "dense")} == {"block"}
    assert_shows(grouped.scene, grouped.document)


def test_that_a_layer_dropped_on_a_link_to_a_block_goes_between_them(grouped: Canvas) -> None:
    grouped.drop("Dropout", grouped.midway(Link("image", "block")))

    assert {Link("image", "dropout"), Link("dropout", "a")} <= set(grouped.graph.links)
    assert grouped.graph.node("dropout").block is None


def test_that_a_layer_dropped_into_a_frame_stands_in_its_block(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))

    grouped.drop("Dropout", grouped.scene.frames["block"].area.bottomLeft() + QPointF(10, -8))

    assert grouped.graph.node("dropout").block == "block"


def test_that_a_duplicated_and_a_pasted_block_are_blocks_of_their_own(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_D, CONTROL)
    assert grouped.document.selection == {"block_1"}

    grouped.key(Qt.Key.Key_C, CONTROL)
    grouped.key(Qt.Key.Key_V, CONTROL)

    assert grouped.document.selection == {"block_2"}
    assert len(grouped.graph.nodes) == 6 + 2 * 3
    assert_shows(grouped.scene, grouped.document)


def test_that_all_of_a_block_is_copied_on_its_own_view_without_the_block(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_PageDown)
    grouped.key(Qt.Key.Key_A, CONTROL)

    grouped.key(Qt.Key.Key_D, CONTROL)
    grouped.key(Qt.Key.Key_A, CONTROL)
    grouped.key(Qt.Key.Key_C, CONTROL)
    grouped.key(Qt.Key.Key_V, CONTROL)

    assert [block.id for block in grouped.graph.blocks] == ["block"]
    assert len(grouped.scene.nodes) == 12


def test_that_ungrouping_gives_what_was_in_the_block_room_and_selects_it(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_G, CONTROL | SHIFT)

    assert grouped.graph.blocks == ()
    assert grouped.document.selection == {"a", "b", "c"}
    assert grouped.graph.node("out").at.y >= grouped.graph.node("c").at.y + 54
    assert grouped.document.undo_stack.count() == 2
    _undo(grouped)
    assert set(grouped.scene.nodes) == {"image", "block", "out", "loose"}


def test_that_the_arrows_and_alignment_move_block_cards(grouped: Canvas) -> None:
    before = grouped.graph.block("block").at
    grouped.key(Qt.Key.Key_Right)
    assert grouped.graph.block("block").at.x == before.x + 24

    grouped.document.select({"block", "out"})
    grouped.view.actions_table.arrange.actions()[0].trigger()

    assert grouped.graph.block("block").at.x == grouped.graph.node("out").at.x
    assert_shows(grouped.scene, grouped.document)


def test_that_undoing_a_group_while_inside_goes_back_to_what_is_around(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_PageDown)

    _undo(grouped)

    assert grouped.scene.sight.inside is None
    assert_shows(grouped.scene, grouped.document)


def test_that_closing_a_block_selects_it_in_the_place_of_its_layers(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))
    grouped.document.select({"a"})

    grouped.document.do(CollapseBlock("block", True))

    assert grouped.document.selection == {"block"}


def test_that_a_layer_out_of_sight_that_is_selected_is_shown_where_it_is(grouped: Canvas) -> None:
    grouped.document.select({"b"})

    assert grouped.scene.sight.inside == "block"
    assert grouped.scene.nodes["b"].isSelected()
    grouped.document.select({"out"})
    assert grouped.scene.sight.inside is None


def test_that_finding_a_layer_opens_the_view_that_it_is_in(grouped: Canvas, qtbot: QtBot) -> None:
    grouped.key(Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(grouped.view.focusWidget(), "c")

    assert grouped.scene.sight.inside == "block"


def test_that_a_card_tells_the_trouble_and_the_parameters_of_what_is_in_it(grouped: Canvas) -> None:
    grouped.document.set_problems((error("x", "node:b.units", "Expected units.", "Set them."),))
    grouped.document.set_analysis(
        Analysis(
            layers=(LayerAnalysis(id="c", name="c", kind="Dense", output_shapes=((None, 4),)),),
            blocks=(BlockAnalysis(id="block", layers=6, copies=2, params=1_234),),
        )
    )

    face = grouped.scene.nodes["block"].face
    assert face.errors == ("Expected units. Set them.",)
    assert (face.params, face.summary) == ("1,234", "3 layers")
    assert grouped.scene.links[Link("block", "out")].face.shape == "4"


def test_that_a_problem_leads_to_the_layer_in_its_block_and_to_the_block(grouped: Canvas) -> None:
    grouped.view.walker.centre_on("b")
    assert (grouped.scene.sight.inside, grouped.document.selection) == ("block", {"b"})

    grouped.view.walker.centre_on("block")
    assert (grouped.scene.sight.inside, grouped.document.selection) == (None, {"block"})


def test_that_tidying_keeps_an_open_block_together(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))
    grouped.document.select(())

    grouped.key(Qt.Key.Key_L, CONTROL)
    grouped.qtbot.waitUntil(lambda: not grouped.view.glide.is_going_on)

    frame = grouped.scene.frames["block"].area
    assert all(frame.contains(grouped.middle(inside)) for inside in ("a", "b", "c"))
    assert not any(frame.contains(grouped.middle(outside)) for outside in ("image", "out", "loose"))
    assert_shows(grouped.scene, grouped.document)


def test_that_a_band_around_a_frame_selects_its_block_and_one_within_selects_cards(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))
    frame = grouped.scene.frames["block"].area
    outside, inside = QPointF(12, 12), QPointF(6, 40)

    grouped.drag(frame.topLeft() - outside, frame.bottomRight() + outside)
    assert grouped.document.selection == {"block"}
    assert grouped.document.selected_nodes() == {"a", "b", "c"}
    grouped.drag(frame.topLeft() + inside, grouped.middle("a"))

    assert grouped.document.selection == {"a"}


def test_that_the_context_menu_on_a_frame_is_about_its_block(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))
    grouped.document.select(())
    grouped.click(_title(grouped, "block"))

    assert grouped.document.selection == {"block"}
    menu = grouped.view.actions_table.blocks
    assert menu.turn.text() == "Close in place"
    assert menu.ungroup.isEnabled() and menu.enter.isEnabled()


def test_that_the_picture_shows_blocks_as_the_canvas_does(grouped: Canvas) -> None:
    theme = Theme(parent=grouped.document)
    closed = picture(grouped.document, theme, "svg")
    grouped.click(_chevron(grouped, "block"))

    assert len(picture(grouped.document, theme, "svg")) > len(closed)
    assert b">loose<" not in picture(grouped.document, theme, "svg", "block")


def test_that_closing_a_block_around_a_selected_one_selects_the_outer_one(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))
    _group(grouped, "a", "b")
    assert grouped.document.selection == {"block_1"}

    grouped.document.do(CollapseBlock("block", True))

    assert grouped.document.selection == {"block"}
    assert_shows(grouped.scene, grouped.document)


def test_that_an_opened_inner_block_makes_its_frame_and_what_is_around_it_make_room(grouped: Canvas) -> None:
    grouped.click(_chevron(grouped, "block"))
    _group(grouped, "a", "b")
    before = {each.id: each.at for each in grouped.graph.nodes}

    grouped.click(_chevron(grouped, "block_1"))

    outer, inner = grouped.scene.frames["block"].area, grouped.scene.frames["block_1"].area
    assert outer.contains(inner)
    assert not inner.contains(grouped.middle("c")) and outer.contains(grouped.middle("c"))
    assert not outer.contains(grouped.middle("out"))
    grouped.click(_chevron(grouped, "block_1"))
    assert {each.id: each.at for each in grouped.graph.nodes if each.id not in ("a", "b")} == {
        item: at for item, at in before.items() if item not in ("a", "b")
    }


def test_that_a_block_is_opened_and_closed_in_its_place_by_keys(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_PageDown, CONTROL)
    assert set(grouped.scene.frames) == {"block"}

    grouped.key(Qt.Key.Key_PageDown, CONTROL)

    assert set(grouped.scene.frames) == set()
    assert grouped.document.selection == {"block"}
