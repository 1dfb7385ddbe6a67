"""Finds what a test left behind: windows, running timers and Qt threads, Python threads, child processes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

import psutil

_GRACE = 3.0
_allowed_pids: set[int] = set()
_allowed_threads: set[str] = set()


@dataclass(frozen=True)
class Survey:
    """What was there before a test began."""

    threads: frozenset[int]
    children: frozenset[int]
    qt: frozenset[int]


@contextmanager
def allowed(*, pid: int, thread: str) -> Iterator[None]:
    """Let a process (with its descendants) and a thread live on between tests."""
    _allowed_pids.add(pid)
    _allowed_threads.add(thread)
    try:
        yield
    finally:
        _allowed_pids.discard(pid)
        _allowed_threads.discard(thread)


def survey() -> Survey:
    """Say what is there now, once the application is as it was before its first window."""
    qt_leaks = _qt_leaks()
    if qt_leaks:
        qt_leaks.undress()
    return Survey(
        threads=frozenset(thread.ident or 0 for thread in threading.enumerate()),
        children=frozenset(child.pid for child in _children()),
        qt=qt_leaks.keys() if qt_leaks else frozenset(),
    )


def left_behind(before: Survey) -> list[str]:
    """Name everything that came since ``before`` and doesn't go by itself within a moment."""
    found = [*_threads(before), *_processes(before)]
    if qt_leaks := _qt_leaks():
        found += qt_leaks.left_behind(before.qt)
    return found


def _qt_leaks() -> ModuleType | None:
    if "PySide6.QtWidgets" not in sys.modules:
        return None
    from tests.helpers import qt_leaks

    qt_leaks.watch()
    return qt_leaks


def _threads(before: Survey) -> Iterator[str]:
    for thread in threading.enumerate():
        # A dummy stands for a native thread, which TensorFlow's pools keep for ever.
        is_native = isinstance(thread, threading._DummyThread)
        if thread.ident in before.threads or is_native or thread.name in _allowed_threads:
            continue
        thread.join(_GRACE)
        if thread.is_alive():
            yield f"thread {thread.name}"


def _processes(before: Survey) -> Iterator[str]:
    new = [child for child in _children() if child.pid not in before.children]
    if not new:
        return
    _, alive = psutil.wait_procs(new, timeout=_GRACE)
    for child in alive:
        try:
            words = " ".join(child.cmdline())
        except psutil.NoSuchProcess:
            continue
        if "resource_tracker" not in words:  # the standard library's own, one for the whole process
            yield f"process {child.pid} ({words})"


def _children() -> list[psutil.Process]:
    """Return the living descendants but those allowed, and those they have started."""
    found: list[psutil.Process] = []
    for child in psutil.Process().children():
        if child.pid in _allowed_pids:
            continue
        try:
            found += [child, *child.children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
    return found
