"""Work that takes turns: of all that wants the window's time one piece has it, then comes painting.

Timers that are due at the same moment fire together, in one pass of Qt's event loop. Reading, looking and
drawing that are each short would then add up to a stall.
"""

from __future__ import annotations

from functools import partial
from itertools import count

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot

_numbers = count()


class Turn(QObject):
    """A timer whose ``came`` waits until nothing else of its kind was done in this pass or the one before.

    ``interval`` are milliseconds; with ``is_single`` it comes once for each ``start``. It is active while it
    runs or waits, and comes no more after ``stop``.
    """

    came = Signal()

    def __init__(self, parent: QObject, *, interval: int = 0, is_single: bool = False) -> None:
        super().__init__(parent)
        self._queue = _queue()
        self._number = next(_numbers)
        self.destroyed.connect(partial(self._queue.withdraw, self._number))
        self._timer = QTimer(self, interval=interval, singleShot=is_single)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def is_active(self) -> bool:
        return self._timer.isActive() or self._queue.has(self._number)

    def set_interval(self, milliseconds: int) -> None:
        self._timer.setInterval(milliseconds)

    def start(self, milliseconds: int | None = None) -> None:
        """Begin to wait, anew where it was waiting; ``milliseconds`` become its interval."""
        self._queue.withdraw(self._number)
        if milliseconds is not None:
            self._timer.setInterval(milliseconds)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._queue.withdraw(self._number)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._queue.ask(self._number, self)


class _Queue(QObject):
    """Those whose time has come, in that order; it is the application's own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[int, Turn] = {}
        self._has_worked = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_timer_timeout)

    def has(self, number: int) -> bool:
        return number in self._waiting

    def ask(self, number: int, turn: Turn) -> None:
        self._waiting.setdefault(number, turn)
        if not self._timer.isActive():  # one that is started again and again never fires
            self._timer.start()

    def withdraw(self, number: int, _gone: object = None) -> None:
        self._waiting.pop(number, None)
        if not self._waiting:
            self._timer.stop()

    @Slot()
    def _on_timer_timeout(self) -> None:
        """Let one work, and pass by the next time: then is painted what it changed."""
        if self._has_worked:
            self._has_worked = False
            return
        first = next(iter(self._waiting))
        turn = self._waiting.pop(first)
        if not self._waiting:
            self._timer.stop()
        self._has_worked = True
        turn.came.emit()


def _queue() -> _Queue:
    app = QCoreApplication.instance()
    assert app is not None
    return app.findChild(_Queue, options=Qt.FindChildOption.FindDirectChildrenOnly) or _Queue(app)
