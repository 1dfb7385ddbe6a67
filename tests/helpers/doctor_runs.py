"""Runs for the doctor as small JSON: real trainings' figures, recorded once and replayed in no time."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from tests.helpers.doctor_recipes import RECIPES, ROOT
from tests.helpers.layer_figures import write_epochs
from tests.helpers.trainings import Trained, train
from workbench.catalog.catalog import bundled
from workbench.doctor.course import Confusion, Course
from workbench.doctor.reading import course_of
from workbench.project import file
from workbench.project.project import Project
from workbench.runs import layer_figures, matrices
from workbench.runs.events import EpochEnded, RunFailed, RunFinished, RunStarted, StepsEnded
from workbench.runs.folder import RunFolder
from workbench.runs.journal import JournalWriter
from workbench.runs.layer_figures import EpochFigures
from workbench.runs.state import fold

GOLDEN = Path(__file__).resolve().parents[1] / "unit" / "golden" / "doctor"
_MOST_BATCHES = 60


class Recorded(msgspec.Struct, frozen=True):
    """What the doctor goes by: project, newest matrices by their epoch, some events, layers' figures."""

    project: Project
    confusions: tuple[tuple[int, list[list[int]]], ...]
    events: tuple[RunStarted | StepsEnded | EpochEnded | RunFailed | RunFinished, ...]
    statistics: tuple[EpochFigures, ...] = ()

    def course(self) -> Course:
        """Return the run as the doctor sees it."""
        confusions = tuple(Confusion(epoch, np.array(rows)) for epoch, rows in self.confusions)
        state = fold(self.events)
        return Course(
            state=state,
            project=self.project,
            catalog=bundled(),
            confusions=confusions,
            statistics=self.statistics,
        )


def course_of_run(run: Trained) -> Course:
    """Return a training of this process as the doctor sees it."""
    return course_of(run.folder, fold(run.events), run.folder.project(), bundled())


def recorded(run: Trained) -> Recorded:
    """Return what is worth keeping of a training; of its batches some, evenly over the run."""
    steps = run.all(StepsEnded)
    kept = {id(step) for step in steps[:: max(1, len(steps) // _MOST_BATCHES)]}
    kinds = (RunStarted, EpochEnded, RunFailed, RunFinished)
    events = tuple(event for event in run.events if isinstance(event, kinds) or id(event) in kept)
    course = course_of_run(run)
    confusions = tuple((each.epoch, each.counts.tolist()) for each in course.confusions)
    statistics = tuple(_without_histograms(each) for each in course.statistics)
    return Recorded(run.folder.project(), confusions, tuple(_thin(event) for event in events), statistics)


def _without_histograms(figures: EpochFigures) -> EpochFigures:
    layers = tuple(msgspec.structs.replace(layer, output=None, weights=()) for layer in figures.layers)
    return msgspec.structs.replace(figures, layers=layers)


def _thin(event: object) -> object:
    """Round what no rule sees, and leave out where the run was."""
    if isinstance(event, RunStarted):
        return msgspec.structs.replace(event, folder="", pid=0, at="")
    if isinstance(event, StepsEnded):
        batch = {"loss": round(event.batch["loss"], 5)} if "loss" in event.batch else {}
        return msgspec.structs.replace(event, at="", batch=batch, running={})
    if isinstance(event, EpochEnded):
        values = {name: float(f"{value:.5g}") for name, value in event.values.items()}
        return msgspec.structs.replace(event, at="", values=values, layers="", layers_at=0)
    return msgspec.structs.replace(event, at="")  # type: ignore[type-var]


def read(name: str) -> Recorded:
    return msgspec.json.decode((GOLDEN / f"{name}.json").read_bytes(), type=Recorded)


def written(name: str, path: Path) -> RunFolder:
    """Write a recorded training as a run's folder, as its process left it."""
    run, folder = read(name), RunFolder(path)
    for part in (folder.artifacts, folder.checkpoints):
        part.mkdir(parents=True)
    file.save(run.project, folder.project_file)
    path_of = folder.artifacts / matrices.NAME
    at = {epoch: matrices.append(path_of, np.array(rows)) for epoch, rows in run.confusions}
    looked = write_epochs(folder.artifacts, run.statistics)
    journal = JournalWriter(folder.journal)
    for event in run.events:
        own = [field for field in event.__struct_fields__ if field not in ("seq", "t", "at")]
        fields = {field: getattr(event, field) for field in own}
        if isinstance(event, EpochEnded):
            offset = at.get(event.epoch + 1)
            fields |= {"confusion": "" if offset is None else matrices.NAME, "confusion_at": offset or 0}
            offset = looked.get(event.epoch + 1)
            fields |= {"layers": "" if offset is None else layer_figures.NAME, "layers_at": offset or 0}
        journal.write(type(event), **fields)
    journal.close()
    return folder


def record(name: str, home: Path) -> Recorded:
    """Train a recipe and keep its figures."""
    recipe = next(recipe for recipe in RECIPES if recipe.name == name)
    kept = recorded(train(recipe.looked_at(home), home))
    GOLDEN.mkdir(parents=True, exist_ok=True)
    text = msgspec.json.encode(kept).replace(str(home).encode(), b"/runs")
    text = text.replace(f"{ROOT}/".encode(), b"")
    (GOLDEN / f"{name}.json").write_bytes(text + b"\n")
    return kept
