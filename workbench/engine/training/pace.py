"""How much work one call of a compiled function does, so that pausing and drawing never wait long."""

from __future__ import annotations

CALL_SECONDS = 0.025


class Pace:
    """Starts with one step a call, doubles at most, and settles where a call lasts about 25 ms.

    One late call shrinks nothing: on a busy machine any call may have to wait for the processor. With
    ``fixed`` a call has that many steps, however long they take.
    """

    def __init__(self, target: float = CALL_SECONDS, *, fixed: int = 0) -> None:
        self._target = target
        self._is_fixed = fixed > 0
        self._last = float("inf")
        self.steps = fixed or 1

    def learn(self, steps: int, seconds: float) -> None:
        """Take in that a call of ``steps`` steps lasted ``seconds``; never call it for one that compiled."""
        if self._is_fixed:
            return
        of_one = max(seconds, 1e-6) / steps
        fitting = int(self._target / min(of_one, self._last))
        self._last = of_one
        self.steps = max(1, min(fitting, 2 * self.steps))


class Budget:
    """Tells when something costly may be done again: at most ``share`` of the time goes into it."""

    def __init__(self, share: float, now: float) -> None:
        self._share = share
        self._due_at = now

    def is_due(self, now: float) -> bool:
        return now >= self._due_at

    def spend(self, began: float, ended: float) -> None:
        """Take in that it was just done, and when."""
        self._due_at = ended + (ended - began) * (1 / self._share - 1)
