"""One layer's figures over the epochs of a run, read from its file a little at a time."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from workbench.foundation import clock
from workbench.runs import layer_figures
from workbench.runs.events import EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.layer_figures import EpochFigures, LayerFigures
from workbench.ui.turns import Turn

_log = logging.getLogger(__name__)
_MOST = 160
"""So many epochs are read of a run, evenly spread: more than that no picture can show."""
_SLICE_S = 0.006
_PAUSE_MS = 10
_TRIES = 3  # records, if the one that is wanted is damaged


@dataclass(frozen=True)
class Row:
    """A layer at the end of an epoch; ``strongest`` is the largest gradient of any layer then."""

    epoch: int
    layer: LayerFigures
    strongest: float | None = None


class LayerHistory(QObject):
    """Reads only while ``is_wanted``. ``changed`` when there is more, or something else, to be seen."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: RunFolder | None = None
        self._found: list[EpochEnded] = []
        self._seen = 0
        self._last: EpochEnded | None = None
        self._name = ""
        self._rows: dict[int, Row] = {}
        self._read: set[int] = set()
        self._unread: set[int] = set()
        self._at: tuple[EpochEnded, EpochFigures | None] | None = None
        self._is_wanted = False
        self._timer = Turn(self, interval=_PAUSE_MS)
        self._timer.came.connect(self._on_turn)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What was read of the layer, in the order of time."""
        return tuple(self._rows[epoch] for epoch in sorted(self._rows))

    @property
    def unread(self) -> int:
        """How many of the epochs that were tried can't be read."""
        return len(self._unread)

    @property
    def is_reading(self) -> bool:
        return self._timer.is_active

    @property
    def epochs(self) -> Sequence[EpochEnded]:
        """The epochs of which there are figures."""
        return self._found

    def follow(self, epochs: Sequence[EpochEnded], folder: RunFolder | None) -> bool:
        """Take in what is new in a run, or another run; tell whether there are figures of other epochs."""
        has_news = False
        is_continued = folder == self._folder and len(epochs) >= self._seen
        if not is_continued or (self._seen and epochs[self._seen - 1] is not self._last):
            has_news = bool(self._found)
            self._folder, self._found, self._seen = folder, [], 0
            self._at = None
            self._forget()
            self.changed.emit()
        if len(epochs) > self._seen:
            fresh = epochs[self._seen :]
            found = [epoch for epoch in fresh if epoch.layers]
            self._found += found
            has_news = has_news or bool(found)
            self._seen, self._last = len(epochs), fresh[-1]
            self._go_on()
        return has_news

    def choose(self, name: str) -> None:
        """Read of another layer."""
        if name != self._name:
            self._name = name
            self._forget()
            self._go_on()
            self.changed.emit()

    def set_wanted(self, is_wanted: bool) -> None:
        """Read, or rest while nobody looks."""
        self._is_wanted = is_wanted
        if is_wanted:
            self._go_on()
        else:
            self._timer.stop()

    def at(self, epoch: int | None) -> EpochFigures | None:
        """Return the figures of all layers at an epoch, from 1 on, or the newest one.

        Where that one has none, or they can't be read, it is one of the nearest before it, else the first;
        None where there are none at all or none of these can be read.
        """
        if self._folder is None or not self._found:
            return None
        place = len(self._found) - 1
        if epoch is not None:
            place = max(0, bisect_right(self._found, epoch, key=lambda one: one.epoch + 1) - 1)
        ended = self._found[place]
        if self._at is None or self._at[0] is not ended:
            tried = self._found[max(0, place - _TRIES + 1) : place + 1]
            figures = (self._look_at(each) for each in reversed(tried))
            self._at = ended, next((each for each in figures if each is not None), None)
        return self._at[1]

    def _look_at(self, ended: EpochEnded) -> EpochFigures | None:
        assert self._folder is not None
        try:
            return layer_figures.of_epoch(self._folder, ended)
        except (OSError, ValueError) as failure:
            # What is damaged is passed over: the panel says so, and shows the rest.
            _log.warning("The layers of epoch %d can't be read: %s", ended.epoch + 1, failure)
            return None

    def _forget(self) -> None:
        self._rows, self._read, self._unread = {}, set(), set()

    def _chosen(self) -> list[EpochEnded]:
        """Return which epochs are to be read: evenly spread ones, and the newest.

        The way from one to the next doubles as the run grows, so that what was read stays of use.
        """
        stride = 1
        while -(-len(self._found) // stride) > _MOST:
            stride *= 2
        chosen = self._found[::stride]
        return chosen if not self._found or chosen[-1] is self._found[-1] else [*chosen, self._found[-1]]

    def _pending(self) -> list[EpochEnded]:
        return [epoch for epoch in self._chosen() if epoch.epoch + 1 not in self._read]

    def _go_on(self) -> None:
        if self._is_wanted and self._name and not self._timer.is_active and self._pending():
            self._timer.start()

    @Slot()
    def _on_turn(self) -> None:
        until = clock.monotonic() + _SLICE_S
        pending = self._pending()
        while pending and clock.monotonic() < until:
            self._take(pending.pop(0))
        if not pending:
            self._timer.stop()
            wanted = {epoch.epoch + 1 for epoch in self._chosen()}
            self._rows = {epoch: row for epoch, row in self._rows.items() if epoch in wanted}
        self.changed.emit()

    def _take(self, ended: EpochEnded) -> None:
        epoch = ended.epoch + 1
        self._read.add(epoch)
        figures = self._look_at(ended)
        if figures is None:
            self._unread.add(epoch)
            return
        layer = figures.layer(self._name)
        if layer is not None:
            known = [each.gradient for each in figures.layers if each.gradient is not None]
            self._rows[epoch] = Row(epoch, layer, max(known, default=None))
