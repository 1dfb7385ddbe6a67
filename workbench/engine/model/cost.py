"""What one example costs: multiply-adds of the kernels, and the bytes of the outputs and of the weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import keras
from keras import layers
from keras.src.layers.convolutional.base_conv import BaseConv
from keras.src.layers.convolutional.base_conv_transpose import BaseConvTranspose
from keras.src.layers.convolutional.base_depthwise_conv import BaseDepthwiseConv
from keras.src.layers.convolutional.base_separable_conv import BaseSeparableConv
from keras.src.layers.rnn.conv_lstm import ConvLSTM

from workbench.protocol.analysis import Shape


def multiply_adds(layer: Any, inputs: Sequence[Shape], outputs: Sequence[Shape]) -> int:
    """Return the multiplications with a following addition for one example.

    Counted are the products with kernels, and in attention those of queries with keys and values; what
    a layer does element by element (activations, normalisation, pooling, adding) counts as none. Axes
    of open size count as one.
    """
    if not inputs or not outputs:
        return 0
    match layer:
        case layers.TimeDistributed():
            steps = _size(inputs[0][1:2])
            return steps * multiply_adds(layer.layer, [_without_time(inputs[0])], [_without_time(outputs[0])])
        case layers.Bidirectional():
            halves = (layer.forward_layer, layer.backward_layer)
            return sum(multiply_adds(half, inputs[:1], outputs) for half in halves)
        case ConvLSTM():
            places = _size(layer.cell.compute_output_shape((None, *inputs[0][2:]))[0][1:-1])
            return _size(inputs[0][1:2]) * places * _kernels(layer.cell)
        case layers.RNN():
            return _size(inputs[0][1:2]) * _kernels(layer.cell)
        case layers.SpectralNormalization():
            return multiply_adds(layer.layer, inputs, outputs)
        case layers.MultiHeadAttention() | layers.GroupQueryAttention() | layers.Attention():
            return _attention(layer, inputs)
        case _:
            return _kernels(layer) * _positions(layer, inputs[0], outputs[0])


def output_bytes(tensors: Sequence[Any]) -> int:
    """Return the bytes of one example's outputs; axes of open size count as one."""
    return sum(_size(tensor.shape[1:]) * _item_size(tensor.dtype) for tensor in tensors)


def weight_bytes(weights: Sequence[Any]) -> int:
    """Return the bytes that weights take."""
    return sum(_size(weight.shape) * _item_size(weight.dtype) for weight in weights)


def _positions(layer: Any, taken: Shape, given: Shape) -> int:
    """Return how often a layer applies its kernels to one example."""
    match layer:
        case BaseConvTranspose():
            return _size(_spatial(layer, taken))
        case BaseConv() | BaseDepthwiseConv() | BaseSeparableConv():
            return _size(_spatial(layer, given))
        case layers.EinsumDense():
            return max(1, _size(given[1:]) // max(1, _size(layer.kernel.shape[1:])))
        case layers.Embedding():
            return 0  # a row is looked up, nothing is multiplied
        case _:
            return _size(given[1:-1])


def _attention(layer: Any, inputs: Sequence[Shape]) -> int:
    """Count the projections, then queries with keys, then the weights with values."""
    query, value = inputs[0], inputs[1]
    asked, known = _size(query[1:-1]), _size(value[1:-1])
    if isinstance(layer, layers.Attention):
        return asked * known * (_size(query[-1:]) + _size(value[-1:]))
    projections = sum(
        _kernels(part) * (known if part is layer._key_dense or part is layer._value_dense else asked)
        for part in (layer._query_dense, layer._key_dense, layer._value_dense, layer._output_dense)
    )
    width = _size(layer._query_dense.kernel.shape[1:]) + _size(layer._output_dense.kernel.shape[:-1])
    return projections + asked * known * width


def _kernels(layer: Any) -> int:
    """Return the number of weights that are multiplied with inputs: those of matrices and filters."""
    return sum(math.prod(weight.shape) for weight in layer.weights if len(weight.shape) > 1)


def _spatial(layer: Any, shape: Shape) -> Shape:
    return shape[2:] if layer.data_format == "channels_first" else shape[1:-1]


def _without_time(shape: Shape) -> Shape:
    return (shape[0], *shape[2:])


def _size(shape: Any) -> int:
    return math.prod(1 if size is None else int(size) for size in shape)


def _item_size(dtype: str) -> int:
    name = keras.backend.standardize_dtype(dtype)
    digits = "".join(character for character in name if character.isdigit())
    return max(1, int(digits) // 8) if digits else 1
