"""Which epoch was the best: by the value that the project's callbacks watch, or by the loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from numpy.typing import NDArray

from workbench.project.spec import Spec
from workbench.runs.metrics import is_higher_better

Mode = Literal["min", "max"]
Weights = Callable[[], list[NDArray[Any]]]
"""Returns a model's weights at the end of an epoch, as ``get_weights`` does."""
_MODES: dict[str, Mode] = {"min": "min", "max": "max"}
_WATCHING = ("ModelCheckpoint", "EarlyStopping")


class Best:
    """The best epoch so far, with its weights until they are saved. Only finite values count."""

    def __init__(self, monitor: str, mode: Mode) -> None:
        self.monitor = monitor
        self._sign = 1.0 if mode == "min" else -1.0
        self.value: float | None = None
        self.epoch: int | None = None
        self.unsaved: list[NDArray[Any]] | None = None

    def judge(self, epoch: int, values: Mapping[str, float], weights: Weights) -> bool:
        """Take in an epoch's values and tell whether it is the best so far; keeps its weights."""
        value = values.get(self.monitor)
        if value is None or not math.isfinite(value):
            return False
        if self.value is not None and self._sign * value >= self._sign * self.value:
            return False
        self.value, self.epoch = float(value), epoch
        self.unsaved = weights()
        return True


def watched(callbacks: Sequence[Spec], known: Sequence[str], best_by: str = "") -> tuple[str, Mode]:
    """Return what makes an epoch the best, and whether less or more of it is better.

    That is ``best_by``, what the callbacks watch, or the loss, whichever is first among ``known``: the names
    that an epoch's values will have.
    """
    if best_by in known:
        return best_by, "max" if is_higher_better(best_by) else "min"
    for spec in callbacks:
        monitor = spec.params.get("monitor", "val_loss")
        if spec.kind in _WATCHING and isinstance(monitor, str) and monitor in known:
            mode = _MODES.get(str(spec.params.get("mode", "auto")))
            return monitor, mode or ("max" if is_higher_better(monitor) else "min")
    return ("val_loss" if "val_loss" in known else "loss"), "min"
