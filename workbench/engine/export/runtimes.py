"""Each format's own runtime: load the file, answer for some examples. Imports only what a format takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.protocol.judgement import ExportFormat

Arrays = list[NDArray[np.float32]]
Named = dict[str, NDArray[Any]]


def answers(format: ExportFormat, path: Path, x: Named, project_file: Path) -> Arrays:
    """Return what the exported model answers for ``x``, one array for each output."""
    return _RUNTIMES[format](path, x, project_file)


def _keras(path: Path, x: Named, project_file: Path) -> Arrays:
    from workbench.engine.environment import load_keras, prepare

    prepare()
    load_keras()
    import keras

    from workbench.engine.export.samples import outputs_of
    from workbench.engine.model.custom_layers import LAYERS
    from workbench.engine.model.formulas import FormulaActivation

    ours = {**LAYERS, FormulaActivation.__name__: FormulaActivation}
    return outputs_of(keras.saving.load_model(path, custom_objects=ours, compile=False, safe_mode=True), x)


def _weights(path: Path, x: Named, project_file: Path) -> Arrays:
    from workbench.engine.environment import load_keras, prepare

    prepare()
    load_keras()
    from workbench.engine.export.samples import outputs_of
    from workbench.engine.model.build import build
    from workbench.project import file

    model = build(file.load(project_file).graph)
    model.load_weights(path)
    return outputs_of(model, x)


def _saved_model(path: Path, x: Named, project_file: Path) -> Arrays:
    from workbench.engine.environment import prepare

    prepare()
    import tensorflow as tf

    loaded = tf.saved_model.load(str(path))
    serve = loaded.signatures["serving_default"]
    inputs = {name: tf.convert_to_tensor(array) for name, array in x.items()}
    return _in_order({name: answer.numpy() for name, answer in serve(**inputs).items()})


def _onnx(path: Path, x: Named, project_file: Path) -> Arrays:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return list(session.run(None, x))


def _litert(path: Path, x: Named, project_file: Path) -> Arrays:
    runner = _interpreter()(model_path=str(path)).get_signature_runner()
    return _in_order(runner(**x))


def _interpreter() -> Any:
    if find_spec("ai_edge_litert") is not None:
        from ai_edge_litert.interpreter import Interpreter

        return Interpreter
    import tensorflow as tf

    return tf.lite.Interpreter


def _in_order(outputs: Mapping[str, NDArray[np.float32]]) -> Arrays:
    """Return named outputs by the number in their names: ``output_2`` before ``output_10``."""
    return [outputs[name] for name in sorted(outputs, key=_by_number)]


def _by_number(name: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else -1, part) for part in re.split(r"(\d+)", name)]


_RUNTIMES: dict[ExportFormat, Callable[[Path, Named, Path], Arrays]] = {
    "keras": _keras,
    "weights": _weights,
    "h5": _keras,
    "saved_model": _saved_model,
    "onnx": _onnx,
    "litert": _litert,
}
