"""What a chart draws: lines with their batches, and the moments that are marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.ui.live.readings import EMPTY, Points

MomentKind = Literal["rate", "setting", "pause", "checkpoint"]


@dataclass(frozen=True, eq=False)
class Line:
    """A figure over the epochs.

    ``output`` numbers the hues where there are several outputs in one chart; None is the hue of training or
    validation. ``raw`` is the line before it was smoothed, ``batches`` the same figure over batches.
    """

    name: str
    points: Points
    is_validation: bool = False
    output: int | None = None
    raw: Points = EMPTY
    batches: Points = EMPTY


@dataclass(frozen=True)
class Mark:
    """Something that happened at ``x`` epochs, in a few words; ``brief`` ones stand in the plot itself."""

    x: float
    kind: MomentKind
    text: str
    brief: str = ""


@dataclass(frozen=True, eq=False)
class Drawing:
    """All that one chart shows; ``key`` says of what. ``is_higher_better`` None has no best point."""

    key: str
    lines: tuple[Line, ...]
    epochs: int
    is_higher_better: bool | None = None
    is_log: bool = False
    moments: tuple[Mark, ...] = ()
