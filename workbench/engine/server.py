"""The engine that waits for requests: imports Keras, says so, and answers until its input ends."""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path

from workbench.engine import environment, stdio
from workbench.engine.ahead import Ahead
from workbench.engine.deep import DeepThread
from workbench.engine.requests import Desk
from workbench.foundation import modesty, paths
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.foundation.log import open_log
from workbench.foundation.sweeping import sweep
from workbench.protocol.frames import FrameError, decode_request
from workbench.protocol.messages import Failed, Ready, Request, Response, Run, RunAccepted

NO_KERAS = 3
BAD_FRAME = 4
_LOG = logging.getLogger(__name__)


def serve(*, finish: bool) -> int:
    """Answer requests until stdin ends and return the exit code.

    ``finish`` answers first what was asked before the end; otherwise the end is obeyed at once, also in
    the middle of a request. Told to run, this process becomes the run's.
    """
    outbox = stdio.Outbox()
    stdio.send_output_to(open_log("engine").with_suffix(".out"))
    # Ctrl-C in a shell reaches the whole group; the shell's process decides, and closes our stdin.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox = stdio.Inbox(on_end=_wait_for_the_end if finish else _leave)
    server = _Server(outbox, inbox)
    code = DeepThread(server.work, "engine").result()
    if server.run is None:
        return code
    _let_go(outbox)
    from workbench.engine.training.run import run

    return run(server.run)


class _Server:
    def __init__(self, outbox: stdio.Outbox, inbox: stdio.Inbox) -> None:
        self._outbox = outbox
        self._inbox = inbox
        self._desk = Desk(
            self._send,
            is_asked=lambda: not inbox.bodies.empty(),
            is_cancelled=lambda number: number in inbox.cancelled,
        )
        self.run: Path | None = None

    def work(self) -> int:
        """Serve until the input ends or a run was accepted, and return the exit code."""
        try:
            ready = _ready()
        except Exception as failure:
            # Whatever breaks an import (a missing file, a library that doesn't fit) must reach the user.
            _LOG.exception("Keras can't be imported")
            self._send(Failed(id=-1, problems=(_no_keras(failure),)))
            return NO_KERAS
        self._send(ready)
        sweep()
        ahead = Ahead()
        while isinstance(body := ahead.take(self._inbox.bodies), bytes):
            try:
                request = decode_request(body)
            except FrameError:
                _LOG.exception("A frame is no request")
                return BAD_FRAME
            answer = self._answer(request)
            if self.run is not None:
                # Before the window knows: it may be gone the moment it does.
                self._inbox.release()
            self._send(answer)
            if self.run is not None:
                return 0
            stdio.cap_output()
        if body is None:
            return 0
        _LOG.error("The input is no frame: %s", body)
        return BAD_FRAME

    def _answer(self, request: Request) -> Response:
        try:
            response = self._desk.answer(request)
        except WorkbenchError as failure:
            return Failed(id=request.id, problems=failure.problems)
        except Exception as failure:
            # The engine outlives any request; the log has what the user is spared.
            _LOG.exception("Request %s failed", type(request).__name__)
            return Failed(id=request.id, problems=(_unexpected(failure),))
        if isinstance(request, Run) and isinstance(response, RunAccepted):
            self.run = Path(request.folder)
        return response

    def _send(self, response: Response) -> None:
        try:
            self._outbox.send(response)
        except FrameError as failure:
            _LOG.exception("The answer is too long")
            number = getattr(response, "id", -1)
            self._outbox.send(Failed(id=number, problems=(error("engine.too_long", "run", str(failure)),)))
        except OSError:
            _LOG.info("Nobody reads the answers any more")


def _ready() -> Ready:
    keras, tensorflow = environment.load_keras()
    from workbench.engine.devices import devices
    from workbench.engine.model.offered import offered
    from workbench.engine.no_gpu import why_no_gpu

    offered()  # made now where Keras is another one than the committed catalog's: the window looks for it
    return Ready(keras=keras, tensorflow=tensorflow, devices=devices(), no_gpu=why_no_gpu())


def _no_keras(failure: Exception) -> Problem:
    return error(
        "engine.no_keras",
        "run",
        f"Keras can't be imported: {failure}.",
        "Install the program again, with its dependencies.",
    )


def _unexpected(failure: Exception) -> Problem:
    if isinstance(failure, OSError):
        what = failure.filename or "A file"
        reason = failure.strerror or str(failure)
        return error("file.failed", "file", f"{what} can't be read or written: {reason}.")
    return error(
        "internal",
        "run",
        f"The engine stumbled: {type(failure).__name__}: {failure}.",
        f"Try again; the details stand in {paths.state() / 'logs' / 'engine.log'}.",
    )


def _let_go(outbox: stdio.Outbox) -> None:
    """Leave the session of whoever started the engine: a run outlives its window."""
    outbox.close()
    stdio.let_go_of_stdin()
    if hasattr(os, "setsid"):
        try:
            os.setsid()
        except PermissionError:
            _LOG.info("The run leads a group of its own already")
        modesty.give_way()


def _leave() -> None:
    os._exit(0)


def _wait_for_the_end() -> None:
    """Let the requests that came before the end of the input be answered."""
