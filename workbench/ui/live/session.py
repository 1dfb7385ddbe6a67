"""Follows one run folder: journal -> events -> state, thirty times a second, until the run is over."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from workbench.foundation import clock
from workbench.runs import lock, start, steering
from workbench.runs.controls import Control
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower
from workbench.runs.state import RunState, fold
from workbench.ui.turns import Turn

_log = logging.getLogger(__name__)
_TICK_MS = 33
_BUDGET_S = 0.008  # of a tick, for reading and folding: a long journal must not hold up the window
_PIECE = 1 << 16  # bytes that are read before looking at the clock again
_SHOW_S = 0.25  # between two looks at a journal that is still being caught up with
_RESTS = 3  # times as long as telling took it is quiet then: the window is there for more than that
_LOOK_TICKS = 10  # between looks at the lock: a death is told after two looks, within a second
_GRACE_S = 60.0  # for a process that was just started: loading TensorFlow takes its time


class RunSession(QObject):
    """One run as the window sees it, live or long finished: the same thing, a journal replayed.

    ``changed`` comes at most once a tick and only if the state is another. ``starting`` says that a
    process was just started for this folder: a journal that ends with an earlier failure is then not
    yet the end, and the state says ``waiting`` until the process speaks or is known to be gone.
    ``is_watched`` says that ``process_ended`` will tell how the process ended, since this window started it:
    a large one takes its time to go, and meanwhile it has let go of the run but can't be asked why.
    After the run is over the session is at its end; ``close`` ends it at any time. Nothing is read between
    ``rest`` and ``go_on``.
    """

    changed = Signal()
    over = Signal()
    """The run has finished or failed, and its whole journal is in ``state``."""

    def __init__(
        self,
        folder: RunFolder,
        *,
        starting: bool = False,
        is_watched: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        self._is_watched = is_watched
        self._state = RunState()
        self._follower = Follower(folder.journal, most=_PIECE)
        self._has_more = self._is_untold = False
        self._shown_at = 0.0
        self._is_awaited = starting
        self._was_held = self._begins_anew = False
        self._deadline = clock.monotonic() + _GRACE_S
        self._ended: str | None = None
        self._ticks = self._absences = 0
        self._timer = Turn(self, interval=_TICK_MS)
        self._timer.came.connect(self._on_turn)
        # What is told is drawn, which takes its time: on a turn of its own, and the less often the longer.
        self._teller = Turn(self, is_single=True)
        self._teller.came.connect(self._tell)
        self._quiet_until = 0.0
        self._is_resting = False
        self._timer.start()

    @property
    def state(self) -> RunState:
        if self._is_awaited and self._state.is_over:
            return replace(self._state, status="waiting", phase="starting", failure=None, finished=None)
        return self._state

    @property
    def is_behind(self) -> bool:
        """Whether there is more in the journal than was read, or told."""
        return self._has_more or self._is_untold

    @property
    def is_following(self) -> bool:
        """Whether more may come."""
        return self._timer.is_active or self._is_resting

    def rest(self) -> None:
        """Read nothing while nobody looks; without an effect on what has come to its end."""
        self._is_resting = self.is_following
        self._timer.stop()
        self._teller.stop()

    def go_on(self) -> None:
        """Read on after a rest."""
        if self._is_resting:
            self._is_resting = False
            self._timer.start()

    def keep_up_with(self, other: RunSession) -> None:
        """Take what another session of the same run knows, where that is more: nothing is read twice."""
        if other.folder == self.folder and other._follower.offset > self._follower.offset:
            self._follower.go_to(other._follower)
            self._state, self._has_more = other._state, other._has_more
            self._is_untold = True
            if not self.is_following:
                self._timer.start()

    def ask(self, control: Control) -> None:
        """Ask the run's process for something; OSError when the folder is gone or full."""
        steering.ask(self.folder, control)

    @Slot(str)
    def process_ended(self, reason: str) -> None:
        """Take note that the run's process is gone; ``reason`` is told if the journal has no ending."""
        self._ended = reason

    def begins_anew(self) -> None:
        """Take note that another process was just started for this run, in the place of one that is gone."""
        self._begins_anew, self._was_held, self._absences, self._ended = True, False, 0, None
        self._deadline = clock.monotonic() + _GRACE_S

    def close(self) -> None:
        """Stop following. The run itself goes on."""
        self._is_resting = False
        self._timer.stop()
        self._teller.stop()

    def _on_turn(self) -> None:
        self._ticks += 1
        has_changed = self._advance()
        if self._has_more:
            # Behind the journal there is no time to lose between turns; what is passed by is seldom drawn.
            self._timer.set_interval(0)
        else:
            self._timer.set_interval(_TICK_MS)
        self._is_untold |= has_changed
        now = clock.monotonic()
        is_time = not self._has_more or now - self._shown_at > _SHOW_S
        if self._is_untold and is_time and not self._teller.is_active:
            self._teller.start(max(0, round(1000 * (self._quiet_until - now))))
        if self._has_more or has_changed or not self._timer.is_active:
            return
        if self._state.is_over:
            self._rest_if_over()
        else:
            self._look_for_death()

    @Slot()
    def _tell(self) -> None:
        self._teller.stop()
        self._is_untold, self._shown_at = False, clock.monotonic()
        self.changed.emit()
        took = clock.monotonic() - self._shown_at
        self._quiet_until = self._shown_at + took + min(_RESTS * took, _SHOW_S)

    def _advance(self) -> bool:
        """Read and fold what came, as long as the tick's budget lasts."""
        before, until = self._state, clock.monotonic() + _BUDGET_S
        self._has_more = True
        while self._has_more and clock.monotonic() < until:
            self._state = fold(self._follower.poll(), self._state)
            self._has_more = self._follower.has_more
        if self._state is not before and not self._state.is_over:
            self._is_awaited = False
        return self._state is not before

    def _rest_if_over(self) -> None:
        patience_ended = self._ended is not None or clock.monotonic() > self._deadline
        if self._is_awaited and not patience_ended:
            return
        self._timer.stop()
        if self._is_awaited or self._is_untold:
            self._is_awaited = False
            self._tell()
        self.over.emit()

    def _look_for_death(self) -> None:
        if self._ended is None and self._ticks % _LOOK_TICKS:
            return
        if lock.is_held(self.folder):
            self._was_held, self._begins_anew, self._absences = True, False, 0
            return
        # The process may have written its last words between the poll and the look: ask twice.
        self._absences += 1
        if self._ended is None and self._is_watched():
            return
        if self._absences >= 2 and (self._was_held or self._ended is not None or not self._may_still_start()):
            self._declare_dead(self._ended or start.death_in_words(None, self.folder))

    def _may_still_start(self) -> bool:
        is_silent = self._is_awaited or self._begins_anew or self._state.status == "waiting"
        return is_silent and clock.monotonic() < self._deadline

    def _declare_dead(self, reason: str) -> None:
        try:
            start.declare_dead(self.folder, reason)
        except OSError:
            # The folder was removed or its disk is full; there is nothing more to follow either way.
            _log.warning("The end of %s could not be written down.", self.folder.path, exc_info=True)
            self._timer.stop()
