"""Figures in words: counts, shapes, bytes."""

from __future__ import annotations

from workbench.protocol.analysis import Shape


def count(number: int) -> str:
    """Return a whole number with its thousands marked: ``18,496``."""
    return f"{number:,}"


def large(number: float) -> str:
    """Return a number short enough for a glance: ``403.7 M``."""
    for limit, sign in ((1e12, " T"), (1e9, " G"), (1e6, " M"), (1e4, " k")):
        if abs(number) >= limit:
            scaled = number / {" T": 1e12, " G": 1e9, " M": 1e6, " k": 1e3}[sign]
            return f"{scaled:.1f}{sign}"
    return f"{number:,.0f}"


def size(number: int) -> str:
    """Return bytes as people read them: ``5.3 MB``."""
    for limit, sign in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if number >= limit:
            return f"{number / limit:.1f} {sign}"
    return f"{number} B"


def shape(axes: Shape) -> str:
    """Return a tensor's shape without its batch axis: ``28 × 28 × 1``; an open axis is ``?``."""
    rest = axes[1:]
    return " × ".join("?" if axis is None else str(axis) for axis in rest) if rest else "1 number"


def shapes(all_axes: tuple[Shape, ...]) -> str:
    return ", ".join(shape(axes) for axes in all_axes) if all_axes else "–"
