"""Figures of the preflight in words."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """Return seconds as ``31 µs``, ``4.2 ms``, ``1.5 s``, ``3 min`` or ``2.5 h``."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 1:
        return f"{seconds * 1e3:.3g} ms"
    if seconds < 90:
        return f"{seconds:.3g} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def figure(value: float) -> str:
    """Return a loss in four significant digits."""
    return f"{value:.4g}"
