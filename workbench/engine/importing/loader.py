"""Imports a model: a process of its own reads the file, and Keras counts what it would need."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from workbench.engine.importing.one_shot import Answer
from workbench.engine.importing.reading import Imported
from workbench.engine.importing.refusal import refused
from workbench.engine.model.analyse import Analyser
from workbench.foundation.errors import WorkbenchError, error

MOST_PARAMETERS = 500_000_000
_TIMEOUT = 60.0
_ROOT = Path(__file__).resolve().parents[3]
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
_LOG = logging.getLogger(__name__)


def import_model(path: Path, analyser: Analyser) -> Imported:
    """Return a ``.keras`` file as a project that begins with the file's weights.

    Raises:
        WorkbenchError: the file is refused (where ``file``), in words.
    """
    imported = _read_apart(path)
    analysis = analyser.analyse(imported.project)
    if any(problem.code == "too-large" for problem in analysis.problems):
        raise refused("The network has more parameters than this machine's memory holds.")
    if analysis.params > MOST_PARAMETERS:
        raise refused(f"Expected at most {MOST_PARAMETERS:,} parameters, received {analysis.params:,}.")
    return imported


def _read_apart(path: Path) -> Imported:
    """Let a fresh process with limits read the file, and check what it says."""
    command = [sys.executable, "-B", "-m", "workbench.engine", "import", str(path)]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    search = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory(prefix="workbench-import-") as empty:
        try:
            done = subprocess.run(
                command,
                cwd=empty,
                env={**environment, "PYTHONPATH": search},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired as failure:
            raise refused(f"Reading the file took more than {_TIMEOUT:g} seconds.") from failure
    try:
        answer = msgspec.json.decode(done.stdout, type=Answer)
    except msgspec.DecodeError as failure:
        _LOG.exception("The reading process ended with %s: %s", done.returncode, done.stderr[-4000:])
        message = f"Reading {path.name} ended the process that did it: the file may be damaged."
        raise WorkbenchError(
            error("import.died", "file", message, "Nothing was imported. Take another file.")
        ) from failure
    if answer.imported is None:
        raise WorkbenchError(*answer.problems)
    return answer.imported
