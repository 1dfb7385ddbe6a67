"""Runs with figures by formula, for the doctor: noise is drawn with a seed, the same each time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.helpers.trainings import iris
from workbench.catalog.catalog import bundled
from workbench.doctor.course import Confusion, Course
from workbench.foundation.errors import error
from workbench.project.project import Project
from workbench.runs.events import EpochEnded, Event, RunFailed, RunFinished, RunStarted, StepsEnded
from workbench.runs.layer_figures import EpochFigures, LayerFigures
from workbench.runs.state import fold

_AT = "2026-11-20T15:30:00.000+00:00"
Floats = NDArray[np.float64]


def falling(
    epochs: int, start: float, end: float, *, noise: float = 0.0, speed: float = 4.0, seed: int = 0
) -> Floats:
    """Return a line that falls (or rises) from ``start`` to nearly ``end``, fast at first."""
    way = np.exp(-speed * np.arange(epochs) / epochs)
    return end + (start - end) * way + np.random.default_rng(seed).normal(0, noise, epochs)


def level(epochs: int, height: float, *, noise: float = 0.0, seed: int = 0) -> Floats:
    return height + np.random.default_rng(seed).normal(0, noise, epochs)


def course(
    loss: Sequence[float] | Floats,
    val_loss: Sequence[float] | Floats = (),
    *,
    accuracy: Sequence[float] | Floats = (),
    val_accuracy: Sequence[float] | Floats = (),
    project: Project | None = None,
    classes: int = 3,
    confusions: Sequence[Sequence[Sequence[int]]] = (),
    statistics: Sequence[EpochFigures] = (),
    examples: int = 1000,
    validation: int = 200,
    batches: Sequence[float] = (),
    steps: int = 40,
    is_over: bool = True,
    failed: bool = False,
) -> Course:
    """Return a run with these figures by epoch; ``confusions`` are those of its last epochs."""
    project = project or iris()
    names = ("accuracy",) if len(accuracy) else ()
    events: list[Event] = [
        RunStarted(
            seq=0, t=0.0, at=_AT, folder="", title=project.title, pid=1, epochs=max(1, len(loss)),
            steps_per_epoch=steps, batch_size=project.training.batch_size, examples=examples,
            validation_examples=validation, params=100, device="cpu", metrics=names,
            classes=tuple(f"c{number}" for number in range(classes)),
        )
    ]  # fmt: skip
    for number, value in enumerate(batches):
        figures = {"loss": float(value)}
        events.append(
            StepsEnded(
                seq=0, t=0.0, at=_AT, epoch=0, step=number + 1, steps=1, batch=figures, running=figures,
                examples_per_second=1.0,
            )
        )  # fmt: skip
    lines = {"loss": loss, "accuracy": accuracy, "val_loss": val_loss, "val_accuracy": val_accuracy}
    for epoch in range(len(loss)):
        values = {name: float(line[epoch]) for name, line in lines.items() if len(line)}
        events.append(
            EpochEnded(seq=0, t=0.0, at=_AT, epoch=epoch, values=values, seconds=1.0, learning_rate=0.001)
        )
    if failed:
        problem = error("loss.diverged", "training.optimizer", "The loss is no finite number any more.")
        events.append(RunFailed(seq=0, t=0.0, at=_AT, problem=problem))
    elif is_over:
        events.append(
            RunFinished(seq=0, t=0.0, at=_AT, ending="completed", epochs=len(loss), seconds=1.0, values={})
        )
    first = len(loss) - len(confusions) + 1
    matrices = tuple(Confusion(first + n, np.array(rows)) for n, rows in enumerate(confusions))
    return Course(
        state=fold(events),
        project=project,
        catalog=bundled(),
        confusions=matrices,
        statistics=tuple(statistics),
    )


def layers(*, epochs: int = 3, **figures: Sequence[float]) -> tuple[EpochFigures, ...]:
    """Return the figures of layers named a, b, c ...; ``figures`` hold a value for each of them."""
    count = len(next(iter(figures.values())))
    found = tuple(
        LayerFigures(
            node=f"n{1 + number}",
            name=chr(ord("a") + number),
            kind="Dense",
            **{"examples": 64, **{name: values[number] for name, values in figures.items()}},
        )
        for number in range(count)
    )
    return tuple(EpochFigures(epoch=epoch, examples=64, layers=found) for epoch in range(1, epochs + 1))
