"""The weights of small networks at the end of epochs, kept so that one can look back at any of them."""

from __future__ import annotations

import logging
from typing import Any

from numpy.typing import NDArray

from workbench.engine.training.best import Weights
from workbench.foundation import clock
from workbench.runs import epoch_weights, models
from workbench.runs.folder import RunFolder

_LOG = logging.getLogger(__name__)
_SHARE, _ALLOWANCE = 0.005, 0.02  # of the time, and seconds besides, so that the shortest runs keep some too
_LARGEST = 1 << 20
_MOST, _MOST_BYTES = 50, 16 << 20


class EpochWeights:
    """Keeps at most 50 epochs of a network whose weights have at most a mebibyte, and 16 of these in all.

    They are spread over the whole run: as it grows every other one goes. No training goes on from them, and
    failing to write one is no end.
    """

    def __init__(self, folder: RunFolder, params: int) -> None:
        self._folder = folder
        self._bytes = 4 * params
        self._stride = 1
        self._most: int | None = None
        self._kept: set[int] = set()
        self._born, self._spent = clock.monotonic(), 0.0

    def epoch_ended(self, epoch: int, weights: Weights) -> None:
        """Keep the ``weights`` after ``epoch`` epochs, where it is one of those and there is time for it."""
        began = clock.monotonic()
        has_time = self._spent <= _ALLOWANCE + _SHARE * (began - self._born)
        if self._most == 0 or (epoch - 1) % self._stride or not has_time:
            return
        if self._most is None:
            fits = 0 < self._bytes <= _LARGEST
            self._most = min(_MOST, _MOST_BYTES // self._bytes) if fits else 0
            self._kept = set(models.kept_weights(self._folder))  # a run that goes on has some
        if self._most:
            self._keep(epoch, weights(), self._most)
            self._spent += clock.monotonic() - began

    def _keep(self, epoch: int, weights: list[NDArray[Any]], most: int) -> None:
        path = models.weights_file(self._folder, models.epoch_name(epoch))
        try:
            epoch_weights.write(path, weights)
            self._kept.add(epoch)
            while len(self._kept) > most:
                self._thin()
        except OSError:
            _LOG.exception("The weights of epoch %d could not be kept", epoch)

    def _thin(self) -> None:
        self._stride *= 2
        for epoch in [epoch for epoch in self._kept if (epoch - 1) % self._stride]:
            models.weights_file(self._folder, models.epoch_name(epoch)).unlink(missing_ok=True)
            self._kept.discard(epoch)
