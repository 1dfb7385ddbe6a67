"""Roses: rounded petals in layers, each lighter at its lip, wound around a heart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .brush import GOLDEN, Brush, Colour, Points, Pose, disc, mix, rotate, shade
from .green import a_green, leaf, stem

PETALS: tuple[Colour, ...] = (
    *[(190, 20, 40)] * 3,
    (150, 12, 34),
    *[(226, 70, 96)] * 2,
    *[(238, 150, 176)] * 2,
    (246, 238, 226),
    (246, 206, 88),
    (244, 168, 120),
    (196, 60, 140),
)


def rose(brush: Brush, pose: Pose, foot: Points) -> None:
    """Paint a rose with its stem down to ``foot``."""
    rng = brush.rng
    green = shade(a_green(rng), 0.85)
    curve = stem(brush, np.array([pose.x, pose.y]), foot, pose.radius * 0.12, green)
    for _ in range(int(rng.integers(0, 5))):
        start = curve[int(rng.integers(4, 12))]
        tip = (
            start
            + np.array([rng.choice([-1, 1]) * rng.uniform(0.6, 1.2), rng.uniform(-0.6, 0.5)]) * pose.radius
        )
        leaf(brush, start, tip, rng.uniform(0.2, 0.3), green, bend=rng.uniform(-0.2, 0.2))
    colour = PETALS[rng.integers(len(PETALS))]
    pose = replace(pose, turn=pose.turn * 0.5)
    if pose.tilt < 0.75:
        _cup(brush, pose, colour, green)
    _layers(brush, pose, colour)


def _layers(brush: Brush, pose: Pose, colour: Colour) -> None:
    rng = brush.rng
    layers = int(rng.integers(4, 7))
    deep = mix(shade(colour, 0.5), (120, 20, 30), 0.25)
    start = rng.uniform(0, 2 * np.pi)
    for layer in range(layers):
        radius = 1.0 - 0.8 * layer / layers
        count = 6 if layer == 0 else 5 if layer < 3 else 3
        for number in range(count):
            angle = start + layer * GOLDEN + number * 2 * np.pi / count + rng.normal(0, 0.16)
            tone = shade(colour, 0.94 + 0.12 * np.cos(angle) + rng.normal(0, 0.05) - 0.03 * layer)
            reach = radius * rng.uniform(0.86, 1.06)
            outline = rotate(_petal(brush, reach, 1.6 * np.pi / count), float(angle))
            place = _raised(pose, layer / layers)
            brush.area(place.place(outline * 1.03), shade(deep, 0.9), 0.8)
            scales = np.linspace(1.0, 0.62, 6)
            brush.shaded([place.place(outline * scale) for scale in scales], shade(tone, 1.1), deep)
    _heart(brush, _raised(pose, 1.0), colour, deep)


def _raised(pose: Pose, share: float) -> Pose:
    """Return the pose of an inner layer, which stands higher the more the rose is seen from the side."""
    return replace(pose, y=pose.y - (1 - pose.tilt) * 0.5 * share * pose.radius)


def _heart(brush: Brush, pose: Pose, colour: Colour, deep: Colour) -> None:
    """Paint the petals that are still rolled up."""
    brush.shaded([pose.place(disc(size)) for size in (0.24, 0.2, 0.15)], shade(deep, 0.8), shade(colour, 0.9))
    along = np.linspace(0.0, 1.0, 40)[:, None]
    angles = along * 4.4 * np.pi + brush.rng.uniform(0, 6.3)
    roll = np.hstack([np.cos(angles), np.sin(angles)]) * (0.02 + 0.2 * along)
    brush.line(pose.place(roll), shade(deep, 0.75), 0.045 * pose.radius)
    brush.line(pose.place(roll * 1.12), shade(colour, 1.12), 0.02 * pose.radius)


def _petal(brush: Brush, radius: float, half_angle: float) -> Points:
    """Return a fan from the centre with a wavy lip."""
    angles = np.linspace(-half_angle, half_angle, 24)
    share = angles / half_angle
    reach = radius * (1 - 0.3 * share**4) * (1 + 0.05 * np.sin(3 * angles + brush.rng.uniform(0, 6.3)))
    fan = np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]
    return np.vstack([np.zeros((1, 2)), fan])


def _cup(brush: Brush, pose: Pose, colour: Colour, green: Colour) -> None:
    """Paint the outer petals and the sepals below a rose that is seen from the side."""
    upright = replace(pose, tilt=1.0)
    angles = np.linspace(0.0, np.pi, 24)
    for aside, tone in ((-0.36, 0.75), (0.36, 0.82), (0.0, 0.92)):
        x = aside * (1 - 0.7 * np.sin(angles)) + 0.62 * np.cos(angles)
        bowl = np.column_stack([x, 1.05 * np.sin(angles) ** 0.9])
        brush.area(upright.place(bowl * 1.03), shade(colour, 0.45))
        scales = np.linspace(1.0, 0.6, 6)
        shapes = [upright.place(bowl * (scale, 1.0) + (aside * (1 - scale), 0.0)) for scale in scales]
        brush.shaded(shapes, shade(colour, tone * 0.72), shade(colour, tone))
    foot = upright.place(np.array([0.0, 1.12]))
    for aside in (-0.6, -0.22, 0.22, 0.6):
        tip = upright.place(np.array([aside, 0.62 + 0.1 * abs(aside)]))
        leaf(brush, foot, tip, 0.14, green, bend=-aside * 0.4)
