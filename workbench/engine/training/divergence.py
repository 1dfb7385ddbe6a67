"""Why a loss is no finite number any more: the batch where that began, and the first layer it shows in.

The training itself only looks at the loss of each call. When that is lost, the steps since the last good
state are done again, those of the last call one by one; so the model ends with its last finite weights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from workbench.engine.model.inside import layers_of
from workbench.engine.training import failures, order
from workbench.engine.training.compiled import Batch, Looped, Source
from workbench.engine.training.failures import Cause, DivergedError, What
from workbench.engine.training.order import Order
from workbench.engine.training.prepare import Job
from workbench.engine.training.saver import Saver
from workbench.engine.training.snapshots import Position, Snapshots
from workbench.engine.training.state_file import State
from workbench.engine.training.values import plain
from workbench.foundation.errors import WorkbenchError

_STEPS = 64


@dataclass(frozen=True)
class _Rate:
    epoch: int
    step: int
    value: float


class Examiner:
    """Notes the learning rates that were set, and examines a call whose loss is no finite number."""

    def __init__(self, job: Job, source: Source, train: Looped, snapshots: Snapshots, saver: Saver) -> None:
        self._job = job
        self._model = job.model
        self._source = source
        self._train = train
        self._snapshots = snapshots
        self._saver = saver
        self._rates: list[_Rate] = []
        self._has_schedule = isinstance(
            getattr(_inner(job.model.optimizer), "_learning_rate", None),
            keras.optimizers.schedules.LearningRateSchedule,
        )

    def note(self, at: Position) -> None:
        """Take in the rate that the next call has: callbacks and the user set it between calls."""
        if self._has_schedule:
            return
        value = float(np.asarray(self._model.optimizer.learning_rate))
        if not self._rates or self._rates[-1].value != value:
            self._rates.append(_Rate(at.epoch, at.step, value))

    def examine(
        self, epoch: int, first: int, last: int, *, near: State | None = None
    ) -> tuple[Position, DivergedError]:
        """Return where the training was still sound, and what happened then; the model is as it was there.

        Steps ``first`` to ``last`` of ``epoch`` were one call, at whose end the loss was no finite number.
        ``near`` is a state from shortly before.
        """
        try:
            good = near if near is not None and _is_sound(near) else self._saver.last_good()
        except WorkbenchError:
            good = None
        if good is None:
            return Position(epoch, first, {}), failures.diverged(epoch)
        self._snapshots.restore_numbers(good)
        at = Position(good.meta.epoch, good.meta.step, dict(good.meta.values))
        while at.epoch < epoch:
            self._advance(at, None)
            at.epoch, at.step = at.epoch + 1, 0
        batches = self._advance(at, first)
        return self._one_by_one(at, batches, last)

    def _one_by_one(self, at: Position, batches: Order, last: int) -> tuple[Position, DivergedError]:
        while at.step < last:
            before = self._snapshots.take(at)
            self._set_rate(at)
            loss = plain(self._train(batches, at.step, 1))["loss"]
            if not (math.isfinite(loss) and self._snapshots.is_finite()):
                broken = _first_broken(self._model)
                self._snapshots.restore_numbers(before)
                cause = find_cause(self._model, self._batch(batches, at.step)) or broken
                self._snapshots.restore_numbers(before)
                return at, failures.diverged(at.epoch, at.step, cause, self._job.project.graph)
            at.step += 1
        return at, failures.diverged(at.epoch)

    def _advance(self, at: Position, until: int | None) -> Order:
        """Do the steps of an epoch again, from where ``at`` is to ``until`` or to the epoch's end."""
        training = self._job.project.training
        batches = order.shuffled(
            self._job.train.count, training.batch_size, seed=training.seed, epoch=at.epoch
        )
        if at.step == 0:
            self._model.reset_metrics()
        end = batches.steps if until is None else until
        while at.step < end:
            self._set_rate(at)
            wanted = min(_STEPS, end - at.step, self._until_next_rate(at))
            steps = self._train.longest(batches, at.step, wanted)
            self._train(batches, at.step, steps)
            at.step += steps
        return batches

    def _set_rate(self, at: Position) -> None:
        so_far = [rate for rate in self._rates if (rate.epoch, rate.step) <= (at.epoch, at.step)]
        if so_far:
            self._model.optimizer.learning_rate = so_far[-1].value

    def _until_next_rate(self, at: Position) -> int:
        steps = (rate.step - at.step for rate in self._rates if rate.epoch == at.epoch)
        return min((ahead for ahead in steps if ahead > 0), default=_STEPS)

    def _batch(self, batches: Order, step: int) -> Batch:
        rows = batches.full[step] if step < len(batches.full) else batches.rest
        batch = self._source.batch(rows)
        return batch if self._job.augment is None else self._job.augment(batch)


