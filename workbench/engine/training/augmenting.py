"""Augmentation in the training step: batches of the training part change, and no others."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from workbench.catalog.augmentation import MIXES_LABELS, takes_mixed_targets
from workbench.engine.data.augmented import Augmentation
from workbench.engine.data.pictures.small import is_picture
from workbench.engine.data.pixel_range import pixel_range
from workbench.engine.training.compiled import Batch
from workbench.engine.training.compiling import head_of
from workbench.engine.training.examples import Examples
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project


class Augmenter:
    """Changes batches of images (float32), and mixes targets and weights where layers mix images.

    The draws follow from the training's seed, and from ``variables``, which are part of a saved state.

    Raises:
        WorkbenchError: where ``data.augment``, for layers that can't be made or don't fit the examples.
    """

    def __init__(self, project: Project, examples: Examples) -> None:
        specs = project.data.augment
        self._chain = Augmentation(
            specs,
            seed=project.training.seed,
            pixels=pixel_range(examples.x, np.arange(examples.count)),
        )
        self.kinds = tuple(spec.kind for spec in specs)
        self._mixes = any(kind in MIXES_LABELS for kind in self.kinds)
        self.variables = self._chain.variables

    def __call__(self, batch: Batch) -> Batch:
        """Return another batch of the same form; ``x`` may stand there once for each input."""
        x, y, labels, weights = batch
        images, columns = self._chain(x[0] if isinstance(x, list) else x, self._columns(y, weights))
        # A layer may count in another precision.
        images = tf.cast(images, tf.float32)
        if columns is not None:
            y, weights = _parted(tf.cast(columns, tf.float32), y, weights)
        return [images] * len(x) if isinstance(x, list) else images, y, labels, weights

    def rehearse(self, batch: Batch) -> None:
        """Try the layers on a batch, changing nothing: WorkbenchError where they can't be used."""
        before = [np.asarray(variable) for variable in self.variables]
        self(batch)
        for variable, value in zip(self.variables, before, strict=True):
            variable.assign(value)

    def _columns(self, y: Any, weights: Any) -> Any:
        """Return targets and weights side by side, (n, k) float32, where examples are mixed."""
        if not self._mixes:
            return None
        return tf.concat([*tf.nest.flatten(y), *_as_column(weights)], axis=-1)


def augmenter(project: Project, examples: Examples) -> Augmenter | None:
    """Return what augments the training examples; None where the project asks for nothing.

    Raises:
        WorkbenchError: where ``data.augment``, for what can't be done with these examples.
    """
    if not project.data.augment:
        return None
    shape = tuple(examples.x.shape[1:])
    if not is_picture(shape):
        raise WorkbenchError(
            error(
                "data.no_images",
                "data.augment",
                f"Only images are augmented: expected height, width and colours, received shape {shape}.",
                "Take the augmentation away, or choose a data set of images.",
            )
        )
    _check_targets(project)
    return Augmenter(project, examples)


def _check_targets(project: Project) -> None:
    """Refuse to mix class numbers: half of class 2 and half of class 4 is not class 3."""
    losses = [head_of(project.training, node).loss for node in project.graph.outputs()]
    unfit = [loss.kind for loss in losses if not takes_mixed_targets(loss)]
    if not unfit:
        return
    problems = [
        error(
            "data.mixes_labels",
            f"data.augment.{number}",
            f"{spec.kind} mixes the targets of two images: expected a loss that compares with shares of "
            f"classes, such as CategoricalCrossentropy, received {unfit[0]}.",
            "Choose CategoricalCrossentropy as the loss, or take the layer away.",
        )
        for number, spec in enumerate(project.data.augment)
        if spec.kind in MIXES_LABELS
    ]
    if problems:
        raise WorkbenchError(*problems)


def _as_column(weights: Any) -> list[Any]:
    return [] if weights is None else [weights[:, tf.newaxis]]


def _parted(columns: Any, y: Any, weights: Any) -> tuple[Any, Any]:
    """Return the columns as the targets and weights that they were made of."""
    parts = [*tf.nest.flatten(y), *_as_column(weights)]
    made = tf.split(columns, [part.shape[-1] for part in parts], axis=-1)
    left = None if weights is None else made.pop()[:, 0]
    return tf.nest.pack_sequence_as(y, made), left
