"""Work on a stack that is deep enough: Keras recurses once a layer, and gives up at about 1,000 of them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
_STACK = 512 << 20  # reserved, not used: 3,000 chained layers build and train in it
_RECURSION = 200_000


class DeepThread(Generic[T]):
    """A started thread with a deep stack that carries its function's result or exception back."""

    def __init__(self, function: Callable[[], T], name: str) -> None:
        self._function = function
        self._result: T | None = None
        self._failure: BaseException | None = None
        sys.setrecursionlimit(_RECURSION)
        before = threading.stack_size(_STACK)
        try:
            self._thread = threading.Thread(target=self._run, name=name, daemon=True)
            self._thread.start()
        finally:
            threading.stack_size(before)

    def is_done(self, timeout: float | None = None) -> bool:
        """Wait at most ``timeout`` seconds and tell whether the work is over."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def result(self) -> T:
        """Return what the function returned, once it is done, or raise what it raised."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._result  # type: ignore[return-value]  # the function has returned a T

    def _run(self) -> None:
        try:
            self._result = self._function()
        except BaseException as failure:  # raised again by whoever asks for the result
            self._failure = failure
