"""The bundled networks of the course: the parameters that it counts, and the figures that it works out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench.project.samples import open_project

if TYPE_CHECKING:
    from workbench.protocol.analysis import Analysis

pytestmark = pytest.mark.slow

Shape = tuple[int | None, ...]
COURSE: dict[str, tuple[Shape, tuple[Shape, ...], int]] = {
    "neuron": ((None, 2), ((None, 1),), 3),
    "neuron-two-layers": ((None, 2), ((None, 1),), 9),
    "perceptron": ((None, 2), ((None, 1),), 3),
    "xor-mlp": ((None, 2), ((None, 1),), 17),
    "xor-functional": ((None, 2), ((None, 1),), 7),
    "mlp-31": ((None, 4), ((None, 4),), 31),
    "custom-activation": ((None, 2), ((None, 2),), 42),
    "sequential-100": ((None, 100), ((None, 2),), 6_594),
    "mnist-softmax": ((None, 28, 28), ((None, 10),), 7_850),
    "mnist-softmax-functional": ((None, 28, 28), ((None, 10),), 7_850),
    "dropout-visible": ((None, 8, 8, 1), ((None, 10),), 6_570),
    "dropout-hidden": ((None, 8, 8, 1), ((None, 10),), 6_570),
    "cnn-base": ((None, 150, 150, 3), ((None, 5),), 4_828_997),
    "cnn-kernel5": ((None, 150, 150, 3), ((None, 5),), 1_175_493),
    "cnn-gap": ((None, 150, 150, 3), ((None, 5),), 158_309),
    "cnn-gap-128": ((None, 150, 150, 3), ((None, 5),), 382_757),
    "cnn-batchnorm": ((None, 150, 150, 3), ((None, 5),), 373_957),
    "cnn-augmented": ((None, 150, 150, 3), ((None, 5),), 373_957),
    "alexnet": ((None, 150, 150, 3), ((None, 5),), 29_995_781),
    "vgg16": ((None, 150, 150, 3), ((None, 5),), 65_075_013),
    "vgg16-keras": ((None, 224, 224, 3), ((None, 5),), 134_281_029),
    "googlenet": ((None, 224, 224, 3), ((None, 5), (None, 5), (None, 5)), 8_483_647),
}
SMALL = tuple(name for name, (_, _, count) in COURSE.items() if count < 10_000)


def _analysed(name: str) -> Analysis:
    from workbench.engine.model.analyse import Analyser

    return Analyser().analyse(open_project(name)[0])


def _built(name: str) -> Any:
    from workbench.engine.model.build import build

    return build(open_project(name)[0].graph)


def _compiled(name: str) -> Any:
    from workbench.engine.training.compiling import compile_model

    model = _built(name)
    compile_model(model, open_project(name)[0])
    return model


@pytest.mark.parametrize("name", COURSE)
def test_that_a_network_has_the_shapes_and_the_parameters_of_the_course(name: str):
    graph, analysis = open_project(name)[0].graph, _analysed(name)
    shapes = {layer.id: layer.output_shapes[0] for layer in analysis.layers}
    given, gives, count = COURSE[name]

    assert [shapes[node.id] for node in graph.inputs()] == [given]
    assert tuple(shapes[node.id] for node in graph.outputs()) == gives
    assert analysis.params == count
    assert analysis.problems == ()


@pytest.mark.parametrize("name", [*SMALL, "cnn-gap", "cnn-augmented", "googlenet"])
def test_that_keras_own_model_has_as_many(name: str):
    assert _built(name).count_params() == COURSE[name][2]


def test_that_the_weights_by_hand_give_the_figures_that_are_worked_out_on_paper():
    import numpy as np

    given = np.array([[2.0, 3.0]])
    two_layers = _built("neuron-two-layers")
    hidden = two_layers.get_layer("hidden")(given)

    assert _built("neuron")(given).numpy() == pytest.approx(0.999, abs=5e-4)
    assert hidden.numpy().ravel() == pytest.approx([0.9526, 0.9526], abs=5e-5)
    assert two_layers(given).numpy() == pytest.approx(0.7216, abs=5e-5)


def test_that_the_perceptron_answers_nothing_but_0_or_1():
    import numpy as np

    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])

    assert set(_built("perceptron")(corners).numpy().ravel()) <= {0.0, 1.0}


def test_that_the_auxiliary_heads_count_three_tenths():
    project, _ = open_project("googlenet")

    names = [node.name for node in project.graph.outputs()]
    weights = {head.output: head.weight for head in project.training.heads}
    assert names == ["output", "aux1_output", "aux2_output"]
    assert weights == {"aux1_output": 0.3, "aux2_output": 0.3}


def test_that_the_augmented_network_is_the_one_before_on_other_images():
    plain, augmented = open_project("cnn-batchnorm")[0], open_project("cnn-augmented")[0]

    assert [node.spec for node in augmented.graph.nodes] == [node.spec for node in plain.graph.nodes]
    flip, turn, zoom = augmented.data.augment
    assert (flip.kind, turn.kind, zoom.kind) == ("RandomFlip", "RandomRotation", "RandomZoom")
    assert float(str(turn.params["factor"])) * 360 == pytest.approx(15)
    assert zoom.params == {"height_factor": 0.1}


@pytest.mark.parametrize("name", ["cnn-augmented", "alexnet", "vgg16", "googlenet"])
def test_that_a_large_network_does_a_training_step_on_four_images(name: str):
    import numpy as np

    model, classes = _compiled(name), np.array([0, 1, 2, 3])
    model.run_eagerly = True  # tracing it would take longer than the step
    images = np.random.default_rng(0).uniform(0, 255, (4, *model.input_shape[1:])).astype("float32")
    before = [np.array(weight) for weight in model.get_layer(index=-1).get_weights()]

    model.train_on_batch(images, classes if len(model.outputs) == 1 else [classes] * len(model.outputs))

    after = model.get_layer(index=-1).get_weights()
    assert all(np.isfinite(weight).all() for weight in after)
    assert any((old != new).any() for old, new in zip(before, after, strict=True))


def test_that_vgg16_of_keras_is_one_closed_block_as_keras_draws_it_anew():
    from workbench.engine.applications.drawing import drawn

    graph = open_project("vgg16-keras")[0].graph
    (block,) = graph.blocks
    assert block.is_collapsed and block.application is not None
    made = drawn(block.application)

    assert [(node.name, node.spec, node.origin) for node in graph.nodes[2:]] == [
        (node.name, node.spec, node.origin) for node in made.nodes
    ]
