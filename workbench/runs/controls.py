"""What a user asks of a running run, as lines of ``control.jsonl``."""

from __future__ import annotations

import msgspec


class _Control(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    pass


class Pause(_Control, frozen=True, tag="Pause"):
    """Hold in memory after the current step."""


class Resume(_Control, frozen=True, tag="Resume"):
    pass


class Stop(_Control, frozen=True, tag="Stop"):
    """End after the current step, keep best and last weights."""


class Step(_Control, frozen=True, tag="Step"):
    """Train one batch (or one epoch), then pause."""

    epoch: bool = False


class SetLearningRate(_Control, frozen=True, tag="SetLearningRate"):
    value: float


Control = Pause | Resume | Stop | Step | SetLearningRate
