"""A loss that is no finite number: the batch and the layer where that began, and what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.helpers.trainings import chain, iris, train, weights
from workbench.engine.training.steering import Steering
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.runs.controls import Control, SetLearningRate
from workbench.runs.events import EpochEnded, RunFailed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.*not available:UserWarning"),
]


class AtBatch(Steering):
    """Obeys a control after a number of batches, which are trained one a call."""

    def __init__(self, number: int, control: Control) -> None:
        super().__init__()
        self._left, self._control = number, control

    def batch_ended(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.obey(self._control)

    @property
    def one_batch_only(self) -> bool:
        return self._left > 0


def exploding(**training: Any) -> Project:
    graph = chain(
        Spec("Input", {"shape": (4,)}),
        Spec("Dense", {"units": 8}),
        Spec("Dense", {"units": 8}),
        Spec("Dense", {"units": 3, "activation": "softmax"}),
    )
    settings = {"optimizer": Spec("SGD", {"learning_rate": 0.01}), "epochs": 5, **training}
    return iris(**settings).with_graph(graph)


def test_that_batch_and_layer_of_a_lost_loss_are_named_and_the_last_finite_weights_kept(
    tmp_path: Path,
) -> None:
    # 7 batches an epoch: the rate changes after the third batch of the second epoch.
    done = train(exploding(), tmp_path, AtBatch(10, SetLearningRate(value=1e38)))

    failed = done.only(RunFailed)
    assert (done.code, failed.problem.code, failed.resumable) == (1, "loss.diverged", True)
    assert "of epoch 2" in failed.problem.message
    assert "“dense_" in failed.problem.message
    assert failed.problem.where.startswith("node:n")
    assert len(done.all(EpochEnded)) == 1
    for name in ("last", "best"):
        kept = weights(done.folder.checkpoints / f"{name}.keras")
        assert all(np.isfinite(array).all() for array in kept)


def test_that_the_first_thing_that_is_not_finite_is_named(keras_here: None) -> None:
    import keras
    import tensorflow as tf

    from workbench.engine.training.divergence import find_cause

    inner = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(2, name="first")], name="block")
    inputs = keras.Input((2,))
    root = keras.layers.Lambda(tf.sqrt, name="root")
    outputs = keras.layers.Dense(1, name="last")(root(inner(inputs)))
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="sgd", loss="mse")

    def cause(value: float, kernel: float) -> tuple[str, str | None] | None:
        inner.set_weights([np.full((2, 2), kernel), np.zeros(2)])
        found = find_cause(model, (tf.fill([3, 2], value), tf.ones([3, 1]), None, None))
        return None if found is None else (found.what, found.layer)

    assert cause(1.0, 1.0) is None
    assert cause(float("inf"), 1.0) == ("examples", None)
    assert cause(1.0, 3e38) == ("output", "first")
    assert cause(1.0, -1.0) == ("output", "root")
    assert cause(1.0, 0.0) == ("gradient", "first")
