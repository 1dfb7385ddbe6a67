"""What memory a training is to take, worked out and written down before it takes it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from workbench.engine import devices
from workbench.engine.data.memory import budget
from workbench.engine.model.cost import output_bytes, weight_bytes
from workbench.engine.model.inside import layers_of
from workbench.engine.preflight.memory import slots
from workbench.engine.training.examples import Examples
from workbench.project.training import TrainingSpec
from workbench.protocol.preflight import MemoryNeed
from workbench.runs import memory

_LOG = logging.getLogger(__name__)


def keep_need(
    model: Any, training: TrainingSpec, parts: tuple[Examples | None, ...], *, device: str, artifacts: Path
) -> None:
    """Write what training ``model`` on these parts takes; on a full disk nobody will know."""
    try:
        memory.keep(need(model, training, parts, device=device), artifacts)
    except OSError:
        _LOG.warning("What the training needs can't be written down", exc_info=True)


def need(
    model: Any, training: TrainingSpec, parts: tuple[Examples | None, ...], *, device: str
) -> MemoryNeed:
    """Return what a training takes at least; the same layer called twice is counted once."""
    gradients = weight_bytes(model.trainable_weights)
    held = [part.bytes for part in parts if part is not None and part.is_held]
    return MemoryNeed(
        weights=weight_bytes(model.weights),
        gradients=gradients,
        optimizer=round(gradients * slots(training.optimizer)),
        activations=training.batch_size * sum(_outputs(layer) for layer in layers_of(model)),
        data=sum(count for count in held if count <= budget()),
        there=devices.memory_there(devices.first_of(device)),
    )


def _outputs(layer: Any) -> int:
    """Return the bytes that a layer gives for one example."""
    given = getattr(layer, "output", None)
    found = given if isinstance(given, list | tuple) else [given]
    return output_bytes([tensor for tensor in found if tensor is not None])
