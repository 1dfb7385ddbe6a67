"""The palette's headings, taken from where a class lives in Keras, and the order below a heading."""

from __future__ import annotations

from typing import Any

from workbench.catalog.kinds import Group

_LAYER_FAMILIES = {
    "activations": "activation",
    "attention": "recurrent and attention",
    "convolutional": "convolution",
    "core": "core",
    "merging": "merging",
    "normalization": "normalisation",
    "pooling": "pooling",
    "preprocessing": "preprocessing and augmentation",
    "regularization": "regularisation",
    "reshaping": "core",
    "rnn": "recurrent and attention",
}
_OWN = {"ThresholdedReLU": "activation", "HeavisideStep": "activation", "Maxout": "core"}

# The names that a course or a first project needs stand before the rest of their heading.
_USED_MOST = {
    "core": ("Dense", "Flatten", "Reshape", "Embedding"),
    "convolution": ("Conv2D", "Conv1D", "Conv3D", "SeparableConv2D", "DepthwiseConv2D", "Conv2DTranspose"),
    "pooling": ("MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "GlobalMaxPooling2D"),
    "regularisation": ("Dropout", "SpatialDropout2D", "GaussianNoise"),
    "normalisation": ("BatchNormalization", "LayerNormalization"),
    "activation": ("Activation", "ReLU", "LeakyReLU", "Softmax"),
    "merging": ("Concatenate", "Add", "Multiply", "Subtract", "Average"),
    "recurrent and attention": (
        *("LSTM", "GRU", "SimpleRNN", "Bidirectional"),
        *("MultiHeadAttention", "Attention"),
    ),
    "preprocessing and augmentation": (
        *("Rescaling", "Resizing", "Normalization", "RandomFlip", "RandomRotation", "RandomZoom"),
        *("RandomTranslation", "RandomContrast", "RandomBrightness", "RandomCrop"),
    ),
    "optimizer": ("Adam", "SGD", "RMSprop", "AdamW"),
    "loss": (
        *("SparseCategoricalCrossentropy", "CategoricalCrossentropy", "BinaryCrossentropy"),
        *("MeanSquaredError", "MeanAbsoluteError"),
    ),
    "callback": ("EarlyStopping", "ReduceLROnPlateau", "LearningRateScheduler", "ModelCheckpoint"),
    "initializer": ("GlorotUniform", "HeNormal", "Zeros", "Ones", "RandomNormal"),
    "regularizer": ("L2", "L1", "L1L2"),
    "constraint": ("MaxNorm",),
    "schedule": ("ExponentialDecay", "CosineDecay"),
}
_METRICS_USED_MOST = ("accuracy", "Precision", "Recall", "AUC", "F1Score")


def family(group: Group, name: str, cls: type[Any]) -> str:
    """Return the heading under which a class stands."""
    parts = cls.__module__.split(".")
    if group == "layer":
        return _OWN.get(name) or _LAYER_FAMILIES[parts[3] if parts[1] == "src" else parts[2]]
    if group == "metric":
        return parts[-1].removesuffix("_metrics").replace("_", " ")
    return group


def rank(group: Group, family: str, name: str) -> int:
    """Return the place among the names that are used most, which precede all others."""
    first = _METRICS_USED_MOST if group == "metric" else _USED_MOST.get(family, ())
    return first.index(name) if name in first else len(first)
