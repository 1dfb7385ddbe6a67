"""Models that Keras saved come back as the graphs and the weights that they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.helpers.graphs import chain, dense, given
from tests.helpers.layers import smallest
from workbench.catalog.catalog import Catalog, bundled
from workbench.engine.importing.network import Network, read_network
from workbench.engine.importing.reading import read_model
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.project.samples import Sample, open_project, samples
from workbench.project.spec import Spec
from workbench.project.training import Head, TrainingSpec

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_that_every_bundled_network_comes_back_as_it_was(sample: Sample, catalog: Catalog) -> None:
    from workbench.engine.model.analyse import Analyser

    graph = open_project(sample.name)[0].graph
    told = _told(graph)
    back = read_network(told, catalog).graph
    analyser = Analyser()
    assert _configs(_told(back)) == _configs(told)
    assert analyser.analyse_graph(back).params == analyser.analyse_graph(graph).params


@pytest.mark.parametrize("kind", [kind.name for kind in bundled().of("layer") if kind.name != "Input"])
def test_that_every_layer_comes_back_with_the_same_configuration(kind: str, catalog: Catalog) -> None:
    told = _told(smallest(kind))
    assert _configs(_told(read_network(told, catalog).graph)) == _configs(told)


def test_that_a_sequential_model_comes_back_as_a_stack(tmp_path: Path, catalog: Catalog) -> None:
    import keras

    layers = [keras.layers.Dense(3, activation="relu", name="a"), keras.layers.Dense(1, name="b-2")]
    model = keras.Sequential([keras.Input((4,), name="input"), *layers])
    model.save(tmp_path / "stack.keras")
    project = read_model(tmp_path / "stack.keras", catalog).project
    assert project.title == "stack imported"
    assert project.graph.style == "sequential"
    assert [(node.name, node.spec) for node in project.graph.nodes] == [
        ("input", given(4)),
        ("a", dense(3, "relu")),
        ("b_2", dense(1)),
    ]


def test_that_the_order_of_inputs_and_outputs_and_shared_layers_come_back(catalog: Catalog) -> None:
    import keras

    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    twin = keras.layers.Dense(3, name="twin")
    left, right = twin(a), twin(b)
    less = keras.layers.Subtract(name="less")([right, left])
    outputs = [keras.layers.Dense(1, name="second")(less), keras.layers.Dense(2, name="first")(right)]
    graph = _read(keras.Model([b, a], outputs[::-1]), catalog).graph
    assert [node.name for node in graph.inputs()] == ["b", "a"]
    assert [node.name for node in graph.outputs()] == ["first", "second"]
    assert [node.name for node in graph.nodes].count("twin") == 2
    (sharer,) = [node for node in graph.nodes if node.shares]
    assert graph.node(sharer.shares or "").name == "twin"
    sources = [graph.node(link.source) for link in graph.into("less")]
    before = [graph.into(node.id)[0].source for node in sources]
    assert before == ["b", "a"]


def test_that_masks_which_keras_passes_along_are_no_layers(catalog: Catalog) -> None:
    import keras

    words = keras.Input((None,), dtype="int32", name="words")
    embedded = keras.layers.Embedding(10, 4, mask_zero=True)(words)
    states = keras.layers.Bidirectional(keras.layers.LSTM(3, return_sequences=True))(embedded)
    graph = _read(keras.Model(words, keras.layers.Dense(1)(keras.layers.GRU(2)(states))), catalog).graph
    assert [node.spec.kind for node in graph.nodes] == ["Input", "Embedding", "Bidirectional", "GRU", "Dense"]
    assert graph.nodes[2].spec.params == {"layer": Spec("LSTM", {"units": 3, "return_sequences": True})}


def test_that_what_a_model_was_compiled_with_comes_back(tmp_path: Path, catalog: Catalog) -> None:
    from workbench.engine.model.build import build
    from workbench.engine.training.compiling import compile_model

    schedule = Spec("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.5})
    training = TrainingSpec(
        loss=Spec("CategoricalCrossentropy", {"label_smoothing": 0.1}),
        optimizer=Spec("SGD", {"learning_rate": schedule, "momentum": 0.9}),
        metrics=(Spec("accuracy"), Spec("TopKCategoricalAccuracy", {"k": 2})),
    )
    project = Project(graph=chain(given(4), dense(3, "softmax")), training=training)
    model = build(project.graph)
    compile_model(model, project)
    model.save(tmp_path / "m.keras")
    imported = read_model(tmp_path / "m.keras", catalog)
    assert imported.project.training == training
    assert not imported.problems


def test_that_losses_of_several_outputs_come_back(tmp_path: Path, catalog: Catalog) -> None:
    import keras

    given_ = keras.Input((4,), name="given")
    outputs = [keras.layers.Dense(1, name=name)(given_) for name in ("left", "right")]
    model = keras.Model(given_, outputs)
    model.compile(
        loss={"left": "mse", "right": keras.losses.Huber()}, loss_weights={"left": 1.0, "right": 0.5}
    )
    model.save(tmp_path / "m.keras")
    heads = read_model(tmp_path / "m.keras", catalog).project.training.heads
    assert heads == (
        Head(output="left", loss=Spec("MeanSquaredError")),
        Head(output="right", loss=Spec("Huber"), weight=0.5),
    )


def test_that_an_own_loss_is_left_out_and_told(tmp_path: Path, catalog: Catalog) -> None:
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(loss=_own_loss)
    model.save(tmp_path / "m.keras")
    imported = read_model(tmp_path / "m.keras", catalog)
    (problem,) = imported.problems
    assert (problem.severity, problem.where) == ("warning", "training.loss")


def test_that_a_trained_models_answers_are_kept(tmp_path: Path, catalog: Catalog) -> None:
    from workbench.engine.importing.initial import begin_with
    from workbench.engine.model.build import build

    project, _ = open_project("digits-cnn")
    trained = build(project.graph)
    trained.save(tmp_path / "m.keras")
    imported = read_model(tmp_path / "m.keras", catalog).project
    again = build(imported.graph)
    (told,) = begin_with(again, tmp_path / "m.keras")
    examples = np.random.default_rng(0).normal(size=(8, 8, 8, 1)).astype("float32")
    assert np.array_equal(trained(examples), again(examples))
    assert told.code == "weights.kept"
    assert "anew" not in told.message


def test_that_weights_of_recurrent_and_nested_layers_are_kept(tmp_path: Path, catalog: Catalog) -> None:
    from workbench.engine.importing.initial import begin_with
    from workbench.engine.model.build import build

    graph = chain(
        given(5, 4),
        Spec("Bidirectional", {"layer": Spec("LSTM", {"units": 3, "return_sequences": True})}),
        Spec("TimeDistributed", {"layer": Spec("Dense", {"units": 6})}),
        Spec("RNN", {"cell": (Spec("GRUCell", {"units": 4}))}),
        Spec("BatchNormalization"),
        Spec("Maxout", {"units": 2}),
    )
    trained = build(graph)
    trained.set_weights([np.random.default_rng(1).random(w.shape) for w in trained.get_weights()])
    trained.save(tmp_path / "m.keras")
    again = build(read_model(tmp_path / "m.keras", catalog).project.graph)
    begin_with(again, tmp_path / "m.keras")
    assert all(np.array_equal(a, b) for a, b in zip(trained.weights, again.weights, strict=True))


def test_that_layers_which_no_longer_match_begin_anew_and_are_named(tmp_path: Path) -> None:
    from workbench.engine.importing.initial import begin_with
    from workbench.engine.model.build import build

    build(chain(given(4), dense(3), dense(2))).save(tmp_path / "m.keras")
    changed = build(chain(given(4), dense(3), dense(5), dense(2)))
    before = changed.get_layer("n2").get_weights()
    (told,) = begin_with(changed, tmp_path / "m.keras")
    assert "m.keras: n1. Begin anew: n2 (of other shapes); n3 (not in the file)." in told.message
    assert all(
        np.array_equal(a, b) for a, b in zip(before, changed.get_layer("n2").get_weights(), strict=True)
    )


def test_that_a_network_beyond_the_limit_is_refused_without_being_made(tmp_path: Path) -> None:
    from tests.helpers.keras_files import functional, write
    from workbench.engine.importing.loader import import_model
    from workbench.engine.model.analyse import Analyser
    from workbench.foundation.errors import WorkbenchError

    huge = functional(("Dense", {"units": 100_000_000}), ("Dense", {"units": 4}))
    with pytest.raises(WorkbenchError, match="parameters") as caught:
        import_model(write(tmp_path / "huge.keras", huge), Analyser())
    assert caught.value.problems[0].where == "file"


def _own_loss(true: Any, predicted: Any) -> Any:
    return true - predicted


def _told(graph: Graph) -> dict[str, Any]:
    """Return what Keras tells of a graph's model."""
    from workbench.engine.model.build import build
    from workbench.engine.model.weightless import weightless

    with weightless():
        return _json(build(graph))


def _read(model: Any, catalog: Catalog) -> Network:
    return read_network(_json(model), catalog)


def _json(model: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(model.to_json())
    return told


def _configs(told: dict[str, Any]) -> dict[str, Any]:
    """Return Keras' own configurations of a model's layers by name, with the calls."""
    return {layer["name"]: _without_ids(layer) for layer in told["config"]["layers"]}


def _without_ids(value: Any) -> Any:
    """Leave out what Keras numbers anew: ids of shared objects and names of wrapped layers."""
    if isinstance(value, dict):
        ours = {key: entry for key, entry in value.items() if key not in ("shared_object_id", "name")}
        return {key: _without_ids(entry) for key, entry in ours.items()}
    return [_without_ids(entry) for entry in value] if isinstance(value, list) else value
