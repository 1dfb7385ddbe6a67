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
from workbench.runs import epoch_weights, models
from workbench.runs.folder import RunFolder

__all__ = ["custom_layers", "load_run_model"]  # importing the layers registers them with Keras

_log = logging.getLogger(__name__)


def load_run_model(run: Path, which: Which) -> Any:
    """Return one of the models that a run keeps, compiled as the run's snapshot says.

    Raises:
        WorkbenchError: where ``run``, when there is no such model (yet) or its file is damaged.
    """
    folder = RunFolder(run)
    project = folder.project()
    path = models.file_of(folder, which)
    if path.suffix == epoch_weights.SUFFIX:
        model = _last_or_best(run)
        take_weights(model, folder, which)
        return model
    if not path.is_file():
        raise WorkbenchError(_missing(path, which, folder))
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as failure:  # a damaged file makes Keras, h5py and zipfile raise just about anything
        raise _damaged(path, "a model saved by Keras", failure) from failure
    compile_model(model, project)
    return model


def _last_or_best(run: Path) -> Any:
    try:
        return load_run_model(run, "last")
    except WorkbenchError:
        return load_run_model(run, "best")


def take_weights(model: Any, folder: RunFolder, which: Which) -> None:
    """Give a run's model the weights that were kept of an epoch.

    Raises:
        WorkbenchError: where ``run``, when they are gone, damaged, or of another network.
    """
    path = models.weights_file(folder, which)
    try:
        model.set_weights(epoch_weights.read(path))
    except (OSError, ValueError) as failure:
        raise _damaged(path, "the weights of this network", failure) from failure


def _damaged(path: Path, expected: str, failure: Exception) -> WorkbenchError:
    _log.warning("%s can't be loaded", path, exc_info=failure)
    return WorkbenchError(
        error(
            "run.model_damaged",
            "run",
            f"{path} can't be loaded: expected {expected}, received something else.",
            "Take another of the run's models (best, last, another epoch), or train again.",
        )
    )


def _missing(path: Path, which: Which, folder: RunFolder) -> Any:
    there = [name for name in ("best", "last") if (folder.checkpoints / f"{name}.keras").is_file()]
    received = ", ".join(there) or "none"
    epoch, epochs = models.epoch_of(which), models.kept(folder)
    if epoch is None:
        text = f"has no {which} model: expected {path.name} in its checkpoints, received {received}."
        hint = f"Take the {there[0]} model." if there else "Let the run save its first model, after an epoch."
    else:
        count = len(epochs)
        others = f" and those of {count} other epochs" if count else ""
        text = f"keeps no model of epoch {epoch}: expected {path.name}, received {received}{others}."
        near = models.nearest(epochs, epoch)
        hint = f"The nearest is that of epoch {near}." if near else "Let checkpoints keep one every N epochs."
    return error("run.no_model", "run", f"{folder.path} {text}", hint)
