"""What each output of a network answers, as a run tells it before it trains."""

from __future__ import annotations

from typing import Literal

import msgspec

Form = Literal["classes", "labels", "quantities"]
"""What an output answers: one of several classes, several labels at once, or quantities."""
BINS = 32
"""How many rows and columns the picture of true against predicted quantities has."""


class OutputForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One output that is judged each epoch, by a matrix or by one for each of its ``names``.

    ``names`` are the labels or targets; of classes they are the run's own and not said again. ``threshold``
    is where a single unit or a label changes its mind. Quantities are counted in 32 bins from low to high of
    ``ranges``, one range a target; what lies beyond counts in the outermost.
    """

    name: str
    form: Form
    names: tuple[str, ...] = ()
    threshold: float | None = None
    ranges: tuple[tuple[float, float], ...] = ()
