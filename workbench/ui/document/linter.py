"""Keeps the findings in the data in step with the document: asked for once the data are read."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.checks.scaling import unscaled
from workbench.project.data import DataSpec
from workbench.protocol.findings import Finding
from workbench.protocol.messages import DataLinted, LintData, Progress, Response
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.document.reviewer import Reviewer

_AGAIN = 500


class Linter(QObject):
    """Lets the engine look for traps when it has nothing better to do; it gives way to all else.

    What concerns the network too, such as unscaled inputs, is found here, from the facts. A looking that
    gave way is busy still, since it goes on in a moment.
    """

    busy_changed = Signal(bool)
    progressed = Signal(object)
    """A Progress of the looking."""
    stopped_changed = Signal(bool)
    """Whether the user ended it before all was looked at."""

    def __init__(
        self, document: Document, engine: EngineClient, reviewer: Reviewer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._looked_at: DataSpec | None = None
        self._asking: int | None = None
        self._found: tuple[Finding, ...] = ()
        self._has_failed = self._is_reading = self._is_busy = self._is_stopped = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_soon_timeout)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN)
        self._again.timeout.connect(self.look_again)
        for signal in (document.project_changed, document.facts_changed, document.problems_changed):
            signal.connect(self._soon.start)
        document.path_changed.connect(self.look_again)
        reviewer.busy_changed.connect(self._on_reviewer_busy_changed)
        engine.died.connect(self.look_again)
        engine.progressed.connect(self._on_engine_progressed)

    @property
    def is_settled(self) -> bool:
        """Whether the findings belong to the data as they are now."""
        is_known = self._looked_at == self._data() or self._document.facts is None
        is_waiting = self._soon.isActive() or self._again.isActive()
        return self._asking is None and not is_waiting and is_known

    @Slot()
    def look_again(self) -> None:
        """Forget what was found and look anew."""
        if self._asking is not None:
            self._engine.cancel(self._asking)
            self._asking = None
        self._looked_at = None
        self._soon.start()

    @Slot()
    def cancel(self) -> None:
        """Look no further, and keep what was found so far; only other data or ``look_again`` begin anew."""
        if self._asking is not None:
            self._engine.give_up(self._asking)
        elif self._again.isActive():
            self._again.stop()
            self._set_stopped(True)
            self._tell_whether_busy()

    def stop(self) -> None:
        """Look no more: the window closes."""
        self._soon.stop()
        self._again.stop()

    @Slot(bool)
    def _on_reviewer_busy_changed(self, is_busy: bool) -> None:
        self._is_reading = is_busy
        if not is_busy and self._has_failed:
            self._looked_at, self._has_failed = None, False
        self._soon.start()

    def _data(self) -> DataSpec:
        """Return what the findings depend on; augmentation changes none."""
        return replace(self._document.project.data, augment=())

    @Slot()
    def _on_soon_timeout(self) -> None:
        data = self._data()
        if self._document.facts is None:
            self._found, self._looked_at = (), None
        elif self._looked_at is not None and self._looked_at.source != data.source:
            self._found = ()
        is_known = self._looked_at == data or self._document.facts is None
        if not is_known and self._asking is None and not self._is_reading:
            self._looked_at = data
            self._set_stopped(False)
            self._asking = self._engine.request(
                LintData, self._on_answered, data=data, folder=str(self._document.base)
            )
        self._tell_whether_busy()
        self._show()

    def _on_answered(self, response: Response) -> None:
        self._asking = None
        self._has_failed = not isinstance(response, DataLinted)
        self._found = ()
        if isinstance(response, DataLinted):
            self._found = response.findings
            self._set_stopped(response.is_stopped)
            if not response.is_whole and not response.is_stopped:
                self._again.start()
        self._tell_whether_busy()
        self._soon.start()

    @Slot(object)
    def _on_engine_progressed(self, progress: Progress) -> None:
        if progress.id == self._asking:
            self.progressed.emit(progress)

    def _set_stopped(self, is_stopped: bool) -> None:
        if is_stopped != self._is_stopped:
            self._is_stopped = is_stopped
            self.stopped_changed.emit(is_stopped)

    def _tell_whether_busy(self) -> None:
        is_busy = self._asking is not None or (self._again.isActive() and not self._is_reading)
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.busy_changed.emit(is_busy)

    def _show(self) -> None:
        project, facts = self._document.project, self._document.facts
        of_network = unscaled(project, facts) if facts is not None else ()
        self._document.set_findings((*self._found, *of_network))
