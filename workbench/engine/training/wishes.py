"""Obeying the user between two calls: holding still, another rate, other epochs, another patience."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.engine.training.changing import Changes
from workbench.engine.training.saver import Saver
from workbench.engine.training.snapshots import Position
from workbench.engine.training.steering import Steering
from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.runs.events import Paused, Resumed, SettingChanged

_SETTLED = 0.5


class Wishes:
    """The training thread's side of the steering; ``seconds_held`` counts the pauses."""

    def __init__(self, steering: Steering, tell: Teller, changes: Changes) -> None:
        self._steering = steering
        self._tell = tell
        self._changes = changes
        self.seconds_held = 0.0
        self.batch_ended = steering.batch_ended
        self.epoch_ended = steering.epoch_ended

    @property
    def is_stopping(self) -> bool:
        return self._steering.is_stopping

    @property
    def one_batch_only(self) -> bool:
        return self._steering.one_batch_only

    @property
    def is_leaping(self) -> bool:
        """Whether only the next batch or epoch was asked for."""
        return self._steering.is_leaping

    def obey(self, at: Position, saver: Saver) -> bool:
        """Change what was wished, hold as long as the user wants, and tell whether it held."""
        self.change(at, saver)
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
            self.change(at, saver)
        self.seconds_held += clock.monotonic() - began
        if not self.is_stopping:
            self._tell(Resumed, epoch=at.epoch, step=at.step)
        return True

    def catch_up(self, changed: Iterable[SettingChanged], at: Position) -> None:
        """Change again what a saved state may be too old to have."""
        for event in changed:
            self._changes.again(event, at)

    def change(self, at: Position, saver: Saver) -> bool:
        """Change what was wished, and tell whether anything was."""
        has_changed = [self._changes.make(wish, at) for wish in self._steering.take_changes()]
        if any(has_changed):
            # Whatever happens from here on, a run that is resumed has it.
            saver.save_state(at)
        return any(has_changed)
