"""The course's networks for photographs train on a few of the bundled flowers at 64 x 64 pixels.

Starting TensorFlow costs more than the training: one network goes through the shell, five share a process.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.helpers.trainings import go
from workbench.foundation import paths
from workbench.project import file
from workbench.project.data import ImageFolder, ImageForm
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.runs import journal, matrices
from workbench.runs.events import EpochEnded, RunFinished
from workbench.runs.folder import RunFolder, create
from workbench.runs.state import fold

pytestmark = pytest.mark.slow

NAMES = ("cnn-base", "cnn-kernel5", "cnn-gap", "cnn-gap-128", "cnn-batchnorm")
SIDE, EACH = 64, 10
CLASSES = ("daisy", "dandelion", "rose", "sunflower", "tulip")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few photographs of each class in ``flowers``."""
    folder = tmp_path_factory.mktemp("few")
    for label in CLASSES:
        (folder / "flowers" / label).mkdir(parents=True)
        for photograph in sorted((paths.sample_data() / "flowers" / label).iterdir())[:EACH]:
            shutil.copy(photograph, folder / "flowers" / label)
    return folder


def _small(name: str) -> Project:
    """Return the bundled project for one epoch of small images in the folder ``flowers``."""
    project, _ = open_project(name)
    (entry,) = project.graph.inputs()
    project = project.with_node(replace(entry, spec=replace(entry.spec, params={"shape": (SIDE, SIDE, 3)})))
    source = ImageFolder(path="flowers", form=ImageForm(height=SIDE, width=SIDE))
    project = project.with_data(replace(project.data, source=source))
    return project.with_training(replace(project.training, epochs=1))


def _assert_reported(run: RunFolder) -> None:
    """Expect a finished run whose validation accuracy is that of its confusion matrix."""
    state = fold(journal.read(run.journal))
    (epoch,) = state.epochs
    assert state.started is not None
    kept = state.started.validation_examples

    confusion = matrices.read(run.artifacts / epoch.confusion, epoch.confusion_at)

    assert isinstance(epoch, EpochEnded)
    assert isinstance(journal.last(run.journal), RunFinished)
    assert tuple(state.started.classes) == CLASSES
    assert state.started.examples + 2 * kept == EACH * len(CLASSES)
    assert confusion.shape == (len(CLASSES), len(CLASSES))
    assert confusion.sum() == kept
    assert epoch.values["val_accuracy"] == pytest.approx(confusion.trace() / kept, abs=1e-6)


def test_that_the_augmented_network_trains_from_the_shell(folder: Path) -> None:
    project = folder / "augmented.workbench"
    file.save(_small("cnn-augmented"), project)
    words = ["train", str(project), "--runs", str(folder / "runs"), "--device", "cpu", "--json"]

    done = subprocess.run(
        [sys.executable, "-m", "workbench", *words], capture_output=True, text=True, check=False, timeout=240
    )

    assert done.returncode == 0, done.stdout + done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    (started,) = [event for event in events if event["type"] == "RunStarted"]
    assert started["augmented"] == ["RandomFlip", "RandomRotation", "RandomZoom"]
    _assert_reported(RunFolder(Path(events[0]["folder"])))


@pytest.mark.usefixtures("keras_as_it_was")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", NAMES)
def test_that_a_network_for_photographs_reports_its_validation(name: str, folder: Path) -> None:
    run = create(_small(name), home=folder / "runs", base=folder)
    go(run)
    _assert_reported(run)
