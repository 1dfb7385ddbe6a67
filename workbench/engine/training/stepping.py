"""One training step, one judging step: Keras' own pieces inside a compiled loop."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from workbench.engine.training.compiled import Batch, Looped, Source


def trainer(model: Any, source: Source) -> Looped:
    """Return the compiled training: ``model.train_step`` on batch after batch."""

    def step(batch: Batch) -> None:
        model.train_step(batch)

    return Looped(source, step, model.get_metrics_result)


class Judge:
    """The compiled judging: loss and metrics as ``model.test_step`` has them, and the outputs as well."""

    def __init__(self, model: Any, source: Source, *, collect: int | None) -> None:
        self._model = model
        self._loss = keras.metrics.Mean(name="loss")
        self._collect = collect
        self.call = Looped(source, self._step, self._results, collect=collect is not None)

    def reset(self) -> None:
        self._model.reset_metrics()
        self._loss.reset_state()

    def _step(self, batch: Batch) -> Any:
        x, y = batch
        outputs = self._model(x, training=False)
        loss = self._model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=None, training=False)
        # The last batch may be smaller, and weighs less.
        self._loss.update_state(loss, sample_weight=tf.shape(tf.nest.flatten(x)[0])[0])
        self._model.compute_metrics(x, y, outputs, sample_weight=None)
        if self._collect is None:
            return None
        return tf.cast(tf.nest.flatten(outputs)[self._collect], tf.float32)

    def _results(self) -> dict[str, Any]:
        return {**self._model.get_metrics_result(), "loss": self._loss.result()}


def rehearse(model: Any, batch: Batch) -> tuple[str, ...]:
    """Make optimizer and metrics ready on one batch, changing no weight, and return the metrics' names.

    What does not fit together fails here, where it can still be told well.
    """
    x, y = batch
    model.optimizer.build(model.trainable_variables)
    outputs = model(x, training=False)
    model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=None, training=False)
    model.compute_metrics(x, y, outputs, sample_weight=None)
    names = tuple(model.get_metrics_result())
    model.reset_metrics()
    return names
