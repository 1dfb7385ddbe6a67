"""``.keras`` files made by hand, without Keras: good ones, and the parts of bad ones."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np

Layer = tuple[str, dict[str, Any]]


def layer(kind: str, config: dict[str, Any], name: str, after: str | None) -> dict[str, Any]:
    """Return a layer as Keras saves it, called on the output of ``after``."""
    tensor = {"shape": [None, 4], "dtype": "float32", "keras_history": [after, 0, 0]}
    history = {"class_name": "__keras_tensor__", "config": tensor}
    return {
        "module": "keras.layers",
        "class_name": kind,
        "config": {"name": name, **config},
        "registered_name": None,
        "name": name,
        "inbound_nodes": [] if after is None else [{"args": [history], "kwargs": {}}],
    }


def functional(*layers: Layer) -> dict[str, Any]:
    """Return the configuration of a chain of layers on an input of four numbers: ``n0``, ``n1`` ..."""
    entries = [layer("InputLayer", {"batch_shape": [None, 4], "dtype": "float32"}, "given", None)]
    for number, (kind, config) in enumerate(layers):
        entries.append(layer(kind, config, f"n{number}", entries[-1]["name"]))
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": {
            "name": "model",
            "layers": entries,
            "input_layers": [["given", 0, 0]],
            "output_layers": [[entries[-1]["name"], 0, 0]],
        },
        "registered_name": "Functional",
    }


def weights(**layers: tuple[str, tuple[int, ...]]) -> bytes:
    """Return an HDF5 file with one array for each layer: ``dense=("n0", (4, 3))``."""
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        for key, (name, shape) in layers.items():
            group = file.create_group(f"layers/{key}/vars")
            group.attrs["name"] = name
            group["0"] = np.ones(shape, "float32")
    return content.getvalue()


def write(path: Path, config: dict[str, Any] | str, *, h5: bytes | None = None, **members: bytes) -> Path:
    """Write an archive of a configuration, weights and further members; return its path."""
    text = config if isinstance(config, str) else json.dumps(config)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", '{"keras_version": "3.15.1"}')
        archive.writestr("config.json", text)
        archive.writestr("model.weights.h5", weights() if h5 is None else h5)
        for name, content in members.items():
            archive.writestr(name, content)
    return path
