"""How long a training lasts and at which rate it learns: what its project says, and what the user changes."""

from __future__ import annotations

from typing import Any

import keras

from workbench.catalog.rates import ShapedRate, base_rate
from workbench.engine.model.offered import offered
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.training import TrainingSpec


class Plan(keras.callbacks.Callback):
    """Sets the rate of an epoch by the project's shape, as Keras' LearningRateScheduler does.

    Its numbers are part of a saved state, as those of every callback are: ``epochs`` in all, the ``factor``
    by which the user has changed the shape, and the epoch whose rate is set already.

    Raises:
        WorkbenchError: where ``training.rate``, for a formula that is none.
    """

    def __init__(self, training: TrainingSpec) -> None:
        super().__init__()
        self.epochs = training.epochs
        self.factor = 1.0
        self.of_epoch = -1
        self._lr0 = base_rate(training.optimizer, offered())
        try:
            self._shape = None if training.rate is None else ShapedRate(training.rate)
        except ValueError as failure:
            raise _refused(failure) from failure
        if self._shape is not None and self._lr0 is None:
            raise WorkbenchError(
                error(
                    "rate.two-masters",
                    "training.rate",
                    "The shape can't set the learning rate: the optimizer has a schedule of its own.",
                    "Remove one of the two.",
                )
            )

    @property
    def has_shape(self) -> bool:
        return self._shape is not None

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        # In an epoch that a run goes on in the middle of, the rate is what it was.
        if self._shape is not None and epoch != self.of_epoch:
            self.model.optimizer.learning_rate = self.factor * self._shaped(epoch)
            self.of_epoch = epoch

    def set_rate(self, rate: float, epoch: int) -> None:
        """Go on at ``rate`` from ``epoch`` on; a shape that isn't 0 there goes on in proportion."""
        shaped = 0.0 if self._shape is None else self._shaped(epoch)
        if shaped > 0:
            self.factor = rate / shaped
        self.model.optimizer.learning_rate = rate

    def _shaped(self, epoch: int) -> float:
        assert self._shape is not None and self._lr0 is not None
        try:
            return self._shape(epoch, epochs=self.epochs, lr0=self._lr0)
        except ValueError as failure:
            raise _refused(failure) from failure


def _refused(failure: ValueError) -> WorkbenchError:
    message = f"The shape of the learning rate can't be used: {failure}."
    hint = "Use numbers, epoch, epochs, lr0, + - * / ** and functions such as exp."
    return WorkbenchError(error("rate.formula", "training.rate", message, hint))
