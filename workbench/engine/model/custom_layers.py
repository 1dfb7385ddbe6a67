"""Layers that courses teach and Keras 3 has not: registered, saved and loaded like Keras' own."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="workbench")
class ThresholdedReLU(keras.layers.Layer):
    """Passes values above a threshold and sets all others to zero.

    It computes `f(x) = x if x > theta else 0`, as the layer of that name did in Keras 2.

    Args:
        theta: Float >= 0. The threshold of the activation.
    """

    def __init__(self, theta: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if theta is None or theta < 0:
            raise ValueError(f"theta of ThresholdedReLU is expected to be 0 or more. Received: theta={theta}")
        self.theta = float(theta)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        theta = ops.cast(self.theta, inputs.dtype)
        return ops.where(inputs > theta, inputs, ops.zeros_like(inputs))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "theta": self.theta}

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape


@keras.saving.register_keras_serializable(package="workbench")
class HeavisideStep(keras.layers.Layer):
    """Gives 1 where the input reaches a threshold and 0 elsewhere: the neuron of Rosenblatt's perceptron.

    The slope of the step itself is zero wherever it has one. Gradients pass straight through it instead, as
    if the layer gave its input: so a Dense layer of one unit before it, trained by plain SGD one example at
    a time on the mean squared error, follows Rosenblatt's own rule `w += eta * (y - answer) * x`, with
    `eta` twice the learning rate.

    Args:
        threshold: Float. The least input that gives 1.
    """

    def __init__(self, threshold: float = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.threshold = float(threshold)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        steps = ops.cast(inputs >= ops.cast(self.threshold, inputs.dtype), inputs.dtype)
        # Adds nothing, with the slope of the input: plain operations, which every export takes.
        return steps + (inputs - ops.stop_gradient(inputs))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "threshold": self.threshold}

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape


@keras.saving.register_keras_serializable(package="workbench")
class Maxout(keras.layers.Layer):
    """Gives the largest of several linear functions of the input, for each unit.

    The network learns the activation: with enough pieces it comes close to any convex function.
    See Goodfellow et al., 2013, https://arxiv.org/abs/1302.4389.

    Args:
        units: Positive integer, the size of the output.
        pieces: Positive integer, the number of linear functions of which each unit takes the largest.
        use_bias: Boolean, whether each linear function has a bias.
        kernel_initializer: Initializer for the kernel matrices.
        bias_initializer: Initializer for the biases.
        kernel_regularizer: Regularizer for the kernel matrices.
        kernel_constraint: Constraint for the kernel matrices.
    """

    def __init__(
        self,
        units: int,
        pieces: int = 2,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        kernel_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        for name, value in (("units", units), ("pieces", pieces)):
            if not isinstance(value, int) or value < 1:
                raise ValueError(
                    f"{name} of Maxout is expected to be a positive integer. Received: {name}={value}"
                )
        self.units = units
        self.pieces = pieces
        self.use_bias = use_bias
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)
        self.input_spec = keras.layers.InputSpec(min_ndim=2)
        self.bias: Any = None

    def build(self, input_shape: Any) -> None:
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units * self.pieces),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias", shape=(self.units * self.pieces,), initializer=self.bias_initializer
            )
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, inputs: Any) -> Any:
        values = ops.matmul(inputs, self.kernel)
        if self.bias is not None:
            values = ops.add(values, self.bias)
        shape = (*ops.shape(inputs)[:-1], self.units, self.pieces)
        return ops.max(ops.reshape(values, shape), axis=-1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "units": self.units,
            "pieces": self.pieces,
            "use_bias": self.use_bias,
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "bias_initializer": keras.initializers.serialize(self.bias_initializer),
            "kernel_regularizer": keras.regularizers.serialize(self.kernel_regularizer),
            "kernel_constraint": keras.constraints.serialize(self.kernel_constraint),
        }


LAYERS: dict[str, type[keras.layers.Layer]] = {
    layer.__name__: layer for layer in (ThresholdedReLU, HeavisideStep, Maxout)
}
