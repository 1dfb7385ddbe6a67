"""One engine's stdout, read in a thread of its own."""

from __future__ import annotations

import logging
import subprocess
import threading

from PySide6.QtCore import QObject, Signal

from workbench.protocol import frames

_log = logging.getLogger(__name__)


class EnginePipe(QObject):
    """Reads one engine's stdout in a thread and hands each message to the window's thread."""

    received = Signal(object)
    ended = Signal(object)  # the pipe itself: a signal on its way is delivered even after a disconnect

    def __init__(self, process: subprocess.Popen[bytes], parent: QObject) -> None:
        super().__init__(parent)
        self.process = process
        self.is_shut = False
        self._thread = threading.Thread(target=self._read, name="engine-pipe", daemon=True)

    def begin(self) -> None:
        """Read from now on: what is told before somebody listens is lost, the engine's end above all."""
        self._thread.start()

    def join(self) -> bool:
        """Wait for the end of reading; whether it came within a few seconds."""
        self._thread.join(timeout=5)
        return not self._thread.is_alive()

    def _read(self) -> None:
        assert self.process.stdout is not None
        splitter = frames.Splitter()
        try:
            while data := self.process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
                for body in splitter.feed(data):
                    self.received.emit(frames.decode_response(body))
        except (frames.FrameError, OSError, ValueError):
            _log.exception("The engine's answer could not be read; it is closed.")
            self.process.kill()
        self.ended.emit(self)

    def shut(self) -> None:
        """Close both ends, once what is read has ended."""
        if self.is_shut:
            return
        self.is_shut = True
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    _log.debug("A pipe of the engine was already broken.")
        self.deleteLater()
