"""Runs that wait for their turn: a small file for each, so that any window and any shell may add and change.

A run's folder with its snapshot is made when it is queued; a file here says that it waits, and where in the
order: ``00000003-ID.json``. Whoever works the queue off renames it to ``running-ID.json`` and deletes it when
the run is over. Every step is one rename, so that a crash at any moment loses nothing.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from workbench.foundation import atomic, clock, paths
from workbench.foundation.errors import WorkbenchError, error
from workbench.runs import lock
from workbench.runs.folder import RunFolder

_RUNNING = "running-"
_EVERY = frozenset({"*"})


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A run in the queue; ``device`` is a project's word for it, ``pid`` its process once it was started."""

    id: str
    folder: str
    title: str
    device: str
    added_at: str
    pid: int | None = None

    @property
    def run(self) -> RunFolder:
        return RunFolder(Path(self.folder))


class Queue:
    """The queue of a folder, by default of this user; it holds nothing itself."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or paths.state() / "queue"

    @property
    def worker_lock(self) -> Path:
        return self.home / "worker.lock"

    def waiting(self) -> tuple[Entry, ...]:
        """Return what waits, in order; a file that can't be read is passed over."""
        return tuple(entry for _, entry in self._waiting())

    def running(self) -> tuple[Entry, ...]:
        """Return what was begun and is not known to be over."""
        found = (_read(path) for path in sorted(self.home.glob(f"{_RUNNING}*.json")))
        return tuple(entry for entry in found if entry is not None)

    def add(self, run: RunFolder, *, title: str, device: str) -> Entry:
        """Put a run that was made at the end; WorkbenchError where the queue can't be written."""
        entry = Entry(
            id=run.path.name, folder=str(run.path), title=title, device=device, added_at=clock.utc_now()
        )
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self._write(self._path(self._next(), entry), entry)
        except OSError as failure:
            message = f"The queue in {self.home} can't be written: {failure.strerror}."
            raise WorkbenchError(error("queue.unwritable", "run", message, "Free some space.")) from failure
        return entry

    def remove(self, entry_id: str) -> bool:
        """Take out what waits, with the folder that was made for it; False where it waits no more."""
        for path, entry in self._waiting():
            if entry.id == entry_id:
                try:
                    path.unlink()
                except FileNotFoundError:
                    return False
                if not entry.run.journal.exists():
                    shutil.rmtree(entry.run.path, ignore_errors=True)
                return True
        return False

    def move(self, entry_id: str, to: int) -> bool:
        """Put what waits at place ``to`` (from 0) of those that wait; False where it waits no more."""
        found = self._waiting()
        ids = [entry.id for _, entry in found]
        if entry_id not in ids:
            return False
        moved = found.pop(ids.index(entry_id))
        found.insert(max(0, to), moved)
        for number, (path, entry) in enumerate(found, start=self._next()):
            # What has begun meanwhile has another name, and keeps its place.
            with contextlib.suppress(FileNotFoundError):
                path.rename(self._path(number, entry))
        return True

    def claim(self, entry: Entry) -> bool:
        """Take a waiting entry to run it; False where somebody was faster, or took it out."""
        for path, known in self._waiting():
            if known.id == entry.id:
                try:
                    path.rename(self._running(entry))
                except FileNotFoundError:
                    return False
                return True
        return False

    def note_process(self, entry: Entry, pid: int) -> None:
        """Write down which process trains a claimed run."""
        self._write(self._running(entry), msgspec.structs.replace(entry, pid=pid))

    def forget(self, entry: Entry) -> None:
        """Let go of a run that is over."""
        self._running(entry).unlink(missing_ok=True)

    @contextlib.contextmanager
    def worked_off(self) -> Iterator[bool]:
        """Be the one who works the queue off while the block lasts; yields False where another does."""
        self.home.mkdir(parents=True, exist_ok=True)
        if not lock.take(self.worker_lock):
            yield False
            return
        try:
            yield True
        finally:
            self.worker_lock.unlink(missing_ok=True)

    def is_worked_off(self) -> bool:
        return lock.is_owned(self.worker_lock)

    def _waiting(self) -> list[tuple[Path, Entry]]:
        found = ((path, _read(path)) for path in sorted(self.home.glob("[0-9]*.json")))
        return [(path, entry) for path, entry in found if entry is not None]

    def _next(self) -> int:
        names = [path.name.partition("-")[0] for path in self.home.glob("[0-9]*.json")]
        return max((int(name) for name in names if name.isdecimal()), default=0) + 1

    def _path(self, number: int, entry: Entry) -> Path:
        return self.home / f"{number:08d}-{entry.id}.json"

    def _running(self, entry: Entry) -> Path:
        return self.home / f"{_RUNNING}{entry.id}.json"

    def _write(self, path: Path, entry: Entry) -> None:
        atomic.write_bytes(path, msgspec.json.encode(entry))


def next_to_start(waiting: Sequence[Entry], busy: Sequence[str]) -> Entry | None:
    """Return the first entry whose device is free; none overtakes one that waits for the same device.

    ``busy`` are the devices, in a project's words, of all runs that go on.
    """
    taken = [_places(device) for device in busy]
    for entry in waiting:
        wanted = _places(entry.device)
        if not any(_meet(wanted, places) for places in taken):
            return entry
        taken.append(wanted)
    return None


def _places(device: str) -> frozenset[str]:
    """Return the processors that a device's word means; ``auto`` may be any."""
    kind, _, numbers = device.partition(":")
    if kind == "cpu":
        return frozenset({"cpu"})
    return frozenset(f"gpu:{number}" for number in numbers.split(",")) if numbers else _EVERY


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or _EVERY in (one, other)


def _read(path: Path) -> Entry | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Entry)
    except (OSError, msgspec.DecodeError):
        return None
