"""What the window computes without Keras, beside Keras itself."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.catalog.catalog import Catalog
from workbench.catalog.rate_curve import rate_curve
from workbench.catalog.schedules import schedule_rates
from workbench.project.rates import Cosine, Exponential, RateShape, TimeBased
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("keras_here")]
_FIRST = {"initial_learning_rate": 0.1}
SCHEDULES = (
    Spec("ExponentialDecay", {**_FIRST, "decay_steps": 30, "decay_rate": 0.9}),
    Spec("ExponentialDecay", {**_FIRST, "decay_steps": 30, "decay_rate": 0.9, "staircase": True}),
    Spec("InverseTimeDecay", {**_FIRST, "decay_steps": 30, "decay_rate": 0.5}),
    Spec("InverseTimeDecay", {**_FIRST, "decay_steps": 30, "decay_rate": 0.5, "staircase": True}),
    Spec("PolynomialDecay", {**_FIRST, "decay_steps": 70, "end_learning_rate": 0.01, "power": 2.0}),
    Spec("PolynomialDecay", {**_FIRST, "decay_steps": 30, "cycle": True}),
    Spec("CosineDecay", {**_FIRST, "decay_steps": 70, "alpha": 0.1}),
    Spec("CosineDecay", {**_FIRST, "decay_steps": 50, "warmup_target": 0.4, "warmup_steps": 20}),
    Spec("CosineDecayRestarts", {**_FIRST, "first_decay_steps": 20}),
    Spec(
        "CosineDecayRestarts", {**_FIRST, "first_decay_steps": 20, "t_mul": 1.0, "m_mul": 0.8, "alpha": 0.1}
    ),
    Spec("PiecewiseConstantDecay", {"boundaries": (20, 50), "values": (0.1, 0.05, 0.01)}),
)


def keras_rates(schedule: Spec, steps: int) -> list[float]:
    from workbench.engine.model.objects import make

    made = make("schedule", schedule)
    return [float(made(step)) for step in range(steps)]


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda spec: spec.kind)
def test_that_every_schedule_is_drawn_as_keras_has_it(schedule: Spec, catalog: Catalog) -> None:
    ours = schedule_rates(schedule, np.arange(100.0), catalog)
    assert ours == pytest.approx(keras_rates(schedule, 100), rel=2e-5, abs=1e-7)


def test_that_no_schedule_of_keras_is_forgotten(catalog: Catalog) -> None:
    assert {kind.name for kind in catalog.of("schedule")} == {spec.kind for spec in SCHEDULES}


@pytest.mark.parametrize(
    ("shape", "schedule"),
    [
        (TimeBased(decay=0.2), Spec("InverseTimeDecay", {**_FIRST, "decay_steps": 1, "decay_rate": 0.2})),
        (
            Exponential(k=0.1),
            Spec("ExponentialDecay", {**_FIRST, "decay_steps": 1, "decay_rate": float(np.exp(-0.1))}),
        ),
        (Cosine(alpha=0.05), Spec("CosineDecay", {**_FIRST, "decay_steps": 30, "alpha": 0.05})),
        (
            Cosine(warmup=4),
            Spec(
                "CosineDecay",
                {"initial_learning_rate": 0.02, "decay_steps": 26, "warmup_target": 0.1, "warmup_steps": 4},
            ),
        ),
    ],
    ids=["time-based", "exponential", "cosine", "warm-up"],
)
def test_that_a_shape_is_keras_own_schedule_of_the_epoch(
    shape: RateShape, schedule: Spec, catalog: Catalog
) -> None:
    settings = TrainingSpec(rate=shape, epochs=30, optimizer=Spec("SGD", {"learning_rate": 0.1}))
    assert rate_curve(settings, None, catalog).y == pytest.approx(
        keras_rates(schedule, 30), rel=2e-5, abs=1e-7
    )
