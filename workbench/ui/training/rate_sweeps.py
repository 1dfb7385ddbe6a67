"""Asking the engine for a learning rate: one sweep at a time, told how far it is, and given up."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from workbench.protocol.messages import Failed, FindRate, Progress, RateFound, Response
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient


class RateSweeps(QObject):
    """``progressed`` carries batches done and in all; ``found`` a RateSweep; ``failed`` problems or none.

    A sweep that was cancelled has failed with no problem.
    """

    progressed = Signal(int, int)
    found = Signal(object)
    failed = Signal(object)

    def __init__(self, document: Document, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._request: int | None = None
        self._is_cancelled = False
        engine.progressed.connect(self._on_engine_progressed)

    @property
    def is_busy(self) -> bool:
        return self._request is not None

    def find(self) -> None:
        """Sweep with the project as it is now, unless a sweep goes on."""
        if self._request is not None:
            return
        self._is_cancelled = False
        document = self._document
        self._request = self._engine.request(
            FindRate, self._answered, project=document.project, folder=str(document.base)
        )

    def cancel(self) -> None:
        """End the sweep; nothing of it is kept."""
        if self._request is not None and not self._is_cancelled:
            self._is_cancelled = True
            self._engine.give_up(self._request)

    def _answered(self, response: Response) -> None:
        self._request = None
        if self._is_cancelled:
            self.failed.emit(())
        elif isinstance(response, RateFound):
            self.found.emit(response.sweep)
        elif isinstance(response, Failed):
            self.failed.emit(response.problems)

    @Slot(object)
    def _on_engine_progressed(self, progress: Progress) -> None:
        if progress.id == self._request and progress.what == "sweeping":
            self.progressed.emit(progress.done, progress.total)
