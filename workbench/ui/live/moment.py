"""The moment that is looked at: one epoch of a run, or always the newest."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Moment(QObject):
    """One for all that shows a run: whoever stands elsewhere says so here, and all others follow.

    ``changed`` comes once for each other epoch, however quickly they follow one another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._epoch: int | None = None

    @property
    def epoch(self) -> int | None:
        """The epoch, from 1 on, that is looked at; None is the newest, whichever that is by now."""
        return self._epoch

    @property
    def is_newest(self) -> bool:
        """Whether what is shown goes on with the run."""
        return self._epoch is None

    def stand_at(self, epoch: int | None) -> None:
        """Look at an epoch, from 1 on; None is the newest."""
        if epoch != self._epoch:
            self._epoch = epoch
            self.changed.emit()
