"""Daisies: many slim petals, mostly white, around a yellow disc."""

from __future__ import annotations

import numpy as np

from .brush import Brush, Colour, Points, Pose, disc, mix, petal_outline, shade, spiral
from .green import a_green, leaf, stem

PETALS: tuple[Colour, ...] = (
    *[(248, 247, 242)] * 8,
    (246, 226, 233),
    (226, 150, 190),
    (250, 222, 90),
    (190, 170, 226),
)
DISCS: tuple[Colour, ...] = ((240, 190, 30), (228, 164, 24), (222, 186, 60), (168, 104, 30))


def daisy(brush: Brush, pose: Pose, foot: Points) -> None:
    """Paint a daisy with its stem down to ``foot``."""
    rng = brush.rng
    green = a_green(rng)
    curve = stem(brush, np.array([pose.x, pose.y]), foot, pose.radius * 0.09, green)
    if rng.random() < 0.5:
        start = curve[int(rng.integers(7, 12))]
        tip = start + rng.uniform(-1.1, 1.1, 2) * (pose.radius, pose.radius * 0.6)
        leaf(brush, start, tip, rng.uniform(0.08, 0.16), green, bend=rng.uniform(-0.2, 0.2))
    colour = PETALS[rng.integers(len(PETALS))]
    count, light = int(rng.integers(13, 30)), rng.uniform(0, 2 * np.pi)
    width = rng.uniform(1.9, 2.9) / count
    for ring in range(int(rng.integers(1, 3))):
        angles = (np.arange(count) + ring * 0.5) * 2 * np.pi / count + rng.normal(0, 0.05, count)
        for angle in rng.permutation(angles):
            if rng.random() < 0.04:
                continue
            length = (1.0 - 0.1 * ring) * rng.uniform(0.88, 1.04)
            outline = petal_outline(length, width, swell=0.7, point=0.28, start=0.1)
            tone = shade(colour, 0.9 + 0.1 * np.cos(angle - light) + rng.normal(0, 0.03))
            brush.petal(pose, outline, float(angle), tone, mix(colour, (150, 160, 130), 0.5))
    _disc(brush, pose, rng.uniform(0.24, 0.38))


def _disc(brush: Brush, pose: Pose, radius: float) -> None:
    rng = brush.rng
    colour = DISCS[rng.integers(len(DISCS))]
    rise = (1 - pose.tilt) * radius * 0.6
    sizes = np.linspace(1, 0.3, 5)
    outlines = [pose.place(disc(radius * size, (0.0, -rise * (1 - size)))) for size in sizes]
    brush.shaded(outlines, shade(colour, 0.66), shade(colour, 1.08))
    for point in spiral(70):
        tone = shade(colour, rng.uniform(0.7, 1.25))
        brush.dot(pose.place(point * radius * 0.95), pose.radius * radius * 0.07, tone, 0.75)
