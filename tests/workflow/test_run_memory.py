"""A training that needs more memory than there is ends in words, with what it needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.pictures import write_image
from tests.helpers.trainings import chain, iris
from workbench.project.data import DataSpec, ImageFolder, ImageForm, Split
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.runs import journal
from workbench.runs.events import RunFailed, RunFinished
from workbench.runs.folder import create

pytestmark = [pytest.mark.slow, pytest.mark.thorough]
_LIMIT_KIB = 8 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of a process' memory is Linux' own")
def test_that_a_batch_too_large_for_the_memory_is_told_with_half_of_it(tmp_path: Path) -> None:
    graph = chain(
        Spec("Input", {"shape": (4,)}),
        Spec("Dense", {"units": 30_000_000}),
        Spec("Dense", {"units": 3, "activation": "softmax"}),
    )
    project = iris(batch_size=100, epochs=1, optimizer=Spec("SGD")).with_graph(graph)
    folder = create(project, home=tmp_path, base=tmp_path)
    command = f'ulimit -v {_LIMIT_KIB}; exec "$0" -m workbench.engine run "$1"'

    subprocess.run(["/bin/sh", "-c", command, sys.executable, str(folder.path)], check=False)

    failed = journal.last(folder.journal)
    assert isinstance(failed, RunFailed)
    assert failed.problem.code == "memory.exhausted"
    assert "It needed at least 1" in failed.problem.message
    assert "batch size of 50" in failed.problem.hint


_SIDE, _IMAGES = 224, 2000
_PEAK = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "workbench.engine", "run", sys.argv[1]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count a process' memory otherwise")
def test_that_images_take_their_memory_once_and_ten_times_the_budget_a_fraction_of_it(tmp_path: Path) -> None:
    few, many = (_pictures(tmp_path / str(count), count) for count in (200, _IMAGES))
    size = _IMAGES * _SIDE * _SIDE * 3

    alone, held, beyond = (
        _peak(folder, tmp_path, budget=budget)
        for folder, budget in ((few, 4 * size), (many, 4 * size), (many, size // 10))
    )

    assert held - alone < 1.25 * size
    assert beyond - alone < size / 2


def _pictures(folder: Path, count: int) -> Path:
    for number in range(count):
        place = folder / f"{number % 2}" / f"{number:05d}.jpg"
        place.parent.mkdir(parents=True, exist_ok=True)
        if number < 2:
            write_image(place, (200 * number, 90, 90), size=(_SIDE, _SIDE))
        else:
            shutil.copyfile(folder / f"{number % 2}" / f"{number % 2:05d}.jpg", place)
    return folder


def _peak(folder: Path, home: Path, *, budget: int) -> int:
    """Return the most bytes that the process of a training on a folder had in memory."""
    graph = chain(
        Spec("Input", {"shape": (_SIDE, _SIDE, 3)}),
        Spec("MaxPooling2D", {"pool_size": 32}),
        Spec("Flatten"),
        Spec("Dense", {"units": 2, "activation": "softmax"}),
    )
    source = ImageFolder(path=str(folder), form=ImageForm(height=_SIDE, width=_SIDE))
    data = DataSpec(source=source, split=Split(validation=0.2, test=0))
    project: Project = iris(batch_size=16, epochs=2).with_graph(graph).with_data(data)
    run = create(project, home=home, base=home)
    told = {**os.environ, "WORKBENCH_DATA_MEMORY": str(budget)}
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(run.path)], env=told, capture_output=True, check=True
    )
    assert isinstance(journal.last(run.journal), RunFinished)
    return int(done.stdout.split()[-1])
