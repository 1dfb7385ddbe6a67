"""The scene follows the document by difference."""

from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, node, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.edits import AddNode, DeleteItems, MoveNodes, RenameNode, SetParam
from workbench.project.graph import Graph, Link, Point
from workbench.protocol.analysis import Analysis, LayerAnalysis


def test_that_every_node_and_link_has_an_item(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    assert set(canvas.scene.nodes) == branched().ids()
    assert set(canvas.scene.links) == set(branched().links)


def test_that_an_edit_touches_only_the_items_that_differ(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    before = dict(canvas.scene.nodes)

    canvas.document.do(SetParam("left", "units", 9))
    canvas.document.do(RenameNode("left", "first"))

    assert dict(canvas.scene.nodes) == before
    assert (before["left"].face.summary, before["left"].face.name) == ("9", "first")


def test_that_added_and_deleted_nodes_come_and_go_with_undo(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.document.do(AddNode(node("new", "Dense", 500, 0, units=1)))
    canvas.document.do(DeleteItems(frozenset({"left"})))
    assert set(canvas.scene.nodes) == {"image", "right", "join", "out", "new"}
    assert Link("left", "join") not in canvas.scene.links
    canvas.document.undo_stack.undo()
    canvas.document.undo_stack.undo()

    assert set(canvas.scene.nodes) == branched().ids()
    assert Link("left", "join") in canvas.scene.links


def test_that_links_follow_moved_nodes(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.document.do(MoveNodes({"left": Point(400, 480)}))

    assert canvas.scene.nodes["left"].pos().toTuple() == (400, 480)
    assert canvas.scene.links[Link("image", "left")].ends[1] == canvas.input("left")


def test_that_an_analysis_shows_counts_and_shapes(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    layer = LayerAnalysis(id="hidden", name="hidden", kind="Dense", output_shapes=((None, 64),), params=4160)

    canvas.document.set_analysis(Analysis(layers=(layer,)))

    assert canvas.scene.nodes["hidden"].face.params == "4,160"
    assert canvas.scene.links[Link("hidden", "out")].face.shape == "64"


def test_that_a_problem_is_told_in_an_escaped_tooltip(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    canvas.document.set_problems((error("x", "node:out", "Expected <b>, received &.", "Mend it."),))

    tip = canvas.scene.nodes["out"].toolTip()
    assert "Expected &lt;b&gt;, received &amp;. Mend it." in tip
    canvas.document.set_problems(())
    assert "Expected" not in canvas.scene.nodes["out"].toolTip()


def test_that_a_dangling_link_is_not_drawn(qtbot: QtBot, catalog: Catalog) -> None:
    graph = Graph(nodes=(node("a", "Dense", units=1),), links=(Link("a", "gone"),))

    canvas = show_canvas(qtbot, catalog, graph)

    assert not canvas.scene.links[Link("a", "gone")].isVisible()


def test_that_every_zoom_and_theme_can_be_painted(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.set_problems((error("x", "node:out", "No input."),))
    canvas.document.select({"left"})

    pictures = []
    for scale in (1.0, 0.4, 0.15):
        canvas.view.zoom.set_scale(scale)
        pictures.append(canvas.view.grab().toImage())

    assert len({picture.cacheKey() for picture in pictures}) == 3
    assert all(not picture.isNull() for picture in pictures)
