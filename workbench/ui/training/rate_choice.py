"""Who shapes the learning rate: one master at a time, whichever place of the project it stands in."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from workbench.catalog.catalog import Catalog
from workbench.catalog.rates import base_rate, schedule_of
from workbench.project.rates import Cosine, Exponential, OneCycle, RateFormula, RateShape, StepDrop, TimeBased
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

CONSTANT, SCHEDULE = "constant", "schedule"
SHAPES: Mapping[str, type[RateShape]] = {
    "time_based": TimeBased,
    "step_drop": StepDrop,
    "exponential": Exponential,
    "cosine": Cosine,
    "one_cycle": OneCycle,
    "formula": RateFormula,
}
CALLBACKS: Mapping[str, str] = {"plateau": "ReduceLROnPlateau", "scheduler": "LearningRateScheduler"}
"""The callbacks of Keras that set the rate, by the name of the choice."""
_USUAL = 0.01


def chosen(training: TrainingSpec) -> str:
    """Return which of the choices a training has."""
    for name, shape in SHAPES.items():
        if isinstance(training.rate, shape):
            return name
    if schedule_of(training.optimizer) is not None:
        return SCHEDULE
    kinds = {spec.kind for spec in training.callbacks}
    return next((name for name, kind in CALLBACKS.items() if kind in kinds), CONSTANT)


def choose(
    training: TrainingSpec, choice: str, catalog: Catalog, steps_per_epoch: int | None
) -> TrainingSpec:
    """Return the training with another master of the rate, and without those it had.

    A Keras schedule begins with half a cosine over all epochs, where the steps of one are known.
    """
    lr0 = first_rate(training.optimizer, catalog)
    callbacks = tuple(spec for spec in training.callbacks if spec.kind not in CALLBACKS.values())
    optimizer = training.optimizer
    if schedule_of(optimizer) is not None:
        optimizer = optimizer.with_param("learning_rate", lr0)
    plain = replace(training, rate=None, callbacks=callbacks, optimizer=optimizer)
    if choice in SHAPES:
        return replace(plain, rate=SHAPES[choice]())
    if choice in CALLBACKS:
        spec = Spec(CALLBACKS[choice], catalog.kind("callback", CALLBACKS[choice]).starting_params())
        return replace(plain, callbacks=(*callbacks, spec))
    if choice == SCHEDULE:
        steps = max(1, training.epochs * steps_per_epoch) if steps_per_epoch else 1000
        schedule = Spec("CosineDecay", {"initial_learning_rate": lr0, "decay_steps": steps})
        return replace(plain, optimizer=optimizer.with_param("learning_rate", schedule))
    return plain


def with_rate(training: TrainingSpec, rate: float) -> TrainingSpec:
    """Return the training with that rate as the optimizer's own, or as the one its schedule begins with."""
    schedule = schedule_of(training.optimizer)
    if schedule is None:
        return replace(training, optimizer=training.optimizer.with_param("learning_rate", rate))
    values = schedule.params.get("values")
    if isinstance(values, tuple):
        schedule = schedule.with_param("values", (rate, *values[1:]))
    else:
        schedule = schedule.with_param("initial_learning_rate", rate)
    return replace(training, optimizer=training.optimizer.with_param("learning_rate", schedule))


def first_rate(optimizer: Spec, catalog: Catalog) -> float:
    """Return the optimizer's rate, or the one that its schedule begins with."""
    schedule = schedule_of(optimizer)
    if schedule is None:
        return base_rate(optimizer, catalog) or _USUAL
    first = schedule.params.get("initial_learning_rate")
    values = schedule.params.get("values")
    if isinstance(values, tuple) and values:
        first = values[0] if not isinstance(values[0], tuple) else None
    is_number = isinstance(first, int | float) and not isinstance(first, bool)
    return float(first) if is_number and isinstance(first, int | float) else _USUAL
