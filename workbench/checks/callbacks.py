"""Callbacks that Keras would refuse."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.foundation.errors import Problem, error
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec


def callback_settings(training: TrainingSpec) -> Iterator[Problem]:
    for number, callback in enumerate(training.callbacks):
        where = f"training.callbacks.{number}"
        if callback.kind == "ModelCheckpoint":
            yield from _suffix(callback, f"{where}.filepath")
        elif callback.kind == "LearningRateScheduler":
            yield from _two_schedules(training.optimizer, where)
        elif callback.kind == "SwapEMAWeights":
            yield from _no_average(training.optimizer, where)


def _suffix(callback: Spec, where: str) -> Iterator[Problem]:
    path = callback.params.get("filepath")
    if not isinstance(path, str):
        return
    weights_only = callback.params.get("save_weights_only") is True
    endings = (".weights.h5",) if weights_only else (".keras", ".h5")
    if not path.endswith(endings):
        what = "weights" if weights_only else "a model"
        expected = " or ".join(f"“{ending}”" for ending in endings)
        message = (
            f"ModelCheckpoint saves {what}: expected a file name that ends in {expected}, received “{path}”."
        )
        yield error("callback.filepath", where, message, f"Let it end in {endings[0]}.")


def _two_schedules(optimizer: Spec, where: str) -> Iterator[Problem]:
    if isinstance(optimizer.params.get("learning_rate"), Spec):
        message = (
            "LearningRateScheduler can't set the learning rate: the optimizer has a schedule of its own."
        )
        yield error("callback.two-schedules", where, message, "Remove one of the two.")


def _no_average(optimizer: Spec, where: str) -> Iterator[Problem]:
    if optimizer.params.get("use_ema") is not True:
        message = (
            "SwapEMAWeights swaps in the average of the weights over time: expected an optimizer that keeps "
            f"one, received {optimizer.kind} without use_ema."
        )
        yield error("callback.no-average", where, message, "Switch use_ema of the optimizer on.")
