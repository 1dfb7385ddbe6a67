"""Blocks on the canvas: links at their ports, views of their own, what is found and told in them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.helpers.block_canvas import (
    CONTROL,
    chevron,
    group,
    show_grouped,
    undo,
)
from tests.helpers.canvas import LEFT, Canvas, branched, show_canvas
from tests.helpers.canvas_truth import assert_shows
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.edits import GroupNodes, new_block
from workbench.project.graph import Link
from workbench.protocol.analysis import Analysis, BlockAnalysis, LayerAnalysis


@pytest.fixture
def grouped(qtbot: QtBot, catalog: Catalog) -> Canvas:
    return show_grouped(qtbot, catalog)


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
    grouped.click(chevron(grouped, "block"))
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
    group(grouped, "a", "b")
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
    grouped.click(chevron(grouped, "block"))

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


def test_that_undoing_a_group_while_inside_goes_back_to_what_is_around(grouped: Canvas) -> None:
    grouped.key(Qt.Key.Key_PageDown)

    undo(grouped)

    assert grouped.scene.sight.inside is None
    assert_shows(grouped.scene, grouped.document)


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
