"""How far a phase of a run is that takes its time, such as the reading of a large table."""

from __future__ import annotations

from typing import Self

import msgspec

from workbench.runs.events import PhaseAdvanced

_SURE = 2.0


class PhaseProgress(msgspec.Struct, frozen=True, kw_only=True):
    """``done`` of ``total`` (0: unknown) of ``what`` is done; ``first`` is what was told of it at first."""

    what: str
    done: int
    total: int
    t: float
    first: tuple[float, int]

    @classmethod
    def after(cls, event: PhaseAdvanced, before: PhaseProgress | None) -> Self:
        """Return the progress as of ``event``, which goes on with what was done ``before`` or begins anew."""
        goes_on = before is not None and before.what == event.what and before.done <= event.done
        first = before.first if before is not None and goes_on else (event.t, event.done)
        return cls(what=event.what, done=event.done, total=event.total, t=event.t, first=first)

    @property
    def share(self) -> float | None:
        """How much of it is done, 0 to 1; None where nobody knows."""
        return min(1.0, self.done / self.total) if self.total > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """How long the rest of it takes by its pace so far; None before that says something."""
        began, done_at_first = self.first
        done, spent = self.done - done_at_first, self.t - began
        if self.total <= 0 or done <= 0 or spent < _SURE:
            return None
        return max(0.0, (self.total - self.done) * spent / done)
