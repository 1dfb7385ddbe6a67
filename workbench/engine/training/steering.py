"""What the user wants of the run, between the thread that listens and the thread that trains."""

from __future__ import annotations

import threading
from typing import Literal, assert_never

from workbench.runs.controls import (
    Change,
    Control,
    Pause,
    Resume,
    SetEpochs,
    SetLearningRate,
    SetPatience,
    Step,
    Stop,
    StopNow,
    Suspend,
)

Leap = Literal["batch", "epoch"]
Leaving = Literal["suspend", "stop", "now"]
"""Ways for a run to end before its time, the more final the later."""
_FINALITY: tuple[Leaving, ...] = ("suspend", "stop", "now")


class Steering:
    """Holds the latest wishes. ``obey`` belongs to the listening thread, all else to the training one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_holding = False
        self._leaving: Leaving | None = None
        self._leap: Leap | None = None
        self._changes: dict[str, Change] = {}

    def obey(self, control: Control) -> None:
        """Take in a wish; it takes effect after the current call."""
        with self._changed:
            match control:
                case Pause():
                    self._is_holding, self._leap = True, None
                case Resume():
                    self._is_holding, self._leap = False, None
                case Stop():
                    self._leave("stop")
                case StopNow():
                    self._leave("now")
                case Suspend():
                    self._leave("suspend")
                case Step(epoch=epoch):
                    self._is_holding, self._leap = False, "epoch" if epoch else "batch"
                case SetLearningRate() | SetEpochs():
                    self._changes[type(control).__name__] = control
                case SetPatience():
                    self._changes[control.callback] = control
                case _:
                    assert_never(control)
            self._changed.notify_all()

    @property
    def leaving(self) -> Leaving | None:
        """How the run shall end before its time, if it shall."""
        return self._leaving

    @property
    def is_stopping(self) -> bool:
        return self._leaving is not None

    def must_hold(self) -> bool:
        return self._is_holding and not self.is_stopping

    @property
    def one_batch_only(self) -> bool:
        return self._leap == "batch"

    @property
    def is_leaping(self) -> bool:
        """Whether it goes on for a batch or an epoch only."""
        return self._leap is not None

    def batch_ended(self) -> None:
        self._leap_ended("batch")

    def epoch_ended(self) -> None:
        self._leap_ended("epoch")

    def wait(self, timeout: float | None = None) -> bool:
        """Sleep while the run must hold, and tell whether it may go on."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self.is_stopping or not self._is_holding or bool(self._changes), timeout
            )

    def take_changes(self) -> tuple[Change, ...]:
        """Return the settings that were wished for, the latest of each, once."""
        with self._changed:
            changes, self._changes = tuple(self._changes.values()), {}
        return changes

    def _leave(self, leaving: Leaving) -> None:
        """Take the more final way: a stop that was asked for can become a stop now, and never the reverse."""
        if self._leaving is None or _FINALITY.index(leaving) > _FINALITY.index(self._leaving):
            self._leaving = leaving

    def _leap_ended(self, leap: Leap) -> None:
        with self._changed:
            if self._leap == leap:
                self._leap, self._is_holding = None, True
