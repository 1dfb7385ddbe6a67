"""What Keras has not, spelt out in the script: three small layers and the user's own formulas."""

from __future__ import annotations

from textwrap import indent

_THRESHOLDED_RELU = '''\
@keras.saving.register_keras_serializable()
class ThresholdedReLU(layers.Layer):
    """Passes values above a threshold and sets all others to zero."""

    def __init__(self, theta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.theta = theta

    def call(self, inputs):
        return ops.where(inputs > self.theta, inputs, ops.zeros_like(inputs))

    def get_config(self):
        return {**super().get_config(), "theta": self.theta}
'''

_HEAVISIDE_STEP = '''\
@keras.saving.register_keras_serializable()
class HeavisideStep(layers.Layer):
    """Gives 1 where the input reaches a threshold and 0 elsewhere.

    Gradients pass straight through, as if it gave its input: with SGD on the squared
    error, one row at a time, that is Rosenblatt's rule with twice the learning rate.
    """

    def __init__(self, threshold=0.0, **kwargs):
        super().__init__(**kwargs)
        self.threshold = threshold

    def call(self, inputs):
        steps = ops.cast(inputs >= self.threshold, inputs.dtype)
        return steps + (inputs - ops.stop_gradient(inputs))

    def get_config(self):
        return {**super().get_config(), "threshold": self.threshold}
'''

_MAXOUT = '''\
@keras.saving.register_keras_serializable()
class Maxout(layers.Layer):
    """Gives the largest of several linear functions of the input, for each unit."""

    def __init__(
        self,
        units,
        pieces=2,
        use_bias=True,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        kernel_regularizer=None,
        kernel_constraint=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.units = units
        self.pieces = pieces
        self.use_bias = use_bias
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)

    def build(self, input_shape):
        outputs = self.units * self.pieces
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], outputs),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias", shape=(outputs,), initializer=self.bias_initializer
            )

    def call(self, inputs):
        values = ops.matmul(inputs, self.kernel)
        if self.use_bias:
            values = values + self.bias
        shape = (*ops.shape(inputs)[:-1], self.units, self.pieces)
        return ops.max(ops.reshape(values, shape), axis=-1)

    def get_config(self):
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
'''

LAYERS = {"HeavisideStep": _HEAVISIDE_STEP, "Maxout": _MAXOUT, "ThresholdedReLU": _THRESHOLDED_RELU}
"""The layers of ours by kind. What they compute is defined in the engine; a test compares the two."""


def activation(name: str, expression: str) -> str:
    """Return the definition of an activation function from its formula's source."""
    return (
        "@keras.saving.register_keras_serializable()\n"
        f"def {name}(x):\n"
        '    """The activation that was typed as a formula."""\n'
        f"    return {expression}\n"
    )


def rate(name: str, expression: str) -> str:
    """Return the definition of a learning rate for each epoch from its formula's source."""
    return (
        f"def {name}(epoch, lr):\n"
        '    """The learning rate that was typed as a formula."""\n'
        f"    return {expression}\n"
    )


def shape(name: str, body: str, *, words: str) -> str:
    """Return the definition of a learning rate for each epoch from the lines of its shape."""
    return f'def {name}(epoch, lr):\n    """{words}"""\n{indent(body, " " * 4)}\n'
