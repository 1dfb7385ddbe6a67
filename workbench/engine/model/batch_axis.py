"""Layers that would take the batch axis for one of an example's own, which Keras lets them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keras import layers
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)

from workbench.foundation.errors import WorkbenchError, error
from workbench.project.spec import Spec

_IMAGE_AXES, _ATTENTION_AXES = 4, 3


def check_batch_axis(
    layer: Any, inputs: Sequence[Any], outputs: Sequence[Any], spec: Spec, where: str
) -> None:
    """Refuse a layer whose inputs have too few axes, or whose outputs lost the batch.

    ``inputs`` and ``outputs`` have shapes with the batch axis first.

    Raises:
        WorkbenchError: code ``shape-mismatch``, pinned to ``where``.
    """
    least = _least_axes(layer)
    is_batched = all(tuple(tensor.shape[:1]) == (None,) for tensor in inputs)
    is_short = any(len(tensor.shape) < least for tensor in inputs)
    is_lost = any(tuple(tensor.shape[:1]) != (None,) for tensor in outputs)
    shapes = " and ".join(str(tuple(tensor.shape)) for tensor in inputs)
    if is_batched and (is_short or is_lost):
        expected = f"at least {least} axes" if is_short else "more axes"
        message = f"{spec.kind} can't work on {shapes}: expected {expected}, for the batch is one of them."
        raise WorkbenchError(error("shape-mismatch", where, message, "Put a Reshape before it."))
    if isinstance(layer, layers.Concatenate) and layer.axis in (0, -len(inputs[0].shape)):
        message = f"Concatenate can't join {shapes} along axis {layer.axis}: expected one of an example's."
        raise WorkbenchError(
            error("shape-mismatch", f"{where}.axis", message, "The batch is axis 0: take another one.")
        )


def _least_axes(layer: Any) -> int:
    """Return the fewest axes on which a layer leaves examples apart: it would take one image alone, too."""
    match layer:
        case BaseImagePreprocessingLayer():
            return _IMAGE_AXES
        case layers.Pipeline():
            return max((_least_axes(part) for part in layer.layers), default=1)
        case layers.Attention():
            return _ATTENTION_AXES
        case _:
            return 1
