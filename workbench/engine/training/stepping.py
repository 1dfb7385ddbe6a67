"""One training step, one judging step: Keras' own pieces inside a compiled loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

from workbench.engine.model.seeds import without_drawing
from workbench.engine.training.augmenting import Augmenter
from workbench.engine.training.choice import PLAIN, Choice
from workbench.engine.training.compiled import Batch, Looped, Pass, Source
from workbench.engine.training.counting import Counter
from workbench.engine.training.replicas import on_all, on_first, whole_loss


def trainer(
    model: Any, source: Source, augment: Augmenter | None = None, *, choice: Choice = PLAIN
) -> Looped:
    """Return the compiled training: ``model.train_step`` on batch after batch, each augmented before."""

    def step(batch: Batch) -> None:
        x, y, _, weights = batch if augment is None else augment(batch)
        model.train_step((x, y) if weights is None else (x, y, weights))

    return Looped(Pass(source, on_all(step), model.get_metrics_result, model.reset_metrics), choice=choice)


class Judge:
    """The compiled judging: loss and metrics as ``model.test_step`` has them, and the confusion matrix.

    ``counters`` add that up, one for each output that has any. Without ``has_figures`` it does only that.
    """

    def __init__(
        self, model: Any, source: Source, counters: Sequence[Counter], *, has_figures: bool, choice: Choice
    ) -> None:
        self._model = model
        self._has_figures = has_figures
        self._loss = keras.metrics.Mean(name="loss")
        self._counters = counters
        self.call = Looped(Pass(source, on_first(self._step), self._results, self._reset), choice=choice)

    def _reset(self) -> None:
        if self._has_figures:
            self._model.reset_metrics()
            self._loss.reset_state()
        for counter in self._counters:
            counter.reset()

    def _step(self, batch: Batch) -> None:
        x, y, labels, weights = batch
        outputs = self._model(x, training=False)
        if self._has_figures:
            self._add_figures(x, y, outputs, weights)
        for counter in self._counters:
            counter.count(tf.nest.flatten(y), labels, tf.nest.flatten(outputs))

    def _add_figures(self, x: Any, y: Any, outputs: Any, weights: Any) -> None:
        loss = self._model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=weights, training=False)
        # The last batch may be smaller, and weighs less.
        self._loss.update_state(whole_loss(loss), sample_weight=tf.shape(tf.nest.flatten(x)[0])[0])
        self._model.compute_metrics(x, y, outputs, sample_weight=weights)

    def _results(self) -> dict[str, Any]:
        if not self._has_figures:
            return {}
        return {**self._model.get_metrics_result(), "loss": self._loss.result()}


def rehearse(model: Any, batch: Batch) -> tuple[str, ...]:
    """Make optimizer and metrics ready on one batch, changing nothing else, and return the metrics' names.

    What does not fit together fails here, where it can still be told well.
    """

    def step(batch: Batch) -> None:
        x, y, *_ = batch
        outputs = model(x, training=False)
        model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=None, training=False)
        model.compute_metrics(x, y, outputs, sample_weight=None)

    model.optimizer.build(model.trainable_variables)
    with without_drawing(model):
        on_first(step)(batch)
    names = tuple(model.get_metrics_result())
    model.reset_metrics()
    return names
