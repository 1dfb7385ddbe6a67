"""Long work on a thread of its own, so that whoever waits for it is never silent and hears a cancel at once.

Some of it is a single call, a sort of millions of rows: nothing can be told from within.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, TypeVar

from workbench.engine.data.dataset import Tell, keep_quiet

T = TypeVar("T")
_SILENCE = 0.25
_Word = tuple[str, int, int]
_left: list[Future[Any]] = []


class _LeftError(Exception):
    """Nobody waits for this work any more."""


def attended(work: Callable[[Tell], T], tell: Tell) -> T:
    """Return what ``work`` returns; all that it tells goes to ``tell``, on the thread of the caller.

    Where it is silent for a quarter of a second, the last word is told again. When ``tell`` raises, that is
    raised at once: the work is left, ends with its next word, and nothing else begins here before it has.
    """
    if tell is keep_quiet:
        return work(tell)
    said: SimpleQueue[_Word | None] = SimpleQueue()
    is_left = Event()

    def say(what: str, done: int, total: int) -> None:
        if is_left.is_set():
            raise _LeftError
        said.put((what, done, total))

    def perform() -> T:
        while _left:
            _left.pop().exception()  # it comes to its end first
        try:
            return work(say)
        finally:
            said.put(None)

    with_thread = ThreadPoolExecutor(1, thread_name_prefix="reading")
    coming = with_thread.submit(perform)
    with_thread.shutdown(wait=False)
    try:
        _hand_on(said, tell)
    except BaseException:
        is_left.set()
        _left.append(coming)
        raise
    return coming.result()


def _hand_on(said: SimpleQueue[_Word | None], tell: Tell) -> None:
    """Tell what is said until the end of it; the last word again where nothing is."""
    word: _Word | None = ("reading", 0, 0)
    while word is not None:
        last = word
        try:
            word = said.get(timeout=_SILENCE)
        except Empty:
            word = last
        if word is not None:
            tell(*word)
