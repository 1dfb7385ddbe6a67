"""A sweep over learning rates, as Smith's range test has it, and what it proposes."""

from __future__ import annotations

import msgspec


class RateSweep(msgspec.Struct, frozen=True, kw_only=True):
    """The loss of batch after batch while the rate grows exponentially, and the same losses smoothed.

    All three have one length. ``steepest`` is the rate where the smoothed loss falls fastest, ``lowest``
    where it is lowest; None where it never fell. ``has_diverged``: the sweep ended because the loss rose.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    smoothed: tuple[float, ...]
    steepest: float | None = None
    lowest: float | None = None
    proposal: float | None = None
    has_diverged: bool = False
