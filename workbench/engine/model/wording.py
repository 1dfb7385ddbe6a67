"""Keras' exceptions in words that a user can act on."""

from __future__ import annotations

import re

_LENGTH = 400
# What Keras and TensorFlow add for whoever debugs Python code and graphs.
_NOISE = (
    re.compile(r"^Exception encountered when calling [\w.]+\(\)\.\s*"),
    re.compile(r"\s*Arguments received by [\s\S]*"),
    re.compile(r"\s*Full (object|shape) [\s\S]*"),
    re.compile(r"\s*for '\{\{node [\s\S]*"),
    re.compile(r"\s*Call arguments received [\s\S]*"),
    re.compile(r"\{\{function_node [^}]*\}\}\s*"),
    re.compile(r"\s*\[Op:\w*\](\s*name:\s*)?"),
    re.compile(r"Input 0 (with name \S+ )?of layer \S+ is incompatible with the layer:\s*"),
)
_REWORDED = (
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"<KerasTensor shape=(\([^)]*\))[^>]*>"), r"a tensor of shape \1"),
    (
        re.compile(r"expected min_ndim=(\d+), found ndim=(\d+)"),
        r"expected at least \1 axes, received \2 (the batch axis counts)",
    ),
    (
        re.compile(r"expected (?:max_)?ndim=(\d+), found ndim=(\d+)"),
        r"expected \1 axes, received \2 (the batch axis counts)",
    ),
    (re.compile(r"`"), ""),
    (re.compile(r"\s+"), " "),
)
_AXES = re.compile(r"expected (?:\w+_)?ndim=(\d+), found ndim=(\d+)")


def words(failure: BaseException) -> str:
    """Return an exception's message without what only a programmer needs."""
    text = str(failure).strip()
    for noise in _NOISE:
        text = noise.sub("", text)
    for pattern, better in _REWORDED:
        text = pattern.sub(better, text)
    text = text.strip() or type(failure).__name__
    text = text if len(text) <= _LENGTH else text[: _LENGTH - 1].rstrip() + "…"
    return text if text.endswith((".", "…")) else f"{text}."


def hint(failure: BaseException) -> str:
    """Return what to do when a layer can't work on its inputs."""
    axes = _AXES.search(str(failure))
    if axes is None:
        return "Change its parameters, or what leads to it."
    if int(axes[1]) > int(axes[2]):
        return "Put a Reshape before it, or use a layer for fewer axes."
    return "Put a Flatten or a pooling layer before it, or use a layer for more axes."
