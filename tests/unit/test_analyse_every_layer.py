"""The analysis of every layer of the palette against the model that Keras really builds."""

import math

import pytest

from tests.helpers.layers import analyser, smallest
from workbench.catalog.catalog import bundled

pytestmark = pytest.mark.slow
_LAYERS = [kind for kind in bundled().of("layer") if kind.name != "Input"]


@pytest.mark.parametrize("kind", _LAYERS, ids=lambda kind: kind.name)
def test_that_a_layer_has_the_shape_and_parameters_that_keras_gives_it(kind) -> None:
    from workbench.engine.model.build import build

    graph = smallest(kind.name)
    analysis = analyser().analyse_graph(graph)
    model = build(graph)

    layer = analysis.layer("layer")
    assert layer is not None
    assert layer.output_shapes[0] == tuple(model.outputs[0].shape)
    assert analysis.params == model.count_params()
    assert analysis.trainable_params == sum(math.prod(w.shape) for w in model.trainable_weights)
