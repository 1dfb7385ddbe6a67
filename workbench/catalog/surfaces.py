"""Surfaces of two numbers for optimizers to go down: arithmetic alone, so that arrays and tensors will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Surface:
    """``height`` is a function of x and y, seen from ``-reach`` to ``reach``; ``start`` shows what it is for.

    ``rate`` is a learning rate at which most optimizers get somewhere.
    """

    formula: str
    height: Callable[[Any, Any], Any]
    start: tuple[float, float]
    rate: float
    reach: float = 2.0


def _bowl(x: Any, y: Any) -> Any:
    return 0.5 * x * x + 0.5 * y * y


def _ravine(x: Any, y: Any) -> Any:
    return 0.05 * x * x + 2.0 * y * y


def _saddle(x: Any, y: Any) -> Any:
    return 0.5 * x * x - 0.5 * y * y + 0.125 * y * y * y * y


def _minima(x: Any, y: Any) -> Any:
    return 0.5 * (x * x - 1.0) * (x * x - 1.0) + 0.25 * x + 0.5 * y * y


SURFACES: Mapping[str, Surface] = {
    "bowl": Surface("x²/2 + y²/2", _bowl, start=(-1.6, 1.4), rate=0.1),
    "ravine": Surface("x²/20 + 2 y²", _ravine, start=(-1.7, 0.9), rate=0.1),
    "saddle": Surface("x²/2 − y²/2 + y⁴/8", _saddle, start=(-1.7, 0.01), rate=0.1),
    "minima": Surface("(x² − 1)²/2 + x/4 + y²/2", _minima, start=(1.8, 1.3), rate=0.05),
}
"""By name: as steep everywhere, forty times as steep across as along, flat in its middle, two hollows."""
