"""Hands on a run's events until the last one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

from workbench.runs import start
from workbench.runs.events import Event, RunFailed, RunFinished
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower

_TICK = 0.05
_LEAVING = 60.0


def follow(run: RunFolder, process: subprocess.Popen[bytes], follower: Follower) -> Iterator[Event]:
    """Yield the events of a run that ``process`` trains; the last is RunFinished or RunFailed.

    Where the process crashes while it loads it begins anew, once; where it dies without a last word,
    ``RunFailed`` is written for it.
    """
    while True:
        is_gone = _has_ended(process)
        for event in follower.poll():
            yield event
            if isinstance(event, RunFinished | RunFailed):
                process.wait(timeout=_LEAVING)
                return
        if not is_gone:
            continue
        again = start.begin_anew(run, process)
        if again is not None:
            process = again
        else:
            start.declare_dead(run, start.death_in_words(process.returncode, run))
            yield from follower.poll()
            return


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(timeout=_TICK)
    except subprocess.TimeoutExpired:
        return False
    return True
