"""Has an export judged by a fresh process, and says in words why one is refused."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

import workbench
from workbench.engine.export.formats import Format
from workbench.engine.export.verify import Verdict
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.judgement import ExportFormat

LARGEST_DIFFERENCE = 1e-4
_SECONDS = 300
_log = logging.getLogger(__name__)


def compare(
    format: ExportFormat,
    artefact: Path,
    project_file: Path,
    x: Mapping[str, NDArray[Any]],
    expected: list[NDArray[np.float32]],
) -> Verdict:
    """Return a fresh process' verdict on ``artefact``, whose answers for ``x`` should be ``expected``."""
    folder = artefact.parent
    samples, out = folder / "samples.npz", folder / "verdict.json"
    arrays: dict[str, Any] = {f"x{number}": array for number, array in enumerate(x.values())}
    arrays |= {f"y{number}": array for number, array in enumerate(expected)}
    np.savez(samples, names=np.array(list(x)), **arrays)
    command = [sys.executable, "-m", "workbench.engine.export.verify", format]
    command += [str(path.resolve()) for path in (artefact, samples, project_file, out)]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Verdict(failure=f"no answer within {_SECONDS} seconds")
    if done.returncode == 0 and out.is_file():
        verdict = msgspec.json.decode(out.read_bytes(), type=Verdict)
    else:
        verdict = Verdict(failure=f"the process that loads it ended with code {done.returncode}")
    if verdict.failure:
        _log.warning("%s can't be used:\n%s", artefact.name, done.stderr.decode(errors="replace")[-4000:])
    return verdict


def accept(verdict: Verdict, kind: Format, *, hint: str) -> float:
    """Return the difference when it is small enough; WorkbenchError (where ``file``) otherwise."""
    if verdict.failure:
        first = verdict.failure.strip().splitlines()[0][:300]
        message = f"{kind.name} was written, but can't be run: {first}."
        raise WorkbenchError(error("export.not_runnable", "file", message, hint))
    if verdict.difference is None or verdict.difference > LARGEST_DIFFERENCE:
        received = "no number" if verdict.difference is None else f"{verdict.difference:.2g}"
        message = (
            f"{kind.name} was written, but differs from the model: expected at most "
            f"{LARGEST_DIFFERENCE:g}, received {received}."
        )
        raise WorkbenchError(error("export.differs", "file", message, hint))
    return verdict.difference


def _environment() -> dict[str, str]:
    """Return the environment with this very package on the path."""
    home = str(Path(workbench.__file__).resolve().parent.parent)
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{known}" if known else home}
