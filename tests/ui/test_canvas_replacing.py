"""A layer dropped on another takes its place."""

from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, node, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph


def test_that_a_dropped_layer_keeps_links_place_and_common_parameters(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    canvas.drop("EinsumDense", canvas.middle("hidden"))

    replaced = canvas.graph.node("hidden")
    assert (replaced.spec.kind, replaced.name) == ("EinsumDense", "hidden")
    assert replaced.spec.params["activation"] == "relu"
    assert "units" not in replaced.spec.params
    assert canvas.graph.links == stack().links
    assert canvas.document.selection == {"hidden"}
    assert canvas.document.undo_stack.count() == 1


def test_that_a_name_which_said_the_kind_says_the_new_one(qtbot: QtBot, catalog: Catalog) -> None:
    graph = Graph(nodes=(node("dense_1", "Dense", units=4), node("dropout", "Dropout", 300, 0, rate=0.5)))
    canvas = show_canvas(qtbot, catalog, graph)

    canvas.drop("Dropout", canvas.middle("dense_1"))

    assert canvas.graph.node("dense_1").name == "dropout_1"


def test_that_a_choice_the_new_kind_has_not_is_left_behind(qtbot: QtBot, catalog: Catalog) -> None:
    graph = Graph(nodes=(node("a", "Conv1D", filters=8, kernel_size=3, padding="causal"),))
    canvas = show_canvas(qtbot, catalog, graph)

    canvas.drop("Conv2D", canvas.middle("a"))

    assert canvas.graph.node("a").spec.params == {"filters": 8, "kernel_size": 3}


def test_that_the_edge_of_a_card_still_stands_for_the_gap_in_a_stack(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    canvas.drop("Dropout", QPointF(40, 84 + 50))

    assert [node.id for node in canvas.graph.nodes][2] == "dropout"


def test_that_a_hovered_card_is_ringed_and_the_words_say_what_happens(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    said: list[str] = []
    canvas.view.message.connect(said.append)

    canvas.enter("Dropout", canvas.middle("left"))
    assert said[-1] == "Replace Dense by Dropout"
    assert canvas.scene.nodes["left"].hint == "good"
    canvas.leave()

    assert (said[-1], canvas.scene.nodes["left"].hint) == ("", None)


def test_that_a_layer_with_too_few_inputs_is_refused_in_words(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    said: list[str] = []
    canvas.view.message.connect(said.append)

    canvas.drop("Dense", canvas.middle("join"))
    canvas.drop("Input", canvas.middle("left"))

    assert "Dense takes 1 input at most, but 2 links lead to “join”." in said
    assert "Input takes no input, but “left” is fed by another layer." in said
    assert canvas.graph == branched()
