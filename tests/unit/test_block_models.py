"""Blocks as models within the model: they compute, train and are kept as the flat network is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.blocks import grouped
from tests.helpers.drawings import graph, node
from tests.helpers.graphs import chain, dense, given
from tests.helpers.scripted import scripted
from workbench.project.graph import Graph, Link
from workbench.project.nesting import without_blocks
from workbench.project.repeats import unroll
from workbench.project.spec import Spec

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    # Keras' own: conversion of variables in saving; a mask that goes into a model is used there, and told.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .of type Functional. was passed an input with a mask"),
]


def residual(repeat: int = 1) -> Graph:
    """in -> stem -> (a -> drop -> b -> add, with the way around) x repeat -> out."""
    drawing = graph(
        node("in", "Input", shape=(6,)),
        node("stem", "Dense", units=5, activation="relu"),
        node("a", "Dense", units=5, activation="tanh"),
        node("norm", "BatchNormalization"),
        node("b", "Dense", units=5, trainable=False),
        node("add", "Add"),
        node("out", "Dense", units=3, activation="softmax"),
        ways="in>stem stem>a a>norm norm>b b>add stem>add:1 add>out",
    )
    inner = grouped(drawing, "inner", "a", "norm")
    return grouped(inner, "residual", "inner", "b", "add", repeat=repeat)


def two_ends() -> Graph:
    """Two inputs into a block with two outputs, one of them used further on and both of them ends."""
    drawing = graph(
        node("left", "Input", shape=(4,)),
        node("right", "Input", shape=(4,)),
        node("less", "Subtract"),
        node("first", "Dense", units=1),
        node("second", "Dense", units=2),
        node("last", "Dense", units=3),
        ways="left>less right>less:1 less>first less>second left>last",
    )
    return grouped(drawing, "heads", "less", "first", "second")


def words() -> Graph:
    drawing = chain(
        given(None, dtype="int32"),
        Spec("Embedding", {"input_dim": 9, "output_dim": 4, "mask_zero": True}),
        Spec("LSTM", {"units": 3, "return_sequences": True}),
        Spec("GRU", {"units": 2}),
    )
    return grouped(grouped(drawing, "embedding", "n1"), "reading", "n2")


def states() -> Graph:
    drawing = graph(
        node("in", "Input", shape=(7, 3)),
        node("encoder", "LSTM", units=5, return_state=True),
        node("decoder", "LSTM", units=5),
        ways="in>encoder in>decoder",
    )
    further = (Link("encoder", "decoder", 1, 1), Link("encoder", "decoder", 2, 2))
    return grouped(Graph(nodes=drawing.nodes, links=(*drawing.links, *further)), "encoding", "encoder")


def _flat(drawing: Graph) -> Graph:
    spelled = unroll(drawing).graph
    return without_blocks(spelled, {block.id for block in spelled.blocks})


def _nesting(model: Any) -> Any:
    """Return the names of a model's layers, in a dictionary for each model within; inputs left out."""
    import keras

    return [
        {layer.name: _nesting(layer)} if isinstance(layer, keras.Model) else layer.name
        for layer in model.layers
        if not isinstance(layer, keras.layers.InputLayer)
    ]


def _examples(model: Any, count: int = 6) -> Any:
    rng = np.random.default_rng(0)
    arrays = [
        rng.integers(0, 9, (count, *(axis or 5 for axis in tensor.shape[1:])))
        if tensor.dtype == "int32"
        else rng.normal(size=(count, *tensor.shape[1:])).astype("float32")
        for tensor in model.inputs
    ]
    return arrays[0] if len(arrays) == 1 else arrays


def _take_over(model: Any, other: Any) -> None:
    """Give every layer of a model the weights of the other one's layer of its name."""
    from workbench.engine.model.inside import layers_of

    weights = {layer.name: layer.get_weights() for layer in layers_of(other) if layer.weights}
    for layer in layers_of(model):
        if layer.weights:
            layer.set_weights(weights.pop(layer.name))
    assert not weights


def _answers(model: Any, examples: Any) -> list[Any]:
    import keras

    return [np.asarray(answer) for answer in keras.tree.flatten(model(examples, training=False))]


