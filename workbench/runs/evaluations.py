"""What judging a run found, kept beside its answers, so that it is there when the run is opened again."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from workbench.foundation import atomic
from workbench.protocol.judgement import Evaluation
from workbench.runs import models
from workbench.runs.folder import RunFolder

_log = logging.getLogger(__name__)
_PATTERN = "evaluation-*.json"


def keep(evaluation: Evaluation, artifacts: Path) -> None:
    """Write an evaluation among a run's artifacts; OSError when that can't be."""
    path = artifacts / f"evaluation-{evaluation.split}-{evaluation.which}.json"
    atomic.write_bytes(path, msgspec.json.encode(evaluation))


def newest(folder: RunFolder) -> Evaluation | None:
    """Return what was found last of the models as they are now; None where nothing was, or all is damaged."""
    for path in sorted(folder.artifacts.glob(_PATTERN), key=_changed_at, reverse=True):
        try:
            told = msgspec.json.decode(path.read_bytes(), type=Evaluation)
        except (OSError, msgspec.DecodeError) as failure:
            _log.warning("%s can't be read: %s", path, failure)
            continue
        if 0 < _changed_at(models.file_of(folder, told.which)) <= _changed_at(path):
            return told
    return None


def _changed_at(path: Path) -> int:
    """Return when a file was written, 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
