"""Keras objects from specs: what is made, and what is refused in words."""

import math

import numpy as np
import pytest

from workbench.catalog.formula import ACTIVATION, RATE
from workbench.code.formula import translate
from workbench.foundation.errors import WorkbenchError
from workbench.project.spec import Spec

pytestmark = pytest.mark.slow


def _problems(group, spec):
    from workbench.engine.model.objects import make

    with pytest.raises(WorkbenchError) as caught:
        make(group, spec)
    return caught.value.problems


def test_that_nested_specs_become_nested_objects() -> None:
    from workbench.engine.model.objects import make

    decay = {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}
    optimizer = make("optimizer", Spec("SGD", {"learning_rate": Spec("ExponentialDecay", decay)}))
    assert math.isclose(float(optimizer.learning_rate), 0.1, rel_tol=1e-6)
    layer = make("layer", Spec("Dense", {"units": 3, "kernel_constraint": Spec("MaxNorm", {"max_value": 3})}))
    assert layer.kernel_constraint.max_value == 3


def test_that_accuracy_stays_the_word_of_keras() -> None:
    from workbench.engine.model.objects import make

    assert make("metric", Spec("accuracy")) == "accuracy"


@pytest.mark.parametrize(
    ("group", "spec", "where", "received"),
    [
        ("optimizer", Spec("SGD", {"learning_rate": -1.0}), "training.optimizer.learning_rate", "-1.0"),
        ("optimizer", Spec("SGD", {"learning_rate": True}), "training.optimizer.learning_rate", "True"),
        ("optimizer", Spec("Evil"), "training.optimizer", "Evil"),
        ("callback", Spec("EarlyStopping", {"mode": "up"}), "training.callbacks.mode", "'up'"),
        ("callback", Spec("EarlyStopping", {"patience": 1.5}), "training.callbacks.patience", "1.5"),
        ("callback", Spec("CSVLogger", {"filename": "/etc/passwd"}), "training.callbacks.filename", "/etc"),
        ("callback", Spec("CSVLogger", {"filename": "a/../../b"}), "training.callbacks.filename", "a/.."),
        ("callback", Spec("CSVLogger", {"filename": "C:\\x.csv"}), "training.callbacks.filename", "C:"),
        ("callback", Spec("ModelCheckpoint", {"filepath": "x.h4"}), "training.callbacks", "x.h4"),
        ("layer", Spec("Dense", {}), "graph.units", "units"),
        ("layer", Spec("Dense", {"units": 1, "activation": "evil"}), "graph.activation", "'evil'"),
        (
            "layer",
            Spec("Dense", {"units": 1, "kernel_initializer": Spec("Dense")}),
            "graph.kernel_initializer",
            "",
        ),
        ("layer", Spec("StringLookup", {"vocabulary": "/etc/passwd"}), "graph.vocabulary", "/etc/passwd"),
        ("layer", Spec("TimeDistributed", {"layer": Spec("Lambda")}), "graph.layer", "Lambda"),
    ],
)
def test_that_a_bad_parameter_is_told_in_its_place(group, spec, where, received) -> None:
    (problem,) = _problems(group, spec)
    assert problem.where.startswith(where)
    assert received in problem.message


def test_that_all_bad_parameters_are_told_together() -> None:
    assert len(_problems("callback", Spec("EarlyStopping", {"mode": "up", "patience": -1, "foo": 1}))) == 3


def test_that_a_spec_nested_without_end_is_refused() -> None:
    spec = Spec("Dense", {"units": 1})
    for _ in range(50):
        spec = Spec("TimeDistributed", {"layer": spec})
    (problem,) = _problems("layer", spec)
    assert problem.code == "too-deep"


def test_that_callbacks_write_below_the_given_folder(tmp_path) -> None:
    from workbench.engine.model.objects import make

    logger = make("callback", Spec("CSVLogger", {"filename": "history.csv"}), folder=tmp_path)
    assert logger.filename == str(tmp_path / "history.csv")


def test_that_a_formula_is_an_activation_that_can_be_differentiated() -> None:
    import tensorflow as tf

    from workbench.engine.model.objects import make

    layer = make("layer", Spec("Activation", {"activation": "formula:where(x > 0, x, 0.1 * x) + max(x, 0)"}))
    x = tf.constant([[-2.0, 3.0]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x)
    assert np.allclose(y, [[-0.2, 6.0]])
    assert np.allclose(tape.gradient(y, x), [[0.1, 2.0]])


def test_that_a_formula_keeps_half_precision() -> None:
    import numpy

    from workbench.engine.model.formulas import FormulaActivation

    assert FormulaActivation("x * exp(1)")(_half(numpy)).dtype == "float16"


def _half(numpy):
    from keras import ops

    return ops.convert_to_tensor(numpy.ones((1, 2), "float16"))


@pytest.mark.parametrize("name", sorted(ACTIVATION.functions))
def test_that_keras_the_script_and_the_curve_agree_on_a_function(name) -> None:
    from keras import ops

    from workbench.engine.model.formulas import FormulaActivation
    from workbench.ui.inspector.editors.formula import compute

    of_several = {"where": "where(x > 1, x, 0.5 ** x) // 0.3 % 2"}
    text = of_several.get(name, f"{name}(x, 1.1)" if ACTIVATION.functions[name] == (2, 2) else f"{name}(x)")
    x = np.array([[0.25, 1.0, 1.75, 7.5]])

    ours = np.asarray(FormulaActivation(text)(ops.convert_to_tensor(x)))

    scripted = eval(translate(text, ACTIVATION, ""), {"ops": ops, "x": ops.convert_to_tensor(x)})
    np.testing.assert_allclose(np.asarray(scripted), ours)
    if name != "softmax":  # which looks at all of x, and is drawn of two
        np.testing.assert_allclose(compute(text, x), ours, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", sorted(RATE.functions))
def test_that_the_run_and_the_script_agree_on_a_function_of_the_rate(name) -> None:
    from workbench.engine.model.formulas import FormulaRate

    arguments = ("lr", "epoch", "0.5")[: RATE.functions[name][0]]
    text = f"{name}({', '.join(arguments)})"

    scripted = eval(translate(text, RATE, ""), {"math": math, "epoch": 3.0, "lr": 0.4})
    assert FormulaRate(text)(3, 0.4) == scripted


def test_that_a_learning_rate_follows_a_formula_of_the_epoch() -> None:
    from workbench.engine.model.objects import make

    schedule = {"schedule": "0.1 * 0.5 ** floor((1 + epoch) / 10)"}
    scheduler = make("callback", Spec("LearningRateScheduler", schedule))
    assert [scheduler.schedule(epoch, 0.3) for epoch in (0, 8, 9, 19)] == [0.1, 0.1, 0.05, 0.025]


@pytest.mark.parametrize("formula", ["9**9**9**9", "1/epoch", "x", "lr.real", "where(epoch > 0, lr)"])
def test_that_a_schedule_that_cannot_be_computed_is_refused(formula) -> None:
    (problem,) = _problems("callback", Spec("LearningRateScheduler", {"schedule": formula}))
    assert problem.code == "bad-formula"
