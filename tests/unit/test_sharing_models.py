"""Layers called at several places, and links from their further outputs: analysis, model and script agree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.helpers.drawings import graph, node
from tests.helpers.scripted import scripted
from workbench.catalog.catalog import bundled
from workbench.code.network import network
from workbench.code.objects import Objects
from workbench.project.edits import ShareLayer
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def analyser():
    from workbench.engine.model.analyse import Analyser

    return Analyser()


def share(drawing: Graph, layer: str, *links: Link) -> Graph:
    shared = ShareLayer(layer, Point(0, 0)).apply(Project(graph=drawing)).graph
    return Graph(style=shared.style, nodes=shared.nodes, links=(*shared.links, *links))


def siamese(*, left: int = 4, right: int = 4) -> Graph:
    nodes = (
        node("left", "Input", shape=(left,)),
        node("right", "Input", shape=(right,)),
        node("tower", "Dense", units=3),
        node("apart", "Subtract"),
        node("out", "Dense", units=1),
    )
    drawing = graph(*nodes, ways="left>tower tower>apart apart>out")
    return share(drawing, "tower", Link("right", "dense"), Link("dense", "apart", input=1))


def translator(cell: str, states: int, *, wrapped: bool = False) -> Graph:
    """An encoder whose states start the decoder."""
    layer = Spec(cell, {"units": 5, "return_state": True})
    further = Spec(cell, {"units": 5, "return_sequences": True})
    if wrapped:
        layer, further = Spec("Bidirectional", {"layer": layer}), Spec("Bidirectional", {"layer": further})
    nodes = (
        node("source", "Input", shape=(7, 3)),
        node("target", "Input", shape=(6, 2)),
        Node(id="encoder", spec=layer, name="encoder", at=Point(0, 0)),
        Node(id="decoder", spec=further, name="decoder", at=Point(0, 0)),
        node("out", "Dense", units=4),
    )
    links = (
        *(Link("source", "encoder"), Link("target", "decoder"), Link("decoder", "out")),
        *(Link("encoder", "decoder", state, state) for state in range(1, states + 1)),
    )
    return Graph(nodes=nodes, links=links)


GRAPHS = {
    "one layer for two inputs": siamese(),
    "the states of an LSTM": translator("LSTM", 2),
    "the state of a GRU": translator("GRU", 1),
    "the states of both directions": translator("LSTM", 4, wrapped=True),
    "both directions apart": graph(
        node("in", "Input", shape=(7, 3)),
        node("both", "Bidirectional", layer=Spec("GRU", {"units": 5}), merge_mode=None),
        node("out", "Add"),
        ways="in>both both>out",
    ),
    "a stack that uses a layer twice": share(
        graph(
            node("in", "Input", shape=(4,)),
            node("turn", "Dense", units=4),
            ways="in>turn",
            style="sequential",
        ),
        "turn",
    ),
}
GRAPHS["both directions apart"] = Graph(
    nodes=GRAPHS["both directions apart"].nodes,
    links=(*GRAPHS["both directions apart"].links, Link("both", "out", 1, 1)),
)


@pytest.mark.parametrize("drawing", GRAPHS.values(), ids=GRAPHS.keys())
def test_that_analysis_model_and_script_are_one_network(analyser: Any, drawing: Graph) -> None:
    from workbench.engine.model.build import build

    analysis, model, again = analyser.analyse_graph(drawing), build(drawing), scripted(drawing)

    assert analysis.problems == ()
    assert analysis.params == model.count_params() == again.count_params()
    assert tuple(model.outputs[0].shape) == tuple(again.outputs[0].shape)
    assert [layer.name for layer in model.layers] == [layer.name for layer in again.layers]
    again.set_weights(model.get_weights())
    rng = np.random.default_rng(0)
    examples = [rng.normal(size=(2, *tensor.shape[1:])).astype("float32") for tensor in model.inputs]
    given = examples[0] if len(examples) == 1 else examples
    assert np.allclose(model(given), again(given))


def test_that_a_shared_layer_is_counted_once_and_computes_the_same_at_both_places(analyser: Any) -> None:
    from workbench.engine.model.build import build

    model = build(siamese())
    analysis = analyser.analyse_graph(siamese())

    assert model.count_params() == 4 * 3 + 3 + 3 + 1
    assert [analysis.layer(node).params for node in ("tower", "dense")] == [15, 0]
    assert analysis.layer("dense").output_shapes == ((None, 3),)
    same = np.ones((1, 4), "float32")
    assert np.allclose(model([same, same]), model.get_layer("out").bias)


def test_that_a_script_makes_a_shared_layer_once_and_calls_it_by_name() -> None:
    lines = network(siamese(), Objects(bundled()), ("model",)).lines

    assert [line for line in lines if "tower" in line] == [
        'tower_layer = layers.Dense(3, name="tower")',
        "tower = tower_layer(left)",
        "tower_again = tower_layer(right)",
        'apart = layers.Subtract(name="apart")([tower, tower_again])',
    ]


def test_that_a_call_on_another_shape_is_told_where_it_is(analyser: Any) -> None:
    problems = analyser.analyse_graph(siamese(right=5)).problems

    assert [(problem.code, problem.where) for problem in problems] == [("shape-mismatch", "node:dense")]


def test_that_a_wrong_parameter_of_a_shared_layer_is_told_once_and_at_its_owner(analyser: Any) -> None:
    from workbench.project.edits import SetParam

    drawing = SetParam("dense", "units", 0).apply(Project(graph=siamese())).graph

    assert [problem.where for problem in analyser.analyse_graph(drawing).problems] == ["node:tower.units"]


def test_that_an_output_before_the_first_is_told_at_its_link(analyser: Any) -> None:
    drawing = graph(node("in", "Input", shape=(4,)), node("a", "Dense", units=1))
    links = (Link("in", "a", output=-1),)

    problems = analyser.analyse_graph(Graph(nodes=drawing.nodes, links=links)).problems

    assert [problem.where for problem in problems] == ["link:in.-1->a.0"]
