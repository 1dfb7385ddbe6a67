"""What the user wants of the run, between the thread that listens and the thread that trains."""

from __future__ import annotations

import threading
from typing import Literal, assert_never

from workbench.runs.controls import Control, Pause, Resume, SetLearningRate, Step, Stop

Leap = Literal["batch", "epoch"]


class Steering:
    """Holds the latest wishes. ``obey`` belongs to the listening thread, all else to the training one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_holding = False
        self._is_stopping = False
        self._leap: Leap | None = None
        self._rate: float | None = None

    def obey(self, control: Control) -> None:
        """Take in a wish; it takes effect after the current call."""
        with self._changed:
            match control:
                case Pause():
                    self._is_holding, self._leap = True, None
                case Resume():
                    self._is_holding, self._leap = False, None
                case Stop():
                    self._is_stopping = True
                case Step(epoch=epoch):
                    self._is_holding, self._leap = False, "epoch" if epoch else "batch"
                case SetLearningRate(value=value):
                    self._rate = value
                case _:
                    assert_never(control)
            self._changed.notify_all()

    @property
    def is_stopping(self) -> bool:
        return self._is_stopping

    def must_hold(self) -> bool:
        return self._is_holding and not self._is_stopping

    @property
    def one_batch_only(self) -> bool:
        return self._leap == "batch"

    def batch_ended(self) -> None:
        self._leap_ended("batch")

    def epoch_ended(self) -> None:
        self._leap_ended("epoch")

    def wait(self, timeout: float | None = None) -> bool:
        """Sleep while the run must hold, and tell whether it may go on."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._is_stopping or not self._is_holding or self._rate is not None, timeout
            )

    def take_rate(self) -> float | None:
        """Return a learning rate that was wished for, once."""
        with self._changed:
            rate, self._rate = self._rate, None
        return rate

    def _leap_ended(self, leap: Leap) -> None:
        with self._changed:
            if self._leap == leap:
                self._leap, self._is_holding = None, True
