"""The Qt half of the hunt for leaks; imported only where PySide6 already is."""

from __future__ import annotations

import gc
from typing import Any, cast
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_started: WeakSet[Any] = WeakSet()


def watch() -> None:
    """Remember from now on every timer and thread that Python starts: Qt itself keeps no list of them."""
    for kind in (QTimer, QThread):
        if not hasattr(kind.start, "unwatched"):
            kind.start = _watched(kind.start)  # type: ignore[method-assign]


def keys() -> frozenset[int]:
    """Return the addresses of the top-level widgets, and of what owns timers and threads."""
    owners = (_owner(item) for item in list(_started) if shiboken6.isValid(item))
    kept = (owner for owner in owners if not isinstance(owner, QCoreApplication))
    return frozenset(_address(item) for item in (*_windows(), *kept))


def left_behind(before: frozenset[int]) -> list[str]:
    """Name windows that are new and timers and threads that run, once Qt and Python had their clean-up.

    What belongs to something that was there before, which tests share, is no leak.
    """
    _delete_what_is_due()
    if _leaks(before):
        gc.collect()
        _delete_what_is_due()
    return _leaks(before)


def undress() -> None:
    """Take off what the last window dressed the application in: building another under it takes seconds."""
    _delete_what_is_due()
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.styleSheet() and not _windows():
        app.setStyleSheet("")


def _leaks(before: frozenset[int]) -> list[str]:
    windows = [widget for widget in _windows() if not {_address(widget), _address(_owner(widget))} & before]
    found = [f"window {type(widget).__name__} {widget.objectName()!r}" for widget in windows]
    for item in list(_started):
        if not shiboken6.isValid(item) or _address(_owner(item)) in before:
            continue
        if isinstance(item, QTimer) and item.isActive():
            found.append(f"running QTimer {item.objectName()!r} of {item.parent()!r}")
        elif isinstance(item, QThread) and item.isRunning() and not item.wait(200):
            found.append(f"running QThread {item.objectName()!r}")
    return found


def _windows() -> list[QWidget]:
    return QApplication.topLevelWidgets() if QApplication.instance() else []


def _owner(item: QObject) -> QObject:
    """Return the object at the root: what tests share owns whatever runs in it."""
    while (parent := item.parent()) is not None:
        item = parent
    return item


def _address(item: QObject) -> int:
    return cast(int, shiboken6.getCppPointer(item)[0])


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
