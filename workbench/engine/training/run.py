"""The process of one run: trains on a thread, while the main thread obeys controls and shows life."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from workbench.engine import environment, stdio
from workbench.engine.deep import DeepThread
from workbench.engine.training.meter import Usage
from workbench.engine.training.silence import Silence
from workbench.engine.training.steering import Steering
from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.foundation.errors import WorkbenchError, error
from workbench.runs import lock
from workbench.runs.controls import Stop
from workbench.runs.events import PhaseBegan, RunFailed, UsageMeasured
from workbench.runs.folder import RunFolder
from workbench.runs.journal import JournalWriter
from workbench.runs.steering import ControlReader

_LOG = logging.getLogger(__name__)
_LOOK = 0.02
_HEARTBEAT = 1.0


def run(folder: Path, *, resume: bool = False, asked: int | None = None) -> int:
    """Be the process of the run in ``folder`` until it ends, and return the exit code: 0 done, 1 failed.

    A heartbeat is the lock's time of change, renewed every second. What stands in the control file before the
    byte ``asked`` was asked of an earlier process; None means all that stands there now, where it is resumed.
    """
    place = RunFolder(folder.resolve())
    if not place.path.is_dir():
        print(f"{folder} is no run: expected a folder.", file=sys.stderr)  # noqa: T201
        return 1
    stdio.send_output_to(place.log)
    faulthandler.enable()  # a crash leaves its last lines in the log
    _log_to(place.log)
    try:
        with lock.hold(place), contextlib.closing(JournalWriter(place.journal)) as journal:
            return _hold(place, journal, resume=resume, asked=asked if resume else 0)
    except WorkbenchError:
        # The journal belongs to the process that holds the lock.
        _LOG.exception("The run can't be taken over")
        return 1


def _hold(place: RunFolder, journal: JournalWriter, *, resume: bool, asked: int | None) -> int:
    steering = Steering()
    tell = Teller(journal, lambda: steering.is_stopping)
    usage, silence = Usage(tell.costs), Silence(tell)
    # A wish that came while the process was starting counts; old ones of a run that goes on do not.
    reader = ControlReader(place.control, offset=asked)
    for control in reader.poll():
        steering.obey(control)
    with _stopped_by_signals(steering):
        training = DeepThread(lambda: _train(place, steering, tell, resume=resume), "training")
        beat_at = 0.0
        while not training.is_done(_LOOK):
            for control in reader.poll():
                steering.obey(control)
            silence.look(clock.monotonic())
            if clock.monotonic() - beat_at >= _HEARTBEAT:
                beat_at = clock.monotonic()
                _beat(place)
                usage.device = tell.device
                if (taken := usage.look()) is not None:
                    tell(UsageMeasured, **taken)
    return training.result()


def _train(place: RunFolder, steering: Steering, tell: Teller, *, resume: bool) -> int:
    tell(PhaseBegan, phase="starting")
    try:
        environment.load_keras()
        from workbench.engine.training.conduct import conduct
    except ImportError as failure:
        _LOG.exception("Keras can't be imported")
        message = f"Keras can't be imported: {failure}."
        tell(RunFailed, problem=error("engine.no_keras", "run", message, "Install the program again."))
        return 1
    return conduct(place, steering, tell, resume=resume)


def _beat(place: RunFolder) -> None:
    try:
        os.utime(place.lock)
        stdio.cap_output()
    except OSError:
        _LOG.exception("The run's folder can't be touched")


def _log_to(path: Path) -> None:
    handler = logging.StreamHandler(path.open("a", encoding="utf-8"))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


@contextlib.contextmanager
def _stopped_by_signals(steering: Steering) -> Iterator[None]:
    """Take a signal to end as the wish to stop: the weights are saved first."""
    wanted = [signal.SIGTERM, signal.SIGINT]
    before = [signal.signal(number, lambda *_: steering.obey(Stop())) for number in wanted]
    try:
        yield
    finally:
        for number, handler in zip(wanted, before, strict=True):
            signal.signal(number, handler)
