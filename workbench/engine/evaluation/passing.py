"""One pass through a model that keeps what every layer gives, those of models within it too."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import tree
from numpy.typing import NDArray


def layer_outputs(model: Any, x: Any, *, training: bool = False) -> tuple[Any, dict[str, Any]]:
    """Return the outputs for ``x`` and each layer's first output by the layer's name.

    A layer that is called several times is there with its last call. Works under a ``GradientTape``.
    """
    kept: dict[str, Any] = {}
    # Within one call of the model layers keep the losses that they add, however often each is called.
    context = model._get_call_context()
    context.set_value("training", training)
    try:
        return _run(model, x, kept, training=training), kept
    finally:
        model._maybe_reset_call_context()


def as_array(tensor: Any) -> NDArray[np.float32]:
    """Return a tensor as float32."""
    return np.asarray(keras.ops.convert_to_numpy(tensor), dtype=np.float32)


def _run(model: Any, x: Any, kept: dict[str, Any], *, training: bool) -> Any:
    # Keras has no public way to see into models within a model: this is what its own call does.
    inner = getattr(model, "_functional", None) or model

    def watched(operation: Any) -> Any:
        def call(*given: Any, **options: Any) -> Any:
            if isinstance(operation, keras.Model) and hasattr(operation, "_run_through_graph"):
                return _run(operation, given[0], kept, training=training)
            if "training" in getattr(operation, "_call_context_args", {}):
                options["training"] = training
            found = operation(*given, **options)
            kept[operation.name] = tree.flatten(found)[0]
            return found

        return call

    outputs = inner._run_through_graph(inner._standardize_inputs(x), operation_fn=watched)
    flat = tree.flatten(outputs)
    return flat[0] if len(flat) == 1 else flat
