"""What lies behind a flower and in front of it, and the light and the lens that the picture is taken with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from .brush import Brush, Colour, disc, mix, shade
from .green import a_green, grass, leaf

Size = tuple[int, int]
"""Width and height in pixels."""

PETALS: tuple[Colour, ...] = (
    (244, 240, 232),
    (246, 205, 48),
    (206, 38, 48),
    (232, 130, 168),
    (150, 90, 180),
    (240, 150, 50),
)


def background(size: Size, rng: np.random.Generator) -> Image.Image:
    """Return one of seven scenes, mostly out of focus."""
    scene = (_sky, _lawn, _earth, _lights, _foliage, _meadow, _wall)[rng.integers(7)]
    image = scene(size, rng)
    return image.filter(ImageFilter.GaussianBlur(size[0] * float(rng.choice([0.002, 0.008, 0.02]))))


def foreground(brush: Brush) -> None:
    """Now and then put blades of grass, a leaf or a blurred blot before the flower."""
    rng, (wide, high) = brush.rng, brush.image.size
    if rng.random() < 0.3:
        grass(brush, int(rng.integers(3, 12)), height=(0.15, 0.65), colour=a_green(rng))
    if rng.random() < 0.2:
        side, reach = rng.choice([0.0, 1.0]), rng.uniform(0.15, 0.45)
        foot = np.array([(side * 1.1 - 0.05) * wide, rng.uniform(0, 1) * high])
        tip = np.array([abs(side - reach) * wide, rng.uniform(0.1, 0.9) * high])
        leaf(brush, foot, tip, rng.uniform(0.08, 0.22), a_green(rng), bend=rng.uniform(-0.2, 0.2))
    if rng.random() < 0.2:
        centre = np.array([rng.choice([0.0, 1.0]) * wide, rng.uniform(0, 1) * high])
        tone = a_green(rng)
        for size in np.linspace(0.32, 0.06, 24):
            brush.dot(centre, wide * size, tone, 0.05)


def photograph(image: Image.Image, size: Size, rng: np.random.Generator) -> Image.Image:
    """Return the picture at ``size`` under some light, through some lens, with some noise."""
    small = image.resize(size, Image.Resampling.LANCZOS)
    small = small.filter(ImageFilter.GaussianBlur(float(rng.choice([0.0, 0.3, 0.6, 0.9]))))
    pixels = np.asarray(small, dtype=float) / 255
    grey = pixels.mean(axis=2, keepdims=True)
    pixels = grey + (pixels - grey) * rng.uniform(0.65, 1.15)
    pixels = 0.5 + (pixels - 0.5) * rng.uniform(0.7, 1.15)
    warmth = rng.uniform(-0.1, 0.1)
    pixels = pixels * (1 + warmth, 1 + rng.uniform(-0.04, 0.04), 1 - warmth)
    pixels = np.clip(pixels, 0, 1) ** rng.uniform(0.75, 1.2) * _falling_light(size, rng)[..., None]
    pixels += rng.normal(0, rng.choice([0.004, 0.012, 0.026]), (size[1], size[0], 1))
    return Image.fromarray((np.clip(pixels, 0, 1) * 255).round().astype(np.uint8))


def noise(size: Size, rng: np.random.Generator, *, cells: int) -> NDArray[np.float64]:
    """Return soft clouds, (height, width), from 0 to 1, with ``cells`` to the width in the coarsest layer."""
    total = np.zeros((size[1], size[0]))
    for octave in range(3):
        grain = rng.random((max(2, cells * size[1] // size[0]) * 2**octave, cells * 2**octave)) * 255
        layer = Image.fromarray(grain.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
        total += np.asarray(layer, dtype=float) / 2**octave
    return (total - total.min()) / (np.ptp(total) + 1e-9)


def _falling_light(size: Size, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how much light falls on each pixel: more on one side, and less in the corners."""
    x, y = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1]))
    angle = rng.uniform(0, 2 * np.pi)
    side = 1 + rng.uniform(0, 0.28) * (x * np.cos(angle) + y * np.sin(angle))
    return np.asarray(side * (1 - rng.uniform(0, 0.2) * (x**2 + y**2)) * rng.uniform(0.75, 1.2))


