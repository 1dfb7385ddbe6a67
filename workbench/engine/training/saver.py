"""What a run leaves behind: the best model, the last one, and states to go on from."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from workbench.engine.training import state_file
from workbench.engine.training.best import Best
from workbench.engine.training.callbacks import Callbacks
from workbench.engine.training.pace import Budget
from workbench.engine.training.telling import Teller
from workbench.foundation import atomic, clock
from workbench.foundation.errors import warning
from workbench.runs.events import CheckpointSaved
from workbench.runs.folder import RunFolder

_LOG = logging.getLogger(__name__)
_SHARE = 0.05
_LONGEST_GAP = 30.0
BEST = "best.keras"
LAST = "last.keras"
STATES = ("state-0.npz", "state-1.npz")


@dataclass
class Position:
    """How far the training is: ``step`` steps of ``epoch`` are done; ``values`` are the last epoch's."""

    epoch: int
    step: int
    values: dict[str, float]


class Saver:
    """Saves at most 5 % of the time, except where a pause or the end asks for it. Failing is no end."""

    def __init__(
        self,
        folder: RunFolder,
        model: Any,
        callbacks: Callbacks,
        best: Best,
        tell: Teller,
        next_state: int,
        *,
        seeds: Sequence[Any] = (),
    ) -> None:
        self._folder = folder
        self._model = model
        self._callbacks = callbacks
        self.best = best
        self._tell = tell
        self._seeds = seeds
        self._next_state = next_state
        now = clock.monotonic()
        self._budget = Budget(_SHARE, now)
        self._saved_at = now
        self._has_complained = False

    def epoch_ended(self, at: Position) -> None:
        """Take in the end of an epoch: keep its weights when they are the best, save when it is time."""
        self.best.judge(at.epoch - 1, at.values, self._model)
        if self._budget.is_due(clock.monotonic()):
            self.save(at)

    def step_ended(self, at: Position) -> None:
        """Save in the middle of an epoch that lasts long."""
        now = clock.monotonic()
        if now - self._saved_at >= _LONGEST_GAP and self._budget.is_due(now):
            self.save(at)

    def save(self, at: Position) -> bool:
        """Save best, last and state now, and tell whether that worked."""
        began = clock.monotonic()
        if not is_finite(self._model):
            return False  # what stands on the disk is better
        saved = self._try(lambda: self._save_models(at)) and self._try(lambda: self._save_state(at))
        self._saved_at = clock.monotonic()
        self._budget.spend(began, self._saved_at)
        return saved

    def save_state(self, at: Position) -> bool:
        """Save only the state to go on from."""
        return self._try(lambda: self._save_state(at))

    def save_models(self, at: Position) -> bool:
        """Save best and last model; without a best epoch the last model is the best."""
        if self.best.unsaved is None and not (self._folder.checkpoints / BEST).exists():
            self.best.unsaved = self._model.get_weights()
        return self._try(lambda: self._save_models(at))

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

    def _save_model(self, name: str, epoch: int, step: int, *, best: bool = False) -> None:
        path = self._folder.checkpoints / name
        atomic.write_with(path, self._model.save)
        self._tell_saved(path, epoch, step, best=best)

    def _save_state(self, at: Position) -> None:
        path = self._folder.checkpoints / STATES[self._next_state]
        state_file.write(snapshot(self._model, self._callbacks, self.best, at, self._seeds), path)
        self._next_state = 1 - self._next_state
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
            self._has_complained = True
            return False
        self._has_complained = False
        return True


def is_finite(model: Any) -> bool:
    """Tell whether every weight is a finite number."""
    return all(np.isfinite(weights).all() for weights in model.get_weights() if weights.dtype.kind == "f")


def snapshot(
    model: Any, callbacks: Callbacks, best: Best, at: Position, seeds: Sequence[Any] = ()
) -> state_file.State:
    """Return all that going on from ``at`` needs; ``seeds`` are the variables of the augmentation."""
    plain, arrays = callbacks.memory()
    arrays |= state_file.variables("model", model.variables)
    arrays |= state_file.variables("optimizer", model.optimizer.variables)
    arrays |= state_file.variables("metric", model.metrics_variables)
    arrays |= state_file.variables("augmentation", seeds)
    history = model.history
    meta = state_file.Meta(
        epoch=at.epoch,
        step=at.step,
        values=at.values,
        best_value=best.value,
        best_epoch=best.epoch,
        history={name: [float(value) for value in values] for name, values in history.history.items()},
        history_epochs=list(history.epoch),
        callbacks=plain,
    )
    return state_file.State(meta=meta, arrays=arrays)


def restore(
    state: state_file.State, model: Any, callbacks: Callbacks, best: Best, *, seeds: Sequence[Any] = ()
) -> Position:
    """Bring a model, its callbacks and the best value back to a state, and return where that was.

    Raises:
        WorkbenchError: the state is of another network.
    """
    for prefix, found in (
        ("model", model.variables),
        ("optimizer", model.optimizer.variables),
        ("metric", model.metrics_variables),
        ("augmentation", seeds),
    ):
        state_file.assign(state, prefix, found)
    meta = state.meta
    callbacks.remember(meta.callbacks, state.arrays)
    model.history.history = {name: list(values) for name, values in meta.history.items()}
    model.history.epoch = list(meta.history_epochs)
    best.value, best.epoch = meta.best_value, meta.best_epoch
    return Position(epoch=meta.epoch, step=meta.step, values=meta.values)


def _unsaved(failure: Exception) -> Any:
    reason = failure.strerror if isinstance(failure, OSError) and failure.strerror else str(failure)
    return warning(
        "checkpoint.unsaved",
        "run",
        f"A checkpoint could not be saved: {reason}. The training goes on; the one before it is kept.",
        "Free some space where the run's folder lies.",
    )
