"""The explorers' figures beside plain Keras and a GradientTape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from workbench.catalog.catalog import Catalog
from workbench.catalog.surfaces import SURFACES
from workbench.foundation.errors import WorkbenchError
from workbench.project.spec import Spec
from workbench.protocol.exploring import (
    ActivationCurve,
    AskActivation,
    AskInitializer,
    AskLosses,
    AskNeuron,
    AskRace,
    InitializerDrawn,
    LossesCompared,
    NeuronAnswer,
    Question,
    RaceRun,
    SurfaceName,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with numpy 2.4
]
_PREDICTED = (0.2, 0.7, 0.1)
_RACERS = (
    Spec("SGD", {"momentum": 0.9, "nesterov": True}),
    Spec("RMSprop"),
    Spec("Adam", {"amsgrad": True, "weight_decay": 0.01}),
    Spec("Lion"),
)


def answer(question: Question) -> Any:
    from workbench.engine.exploring.explorer import Explorer

    return Explorer().answer(question)


def by_name(name: str) -> Spec:
    return Spec("Activation", {"activation": name})


def test_that_every_activation_and_its_slope_are_those_of_keras(catalog: Catalog) -> None:
    import keras
    import tensorflow as tf

    at = (-3.0, -0.7, -0.1, 0.2, 0.6, 1.4, 5.0)
    names = catalog.kind("layer", "Activation").param("activation").choices
    for name in set(names) - {"threshold"}:  # which has no defaults, so that Keras itself refuses the name
        told = answer(AskActivation(layer=by_name(name), at=at))

        pairs = tf.constant([[x, 0.0] for x in at], dtype=tf.float64)
        with tf.GradientTape() as tape:
            tape.watch(pairs)
            y = keras.activations.get(name)(pairs)[:, 0]
        slopes = tape.gradient(y, pairs, unconnected_gradients=tf.UnconnectedGradients.ZERO)[:, 0]
        assert isinstance(told, ActivationCurve)
        np.testing.assert_allclose(told.at_y, y.numpy(), atol=1e-9, err_msg=name)
        np.testing.assert_allclose(told.at_slope, slopes.numpy(), atol=1e-9, err_msg=name)
        assert told.has_neighbours == (name in ("glu", "softmax", "log_softmax", "sparsemax")), name


def test_that_a_layer_with_parameters_and_a_formula_are_explored_too(catalog: Catalog) -> None:
    leaky = answer(AskActivation(layer=Spec("LeakyReLU", {"negative_slope": 0.25}), at=(-2.0, 2.0)))
    typed = answer(AskActivation(layer=by_name("formula:x**2"), at=(3.0,)))

    assert leaky.at_y == (-0.5, 2.0)
    assert leaky.at_slope == (0.25, 1.0)
    assert (typed.at_y, typed.at_slope) == ((9.0,), (6.0,))
    for kind in catalog.of("layer"):
        if kind.family == "activation":
            assert len(answer(AskActivation(layer=Spec(kind.name, kind.starting_params()))).y) == 241


def test_that_the_courses_two_losses_come_out_as_it_has_them() -> None:
    losses = (Spec("MeanSquaredError"), Spec("BinaryCrossentropy"))
    told = answer(AskLosses(losses=losses, predicted=(0.9,), target=0.0))

    squared, entropy = told.losses
    assert f"{squared.value:.2f} {squared.slopes[0]:.1f}" == "0.81 1.8"
    assert f"{entropy.value:.2f} {entropy.slopes[0]:.0f}" == "2.30 10"
    assert squared.slopes[0] == pytest.approx(1.8, abs=1e-12)
    assert entropy.slopes[0] == pytest.approx(10.0, abs=1e-12)


def test_that_losses_of_classes_and_of_numbers_are_those_of_keras(catalog: Catalog) -> None:
    import keras
    import tensorflow as tf

    sparse = {"SparseCategoricalCrossentropy", "CategoricalGeneralizedCrossEntropy"}
    for kind in catalog.of("loss"):
        if kind.name in ("CTC", "Circle"):
            continue
        told = answer(
            AskLosses(losses=(Spec(kind.name),), predicted=_PREDICTED, target=1, moved=1, are_shares=True)
        )

        target = [[1.0]] if kind.name in sparse else [[0.0, 1.0, 0.0]]
        given = tf.constant([_PREDICTED], dtype=tf.float64)
        with tf.GradientTape() as tape:
            tape.watch(given)
            value = getattr(keras.losses, kind.name)(dtype="float64")(tf.constant(target, tf.float64), given)
        assert isinstance(told, LossesCompared)
        (loss,) = told.losses
        assert loss.value == pytest.approx(float(value), abs=1e-9), kind.name
        np.testing.assert_allclose(loss.slopes, tape.gradient(value, given).numpy()[0], atol=1e-9)
        # Along the way from 0 to 1 the others share the rest: at 0.7 it is the prediction itself.
        place = told.x.index(pytest.approx(0.7))
        assert loss.along[place] == pytest.approx(float(value), abs=1e-6), kind.name


def test_that_logits_go_through_the_softmax_of_the_loss() -> None:
    import keras

    spec = Spec("SparseCategoricalCrossentropy", {"from_logits": True})
    (loss,) = answer(AskLosses(losses=(spec,), predicted=(2.0, -1.0, 0.5), target=2, low=-6, high=6)).losses

    plain = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    assert loss.value == pytest.approx(float(plain(np.array([2]), np.array([[2.0, -1.0, 0.5]]))), abs=1e-6)
    assert sum(loss.slopes) == pytest.approx(0.0, abs=1e-9)


def test_that_what_is_drawn_is_what_keras_draws_for_that_seed() -> None:
    import keras

    told = answer(AskInitializer(initializer=Spec("HeNormal", {"seed": 7}), shape=(3, 3, 16, 32)))

    kernel = np.asarray(keras.initializers.HeNormal(seed=7)((3, 3, 16, 32)), dtype=np.float64)
    assert isinstance(told, InitializerDrawn)
    assert (told.fan_in, told.fan_out, told.width) == (144, 288, 144)
    assert (told.mean, told.deviation) == pytest.approx((kernel.mean(), kernel.std()), abs=1e-9)
    assert told.counts == tuple(np.histogram(kernel, bins=41)[0])
    assert told.deviation == pytest.approx(np.sqrt(2 / 144), rel=0.05)


def test_that_signals_live_on_vanish_and_explode_as_theory_has_it() -> None:
    def variances(initializer: Spec, activation: str = "relu") -> Any:
        asked = AskInitializer(initializer=initializer, shape=(256, 256), activation=activation)
        return answer(asked).variances

    he, small, large = (
        variances(Spec("HeNormal")),
        variances(Spec("RandomNormal", {"stddev": 0.01})),
        variances(Spec("RandomNormal", {"stddev": 1.0})),
    )
    assert len(he) == 10
    assert 0.3 < he[-1] / he[0] < 3
    assert small[-1] < 1e-10
    assert large[-1] > 1e15
    assert variances(Spec("LecunNormal"), "linear")[-1] == pytest.approx(1.0, rel=0.3)
    assert set(variances(Spec("Zeros"))) == {0.0}


@pytest.mark.parametrize("surface", ["ravine", "minima"])
def test_that_optimizers_take_the_steps_that_keras_takes(surface: SurfaceName) -> None:
    import keras
    import tensorflow as tf

    told = answer(
        AskRace(
            optimizers=tuple(spec.with_param("learning_rate", 0.05) for spec in _RACERS),
            surface=surface,
            start=(-1.5, 0.8),
            steps=12,
        )
    )

    assert isinstance(told, RaceRun)
    for spec, way in zip(_RACERS, told.ways, strict=True):
        optimizer = getattr(keras.optimizers, spec.kind)(learning_rate=0.05, **spec.params)
        place = keras.Variable([-1.5, 0.8])
        expected = [np.array(place)]
        for _ in range(12):
            with tf.GradientTape() as tape:
                height = SURFACES[surface].height(place.value[0], place.value[1])
            optimizer.apply([tf.convert_to_tensor(tape.gradient(height, place.value))], [place])
            expected.append(np.array(place))
        np.testing.assert_allclose(np.column_stack((way.x, way.y)), expected, atol=1e-5, err_msg=spec.kind)


def test_that_another_start_or_rate_needs_no_new_race_and_begins_afresh() -> None:
    from workbench.engine.exploring.explorer import Explorer

    explorer, usual = Explorer(), Spec("Adam", {"learning_rate": 0.1})
    question = AskRace(optimizers=(usual,), surface="bowl", start=(1.0, 1.0), steps=10)
    first: Any = explorer.answer(question)
    other = AskRace(
        optimizers=(usual.with_param("learning_rate", 0.3),), surface="bowl", start=(1.0, -1.0), steps=10
    )
    explorer.answer(other)

    assert len(explorer._course._runners) == 1
    assert explorer.answer(question) == first
    assert len(first.ways[0].x) == 11


def test_that_a_race_that_overflows_ends_where_it_is_last_seen() -> None:
    wild = Spec("SGD", {"learning_rate": 5.0})
    (way,) = answer(AskRace(optimizers=(wild,), surface="minima", start=(1.8, 1.3), steps=50)).ways

    assert 1 <= len(way.x) < 51
    assert np.isfinite(way.x).all()


def test_that_the_courses_neuron_answers_as_it_has_it() -> None:
    first = answer(AskNeuron(inputs=(2, 3), weights=(0, 1), bias=4))
    hidden = answer(AskNeuron(inputs=(2, 3), weights=(0, 1), bias=0))
    output = answer(AskNeuron(inputs=(hidden.output, hidden.output), weights=(0, 1), bias=0))

    assert isinstance(first, NeuronAnswer)
    assert (first.total, round(first.output or 0, 3)) == (7.0, 0.999)
    assert (round(hidden.output, 4), round(output.output, 4)) == (0.9526, 0.7216)
    assert len(first.ground.shades) == 48 * 48


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            AskActivation(layer=Spec("Dense", {"units": 3})),
            "Expected an activation, received the layer Dense",
        ),
        (AskActivation(layer=by_name("nothing")), "nothing"),
        (AskLosses(losses=(Spec("MeanSquaredError"),), predicted=(0.1, 0.9), target=2), "from 0 to 1"),
        (AskLosses(losses=(Spec("Nothing"),), predicted=(0.1,), target=0), "offers no loss"),
        (AskInitializer(initializer=Spec("Zeros"), shape=(9000, 9000)), "4,000,000 numbers at most"),
        (AskInitializer(initializer=Spec("Identity"), shape=(3, 3, 2, 2)), "2D"),
        (AskRace(optimizers=(Spec("Adam"),), surface="bowl", start=(0, 0), steps=9999), "1 to 500 steps"),
        (AskRace(optimizers=(Spec("Nothing"),), surface="bowl", start=(0, 0)), "offers no optimizer"),
        (AskNeuron(inputs=(0, 0), weights=(0, 0), bias=0, activation="nothing"), "nothing"),
    ],
)
def test_that_what_can_not_be_explored_is_said_in_words(question: Question, told: str) -> None:
    with pytest.raises(WorkbenchError) as refusal:
        answer(question)
    assert told in refusal.value.problems[0].message
