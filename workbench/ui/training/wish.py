"""What the user asked of a run, and whether the run has answered: one legal way through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from workbench.runs.state import RunState


class Wish(Enum):
    """A request that is on its way."""

    TRAIN = "train"
    RESUME_RUN = "resume_run"
    PAUSE = "pause"
    RESUME = "resume"
    STEP = "step"
    STOP = "stop"
    STOP_NOW = "stop_now"
    SUSPEND = "suspend"


LEAVING = frozenset({Wish.STOP, Wish.STOP_NOW, Wish.SUSPEND})
"""What ends the run's process."""


@dataclass(frozen=True)
class Pending:
    """A wish with the state at the moment of asking; None where there was no run yet."""

    wish: Wish
    before: RunState | None

    def is_answered_by(self, state: RunState | None) -> bool:
        """Tell whether ``state`` shows that the wish was fulfilled, or can't be any more."""
        if self.wish in (Wish.TRAIN, Wish.RESUME_RUN):
            return state is not None and (not state.is_over or self._ended_anew(state))
        if state is None or state.is_over:
            return True
        match self.wish:
            case Wish.PAUSE:
                return state.status == "paused"
            case Wish.RESUME:
                return state.status == "running"
            case Wish.STEP:
                return state.status == "paused" and self._has_moved(state)
            case _:
                return False

    def _ended_anew(self, state: RunState) -> bool:
        earlier = self.before or RunState()
        return state.failure != earlier.failure or state.finished != earlier.finished

    def _has_moved(self, state: RunState) -> bool:
        before = self.before or RunState()
        return before.status != "paused" or (state.epoch, state.step) != (before.epoch, before.step)


def legal_wishes(state: RunState | None, pending: Pending | None) -> frozenset[Wish]:
    """Return what may be asked now. While something is pending only what is more final may be asked."""
    if state is None or state.is_over:
        return frozenset() if pending else _after(state)
    if state.started is None and state.status == "waiting":
        return frozenset()  # nobody reads the run's control file yet
    if pending is not None:
        return _MORE_FINAL.get(pending.wish, frozenset({Wish.STOP}))
    if state.started is None:
        return frozenset({Wish.STOP})
    return LEAVING | {Wish.RESUME if state.status == "paused" else Wish.PAUSE, Wish.STEP}


_MORE_FINAL: dict[Wish, frozenset[Wish]] = {
    Wish.STOP: frozenset({Wish.STOP_NOW}),
    Wish.STOP_NOW: frozenset(),
    Wish.SUSPEND: frozenset({Wish.STOP, Wish.STOP_NOW}),
}


def _after(state: RunState | None) -> frozenset[Wish]:
    can_go_on = state is not None and state.can_go_on
    return frozenset({Wish.TRAIN, Wish.RESUME_RUN}) if can_go_on else frozenset({Wish.TRAIN})