DRAWINGS = {
    "blocks in a repeated block": residual(3),
    "two ends of a block": two_ends(),
    "masks across borders": words(),
    "the states of a block": states(),
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_that_nested_and_flat_are_one_network_also_after_saving(drawing: Graph, tmp_path: Path) -> None:
    import keras

    from workbench.engine.model.build import build

    nested, flat = build(drawing), build(_flat(drawing))
    _take_over(nested, flat)
    examples = _examples(flat)
    nested.save(tmp_path / "nested.keras")
    again = keras.saving.load_model(tmp_path / "nested.keras")

    assert nested.count_params() == again.count_params() == flat.count_params()
    assert len(nested.trainable_weights) == len(again.trainable_weights) == len(flat.trainable_weights)
    assert nested.output_names == flat.output_names or len(flat.outputs) == 1
    for ours, loaded, expected in zip(
        _answers(nested, examples), _answers(again, examples), _answers(flat, examples), strict=True
    ):
        np.testing.assert_allclose(ours, expected, rtol=1e-5, atol=1e-6)
        np.testing.assert_array_equal(loaded, ours)


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_that_the_script_makes_the_same_models_within_the_model(drawing: Graph) -> None:
    from workbench.engine.model.build import build
    from workbench.engine.model.inside import layers_of

    model, again = build(drawing), scripted(drawing)
    _take_over(again, model)
    examples = _examples(model)

    assert again.count_params() == model.count_params()
    assert again.output_names == model.output_names
    assert _nesting(again) == _nesting(model)
    frozen = [[layer.name for layer in layers_of(each) if not layer.trainable] for each in (model, again)]
    assert frozen[0] == frozen[1]
    for ours, expected in zip(_answers(again, examples), _answers(model, examples), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-5, atol=1e-6)


def test_that_copies_whose_names_are_taken_are_spelled_out_in_the_script() -> None:
    from workbench.engine.model.build import build

    drawing = chain(given(4), dense(4), dense(4))
    taken = Graph(nodes=(*drawing.nodes[:2], replace(drawing.nodes[2], name="n1_2")), links=drawing.links)
    blocked = grouped(taken, "block", "n1", repeat=3)
    assert _nesting(scripted(blocked)) == _nesting(build(blocked))


def test_that_a_script_of_a_block_that_shares_with_the_outside_is_the_same_network() -> None:
    from tests.unit.test_sharing_models import siamese
    from workbench.engine.model.build import build

    blocked = grouped(siamese(), "left_tower", "tower")
    model, again = build(blocked), scripted(blocked)
    _take_over(again, model)
    examples = _examples(model)
    assert again.count_params() == model.count_params() == 19
    np.testing.assert_allclose(_answers(again, examples)[0], _answers(model, examples)[0], rtol=1e-6)


def test_that_a_step_of_training_changes_nested_and_flat_alike_and_leaves_the_frozen() -> None:
    from workbench.engine.model.build import build
    from workbench.engine.model.inside import layer_named, layers_of

    nested, flat = build(residual(2)), build(_flat(residual(2)))
    _take_over(nested, flat)
    frozen = layer_named(nested, "b_2").get_weights()
    examples, targets = _examples(flat, 16), np.eye(3, dtype="float32")[np.arange(16) % 3]
    losses = []
    for model in (nested, flat):
        model.compile(optimizer="sgd", loss="categorical_crossentropy")
        losses.append(model.train_on_batch(examples, targets))

    assert losses[0] == pytest.approx(losses[1], rel=1e-5)
    trained = {layer.name: layer.get_weights() for layer in layers_of(flat)}
    for layer in layers_of(nested):
        for one, other in zip(layer.get_weights(), trained.get(layer.name, []), strict=False):
            np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
    assert all(
        np.array_equal(a, b) for a, b in zip(frozen, layer_named(nested, "b_2").get_weights(), strict=True)
    )


def test_that_each_block_and_each_copy_is_a_model_of_its_name() -> None:
    from workbench.engine.model.build import build

    model = build(residual(3))
    assert [layer.name for layer in model.layers] == [
        *("in", "stem", "residual", "residual_2", "residual_3", "out")
    ]
    second = model.get_layer("residual_2")
    assert [layer.name for layer in second.layers][1:] == ["inner_2", "b_2", "add_2"]
    assert [layer.name for layer in second.get_layer("inner_2").layers][1:] == ["a_2", "norm_2"]


def test_that_losses_and_metrics_of_ends_in_a_block_have_the_names_of_their_layers(tmp_path: Path) -> None:
    import keras

    from workbench.checks.monitors import available_metrics
    from workbench.engine.model.build import build
    from workbench.engine.training.compiling import compile_model
    from workbench.project.project import Project
    from workbench.project.training import TrainingSpec

    training = TrainingSpec(loss=Spec("MeanSquaredError"), metrics=(Spec("MeanAbsoluteError"),))
    project = Project(graph=two_ends(), training=training)
    model = build(project.graph)
    compile_model(model, project)
    targets = [np.zeros((6, units), "float32") for units in (1, 2, 3)]
    figures = model.evaluate(_examples(model), targets, verbose=0, return_dict=True)
    model.save(tmp_path / "m.keras")

    assert model.output_names == ["first", "second", "last"]
    assert sorted(figures) == sorted(available_metrics(project, has_validation=False))
    again = keras.saving.load_model(tmp_path / "m.keras", compile=False)
    assert again.output_names == ["first", "second", "last"]


def test_that_an_end_in_a_repeated_block_has_the_name_of_what_was_drawn() -> None:
    from workbench.engine.model.build import build

    drawing = graph(
        *(node("in", "Input", shape=(4,)), node("deep", "Dense", units=4), node("wide", "Dense", units=2)),
        ways="in>deep in>wide",
    )
    model = build(grouped(drawing, "block", "deep", repeat=3))
    assert model.output_names == ["deep", "wide"]
    assert [tuple(tensor.shape) for tensor in model.outputs] == [(None, 4), (None, 2)]


def test_that_a_layer_called_inside_and_outside_of_a_block_is_one_layer_also_after_saving(
    tmp_path: Path,
) -> None:
    import keras

    from tests.unit.test_sharing_models import siamese
    from workbench.engine.model.build import build

    model = build(grouped(siamese(), "left_tower", "tower", repeat=1))
    model.save(tmp_path / "m.keras")
    again = keras.saving.load_model(tmp_path / "m.keras")

    assert model.count_params() == again.count_params() == 4 * 3 + 3 + 3 + 1
    examples = _examples(model)
    np.testing.assert_array_equal(_answers(model, examples)[0], _answers(again, examples)[0])


def test_that_a_network_that_can_not_be_models_is_refused_at_the_block() -> None:
    from workbench.engine.model.build import build
    from workbench.foundation.errors import WorkbenchError

    with pytest.raises(WorkbenchError, match="back in") as caught:
        build(grouped(residual(), "wrong", "stem", "out"))
    assert caught.value.problems[0].where == "block:wrong"


def test_that_layers_in_blocks_learn_their_figures_from_what_reaches_them() -> None:
    from workbench.engine.data.adapt import adapt_layers
    from workbench.engine.model.build import build
    from workbench.engine.model.inside import layer_named

    x = np.linspace(0, 1, 100, dtype=np.float32)[:, np.newaxis]
    drawing = chain(
        given(1), Spec("Rescaling", {"scale": 10.0, "offset": 3.0}), Spec("Normalization"), dense(1)
    )
    for blocked in (grouped(drawing, "block", "n2"), grouped(grouped(drawing, "b", "n2"), "a", "b", "n1")):
        model = build(blocked)
        adapt_layers(model, x)
        assert np.asarray(layer_named(model, "n2").mean).item() == pytest.approx(8.0, rel=1e-4)


def test_that_half_precision_keeps_the_type_of_an_end_in_a_block() -> None:
    import keras

    from workbench.engine.model.build import build

    keras.config.set_dtype_policy("mixed_float16")
    drawing = graph(
        node("in", "Input", shape=(4,)),
        node("half", "Dense", units=2),
        node("whole", "Dense", units=2, dtype="float32"),
        ways="in>half in>whole",
    )
    model = build(grouped(drawing, "heads", "half", "whole"))
    assert [tensor.dtype for tensor in model.outputs] == ["float16", "float32"]
