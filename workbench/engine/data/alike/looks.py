"""Which images look the same: a perceptual hash finds candidates, a small grey picture confirms them.

The hash has a bit for each of the 8 × 8 lowest frequencies of a picture's cosine transform (DCT): whether it
is above their median. It hardly changes when an image is saved again, resized or made a little brighter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.alike.keys import Rows, batches
from workbench.engine.data.dataset import Dataset, Tell, keep_quiet

LEAST_SIDE = 24
"""Smaller images, such as digits of 8 × 8, have too few pixels to tell what is alike from what is similar."""
_SIDE, _LOW, _SMALL = 32, 8, 16
_FEW_BITS = 12
_CLOSE = 0.02
_SHIFT = 0.1
_FLAT = 0.01
_BLOCK = 512


@dataclass(frozen=True, eq=False)
class Looks:
    """Hashes (n,), small grey pictures (n, 256) of mean 0 and length 1, mean colours (n, channels) of 0..1.

    ``is_flat`` are those without contrast.
    """

    hashes: NDArray[np.uint64]
    pictures: NDArray[np.float32]
    colours: NDArray[np.float32]
    is_flat: NDArray[np.bool_]


def has_looks(dataset: Dataset) -> bool:
    """Tell whether the examples are images large enough to be compared by their looks."""
    shape = dataset.x.shape[1:]
    return (
        dataset.table is None and len(shape) == 3 and min(shape[:2]) >= LEAST_SIDE and shape[2] in (1, 3, 4)
    )


def looks_of(dataset: Dataset, rows: Rows, tell: Tell = keep_quiet) -> Looks:
    """Return what the images of these rows look like."""
    height, width = dataset.x.shape[1:3]
    down, across = _averaging(height), _averaging(width)
    span = 255.0 if dataset.x.dtype == np.uint8 else 1.0
    small = np.empty((len(rows), _SIDE, _SIDE), dtype=np.float32)
    colours = np.empty((len(rows), dataset.x.shape[3]), dtype=np.float32)
    for start, values in batches(dataset, rows):
        tell("comparing", start, len(rows))
        shades = np.ascontiguousarray(values.transpose(0, 3, 1, 2), dtype=np.float32)
        pooled = down @ shades @ across.T / span
        colours[start : start + len(values)] = pooled.mean(axis=(2, 3))
        small[start : start + len(values)] = pooled[:, :3].mean(axis=1)
    small -= small.mean(axis=(1, 2), keepdims=True)
    halved = small.reshape(len(rows), _SMALL, 2, _SMALL, 2).mean(axis=(2, 4)).reshape(len(rows), -1)
    length = np.sqrt((halved**2).sum(axis=1))
    pictures = halved / np.maximum(length, 1e-9)[:, np.newaxis]
    return Looks(_hashes(small), pictures, colours, length / _SMALL < _FLAT)


def alike(looks: Looks, tell: Tell = keep_quiet) -> Iterator[tuple[int, int]]:
    """Yield pairs of places, the earlier first, that look the same; flat images look like nothing."""
    count = len(looks.hashes)
    for start in range(0, count, _BLOCK):
        tell("comparing", start, count)
        block = looks.hashes[start : start + _BLOCK, np.newaxis]
        for other in range(start, count, _BLOCK):
            differing = np.bitwise_count(block ^ looks.hashes[np.newaxis, other : other + _BLOCK])
            is_near = differing <= _FEW_BITS
            if not is_near.any():
                continue
            first, second = np.nonzero(is_near)
            first, second = first + start, second + other
            is_pair = (first < second) & ~looks.is_flat[first] & ~looks.is_flat[second]
            yield from _confirmed(looks, first[is_pair], second[is_pair])


def first_alike(looks: Looks, tell: Tell = keep_quiet) -> Rows:
    """Return for each place the first place that looks the same and is not dropped itself, (n,)."""
    firsts = np.arange(len(looks.hashes), dtype=np.int64)
    for first, second in sorted(alike(looks, tell)):
        if firsts[first] == first and firsts[second] == second:
            firsts[second] = first
    return firsts


def _confirmed(looks: Looks, first: Rows, second: Rows) -> Iterator[tuple[int, int]]:
    for start in range(0, len(first), _BLOCK):
        one, two = first[start : start + _BLOCK], second[start : start + _BLOCK]
        likeness = np.einsum("ij,ij->i", looks.pictures[one], looks.pictures[two])
        shift = np.abs(looks.colours[one] - looks.colours[two]).max(axis=1)
        is_close = (likeness >= 1 - _CLOSE) & (shift <= _SHIFT)
        yield from zip(one[is_close].tolist(), two[is_close].tolist(), strict=True)


def _averaging(size: int) -> NDArray[np.float32]:
    """Return the matrix (32, size) that averages ``size`` pixels to 32, each pixel by its overlap."""
    edges = np.linspace(0, size, _SIDE + 1)
    pixels = np.arange(size)
    low = np.maximum(edges[:-1, np.newaxis], pixels)
    high = np.minimum(edges[1:, np.newaxis], pixels + 1)
    overlap = np.maximum(0, high - low)
    averaging: NDArray[Any] = overlap / overlap.sum(axis=1, keepdims=True)
    return averaging.astype(np.float32)


def _hashes(pictures: NDArray[np.float32]) -> NDArray[np.uint64]:
    places = np.arange(_SIDE) + 0.5
    waves = np.cos(np.pi / _SIDE * np.arange(_LOW)[:, np.newaxis] * places).astype(np.float32)
    low = (waves @ pictures @ waves.T).reshape(len(pictures), -1)
    bits = low > np.median(low[:, 1:], axis=1, keepdims=True)
    return np.packbits(bits, axis=1).view(np.uint64)[:, 0]
