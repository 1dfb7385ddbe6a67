"""Stdin, stdout and stderr of the engine: frames on a private pipe, what libraries print in a log.

Works on file descriptors, since TensorFlow's C++ code prints without asking Python.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from workbench.protocol.frames import Splitter, cancelled_by, encode
from workbench.protocol.messages import Response

_CHUNK = 1 << 16
_LOG_LIMIT = 10_000_000


class Outbox:
    """Sends frames to whoever started the engine, on a descriptor that no library knows."""

    def __init__(self) -> None:
        self._descriptor = os.dup(1)

    def send(self, response: Response) -> None:
        """Write a frame.

        Raises:
            FrameError: the response is too long; nothing was written.
            OSError: nobody reads any more.
        """
        rest = memoryview(encode(response))
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def close(self) -> None:
        os.close(self._descriptor)


class Inbox:
    """Reads frames from stdin on a thread of its own, so that its end is noticed while the engine works.

    ``bodies`` yields each frame's body, then None at the end of the input, or the error of a bad frame.
    ``cancelled`` has the numbers of requests that were cancelled, as soon as that is heard.
    """

    def __init__(self, on_end: Callable[[], None]) -> None:
        self.bodies: queue.SimpleQueue[bytes | ValueError | None] = queue.SimpleQueue()
        self.cancelled: set[int] = set()
        self._on_end = on_end
        self._is_released = threading.Event()
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    def release(self) -> None:
        """Forget whoever started the engine: the end of stdin means nothing from now on."""
        self._is_released.set()

    def _read(self) -> None:
        splitter = Splitter()
        try:
            while data := os.read(0, _CHUNK):
                for body in splitter.feed(data):
                    if (number := cancelled_by(body)) is not None:
                        self.cancelled.add(number)
                    self.bodies.put(body)
        except ValueError as failure:
            self.bodies.put(failure)
            return
        except OSError:
            pass  # a pipe that breaks is a pipe that ended
        self.bodies.put(None)
        if not self._is_released.is_set():
            self._on_end()


def send_output_to(path: Path) -> None:
    """Append what this process prints from now on to ``path``, C code included."""
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def cap_output() -> None:
    """Empty the log of the output once it is longer than 10 MB: a library may print for ever."""
    if os.fstat(1).st_size > _LOG_LIMIT:
        os.ftruncate(1, 0)


def let_go_of_stdin() -> None:
    """Put nothing in the place of stdin."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
