"""From a run's snapshot to a network and examples that are ready to train."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from workbench.engine.data.adapt import adapt_layers
from workbench.engine.data.fingerprint import keep_or_compare
from workbench.engine.data.preparation.fitted import keep, kept
from workbench.engine.data.ready import Ready, ready
from workbench.engine.data.split import Parts
from workbench.engine.model.build import build
from workbench.engine.training.advancing import Advancing
from workbench.engine.training.augmenting import Augmenter, augmenter
from workbench.engine.training.compiling import compile_model
from workbench.engine.training.examples import Examples, arrange
from workbench.engine.training.needing import keep_need
from workbench.engine.training.output_forms import forms_of
from workbench.engine.training.telling import Teller
from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project
from workbench.project.training import TrainingSpec
from workbench.protocol.outputs import OutputForm
from workbench.runs.events import PhaseBegan
from workbench.runs.folder import RunFolder


@dataclass(frozen=True, eq=False)
class Job:
    """All that a training works with. ``validation`` is None when the split leaves none.

    ``augment`` changes batches of the training part, and is None where the project asks for no augmentation.
    ``outputs`` tell what is counted of each output's answers every epoch, None for nothing.
    """

    project: Project
    model: Any
    train: Examples
    validation: Examples | None
    classes: tuple[str, ...]
    augment: Augmenter | None = None
    outputs: tuple[OutputForm | None, ...] = ()


def prepare(project: Project, folder: RunFolder, tell: Teller) -> Job:
    """Load and split the data, build and compile the network; every phase is told.

    Raises:
        WorkbenchError: anything in the project that can't be trained; the run was stopped meanwhile.
    """
    tell(PhaseBegan, phase="data")
    check(project.training)
    found = ready(project.data, folder.path, Advancing(tell), fitted=kept(folder.artifacts))
    tell.advise(*found.dataset.notes, *found.parts.warnings)
    _keep_members(folder, found.parts)
    keep(found.fitted, folder.artifacts)
    tell.advise(*keep_or_compare(folder.artifacts, found.dataset))
    check_batch(project.training, len(found.parts.train))
    tell(PhaseBegan, phase="building")
    settle(project.training)
    model = build(project.graph)
    tell(PhaseBegan, phase="compiling")
    job = _compiled(project, found, model)
    keep_need(
        model,
        project.training,
        (job.train, job.validation),
        device=tell.device,
        artifacts=folder.artifacts,
    )
    return job


def check(training: TrainingSpec) -> None:
    """Refuse what no training can be: WorkbenchError with all of it."""
    problems = [
        error(
            f"{name}.too_few",
            f"training.{name}",
            f"Expected at least 1 for {words}, received {value}.",
            f"Set the {words} to 1 or more.",
        )
        for name, words, value in (
            ("epochs", "number of epochs", training.epochs),
            ("batch_size", "batch size", training.batch_size),
        )
        if value < 1
    ]
    if problems:
        raise WorkbenchError(*problems)


def check_batch(training: TrainingSpec, examples: int) -> None:
    if training.batch_size > examples:
        raise WorkbenchError(
            error(
                "batch_size.too_large",
                "training.batch_size",
                f"The batch is larger than the data: expected at most {examples} examples, "
                f"received {training.batch_size}.",
                f"Set the batch size to {min(32, examples)}.",
            )
        )


def settle(training: TrainingSpec) -> None:
    """Set what holds for the whole process: the numbers' precision and every random choice."""
    try:
        keras.config.set_dtype_policy(training.precision)
    except (ValueError, TypeError) as failure:
        raise WorkbenchError(
            error(
                "precision.unknown",
                "training.precision",
                f"Keras knows no precision “{training.precision}”: expected float32, mixed_float16, "
                "mixed_bfloat16 or float64.",
                "Choose float32.",
            )
        ) from failure
    keras.utils.set_random_seed(training.seed)


def _keep_members(folder: RunFolder, parts: Parts) -> None:
    """Write which rows of the data are in which part."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            np.savez(file, train=parts.train, validation=parts.validation, test=parts.test)

    atomic.write_with(folder.artifacts / "split.npz", write)


def _compiled(project: Project, found: Ready, model: Any) -> Job:
    dataset, parts = found.dataset, found.parts
    train = arrange(dataset, parts.train, model, project, is_training=True)
    has_validation = len(parts.validation) > 0
    validation = arrange(dataset, parts.validation, model, project) if has_validation else None
    adapt_layers(model, train.x)
    compile_model(model, project)
    return Job(
        project=project,
        model=model,
        train=train,
        validation=validation,
        classes=tuple(dataset.classes),
        augment=augmenter(project, train),
        outputs=forms_of(model, project, dataset, validation or train, has_validation=has_validation),
    )
