"""Whether XLA compiles a training: what its project says, or what pays; chosen once a run and kept in it.

The choice follows from the network, the device and the number of steps alone, never from a clock: two runs of
one project end in the same bits, and so does a run that was interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras
import tensorflow as tf

from workbench.engine.model.inside import layers_of
from workbench.engine.training.choice import Choice
from workbench.engine.training.prepare import Job
from workbench.foundation.errors import Problem, warning

_WORTH_COMPILING = 4_000  # steps: a second or two of compiling against 0.2 to 0.5 ms a step
_WORTH_COMPILING_RECURRENT = 1_500  # some seconds of compiling against 5 to 10 ms a step
_SHORT_EPOCH = 400  # steps: a call of its own for the odd last batch, 1 to 2 ms, is felt
_LARGEST = 500_000  # parameters: larger products of matrices are faster in TensorFlow's own kernels
_RECURRENT = ("LSTM", "GRU", "SimpleRNN")
_FAST = frozenset(
    (
        *_RECURRENT,
        *("Activation", "Add", "Average", "BatchNormalization", "Bidirectional", "Concatenate", "Dense"),
        *("Dot", "ELU", "Flatten", "GlobalAveragePooling1D", "GlobalMaxPooling1D", "Identity", "InputLayer"),
        *("LayerNormalization", "LeakyReLU", "Maximum", "Minimum", "Multiply", "Normalization", "PReLU"),
        *("Permute", "ReLU", "RepeatVector", "Rescaling", "Reshape", "Softmax", "Subtract"),
        *("TimeDistributed", "UnitNormalization"),
    )
)


def choose(job: Job, *, device: str, epoch: int, is_resident: bool) -> Choice:
    """Return what fits a training with ``epoch`` steps an epoch on ``device`` (``cpu`` or ``gpu:N``)."""
    joins_rest = epoch <= _SHORT_EPOCH and not _is_recurrent(job)
    steps = epoch * job.project.training.epochs
    if "," in device:
        return Choice(xla=False, why="several devices share a step")
    wished = job.project.training.execution.xla
    if wished != "auto":
        return Choice(xla=wished == "on", why="as the project says", joins_rest=joins_rest)
    reason = next(_reasons_against(job, device, steps, is_resident), "")
    why = reason or f"{steps:,} steps, and nothing in the network is random"
    return Choice(xla=not reason, why=why, joins_rest=joins_rest)


def refused(failure: Exception) -> Problem:
    """Return what to say where XLA can't compile the network."""
    return warning(
        "xla.refused",
        "training.execution.xla",
        f"XLA can't compile this network, so the training goes without: {str(failure).splitlines()[0]}",
        "Nothing needs to be done; set XLA to off to save the attempt.",
    )


def _reasons_against(job: Job, device: str, steps: int, is_resident: bool) -> Iterator[str]:
    """Yield why XLA would not pay, or would change more than the last digits."""
    if tf.distribute.has_strategy():
        yield "several devices share the batches"
    if device != "cpu":
        yield "it was measured on processors only"
    if steps < (_WORTH_COMPILING_RECURRENT if _is_recurrent(job) else _WORTH_COMPILING):
        yield f"compiling would last longer than {steps:,} steps save"
    if not is_resident:
        yield "the examples are sent along with the calls"
    if job.augment is not None:
        yield "the augmentation draws at random"
    if job.project.training.precision != "float32":
        yield f"the precision is {job.project.training.precision}"
    if job.model.count_params() > _LARGEST:
        yield "networks this large are faster without"
    for layer in layers_of(job.model):
        yield from _against(layer)


def _is_recurrent(job: Job) -> bool:
    return any(type(layer).__name__ in _RECURRENT for layer in layers_of(job.model))


def _against(layer: Any) -> Iterator[str]:
    inner = getattr(layer, "layer", None) or getattr(layer, "forward_layer", None)
    if isinstance(inner, keras.layers.Layer):
        yield from _against(inner)
    kind = type(layer).__name__
    is_ours = not isinstance(layer, getattr(keras.layers, kind, ()))
    if kind not in _FAST or is_ours:
        yield f"{kind} is faster without"
    elif kind in _RECURRENT and (layer.dropout or layer.recurrent_dropout):
        yield "dropout draws at random"
