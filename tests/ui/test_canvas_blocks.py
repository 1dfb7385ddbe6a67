"""Blocks on the canvas: grouping, cards, frames, opening and closing in their place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.block_canvas import (
    CONTROL,
    SHIFT,
    chevron,
    group,
    show_chain,
    show_grouped,
    title,
    undo,
)
from tests.helpers.canvas import Canvas, show_canvas, stack
from tests.helpers.canvas_truth import assert_shows
from workbench.catalog.catalog import Catalog
from workbench.project.edits import CollapseBlock
from workbench.project.graph import Link
from workbench.ui.canvas.picture import picture
from workbench.ui.theme import Theme


@pytest.fixture
def canvas(qtbot: QtBot, catalog: Catalog) -> Canvas:
    return show_chain(qtbot, catalog)


@pytest.fixture
def grouped(qtbot: QtBot, catalog: Catalog) -> Canvas:
    return show_grouped(qtbot, catalog)


def test_that_grouping_makes_one_card_of_the_selection_in_one_step(canvas: Canvas) -> None:
    before = canvas.document.project

    group(canvas, "a", "b", "c")

    assert set(canvas.scene.nodes) == {"image", "block", "out", "loose"}
    assert set(canvas.scene.links) == {Link("image", "block"), Link("block", "out")}
    assert canvas.document.selection == {"block"}
    assert canvas.document.undo_stack.undoText() == "Group"
    assert canvas.view.accessibleDescription() == "block block, 3 layers"
    assert canvas.scene.nodes["out"].face.at.y < 84 * 4
    undo(canvas)
    assert canvas.document.project == before


@pytest.mark.parametrize(("nodes", "words"), [(("image", "a"), "An Input"), (("a", "c"), "back in")])
def test_that_what_can_not_be_grouped_is_refused_in_words(
    canvas: Canvas, nodes: tuple[str, ...], words: str
) -> None:
    said: list[str] = []
    canvas.view.message.connect(said.append)

    group(canvas, *nodes)

    assert words in said[-1]
    assert canvas.document.undo_stack.count() == 0


def test_that_a_stack_turns_functional_when_it_is_grouped(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    group(canvas, "flatten", "hidden")

    assert canvas.graph.style == "functional"
    assert_shows(canvas.scene, canvas.document)


def test_that_the_sign_on_a_card_opens_the_block_in_its_place_and_the_sign_on_the_frame_closes_it(
    grouped: Canvas,
) -> None:
    closed = grouped.document.project

    grouped.click(chevron(grouped, "block"))

    assert {"a", "b", "c"} <= set(grouped.scene.nodes)
    assert grouped.scene.frames["block"].face.name == "block"
    assert grouped.document.undo_stack.undoText() == "Open block"
    grouped.click(chevron(grouped, "block"))
    assert grouped.document.project.graph.blocks == closed.graph.blocks
    assert [each.at for each in grouped.graph.nodes if each.id in ("image", "out", "loose")] == [
        each.at for each in closed.graph.nodes if each.id in ("image", "out", "loose")
    ]


def test_that_an_opened_block_buries_nothing(grouped: Canvas) -> None:
    grouped.click(chevron(grouped, "block"))

    frame = grouped.scene.frames["block"].area
    for outside in ("image", "out", "loose"):
        card = grouped.scene.nodes[outside]
        assert not frame.intersects(card.boundingRect().translated(card.pos()).adjusted(12, 12, -12, -30))
    for inside in ("a", "b", "c"):
        assert frame.contains(grouped.middle(inside))


def test_that_an_open_block_is_moved_by_its_title_with_all_that_is_in_it(grouped: Canvas) -> None:
    grouped.click(chevron(grouped, "block"))
    before = {each.id: each.at for each in grouped.graph.nodes}
    start = title(grouped, "block")

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
    grouped.click(chevron(grouped, "block"))
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


def test_that_ungrouping_gives_what_was_in_the_block_room_and_selects_it(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_G, CONTROL | SHIFT)

    assert grouped.graph.blocks == ()
    assert grouped.document.selection == {"a", "b", "c"}
    assert grouped.graph.node("out").at.y >= grouped.graph.node("c").at.y + 54
    assert grouped.document.undo_stack.count() == 2
    undo(grouped)
    assert set(grouped.scene.nodes) == {"image", "block", "out", "loose"}


def test_that_the_arrows_and_alignment_move_block_cards(grouped: Canvas) -> None:
    before = grouped.graph.block("block").at
    grouped.key(Qt.Key.Key_Right)
    assert grouped.graph.block("block").at.x == before.x + 24

    grouped.document.select({"block", "out"})
    grouped.view.actions_table.arrange.actions()[0].trigger()

    assert grouped.graph.block("block").at.x == grouped.graph.node("out").at.x
    assert_shows(grouped.scene, grouped.document)


def test_that_closing_a_block_selects_it_in_the_place_of_its_layers(grouped: Canvas) -> None:
    grouped.click(chevron(grouped, "block"))
    grouped.document.select({"a"})

    grouped.document.do(CollapseBlock("block", True))

    assert grouped.document.selection == {"block"}


def test_that_tidying_keeps_an_open_block_together(grouped: Canvas) -> None:
    grouped.click(chevron(grouped, "block"))
    grouped.document.select(())

    grouped.key(Qt.Key.Key_L, CONTROL)
    grouped.qtbot.waitUntil(lambda: not grouped.view.glide.is_going_on)

    frame = grouped.scene.frames["block"].area
    assert all(frame.contains(grouped.middle(inside)) for inside in ("a", "b", "c"))
    assert not any(frame.contains(grouped.middle(outside)) for outside in ("image", "out", "loose"))
    assert_shows(grouped.scene, grouped.document)


def test_that_a_band_around_a_frame_selects_its_block_and_one_within_selects_cards(grouped: Canvas) -> None:
    grouped.click(chevron(grouped, "block"))
    frame = grouped.scene.frames["block"].area
    outside, inside = QPointF(12, 12), QPointF(6, 40)

    grouped.drag(frame.topLeft() - outside, frame.bottomRight() + outside)
    assert grouped.document.selection == {"block"}
    assert grouped.document.selected_nodes() == {"a", "b", "c"}
    grouped.drag(frame.topLeft() + inside, grouped.middle("a"))

    assert grouped.document.selection == {"a"}


def test_that_the_context_menu_on_a_frame_is_about_its_block(grouped: Canvas) -> None:
    grouped.click(chevron(grouped, "block"))
    grouped.document.select(())
    grouped.click(title(grouped, "block"))

    assert grouped.document.selection == {"block"}
    menu = grouped.view.actions_table.blocks
    assert menu.turn.text() == "Close in place"
    assert menu.ungroup.isEnabled() and menu.enter.isEnabled()


def test_that_the_picture_shows_blocks_as_the_canvas_does(grouped: Canvas) -> None:
    theme = Theme(parent=grouped.document)
    closed = picture(grouped.document, theme, "svg")
    grouped.click(chevron(grouped, "block"))

    assert len(picture(grouped.document, theme, "svg")) > len(closed)
    assert b">loose<" not in picture(grouped.document, theme, "svg", "block")


def test_that_closing_a_block_around_a_selected_one_selects_the_outer_one(grouped: Canvas) -> None:
    grouped.click(chevron(grouped, "block"))
    group(grouped, "a", "b")
    assert grouped.document.selection == {"block_1"}

    grouped.document.do(CollapseBlock("block", True))

    assert grouped.document.selection == {"block"}
    assert_shows(grouped.scene, grouped.document)


def test_that_an_opened_inner_block_makes_its_frame_and_what_is_around_it_make_room(grouped: Canvas) -> None:
    grouped.click(chevron(grouped, "block"))
    group(grouped, "a", "b")
    before = {each.id: each.at for each in grouped.graph.nodes}

    grouped.click(chevron(grouped, "block_1"))

    outer, inner = grouped.scene.frames["block"].area, grouped.scene.frames["block_1"].area
    assert outer.contains(inner)
    assert not inner.contains(grouped.middle("c")) and outer.contains(grouped.middle("c"))
    assert not outer.contains(grouped.middle("out"))
    grouped.click(chevron(grouped, "block_1"))
    assert {each.id: each.at for each in grouped.graph.nodes if each.id not in ("a", "b")} == {
        item: at for item, at in before.items() if item not in ("a", "b")
    }


def test_that_a_block_is_opened_and_closed_in_its_place_by_keys(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_PageDown, CONTROL)
    assert set(grouped.scene.frames) == {"block"}

    grouped.key(Qt.Key.Key_PageDown, CONTROL)

    assert set(grouped.scene.frames) == set()
    assert grouped.document.selection == {"block"}
