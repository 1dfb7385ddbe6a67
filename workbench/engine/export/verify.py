"""``python -m workbench.engine.export.verify FORMAT PATH SAMPLES.npz PROJECT VERDICT.json``.

Runs an exported model in this fresh process and writes down how far its answers are from the expected.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from typing import get_args

import msgspec
import numpy as np

from workbench.protocol.judgement import ExportFormat


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How the comparison went; ``difference`` is None when there is none or it is no number."""

    difference: float | None = None
    failure: str = ""


def judge(format: ExportFormat, path: Path, samples: Path, project_file: Path) -> Verdict:
    """Compare the answers of the export at ``path`` with the expected ones in ``samples``."""
    from workbench.engine.export.runtimes import answers

    with np.load(samples, allow_pickle=False) as arrays:
        names = [str(name) for name in arrays["names"]]
        x = {name: arrays[f"x{number}"] for number, name in enumerate(names)}
        expected = [arrays[f"y{number}"] for number in range(len(arrays.files) - len(names) - 1)]
    try:
        received = answers(format, path, x, project_file)
    except Exception as failure:  # runtimes fail with errors of their own; the verdict carries the words
        traceback.print_exc()
        return Verdict(failure=f"{type(failure).__name__}: {failure}")
    shapes = [array.shape for array in received]
    if shapes != [array.shape for array in expected]:
        return Verdict(failure=f"expected outputs of {[a.shape for a in expected]}, received {shapes}")
    pairs = zip(received, expected, strict=True)
    difference = max(float(np.abs(np.asarray(mine, np.float64) - theirs).max()) for mine, theirs in pairs)
    return Verdict(difference=difference if np.isfinite(difference) else None)


def main(arguments: list[str]) -> int:
    """Judge what the command line names; 0 when a verdict was written."""
    format, path, samples, project_file, out = arguments
    if format not in get_args(ExportFormat):
        raise SystemExit(f"expected one of {get_args(ExportFormat)}, received {format}")
    logging.basicConfig(level=logging.WARNING)
    verdict = judge(msgspec.convert(format, ExportFormat), Path(path), Path(samples), Path(project_file))
    Path(out).write_bytes(msgspec.json.encode(verdict))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
