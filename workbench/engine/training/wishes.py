"""Obeying the user between two calls: holding still, another learning rate."""

from __future__ import annotations

import math
from typing import Any

from workbench.engine.training.saver import Position, Saver
from workbench.engine.training.steering import Steering
from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.foundation.errors import warning
from workbench.project.spec import Spec
from workbench.runs.events import Paused, Resumed

_SETTLED = 0.5


class Wishes:
    """The training thread's side of the steering; ``seconds_held`` counts the pauses."""

    def __init__(self, steering: Steering, tell: Teller, model: Any, optimizer: Spec) -> None:
        self._steering = steering
        self._tell = tell
        self._model = model
        self._has_schedule = isinstance(optimizer.params.get("learning_rate"), Spec)
        self.seconds_held = 0.0
        self.batch_ended = steering.batch_ended
        self.epoch_ended = steering.epoch_ended

    @property
    def is_stopping(self) -> bool:
        return self._steering.is_stopping

    @property
    def one_batch_only(self) -> bool:
        return self._steering.one_batch_only

    def obey(self, at: Position, saver: Saver) -> bool:
        """Hold as long as the user wants, set a wished rate, and tell whether it held."""
        self._set_rate()
        if not self._steering.must_hold():
            return False
        began = clock.monotonic()
        self._tell(Paused, epoch=at.epoch, step=at.step)
        is_saved = False
        while self._steering.must_hold():
            if not self._steering.wait(None if is_saved else _SETTLED):
                # A pause that lasts may last for days; one between two single steps is not worth it.
                saver.save(at)
                is_saved = True
            self._set_rate()
        self.seconds_held += clock.monotonic() - began
        if not self.is_stopping:
            self._tell(Resumed, epoch=at.epoch, step=at.step)
        return True

    def _set_rate(self) -> None:
        rate = self._steering.take_rate()
        if rate is None:
            return
        if self._has_schedule:
            self._refuse("the optimizer follows a schedule, which sets the learning rate itself")
        elif not (math.isfinite(rate) and rate > 0):
            self._refuse(f"expected a positive number, received {rate:g}")
        else:
            self._model.optimizer.learning_rate = rate

    def _refuse(self, reason: str) -> None:
        self._tell.advise(
            warning("rate.refused", "training.optimizer", f"The learning rate stays as it is: {reason}.")
        )
