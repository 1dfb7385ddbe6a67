"""Keras' figures as plain floats."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np


def plain(results: Mapping[str, Any]) -> dict[str, float]:
    """Return metric results as floats; of a result with one value a class, their mean."""
    return {name: float(np.mean(np.asarray(value))) for name, value in results.items()}


def finite(values: Mapping[str, Any]) -> dict[str, float]:
    """Return the finite ones: JSON has no other numbers."""
    return {name: float(value) for name, value in values.items() if math.isfinite(value)}
