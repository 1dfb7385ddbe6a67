"""Run folders with real journals, for tests of what watches them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from workbench.project import file
from workbench.project.project import Project
from workbench.runs import layer_figures, matrices
from workbench.runs.events import Ending, EpochEnded, PhaseBegan, RunFinished, RunStarted, StepsEnded
from workbench.runs.folder import RunFolder
from workbench.runs.journal import JournalWriter
from workbench.runs.layer_figures import EpochFigures


class WrittenRun:
    """A run that a test writes line by line, as the run's process would."""

    def __init__(self, path: Path, *, title: str = "digits", classes: tuple[str, ...] = ("a", "b")) -> None:
        self.folder = RunFolder(path)
        for part in (self.folder.artifacts, self.folder.checkpoints):
            part.mkdir(parents=True, exist_ok=True)
        file.save(Project(title=title), self.folder.project_file)
        self._title, self._classes = title, classes
        self.journal = JournalWriter(self.folder.journal)

    def begin(self, *, epochs: int = 5, steps: int = 4, metrics: tuple[str, ...] = ("accuracy",)) -> None:
        self.journal.write(PhaseBegan, phase="starting")
        self.journal.write(
            RunStarted,
            folder=str(self.folder.path),
            title=self._title,
            pid=os.getpid(),
            epochs=epochs,
            steps_per_epoch=steps,
            batch_size=32,
            examples=32 * steps,
            validation_examples=20,
            params=1234,
            device="cpu",
            metrics=metrics,
            classes=self._classes,
        )

    def step(self, epoch: int, step: int, loss: float = 0.5, accuracy: float = 0.5) -> None:
        figures = {"loss": loss, "accuracy": accuracy}
        self.journal.write(
            StepsEnded,
            epoch=epoch,
            step=step,
            steps=1,
            batch=figures,
            running=figures,
            examples_per_second=2310.0,
        )

    def end_epoch(
        self,
        epoch: int,
        *,
        matrix: np.ndarray | None = None,
        layers: EpochFigures | None = None,
        **values: float,
    ) -> None:
        """End an epoch; figures that are not given follow a good training."""
        usual = {
            "loss": 1 / (epoch + 1),
            "accuracy": 1 - 0.5 / (epoch + 1),
            "val_loss": 1.1 / (epoch + 1),
            "val_accuracy": 0.95 - 0.5 / (epoch + 1),
        }
        name, offset = "", 0
        if matrix is not None:
            name = matrices.NAME
            offset = matrices.append(self.folder.artifacts / name, matrix)
        self.journal.write(
            EpochEnded,
            epoch=epoch,
            values={**usual, **values},
            seconds=1.0,
            learning_rate=0.001,
            confusion=name,
            confusion_at=offset,
            layers="" if layers is None else layer_figures.NAME,
            layers_at=0
            if layers is None
            else layer_figures.append(self.folder.artifacts / layer_figures.NAME, layers),
        )

    def finish(self, *, epochs: int = 5, ending: Ending = "completed") -> None:
        self.journal.write(RunFinished, ending=ending, epochs=epochs, seconds=72.4, values={})

    def close(self) -> None:
        self.journal.close()


def finished_run(path: Path, *, epochs: int = 3, title: str = "digits", gain: float = 0.0) -> RunFolder:
    """Write a whole run at once; ``gain`` is added to every accuracy."""
    run = WrittenRun(path, title=title)
    run.begin(epochs=epochs)
    for epoch in range(epochs):
        for step in range(1, 5):
            run.step(epoch, step, loss=1 / (epoch + step / 4), accuracy=0.5)
        matrix = np.array([[8, 2], [1, 9 + epoch]])
        run.end_epoch(epoch, matrix=matrix, val_accuracy=0.9 - 0.5 / (epoch + 1) + gain)
    run.finish(epochs=epochs)
    run.close()
    return run.folder
