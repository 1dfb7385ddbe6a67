"""One step on several devices: each has a copy of the weights and takes its part of a batch.

Outside of a strategy's scope all of this leaves a step as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from workbench.engine.training.compiled import Batch

Step = Callable[[Batch], None]


def on_all(step: Step) -> Step:
    """Return a step that every device does on its part of the batch.

    A batch that can't be dealt out evenly goes to all of them whole: the mean of equal gradients is the same
    gradient. Keras divides losses by the number of devices and adds up the gradients.
    """
    if not tf.distribute.has_strategy():
        return step
    strategy = tf.distribute.get_strategy()
    count = strategy.num_replicas_in_sync

    def spread(batch: Batch) -> None:
        rows = tf.shape(tf.nest.flatten(batch[0])[0])[0]
        is_even = tf.equal(rows % count, 0)
        size = tf.where(is_even, rows // count, rows)

        def on_one() -> None:
            first = tf.where(is_even, _number() * size, 0)
            step(
                tf.nest.map_structure(
                    lambda tensor: None if tensor is None else tensor[first : first + size], batch
                )
            )

        strategy.run(on_one)

    return spread


def on_first(step: Step) -> Step:
    """Return a step that only the first device does, whole: what is counted is counted once."""
    if not tf.distribute.has_strategy():
        return step
    strategy = tf.distribute.get_strategy()

    def alone(batch: Batch) -> None:
        def on_one() -> None:
            if tf.get_static_value(_number()) == 0:
                step(batch)

        strategy.run(on_one)

    return alone


def whole_loss(loss: Any) -> Any:
    """Return a loss that Keras divided by the number of devices as it was."""
    return loss * tf.cast(tf.distribute.get_strategy().num_replicas_in_sync, loss.dtype)


def _number() -> Any:
    return tf.distribute.get_replica_context().replica_id_in_sync_group
