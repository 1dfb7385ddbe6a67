"""Layers' figures by formula: drawn with a seed, the same each time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.helpers.journals import WrittenRun
from workbench.runs import layer_figures
from workbench.runs.events import EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.layer_figures import EpochFigures, LayerFigures, Spread, WeightFigures


def spread_of(values: NDArray[Any]) -> Spread:
    """Return how numbers spread, by NumPy's own means."""
    counts, _ = np.histogram(values, bins=layer_figures.BINS)
    return Spread(
        size=values.size,
        sampled=values.size,
        mean=float(values.mean()),
        std=float(values.std()),
        low=float(values.min()),
        high=float(values.max()),
        norm=float(np.linalg.norm(values)),
        zeros=float(np.mean(values == 0)),
        counts=tuple(counts.tolist()),
    )


def drawn_layer(name: str, *, node: str = "", units: int = 8, inputs: int = 4, seed: int = 0) -> LayerFigures:
    """Return the figures of a dense relu layer whose weights, gradients and outputs are drawn."""
    rng = np.random.default_rng(seed)
    kernel, bias = rng.normal(0, 0.3, (inputs, units)), rng.normal(0, 0.1, units)
    slopes = rng.normal(0, 0.01, (inputs, units)), rng.normal(0, 0.01, units)
    output = np.maximum(0, rng.normal(0, 1, (64, units)))
    weights = tuple(
        WeightFigures(name=each, shape=value.shape, values=spread_of(value), gradient=spread_of(slope))
        for each, value, slope in zip(("kernel", "bias"), (kernel, bias), slopes, strict=True)
    )
    return LayerFigures(
        node=node or name,
        name=name,
        kind="Dense",
        activation="relu",
        shape=(units,),
        examples=64,
        output=spread_of(output),
        weights=weights,
        dead=float(np.mean(~(output != 0).any(axis=0))),
        gradient=math.hypot(*(each.gradient.norm for each in weights if each.gradient)),
        weight=math.hypot(*(each.values.norm for each in weights)),
        update=0.001,
    )


def drawn_epoch(
    epoch: int, *, names: Sequence[str] = ("dense", "dense_1", "dense_2"), seed: int = 0
) -> EpochFigures:
    """Return the figures of a few layers after ``epoch`` epochs; other epochs have other figures."""
    layers = tuple(drawn_layer(name, seed=seed + 100 * epoch + n) for n, name in enumerate(names))
    return EpochFigures(epoch=epoch, examples=64, layers=layers, loss=1.0 / epoch)


def write_epochs(artifacts: Path, epochs: Sequence[EpochFigures]) -> dict[int, int]:
    """Write figures into a run's folder of artifacts and return their offsets by epoch (from 1 on)."""
    path = artifacts / layer_figures.NAME
    return {figures.epoch: layer_figures.append(path, figures) for figures in epochs}


def run_with_figures(path: Path, *, epochs: int = 5, measured: Sequence[int] = (1, 3, 5)) -> RunFolder:
    """Write a finished run; the epochs (from 1 on) that were ``measured`` have drawn figures."""
    run = WrittenRun(path)
    run.begin(epochs=epochs)
    at = write_epochs(run.folder.artifacts, [drawn_epoch(epoch) for epoch in measured])
    for epoch in range(epochs):
        has_figures = epoch + 1 in at
        run.journal.write(
            EpochEnded,
            epoch=epoch,
            values={"loss": 1.0 / (epoch + 1)},
            seconds=1.0,
            learning_rate=0.001,
            layers=layer_figures.NAME if has_figures else "",
            layers_at=at.get(epoch + 1, 0),
        )
    run.finish(epochs=epochs)
    run.close()
    return run.folder
