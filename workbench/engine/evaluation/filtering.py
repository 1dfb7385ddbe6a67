"""The filters of a run that were asked for: its model, the example, a page, and files if wished."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.engine.evaluation import filter_files
from workbench.engine.evaluation.filters import find, page_of
from workbench.engine.evaluation.predict import shape_of
from workbench.engine.evaluation.probing import Bench, Given, Probed
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.protocol.filters import Filters
from workbench.protocol.messages import ShowFilters
from workbench.runs.folder import RunFolder


def filters_shown(asked: ShowFilters, bench: Bench) -> Filters:
    """Return what is to be seen; where the example can't be had, the kernels alone, and why.

    Raises:
        WorkbenchError: the run has no such model, or no such layer, or the files can't be written.
    """
    run = Path(asked.run)
    probed = Probed(RunFolder(run).project(), run, run, asked.which)
    model = bench.model(probed)
    x: NDArray[np.float32] | None = None
    label = ""
    problems: tuple[Problem, ...] = ()
    if asked.values or asked.file or asked.row >= 0:
        try:
            x, label = bench.example(probed, Given(asked.values, asked.file, asked.row), shape_of(model))
        except WorkbenchError as failure:
            problems = failure.problems
    found = find(model, x, asked.layer)
    shown = page_of(
        found,
        x,
        first=asked.first,
        channel=asked.channel,
        large=asked.large,
        label=label,
        problems=problems,
    )
    return replace(shown, files=filter_files.write(found, Path(asked.out))) if asked.out else shown
