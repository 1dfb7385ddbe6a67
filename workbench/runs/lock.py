"""Whose run it is: the process that trains writes its pid and its start time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

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


def is_held(folder: RunFolder) -> bool:
    """Tell whether the process that wrote the lock still lives."""
    owner = _owner(folder)
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
    owner = _owner(folder)
    return None if owner is None else owner.pid


def _owner(folder: RunFolder) -> _Owner | None:
    try:
        return msgspec.json.decode(folder.lock.read_bytes(), type=_Owner)
    except (OSError, msgspec.DecodeError):
        return None
