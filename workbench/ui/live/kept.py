"""What a run keeps of its epochs: matrices, figures of its layers, models; taken in as the run grows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from workbench.foundation import clock
from workbench.runs import models
from workbench.runs.events import EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.series import Series
from workbench.runs.state import RunState
from workbench.ui.live import words

KeptKind = Literal["matrix", "layers", "model"]
KINDS: tuple[KeptKind, ...] = get_args(KeptKind)
Numbers = NDArray[np.float64]
_LOOK_S = 1.0  # between two looks at which models are there


class Kept:
    """Numbers of epochs, from 1 on, in order; ``version`` is another whenever any of it is.

    No epoch is looked at twice, so that a hundred thousand cost no more a look than ten.
    """

    def __init__(self) -> None:
        self.version = 0
        self._known: dict[KeptKind, Series] = dict.fromkeys(KINDS, Series())
        self._seen = 0
        self._last: EpochEnded | None = None
        self._models_of: tuple[object, ...] = ()
        self._looked_at = -_LOOK_S

    def follow(self, state: RunState, folder: RunFolder) -> None:
        """Take in what is new in a run, or another run."""
        self._follow_epochs(state.epochs)
        self._follow_models(state, folder)

    def epochs(self, kind: KeptKind) -> Numbers:
        """Return of which epochs there is something of a kind."""
        return self._known[kind].x

    def has(self, kind: KeptKind, epoch: int) -> bool:
        return self.nearest(kind, epoch) == epoch

    def nearest(self, kind: KeptKind, epoch: int) -> int | None:
        """Return the nearest epoch that has something of a kind, the earlier of two; None where none has."""
        known = self.epochs(kind)
        if not len(known):
            return None
        at = int(np.searchsorted(known, epoch))
        near = known[max(at - 1, 0) : at + 1]
        return int(min(near, key=lambda one: abs(one - epoch)))

    def _follow_epochs(self, epochs: Sequence[EpochEnded]) -> None:
        if len(epochs) < self._seen or (self._seen and epochs[self._seen - 1] is not self._last):
            self._known |= {"matrix": Series(), "layers": Series()}
            self._seen = 0
            self.version += 1
        if len(epochs) == self._seen:
            return
        fresh = epochs[self._seen :]
        self._grow("matrix", [epoch.epoch + 1 for epoch in fresh if epoch.has_matrices])
        self._grow("layers", [epoch.epoch + 1 for epoch in fresh if epoch.layers])
        self._seen, self._last = len(epochs), fresh[-1]
        self.version += 1

    def _follow_models(self, state: RunState, folder: RunFolder) -> None:
        key = (folder, len(state.epochs), len(state.checkpoints), state.is_over)
        is_soon = clock.monotonic() - self._looked_at < _LOOK_S and not state.is_over
        if key == self._models_of or (is_soon and self._models_of[:1] == key[:1]):
            return
        self._models_of, self._looked_at = key, clock.monotonic()
        try:
            found = sorted(models.kept(folder, state))
        except OSError:
            found = []
        self._known["model"] = Series()
        self._grow("model", found)
        self.version += 1

    def _grow(self, kind: KeptKind, epochs: Sequence[int]) -> None:
        self._known[kind] = self._known[kind].extend(epochs, epochs)


def told(kept: Kept, epoch: int) -> str:
    """Return in words what there is of an epoch and what not, of all that the run keeps at all."""
    there = [_name(kind) for kind in KINDS if kept.has(kind, epoch)]
    lacking = [
        _tr("{0} (nearest: epoch {1})").format(_name(kind), words.count(nearest))
        for kind in KINDS
        if (nearest := kept.nearest(kind, epoch)) is not None and nearest != epoch
    ]
    parts = []
    if there:
        parts.append(_tr("kept: {0}").format(", ".join(there)))
    if lacking:
        parts.append(_tr("not kept: {0}").format(", ".join(lacking)))
    return " · ".join(parts) or _tr("only its figures are kept")


def _name(kind: KeptKind) -> str:
    return {"matrix": _tr("matrix"), "layers": _tr("layers"), "model": _tr("model")}[kind]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)
