"""When the layers are worth a look, so that looking costs no more than its share of a run."""

from __future__ import annotations

from workbench.engine.training.pace import Budget

_AT_THE_END, _LITTLE = 0.04, 0.1


class LookBudget:
    """At most ``share`` of the time goes into looks, the first one among them.

    That one waits until the run has lasted so long that what it is likely to cost fits. A last look, when all
    steps are done, may take 4 % of the run, or a tenth of a second.
    """

    def __init__(self, share: float, now: float) -> None:
        self._share = share
        self._born = now
        self._rest = Budget(share, now)
        self.lasted: float | None = None
        """Seconds that the newest look took; None before the first."""

    def is_due(self, now: float, *, likely: float, is_final: bool) -> bool:
        """Tell whether one may look ``now``; ``likely`` are the seconds that it is to take."""
        age = now - self._born
        if is_final:
            return likely <= max(_LITTLE, _AT_THE_END * age)
        if self.lasted is None:
            return likely <= self._share * age
        return self._rest.is_due(now)

    def spend(self, began: float, ended: float) -> None:
        """Take in that one looked, and when."""
        self.lasted = ended - began
        self._rest.spend(began, ended)
