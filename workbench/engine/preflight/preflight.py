"""The looks one after another: memory before anything is made, then the batch, the loss, learning, time."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from keras import tree

from workbench.engine import devices
from workbench.engine.data.dataset import Tell
from workbench.engine.data.ready import Ready, ready
from workbench.engine.preflight import expected, layers, memory, one_batch
from workbench.engine.preflight.subject import Subject, keras_as_it_was, subject
from workbench.engine.preflight.words import duration, figure
from workbench.engine.training import failures
from workbench.engine.training.prepare import check, check_batch
from workbench.foundation import clock, paths
from workbench.foundation.errors import WorkbenchError
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis
from workbench.protocol.preflight import Preflight, PreflightCheck, Verdict

_LONG_EPOCH = 3600.0
_SOME = 256


def preflight(project: Project, base: Path, tell: Tell, analyse: Callable[[Project], Analysis]) -> Preflight:
    """Take a real batch through the real network; a relative path starts at ``base``.

    Of several devices it takes the first.

    ``tell`` hears what goes on (``memory``, ``building``, ``first_loss``, ``one_batch``, ``time``) and may
    raise to end it.

    Raises:
        WorkbenchError: whatever a training would be refused for, in the words of the training.
    """
    began = clock.monotonic()
    check(project.training)
    device = devices.first_of(devices.chosen(project.training.device))
    found = ready(project.data, base, tell)
    check_batch(project.training, len(found.parts.train))
    tell("memory", 0, 0)
    analysis = analyse(project)
    errors = [problem for problem in analysis.problems if problem.severity == "error"]
    if errors:
        raise WorkbenchError(*errors)
    looks = _Looks(project, device, tell)
    try:
        with keras_as_it_was(), devices.work_on(device):
            looks.at_all(found, analysis, base)
    except WorkbenchError:
        raise
    except (ValueError, TypeError, MemoryError, ArithmeticError, RuntimeError, tf.errors.OpError) as failure:
        raise _explained(failure, project) from failure
    return looks.result(clock.monotonic() - began)


def _explained(failure: Exception, project: Project) -> WorkbenchError:
    """Return what a training would say of the same failure."""
    return WorkbenchError(*failures.explain(failure, project, paths.state() / "logs" / "engine.log"))


class _Looks:
    """Gathers what the looks find; a hopeless find ends them."""

    def __init__(self, project: Project, device: str, tell: Tell) -> None:
        self._project = project
        self._device = device
        self._tell = tell
        self._checks: list[PreflightCheck] = []
        self._figures: dict[str, Any] = {}

    def at_all(self, found: Ready, analysis: Analysis, base: Path) -> None:
        need = memory.memory_need(self._project, analysis, found, self._device)
        self._figures["memory"] = need
        if not self._goes_on(memory.judged(need, self._project, self._device)):
            return
        self._tell("building", 0, 0)
        made = subject(self._project, found, base)
        self._figures["steps_per_epoch"] = made.steps
        self._tell("first_loss", 0, 0)
        if not self._goes_on(_data(made, found)):
            return
        if not self._goes_on(layers.judged(self._project, made.model, made.first)):
            return
        first = self._first_loss(made, has_classes=found.dataset.is_classification)
        if first is None:
            return
        if not made.model.trainable_weights:
            self._goes_on(one_batch.nothing_to_train())
            return
        fit = one_batch.fit_one_batch(made, first, lambda done, of: self._tell("one_batch", done, of))
        self._one_batch(made, fit)
        seconds = fit.step_seconds
        if made.augment is not None or seconds is None:
            seconds = one_batch.time_of_step(made, lambda done, of: self._tell("time", done, of))
        self._time(seconds, made.steps)

    def result(self, seconds: float) -> Preflight:
        return Preflight(
            checks=tuple(self._checks), device=self._device, seconds=round(seconds, 3), **self._figures
        )

    def _goes_on(self, found: PreflightCheck) -> bool:
        self._checks.append(found)
        return found.verdict != "bad"

    def _first_loss(self, made: Subject, *, has_classes: bool) -> float | None:
        """Take in the first loss, and return it with what regularization adds taken off; None ends it."""
        loss, own = _losses(made)
        if not math.isfinite(loss):
            self._goes_on(
                PreflightCheck(
                    name="first_loss",
                    verdict="bad",
                    message="The first loss is no finite number, though every layer gives numbers.",
                    hint="Check the targets and the loss: a logarithm of zero or less is none.",
                    where="training.loss",
                )
            )
            return None
        units = [int(tensor.shape[-1]) for tensor in made.model.outputs]
        chance = expected.expected_loss(self._project, made.y, units, has_classes=has_classes)
        self._figures |= {"first_loss": loss - own, "expected_loss": chance}
        largest = max(float(np.abs(np.asarray(x)).max()) for x in tree.flatten(made.first[0]))
        self._goes_on(expected.judged(self._project, loss - own, chance, targets=made.y, largest=largest))
        return max(loss - own, 1e-9)

    def _one_batch(self, made: Subject, fit: one_batch.Fit) -> None:
        last, own = _losses(made)
        told = [loss for loss in fit.losses if math.isfinite(loss)]
        # Dropout keeps the one high, moving averages of BatchNormalization the other.
        after = [last - own] if math.isfinite(last) else []
        lowest = max(0.0, min([*(loss - own for loss in told[1:]), *after, told[0]]))
        shown = told[:: max(1, len(told) // 100)]
        self._figures |= {"one_batch": tuple(shown), "one_batch_steps": fit.steps}
        self._goes_on(one_batch.judged(fit, lowest))

    def _time(self, seconds: float, steps: int) -> None:
        epoch, epochs = seconds * steps, self._project.training.epochs
        self._figures |= {"step_seconds": seconds, "epoch_seconds": epoch}
        message = (
            f"A step takes {duration(seconds)}, an epoch ({steps:,} of them) about {duration(epoch)}, "
            f"{epochs:,} epochs about {duration(epochs * epoch)}, without validation."
        )
        is_long = epoch > _LONG_EPOCH
        hint = "Try a part of the data or a smaller network first." if is_long else ""
        verdict: Verdict = "warning" if is_long else "good"
        self._goes_on(
            PreflightCheck(name="time", verdict=verdict, message=message, hint=hint, where="training.epochs")
        )


def _data(made: Subject, found: Ready) -> PreflightCheck:
    inputs = [np.asarray(x) for x in tree.flatten(made.first[0])]
    batch = f"One batch of {made.size:,} examples" if made.size > 1 else "One batch of a single example"
    if not all(np.isfinite(x).all() for x in inputs):
        return PreflightCheck(
            name="data",
            verdict="bad",
            message=f"{batch} holds inputs that are no finite numbers.",
            hint="Fill missing values in Data, under Preparation.",
            where="data.preparation",
        )
    train = found.parts.train
    some = np.asarray(found.dataset.x[train[:_SOME]])
    if len(some) > 1 and not np.ptp(some, axis=0).any():
        return PreflightCheck(
            name="data",
            verdict="bad",
            message=f"The first {len(some):,} examples are all the same: there is nothing to tell apart.",
            hint="Look at the examples in Data: is this the right source, and the right columns?",
            where="data.source",
        )
    if len(train) > 1 and not np.ptp(found.dataset.y[train], axis=0).any():
        return PreflightCheck(
            name="data",
            verdict="bad",
            message=f"All {len(train):,} training examples have the same target: there is nothing to learn.",
            hint="Look at the target in Data: is this the right column?",
            where="data.source",
        )
    lowest, highest = min(float(x.min()) for x in inputs), max(float(x.max()) for x in inputs)
    message = f"{batch}: inputs from {figure(lowest)} to {figure(highest)}."
    return PreflightCheck(name="data", verdict="good", message=message, where="data.source")


def _losses(made: Subject) -> tuple[float, float]:
    """Return the loss of the first batch with nothing trained meanwhile, and regularization's part of it."""
    x, y, *_ = made.first
    answers = made.model(x, training=False)
    loss = made.model.compute_loss(x=x, y=y, y_pred=answers, sample_weight=None, training=False)
    own = sum(float(np.asarray(value)) for value in made.model.losses)
    return float(np.asarray(loss)), own
