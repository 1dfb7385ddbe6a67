"""What a run leaves behind: the best model, the last one, those of some epochs, and states to go on from."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from workbench.engine.training import state_file
from workbench.engine.training.best import Weights
from workbench.engine.training.looking_back import EpochWeights
from workbench.engine.training.pace import Budget
from workbench.engine.training.snapshots import Position, Snapshots
from workbench.engine.training.telling import Teller
from workbench.foundation import atomic, clock
from workbench.foundation.errors import warning
from workbench.project.training import Checkpoints
from workbench.runs.events import CheckpointSaved
from workbench.runs.folder import RunFolder

_LOG = logging.getLogger(__name__)
_SHARE = 0.04  # of the time in the long run; the first save comes early
_LONGEST_GAP = 30.0
_LIGHT = 256 << 20
BEST = "best.keras"
LAST = "last.keras"
STATES = ("state-0.npz", "state-1.npz")


class Saver:
    """Saves at most 5 % of the time, except where the user asks for more. Failing is no end.

    The state goes first and holds the best weights until they stand in a file of their own: so whenever
    the process dies, the newest state and the best model belong together.
    """

    def __init__(
        self,
        folder: RunFolder,
        snapshots: Snapshots,
        tell: Teller,
        *,
        checkpoints: Checkpoints | None = None,
    ) -> None:
        self._folder = folder
        self._model = snapshots.model
        self._snapshots = snapshots
        self.best = snapshots.best
        self._tell = tell
        self._next_state = 0
        self._checkpoints = checkpoints or Checkpoints()
        now = clock.monotonic()
        self._budget = Budget(_SHARE, now)
        self._epoch_weights = EpochWeights(folder, snapshots.model.count_params())
        self._saved_at = now
        self._newest: Path | None = None
        self._beginning: state_file.State | None = None
        self._has_complained = False
        self.is_closed = False
        """Whether nothing can be saved just now."""
        self.failure: Exception | None = None
        """Why something could not be saved the last time that this was so."""

    def begin(self, at: Position, *, state: Path | None) -> None:
        """Take in where the training begins: from a ``state``, or afresh, which is kept in mind if light."""
        self._newest = state
        if state is not None:
            self._next_state = 1 - STATES.index(state.name)  # never the one at hand
            return
        beginning = self._snapshots.take(at)
        if sum(array.nbytes for array in beginning.arrays.values()) <= _LIGHT:
            self._beginning = beginning

    def last_good(self) -> state_file.State | None:
        """Return the newest state that was saved, or the beginning; None where that was too large to keep."""
        return self._beginning if self._newest is None else state_file.read(self._newest)

    def epoch_ended(self, at: Position) -> None:
        """Take in the end of an epoch: keep its weights when they are the best, save when it is time."""
        weights = self._model.get_weights
        self.best.judge(at.epoch - 1, at.values, weights)
        if self._checkpoints.every and at.epoch % self._checkpoints.every == 0:
            self._try(lambda: self._save_epoch(at))
        else:
            self._epoch_weights.epoch_ended(at.epoch, weights)
        if self._budget.is_due(clock.monotonic()):
            self.save(at)

    def epoch_passed(self, at: Position, weights: Weights) -> None:
        """Take in the end of an epoch whose ``weights`` the model has no longer: there is nothing to save."""
        self.best.judge(at.epoch - 1, at.values, weights)
        self._epoch_weights.epoch_ended(at.epoch, weights)

    def epochs_until_model(self, epoch: int) -> int | None:
        """Return after how many more epochs than ``epoch`` a model is to be kept; None for never."""
        every = self._checkpoints.every
        return every - epoch % every if every else None

    def step_ended(self, at: Position) -> None:
        """Save in the middle of an epoch that lasts long."""
        now = clock.monotonic()
        if now - self._saved_at >= _LONGEST_GAP and self._budget.is_due(now):
            self.save(at)

    def save(self, at: Position) -> bool:
        """Save state, best and last now, and tell whether that worked."""
        began = clock.monotonic()
        if self.is_closed or not self._snapshots.is_finite():
            return False  # what stands on the disk is better
        saved = self._try(lambda: self._save_state(at)) and self._try(lambda: self._save_models(at))
        self._has_complained = self._has_complained and not saved
        self._saved_at = clock.monotonic()
        self._budget.spend(began, self._saved_at)
        return saved

    def save_state(self, at: Position) -> bool:
        """Save only the state to go on from."""
        return not self.is_closed and self._try(lambda: self._save_state(at))

    def reopen(self) -> None:
        """Let a run that a callback has ended go on, should the user ask for that."""
        if self._newest is None:
            return
        state = state_file.read(self._newest)
        open_again = replace(state, meta=replace(state.meta, has_ended=False))
        path = self._newest
        self._try(lambda: state_file.write(open_again, path))

    def save_models(self, at: Position) -> bool:
        """Save best and last model; without a best epoch the last model is the best."""
        if self.best.unsaved is None and not self.has_best:
            self.best.unsaved = self._model.get_weights()
        return self._try(lambda: self._save_models(at))

    @property
    def has_best(self) -> bool:
        return (self._folder.checkpoints / BEST).exists()

    def _save_models(self, at: Position) -> None:
        self._save_model(LAST, at.epoch, at.step)
        if self.best.unsaved is None:
            return
        current = self._model.get_weights()
        self._model.set_weights(self.best.unsaved)
        try:
            epoch = at.epoch if self.best.epoch is None else self.best.epoch + 1
            self._save_model(BEST, epoch, 0, best=True)
        finally:
            self._model.set_weights(current)
        self.best.unsaved = None

    def _save_epoch(self, at: Position) -> None:
        self._save_model(epoch_name(at.epoch), at.epoch, 0)
        for path in kept_epochs(self._folder)[: -max(1, self._checkpoints.keep)]:
            path.unlink(missing_ok=True)

    def _save_model(self, name: str, epoch: int, step: int, *, best: bool = False) -> None:
        path = self._folder.checkpoints / name
        atomic.write_with(path, self._model.save)
        self._tell_saved(path, epoch, step, best=best)

    def _save_state(self, at: Position) -> None:
        path = self._folder.checkpoints / STATES[self._next_state]
        state_file.write(self._snapshots.take(at), path)
        self._next_state = 1 - self._next_state
        self._newest, self._beginning = path, None
        self._tell_saved(path, at.epoch, at.step)

    def _tell_saved(self, path: Path, epoch: int, step: int, *, best: bool = False) -> None:
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        name = path.relative_to(self._folder.path).as_posix()
        self._tell(CheckpointSaved, path=name, epoch=epoch, step=step, best=best, sha256=digest)

    def _try(self, save: Any) -> bool:
        try:
            save()
        except Exception as failure:
            # Keras and HDF5 raise many kinds when the disk is full; none is a reason to end the training.
            _LOG.exception("A checkpoint could not be saved")
            if not self._has_complained:
                self._tell.advise(_unsaved(failure))
            self._has_complained, self.failure = True, failure
            return False
        return True


def epoch_name(epoch: int) -> str:
    """Return the name of the model that is kept of an epoch, counted from 1."""
    return f"epoch-{epoch:04}.keras"


def kept_epochs(folder: RunFolder) -> list[Path]:
    """Return the models of epochs that a run keeps, the oldest first."""
    found = folder.checkpoints.glob("epoch-*.keras")
    return sorted(found, key=lambda path: (len(path.name), path.name))


def _unsaved(failure: Exception) -> Any:
    reason = failure.strerror if isinstance(failure, OSError) and failure.strerror else str(failure)
    return warning(
        "checkpoint.unsaved",
        "run",
        f"A checkpoint could not be saved: {reason}. The training goes on; the one before it is kept.",
        "Free some space where the run's folder lies.",
    )
