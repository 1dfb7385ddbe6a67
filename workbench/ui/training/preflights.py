"""Asking for a preflight: one at a time, cancelled within a second, old as soon as the project changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.foundation.errors import Problem
from workbench.project.project import Project
from workbench.protocol.messages import Failed, LookAhead, LookedAhead, Progress, Response
from workbench.protocol.preflight import Preflight
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient

_PATIENCE_MS = 700


class Preflights(QObject):
    """Holds the newest preflight of the document.

    ``changed`` tells of everything but progress. ``stuck`` comes when the engine does not let go of a
    cancelled one in time, deep in a compilation: whoever hears it starts the engine anew.
    """

    changed = Signal()
    progressed = Signal(object)
    """A Progress of the one that is on its way."""
    stuck = Signal()

    def __init__(
        self,
        document: Document,
        engine: EngineClient,
        reason_not_to_begin: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._reason_not_to_begin = reason_not_to_begin
        self._request: int | None = None
        self._asked: Project | None = None
        self._is_cancelling = False
        self.found: Preflight | None = None
        self.problems: tuple[Problem, ...] = ()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_timeout)
        engine.progressed.connect(self._on_engine_progressed)
        document.project_changed.connect(self._on_document_project_changed)
        document.path_changed.connect(self._on_document_path_changed)

    @property
    def is_running(self) -> bool:
        return self._request is not None

    @property
    def is_cancelling(self) -> bool:
        return self._is_cancelling

    @property
    def is_old(self) -> bool:
        """Whether what is shown is of another project than the one at hand."""
        return self._asked is not None and _seen(self._asked) != _seen(self._document.project)

    def reason(self) -> str:
        """Return why there can be no preflight now; empty when there can."""
        return self._reason_not_to_begin()

    @Slot()
    def start(self) -> None:
        if self.is_running or self.reason():
            return
        project = self._document.project
        self._asked, self._is_cancelling = project, False
        self.found, self.problems = None, ()
        self._request = self._engine.request(
            LookAhead, self._on_answered, project=project, folder=str(self._document.base)
        )
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        if self._request is None or self._is_cancelling:
            return
        self._is_cancelling = True
        self._engine.give_up(self._request)
        self._patience.start()
        self.changed.emit()

    def close(self) -> None:
        """Wait for nothing more: the window closes, and its engine with it."""
        self._patience.stop()

    def _on_answered(self, response: Response) -> None:
        was_cancelled = self._is_cancelling
        self._patience.stop()
        self._request, self._is_cancelling = None, False
        if isinstance(response, LookedAhead):
            self.found = response.preflight
        elif isinstance(response, Failed) and not was_cancelled:
            self.problems = response.problems
        self.changed.emit()

    @Slot(object)
    def _on_engine_progressed(self, progress: Progress) -> None:
        if progress.id == self._request:
            self.progressed.emit(progress)

    @Slot()
    def _on_patience_timeout(self) -> None:
        if self.is_running:
            self.stuck.emit()

    @Slot()
    def _on_document_project_changed(self) -> None:
        if self._asked is not None:
            self.changed.emit()

    @Slot()
    def _on_document_path_changed(self) -> None:
        self.cancel()
        self._asked, self.found, self.problems = None, None, ()
        self.changed.emit()


def _seen(project: Project) -> tuple[object, ...]:
    """Return what a preflight depends on: neither titles nor notes."""
    return (project.data, project.graph, project.training, project.weights)
