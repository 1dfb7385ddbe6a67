"""What every flower is painted with: a place in the picture, outlines of petals, and shaded areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Points = NDArray[np.float64]
"""Corners, (n, 2): x to the right and y downwards; a flower's own outlines lie within radius 1."""

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 255."""

GOLDEN = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Pose:
    """Where a flower's head lies, in pixels; ``tilt`` is 1 seen from the front and 0 from the side."""

    x: float
    y: float
    radius: float
    tilt: float = 1.0
    turn: float = 0.0

    def place(self, points: Points) -> Points:
        """Return a flower's own points in pixels."""
        flat = np.asarray(points, dtype=float) * (1.0, self.tilt)
        return rotate(flat, self.turn) * self.radius + (self.x, self.y)


class Brush:
    """Paints on one picture; every choice it makes comes from ``rng``."""

    def __init__(self, image: Image.Image, rng: np.random.Generator) -> None:
        self.image = image
        self.rng = rng
        self._draw = ImageDraw.Draw(image, "RGBA")

    def area(self, points: Points, colour: Colour, alpha: float = 1.0) -> None:
        self._draw.polygon([(x, y) for x, y in points.tolist()], fill=_ink(colour, alpha))

    def line(self, points: Points, colour: Colour, width: float, alpha: float = 1.0) -> None:
        corners = [(x, y) for x, y in points.tolist()]
        self._draw.line(corners, fill=_ink(colour, alpha), width=max(1, round(width)), joint="curve")

    def dot(self, centre: Points, radius: float, colour: Colour, alpha: float = 1.0) -> None:
        x, y = float(centre[0]), float(centre[1])
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, fill=_ink(colour, alpha))

    def shaded(self, outlines: Sequence[Points], edge: Colour, middle: Colour) -> None:
        """Paint outlines that lie within one another, from ``edge`` to ``middle``."""
        for step, outline in enumerate(outlines):
            self.area(outline, mix(edge, middle, step / max(1, len(outlines) - 1)))

    def petal(self, pose: Pose, outline: Points, angle: float, colour: Colour, base: Colour) -> None:
        """Paint a petal that grows from the centre towards ``angle``: ``base`` within, ``colour`` without."""
        narrow = [outline * (1.0, width) for width in (1.0, 0.8, 0.55, 0.3)]
        turned = [pose.place(rotate(shape, angle)) for shape in narrow]
        self.area(pose.place(rotate(outline * (1.02, 1.16), angle)), shade(colour, 0.62))
        self.shaded(turned, shade(colour, 0.9), shade(colour, 1.06))
        self.area(pose.place(rotate(outline * (0.5, 0.6), angle)), mix(colour, base, 0.6), 0.55)


def petal_outline(length: float, width: float, *, swell: float, point: float, start: float = 0.0) -> Points:
    """Return a petal along x: high ``swell`` has its belly further out, high ``point`` a sharper tip."""
    along = np.linspace(0.0, 1.0, 18)
    belly = along**swell * (1 - along) ** point
    half = width * belly / belly.max()
    upper = np.column_stack([start + (length - start) * along, half])
    return np.vstack([upper, upper[::-1] * (1.0, -1.0)])


def rotate(points: Points, angle: float) -> Points:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cosine, sine], [-sine, cosine]]))


def bent(start: Points, end: Points, bend: float, count: int = 14) -> Points:
    """Return a curve between two points whose middle lies ``bend`` of its length aside."""
    across = np.array([start[1] - end[1], end[0] - start[0]]) * bend
    along = np.linspace(0.0, 1.0, count)[:, None]
    middle = (start + end) / 2 + across
    return np.asarray((1 - along) ** 2 * start + 2 * along * (1 - along) * middle + along**2 * end)


def disc(radius: float, centre: tuple[float, float] = (0.0, 0.0), count: int = 40) -> Points:
    angles = np.linspace(0.0, 2 * np.pi, count, endpoint=False)
    return np.column_stack([np.cos(angles), np.sin(angles)]) * radius + centre


def spiral(count: int) -> Points:
    """Return points spread evenly over the unit disc, as seeds lie in a head."""
    numbers = np.arange(count)
    return np.column_stack([np.cos(numbers * GOLDEN), np.sin(numbers * GOLDEN)]) * np.sqrt(
        (numbers[:, None] + 0.5) / count
    )


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return ``one`` with ``share`` of ``other``."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def shade(colour: Colour, light: float) -> Colour:
    """Return a colour under more light (above 1) or less."""
    red, green, blue = (min(255.0, part * light) for part in colour)
    return red, green, blue


def _ink(colour: Colour, alpha: float) -> tuple[int, int, int, int]:
    red, green, blue = (round(min(255.0, max(0.0, part))) for part in colour)
    return red, green, blue, round(255 * alpha)
