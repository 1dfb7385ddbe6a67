"""Figures as JSON can carry them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.exploring import Numbers


def numbers(values: Any) -> Numbers:
    """Return an array (n,) as numbers, with None for what is not finite."""
    return tuple(number(value) for value in np.asarray(values, dtype=np.float64))


def number(value: Any) -> float | None:
    """Return a number, or None for one that is not finite."""
    found = float(value)
    return found if math.isfinite(found) else None


def refused(message: str, hint: str) -> WorkbenchError:
    """Return the refusal of a question."""
    return WorkbenchError(error("explore.refused", "explore", message, hint))
