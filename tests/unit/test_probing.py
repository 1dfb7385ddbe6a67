"""Probing, boundary, Grad-CAM and occlusion against plain Keras and a GradientTape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Bundled, DataSpec
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.protocol.probing import Reading, WeightChange

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with numpy 2.4
]


def bench() -> Any:
    from workbench.engine.evaluation.at_hand import RunAtHand
    from workbench.engine.evaluation.probing import Bench

    return Bench(RunAtHand())


def probe(project: Project, *changes: WeightChange, **given: Any) -> Reading:
    from workbench.engine.evaluation.probing import Given, Probed

    return bench().probe(Probed(project, Path()), Given(**given), changes)


def values(reading: Reading) -> dict[str, list[float]]:
    return {layer.layer: list(layer.values) for layer in reading.layers}


def test_that_the_courses_neurons_come_out_as_it_has_them() -> None:
    one = values(probe(open_project("neuron")[0], values=(2.0, 3.0)))
    two = values(probe(open_project("neuron-two-layers")[0], values=(2.0, 3.0)))

    assert round(one["neuron"][0], 3) == 0.999
    assert [round(value, 4) for value in two["hidden"]] == [0.9526, 0.9526]
    assert round(two["output"][0], 4) == 0.7216


def test_that_a_weight_changed_by_hand_flows_on_and_is_back_for_the_next_probe() -> None:
    from workbench.engine.evaluation.probing import Given, Probed

    project, on = open_project("neuron-two-layers")[0], bench()
    probed, given = Probed(project, Path()), Given(values=(2.0, 3.0))
    # hidden: kernel (2, 2) row by row, then its bias; number 5 is the bias of the second neuron.
    changed = values(on.probe(probed, given, [WeightChange(layer="hidden", place=5, value=-3.0)]))
    again = values(on.probe(probed, given, []))

    assert [round(value, 4) for value in changed["hidden"]] == [0.9526, 0.5]
    assert round(changed["output"][0], 4) == round(float(1 / (1 + np.exp(-0.5))), 4)
    assert round(again["output"][0], 4) == 0.7216


def test_that_what_does_not_fit_is_said_in_words() -> None:
    project = open_project("neuron")[0]

    with pytest.raises(WorkbenchError, match="expected 2 numbers"):
        probe(project, values=(1.0, 2.0, 3.0))
    with pytest.raises(WorkbenchError, match="a layer of the network, received none"):
        probe(project, WeightChange(layer="none", place=0, value=1.0))
    with pytest.raises(WorkbenchError, match="a weight of neuron, received number 3"):
        probe(project, WeightChange(layer="neuron", place=3, value=1.0))


def test_that_every_layer_of_a_network_of_pictures_reads_what_keras_gives() -> None:
    import keras

    from workbench.engine.evaluation.probing import Given, Probed

    project, on = open_project("digits-cnn")[0], bench()
    probed = Probed(project, Path())
    reading = on.probe(probed, Given(row=3), [])
    model = on.model(probed)

    x = np.array(reading.given, dtype=np.float32).reshape(1, *reading.shape)
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    expected = keras.Model(model.inputs, [layer.output for layer in layers]).predict(x, verbose=0)
    told = {layer.layer: layer for layer in reading.layers}
    assert reading.label in project_classes()
    assert reading.picture
    for layer, output in zip(layers, expected, strict=True):
        one = told[layer.name]
        assert one.shape == output.shape[1:]
        assert (one.mean, one.minimum, one.maximum) == pytest.approx(
            (output.mean(), output.min(), output.max()), abs=1e-5
        )
        assert bool(one.picture) == (output.ndim == 4 and min(output.shape[1:3]) > 1)


def project_classes() -> tuple[str, ...]:
    return tuple("0123456789")


def test_that_layers_within_models_are_read_too() -> None:
    import keras

    from workbench.engine.evaluation.passing import as_array, layer_outputs

    inner_in = keras.Input((3,))
    inner = keras.Model(inner_in, keras.layers.Dense(2, name="within")(inner_in), name="block")
    outer_in = keras.Input((3,))
    model = keras.Model(outer_in, keras.layers.Dense(1, name="last")(inner(outer_in)))
    x = np.ones((1, 3), dtype=np.float32)

    outputs, kept = layer_outputs(model, x)

    np.testing.assert_allclose(as_array(kept["within"]), inner.predict(x, verbose=0), atol=1e-6)
    np.testing.assert_allclose(as_array(outputs), model.predict(x, verbose=0), atol=1e-6)


def convolutional() -> tuple[Any, np.ndarray]:
    import keras

    keras.utils.set_random_seed(5)
    given = keras.Input((12, 10, 3))
    maps = keras.layers.Conv2D(6, 3, activation="relu", name="conv")(given)
    pooled = keras.layers.GlobalAveragePooling2D()(keras.layers.BatchNormalization()(maps))
    model = keras.Model(given, keras.layers.Dense(4, activation="softmax")(pooled))
    return model, np.random.default_rng(2).random((1, 12, 10, 3)).astype(np.float32)


def test_that_grad_cam_is_that_of_a_plain_gradient_tape() -> None:
    import keras
    import tensorflow as tf

    from workbench.engine.evaluation.explaining import grad_cam, last_maps

    model, x = convolutional()
    assert last_maps(model) == "conv"
    plain = keras.Model(model.input, [model.get_layer("conv").output, model.output])
    for unit in range(4):
        with tf.GradientTape() as tape:
            maps, scores = plain(x, training=False)
            score = scores[0, unit]
        gradients = tape.gradient(score, maps).numpy()[0]
        expected = np.maximum((maps.numpy()[0] * gradients.mean(axis=(0, 1))).sum(axis=-1), 0)

        ours = grad_cam(model, x, "conv", unit)

        np.testing.assert_allclose(ours, expected / (expected.max() or 1), atol=1e-5)


def test_that_occlusion_is_that_of_covering_patch_by_patch() -> None:
    from workbench.engine.evaluation.explaining import explain, occlusion

    model, x = convolutional()

    ours = occlusion(model, x, 2, grey=0.5, patches=5)

    before = model.predict(x, verbose=0)[0, 2]
    for row in range(5):
        for column in range(5):
            covered = x.copy()
            rows = slice(*np.linspace(0, 12, 6).round().astype(int)[row : row + 2])
            covered[:, rows, 2 * column : 2 * column + 2] = 0.5
            fall = before - model.predict_on_batch(covered)[0, 2]
            assert ours[row, column] == pytest.approx(fall, abs=1e-6)
    told = explain(model, x, (0.0, 1.0), -1, ("a", "b", "c", "d"))
    assert told.name == "abcd"[int(model.predict(x, verbose=0).argmax())]
    assert (told.cam_shape, len(told.cam)) == ((10, 8), 80)


def test_that_a_boundary_is_what_the_model_answers_over_the_plane() -> None:
    import keras

    from workbench.engine.data.ready import ready
    from workbench.engine.evaluation.boundary import boundary
    from workbench.project.data import Split

    keras.utils.set_random_seed(1)
    given = keras.Input((2,))
    hidden = keras.layers.Dense(3, activation="tanh", name="hidden")(given)
    model = keras.Model(given, keras.layers.Dense(1, activation="sigmoid")(hidden))
    data = ready(DataSpec(source=Bundled("xor"), split=Split(validation=0, test=0)), Path())

    drawn = boundary(model, data, side=20)

    (ground,) = drawn.grounds
    shares = np.frombuffer(ground.shades, dtype=np.uint8).reshape(20, 20) / 255
    told = ground.low + shares * (ground.high - ground.low)
    at = (
        drawn.x[0] + (0.5 / 20) * (drawn.x[1] - drawn.x[0]),
        drawn.y[1] - (0.5 / 20) * (drawn.y[1] - drawn.y[0]),
    )
    expected = model.predict(np.array([at], dtype=np.float32), verbose=0)[0, 0]
    assert told[0, 0] == pytest.approx(float(expected), abs=(ground.high - ground.low) / 250)
    assert [neuron.name for neuron in drawn.hidden] == ["hidden 1", "hidden 2", "hidden 3"]
    assert sorted(drawn.training) == [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
    with pytest.raises(WorkbenchError, match="expected a network of shape 2"):
        boundary(keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)]), data)


def test_that_a_plane_without_the_data_is_drawn_and_says_what_it_lacks(tmp_path: Path) -> None:
    import keras

    from workbench.engine.evaluation.at_hand import RunAtHand
    from workbench.engine.evaluation.boundary import boundary_of
    from workbench.project.data import Table
    from workbench.runs.folder import create

    keras.utils.set_random_seed(1)
    given = keras.Input((2,))
    model = keras.Model(given, keras.layers.Dense(1, activation="sigmoid")(given))
    data = DataSpec(source=Table(path="moved.csv", target="y"))
    folder = create(Project(title="moved", data=data), home=tmp_path, base=tmp_path)
    model.save(folder.checkpoints / "best.keras")

    drawn = boundary_of(folder.path, "best", RunAtHand(), side=16)

    (problem,) = drawn.problems
    assert "moved.csv" in problem.message
    assert (len(drawn.grounds[0].shades), drawn.training, drawn.classes) == (256, (), ())
    assert (drawn.x, drawn.names) == ((-2.0, 2.0), ("x1", "x2"))