def _is_sound(state: State) -> bool:
    arrays = state.arrays.values()
    return all(np.isfinite(array).all() for array in arrays if array.dtype.kind == "f")


def find_cause(model: Any, batch: Batch) -> Cause | None:
    """Return what of one training step on ``batch`` is the first that is not finite; None if nothing is."""
    x, y, _, weights = batch
    given: tuple[tuple[What, Any], ...]
    given = (("examples", x), ("targets", y), ("weights of the examples", weights))
    for what, values in given:
        if not _is_finite(values):
            return Cause(what=what)
    with tf.GradientTape() as tape:
        outputs, layer = _forward(model, x)
        loss = model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=weights, training=True)
    if layer is not None:
        return Cause(what="output", layer=layer)
    if not _is_finite(loss):
        return Cause(what="loss")
    trained = model.trainable_weights
    gradients = tape.gradient(loss, trained)
    # Gradients flow from the outputs back to the inputs.
    for variable, gradient in reversed(list(zip(trained, gradients, strict=True))):
        if gradient is not None and not _is_finite(tf.convert_to_tensor(gradient)):
            return Cause(what="gradient", layer=_owner(model, variable))
    return None


def _forward(model: Any, x: Any) -> tuple[Any, str | None]:
    """Call a functional model and return its outputs and the first layer whose own are not finite."""
    found: list[str] = []

    def watched(operation: Any) -> Any:
        if isinstance(operation, keras.Model):
            return lambda *inputs, **_: run(operation, inputs[0] if len(inputs) == 1 else inputs)

        def call(*arguments: Any, **named: Any) -> Any:
            if "training" in getattr(operation, "_call_context_args", {}):
                named["training"] = True
            outputs = operation(*arguments, **named)
            if not found and not _is_finite(outputs):
                found.append(operation.name)
            return outputs

        return call

    def run(inner: Any, inputs: Any) -> Any:
        functional = getattr(inner, "_functional", inner)
        outputs = functional._run_through_graph(functional._standardize_inputs(inputs), operation_fn=watched)
        return outputs[0] if isinstance(outputs, list) and len(outputs) == 1 else outputs

    outputs = run(model, x)
    return outputs, found[0] if found else None


def _first_broken(model: Any) -> Cause | None:
    for variable in model.trainable_weights:
        if not _is_finite(tf.convert_to_tensor(variable)):
            return Cause(what="update", layer=_owner(model, variable))
    return None


def _owner(model: Any, variable: Any) -> str | None:
    for layer in layers_of(model):
        if any(own is variable for own in layer.trainable_weights):
            return str(layer.name)
    return None


def _is_finite(values: Any) -> bool:
    tensors = [tensor for tensor in tf.nest.flatten(values) if tensor is not None]
    return all(
        bool(tf.reduce_all(tf.math.is_finite(tensor))) for tensor in tensors if tensor.dtype.is_floating
    )


def _inner(optimizer: Any) -> Any:
    return getattr(optimizer, "inner_optimizer", optimizer)
