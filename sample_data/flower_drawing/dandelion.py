"""Dandelions: yellow pompons of narrow rays, and white heads of seeds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .brush import GOLDEN, Brush, Colour, Points, Pose, disc, petal_outline, rotate, shade
from .green import a_green, leaf, stem, toothed_leaf

YELLOWS: tuple[Colour, ...] = ((248, 206, 28), (244, 184, 20), (250, 222, 70), (240, 160, 24))


def dandelion(brush: Brush, pose: Pose, foot: Points) -> None:
    """Paint a dandelion, in flower or in seed, with its stem down to ``foot``."""
    rng = brush.rng
    green = a_green(rng)
    for _ in range(int(rng.integers(0, 5))):
        tip = foot + np.array([rng.uniform(-2.2, 2.2), rng.uniform(-1.4, -0.2)]) * pose.radius
        toothed_leaf(brush, foot, tip, shade(green, rng.uniform(0.7, 1.1)))
    tone = (150.0, 130.0, 84.0) if rng.random() < 0.4 else green
    stem(brush, np.array([pose.x, pose.y]), foot, pose.radius * 0.11, tone)
    if rng.random() < 0.5:
        _pompon(brush, pose, green)
    else:
        _seeds(brush, pose)


def _pompon(brush: Brush, pose: Pose, green: Colour) -> None:
    rng = brush.rng
    colour, light = YELLOWS[rng.integers(len(YELLOWS))], rng.uniform(0, 2 * np.pi)
    if pose.tilt < 0.7:
        _cup(brush, pose, green)
    lengths = np.linspace(1.0, 0.22, 7)
    for ring, length in enumerate(lengths):
        count = round(44 - 5 * ring)
        rise = (1 - pose.tilt) * 0.55 * ring / 6
        higher = replace(pose, y=pose.y - rise * pose.radius)
        for angle in rng.uniform(0, 2 * np.pi, count):
            outline = petal_outline(length * rng.uniform(0.8, 1.05), 0.05, swell=0.9, point=0.12)
            tone = shade(colour, 0.76 + 0.05 * ring + 0.1 * np.cos(angle - light) + rng.normal(0, 0.07))
            brush.petal(higher, outline, float(angle), tone, shade(colour, 0.7))


def _cup(brush: Brush, pose: Pose, green: Colour) -> None:
    """Paint the green leaves under a head that is seen from the side."""
    centre = np.array([pose.x, pose.y])
    below = np.array([pose.x, pose.y + 0.45 * pose.radius])
    for aside in np.linspace(-0.5, 0.5, 7):
        tip = centre + np.array([aside * 1.2, 0.25 - abs(aside) * 0.5]) * pose.radius
        leaf(brush, below, tip, 0.2, shade(green, 0.9), bend=0.0)


def _seeds(brush: Brush, pose: Pose) -> None:
    rng = brush.rng
    white: Colour = (238, 238, 232)
    gone, gap = rng.uniform(0, 2 * np.pi), rng.choice([0.0, 0.0, 0.7, 1.4])
    pose = replace(pose, tilt=1.0)
    for size in np.linspace(1.0, 0.5, 6):
        brush.area(pose.place(disc(size * 0.95)), white, 0.05 if gap else 0.09)
    count = int(rng.integers(90, 170))
    for number in rng.permutation(count):
        height = 1 - (number + 0.5) / count
        reach = np.sqrt(1 - height**2)
        angle = number * GOLDEN
        if np.abs((angle - gone + np.pi) % (2 * np.pi) - np.pi) < gap:
            continue
        tip = np.array([np.cos(angle), np.sin(angle)]) * reach * rng.uniform(0.78, 0.9)
        _parachute(brush, pose, tip, white, height)
    brush.area(pose.place(disc(rng.uniform(0.1, 0.16))), (112, 92, 60))
    for _ in range(int(rng.integers(0, 5)) if gap else 0):
        away = np.array([np.cos(gone), np.sin(gone)]) * rng.uniform(1.1, 2.0) + rng.normal(0, 0.3, 2)
        _parachute(brush, pose, away, white, 0.5, start=0.8)


def _parachute(
    brush: Brush, pose: Pose, tip: Points, white: Colour, height: float, start: float = 0.12
) -> None:
    """Paint one seed on its stalk, its hairs spread at ``tip``; the higher, the nearer to the eye."""
    rng = brush.rng
    brush.line(pose.place(np.array([tip * start, tip])), shade(white, 0.9), 0.012 * pose.radius, 0.45)
    brush.dot(pose.place(tip * (start + 0.1)), pose.radius * 0.022, (120, 92, 56))
    outwards = np.arctan2(tip[1], tip[0])
    for angle in np.linspace(-1.3, 1.3, 7) * (1 + height) + outwards + rng.normal(0, 0.1):
        hair = rotate(np.array([[0.0, 0.0], [rng.uniform(0.13, 0.2), 0.0]]), float(angle)) + tip
        brush.line(pose.place(hair), white, 0.014 * pose.radius, 0.6)
