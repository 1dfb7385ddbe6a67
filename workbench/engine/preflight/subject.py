"""The real network with fresh weights and some real batches, as a training would begin with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.adapt import adapt_layers
from workbench.engine.data.chosen import ChosenRows
from workbench.engine.data.ready import Ready
from workbench.engine.importing.initial import begin_with
from workbench.engine.model.build import build
from workbench.engine.training import order
from workbench.engine.training.augmenting import Augmenter, augmenter
from workbench.engine.training.compiled import Batch, Source
from workbench.engine.training.compiling import compile_model
from workbench.engine.training.examples import arrange
from workbench.engine.training.prepare import settle
from workbench.engine.training.stepping import rehearse
from workbench.project.project import Project

_BATCHES = 8


@dataclass(frozen=True, eq=False)
class Subject:
    """A compiled model that nobody else holds, and its first ``batches`` batches of ``size`` examples.

    ``y`` are the targets of these examples for each output, ``steps`` the batches of a whole epoch.
    """

    project: Project
    model: Any
    source: Source
    first: Batch
    y: list[NDArray[Any]]
    size: int
    batches: int
    steps: int
    augment: Augmenter | None


def subject(project: Project, found: Ready, base: Path, *, most: int = _BATCHES) -> Subject:
    """Build, compile and rehearse, with ``most`` batches; a relative path of weights starts at ``base``.

    Raises:
        WorkbenchError: whatever a training would be refused for.
    """
    dataset, train = found.dataset, found.parts.train
    size, seed = project.training.batch_size, project.training.seed
    settle(project.training)
    model = build(project.graph)
    batches = order.shuffled(len(train), size, seed=seed, epoch=0).full[:most]
    examples = arrange(dataset, train[batches.ravel()], model, project, is_training=True)
    adapt_layers(model, ChosenRows(dataset.x, train))
    compile_model(model, project)
    if isinstance(project.weights, str):
        begin_with(model, base / project.weights)
    if any(block.application for block in project.graph.blocks):
        from workbench.engine.applications.beginning import begin_blocks

        begin_blocks(model, project.graph)
    augment = augmenter(project, examples)
    source = Source(examples)
    first = source.batch(np.arange(size, dtype=np.int32))
    rehearse(model, first)
    if augment is not None:
        augment.rehearse(first)
    return Subject(
        project=project,
        model=model,
        source=source,
        first=first,
        y=list(examples.y) if isinstance(examples.y, list) else [examples.y],
        size=size,
        batches=len(batches),
        steps=order.steps(len(train), size),
        augment=augment,
    )


@contextmanager
def keras_as_it_was() -> Iterator[None]:
    """Set back what a training sets for its whole process: the precision. Random seeds are nobody's."""
    before = keras.config.dtype_policy()
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
