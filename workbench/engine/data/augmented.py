"""Images under Keras' augmentation layers: the same objects for training and for looking at."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.augmentation import MIXES_LABELS, augments
from workbench.engine.data.dataset import refuse
from workbench.engine.data.pixel_range import BYTES, Range
from workbench.engine.model.classes import public_classes
from workbench.engine.model.objects import make
from workbench.engine.model.offered import offered
from workbench.engine.model.wording import words
from workbench.foundation.errors import WorkbenchError
from workbench.project.spec import Spec


class Augmentation:
    """The layers of ``DataSpec.augment``, called one after another on batches (n, height, width, channels).

    Each has a seed of its own: the user's, or one that follows from ``seed``. Where the user says nothing of
    the range of the pixels, the layers are told ``pixels``; the deviation of noise is a share of that range.
    They count in float32, whatever the network does.

    Raises:
        WorkbenchError: where ``data.augment.N`` and its parameters, for layers that can't be made.
    """

    def __init__(self, specs: tuple[Spec, ...], *, seed: int, pixels: Range = BYTES) -> None:
        self._specs = specs
        self._pixels = pixels
        problems: list[Any] = []
        self.layers: list[Any] = []
        for number, spec in enumerate(specs):
            try:
                self.layers.append(_made(spec, number, seed, pixels))
            except WorkbenchError as failure:
                problems.extend(failure.problems)
        if problems:
            raise WorkbenchError(*problems)

    @property
    def variables(self) -> list[Any]:
        """What the next draws depend on."""
        return [variable for layer in self.layers for variable in layer.variables]

    def __call__(self, images: Any, targets: Any = None) -> tuple[Any, Any]:
        """Return images and targets after all layers; ``targets``, (n, k) float32, are mixed as images are.

        Raises:
            WorkbenchError: where ``data.augment.N``, when a layer refuses the images.
        """
        shape = tuple(images.shape[1:])
        for number, (spec, layer) in enumerate(zip(self._specs, self.layers, strict=True)):
            try:
                if spec.kind in MIXES_LABELS and targets is not None:
                    mixed = layer({"images": images, "labels": targets}, training=True)
                    images, targets = mixed["images"], mixed["labels"]
                else:
                    images = self._called(layer, images)
            except Exception as failure:
                # A layer refuses images with whatever its code runs into: every type must become words.
                raise _refusal(spec, number, shape, words(failure)) from failure
            if tuple(images.shape[1:]) != shape:
                raise _refusal(spec, number, shape, f"it makes images of shape {tuple(images.shape[1:])}")
        return images, targets

    def _called(self, layer: Any, images: Any) -> Any:
        if not hasattr(layer, "stddev"):
            return layer(images, training=True)
        low, high = self._pixels
        span = (high - low) or 1.0
        return layer((images - low) / span, training=True) * span + low


def augmented(
    batch: NDArray[np.float32], layers: tuple[Spec, ...], *, seed: int, pixels: Range = BYTES
) -> NDArray[np.float32]:
    """Return the batch (n, height, width, channels) after all layers; the same seed draws the same.

    Raises:
        WorkbenchError: where ``data.augment.N``, when a layer can't be made or refuses the images.
    """
    images, _ = Augmentation(layers, seed=seed, pixels=pixels)(batch)
    return np.asarray(images, dtype=np.float32)


def _made(spec: Spec, number: int, seed: int, pixels: Range) -> Any:
    where, catalog = f"data.augment.{number}", offered()
    if catalog.has("layer", spec.kind) and not augments(catalog.kind("layer", spec.kind)):
        raise refuse(
            "data.not_augmenting",
            f"{spec.kind} does not augment: expected a layer that draws anew for every image.",
            "Choose one such as RandomFlip, or place it in the network.",
            where=where,
        )
    cls = public_classes()["layer"].get(spec.kind)
    known = () if cls is None else inspect.signature(cls.__init__).parameters
    extra: dict[str, Any] = {
        name: value
        for name, value in (("seed", seed + number), ("value_range", pixels))
        if name in known and name not in spec.params
    }
    if "dtype" not in spec.params:
        extra["dtype"] = "float32"
    return make("layer", spec, where=where, **extra)


def _refusal(spec: Spec, number: int, shape: tuple[int, ...], reason: str) -> WorkbenchError:
    return refuse(
        "data.augment",
        f"{spec.kind} can't be used on images of shape {shape}: {reason}",
        "Change its parameters, or take it away.",
        where=f"data.augment.{number}",
    )
