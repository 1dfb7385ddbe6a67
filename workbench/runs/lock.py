"""Whose run it is: the process that trains writes its pid and its start time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil

from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error
from workbench.runs.folder import RunFolder


class _Owner(msgspec.Struct, frozen=True):
    pid: int
    started: float


@contextlib.contextmanager
def hold(folder: RunFolder) -> Iterator[None]:
    """Own the run while the block lasts; WorkbenchError (where ``run``) when a live process does."""
    if is_held(folder):
        raise WorkbenchError(
            error(
                "run.held",
                "run",
                f"{folder.path.name} is being trained by process {owner_pid(folder)}.",
                "Stop that first, or attach to it by opening the run.",
            )
        )
    process = psutil.Process()
    atomic.write_bytes(folder.lock, msgspec.json.encode(_Owner(process.pid, process.create_time())))
    try:
        yield
    finally:
        folder.lock.unlink(missing_ok=True)


def take(path: Path) -> bool:
    """Make a lock file of this process; False where one of a live process is there."""
    process = psutil.Process()
    mine = msgspec.json.encode(_Owner(process.pid, process.create_time()))
    for _ in range(2):
        try:
            with path.open("xb") as handle:
                handle.write(mine)
        except FileExistsError:
            if is_owned(path):
                return False
            path.unlink(missing_ok=True)
        else:
            return True
    return False


def is_held(folder: RunFolder) -> bool:
    """Tell whether the process that wrote the lock still lives."""
    return is_owned(folder.lock)


def is_owned(path: Path) -> bool:
    """Tell whether the process that wrote a lock file still lives."""
    owner = _owner(path)
    if owner is None:
        return False
    try:
        process = psutil.Process(owner.pid)
        same = abs(process.create_time() - owner.started) < 1.0
        return bool(same and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def owner_pid(folder: RunFolder) -> int | None:
    """Return the pid in the lock, alive or not."""
    owner = _owner(folder.lock)
    return None if owner is None else owner.pid


def _owner(path: Path) -> _Owner | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Owner)
    except (OSError, msgspec.DecodeError):
        return None
