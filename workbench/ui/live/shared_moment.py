"""Two panels on the same run stand at the same epoch: there is one time, wherever it is moved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from workbench.ui.live.moment import Moment


class SharedMoment(QObject):
    """Moves each of two moments with the other, as long as ``is_shared`` says that they are of one run."""

    def __init__(
        self, one: Moment, other: Moment, is_shared: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._one, self._other, self._is_shared = one, other, is_shared
        one.changed.connect(self._on_one_changed)
        other.changed.connect(self._on_other_changed)

    @Slot()
    def _on_one_changed(self) -> None:
        if self._is_shared():
            self._other.stand_at(self._one.epoch)

    @Slot()
    def _on_other_changed(self) -> None:
        if self._is_shared():
            self._one.stand_at(self._other.epoch)
