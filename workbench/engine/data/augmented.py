"""Images under Keras' augmentation layers, called as training calls them: for looking at."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import refuse
from workbench.engine.model.classes import public_classes
from workbench.engine.model.objects import make
from workbench.engine.model.wording import words
from workbench.foundation.errors import WorkbenchError
from workbench.project.spec import Spec


def augmented(batch: NDArray[np.float32], layers: tuple[Spec, ...], *, seed: int) -> NDArray[np.float32]:
    """Return the batch (n, height, width, channels) after all layers; the same seed draws the same.

    Raises:
        WorkbenchError: where ``data.augment.N``, when a layer can't be made or refuses the images.
    """
    x: Any = batch
    for number, spec in enumerate(layers):
        where = f"data.augment.{number}"
        layer = make("layer", spec, where=where, **_seed(spec, seed + number))
        try:
            x = layer(x, training=True)
        except WorkbenchError:
            raise
        except Exception as failure:
            # A layer refuses images with whatever its code runs into: every type must become words.
            raise refuse(
                "data.augment",
                f"{spec.kind} can't be used on images of shape {tuple(batch.shape[1:])}: {words(failure)}",
                "Change its parameters, or take it away.",
                where=where,
            ) from failure
    return np.asarray(x, dtype=np.float32)


def _seed(spec: Spec, seed: int) -> dict[str, Any]:
    """Return a seed where the class takes one and the user has set none."""
    cls = public_classes()["layer"].get(spec.kind)
    if cls is None or "seed" in spec.params or "seed" not in inspect.signature(cls.__init__).parameters:
        return {}
    return {"seed": seed}
