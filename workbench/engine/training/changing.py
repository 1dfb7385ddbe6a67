"""Settings that change while a training runs: made, told and refused, each in one place."""

from __future__ import annotations

import math
from typing import Any, assert_never

import numpy as np

from workbench.catalog.formula import RATE, Formula
from workbench.catalog.rates import schedule_of, scheduler_of
from workbench.engine.training.callbacks import Callbacks
from workbench.engine.training.rates import Plan
from workbench.engine.training.snapshots import Position
from workbench.engine.training.telling import Teller
from workbench.foundation.errors import warning
from workbench.project.training import MOST_EPOCHS, TrainingSpec
from workbench.runs.controls import Change, SetEpochs, SetLearningRate, SetPatience
from workbench.runs.events import Setting, SettingChanged


class Changes:
    """Changes a training's plan and its callbacks as the user wishes; what can't be is said and left."""

    def __init__(
        self, training: TrainingSpec, model: Any, plan: Plan, callbacks: Callbacks, tell: Teller
    ) -> None:
        self._training = training
        self._model = model
        self._plan = plan
        self._callbacks = callbacks
        self._tell = tell

    def make(self, change: Change, at: Position) -> bool:
        """Change a setting from ``at`` on, and tell whether it could be."""
        match change:
            case SetLearningRate(value=rate):
                return self._set_rate(rate, at)
            case SetEpochs(value=epochs):
                return self._set_epochs(epochs, at)
            case SetPatience(value=patience, callback=kind):
                return self._set_patience(patience, kind, at)
            case _:
                assert_never(change)

    def again(self, event: SettingChanged, at: Position) -> None:
        """Make a change that was made before the training went back to ``at``."""
        match event.setting:
            case "learning_rate":
                self.make(SetLearningRate(value=event.value), at)
            case "epochs":
                self.make(SetEpochs(value=int(event.value)), at)
            case "EarlyStopping.patience":
                self.make(SetPatience(value=int(event.value)), at)
            case "ReduceLROnPlateau.patience":
                self.make(SetPatience(value=int(event.value), callback="ReduceLROnPlateau"), at)
            case _:
                assert_never(event.setting)

    def _set_rate(self, rate: float, at: Position) -> bool:
        if schedule_of(self._training.optimizer) is not None:
            return self._refuse(
                "rate.refused",
                "training.optimizer",
                "The learning rate stays as it is: the optimizer follows a schedule, which sets it itself.",
            )
        if not (math.isfinite(rate) and rate > 0):
            return self._refuse(
                "rate.refused",
                "training.optimizer",
                f"The learning rate stays as it is: expected a positive number, received {rate:g}.",
            )
        before = float(np.asarray(self._model.optimizer.learning_rate))
        self._plan.set_rate(rate, at.epoch)
        self._told("learning_rate", before, rate, at)
        self._warn_of_a_scheduler()
        return True

    def _warn_of_a_scheduler(self) -> None:
        formula = scheduler_of(self._training.callbacks)
        if formula is None or Formula(formula, RATE).names("lr"):
            return
        message = "LearningRateScheduler sets the rate anew with every epoch, whatever it was before."
        hint = "Let its formula begin with lr, the rate so far."
        self._tell.advise(warning("rate.overridden", "training.callbacks", message, hint))

    def _set_epochs(self, epochs: int, at: Position) -> bool:
        least = at.epoch + (1 if at.step else 0)
        if not max(1, least) <= epochs <= MOST_EPOCHS:
            message = (
                f"The number of epochs stays {self._plan.epochs}: expected at least the {max(1, least)} that "
                f"are begun, received {epochs}."
            )
            return self._refuse("epochs.refused", "training.epochs", message)
        before, self._plan.epochs = self._plan.epochs, epochs
        self._told("epochs", before, epochs, at)
        return True

    def _set_patience(self, patience: int, kind: str, at: Position) -> bool:
        callbacks = self._callbacks.of_kind(kind)
        if not callbacks or patience < 0:
            reason = f"there is no {kind}" if not callbacks else f"expected 0 or more, received {patience}"
            return self._refuse(
                "patience.refused", "training.callbacks", f"The patience stays as it is: {reason}."
            )
        before = callbacks[0].patience
        for callback in callbacks:
            callback.patience = patience
        setting: Setting = (
            "EarlyStopping.patience" if kind == "EarlyStopping" else "ReduceLROnPlateau.patience"
        )
        self._told(setting, before, patience, at)
        return True

    def _told(self, setting: Setting, before: float, value: float, at: Position) -> None:
        self._tell(
            SettingChanged, epoch=at.epoch, step=at.step, setting=setting, before=before, value=float(value)
        )

    def _refuse(self, code: str, where: str, message: str) -> bool:
        self._tell.advise(warning(code, where, message))
        return False
