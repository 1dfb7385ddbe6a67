"""Examples of a part as the network gets them, and one image under several draws of the augmentation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.augmentation import MIXES_LABELS
from workbench.engine.data.dataset import refuse
from workbench.engine.data.facts import label
from workbench.engine.data.pictures.small import encoded, is_picture
from workbench.engine.data.pixel_range import pixel_range
from workbench.engine.data.ready import Ready
from workbench.project.spec import Spec
from workbench.protocol.facts import PartName
from workbench.protocol.looks import Draws, Example, Examples

_SIDE = 128
_MOST_NUMBERS = 1000
_MOST = 48
_PARTNERS = 2
_LEAST_SIDE = 8


def examples_of(ready: Ready, part: PartName, count: int, augment: tuple[Spec, ...] = ()) -> Examples:
    """Return examples from all over a part, augmented by ``augment`` as training does.

    Raises:
        WorkbenchError: where ``data.augment``, when a layer can't be made or refuses the images.
    """
    dataset, rows = ready.dataset, getattr(ready.parts, part)
    chosen = rows[np.linspace(0, len(rows) - 1, min(len(rows), count, _MOST)).astype(int)]
    batch = np.asarray(dataset.x[chosen]) if len(chosen) else np.empty((0, *dataset.x.shape[1:]))
    low, high = pixels = pixel_range(dataset.x, ready.parts.train)
    if augment and len(batch):
        from workbench.engine.data.augmented import augmented

        batch = augmented(batch.astype(np.float32), augment, seed=0, pixels=pixels)
    shape = tuple(int(axis) for axis in batch.shape[1:])
    told = tuple(
        _example(ready, int(row), values, low, high) for row, values in zip(chosen, batch, strict=True)
    )
    return Examples(
        shape=shape,
        total=len(rows),
        examples=told,
        names=dataset.feature_names if shape[-1:] == (len(dataset.feature_names),) and len(shape) < 3 else (),
        minimum=float(batch.min()) if batch.size else 0.0,
        maximum=float(batch.max()) if batch.size else 0.0,
    )


def draws_of(ready: Ready, augment: tuple[Spec, ...], number: int, count: int, seed: int) -> Draws:
    """Return a training image by its number, and draws of it; WorkbenchError where ``data.augment``.

    Large images are drawn from at about the size that is shown, so that the answer is quick.
    """
    dataset, rows = ready.dataset, ready.parts.train
    if not is_picture(tuple(dataset.x.shape[1:])) or not len(rows):
        raise refuse(
            "data.no_images",
            "There is no image to draw: expected training examples of height, width and colours.",
            "Choose a data set of images.",
            where="data.augment",
        )
    count = max(1, min(count, _MOST))
    row = int(rows[number % len(rows)])
    image = _smaller(np.asarray(dataset.x[np.array([row])]))
    low, high = pixels = pixel_range(dataset.x, rows)
    batch = np.repeat(image, count, axis=0)
    if any(spec.kind in MIXES_LABELS for spec in augment):
        partners = rows[np.linspace(0, len(rows) - 1, count * _PARTNERS).astype(int)]
        batch = np.concatenate([batch, _smaller(np.asarray(dataset.x[partners]))])
    drawn = batch[:count]
    if augment:
        from workbench.engine.data.augmented import augmented

        drawn = augmented(batch.astype(np.float32), augment, seed=seed, pixels=pixels)[:count]
    return Draws(
        row=row,
        label=label(dataset, row),
        original=encoded(image[0], low, high, _SIDE),
        draws=tuple(encoded(one, low, high, _SIDE) for one in drawn),
    )


def _smaller(images: NDArray[Any]) -> NDArray[Any]:
    """Return images (n, height, width, channels) a whole number of times smaller: about as large as shown."""
    height, width, channels = images.shape[1:]
    times = min(round(max(height, width) / _SIDE), height, width)
    if times < 2:
        return images
    high, wide = height // times, width // times
    cut = images[:, : high * times, : wide * times].astype(np.float32)
    return cut.reshape(-1, high, times, wide, times, channels).mean(axis=(2, 4))


def _example(ready: Ready, row: int, values: NDArray[Any], low: float, high: float) -> Example:
    text = label(ready.dataset, row)
    if len(values.shape) == 2 and min(values.shape) >= _LEAST_SIDE and ready.dataset.table is None:
        values = values[..., np.newaxis]  # grey, without an axis for it
    if is_picture(values.shape):
        return Example(row=row, label=text, image=encoded(values, low, high, _SIDE))
    if math.prod(values.shape) > _MOST_NUMBERS:
        return Example(row=row, label=text)
    return Example(row=row, label=text, values=tuple(float(f"{value:.6g}") for value in values.ravel()))
