"""Starting a run's process without a window, and telling of one that died."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import psutil

from workbench.foundation.errors import error
from workbench.runs import journal, lock, steering
from workbench.runs.controls import Control
from workbench.runs.events import RunFailed, RunFinished
from workbench.runs.folder import RunFolder


def start(
    folder: RunFolder, *, resume: bool = False, wishes: Sequence[Control] = ()
) -> subprocess.Popen[bytes]:
    """Start the process of a run in a session of its own, so that it outlives the caller.

    It obeys ``wishes`` first, and whatever is asked from now on; what was asked of an earlier one is over.
    OSError when the folder is gone or full.
    """
    asked = folder.control.stat().st_size if folder.control.exists() else 0
    for wish in wishes:
        steering.ask(folder, wish)
    command = [sys.executable, "-m", "workbench.engine", "run", str(folder.path)]
    if resume:
        command[3:] = ["resume", str(folder.path), str(asked)]
    with folder.log.open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=os.name != "nt",
        )


def death_in_words(code: int | None) -> str:
    """Return why a process ended, by its exit code (negative or 128 + n: killed by signal n)."""
    if code is None:
        return "The training process is gone."
    signal = -code if code < 0 else code - 128 if code > 128 else 0
    if signal == 9:
        return "The training process was killed (signal 9): by someone, or because memory ran out."
    if signal:
        return f"The training process crashed (signal {signal})."
    return f"The training process ended with exit code {code} before the run was finished."


def declare_dead(folder: RunFolder, reason: str) -> bool:
    """Append ``RunFailed`` to the journal of a run whose process is gone; False when there was no need."""
    if lock.is_held(folder):
        return False
    if isinstance(journal.last(folder.journal), (RunFailed, RunFinished)):
        return False
    resumable = any(folder.checkpoints.glob("state-*"))
    hint = (
        "The last checkpoint is kept: Resume goes on from it."
        if resumable
        else "No checkpoint had been saved yet: train again, perhaps with a smaller batch."
    )
    writer = journal.JournalWriter(folder.journal)
    try:
        problem = error("run.died", "run", reason, f"{hint} Details: {folder.log}")
        writer.write(RunFailed, problem=problem, resumable=resumable)
    finally:
        writer.close()
    folder.lock.unlink(missing_ok=True)
    return True


def kill(folder: RunFolder) -> None:
    """Kill the process that trains a run; its last checkpoint is kept."""
    pid = lock.owner_pid(folder)
    if pid is not None and lock.is_held(folder):
        psutil.Process(pid).kill()
