"""Ctrl-C while a run is followed: the first asks the run to stop, the second leaves it alone with that."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any, Self

from workbench.runs import steering
from workbench.runs.controls import Stop
from workbench.runs.folder import RunFolder


class Interrupts:
    """Catches Ctrl-C in a ``with`` block; ``came`` says whether it was pressed."""

    def __init__(self, run: RunFolder) -> None:
        self._run = run
        self._before: Any = None
        self.came = False

    def __enter__(self) -> Self:
        # A handler, not KeyboardInterrupt: that one could strike in the middle of printing a line.
        self._before = signal.signal(signal.SIGINT, self._on_interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        if self.came:
            raise KeyboardInterrupt
        self.came = True
        steering.ask(self._run, Stop())
