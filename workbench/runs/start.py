"""Starting a run's process without a window, once more where it can't load, and telling of one that died."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import psutil

from workbench.foundation import modesty
from workbench.foundation.errors import error, warning
from workbench.runs import journal, lock, memory, steering
from workbench.runs.controls import Control
from workbench.runs.events import Advice, RunFailed, RunFinished
from workbench.runs.folder import RunFolder
from workbench.runs.state import fold

ENGINE = (sys.executable, "-m", "workbench.engine")
_WITHOUT_GPU = "without-gpu"
_CRASHES = frozenset((4, 6, 7, 8, 11))  # signals: illegal instruction, abort, bus, arithmetic, segmentation
_CRASH_ON_WINDOWS = 0xC0000000


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
    place = str(folder.path)
    return _launch(folder, ("resume", place, str(asked)) if resume else ("run", place))


def begin_anew(folder: RunFolder, process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
    """Start a run once more, without a GPU, where ``start``'s ``process`` crashed while it loaded TensorFlow.

    A driver or library that doesn't fit kills whoever loads it; the processor alone may do. None where it
    ended otherwise, or was without a GPU already.
    """
    words = process.args if isinstance(process.args, tuple) else ()
    asked = words[len(ENGINE) :]
    if words[: len(ENGINE)] != ENGINE or asked[:1] not in (("run",), ("resume",)):
        return None
    if not _has_crashed(process.returncode) or lock.is_held(folder):
        return None
    state = fold(journal.read(folder.journal))
    if (state.status, state.phase) != ("running", "starting"):
        return None
    writer = journal.JournalWriter(folder.journal)
    try:
        message = f"{_crash_in_words(process.returncode)} It begins anew without a GPU, on the CPU."
        hint = f"Why it crashed may stand in {folder.log}."
        writer.write(Advice, problem=warning("gpu.left_out", "training.device", message, hint))
    finally:
        writer.close()
    return _launch(folder, (_WITHOUT_GPU, *(str(word) for word in asked)))


def _launch(folder: RunFolder, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    with folder.log.open("ab") as log:
        process = subprocess.Popen(
            (*ENGINE, *words),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=os.name != "nt",
        )
    modesty.give_way(process.pid)
    return process


def _has_crashed(code: int | None) -> bool:
    return code is not None and (_signal(code) in _CRASHES or code >= _CRASH_ON_WINDOWS)


def _crash_in_words(code: int) -> str:
    return f"The training process crashed while it loaded TensorFlow ({_signal(code) or code})."


def _signal(code: int) -> int:
    """Return the signal that killed a process with this exit code; 0 where none did."""
    return -code if code < 0 else code - 128 if 128 < code < 256 else 0


def death_in_words(code: int | None, folder: RunFolder | None = None) -> str:
    """Return why a process ended, by its exit code (negative or 128 + n: killed by signal n).

    Where memory may have run out, what the run in ``folder`` was to take of it is told too.
    """
    if code is None:
        return "The training process is gone."
    signal = _signal(code)
    if signal == 9:
        told = "The training process was killed (signal 9): by someone, or because memory ran out."
        return told if folder is None else f"{told} {memory.in_words(folder)}".strip()
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
