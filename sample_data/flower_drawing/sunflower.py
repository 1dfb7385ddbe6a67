"""Sunflowers: pointed yellow petals around a large dark disc of seeds, on a thick stem."""

from __future__ import annotations

import numpy as np

from .brush import Brush, Colour, Points, Pose, disc, mix, petal_outline, shade, spiral
from .green import a_green, leaf, stem

PETALS: tuple[Colour, ...] = (
    *[(250, 196, 26)] * 4,
    *[(246, 172, 20)] * 2,
    *[(252, 216, 70)] * 2,
    (248, 232, 160),
    (190, 80, 30),
)
DISCS: tuple[Colour, ...] = ((74, 46, 24), (50, 32, 20), (98, 62, 26), (110, 96, 40))


def sunflower(brush: Brush, pose: Pose, foot: Points) -> None:
    """Paint a sunflower with its stem down to ``foot``."""
    rng = brush.rng
    green = a_green(rng)
    curve = stem(brush, np.array([pose.x, pose.y]), foot, pose.radius * rng.uniform(0.14, 0.22), green)
    for _ in range(int(rng.integers(0, 4))):
        start = curve[int(rng.integers(6, 13))]
        tip = (
            start
            + np.array([rng.choice([-1, 1]) * rng.uniform(0.7, 1.3), rng.uniform(-0.5, 0.6)]) * pose.radius
        )
        leaf(brush, start, tip, rng.uniform(0.24, 0.38), green, bend=rng.uniform(-0.2, 0.2))
    colour, radius = PETALS[rng.integers(len(PETALS))], rng.uniform(0.4, 0.6)
    count, light = int(rng.integers(16, 27)), rng.uniform(0, 2 * np.pi)
    for ring in range(2):
        angles = (np.arange(count) + ring * 0.5) * 2 * np.pi / count + rng.normal(0, 0.08, count)
        for angle in rng.permutation(angles):
            length = (1.0 - 0.08 * ring) * rng.uniform(0.84, 1.06)
            outline = petal_outline(length, rng.uniform(2.0, 2.7) / count, swell=0.9, point=0.75, start=0.25)
            tone = shade(colour, 0.88 + 0.12 * np.cos(angle - light) + rng.normal(0, 0.04) - 0.1 * (1 - ring))
            brush.petal(pose, outline, float(angle), tone, mix(colour, (150, 80, 10), 0.6))
    _disc(brush, pose, radius)


def _disc(brush: Brush, pose: Pose, radius: float) -> None:
    rng = brush.rng
    colour, heart = DISCS[rng.integers(len(DISCS))], DISCS[rng.integers(len(DISCS))]
    outlines = [pose.place(disc(radius * size)) for size in (1.0, 0.9, 0.75, 0.5, 0.3)]
    brush.shaded(outlines, shade(colour, 0.8), shade(heart, 0.75))
    for point in spiral(190):
        distance = float(np.hypot(*point))
        tone = mix(heart, colour, distance)
        tone = mix(tone, (206, 140, 40), 0.55 if 0.82 < distance < 0.97 else 0.08)
        size = pose.radius * radius * (0.035 + 0.015 * distance)
        brush.dot(pose.place(point * radius), size, shade(tone, rng.uniform(0.7, 1.6)), 0.9)
