"""What judging a run found, kept beside its answers, so that it is there when the run is opened again."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from workbench.foundation import atomic
from workbench.protocol.judgement import Evaluation
from workbench.runs.folder import RunFolder

_log = logging.getLogger(__name__)
_PATTERN = "evaluation-*.json"


def keep(evaluation: Evaluation, artifacts: Path) -> None:
    """Write an evaluation among a run's artifacts; OSError when that can't be."""
    path = artifacts / f"evaluation-{evaluation.split}-{evaluation.which}.json"
    atomic.write_bytes(path, msgspec.json.encode(evaluation))


def newest(folder: RunFolder) -> Evaluation | None:
    """Return what was found last of the models as they are now; None where nothing was, or it is damaged."""
    try:
        found = sorted(folder.artifacts.glob(_PATTERN), key=lambda path: path.stat().st_mtime_ns)
        for path in reversed(found):
            told = msgspec.json.decode(path.read_bytes(), type=Evaluation)
            model = folder.checkpoints / f"{told.which}.keras"
            if model.stat().st_mtime_ns <= path.stat().st_mtime_ns:
                return told
    except (OSError, msgspec.DecodeError) as failure:
        _log.warning("What was found of %s can't be read: %s", folder.path, failure)
    return None
