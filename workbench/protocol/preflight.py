"""What is known of a training before it begins: one real batch went through the real network."""

from __future__ import annotations

from typing import Literal

import msgspec

CheckName = Literal["data", "memory", "layers", "first_loss", "one_batch", "time"]
Verdict = Literal["good", "warning", "bad"]


class PreflightCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One look: ``bad`` means that training is hopeless as things are.

    ``where`` is a place as in ``Problem``; ``hint`` says what to do where it isn't ``good``.
    """

    name: CheckName
    verdict: Verdict
    message: str
    hint: str = ""
    where: str = "training"


class MemoryNeed(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that the training takes at least, and how many are ``there`` (None where nobody can tell).

    ``activations`` are the outputs of all layers for one batch; ``data`` is what stays on the device, 0 where
    the examples stream from the disk.
    """

    weights: int
    gradients: int
    optimizer: int
    activations: int
    data: int
    there: int | None

    @property
    def total(self) -> int:
        return self.weights + self.gradients + self.optimizer + self.activations + self.data


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found, in the order in which it was looked at; a hopeless thing ends the looking.

    ``first_loss`` is that of fresh weights, ``expected_loss`` what chance gives; None where it is unknown or
    no finite number. ``step_seconds`` is after compilation, ``epoch_seconds`` without validation.
    ``one_batch`` are the losses while the network learned one batch by heart, over ``one_batch_steps`` steps.
    """

    checks: tuple[PreflightCheck, ...]
    device: str
    steps_per_epoch: int = 0
    memory: MemoryNeed | None = None
    first_loss: float | None = None
    expected_loss: float | None = None
    step_seconds: float | None = None
    epoch_seconds: float | None = None
    one_batch: tuple[float, ...] = ()
    one_batch_steps: int = 0
    seconds: float = 0.0

    @property
    def is_hopeless(self) -> bool:
        return any(check.verdict == "bad" for check in self.checks)
