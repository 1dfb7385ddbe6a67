"""Layers in layers, frozen ones and other types: analysis, model and script agree, and a step trains them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.helpers.graphs import chain, dense, given
from tests.helpers.scripted import scripted
from workbench.project.graph import Graph, Link
from workbench.project.spec import Spec

pytestmark = pytest.mark.slow

SEQUENCE, FILM = given(5, 3), given(4, 8, 8, 3)
FURTHER = Spec("LSTM", {"units": 4, "return_sequences": True})
BACKWARDS = Spec("GRU", {"units": 4, "go_backwards": True})
CELLS = (Spec("LSTMCell", {"units": 4}), Spec("GRUCell", {"units": 3}))
WRAPPED = {
    "both directions": (SEQUENCE, Spec("Bidirectional", {"layer": Spec("LSTM", {"units": 4})})),
    "both directions, step by step": (
        SEQUENCE,
        Spec("Bidirectional", {"layer": FURTHER, "merge_mode": "sum"}),
    ),
    "another layer backwards": (
        SEQUENCE,
        Spec("Bidirectional", {"layer": Spec("GRU", {"units": 4}), "backward_layer": BACKWARDS}),
    ),
    "a layer at every step": (SEQUENCE, Spec("TimeDistributed", {"layer": dense(4, "relu")})),
    "a formula at every step": (
        SEQUENCE,
        Spec("TimeDistributed", {"layer": dense(4, "formula:x*exp(-x*x)")}),
    ),
    "an image at every step": (
        FILM,
        Spec("TimeDistributed", {"layer": Spec("Conv2D", {"filters": 2, "kernel_size": 3})}),
    ),
    "a wrapper in a wrapper": (
        SEQUENCE,
        Spec("TimeDistributed", {"layer": Spec("SpectralNormalization", {"layer": dense(4)})}),
    ),
    "a cell": (SEQUENCE, Spec("RNN", {"cell": Spec("GRUCell", {"units": 4})})),
    "stacked cells": (SEQUENCE, Spec("RNN", {"cell": Spec("StackedRNNCells", {"cells": CELLS})})),
    "half precision": (SEQUENCE, Spec("Dense", {"units": 4, "dtype": "mixed_float16"})),
    "double precision": (SEQUENCE, Spec("Dense", {"units": 4, "dtype": "float64"})),
    "frozen in a wrapper": (
        SEQUENCE,
        Spec("Bidirectional", {"layer": Spec("LSTM", {"units": 4}), "trainable": False}),
    ),
    "frozen with a cell in it": (
        FILM,
        Spec("ConvLSTM2D", {"filters": 2, "kernel_size": 2, "trainable": False}),
    ),
    "frozen": (SEQUENCE, Spec("Dense", {"units": 4, "trainable": False})),
}


def _weights(model: Any, layer: str) -> list[Any]:
    return [np.array(weight) for weight in model.get_layer(layer).get_weights()]


@pytest.mark.parametrize(("inputs", "layer"), WRAPPED.values(), ids=WRAPPED.keys())
def test_that_a_layer_is_analysed_built_written_and_trained(inputs: Spec, layer: Spec) -> None:
    import keras

    from workbench.engine.model.analyse import Analyser
    from workbench.engine.model.build import build

    graph = chain(inputs, layer, Spec("Flatten"), dense(1))
    analysis, model, again = Analyser().analyse_graph(graph), build(graph), scripted(graph)

    assert analysis.problems == ()
    assert analysis.layer("n1").output_shapes == (tuple(model.get_layer("n1").output.shape),)
    for other in (model, again):
        assert analysis.params == other.count_params()
        trainable = sum(int(np.prod(weight.shape)) for weight in other.trainable_weights)
        assert analysis.trainable_params == trainable
    policies = [[part.dtype_policy.name for part in other.layers] for other in (model, again)]
    assert policies[0] == policies[1]

    before = _weights(model, "n1")
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse", run_eagerly=True, jit_compile=False)
    rng = np.random.default_rng(0)
    examples = rng.normal(size=(6, *inputs.params["shape"])).astype("float32")
    assert np.isfinite(model.train_on_batch(examples, np.full((6, 1), 3.0, "float32")))
    changed = any(
        not np.array_equal(old, new) for old, new in zip(before, _weights(model, "n1"), strict=True)
    )
    assert changed == ("trainable" not in layer.params)


def test_that_several_frozen_layers_are_frozen_in_the_script_as_in_the_model() -> None:
    from workbench.engine.model.build import build

    attention = Spec("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "trainable": False})
    frozen = Spec("Dense", {"units": 3, "trainable": False})
    drawing = chain(SEQUENCE, frozen, attention, dense(1))
    both = Graph(nodes=drawing.nodes, links=(*drawing.links, Link("n1", "n2", 0, 1)))

    for model in (build(both), scripted(both)):
        assert len(model.trainable_weights) == 2
        assert len(model.weights) == 12
