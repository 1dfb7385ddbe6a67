"""Tulips: a cup of a few broad petals on a bare stem, with long leaves from the ground."""

from __future__ import annotations

import numpy as np

from .brush import Brush, Colour, Points, Pose, disc, mix, petal_outline, rotate, shade
from .green import a_green, leaf, stem

PETALS: tuple[Colour, ...] = (
    (206, 28, 40),
    (246, 200, 40),
    (246, 242, 232),
    (238, 140, 170),
    (128, 50, 130),
    (240, 120, 40),
    (90, 20, 50),
)


def tulip(brush: Brush, pose: Pose, foot: Points) -> None:
    """Paint a tulip with its stem down to ``foot``."""
    rng = brush.rng
    green = mix(a_green(rng), (120, 160, 130), 0.3)
    curve = stem(brush, np.array([pose.x, pose.y]), foot, pose.radius * 0.14, green)
    for _ in range(int(rng.integers(0, 4))):
        start = curve[-1] + (rng.uniform(-0.3, 0.3) * pose.radius, 0.0)
        tip = start + np.array([rng.uniform(-1.1, 1.1), rng.uniform(-2.8, -1.2)]) * pose.radius
        leaf(brush, start, tip, rng.uniform(0.06, 0.12), green, bend=rng.uniform(-0.2, 0.2))
    colour = PETALS[rng.integers(len(PETALS))]
    rim = PETALS[rng.integers(len(PETALS))] if rng.random() < 0.25 else colour
    if pose.tilt > 0.93:
        _star(brush, pose, colour, rim)
    else:
        _cup(brush, pose, colour, rim)


def _cup(brush: Brush, pose: Pose, colour: Colour, rim: Colour) -> None:
    """Paint the cup from the side: petals behind, at both sides and in front."""
    rng = brush.rng
    upright = Pose(pose.x, pose.y + 0.5 * pose.radius, pose.radius, 1.0, pose.turn * 0.25)
    spread, width, light = rng.uniform(0.1, 0.34), rng.uniform(0.4, 0.5), rng.uniform(-0.12, 0.12)
    apart = rng.uniform(0.18, 0.3)
    petals = [(-0.45, 0.72, 1.4), (0.45, 0.72, 1.42), (0.0, 0.66, 1.38)]
    petals += [(-1.0, 0.88 - light, 1.45), (1.0, 0.88 + light, 1.45), (rng.uniform(-0.2, 0.2), 1.0, 1.3)]
    for aside, tone, length in petals:
        outline = petal_outline(length * rng.uniform(0.93, 1.05), width, swell=0.5, point=0.8)
        angle = -np.pi / 2 + aside * spread
        shift = np.array([aside * apart, 0.0])
        brush.area(_within(upright, outline * (1.0, 1.05), angle, shift), shade(rim, tone * 0.62))
        for scale in np.linspace(1.0, 0.3, 7):
            part = outline * (0.7 + 0.3 * scale, scale)
            middle = mix(rim, colour, min(1.0, (1 - scale) * 2.5))
            brush.area(_within(upright, part, angle, shift), shade(middle, tone * (1.1 - 0.22 * scale)))
        base = petal_outline(0.4 * length, width * 0.55, swell=0.5, point=1.2)
        brush.area(_within(upright, base, angle, shift), mix(colour, (206, 214, 140), 0.5), 0.45)


def _star(brush: Brush, pose: Pose, colour: Colour, rim: Colour) -> None:
    """Paint an open tulip from above: six petals, a dark heart and its anthers."""
    rng = brush.rng
    for layer in range(2):
        for number in range(3):
            angle = (number * 2 + layer) * np.pi / 3 + rng.normal(0, 0.06)
            outline = petal_outline(rng.uniform(0.9, 1.02), 0.46, swell=0.6, point=0.7)
            tone = 0.8 + 0.14 * layer + rng.normal(0, 0.03)
            brush.area(pose.place(rotate(outline * (1.02, 1.05), angle)), shade(rim, tone * 0.6))
            shapes = [
                pose.place(rotate(outline * (0.7 + 0.3 * s, s), angle)) for s in (1, 0.8, 0.6, 0.4, 0.2)
            ]
            brush.shaded(shapes, shade(rim, tone), shade(colour, tone * 1.15))
    heart: Colour = (40, 30, 36) if rng.random() < 0.6 else (240, 210, 80)
    brush.area(pose.place(disc(0.24)), heart, 0.85)
    for number in range(6):
        brush.dot(pose.place(disc(0.2, count=6)[number]), pose.radius * 0.05, (230, 200, 90))
    brush.dot(pose.place(np.zeros(2)), pose.radius * 0.07, (170, 190, 90))


def _within(pose: Pose, outline: Points, angle: float, shift: Points) -> Points:
    return pose.place(rotate(outline, angle) + shift)
