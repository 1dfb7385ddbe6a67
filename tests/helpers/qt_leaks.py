"""The Qt half of the hunt for leaks; imported only where PySide6 already is."""

from __future__ import annotations

import gc
from typing import Any, cast
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_started: WeakSet[Any] = WeakSet()


def watch() -> None:
    """Remember from now on every timer and thread that Python starts: Qt itself keeps no list of them."""
    for kind in (QTimer, QThread):
        if not hasattr(kind.start, "unwatched"):
            kind.start = _watched(kind.start)  # type: ignore[method-assign]


def window_keys() -> frozenset[int]:
    """Return the addresses of the top-level widgets."""
    return frozenset(_address(widget) for widget in _windows())


def left_behind(before: frozenset[int]) -> list[str]:
    """Name windows that are new and timers and threads that run, once Qt and Python had their clean-up."""
    _delete_what_is_due()
    if _leaks(before):
        gc.collect()
        _delete_what_is_due()
    return _leaks(before)


def _leaks(before: frozenset[int]) -> list[str]:
    windows = [widget for widget in _windows() if _address(widget) not in before]
    found = [f"window {type(widget).__name__} {widget.objectName()!r}" for widget in windows]
    for item in list(_started):
        if not shiboken6.isValid(item):
            continue
        if isinstance(item, QTimer) and item.isActive():
            found.append(f"running QTimer {item.objectName()!r} of {item.parent()!r}")
        elif isinstance(item, QThread) and item.isRunning() and not item.wait(200):
            found.append(f"running QThread {item.objectName()!r}")
    return found


def _windows() -> list[QWidget]:
    return QApplication.topLevelWidgets() if QApplication.instance() else []


def _address(widget: QWidget) -> int:
    return cast(int, shiboken6.getCppPointer(widget)[0])


def _delete_what_is_due() -> None:
    # Outside an event loop ``deleteLater`` waits for ever unless it is asked for by name.
    if QCoreApplication.instance():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _watched(start: Any) -> Any:
    def remember_and_start(self: Any, *args: Any, **named: Any) -> None:
        _started.add(self)
        start(self, *args, **named)

    remember_and_start.unwatched = start  # type: ignore[attr-defined]
    return remember_and_start
