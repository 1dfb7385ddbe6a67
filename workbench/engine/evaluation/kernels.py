"""The kernels of convolutions as planes, whatever order Keras keeps their axes in."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

_TRANSPOSED = (keras.layers.Conv1DTranspose, keras.layers.Conv2DTranspose)
_BY_CHANNEL = (keras.layers.DepthwiseConv1D, keras.layers.DepthwiseConv2D)
_SEPARABLE = (keras.layers.SeparableConv1D, keras.layers.SeparableConv2D)
_PLAIN = (keras.layers.Conv1D, keras.layers.Conv2D)
_OF_LINES = ("Conv1D", "SeparableConv1D", "DepthwiseConv1D", "Conv1DTranspose")


def kernels_of(layer: Any) -> NDArray[np.float32] | None:
    """Return a layer's kernels (height, width, inputs, filters); None for a layer without.

    Those that go along a line are one high. Where each channel has kernels of its own there is one input;
    of a separable convolution it is this part, without the mixing of channels behind it.
    """
    inner = layer.layer if isinstance(layer, keras.layers.Wrapper) else layer
    if isinstance(inner, _BY_CHANNEL):
        kernel = _beside(_array(inner.kernel))
    elif isinstance(inner, _SEPARABLE):
        kernel = _beside(_array(inner.depthwise_kernel))
    elif isinstance(inner, _TRANSPOSED):
        kernel = np.swapaxes(_array(inner.kernel), -1, -2)
    elif isinstance(inner, _PLAIN):
        kernel = _array(inner.kernel)
    else:
        return None
    return kernel if kernel.ndim == 4 else kernel[np.newaxis]


def maps_of(layer: Any, output: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Return what a layer gave for one example (1, ...) as (height, width, maps); None for no maps."""
    values = output[0]
    inner = layer.layer if isinstance(layer, keras.layers.Wrapper) else layer
    if getattr(inner, "data_format", "") == "channels_first":
        values = np.moveaxis(values, 0, -1)
    if values.ndim == 2 and type(inner).__name__ in _OF_LINES:
        values = values[np.newaxis]
    return values if values.ndim == 3 else None


def _array(variable: Any) -> NDArray[np.float32]:
    return np.asarray(keras.ops.convert_to_numpy(variable), dtype=np.float32)


def _beside(kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (..., channels, multiplier) as (..., 1, channels * multiplier), in the order of the outputs."""
    return kernel.reshape(*kernel.shape[:-2], 1, -1)
