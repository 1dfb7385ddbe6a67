"""Networks of keras.applications as blocks: what Keras itself makes of them, to the last weight.

``pytest --hypothesis-profile=thorough -m slow tests/unit/test_applications.py`` compares all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.helpers.applications import fed
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import WorkbenchError
from workbench.project import clip as clips
from workbench.project.graph import Application

if TYPE_CHECKING:
    from workbench.engine.model.analyse import Analyser

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("keras_as_it_was")]

SMALL: dict[str, dict[str, Any]] = {
    "MobileNet": {"include_top": False, "input_shape": (32, 32, 3), "alpha": 0.25, "pooling": "avg"},
    "MobileNetV3Small": {"include_top": False, "input_shape": (32, 32, 3), "minimalistic": False},
    "ConvNeXtTiny": {"include_top": True, "input_shape": (32, 32, 3), "classes": 5},
    "InceptionResNetV2": {"include_top": False, "input_shape": (75, 75, 3), "pooling": "max"},
}
"""Families of plain layers, of sums, of models with hidden layers in them, and of another hidden layer."""


def _drawn(name: str, options: dict[str, Any], weights: str = "") -> clips.Clip:
    from workbench.engine.applications.drawing import drawn

    return drawn(Application(network=name, options=options, weights=weights))


def _own(name: str, options: dict[str, Any]) -> Any:
    import keras

    return getattr(keras.applications, name)(weights=None, **options)


@pytest.fixture(scope="module")
def analyser(keras_here: None) -> Analyser:
    from workbench.engine.model.analyse import Analyser

    return Analyser()


def test_that_every_network_of_keras_is_offered():
    import inspect

    import keras

    from workbench.engine.applications.functions import offers

    public = {name for name, made in vars(keras.applications).items() if inspect.isfunction(made)}
    found = {offer.name: offer for offer in offers()}
    assert found.keys() == public
    assert {"include_top", "pooling", "classes", "input_shape"} <= set(found["VGG16"].options)
    assert "alpha" in found["MobileNet"].options
    assert (found["VGG16"].is_bgr, found["MobileNet"].is_bgr) == (True, False)
    assert (found["MobileNet"].black, found["MobileNet"].white) == ((-1.0,) * 3, (1.0,) * 3)
    assert found["VGG16"].black == (-103.939, -116.779, -123.68)
    assert found["VGG16"].about == "Very Deep Convolutional Networks for Large-Scale Image Recognition"


def _is_thorough() -> bool:
    return settings.default is not None and settings.default.max_examples >= 10_000


def test_that_a_block_predicts_what_keras_own_network_does_with_the_same_weights(analyser: Analyser):
    for name in SMALL if _is_thorough() else ["MobileNetV3Small"]:
        _compare(name, analyser)


def _compare(name: str, analyser: Analyser) -> None:
    import numpy as np

    from workbench.engine.model.build import build
    from workbench.engine.model.inside import layer_named, layers_of

    clip = _drawn(name, SMALL[name])
    graph = fed(clip, SMALL[name]["input_shape"])
    theirs, analysis = _own(name, SMALL[name]), analyser.analyse_graph(graph)
    ours = build(graph)
    origins = [node.origin for node in clip.nodes if node.origin]
    by_kind = dict(zip(origins, (layer for layer in layers_of(theirs) if layer.weights), strict=True))
    generator = np.random.default_rng(0)
    for node in clip.nodes:
        if node.origin:
            layer = by_kind[node.origin]
            values = [np.abs(generator.normal(0.1, 0.1, weight.shape)) for weight in layer.weights]
            layer.set_weights(values)
            layer_named(ours, node.name).set_weights(values)
    images = generator.uniform(0, 255, (2, *SMALL[name]["input_shape"])).astype("float32")

    assert analysis.problems == ()
    assert analysis.params == ours.count_params() == theirs.count_params()
    expected = theirs(images).numpy()
    np.testing.assert_allclose(ours(images).numpy(), expected, rtol=1e-5, atol=1e-6 * np.abs(expected).max())


def test_that_every_network_can_be_drawn_with_as_many_parameters(catalog: Catalog, analyser: Analyser):
    from workbench.engine.applications.functions import functions

    without = {"include_top": False, "pooling": "avg", "input_shape": (331, 331, 3)}
    for name in functions() if _is_thorough() else ["EfficientNetB0"]:
        for options in ({}, without):
            for weights in ("", "imagenet"):
                _count(Application(network=name, options=options, weights=weights), catalog, analyser)


def _count(application: Application, catalog: Catalog, analyser: Analyser) -> None:
    from workbench.checks.parameters import spec_problems
    from workbench.engine.applications.drawing import drawn
    from workbench.engine.applications.functions import weightless_model

    model, clip = weightless_model(application), drawn(application)
    analysis = analyser.analyse_graph(fed(clip, model.input_shape[1:]))
    refused = [problem for node in clip.nodes for problem in spec_problems(node.spec, "layer", "", catalog)]

    assert (application.network, analysis.problems, refused) == (application.network, (), [])
    assert analysis.params == model.count_params()
    assert clips.loads(clips.dumps(clip)) == clip


def test_that_what_keras_hides_in_its_networks_is_spelled_as_layers_that_compute_the_same():
    import json

    import keras
    import numpy as np
    from keras.src.applications.convnext import LayerScale
    from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

    from workbench.engine.applications.spelling import spelled
    from workbench.engine.importing.network import read_network
    from workbench.engine.model.build import build
    from workbench.engine.model.offered import offered

    x = images = keras.Input((4, 4, 3))
    x = keras.layers.Rescaling([1.5, 2.0, 0.25])(x)
    x = LayerScale(0.5, 3, name="scale")(x + 3.0)
    x = CustomScaleLayer(0.17)([x, images])
    x = keras.layers.Multiply()([x, keras.layers.ReLU()(x) * 0.125])
    theirs = keras.Model(images, keras.layers.Softmax()(x * images + x))
    saved = spelled(json.loads(json.dumps(keras.saving.serialize_keras_object(theirs))))
    ours = build(read_network(saved, offered()).graph)
    given = np.random.default_rng(0).normal(size=(2, 4, 4, 3)).astype("float32")
    factors = [np.array([0.5, -1.0, 2.0])]
    theirs.get_layer("scale").set_weights(factors)
    ours.get_layer("scale").set_weights(factors)

    assert all(type(layer) is getattr(keras.layers, type(layer).__name__) for layer in ours.layers)
    np.testing.assert_allclose(ours(given).numpy(), theirs(given).numpy(), rtol=1e-5)


def test_that_a_network_is_one_closed_block_laid_out_inside():
    clip = _drawn("VGG16", {"classes": 5})

    (block,) = clip.blocks
    assert block.name == "vgg16" and block.is_collapsed
    assert block.application == Application(network="VGG16", options={"classes": 5})
    assert {node.block for node in clip.nodes} == {block.id}
    assert len({(node.at.x, node.at.y) for node in clip.nodes}) == len(clip.nodes)
    assert [node.name for node in clip.nodes][:2] == ["block1_conv1", "block1_conv2"]


@pytest.mark.parametrize(
    ("name", "brightest"), [("MobileNet", 255.0), ("MobileNet", 1.0), ("DenseNet121", 1.0)]
)
def test_that_a_layer_in_front_prepares_pixels_as_keras_does(name: str, brightest: float):
    import sys

    import keras
    import numpy as np

    from workbench.engine.applications.drawing import drawn
    from workbench.engine.model.objects import make

    options = {"include_top": False, "input_shape": (32, 32, 3)}
    first = drawn(Application(network=name, options=options), brightest=brightest).nodes[0]
    pixels = np.random.default_rng(0).uniform(0, 255, (1, 4, 4, 3)).astype("float32")
    prepare = sys.modules[getattr(keras.applications, name).__module__].preprocess_input

    ours = make("layer", first.spec)(pixels / 255 * brightest).numpy()

    np.testing.assert_allclose(ours, prepare(pixels.copy()), atol=2e-3)


def test_that_names_are_those_of_a_fresh_session_however_many_were_drawn_before():
    first = _drawn("InceptionV3", {"include_top": False, "input_shape": (75, 75, 3)})
    second = _drawn("InceptionV3", {"include_top": False, "input_shape": (75, 75, 3)})

    assert first == second
    assert {"conv2d", "conv2d_93"} <= {node.origin for node in first.nodes}


@pytest.mark.parametrize(
    ("network", "options", "told"),
    [
        ("VGG17", {}, "keras.applications has no “VGG17”: expected one of ConvNeXtBase"),
        ("VGG16", {"alpha": 0.5}, "VGG16 has no option “alpha”: expected one of include_top"),
        ("VGG16", {"include_top": False, "input_shape": (8, 8, 3)}, "Input size must be at least 32x32"),
        ("VGG16", {"classes": 0}, "Keras refuses this VGG16"),
    ],
)
def test_that_what_keras_refuses_is_told_in_words(network: str, options: dict[str, Any], told: str):
    with pytest.raises(WorkbenchError) as failure:
        _drawn(network, options)

    assert told in failure.value.problems[0].message
    assert len(failure.value.problems) == 1
