"""Which models a run keeps: the best, the last, and those of epochs, as models or as weights alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench.protocol.judgement import Which
from workbench.runs import epoch_weights
from workbench.runs.events import CheckpointSaved
from workbench.runs.folder import RunFolder
from workbench.runs.state import RunState

_EPOCH = "epoch-"


def epoch_name(epoch: int) -> Which:
    """Return the name of the model that is kept of an epoch, counted from 1."""
    return f"{_EPOCH}{epoch:04}"


def epoch_of(which: Which) -> int | None:
    """Return the epoch, from 1 on, whose model that is; None for the best and the last one."""
    return int(which.removeprefix(_EPOCH)) if which.startswith(_EPOCH) else None


def weights_file(folder: RunFolder, which: Which) -> Path:
    """Return where the weights of an epoch lie that has no model of its own."""
    return folder.weights / f"{which}{epoch_weights.SUFFIX}"


def file_of(folder: RunFolder, which: Which) -> Path:
    """Return the file of a model: its own, or that of its weights where those alone are kept."""
    own, weights = folder.checkpoints / f"{which}.keras", weights_file(folder, which)
    return weights if weights.is_file() and not own.is_file() else own


def kept(folder: RunFolder, state: RunState | None = None) -> dict[int, Which]:
    """Return the epochs, from 1 on and rising, of which there is a model, each with its name.

    With the run's ``state`` the best and the last model count too, and what a resumed run has undone doesn't.
    """
    found = kept_weights(folder) | _by_epoch(folder.checkpoints.glob(f"{_EPOCH}*.keras"))
    if state is not None:
        found = {epoch: which for epoch, which in found.items() if epoch <= state.epoch}
        found = _of_best_and_last(folder, state) | found
    return dict(sorted(found.items()))


def kept_weights(folder: RunFolder) -> dict[int, Which]:
    """Return the epochs, rising, whose weights alone are kept, each with its name."""
    return _by_epoch(folder.weights.glob(f"{_EPOCH}*{epoch_weights.SUFFIX}"))


def nearest(epochs: Mapping[int, Which], epoch: int) -> int | None:
    """Return the epoch that is nearest of those kept, the earlier of two; None where none is."""
    return min(epochs, key=lambda one: (abs(one - epoch), one), default=None)


def _by_epoch(paths: Iterable[Path]) -> dict[int, Which]:
    numbers = ((path.stem.removeprefix(_EPOCH), path.stem) for path in paths)
    return dict(sorted((int(number), which) for number, which in numbers if number.isdigit()))


def _of_best_and_last(folder: RunFolder, state: RunState) -> dict[int, Which]:
    """Return the epochs of both models as they are now, where those were saved at the end of one."""
    newest: dict[Which, CheckpointSaved] = {}
    for saved in reversed(state.checkpoints):
        newest.setdefault(Path(saved.path).stem, saved)
        if "best" in newest and "last" in newest:
            break
    there = [name for name in ("last", "best") if (folder.checkpoints / f"{name}.keras").exists()]
    found = [(newest[name], name) for name in there if name in newest]
    return {saved.epoch: name for saved, name in found if saved.step == 0 and saved.epoch > 0}
