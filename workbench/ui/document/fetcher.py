"""Fetches files of weights, one after another, each in a process of its own that can be ended at once."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, Signal

from workbench.foundation import paths
from workbench.foundation.errors import error
from workbench.protocol import frames
from workbench.protocol.applications import WeightsFile
from workbench.protocol.messages import Failed, Progress, WeightsFetched

_log = logging.getLogger(__name__)
_END = 3_000


class Fetcher(QObject):
    """Of each file ``began`` comes and then ``fetched``, ``failed`` (with the problems) or ``cancelled``."""

    began = Signal(object)
    progressed = Signal(object)
    """A Progress of the file that is on its way."""
    fetched = Signal(object)
    failed = Signal(object, object)
    cancelled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[WeightsFile] = []
        self._file: WeightsFile | None = None
        self._process: QProcess | None = None
        self._splitter = frames.Splitter()
        self._answer: WeightsFetched | Failed | None = None
        self._is_cancelled = False

    def fetch(self, file: WeightsFile) -> None:
        """Fetch a file, now or after those that are on their way; none is asked for twice."""
        if file != self._file and file not in self._waiting:
            self._waiting.append(file)
            self._start_next()

    def cancel(self) -> None:
        """End what is on its way, and leave what waits."""
        self._waiting.clear()
        if self._process is not None:
            self._is_cancelled = True
            self._process.kill()

    def stop(self) -> None:
        """End everything without a word: the window closes."""
        process, file = self._process, self._file
        self._waiting.clear()
        self._process = self._file = None
        if process is not None and file is not None:
            process.kill()
            process.waitForFinished(_END)
            _forget_part(file)

    def _start_next(self) -> None:
        if self._process is not None or not self._waiting:
            return
        self._file = self._waiting.pop(0)
        self._splitter, self._answer, self._is_cancelled = frames.Splitter(), None, False
        log = _log_file()
        log.parent.mkdir(parents=True, exist_ok=True)
        self._process = QProcess(self)
        self._process.setStandardErrorFile(str(log))
        self._process.readyReadStandardOutput.connect(self._on_process_ready_read)
        self._process.finished.connect(self._on_process_finished)
        self._process.errorOccurred.connect(self._on_process_error_occurred)
        self.began.emit(self._file)
        described = msgspec.json.encode(self._file).decode()
        self._process.start(sys.executable, ["-m", "workbench.engine", "fetch", described])

    def _on_process_ready_read(self) -> None:
        if self._process is None:
            return
        for body in self._splitter.feed(bytes(self._process.readAllStandardOutput().data())):
            response = frames.decode_response(body)
            if isinstance(response, Progress):
                self.progressed.emit(response)
            elif isinstance(response, WeightsFetched | Failed):
                self._answer = response

    def _on_process_error_occurred(self, kind: QProcess.ProcessError) -> None:
        if kind == QProcess.ProcessError.FailedToStart:
            self._on_process_finished(-1)

    def _on_process_finished(self, code: int) -> None:
        process, file = self._process, self._file
        if process is None or file is None:
            return
        self._process = self._file = None
        process.deleteLater()
        self._tell(file, code)
        self._start_next()

    def _tell(self, file: WeightsFile, code: int) -> None:
        match self._answer:
            case WeightsFetched():
                self.fetched.emit(file)
            case Failed(problems=problems):
                self.failed.emit(file, problems)
            case None:
                _forget_part(file)
                if self._is_cancelled:
                    self.cancelled.emit(file)
                else:
                    self._tell_of_death(file, code)

    def _tell_of_death(self, file: WeightsFile, code: int) -> None:
        _log.error("Fetching %s ended with %s", file.address, code)
        message = self.tr("Fetching the weights of {0} ended without an answer, with code {1}.")
        hint = self.tr("Try again; the details stand in {0}.").format(_log_file())
        self.failed.emit(
            file, (error("weights.no-answer", "network", message.format(file.network, code), hint),)
        )


def _log_file() -> Path:
    return paths.state() / "logs" / "fetch.stderr"


def _forget_part(file: WeightsFile) -> None:
    """Delete what a process that was killed has left: the beginning of a file."""
    try:
        Path(file.part).unlink(missing_ok=True)
    except OSError:
        _log.warning("%s could not be deleted", file.part)
