"""What single layers tell, where a run keeps their figures: dead units, vanishing, exploding gradients."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from workbench.doctor import treating
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Diagnosis, Evidence, percent
from workbench.runs.layer_figures import EpochFigures, LayerFigures

_EPOCHS = 3
_DEAD = 0.5
_SEEN = 16
_MOST_REMEDIES = 3
_VANISHED = 1e-4
_LEAST_LAYERS = 3
_EXPLODED = 1e3


def dead_units(course: Course) -> Iterator[Diagnosis]:
    """Yield the layers of which most units gave zero for every example whenever it was looked, of late."""
    newest = course.statistics[-_EPOCHS:]
    if len(newest) < _EPOCHS:
        return
    dead = set.intersection(*(_dead_layers(figures, min(_SEEN, course.examples)) for figures in newest))
    found = [layer for layer in newest[-1].layers if layer.name in dead]
    if not found:
        return
    yield Diagnosis(
        code="dead-units",
        severity="warning",
        title=f"Dead units in {', '.join(f'“{layer.name}”' for layer in found[:3])}",
        evidence=tuple(
            Evidence(
                f"{percent(layer.dead or 0.0)} of the units of “{layer.name}” are zero for all of "
                f"{layer.examples} examples.",
                newest[-1].epoch,
            )
            for layer in found[:3]
        ),
        why="A relu that is never positive passes no gradient: such a unit can't come back, and the network "
        "is smaller than it looks. A step that was too long, or weights that began badly, put it there.",
        tries=("Use leaky_relu.", "Train with a smaller learning rate.", "Begin with he_normal weights."),
        remedies=(
            *treating.scale(course),
            *treating.leak(course),
            *treating.begin_as_he(course),
            *treating.rate_times(course, 0.3),
        )[:_MOST_REMEDIES],
        epoch=newest[0].epoch,
    )


def vanishing(course: Course) -> Iterator[Diagnosis]:
    """Yield where the first layers' gradients are next to nothing beside the last layers'."""
    newest = course.statistics[-_EPOCHS:]
    ratios = [ratio for figures in newest if (ratio := _first_to_last(figures)) is not None]
    if len(ratios) < _EPOCHS or max(ratios) > _VANISHED:
        return
    known = _with_gradient(newest[-1])
    first, last = known[0], known[-1]
    yield Diagnosis(
        code="vanishing-gradients",
        severity="warning",
        title="The gradients vanish on their way back",
        evidence=(
            Evidence(
                f"The gradient of “{last.name}” has norm {last.gradient:.2g}, that of “{first.name}” "
                f"{first.gradient:.2g}: {ratios[-1]:.0e} of it.",
                newest[-1].epoch,
            ),
        ),
        why="What the first layers are told to change is so little that they stay as they began: only the "
        "last ones learn. Saturating activations (sigmoid, tanh) in many layers are the usual cause.",
        tries=("Use relu in the hidden layers.", "Normalise between the layers.", "Use fewer layers."),
        remedies=(*treating.desaturate(course), *treating.normalise(course)),
        epoch=newest[0].epoch,
    )


def exploding(course: Course) -> Iterator[Diagnosis]:
    """Yield where gradients are out of all proportion to the weights that they change."""
    newest = course.statistics[-_EPOCHS:]
    if len(newest) < _EPOCHS or not all(figures.layers for figures in newest):
        return
    worst = [max(figures.layers, key=_proportion) for figures in newest]
    if min(_proportion(layer) for layer in worst) < _EXPLODED:
        return
    layer = worst[-1]
    yield Diagnosis(
        code="exploding-gradients",
        severity="warning",
        title=f"The gradients explode in “{layer.name}”",
        evidence=(
            Evidence(
                f"The gradient has norm {layer.gradient:.2g}, the weights that it changes have "
                f"{layer.weight:.2g}.",
                newest[-1].epoch,
            ),
        ),
        why="A step along such a gradient throws the weights far away: the loss jumps, or ends in NaN.",
        tries=("Clip the gradients.", "Train with a smaller learning rate.", "Scale the inputs."),
        remedies=(*treating.clip(course), *treating.rate_times(course, 0.1)),
        epoch=newest[0].epoch,
    )


def _dead_layers(figures: EpochFigures, least: int) -> set[str]:
    """Return the layers of which most units gave zero each of at least so many times."""
    return {
        layer.name
        for layer in figures.layers
        if layer.dead is not None
        and layer.dead >= _DEAD
        and layer.examples * math.prod(layer.shape[:-1]) >= least
    }


def _with_gradient(figures: EpochFigures) -> list[LayerFigures]:
    return [layer for layer in figures.layers if layer.gradient is not None]


def _first_to_last(figures: EpochFigures) -> float | None:
    known = _with_gradient(figures)
    if len(known) < _LEAST_LAYERS:
        return None
    return (known[0].gradient or 0.0) / known[-1].gradient if known[-1].gradient else None


def _proportion(layer: LayerFigures) -> float:
    if layer.gradient is None or not layer.weight or not np.isfinite(layer.gradient):
        return 0.0
    return layer.gradient / layer.weight
