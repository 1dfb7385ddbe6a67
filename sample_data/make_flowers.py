"""Draws the photographs of ``flowers/`` beside this script: ``python sample_data/make_flowers.py``.

They stand in for a folder of flower photographs: one subfolder for each class, JPEG files of several sizes.
Every picture depends only on its class and its number, so the same Pillow and NumPy draw the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from flower_drawing.brush import Brush, Pose
from flower_drawing.daisy import daisy
from flower_drawing.dandelion import dandelion
from flower_drawing.rose import rose
from flower_drawing.scenes import Size, background, foreground, photograph
from flower_drawing.sunflower import sunflower
from flower_drawing.tulip import tulip
from PIL import Image, ImageFilter

FOLDER = Path(__file__).resolve().parent / "flowers"
FLOWERS = {"daisy": daisy, "dandelion": dandelion, "rose": rose, "sunflower": sunflower, "tulip": tulip}
SIZES: tuple[Size, ...] = ((160, 120), (120, 160), (150, 112), (112, 150), (140, 140), (144, 108), (110, 128))
EACH = 120
SEED = 2026
FINER = 3
"""A picture is painted so many times larger than it will be."""


def main(folder: Path = FOLDER, each: int = EACH) -> None:
    """Write ``each`` pictures of every flower into subfolders of ``folder``."""
    for name in FLOWERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(each):
            picture(name, number).save(folder / name / f"{name}-{number + 1:03}.jpg", quality=80)
    files = list(folder.rglob("*.jpg"))
    print(f"{len(files)} pictures, {sum(file.stat().st_size for file in files):,} bytes")


def picture(name: str, number: int) -> Image.Image:
    """Return one flower's picture, RGB."""
    rng = np.random.default_rng([SEED, list(FLOWERS).index(name), number])
    size = SIZES[rng.integers(len(SIZES))]
    image = background((size[0] * FINER, size[1] * FINER), rng)
    poses = _poses(image.size, rng)
    for nearer, pose in enumerate(poses, start=1):
        foot = np.array([pose.x + rng.uniform(-0.6, 0.6) * pose.radius, image.size[1] * 1.05])
        FLOWERS[name](Brush(image, rng), pose, foot)
        if nearer < len(poses):
            image = image.filter(ImageFilter.GaussianBlur(float(rng.choice([0.0, 1.0, 2.5]))))
    foreground(Brush(image, rng))
    return photograph(image, size, rng)


def _poses(size: Size, rng: np.random.Generator) -> list[Pose]:
    """Return where the flowers stand, the farthest and smallest first."""
    count = int(rng.choice([1, 2, 3], p=[0.76, 0.16, 0.08]))
    largest = (0.5, 0.42, 0.34)[count - 1]
    radii = np.sort(rng.uniform(0.66, 1.0, count)) * largest * min(size)
    margin = 0.3 if count == 1 else 0.2
    return [
        Pose(
            x=rng.uniform(margin, 1 - margin) * size[0],
            y=rng.uniform(margin, 0.92 - margin) * size[1],
            radius=float(radius),
            tilt=float(rng.choice([rng.uniform(0.4, 0.75), rng.uniform(0.75, 1.0)])),
            turn=rng.uniform(-0.5, 0.5),
        )
        for radius in radii
    ]


if __name__ == "__main__":
    sys.exit(main())
