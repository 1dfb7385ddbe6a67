"""Stems, leaves and blades of grass."""

from __future__ import annotations

import numpy as np

from .brush import Brush, Colour, Points, bent, mix, shade

GREENS: tuple[Colour, ...] = ((74, 124, 46), (52, 98, 52), (104, 146, 60), (126, 158, 92), (44, 82, 34))


def a_green(rng: np.random.Generator) -> Colour:
    return shade(mix(GREENS[rng.integers(5)], GREENS[rng.integers(5)], rng.random()), rng.uniform(0.75, 1.2))


def stem(brush: Brush, top: Points, foot: Points, width: float, colour: Colour) -> Points:
    """Paint a bent stem and return its curve from top to foot, in pixels."""
    curve = bent(top, foot, brush.rng.uniform(-0.18, 0.18))
    brush.line(curve, shade(colour, 0.7), width)
    brush.line(curve - (width * 0.15, 0.0), colour, width * 0.6)
    return curve


def leaf(brush: Brush, foot: Points, tip: Points, width: float, colour: Colour, *, bend: float) -> None:
    """Paint a leaf with its midrib; ``width`` is a share of its length."""
    rib = bent(foot, tip, bend, 20)
    along = np.linspace(0.0, 1.0, 20)[:, None]
    across = np.gradient(rib, axis=0)[:, ::-1] * (1.0, -1.0)
    across /= np.linalg.norm(across, axis=1, keepdims=True) + 1e-9
    half = across * (np.sin(np.pi * along**0.8) * width * float(np.linalg.norm(tip - foot)))
    brush.area(np.vstack([rib + half, (rib - half)[::-1]]), shade(colour, 0.8))
    brush.area(np.vstack([rib + half * 0.9, rib[::-1]]), colour)
    brush.line(rib, mix(colour, (220, 230, 170), 0.35), float(np.abs(half).max()) * 0.12)


def toothed_leaf(brush: Brush, foot: Points, tip: Points, colour: Colour) -> None:
    """Paint a dandelion's leaf, whose teeth point back."""
    rib = bent(foot, tip, brush.rng.uniform(-0.15, 0.15), 17)
    direction = (tip - foot) / (np.linalg.norm(tip - foot) + 1e-9)
    across = np.array([-direction[1], direction[0]]) * float(np.linalg.norm(tip - foot))
    teeth = np.where(np.arange(17) % 2, 0.13, 0.045) * np.sin(np.pi * np.linspace(0.12, 1, 17))
    brush.area(np.vstack([rib + teeth[:, None] * across, (rib - teeth[:, None] * across)[::-1]]), colour)
    brush.line(rib, mix(colour, (225, 225, 180), 0.4), 0.02 * float(np.linalg.norm(tip - foot)))


def grass(brush: Brush, count: int, *, height: tuple[float, float], colour: Colour) -> None:
    """Paint blades that grow from the lower edge; heights are shares of the picture's height."""
    wide, high = brush.image.size
    rng = brush.rng
    for _ in range(count):
        x, tall = rng.uniform(-0.1, 1.1) * wide, rng.uniform(*height) * high
        foot = np.array([x, high * 1.02])
        tip = np.array([x + rng.uniform(-0.5, 0.5) * tall, high - tall])
        tone = shade(mix(colour, a_green(rng), 0.4), rng.uniform(0.6, 1.25))
        leaf(brush, foot, tip, rng.uniform(0.015, 0.035), tone, bend=rng.uniform(-0.3, 0.3))
