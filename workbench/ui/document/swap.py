"""The swap copy: what is edited stands on disk within a second, and is offered after a crash."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import msgspec
import psutil
from PySide6.QtCore import QObject, QTimer, Slot

from workbench.foundation import atomic, paths
from workbench.foundation.errors import WorkbenchError
from workbench.project import file
from workbench.project.project import Project
from workbench.ui.document.document import Document

_log = logging.getLogger(__name__)
_DELAY_MS = 500


class SwapCopy(msgspec.Struct, frozen=True, kw_only=True):
    """An unsaved project that a window left behind; ``path`` is the file it belongs to, or empty."""

    pid: int
    started: float
    path: str
    base: str
    project: Project


class SwapWriter(QObject):
    """Writes the swap copy half a second after an edit, and takes it away when there is nothing to lose."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._is_over = False
        process = psutil.Process()
        self._pid, self._started = process.pid, process.create_time()
        self._file = _folder() / f"{os.getpid()}-{int(self._started * 100)}.swap"
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.write)
        document.project_changed.connect(self._on_project_changed)
        document.path_changed.connect(self.write)
        document.undo_stack.cleanChanged.connect(self._on_project_changed)

    def discard(self) -> None:
        """Take the copy away for good: the user has decided about the changes."""
        self._is_over = True
        self._timer.stop()
        self._file.unlink(missing_ok=True)

    @Slot()
    def _on_project_changed(self) -> None:
        if not self._timer.isActive() and not self._is_over:
            self._timer.start()

    @Slot()
    def write(self) -> None:
        """Write the copy now, or take it away when the project is saved."""
        if self._is_over:
            return
        self._timer.stop()
        document = self._document
        if document.undo_stack.isClean():
            self._file.unlink(missing_ok=True)
            return
        copy = SwapCopy(
            pid=self._pid,
            started=self._started,
            path=str(document.path or ""),
            base=str(document.base),
            project=document.project,
        )
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            atomic.write_bytes(self._file, msgspec.json.encode(copy))
        except OSError:
            _log.exception("The swap copy could not be written.")


def left_behind() -> list[tuple[Path, SwapCopy]]:
    """Return the swap copies of windows that are gone, newest first. They stay until they are discarded."""
    found: list[tuple[Path, SwapCopy]] = []
    for path in sorted(_folder().glob("*.swap"), key=lambda path: path.stat().st_mtime, reverse=True):
        try:
            copy = msgspec.json.decode(path.read_bytes(), type=SwapCopy)
            file.loads(file.dumps(copy.project))
        except (OSError, msgspec.DecodeError, WorkbenchError):
            _log.warning("The swap copy %s can't be read.", path)
            continue
        if not _is_alive(copy):
            found.append((path, copy))
    return found


def _is_alive(copy: SwapCopy) -> bool:
    try:
        return bool(abs(psutil.Process(copy.pid).create_time() - copy.started) < 1.0)
    except psutil.NoSuchProcess:
        return False


def _folder() -> Path:
    return paths.state() / "swap"
