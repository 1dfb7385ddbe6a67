"""An engine process for callers that may wait: the shell and the tests. The window has its own client."""

from __future__ import annotations

import io
import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from workbench.foundation import paths
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.protocol.frames import FrameError, NoTextError, Splitter, decode_response, encode
from workbench.protocol.messages import Cancel, Progress, Ready, Request, Response

_CHUNK = 1 << 16
_UNASKED = -1  # the id of a failure before the first request: Keras could not be imported
_CANCELLING = -2  # the id of a Cancel, whose answer nobody reads
_LAST_WAIT, _IMPATIENT_WAIT = 5.0, 1.0
_LOG = logging.getLogger(__name__)
COMMAND = (sys.executable, "-m", "workbench.engine", "once")


class EngineProcess:
    """One engine, started on entering and gone on leaving; requests are answered in turn."""

    def __init__(
        self,
        *,
        log: Path | None = None,
        command: Sequence[str] = COMMAND,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """``on_progress`` hears, while an answer is waited for, how far the engine is."""
        self._log = log or paths.state() / "logs" / "engine.log"
        self._command = tuple(command)
        self._on_progress = on_progress
        self._answers: queue.SimpleQueue[Response | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self.ready: Ready | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process; it loads Keras while the first request already waits in its pipe."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        name = f"engine-{self._process.pid}"
        arguments = (self._process, self._answers)
        self._reader = threading.Thread(target=_read, args=arguments, name=name, daemon=True)
        self._reader.start()

    def ask(self, message: Request, *, timeout: float = 600.0) -> Response:
        """Send a request and return its answer, which may be ``Failed``.

        Ctrl-C meanwhile has the engine end what it does.

        Raises:
            WorkbenchError: the engine died, spoke nonsense or said nothing for ``timeout`` seconds.
        """
        if self._process is None or self._process.stdin is None:
            raise RuntimeError("The engine process must be started before it is asked.")
        try:
            self._process.stdin.write(encode(message))
            self._process.stdin.flush()
        except NoTextError as failure:
            problem = error("file.no-text", "file", str(failure), "Rename that file or folder.")
            raise WorkbenchError(problem) from failure
        except FrameError as failure:
            raise WorkbenchError(error("engine.too_long", "file", str(failure))) from failure
        except OSError as failure:
            raise WorkbenchError(self._death()) from failure
        try:
            return self._answer_to(message, timeout)
        except KeyboardInterrupt:
            self._give_up(message)
            raise

    def release(self) -> subprocess.Popen[bytes]:
        """Let the process go that has accepted a run: it ends by itself, and may be waited for."""
        if self._process is None:
            raise RuntimeError("The engine process must be started before it is released.")
        process, self._process = self._process, None
        self._close_pipes(process)
        return process

    def close(self, *, patience: float = _LAST_WAIT) -> None:
        """End the process: at the end of its input it leaves by itself, or is killed some seconds later."""
        if self._process is None:
            return
        process, self._process = self._process, None
        _close_quietly(process)
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._close_pipes(process)

    def _close_pipes(self, process: subprocess.Popen[bytes]) -> None:
        _close_quietly(process)
        if self._reader is not None:
            self._reader.join()
        if process.stdout is not None:
            process.stdout.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(patience=_IMPATIENT_WAIT if kind is KeyboardInterrupt else _LAST_WAIT)

    def _give_up(self, message: Request) -> None:
        if self._process is not None and self._process.stdin is not None:
            try:
                self._process.stdin.write(encode(Cancel(id=_CANCELLING, request=message.id)))
                self._process.stdin.flush()
            except OSError:
                _LOG.info("The engine was gone before it could be told to stop")

    def _answer_to(self, message: Request, timeout: float) -> Response:
        while True:
            try:
                answer = self._answers.get(timeout=timeout)
            except queue.Empty as failure:
                raise WorkbenchError(self._silence(timeout)) from failure
            if answer is None:
                self._answers.put(None)  # for whoever asks again
                raise WorkbenchError(self._death())
            if isinstance(answer, Ready):
                self.ready = answer
            elif isinstance(answer, Progress):
                if self._on_progress is not None:
                    self._on_progress(answer)
            elif answer.id in (message.id, _UNASKED):
                return answer

    def _death(self) -> Problem:
        code = self._process.wait() if self._process else None
        reason = "it was killed, most likely because memory ran out" if code == -9 else f"exit code {code}"
        hint = self._advice()
        if self.ready is None and code not in (0, -9):
            hint = f"Where a GPU does not fit, CUDA_VISIBLE_DEVICES=-1 leaves it out. {hint}"
        return error("engine.died", "run", f"The engine ended without an answer: {reason}.", hint)

    def _silence(self, timeout: float) -> Problem:
        message = f"The engine gave no answer within {timeout:g} seconds."
        return error("engine.silent", "run", message, self._advice())

    def _advice(self) -> str:
        return f"Try again; what the engine said stands in {self._log}."


def _close_quietly(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        try:
            process.stdin.close()
        except OSError:
            _LOG.info("The engine was gone before its input was closed")


def _read(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[Response | None]) -> None:
    """Turn the engine's output into responses; None says that there will be no more."""
    stream = cast(io.BufferedReader, process.stdout)
    splitter = Splitter()
    try:
        while chunk := stream.read1(_CHUNK):
            for body in splitter.feed(chunk):
                answers.put(decode_response(body))
    except FrameError:
        _LOG.exception("The engine's output is no frame")
        process.kill()  # nothing it says can be trusted any more
    finally:
        answers.put(None)
