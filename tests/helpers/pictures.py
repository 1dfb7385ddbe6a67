"""Folders of small images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

COLOURS = {"blue": (20, 30, 200), "green": (20, 180, 40), "red": (220, 20, 30)}


def write_image(
    path: Path, colour: tuple[int, int, int], *, size: tuple[int, int] = (8, 6), seed: int = 0
) -> Path:
    """Write a noisy image of one colour; ``size`` is (width, height)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(-15, 15, (size[1], size[0], 3))
    Image.fromarray(np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)).save(path)
    return path


def write_folder(folder: Path, *, each: int = 8, size: tuple[int, int] = (8, 6)) -> Path:
    """Write a folder with a subfolder of images for each colour."""
    for number, (name, colour) in enumerate(COLOURS.items()):
        for count in range(each):
            write_image(folder / name / f"{count:03d}.png", colour, size=size, seed=1000 * number + count)
    return folder