def _blend(share: NDArray[np.float64], low: Colour, high: Colour) -> Image.Image:
    """Return a picture that goes from ``low`` (0) to ``high`` (1)."""
    pixels = np.array(low) + share[..., None] * (np.array(high) - np.array(low))
    return Image.fromarray(np.clip(pixels, 0, 255).round().astype(np.uint8))


def _down(size: Size) -> NDArray[np.float64]:
    return np.repeat(np.linspace(0, 1, size[1])[:, None], size[0], axis=1)


def _sky(size: Size, rng: np.random.Generator) -> Image.Image:
    blue: Colour = (rng.uniform(60, 130), rng.uniform(120, 175), rng.uniform(190, 235))
    clouds = np.clip(noise(size, rng, cells=3) * rng.uniform(0.6, 1.5) - 0.3, 0, 1)
    return _blend(np.clip(_down(size) * rng.uniform(0.2, 0.8) + clouds, 0, 1), blue, (238, 240, 242))


def _lawn(size: Size, rng: np.random.Generator) -> Image.Image:
    tone = a_green(rng)
    image = _blend(noise(size, rng, cells=5), shade(tone, 0.45), shade(tone, 1.1))
    grass(Brush(image, rng), int(rng.integers(30, 90)), height=(0.2, 1.1), colour=tone)
    return image


def _earth(size: Size, rng: np.random.Generator) -> Image.Image:
    brown: Colour = (rng.uniform(95, 150), rng.uniform(75, 110), rng.uniform(50, 85))
    image = _blend(noise(size, rng, cells=8), shade(brown, 0.45), shade(brown, 1.3))
    brush = Brush(image, rng)
    for _ in range(int(rng.integers(10, 60))):
        centre = rng.random(2) * size
        pebble = disc(rng.uniform(0.005, 0.03) * size[0], count=7) * (1.0, rng.uniform(0.5, 1.0)) + centre
        brush.area(pebble, shade(brown, rng.uniform(0.5, 1.6)))
    return image


def _lights(size: Size, rng: np.random.Generator) -> Image.Image:
    tone = mix(a_green(rng), PETALS[rng.integers(6)], rng.uniform(0, 0.5))
    image = _blend(noise(size, rng, cells=3), shade(tone, 0.3), shade(tone, 1.0))
    brush = Brush(image, rng)
    for _ in range(int(rng.integers(8, 40))):
        light = mix(tone, PETALS[rng.integers(6)], rng.uniform(0.2, 0.8))
        brush.dot(rng.random(2) * size, rng.uniform(0.02, 0.1) * size[0], light, rng.uniform(0.15, 0.5))
    return image


def _foliage(size: Size, rng: np.random.Generator) -> Image.Image:
    tone = a_green(rng)
    image = _blend(noise(size, rng, cells=4), shade(tone, 0.3), shade(tone, 0.8))
    brush = Brush(image, rng)
    for _ in range(int(rng.integers(25, 60))):
        foot = rng.random(2) * size
        tip = foot + rng.uniform(-0.3, 0.3, 2) * size[0]
        colour = shade(mix(tone, a_green(rng), 0.5), rng.uniform(0.5, 1.2))
        leaf(brush, foot, tip, rng.uniform(0.12, 0.28), colour, bend=rng.uniform(-0.2, 0.2))
    return image


def _meadow(size: Size, rng: np.random.Generator) -> Image.Image:
    image, tone = _sky(size, rng), a_green(rng)
    horizon = int(size[1] * rng.uniform(0.1, 0.6))
    field: Size = (size[0], size[1] - horizon)
    image.paste(_blend(noise(field, rng, cells=6), shade(tone, 0.6), shade(tone, 1.2)), (0, horizon))
    brush, colours = Brush(image, rng), (PETALS[rng.integers(6)], PETALS[rng.integers(6)])
    for _ in range(int(rng.integers(0, 70))):
        depth = rng.random() ** 0.7
        centre = np.array([rng.random() * size[0], horizon + depth * field[1]])
        brush.dot(centre, (0.005 + 0.03 * depth) * size[0], colours[rng.integers(2)], 0.8)
    return image


def _wall(size: Size, rng: np.random.Generator) -> Image.Image:
    grey = rng.uniform(30, 215)
    tone: Colour = (grey + rng.uniform(-20, 20), grey + rng.uniform(-20, 20), grey + rng.uniform(-20, 20))
    return _blend(0.6 * _down(size) + 0.4 * noise(size, rng, cells=2), shade(tone, 1.15), shade(tone, 0.7))
