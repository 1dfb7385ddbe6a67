"""Shapes of the learning rate over the epochs, each of which is a formula of the epoch.

``epoch`` counts from 0, ``epochs`` is how many are planned, and ``lr0`` is the optimizer's own learning rate.
"""

from __future__ import annotations

import msgspec


class _Shape(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    pass


class TimeBased(_Shape, frozen=True, tag="time_based"):
    """lr0 / (1 + decay x epoch); without a decay of its own that is lr0 / epochs."""

    decay: float | None = None

    @property
    def formula(self) -> str:
        decay = "lr0 / epochs" if self.decay is None else _number(self.decay)
        return f"lr0 / (1 + {decay} * epoch)"


class StepDrop(_Shape, frozen=True, tag="step_drop"):
    """lr0 x drop ^ floor((1 + epoch) / epochs_drop)."""

    drop: float = 0.5
    epochs_drop: int = 10

    @property
    def formula(self) -> str:
        return f"lr0 * {_number(self.drop)} ** floor((1 + epoch) / {self.epochs_drop})"


class Exponential(_Shape, frozen=True, tag="exponential"):
    """lr0 x exp(-k x epoch)."""

    k: float = 0.1

    @property
    def formula(self) -> str:
        return f"lr0 * exp(-{_number(self.k)} * epoch)"


class Cosine(_Shape, frozen=True, tag="cosine"):
    """A straight rise to lr0 over ``warmup`` epochs, then half a cosine down to ``alpha`` x lr0.

    It is Keras' ``CosineDecay`` with the epoch in the step's place.
    """

    warmup: int = 0
    alpha: float = 0.0

    @property
    def formula(self) -> str:
        if not self.warmup:
            return f"lr0 * ({_fall(self.alpha, 'epoch / epochs')})"
        fall = _fall(self.alpha, f"(epoch - {self.warmup}) / max(1, epochs - {self.warmup})")
        return f"lr0 * where(epoch < {self.warmup}, (epoch + 1) / {self.warmup + 1}, {fall})"


class OneCycle(_Shape, frozen=True, tag="one_cycle"):
    """Half a cosine up to lr0 over the share ``rise`` of the epochs, then half a cosine down.

    It begins at lr0 / ``div`` and goes towards lr0 / ``final_div``, as Smith's super-convergence has it.
    """

    rise: float = 0.3
    div: float = 25.0
    final_div: float = 10_000.0

    @property
    def formula(self) -> str:
        low, rise = 1 / self.div, _number(self.rise)
        up = f"{_number(low)} + {_number(1 - low)} * (1 - cos(pi * epoch / ({rise} * epochs))) / 2"
        down = _fall(1 / self.final_div, f"(epoch - {rise} * epochs) / ({_number(1 - self.rise)} * epochs)")
        return f"lr0 * where(epoch < {rise} * epochs, {up}, {down})"


class RateFormula(_Shape, frozen=True, tag="formula"):
    """What the user typed: arithmetic over epoch, epochs and lr0."""

    formula: str = "lr0 * 0.95 ** epoch"


RateShape = TimeBased | StepDrop | Exponential | Cosine | OneCycle | RateFormula


def _fall(low: float, past: str) -> str:
    """Return half a cosine from 1 to ``low`` while ``past`` goes from 0 to 1."""
    half = f"(1 + cos(pi * {past})) / 2"
    return half if low == 0 else f"{_number(low)} + {_number(1 - low)} * {half}"


def _number(value: float) -> str:
    return f"{value:.12g}"
