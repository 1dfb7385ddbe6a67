"""Both sides of the training benchmark: our run's process, plain ``fit``, and whole jobs of both."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from workbench.catalog.current import current
from workbench.code.script import script
from workbench.project import file
from workbench.project.project import Project
from workbench.protocol.client import EngineProcess
from workbench.protocol.messages import Analyse, InspectData, Run, RunAccepted
from workbench.runs import folder as folders
from workbench.runs import journal, start
from workbench.runs.events import EpochEnded, Event, PhaseBegan, RunFinished, StepsEnded
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower
from workbench.runs.state import RunState, fold

HERE = Path(__file__).resolve().parent
_LOOK = 0.005


def with_epochs(project: Project, epochs: int) -> Project:
    return project.with_training(replace(project.training, epochs=epochs))


class OurRun:
    """A run's process from start to end; ``state`` is what its journal says."""

    def __init__(self, project: Project, home: Path, **surroundings: str) -> None:
        folder = folders.create(project, home=home, base=home)
        before = {name: os.environ.get(name) for name in surroundings}
        os.environ.update(surroundings)
        try:
            process = start.start(folder)
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
        code = process.wait()
        self.events: list[Event] = journal.read(folder.journal)
        self.state: RunState = fold(self.events)
        if code != 0:
            raise SystemExit(f"the run failed: {self.state.failure}; see {folder.log}")

    def seconds_a_step(self, skipped: int) -> float:
        """Return the time of a step by the journal's clock, with all that lies between two epochs' ends.

        Confusion matrices, checkpoints and the journal are in it, and validation as long as it is too short
        to be told (a quarter of a second): plain fit has none. The first ``skipped`` epochs, in which
        functions are compiled and calls grow, are not.
        """
        assert self.state.started is not None
        first, last = self.state.epochs[skipped - 1], self.state.epochs[-1]
        seconds = last.t - first.t - self._seconds_validating(first.seq)
        return seconds / ((last.epoch - first.epoch) * self.state.started.steps_per_epoch)

    def _seconds_validating(self, since: int) -> float:
        """Return how long validation lasted after event number ``since``, where it was told."""
        seconds, began = 0.0, None
        for event in self.events[since:]:
            if isinstance(event, PhaseBegan) and event.phase == "validating":
                began = event.t
            elif isinstance(event, EpochEnded) and began is not None:
                seconds, began = seconds + event.t - began, None
        return seconds


class PlainFit:
    """The plain side, compiled and waiting for its turns."""

    def __init__(self, project: Project, home: Path) -> None:
        path = home / f"plain{file.SUFFIX}"
        file.save(project, path)
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "plain_fit.py"), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._line()

    def seconds_a_step(self, epochs: int) -> float:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{epochs}\n")
        self._process.stdin.flush()
        return float(self._line())

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("plain fit failed")
        return line


@contextmanager
def plain_fit(project: Project, home: Path) -> Iterator[PlainFit]:
    side = PlainFit(project, home)
    try:
        yield side
    finally:
        side.close()


def our_job(project: Project, home: Path) -> tuple[float, float]:
    """Train as the window does and return seconds: to the best model on disk, and to the first figures.

    The engine is warm, as it is when a user presses Train: it has analysed network and data before.
    """
    with EngineProcess() as engine:
        engine.ask(Analyse(id=1, project=project, folder=str(home)))
        engine.ask(InspectData(id=2, data=project.data, folder=str(home)))
        began = time.perf_counter()
        folder = folders.create(project, home=home, base=home)
        accepted = engine.ask(Run(id=3, folder=str(folder.path)))
        if not isinstance(accepted, RunAccepted):
            raise SystemExit(f"the engine refused: {accepted}")
        process = engine.release()
        first = _until_the_end(folder, process, began)
        whole = time.perf_counter() - began
        process.wait()
    if not (folder.checkpoints / "best.keras").is_file():
        raise SystemExit("there is no best model")
    return whole, first


def _until_the_end(folder: RunFolder, process: subprocess.Popen[bytes], began: float) -> float:
    """Return when the first figures were told, in seconds from ``began``, once the run has finished."""
    follower, first = Follower(folder.journal), 0.0
    while True:
        is_gone = process.poll() is not None
        for event in follower.poll():
            if isinstance(event, StepsEnded) and not first:
                first = time.perf_counter() - began
            if isinstance(event, RunFinished):
                return first
        if is_gone:
            raise SystemExit(f"the run failed; see {folder.log}")
        time.sleep(_LOOK)


def script_job(project: Project, home: Path) -> float:
    """Run the exported script as it is and return its seconds."""
    path = home / "script.py"
    path.write_text(script(project, current(), base=home), encoding="utf-8")
    began = time.perf_counter()
    subprocess.run([sys.executable, str(path)], cwd=home, check=True, capture_output=True)
    return time.perf_counter() - began
