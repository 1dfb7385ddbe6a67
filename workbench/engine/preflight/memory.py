"""The memory that a training takes against the memory that is there, before any of it is taken."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from workbench.engine import devices
from workbench.engine.data.memory import budget
from workbench.engine.data.ready import Ready
from workbench.engine.model.objects import make
from workbench.foundation.amounts import size
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.analysis import Analysis
from workbench.protocol.preflight import MemoryNeed, PreflightCheck
from workbench.runs.memory import parts_in_words

_BYTES = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2}
_TARGET_BYTES = 4
_PROBE = (8, 16)
_TIGHT = 0.8


def memory_need(project: Project, analysis: Analysis, found: Ready, device: str) -> MemoryNeed:
    """Return what a training takes on ``device``; no weight is made for it.

    Gradients and the optimizer's slots are as large as the trainable weights, the slots several times.
    """
    kept = _bytes_of_weight(project.training.precision)
    weights = analysis.params * kept
    gradients = analysis.trainable_params * kept
    return MemoryNeed(
        weights=weights,
        gradients=gradients,
        optimizer=round(gradients * slots(project.training.optimizer)),
        activations=analysis.memory * project.training.batch_size,
        data=_resident(found),
        there=devices.memory_there(device),
    )


def slots(optimizer: Spec) -> float:
    """Return how many numbers an optimizer keeps for each weight: two for Adam, none for plain SGD."""
    probe = keras.Variable(np.zeros(_PROBE, np.float32))
    made: Any = make("optimizer", optimizer)
    made.build([probe])
    own = sum(int(np.prod(variable.shape)) for variable in made.variables if len(variable.shape) > 0)
    return own / int(np.prod(_PROBE))


def judged(need: MemoryNeed, project: Project, device: str) -> PreflightCheck:
    """Return the check of a need; hopeless where there is less memory than that."""
    listed = parts_in_words(need)
    where, needs = "training.batch_size", f"Training takes at least {size(need.total)}"
    if need.there is None:
        message = f"{needs}: {listed}. How much {device.upper()} has is unknown."
        return PreflightCheck(name="memory", verdict="good", message=message, where=where)
    message = f"{needs}: {listed}. {size(need.there)} are free on {device.upper()}."
    if need.total > need.there:
        return PreflightCheck(
            name="memory", verdict="bad", message=message, hint=_smaller(need, project), where=where
        )
    if need.total > _TIGHT * need.there:
        hint = f"It may just fit; other programs must not need more. {_smaller(need, project)}"
        return PreflightCheck(name="memory", verdict="warning", message=message, hint=hint, where=where)
    return PreflightCheck(name="memory", verdict="good", message=message, where=where)


def _smaller(need: MemoryNeed, project: Project) -> str:
    fixed = need.total - need.activations
    each = max(1, need.activations // max(1, project.training.batch_size))
    fitting = int((_TIGHT * (need.there or 0) - fixed) // each)
    if 1 <= fitting < project.training.batch_size:
        return f"A batch size of {1 << (fitting.bit_length() - 1)} fits."
    return "Make the network smaller: its largest layers stand in the summary."


def _bytes_of_weight(policy: str) -> int:
    """Return the size of a weight: under a mixed policy it is kept as float32."""
    return _BYTES.get(policy, _BYTES["float32"])


def _resident(found: Ready) -> int:
    dataset, parts = found.dataset, found.parts
    used = len(parts.train) + len(parts.validation)
    if not isinstance(dataset.x, np.ndarray) or not len(dataset):
        return 0
    targets = max(1, int(np.prod(dataset.y.shape[1:]))) * _TARGET_BYTES
    taken = used * (dataset.x.nbytes // len(dataset) + targets)
    return taken if taken <= budget() else 0
