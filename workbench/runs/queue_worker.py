"""Works the queue off: a small process of its own that outlives windows, or a shell that waits.

Should it die, its runs go on, and the next one takes them over. ``python -m workbench.runs.queue_worker``.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil

from workbench.foundation import clock, paths
from workbench.foundation.errors import WorkbenchError
from workbench.foundation.log import open_log
from workbench.runs import journal, lock, start
from workbench.runs.events import Event, RunFinished
from workbench.runs.folder import RunFolder
from workbench.runs.queue import Entry, Queue, next_to_start

_LOG = logging.getLogger(__name__)
_TICK = 0.5
_ABOUT_TO_BEGIN = 60.0
Launch = Callable[[RunFolder], "subprocess.Popen[bytes]"]


class Worker:
    """Starts what waits as soon as its device is free; a run that crashes is told dead, and the next begins.

    ``begun`` and ``ended`` hear of each entry; the latter with the run's last event, None if it has none.
    """

    def __init__(
        self,
        queue: Queue,
        runs_home: Path,
        *,
        launch: Launch = start.start,
        begun: Callable[[Entry], None] = lambda entry: None,
        ended: Callable[[Entry, Event | None], None] = lambda entry, last: None,
    ) -> None:
        self._queue = queue
        self._runs_home = runs_home
        self._launch = launch
        self._begun, self._ended = begun, ended
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._tick = threading.Event()

    def work(self) -> bool:
        """Work until nothing waits or runs any more; False where another process does it already."""
        while self._queue.waiting() or self._queue.running():
            with self._queue.worked_off() as is_mine:
                if not is_mine:
                    return False
                while self._queue.waiting() or self._queue.running():
                    self.turn()
                    self._rest()
            # Whoever queued something just now saw the lock and relied on us: look once more.
        return True

    def turn(self) -> None:
        """Take note of runs that are over, and start whatever can be."""
        for entry in self._queue.running():
            self._look_after(entry)
        while (following := next_to_start(self._queue.waiting(), self._busy())) is not None:
            if self._queue.claim(following):
                self._start(following)

    def _rest(self) -> None:
        """Sleep for a moment, no longer than until a run of ours is over."""
        child = next(iter(self._children.values()), None)
        if child is None:
            self._tick.wait(_TICK)
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_TICK)

    def _start(self, entry: Entry) -> None:
        if not entry.run.project_file.is_file():
            _LOG.warning("%s is gone: it is left out", entry.folder)
            self._queue.forget(entry)
            return
        process = self._launch(entry.run)
        self._children[entry.id] = process
        self._queue.note_process(entry, process.pid)
        self._begun(entry)

    def _look_after(self, entry: Entry) -> None:
        """Let go of a run whose process is gone; what a worker before us claimed and never began, begin."""
        child = self._children.get(entry.id)
        if child is not None:
            code = child.poll()
            if code is None:
                return
            again = start.begin_anew(entry.run, child)
            if again is not None:
                self._children[entry.id] = again
                self._queue.note_process(entry, again.pid)
                return
            del self._children[entry.id]
            self._bury(entry, start.death_in_words(code, entry.run))
        elif lock.is_held(entry.run) or _lives(entry):
            return
        elif entry.pid is None and not entry.run.journal.exists():
            self._start(entry)
        else:
            self._bury(entry, start.death_in_words(None))

    def _bury(self, entry: Entry, reason: str) -> None:
        try:
            start.declare_dead(entry.run, reason)
        except OSError:
            _LOG.warning("The end of %s could not be written down", entry.folder, exc_info=True)
        self._queue.forget(entry)
        self._ended(entry, journal.last(entry.run.journal))

    def _busy(self) -> list[str]:
        """Return the devices of all runs that go on: those of the queue, and any other of this user's."""
        running = self._queue.running()
        devices = [entry.device for entry in running]
        known = {entry.folder for entry in (*running, *self._queue.waiting())}
        others = self._runs_home.iterdir() if self._runs_home.is_dir() else ()
        for run in map(RunFolder, others):
            if str(run.path) not in known and (lock.is_held(run) or _is_about_to_begin(run)):
                devices.append(_device_of(run))
        return devices


def start_worker(queue: Queue) -> subprocess.Popen[bytes] | None:
    """Start a worker in the background, in a session of its own, unless one is at work."""
    if queue.is_worked_off():
        return None
    logs = paths.state() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / "queue.out").open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "workbench.runs.queue_worker"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=os.name != "nt",
        )


def has_failed(last: Event | None) -> bool:
    """Tell whether a run that is over ended otherwise than it should."""
    return not isinstance(last, RunFinished)


def _is_about_to_begin(run: RunFolder) -> bool:
    """Tell whether a window made this folder just now: its process takes the lock in a moment."""
    try:
        age = clock.now() - run.project_file.stat().st_mtime
    except OSError:
        return False
    return age < _ABOUT_TO_BEGIN and not run.journal.exists()


def _device_of(run: RunFolder) -> str:
    try:
        return run.project().training.device
    except WorkbenchError:
        return "auto"


def _lives(entry: Entry) -> bool:
    """Tell whether the process of an entry is on its way to its lock: it takes that in its first second."""
    if entry.pid is None or entry.run.journal.exists():
        return False
    try:
        return bool(psutil.Process(entry.pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


if __name__ == "__main__":
    open_log("queue")
    Worker(Queue(), paths.runs_home()).work()
