"""Shared layers, several outputs and frozen layers, as the canvas and the inspector show them."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.edits import ShareLayer
from workbench.project.graph import Link, Point
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.canvas.face_maker import FaceMaker
from workbench.ui.canvas.sight import Sight
from workbench.ui.canvas.summary import summary
from workbench.ui.document.document import Document
from workbench.ui.inspector.layer_panel import LayerPanel
from workbench.ui.theme import Theme


@pytest.fixture
def canvas(qtbot: QtBot, catalog: Catalog) -> Canvas:
    return show_canvas(qtbot, catalog, branched())


@pytest.fixture
def shared(qapp: object, catalog: Catalog) -> Document:
    """A document with ``left`` used once more as ``dense``, analysed."""
    project = ShareLayer("left", Point(480, 0)).apply(Project(graph=branched()))
    document = Document(project, catalog)
    figures = LayerAnalysis(id="left", name="left", kind="Dense", params=1036, trainable_params=1036)
    again = LayerAnalysis(id="dense", name="left", kind="Dense")
    document.set_analysis(Analysis(layers=(figures, again), params=1036, trainable_params=1036))
    return document


def test_that_a_layer_is_used_again_beside_itself_in_one_step(canvas: Canvas) -> None:
    canvas.document.select({"left"})
    canvas.view.actions_table.share.trigger()

    again = canvas.graph.nodes[-1]
    assert (again.shares, canvas.document.selection) == ("left", {again.id})
    assert canvas.document.undo_stack.count() == 1
    canvas.document.undo_stack.undo()
    assert canvas.graph == branched()


@pytest.mark.parametrize(
    ("chosen", "offered"), [({"left"}, True), ({"left", "right"}, False), ({"image"}, False)]
)
def test_that_one_layer_can_be_used_again_and_an_input_can_not(
    canvas: Canvas, chosen: set[str], offered: bool
) -> None:
    canvas.document.select(chosen)

    assert canvas.view.actions_table.share.isEnabled() == offered


def test_that_both_cards_of_a_shared_layer_say_so(shared: Document) -> None:
    nodes = FaceMaker(shared, Sight(shared, shared)).make().nodes

    owner, again, other = nodes["left"], nodes["dense"], nodes["right"]
    assert (owner.is_shared, again.is_shared, other.is_shared) == (True, True, False)
    assert (owner.params, owner.name) == ("1,036", "left")
    assert (again.params, again.name, again.summary) == ("", "", "shared with left")


def test_that_shared_cards_are_painted(qtbot: QtBot, catalog: Catalog, shared: Document) -> None:
    canvas = show_canvas(qtbot, catalog, shared.project.graph)

    with_chain = canvas.view.grab().toImage()
    canvas.document.select({"dense"})
    canvas.view.actions_table.delete.trigger()
    canvas.document.select(())

    assert canvas.view.grab().toImage() != with_chain


def test_that_the_inspector_edits_the_owner_and_tells_its_problems(
    qtbot: QtBot, shared: Document, theme: Theme
) -> None:
    panel = LayerPanel(shared, theme, lambda _group, _kind: None)
    qtbot.addWidget(panel)
    shared.set_problems((error("bad", "node:left.units", "Expected 1 or more.", "Set units."),))

    panel.show_node(shared.project.graph.node("dense"))
    panel.form.param_changed.emit("units", 9)

    assert panel.header.params.text() == "shared with left: 1,036 parameters"
    assert shared.project.graph.node("left").spec.params == {"units": 9}
    assert panel.form.row("units").message.text() == "✕ Expected 1 or more. Set units."


def test_that_a_card_has_an_output_port_for_each_tensor_its_layer_gives(canvas: Canvas) -> None:
    shapes = ((None, 5), (None, 5), (None, 5))
    canvas.document.set_analysis(
        Analysis(layers=(LayerAnalysis(id="left", name="left", kind="LSTM", output_shapes=shapes),))
    )

    item = canvas.scene.nodes["left"]
    canvas.drag(item.output_point(2), canvas.input("out"))

    assert item.face.outputs == 3
    assert Link("left", "out", 2, 0) in canvas.graph.links


def test_that_a_summary_says_that_a_layer_is_frozen_and_of_another_type(catalog: Catalog) -> None:
    spec = Spec("Dense", {"units": 8, "trainable": False, "dtype": "mixed_float16"})

    assert summary(spec, catalog.kind("layer", "Dense")) == "8 · frozen · mixed_float16"
