"""A run's trained model, ready to be judged."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import keras

from workbench.engine.model import custom_layers
from workbench.engine.training.compiling import compile_model
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.judgement import Which
from workbench.runs.folder import RunFolder

__all__ = ["custom_layers", "load_run_model"]  # importing the layers registers them with Keras

_log = logging.getLogger(__name__)


def load_run_model(run: Path, which: Which) -> Any:
    """Return the best or last model of a run, compiled as the run's snapshot says.

    Raises:
        WorkbenchError: where ``run``, when there is no such model yet or its file is damaged.
    """
    folder = RunFolder(run)
    project = folder.project()
    path = folder.checkpoints / f"{which}.keras"
    if not path.is_file():
        raise WorkbenchError(_missing(path, which, folder))
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as failure:  # a damaged file makes Keras, h5py and zipfile raise just about anything
        _log.warning("%s can't be loaded", path, exc_info=failure)
        raise WorkbenchError(
            error(
                "run.model_damaged",
                "run",
                f"{path} can't be loaded: expected a model saved by Keras, received something else.",
                "Take the run's other model (best or last), or train again.",
            )
        ) from failure
    compile_model(model, project)
    return model


def _missing(path: Path, which: Which, folder: RunFolder) -> Any:
    there = sorted(file.stem for file in folder.checkpoints.glob("*.keras"))
    hint = f"Take the {there[0]} model." if there else "Let the run save its first model, after an epoch."
    received = ", ".join(there) or "none"
    return error(
        "run.no_model",
        "run",
        f"{folder.path} has no {which} model: expected {path.name} in its checkpoints, received {received}.",
        hint,
    )
