"""The window's end of the engine process: asks, answers, and a fresh engine when one dies or trains."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.foundation import modesty, paths
from workbench.foundation.clock import monotonic
from workbench.foundation.errors import Problem, error
from workbench.protocol import frames
from workbench.protocol.messages import (
    STARTING,
    Cancel,
    Failed,
    Progress,
    Ready,
    Request,
    Response,
    Run,
    RunAccepted,
)
from workbench.runs.folder import RunFolder
from workbench.runs.start import begin_anew, death_in_words
from workbench.ui.document.engine_pipe import EnginePipe

_log = logging.getLogger(__name__)
Answer = Callable[[Response], None]
COMMAND = (sys.executable, "-m", "workbench.engine")
_RESTARTS, _RESTART_WINDOW = 5, 60.0
_PATIENCE_MS = 1000
_REST_MS = 3000
_WITHOUT_GPU = {"CUDA_VISIBLE_DEVICES": "-1", "WORKBENCH_GPU_LEFT_OUT": "1"}
_let_alone: list[subprocess.Popen[bytes]] = []
"""Runs that outlive their window in this process: kept, so that their exit codes are collected."""


def let_alone(process: subprocess.Popen[bytes]) -> None:
    """Keep a process that outlives the window, so that its exit code is collected."""
    collect_ended_runs()
    _let_alone.append(process)


def collect_ended_runs() -> None:
    """Collect the exit codes of runs that were let alone and have ended."""
    _let_alone[:] = [process for process in _let_alone if process.poll() is None]


class EngineClient(QObject):
    """Keeps one warm engine from ``start`` on. A request before it is ready waits; a death answers it.

    Starting it is left to the window, which does so when it is painted: loading Keras takes both cores.
    """

    ready = Signal(object)
    died = Signal(str)
    progressed = Signal(object)  # a Progress of a request that is on its way
    restarted = Signal()
    """The user let go of an engine that did not answer: another one is starting."""
    run_ended = Signal(str, object)  # the run's folder and the exit code of its process
    run_began_anew = Signal(str)  # a run's folder: its process crashed while it loaded, and there is another

    def __init__(self, parent: QObject | None = None, *, command: Sequence[str] = COMMAND) -> None:
        super().__init__(parent)
        self._command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: EnginePipe | None = None
        self._is_ready = False
        self._dying: list[EnginePipe] = []
        self._released: list[EnginePipe] = []  # of runs that have not closed their end yet
        self._last_id = 0
        self._waiting: list[Request] = []
        self._answers: dict[int, Answer] = {}
        self._runs: dict[str, subprocess.Popen[bytes]] = {}
        self._has_begun = False
        self._starts: list[float] = []
        self._last_words = ""
        self._leaves_gpu_out = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.start)
        self._watch = QTimer(self)
        self._watch.setInterval(200)
        self._watch.timeout.connect(self._on_watch_timeout)

    @property
    def is_ready(self) -> bool:
        return self._is_ready

    def wake(self) -> None:
        """Start the engine now where it leaves the processor to a run that has just begun."""
        if self._rest.isActive():
            self.start()

    @Slot()
    def start(self) -> None:
        """Start the engine; ``ready`` tells when Keras is loaded."""
        self._rest.stop()
        if self._process is not None:
            return
        self._has_begun = True
        self._starts.append(monotonic())
        folder = paths.state() / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "engine.stderr").open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **(_WITHOUT_GPU if self._leaves_gpu_out else {})},
                # A session of its own: Linux shares the processor between sessions, so that loading
                # Keras can't take the window's part. The engine ends with its stdin all the same.
                start_new_session=os.name != "nt",
            )
        modesty.give_way(self._process.pid)
        self._pipe = EnginePipe(self._process, self)
        self._pipe.received.connect(self._on_pipe_received)
        self._pipe.ended.connect(self._on_pipe_ended)
        self._pipe.begin()

    def request(self, message: Callable[..., Request], answer: Answer, **fields: Any) -> int:
        """Ask the engine; ``answer`` is called once, in the window's thread. Returns the request's id."""
        self._last_id += 1
        asked = message(id=self._last_id, **fields)
        self._answers[self._last_id] = answer
        if self._is_ready:
            self._send(asked)
        elif not self._has_begun or self._process is not None or self._rest.isActive():
            self._waiting.append(asked)
        elif self._may_start():
            self._waiting.append(asked)
            self.start()
        else:
            QTimer.singleShot(0, self, lambda: self._reply(self._failed(asked.id, self._last_words)))
        return self._last_id

    def cancel(self, request: int) -> None:
        """Forget a request: its answer is not delivered."""
        self._answers.pop(request, None)
        self._waiting = [asked for asked in self._waiting if asked.id != request]

    def give_up(self, request: int) -> None:
        """Have the engine end a request that it works on; the answer says how it ended."""
        if request in self._answers:
            self.request(Cancel, lambda _response: None, request=request)

    def end(self, request: int) -> None:
        """Have the engine end a request, and start an engine anew that doesn't within a second.

        It is answered in either case; at once where the engine does not work on it yet.
        """
        is_its_turn = bool(self._answers) and request == min(self._answers) and self._is_ready
        self._waiting = [asked for asked in self._waiting if asked.id != request]
        if self._is_ready:
            self.give_up(request)
        if is_its_turn:
            QTimer.singleShot(_PATIENCE_MS, self, lambda: self._restart_unless_answered(request))
        else:
            problem = error("cancelled", "engine", self.tr("It was cancelled."))
            QTimer.singleShot(0, self, lambda: self._reply(Failed(id=request, problems=(problem,))))

    def _restart_unless_answered(self, request: int) -> None:
        if request in self._answers:
            _log.warning("The engine did not hear a Cancel; it is started anew.")
            self.restart()

    def restart(self) -> None:
        """Kill the engine, with what it is doing, and start another, however often that failed before."""
        self._starts.clear()
        self._close(is_awaited=False)
        self._fail_pending(self.tr("It was cancelled."))
        self.start()
        self.restarted.emit()

    def stop(self) -> None:
        """End the engine; runs go on. What is asked from now on waits until it is started again."""
        self._has_begun = False
        self._rest.stop()
        self._watch.stop()
        self._answers.clear()
        self._waiting.clear()
        self._close()
        while self._dying:
            self._bury(self._dying.pop())
        while self._released:
            if (pipe := self._released.pop()).join():
                pipe.shut()
        _let_alone.extend(self._runs.values())
        self._runs.clear()
        collect_ended_runs()

    def kill_run(self, folder: str) -> None:
        """Kill a run's process that this window started."""
        if folder in self._runs:
            self._runs[folder].kill()

    def _send(self, asked: Request) -> None:
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(frames.encode(asked))
            self._process.stdin.flush()
        except frames.NoTextError as failure:
            hint = self.tr("Rename that file or folder.")
            problem = error("file.no-text", "data.source", str(failure), hint)
            self._reply(Failed(id=asked.id, problems=(problem,)))
        except frames.FrameError as failure:
            _log.warning("%s", failure)
            self._reply(Failed(id=asked.id, problems=(self._too_large(),)))
        except OSError:
            _log.warning("The engine closed its ears; its end is on the way.")

    def _too_large(self) -> Problem:
        limit = f"{frames.LIMIT >> 20} MiB"
        words = self.tr("This is too large to be looked at: expected at most {0} as text, received more.")
        hint = self.tr("Delete some layers; where a part comes again, make it a block that repeats.")
        return error("engine.too-large", "graph", words.format(limit), hint)

    def _close(self, *, is_awaited: bool = True) -> None:
        """Kill the engine; one that holds much memory takes its time, which only ``is_awaited`` waits for."""
        process, pipe = self._process, self._pipe
        self._process, self._pipe, self._is_ready = None, None, False
        if process is None or pipe is None:
            return
        process.kill()
        if is_awaited:
            self._bury(pipe)
        else:
            self._dying.append(pipe)

    def _bury(self, pipe: EnginePipe) -> None:
        pipe.process.wait()
        pipe.join()
        pipe.shut()

    def _reply(self, response: Response) -> None:
        answer = None if isinstance(response, Ready) else self._answers.pop(response.id, None)
        if answer is not None:
            answer(response)

    @Slot(object)
    def _on_pipe_received(self, response: Response) -> None:
        if isinstance(response, Ready):
            self._is_ready, self._last_words = True, ""
            waiting, self._waiting = self._waiting, []
            for asked in waiting:
                self._send(asked)
            self.ready.emit(response)
        elif isinstance(response, Failed) and response.id == STARTING:
            self._last_words = " ".join(problem.message for problem in response.problems)
        elif isinstance(response, Progress):
            self.progressed.emit(response)
        else:
            self._reply(response)

    @Slot(object)
    def _on_pipe_ended(self, pipe: EnginePipe) -> None:
        if pipe in self._dying:
            self._dying.remove(pipe)
            self._bury(pipe)
            return
        if pipe is not self._pipe:
            if pipe in self._released:
                self._released.remove(pipe)
            pipe.shut()
            return
        was_ready = self._is_ready
        self._process, self._pipe, self._is_ready = None, None, False
        pipe.join()
        code = _exit_code(pipe.process)
        # A driver or library that doesn't fit kills whoever loads it; the processor alone may do.
        self._leaves_gpu_out = self._leaves_gpu_out or (not was_ready and code not in (0, -9))
        pipe.shut()
        death = death_in_words(code).replace("training process", "engine")
        words = f"{death.removesuffix(' before the run was finished.')} {self._last_words}".strip()
        _log.error("%s", words)
        self._fail_pending(words)
        self._last_words = words
        if self._may_start():
            self.start()
        self.died.emit(words)

    def _may_start(self) -> bool:
        """Whether the engine has not died too often lately: one that dies at once would do so for ever."""
        self._starts = [start for start in self._starts if monotonic() - start < _RESTART_WINDOW]
        return len(self._starts) < _RESTARTS

    def _failed(self, number: int, words: str) -> Failed:
        log = paths.state() / "logs" / "engine.log"
        hint = (
            self.tr("It starts anew by itself. Details: {0}")
            if self._may_start()
            else self.tr("It died too often; Run > Restart the engine tries again. Details: {0}")
        )
        return Failed(id=number, problems=(error("engine.died", "engine", words, hint.format(log)),))

    def _fail_pending(self, words: str) -> None:
        pending, self._answers, self._waiting = self._answers, {}, []
        for number, answer in pending.items():
            answer(self._failed(number, words))

    def become_run(self, folder: str, answer: Answer) -> None:
        """Let the warm engine become the process of a run, and start another engine for the window.

        That one waits until ``wake``, some seconds at most: loading Keras would hold up the first steps.
        """

        def accepted(response: Response) -> None:
            if isinstance(response, RunAccepted):
                self._release_to_run(folder)
            answer(response)

        self.request(Run, accepted, folder=folder)

    def _release_to_run(self, folder: str) -> None:
        process, pipe = self._process, self._pipe
        assert process is not None and pipe is not None
        self._process, self._pipe, self._is_ready = None, None, False
        self._released.append(pipe)
        self._runs[folder] = process
        self._watch.start()
        self._rest.start()

    @Slot()
    def _on_watch_timeout(self) -> None:
        for folder, process in list(self._runs.items()):
            code = process.poll()
            if code is None:
                continue
            again = self._anew(folder, process)
            if again is not None:
                self._runs[folder] = again
                self.run_began_anew.emit(folder)
                continue
            del self._runs[folder]
            self.run_ended.emit(folder, code)
        if not self._runs:
            self._watch.stop()

    @staticmethod
    def _anew(folder: str, process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
        try:
            return begin_anew(RunFolder(Path(folder)), process)
        except OSError:
            _log.warning("%s can't begin anew.", folder, exc_info=True)
            return None

    def is_watching(self, folder: str) -> bool:
        """Tell whether ``run_ended`` will come for a run: this window started its process."""
        return folder in self._runs

    def adopt_run(self, folder: str, process: subprocess.Popen[bytes]) -> None:
        """Watch a run's process that was started otherwise, to tell when it ends."""
        self._runs[folder] = process
        self._watch.start()


def _exit_code(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process that has closed its stdout; one that hangs nevertheless is killed."""
    try:
        return process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
