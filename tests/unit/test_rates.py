"""Shapes of the learning rate: as the course writes them, as they are checked, drawn and written as code."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.catalog.catalog import Catalog
from workbench.catalog.rate_curve import rate_curve
from workbench.catalog.rates import ShapedRate
from workbench.checks.rates import rate_shape
from workbench.code.objects import Objects
from workbench.code.rates import shaping
from workbench.project import file
from workbench.project.project import Project
from workbench.project.rates import Cosine, Exponential, OneCycle, RateFormula, RateShape, StepDrop, TimeBased
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

_LR0, _EPOCHS = 0.1, 40
SHAPES: dict[str, tuple[RateShape, Callable[[int], float]]] = {
    "time-based": (TimeBased(), lambda epoch: _LR0 / (1 + _LR0 / _EPOCHS * epoch)),
    "time-based with a decay": (TimeBased(decay=0.5), lambda epoch: _LR0 / (1 + 0.5 * epoch)),
    "step": (
        StepDrop(drop=0.3, epochs_drop=7),
        lambda epoch: _LR0 * math.pow(0.3, math.floor((1 + epoch) / 7)),
    ),
    "exponential": (Exponential(k=0.2), lambda epoch: _LR0 * math.exp(-0.2 * epoch)),
    "formula": (RateFormula(formula="lr0 * where(epoch < 5, 1, 0.1)"), lambda e: 0.1 if e < 5 else 0.01),
}
_ALL = (*(shape for shape, _ in SHAPES.values()), Cosine(), Cosine(warmup=5, alpha=0.1), OneCycle())


def training(shape: RateShape | None = None, **others: object) -> TrainingSpec:
    sgd = Spec("SGD", {"learning_rate": _LR0})
    return TrainingSpec(**{"optimizer": sgd, "epochs": _EPOCHS, "rate": shape, **others})  # type: ignore[arg-type]


def typed(formula: str) -> TrainingSpec:
    return training(RateFormula(formula=formula))


@pytest.mark.parametrize("name", SHAPES)
def test_that_a_shape_is_what_the_course_writes(name: str, catalog: Catalog) -> None:
    shape, expected = SHAPES[name]
    curve = rate_curve(training(shape), None, catalog)

    assert curve.y == pytest.approx([expected(epoch) for epoch in range(_EPOCHS)], rel=1e-12)
    assert curve.x.tolist() == list(range(_EPOCHS))


def test_that_one_cycle_rises_to_the_rate_and_falls_far_below_where_it_began() -> None:
    rate = ShapedRate(OneCycle(rise=0.25, div=25, final_div=10_000))
    rates = [rate(epoch, epochs=_EPOCHS, lr0=_LR0) for epoch in range(_EPOCHS)]

    assert rates[0] == pytest.approx(_LR0 / 25)
    assert int(np.argmax(rates)) == 10
    assert max(rates) == pytest.approx(_LR0)
    assert rates[-1] < 0.01 * rates[0] + 1e-3
    assert np.all(np.diff(rates[:11]) > 0) and np.all(np.diff(rates[10:]) < 0)


@pytest.mark.parametrize("shape", _ALL, ids=lambda shape: type(shape).__name__)
def test_that_the_script_computes_the_same_rates(shape: RateShape, catalog: Catalog) -> None:
    objects = Objects(catalog)
    (call,) = shaping(training(shape), objects)
    scope: dict[str, object] = {"math": math}
    exec(objects.definitions()[0], scope)
    written = scope["learning_rate"]
    assert callable(written) and call.function == "keras.callbacks.LearningRateScheduler"

    curve = rate_curve(training(shape), None, catalog)

    assert [written(epoch, 0.5) for epoch in range(_EPOCHS)] == pytest.approx(curve.y, rel=1e-12)


@given(
    lr0=st.floats(1e-6, 10),
    epochs=st.integers(1, 200),
    warmup=st.integers(0, 300),
    rise=st.floats(0.01, 0.99),
    decay=st.none() | st.floats(0, 100),
)
def test_that_no_shape_gives_anything_but_a_rate(
    lr0: float, epochs: int, warmup: int, rise: float, decay: float | None
) -> None:
    shapes = (TimeBased(decay=decay), StepDrop(), Exponential(), Cosine(warmup=warmup), OneCycle(rise=rise))
    for shape in shapes:
        rate = ShapedRate(shape)
        rates = [rate(epoch, epochs=epochs, lr0=lr0) for epoch in range(epochs)]
        assert all(0 <= value <= lr0 * (1 + 1e-9) for value in rates)


WRONG: dict[str, tuple[TrainingSpec, str, str]] = {
    "a schedule too": (
        training(StepDrop(), optimizer=Spec("SGD", {"learning_rate": Spec("CosineDecay")})),
        "error",
        "training.rate",
    ),
    "a scheduler too": (
        training(StepDrop(), callbacks=(Spec("LearningRateScheduler", {"schedule": "lr"}),)),
        "error",
        "training.rate",
    ),
    "a plateau too": (
        training(StepDrop(), callbacks=(Spec("ReduceLROnPlateau"),)),
        "warning",
        "training.rate",
    ),
    "a drop of none": (training(StepDrop(drop=0.0)), "error", "training.rate.drop"),
    "a drop every no epoch": (training(StepDrop(epochs_drop=0)), "error", "training.rate.epochs_drop"),
    "a rising decay": (training(TimeBased(decay=-0.1)), "error", "training.rate.decay"),
    "warm-up for ever": (training(Cosine(warmup=40)), "error", "training.rate.warmup"),
    "a rise all along": (training(OneCycle(rise=1.0)), "error", "training.rate.rise"),
    "no formula": (typed("lr0 * "), "error", "training.rate.formula"),
    "code": (typed("__import__('os')"), "error", "training.rate.formula"),
    "an unknown name": (typed("lr * 0.5"), "error", "training.rate.formula"),
    "a division by zero": (
        training(RateFormula(formula="lr0 / (5 - epoch)")),
        "error",
        "training.rate.formula",
    ),
    "a rate below zero": (
        training(RateFormula(formula="lr0 - 0.01 * epoch")),
        "error",
        "training.rate.formula",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_that_a_shape_that_makes_no_sense_is_told(name: str, catalog: Catalog) -> None:
    wrong, severity, where = WRONG[name]
    found = [(problem.severity, problem.where) for problem in rate_shape(wrong, catalog)]
    assert found == [(severity, where)]


@pytest.mark.parametrize("shape", _ALL, ids=lambda shape: type(shape).__name__)
def test_that_good_shapes_pass_and_survive_the_file(shape: RateShape, catalog: Catalog) -> None:
    assert list(rate_shape(training(shape), catalog)) == []

    project = Project(training=training(shape))

    assert file.loads(file.dumps(project)) == project


def test_that_a_project_without_a_shape_has_none_in_its_file() -> None:
    assert b'"rate"' not in file.dumps(Project())


def test_that_a_schedule_waits_for_the_steps_of_an_epoch(catalog: Catalog) -> None:
    schedule = Spec("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5})
    settings = training(optimizer=Spec("SGD", {"learning_rate": schedule}), epochs=4)

    assert "not known" in rate_curve(settings, None, catalog).trouble
    curve = rate_curve(settings, 10, catalog)
    assert curve.y[curve.x == 2.0] == pytest.approx([0.025])


def test_that_a_scheduler_callback_is_drawn_from_rate_to_rate(catalog: Catalog) -> None:
    callbacks = (Spec("LearningRateScheduler", {"schedule": "lr * 0.5"}),)
    curve = rate_curve(training(callbacks=callbacks, epochs=3), None, catalog)
    assert curve.y == pytest.approx([0.05, 0.025, 0.0125])
