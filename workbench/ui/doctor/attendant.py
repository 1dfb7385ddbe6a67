"""Has the doctor look at a run as its epochs end, now and then and never for long."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal, Slot

from workbench.catalog.current import current
from workbench.doctor.diagnosis import Diagnosis
from workbench.doctor.doctor import looks
from workbench.doctor.reading import course_of
from workbench.foundation import clock
from workbench.foundation.errors import WorkbenchError
from workbench.project.project import Project
from workbench.protocol.facts import DataFacts
from workbench.runs.state import RunState
from workbench.ui.live.session import RunSession
from workbench.ui.turns import Turn

_LEAST_MS = 300
_SHARE = 0.02  # of the time at most goes into looking
_TURN_S = 0.006  # of the window's time at once
_BATCHES = 200  # so many more are worth a look before the first epoch ends


class Attendant(QObject):
    """Follows one session at a time; ``changed`` when it is of another opinion.

    ``facts_of`` returns what is known of the data of a run's project, where that is at hand.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.facts_of: Callable[[Project], DataFacts | None] = lambda _project: None
        self._session: RunSession | None = None
        self._project: Project | None = None
        self._told_of: Project | None = None
        self._seen: tuple[object, ...] = ()
        self._diagnoses: tuple[Diagnosis, ...] = ()
        self._pause = Turn(self, is_single=True, interval=_LEAST_MS)
        self._pause.came.connect(self._look)
        self._looks: Iterator[tuple[Diagnosis, ...]] = iter(())
        self._found: tuple[Diagnosis, ...] = ()
        self._spent = 0.0
        self._turns = Turn(self)
        self._turns.came.connect(self._take_turn)

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """What is to be said of the run as of the last look, the worst first."""
        return self._diagnoses

    @property
    def project(self) -> Project | None:
        """The snapshot of the project that the run trains."""
        return self._project

    @property
    def is_looking(self) -> bool:
        """Whether a look is due or going on."""
        return self._pause.is_active or self._turns.is_active

    def attend(self, session: RunSession | None) -> None:
        """Look after another run, or none."""
        if self._session is not None:
            self._session.changed.disconnect(self._on_session_changed)
        self._session, self._project, self._seen = session, None, ()
        self._pause.stop()
        self._turns.stop()
        self._pause.set_interval(_LEAST_MS)
        self._say(())
        if session is not None:
            session.changed.connect(self._on_session_changed)
            self._on_session_changed()

    @Slot()
    def _on_session_changed(self) -> None:
        if self._session is None or self.is_looking:
            return
        if _figures(self._session.state) != self._seen:
            self._pause.start()

    @Slot()
    def _look(self) -> None:
        if self._session is None:
            return
        began, state = clock.monotonic(), self._session.state
        self._seen = _figures(state)
        project = self._snapshot()
        if project is None:
            return
        course = course_of(self._session.folder, state, project, current(), self.facts_of(project))
        self._looks, self._found = looks(course), ()
        self._spent = clock.monotonic() - began
        self._turns.start()

    @Slot()
    def _take_turn(self) -> None:
        """Look on, rule by rule, and say what was found once that is all."""
        began = clock.monotonic()
        for found in self._looks:
            self._found = found
            if clock.monotonic() - began > _TURN_S:
                self._spent += clock.monotonic() - began
                return
        self._turns.stop()
        self._spent += clock.monotonic() - began
        self._say(self._found)
        self._pause.set_interval(max(_LEAST_MS, round(1000 * self._spent / _SHARE)))
        self._on_session_changed()

    def _snapshot(self) -> Project | None:
        """Return the run's project; None where its file is gone or damaged."""
        if self._project is None and self._session is not None:
            try:
                self._project = self._session.folder.project()
            except WorkbenchError:
                return None
        return self._project

    def _say(self, diagnoses: tuple[Diagnosis, ...]) -> None:
        if (diagnoses, self._project) != (self._diagnoses, self._told_of):
            self._diagnoses, self._told_of = diagnoses, self._project
            self.changed.emit()


def _figures(state: RunState) -> tuple[object, ...]:
    """Return what a look depends on: the same means that there is nothing new to see."""
    batches = max((len(curve) for curve in state.curves.values()), default=0) if not state.epochs else 0
    return state.started, len(state.epochs), state.status, batches // _BATCHES
