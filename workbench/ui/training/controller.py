"""Starting, attaching to and steering runs: between the run bar, the engine and the run's folder."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from workbench.foundation import paths
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.protocol.messages import Failed, Response
from workbench.runs import folder as folders
from workbench.runs import lock, start
from workbench.runs.controls import Change, Control, Pause, Resume, Step, Stop, StopNow, Suspend
from workbench.runs.folder import RunFolder
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.live.session import RunSession

_log = logging.getLogger(__name__)


class TrainingController(QObject):
    """Holds the run that the window shows as live."""

    session_changed = Signal()
    state_changed = Signal()
    run_over = Signal()
    failed = Signal(object)  # tuple[Problem, ...]

    def __init__(self, document: Document, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._session: RunSession | None = None
        self._is_starting = False
        engine.run_ended.connect(self._on_engine_run_ended)
        engine.run_began_anew.connect(self._on_engine_run_began_anew)

    @property
    def session(self) -> RunSession | None:
        return self._session

    @property
    def is_live(self) -> bool:
        """Whether a run is on its way: started and not over."""
        return self._is_starting or (self._session is not None and not self._session.state.is_over)

    def reason_not_to_train(self) -> str:
        """Return why Train can't be pressed now, in words; empty when it can."""
        return self.tr("A run is going on.") if self.is_live else self.reason_not_to_begin()

    def reason_not_to_begin(self) -> str:
        """Return what of the project is in the way of any training, in words; empty when nothing is."""
        errors = [problem for problem in self._document.problems if problem.severity == "error"]
        if errors:
            return f"{errors[0].message} {errors[0].hint}".strip()
        if self._document.facts is None or self._document.analysis is None:
            return self.tr("The network and the data are still being looked at.")
        return ""

    @Slot()
    def train(self) -> None:
        """Start a run of the project as it is now."""
        if self.reason_not_to_train():
            return
        self._is_starting = True
        try:
            project = replace(self._document.project, note="")
            folder = folders.create(project, home=paths.runs_home(), base=self._document.base)
        except WorkbenchError as failure:
            self._is_starting = False
            self.failed.emit(failure.problems)
            return

        def accepted(response: Response) -> None:
            self._is_starting = False
            if isinstance(response, Failed):
                start.declare_dead(folder, problems_in_words(response.problems))
                self.failed.emit(response.problems)
            self.state_changed.emit()

        self.attach(folder, starting=True)
        self._engine.become_run(str(folder.path), accepted)

    @Slot()
    def resume_run(self) -> None:
        """Go on from the last checkpoint of the shown run, in a fresh process."""
        if self._session is not None:
            self.resume(self._session.folder)

    def change(self, folder: RunFolder, wishes: tuple[Change, ...]) -> None:
        """Set something anew in a run that goes on, or go on with one that is over, with that in force."""
        session = self._session
        if session is None or session.folder != folder or session.state.is_over:
            self.resume(folder, wishes)
            return
        for wish in wishes:
            self.ask(wish)

    def resume(self, folder: RunFolder, wishes: tuple[Change, ...] = ()) -> None:
        """Go on with a run that was interrupted or is over; it obeys ``wishes`` first."""
        if self.is_live or lock.is_held(folder):
            return
        try:
            process = start.start(folder, resume=True, wishes=wishes)
        except OSError as failure:
            reason = failure.strerror or str(failure)
            message = self.tr("{0} can't be gone on with: {1}.").format(folder.path, reason)
            self.failed.emit((error("run.unwritable", "run", message),))
            return
        self._engine.adopt_run(str(folder.path), process)
        self.attach(folder, starting=True)

    def attach(self, folder: RunFolder, *, starting: bool = False) -> None:
        """Show a run as the live one, whoever started it."""
        if self._session is not None:
            self._session.close()
            self._session.deleteLater()
        is_watched = partial(self._engine.is_watching, str(folder.path))
        self._session = RunSession(folder, starting=starting, is_watched=is_watched, parent=self)
        self._session.changed.connect(self._on_session_changed)
        self._session.over.connect(self.run_over)
        self.session_changed.emit()
        self.state_changed.emit()

    def attach_to_what_lives(self) -> None:
        """Attach to the newest run that a window left running."""
        home = paths.runs_home()
        if not home.is_dir():
            return
        for path in sorted(home.iterdir(), reverse=True):
            folder = RunFolder(path)
            if lock.is_held(folder):
                self.attach(folder)
                return

    def ask(self, control: Control) -> None:
        """Hand a wish to the live run."""
        if self._session is None or self._session.state.is_over:
            return
        try:
            self._session.ask(control)
        except OSError:
            _log.exception("The run's control file could not be written.")

    @Slot()
    def pause(self) -> None:
        self.ask(Pause())

    @Slot()
    def go_on(self) -> None:
        self.ask(Resume())

    @Slot()
    def pause_or_go_on(self) -> None:
        if self._session is not None:
            self.ask(Resume() if self._session.state.status == "paused" else Pause())

    @Slot()
    def step(self) -> None:
        self.ask(Step())

    @Slot()
    def stop(self) -> None:
        self.ask(Stop())

    @Slot()
    def stop_now(self) -> None:
        self.ask(StopNow())

    @Slot()
    def suspend(self) -> None:
        self.ask(Suspend())

    def kill(self) -> None:
        """Kill the run's process; the last checkpoint is kept."""
        if self._session is not None and not self._session.state.is_over:
            start.kill(self._session.folder)
            self._engine.kill_run(str(self._session.folder.path))  # one that holds no lock yet

    def close(self) -> None:
        """Let go of the run; it goes on."""
        if self._session is not None:
            self._session.close()

    @Slot()
    def _on_session_changed(self) -> None:
        if self._session is not None and (self._session.state.curves or self._session.state.is_over):
            self._engine.wake()
        self.state_changed.emit()

    @Slot(str, object)
    def _on_engine_run_ended(self, folder: str, code: int) -> None:
        self._is_starting = False
        run = RunFolder(Path(folder))
        reason = start.death_in_words(code, run)
        if self._session is not None and self._session.folder == run:
            self._session.process_ended(reason)
        else:
            start.declare_dead(run, reason)
        self.state_changed.emit()

    @Slot(str)
    def _on_engine_run_began_anew(self, folder: str) -> None:
        if self._session is not None and self._session.folder.path == Path(folder):
            self._session.begins_anew()


def problems_in_words(problems: tuple[Problem, ...]) -> str:
    """Return problems as a text for a message box."""
    return "\n\n".join(f"{problem.message}\n{problem.hint}".strip() for problem in problems)
