"""The runs of a folder, newest first."""

from __future__ import annotations

from pathlib import Path

import msgspec

from workbench.runs import journal, lock
from workbench.runs.folder import RunFolder
from workbench.runs.metrics import is_higher_better
from workbench.runs.state import RunState, fold


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


def list_runs(home: Path) -> tuple[RunSummary, ...]:
    """Return the runs under ``home``, newest first; folders that are no runs are passed over."""
    if not home.is_dir():
        return ()
    folders = (RunFolder(path) for path in sorted(home.iterdir(), reverse=True))
    return tuple(summarise(folder) for folder in folders if folder.project_file.is_file())


def summarise(folder: RunFolder) -> RunSummary:
    """Return the row of one run."""
    state = fold(journal.read(folder.journal))
    started = state.started
    return RunSummary(
        folder=str(folder.path),
        title=started.title if started else folder.path.name,
        started_at=started.at if started else "",
        status=_status(folder, state),
        epochs_done=state.epoch,
        epochs_planned=state.epochs_planned,
        params=started.params if started else 0,
        best=best_values(state),
    )


def best_values(state: RunState) -> dict[str, float]:
    """Return the best value of every figure over the epochs."""
    best: dict[str, float] = {}
    for epoch in state.epochs:
        for name, value in epoch.values.items():
            choose = max if is_higher_better(name) else min
            best[name] = choose(best.get(name, value), value)
    return best


def _status(folder: RunFolder, state: RunState) -> str:
    if state.is_over or state.started is None or lock.is_held(folder):
        return state.status
    return "interrupted"
