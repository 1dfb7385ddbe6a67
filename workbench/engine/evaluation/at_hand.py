"""The run that is looked at, kept in memory: its model and its data, as long as their files are the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.engine.data.dataset import Tell, keep_quiet
from workbench.engine.data.ready import Ready
from workbench.engine.evaluation.model import load_run_model, take_weights
from workbench.engine.evaluation.run_data import data_of
from workbench.project.project import Project
from workbench.protocol.judgement import Which
from workbench.runs import epoch_weights, models
from workbench.runs.folder import RunFolder


class RunAtHand:
    """Keeps one model and one data set; what is asked of another run takes their place."""

    def __init__(self) -> None:
        self._model: tuple[object, Any] | None = None
        self._ready: tuple[object, Ready] | None = None
        self._body: tuple[tuple[object, ...], Any] | None = None

    def project(self, run: Path) -> Project:
        """Return the snapshot that was run; WorkbenchError when this is no run's folder."""
        return RunFolder(run).project()

    def model(self, run: Path, which: Which) -> Any:
        """Return a run's model; WorkbenchError as ``load_run_model`` has it."""
        folder = RunFolder(run)
        path = models.file_of(folder, which)
        if path.suffix == epoch_weights.SUFFIX:
            return self._at_epoch(folder, which, _state(path))
        key = (run, which, _state(path))
        if self._model is None or self._model[0] != key:
            self._model = None
            self._model = (key, load_run_model(run, which))
        return self._model[1]

    def _at_epoch(self, folder: RunFolder, which: Which, state: tuple[int, int]) -> Any:
        """Return a model with the weights of an epoch: the same of a run each time, which is quick."""
        key = (folder.path, _state(folder.project_file))
        if self._body is None or self._body[0] != (*key, which, state):
            body = self._body[1] if self._body is not None and self._body[0][:2] == key else None
            self._body = None
            if body is None:
                body = load_run_model(folder.path, which)
            else:
                take_weights(body, folder, which)
            self._body = ((*key, which, state), body)
        return self._body[1]

    def ready(self, run: Path, tell: Tell = keep_quiet) -> Ready:
        """Return a run's examples with the preparation that it has learned.

        Raises:
            WorkbenchError: the data can't be read any more.
        """
        folder = RunFolder(run)
        key = (run, _state(folder.project_file), _state(folder.artifacts / "preparation.json"))
        if self._ready is None or self._ready[0] != key:
            self._ready = None
            self._ready = (key, data_of(folder, tell))
        return self._ready[1]

    def forget(self) -> None:
        """Let go of the memory."""
        self._model = self._ready = self._body = None


def _state(path: Path) -> tuple[int, int]:
    try:
        told = path.stat()
    except OSError:
        return (-1, -1)
    return told.st_size, told.st_mtime_ns
