"""Every layer of the palette in the smallest graph that takes it: file, model, script and ``.keras``."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.graphs import node
from tests.helpers.layers import analyser, smallest
from tests.helpers.scripted import scripted
from workbench.catalog.catalog import bundled
from workbench.catalog.kinds import Kind
from workbench.project import file
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.project.spec import Spec

pytestmark = pytest.mark.slow
_LAYERS = [kind for kind in bundled().of("layer") if kind.name != "Input"]

LEFT_OUT = {
    "Layer": "a base class",
    "Wrapper": "a base class",
    "InputLayer": "Input stands for it",
    "Lambda": "runs code that came with a project",
    "TFSMLayer": "reads a model from a folder",
    "TorchModuleWrapper": "needs another framework and its code",
    "JaxLayer": "needs another framework and its code",
    "FlaxLayer": "needs another framework and its code",
    "Equalization": "gives back its input tensor itself, which Keras' functional models take for a cycle",
}


def _figures(model: Any) -> tuple[Any, ...]:
    return (
        [tuple(tensor.shape) for tensor in model.inputs],
        [tuple(tensor.shape) for tensor in model.outputs],
        model.count_params(),
        [(weight.path.split("/")[-1], tuple(weight.shape), weight.trainable) for weight in model.weights],
    )


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras' own saving
@pytest.mark.parametrize("kind", _LAYERS, ids=lambda kind: kind.name)
def test_that_a_layer_stays_the_same_on_every_way_out(kind: Kind, tmp_path: Path) -> None:
    import keras

    from workbench.engine.model.build import build

    graph = smallest(kind.name)
    drawn = file.loads(file.dumps(Project(graph=graph))).graph
    model = build(drawn)
    model.save(tmp_path / "model.keras")

    assert drawn == graph
    assert _figures(model) == _figures(scripted(drawn))
    assert _figures(model) == _figures(keras.models.load_model(tmp_path / "model.keras"))


_STATEFUL = [kind for kind in _LAYERS if kind.has_param("return_state") or kind.outputs > 1]


@pytest.mark.parametrize(
    "kind", [*_STATEFUL, bundled().kind("layer", "Bidirectional")], ids=lambda kind: kind.name
)
def test_that_every_output_of_a_layer_can_be_led_on(kind: Kind) -> None:
    from workbench.engine.model.build import build

    graph = _with_states(smallest(kind.name))
    given = analyser().analyse_graph(graph).layer("layer").output_shapes
    ends = tuple(node(f"end{number}", Spec("Identity")) for number in range(len(given)))
    links = tuple(Link("layer", end.id, number) for number, end in enumerate(ends))
    whole = Graph(nodes=(*graph.nodes, *ends), links=(*graph.links, *links))

    model = build(whole)

    assert len(given) > 1
    assert tuple(tuple(tensor.shape) for tensor in model.outputs) == given
    assert _figures(model) == _figures(scripted(whole))


def _with_states(graph: Graph) -> Graph:
    """Return the graph with a layer that gives its states too, if it can."""
    params = dict(graph.node("layer").spec.params)
    kind = graph.node("layer").spec.kind
    if kind == "Bidirectional":
        params["layer"] = Spec("LSTM", {"units": 4, "return_state": True})
    elif bundled().kind("layer", kind).has_param("return_state"):
        params["return_state"] = True
    return Project(graph=graph).with_node(node("layer", Spec(kind, params))).graph


def test_that_every_public_layer_of_keras_is_placeable_or_left_out_for_a_reason() -> None:
    import keras

    known = {name for kind in bundled().of("layer") for name in (kind.name, *kind.aliases)}
    classes = {
        name
        for name, cls in vars(keras.layers).items()
        if inspect.isclass(cls) and issubclass(cls, keras.layers.Layer)
    }

    assert classes - known == LEFT_OUT.keys()
