"""Going on from a saved state: the newest that is whole and of this network."""

from __future__ import annotations

import logging
from pathlib import Path

from workbench.engine.training import saver, state_file
from workbench.engine.training.snapshots import Snapshots
from workbench.engine.training.state_file import State
from workbench.engine.training.telling import Teller
from workbench.foundation.errors import Problem, WorkbenchError, error, warning
from workbench.runs.folder import RunFolder

_LOG = logging.getLogger(__name__)
HOPELESS = frozenset(("state.unfit", "state.all_damaged"))
"""Codes of failures after which going on would fail again."""


def newest(folder: RunFolder, snapshots: Snapshots, tell: Teller) -> tuple[Path, State] | None:
    """Return the state to go on from; None where the run died before it had saved any.

    Those that are damaged or of another network are told of and passed over.

    Raises:
        WorkbenchError: there are states, and none can be used.
    """
    there = [path for path in (folder.checkpoints / name for name in saver.STATES) if path.exists()]
    if not there:
        tell.advise(_from_start())
        return None
    whole = _whole(there, tell)
    fitting = [(path, state) for path, state in whole if _fits(state, snapshots)]
    if not fitting:
        raise _none_left(whole_ones=len(whole))
    if len(fitting) < len(whole):
        tell.advise(_of_another_network())
    return max(fitting, key=lambda found: (found[1].meta.epoch, found[1].meta.step))


def _whole(paths: list[Path], tell: Teller) -> list[tuple[Path, State]]:
    found = []
    for path in paths:
        try:
            found.append((path, state_file.read(path)))
        except WorkbenchError as failure:
            _LOG.exception("A state is damaged")
            tell.advise(*failure.problems)
    return found


def _fits(state: State, snapshots: Snapshots) -> bool:
    return state.meta.architecture in ("", snapshots.architecture)


def _none_left(*, whole_ones: int) -> WorkbenchError:
    kept = "The curves and figures of this run are kept as they are."
    if whole_ones:
        return WorkbenchError(
            error(
                "state.unfit",
                "run",
                "The saved states are of another network than this run's: expected the layers and links of "
                "its project, received others.",
                f"Press Train to begin anew. {kept}",
            )
        )
    return WorkbenchError(
        error(
            "state.all_damaged",
            "run",
            "None of the saved states can be read any more: there is nothing to go on from.",
            f"Press Train to begin anew. {kept}",
        )
    )


def _of_another_network() -> Problem:
    return warning(
        "state.unfit", "run", "A saved state of another network was passed over.", "Nothing needs to be done."
    )


def _from_start() -> Problem:
    return warning(
        "resume.from_start",
        "run",
        "There is no saved state to go on from: the training begins anew.",
        "Nothing needs to be done.",
    )
