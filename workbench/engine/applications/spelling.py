"""What Keras writes in its own networks as operations and hidden layers, spelled as layers of the palette."""

from __future__ import annotations

from typing import Any

from workbench.engine.importing.models import is_model
from workbench.engine.importing.refusal import quoted, refused

Entry = dict[str, Any]
_OPERATIONS = "keras.src.ops.numpy"


def spelled(saved: Entry) -> Entry:
    """Return a saved model with nothing in it but layers that the palette has.

    A sum or product of tensors is an Add or Multiply, one with a number a Rescaling. ConvNeXt's
    ``LayerScale``, a factor for each channel, is an EinsumDense; Inception-ResNet's ``CustomScaleLayer``, a
    sum with a factor, is a Rescaling and an Add. A Rescaling with a factor for each channel is a
    Normalization. Each computes the same, with weights of the same shapes.

    Raises:
        WorkbenchError: an operation that none of these says.
    """
    config = saved["config"]
    entries: list[Entry] = []
    for entry in config["layers"]:
        entries.extend(_spelled(entry))
    return {**saved, "config": {**config, "layers": entries}}


def _spelled(entry: Entry) -> list[Entry]:
    if is_model(entry):
        return [spelled(entry)]
    if entry["module"].startswith(_OPERATIONS):
        return [_operation(entry)]
    if entry["class_name"] == "LayerScale":
        return [_channel_factors(entry)]
    if entry["class_name"] == "CustomScaleLayer":
        return _scaled_sum(entry)
    if entry["class_name"] == "Rescaling" and isinstance(entry["config"]["scale"], list):
        return [_channel_scales(entry)]
    return [entry]


def _operation(entry: Entry) -> Entry:
    """Return the layer that says a sum or a product; called once, as all of these are."""
    (call,) = entry["inbound_nodes"]
    tensors = [value for value in call["args"] if isinstance(value, dict)]
    numbers = [value for value in call["args"] if isinstance(value, int | float)]
    kind = entry["class_name"]
    if kind in ("Add", "Multiply") and not call["kwargs"]:
        if len(tensors) == 2 and not numbers:
            return _layer(entry, kind, {}, [tensors])
        if len(tensors) == 1 and len(numbers) == 1:
            scale = {"scale": 1.0, "offset": numbers[0]} if kind == "Add" else {"scale": numbers[0]}
            return _layer(entry, "Rescaling", scale, tensors)
    raise refused(
        f"It computes {quoted(entry['name'])} by the operation {quoted(kind)}, for which there is no layer.",
        "Choose another network.",
    )


def _channel_factors(entry: Entry) -> Entry:
    config = entry["config"]
    constant = {
        "module": "keras.initializers",
        "class_name": "Constant",
        "config": {"value": config["init_values"]},
        "registered_name": None,
    }
    settings = {
        "equation": "...c,c->...c",
        "output_shape": config["projection_dim"],
        "kernel_initializer": constant,
        "trainable": config["trainable"],
    }
    return _layer(entry, "EinsumDense", settings, _tensors(entry))


def _channel_scales(entry: Entry) -> Entry:
    scales = entry["config"]["scale"]
    settings = {"mean": [0.0 for _ in scales], "variance": [1.0 / scale**2 for scale in scales]}
    return _layer(entry, "Normalization", settings, _tensors(entry))


def _scaled_sum(entry: Entry) -> list[Entry]:
    plain, scaled = _tensors(entry)
    name = f"{entry['name']}_scale"
    rescaling = _layer(entry, "Rescaling", {"scale": entry["config"]["scale"]}, [scaled], name=name)
    found = {**scaled, "config": {**scaled["config"], "keras_history": [name, 0, 0]}}
    return [rescaling, _layer(entry, "Add", {}, [[plain, found]])]


def _tensors(entry: Entry) -> list[Entry]:
    """Return the tensors that an entry's one call takes."""
    (call,) = entry["inbound_nodes"]
    (first,) = call["args"]
    return first if isinstance(first, list) else [first]


def _layer(entry: Entry, kind: str, config: Entry, arguments: list[Any], *, name: str = "") -> Entry:
    own = name or entry["name"]
    return {
        "module": "keras.layers",
        "class_name": kind,
        "config": {"name": own, **config},
        "registered_name": None,
        "name": own,
        "inbound_nodes": [{"args": arguments, "kwargs": {}}],
    }
