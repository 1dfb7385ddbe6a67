"""The seeds of a model's layers: some layers draw even when they are only judged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np


def seed_places(model: Any) -> tuple[int, ...]:
    """Return which of ``model.variables`` are seeds: state that Keras counts to no weights."""
    weights = {id(weight) for weight in model.weights}
    return tuple(n for n, variable in enumerate(model.variables) if id(variable) not in weights)


@contextmanager
def without_drawing(model: Any) -> Iterator[None]:
    """Let what is computed in the block leave the seeds as they were."""
    seeds = [model.variables[place] for place in seed_places(model)]
    before = [np.asarray(seed) for seed in seeds]
    try:
        yield
    finally:
        for seed, value in zip(seeds, before, strict=True):
            seed.assign(value)
