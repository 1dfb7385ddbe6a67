"""Real examples of a run's data, to compare an export on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.ready import ready
from workbench.project.project import Project

Named = dict[str, NDArray[Any]]
"""Arrays by the names of a model's inputs."""
_COUNT = 8


def samples(project: Project, run: Path, model: Any) -> Named:
    """Return some examples for each input by its name, of the test part if there is one.

    Raises:
        WorkbenchError: the run's data can't be read any more.
    """
    found = ready(project.data, run)
    dataset, parts = found.dataset, found.parts
    rows = next(part for part in (parts.test, parts.validation, parts.train) if len(part))
    batch = model.inputs[0].shape[0]
    x = dataset.x[rows[:_COUNT] if batch is None else np.resize(rows, batch)]
    return {tensor.name: x.astype(tensor.dtype) for tensor in model.inputs}


def outputs_of(model: Any, x: Named) -> list[NDArray[np.float32]]:
    """Return what the model answers, one array for each of its outputs."""
    inputs = [x[tensor.name] for tensor in model.inputs]
    answers = model(inputs[0] if len(inputs) == 1 else inputs, training=False)
    several = answers if isinstance(answers, list | tuple) else [answers]
    return [np.asarray(answer, dtype=np.float32) for answer in several]
