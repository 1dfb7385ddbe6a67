"""A link dragged from a port into the void asks for a layer."""

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Link, Point
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.canvas.quick.panel import QuickAdd


def _panel(canvas: Canvas) -> QuickAdd:
    found = canvas.view.findChild(QuickAdd)
    assert isinstance(found, QuickAdd)
    return found


def _offered(canvas: Canvas) -> list[str]:
    model = _panel(canvas).list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_that_a_layer_chosen_at_the_end_of_a_link_is_added_and_connected(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drag(canvas.output("join"), QPointF(-100, 440))
    qtbot.keyClicks(_panel(canvas).field, "dense 7")
    qtbot.keyClick(_panel(canvas).field, Qt.Key.Key_Return)

    assert Link("join", "dense") in canvas.graph.links
    assert canvas.graph.node("dense").at == Point(-208, 440)
    assert canvas.graph.node("dense").spec.params == {"units": 7}
    assert canvas.document.selection == {"dense"}
    canvas.document.undo_stack.undo()
    assert canvas.graph == branched()


def test_that_a_link_drawn_backwards_asks_for_the_layer_before(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drag(canvas.input("out"), QPointF(-100, 320))
    qtbot.keyClicks(_panel(canvas).field, "in 8")
    qtbot.keyClick(_panel(canvas).field, Qt.Key.Key_Return)

    assert Link("input", "out") in canvas.graph.links


def test_that_only_layers_that_take_the_tensor_are_offered_most_used_first(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    layer = LayerAnalysis(id="join", name="join", kind="Concatenate", output_shapes=((None, 8, 8, 3),))
    canvas.document.set_analysis(Analysis(layers=(layer,)))

    canvas.drag(canvas.output("join"), QPointF(-100, 440))

    offered = _offered(canvas)
    assert offered[:3] == ["Dense", "Conv2D", "MaxPooling2D"]
    assert not {"Conv1D", "MaxPooling3D", "Input"} & {*offered}
    qtbot.keyClicks(_panel(canvas).field, "conv1d")
    assert _offered(canvas)[0] == "Conv1D"


def test_that_escape_leaves_everything_as_it_was(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drag(canvas.output("join"), QPointF(-100, 440))
    qtbot.keyClick(_panel(canvas).field, Qt.Key.Key_Escape)

    assert canvas.document.undo_stack.count() == 0
    assert canvas.view.hasFocus()
