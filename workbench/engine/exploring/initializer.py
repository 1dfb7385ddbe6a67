"""What an initializer draws, and what becomes of a signal that goes through layers of it."""

from __future__ import annotations

import math

import keras
import numpy as np

from workbench.engine.exploring.finite import numbers, refused
from workbench.engine.model.objects import make
from workbench.engine.model.offered import offered
from workbench.project.spec import Spec
from workbench.protocol.exploring import AskInitializer, InitializerDrawn, Numbers

_BINS, _SIGNALS, _WIDEST, _MOST, _DEEPEST = 41, 256, 512, 4_000_000, 50


def drawn(question: AskInitializer) -> InitializerDrawn:
    """Return the histogram of one kernel and the variances layer by layer.

    Raises:
        WorkbenchError: a shape that is none or too large, or an initializer that can't be made.
        ValueError: a shape that the initializer can't fill.
    """
    _check(question)
    fan_in, fan_out = _fans(question.shape)
    kernel = np.asarray(_initializer(question, 0)(question.shape, dtype="float32"), dtype=np.float64)
    low, high = float(kernel.min()), float(kernel.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    counts, _ = np.histogram(kernel, bins=_BINS, range=(low, high))
    width = min(fan_in, _WIDEST)
    return InitializerDrawn(
        counts=tuple(counts.tolist()),
        low=low,
        high=high,
        mean=float(kernel.mean()),
        deviation=float(kernel.std()),
        fan_in=fan_in,
        fan_out=fan_out,
        width=width,
        variances=_variances(question, width),
    )


def _check(question: AskInitializer) -> None:
    shape = question.shape
    if not 2 <= len(shape) <= 5 or any(axis < 1 for axis in shape):
        raise refused(
            f"Expected a kernel's shape of 2 to 5 sizes from 1 on, received {shape}.",
            "Such as 256 × 128 for a dense layer, 3 × 3 × 32 × 64 for a convolution.",
        )
    if math.prod(shape) > _MOST:
        raise refused(
            f"Expected a kernel of {_MOST:,} numbers at most, received {math.prod(shape):,}.",
            "A smaller one of the same kind shows the same.",
        )
    if not 1 <= question.depth <= _DEEPEST:
        raise refused(f"Expected 1 to {_DEEPEST} layers, received {question.depth}.", "Choose fewer.")


def _fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return how many numbers go into a unit and come out of one, as Keras counts them."""
    places = math.prod(shape[:-2])
    return places * shape[-2], places * shape[-1]


def _initializer(question: AskInitializer, number: int) -> keras.initializers.Initializer:
    """Make the initializer with a seed of its own for each kernel, unless it draws nothing."""
    spec = question.initializer
    kind = offered().kind("initializer", spec.kind) if offered().has("initializer", spec.kind) else None
    if kind is not None and kind.has_param("seed"):
        seed = spec.params.get("seed")
        first = seed if isinstance(seed, int) else 1000 * question.seed
        spec = spec.with_param("seed", first + number)
    made: keras.initializers.Initializer = make("initializer", spec, where="explore")
    return made


def _variances(question: AskInitializer, width: int) -> Numbers:
    """Return the variance of what each dense layer computes, before its activation."""
    signal = np.random.default_rng(question.seed).standard_normal((_SIGNALS, width)).astype(np.float32)
    activation = make("layer", Spec("Activation", {"activation": question.activation}), where="explore")
    found, tensor = [], keras.ops.convert_to_tensor(signal)
    for number in range(question.depth):
        kernel = _initializer(question, number + 1)
        dense = keras.layers.Dense(width, use_bias=False, kernel_initializer=kernel, dtype="float32")
        tensor = dense(tensor)
        with np.errstate(all="ignore"):
            found.append(np.asarray(tensor, dtype=np.float64).var())
        tensor = activation(tensor)
    return numbers(found)
