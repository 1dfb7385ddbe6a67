"""What a user asks of a running run, as lines of ``control.jsonl``."""

from __future__ import annotations

from typing import Literal

import msgspec


class _Control(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    pass


class Pause(_Control, frozen=True, tag="Pause"):
    """Hold in memory after the current step."""


class Resume(_Control, frozen=True, tag="Resume"):
    pass


class Stop(_Control, frozen=True, tag="Stop"):
    """End after the current step, keep best and last weights."""


class StopNow(_Control, frozen=True, tag="StopNow"):
    """End after the current step with no more than the state to resume from: no last model, no callbacks."""


class Suspend(_Control, frozen=True, tag="Suspend"):
    """Save all after the current step and end the process, so that its device is free; Resume goes on."""


class Step(_Control, frozen=True, tag="Step"):
    """Train one batch (or one epoch), then pause."""

    epoch: bool = False


class SetLearningRate(_Control, frozen=True, tag="SetLearningRate"):
    """Train on at another rate; a shape of the rate goes on from there, in proportion."""

    value: float


class SetEpochs(_Control, frozen=True, tag="SetEpochs"):
    """Train so many epochs in all, those that are done included."""

    value: int


class SetPatience(_Control, frozen=True, tag="SetPatience"):
    """Let a callback wait for so many epochs without a better figure."""

    value: int
    callback: Literal["EarlyStopping", "ReduceLROnPlateau"] = "EarlyStopping"


Change = SetLearningRate | SetEpochs | SetPatience
"""What the training goes on with, other than its project says."""


Control = Pause | Resume | Stop | StopNow | Suspend | Step | SetLearningRate | SetEpochs | SetPatience
