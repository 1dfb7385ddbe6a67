"""The queue as the window sees it: looked at every second, worked off by a process that outlives it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.foundation import paths
from workbench.foundation.errors import WorkbenchError
from workbench.runs import folder as folders
from workbench.runs import lock
from workbench.runs.queue import Entry, Queue
from workbench.runs.queue_worker import start_worker
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import let_alone
from workbench.ui.training.controller import TrainingController

_log = logging.getLogger(__name__)
_LOOK_MS = 1000
_LOOKS_BETWEEN_STARTS = 5


class QueueKeeper(QObject):
    """Adds the project at hand, changes the order, and shows as live what the queue has begun."""

    changed = Signal()
    failed = Signal(object)  # tuple[Problem, ...]

    def __init__(
        self,
        document: Document,
        training: TrainingController,
        parent: QObject | None = None,
        *,
        queue: Queue | None = None,
        start: Callable[[Queue], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._training = document, training
        self._queue = queue or Queue()
        self._start = start or _start
        self._looks = 0
        self.waiting: tuple[Entry, ...] = ()
        self.running: tuple[Entry, ...] = ()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def add(self) -> None:
        """Put a training of the project as it is now at the end of the queue."""
        if self._training.reason_not_to_begin():
            return
        project = replace(self._document.project, note="")
        try:
            run = folders.create(project, home=paths.runs_home(), base=self._document.base)
            self._queue.add(run, title=project.title, device=project.training.device)
        except WorkbenchError as failure:
            self.failed.emit(failure.problems)
            return
        self._looks = 0
        self.look()

    def remove(self, entry: Entry) -> None:
        self._queue.remove(entry.id)
        self.look()

    def move(self, entry: Entry, to: int) -> None:
        """Give what waits another place of those that wait, from 0."""
        self._queue.move(entry.id, to)
        self.look()

    def close(self) -> None:
        """Look no more; the queue goes on."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """See what waits and runs, have it worked off, and show what has begun."""
        found = self._queue.waiting(), self._queue.running()
        if found != (self.waiting, self.running):
            self.waiting, self.running = found
            self.changed.emit()
        if self.waiting or self.running:
            if self._looks % _LOOKS_BETWEEN_STARTS == 0:
                self._start_worker()
            self._looks += 1
        self._show_live()

    def _start_worker(self) -> None:
        try:
            self._start(self._queue)
        except OSError:
            _log.exception("Nobody works the queue off")

    def _show_live(self) -> None:
        if self._training.is_live:
            return
        session = self._training.session
        for entry in self.running:
            is_shown = session is not None and session.folder.path == entry.run.path
            if not is_shown and lock.is_held(entry.run):
                self._training.attach(entry.run)
                return


def _start(queue: Queue) -> None:
    process = start_worker(queue)
    if process is not None:
        let_alone(process)
