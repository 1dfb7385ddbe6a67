"""The confusion matrix of each epoch, as an artifact of the run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.engine.training.judging import Verdict
from workbench.engine.training.pace import Budget
from workbench.engine.training.telling import Teller
from workbench.foundation import atomic, clock
from workbench.runs.events import ArtifactSaved
from workbench.runs.folder import RunFolder

_LOG = logging.getLogger(__name__)
_SHARE = 0.1


class Confusions:
    """Saves matrices, at most a tenth of the time: of very short epochs not everyone has its own."""

    def __init__(self, folder: RunFolder, tell: Teller, *, of: str) -> None:
        self._folder = folder
        self._tell = tell
        self._of = of
        self._budget = Budget(_SHARE, clock.monotonic())
        self._is_first = True

    def save(self, epoch: int, judge: Callable[[], Verdict | None], *, is_final: bool) -> str:
        """Save the matrix that ``judge`` comes to, if it is due, and return the file's name or ""."""
        began = clock.monotonic()
        if not is_final and not self._budget.is_due(began):
            return ""
        verdict = judge()
        if verdict is None or verdict.confusion is None:
            return ""
        name, matrix = f"confusion-{epoch:04d}.npy", verdict.confusion
        try:
            atomic.write_with(self._folder.artifacts / name, lambda path: _write(path, matrix))
        except OSError:
            _LOG.exception("The confusion matrix could not be saved")
            return ""
        self._tell(ArtifactSaved, path=f"artifacts/{name}", kind=f"confusion:{self._of}", epoch=epoch)
        if not self._is_first:  # which may have compiled the judging
            self._budget.spend(began, clock.monotonic())
        self._is_first = False
        return name


def _write(path: Path, matrix: NDArray[np.int64]) -> None:
    with path.open("wb") as handle:
        np.save(handle, matrix, allow_pickle=False)
