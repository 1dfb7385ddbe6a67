"""The runs of a folder, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from workbench.runs import journal, lock
from workbench.runs.folder import RunFolder
from workbench.runs.metrics import is_higher_better
from workbench.runs.state import RunState, fold

_PIECE = 1 << 17


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A run in a list. ``status`` is a RunState's, or ``interrupted`` when its process is gone.

    ``best`` holds, by name, the best value of every figure: the greatest or the least, by its name.
    """

    folder: str
    title: str
    started_at: str
    status: str
    epochs_done: int
    epochs_planned: int
    params: int
    best: dict[str, float]


class Registry:
    """The runs under a folder. What was read of a journal once is not read again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._digests: dict[Path, _Digest] = {}

    def survey(self) -> Iterator[None]:
        """Read what is new by now, the newest run first, and stop for a moment after every little piece."""
        paths = sorted(self.home.iterdir(), reverse=True) if self.home.is_dir() else []
        folders = [folder for folder in map(RunFolder, paths) if folder.project_file.is_file()]
        known = {path: digest for path, digest in self._digests.items() if digest.is_of_what_is_there()}
        self._digests = {folder.path: known.get(folder.path) or _Digest(folder) for folder in folders}
        for digest in self._digests.values():
            # No further than now: some runs write as quickly as they can be read.
            digest.is_begun, end = True, digest.size()
            while digest.offset < end and digest.read_on():
                yield
            yield

    def summaries(self) -> tuple[RunSummary, ...]:
        """Return the runs of the last survey, newest first, without those that it has not come to yet."""
        return tuple(digest.summary() for digest in self._digests.values() if digest.is_begun)


class _Digest:
    """What is known of a run from as much of its journal as was read; its steps are passed over."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._follower = journal.Follower(folder.journal, steps=False, most=_PIECE)
        self._state = self._summary_of = RunState()
        self._summary = self._summarise()
        self.is_begun = False

    def is_of_what_is_there(self) -> bool:
        """Tell whether the journal can still be the one that was read: one only grows."""
        return self.size() >= self.offset

    @property
    def offset(self) -> int:
        """How many bytes of the journal were read."""
        return self._follower.offset

    def size(self) -> int:
        """Return how many bytes the journal has; -1 where it is gone."""
        try:
            return self._folder.journal.stat().st_size
        except OSError:
            return -1

    def read_on(self) -> bool:
        """Read a piece and tell whether there was one."""
        before = self._follower.offset
        self._state = fold(self._follower.poll(), self._state)
        return self._follower.offset > before

    def summary(self) -> RunSummary:
        """Return the run's row; of a run that is over it is made once."""
        if self._summary_of is not self._state or not self._state.is_over:
            self._summary_of, self._summary = self._state, self._summarise()
        return self._summary

    def _summarise(self) -> RunSummary:
        state, started = self._state, self._state.started
        return RunSummary(
            folder=str(self._folder.path),
            title=started.title if started else self._folder.path.name,
            started_at=started.at if started else "",
            status=_status(self._folder, state),
            epochs_done=state.epoch,
            epochs_planned=state.epochs_planned,
            params=started.params if started else 0,
            best=best_values(state),
        )


def list_runs(home: Path) -> tuple[RunSummary, ...]:
    """Return the runs under ``home``, newest first; folders that are no runs are passed over."""
    registry = Registry(home)
    for _ in registry.survey():
        pass
    return registry.summaries()


def best_values(state: RunState) -> dict[str, float]:
    """Return the best value of every figure over the epochs."""
    return {name: high if is_higher_better(name) else low for name, (low, high) in state.ranges.items()}


def _status(folder: RunFolder, state: RunState) -> str:
    if state.is_over or state.started is None or lock.is_held(folder):
        return state.status
    return "interrupted"
