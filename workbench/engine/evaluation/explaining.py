"""What an answer to a picture rests on: Grad-CAM, and how much falls where a patch is covered."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.data.pictures.small import encoded
from workbench.engine.evaluation.feeding import inputs_of
from workbench.engine.evaluation.passing import as_array, layer_outputs
from workbench.engine.model.inside import layers_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.probing import Explanation

_SIDE = 256
_PATCHES = 14
_BATCH = 64
_LEAST_SIDE = 4


def explain(
    model: Any, x: NDArray[np.float32], pixels: tuple[float, float], unit: int, classes: tuple[str, ...]
) -> Explanation:
    """Return both maps for one picture (1, height, width) or (1, height, width, channels).

    ``unit`` -1 is the likeliest.

    Raises:
        WorkbenchError: where ``run``, for a network that takes no pictures.
    """
    if x.ndim not in (3, 4) or min(x.shape[1:3]) < _LEAST_SIDE:
        raise WorkbenchError(_refusal(x.shape[1:]))
    scores = _answers(model, x)[0]
    chosen = int(scores.argmax()) if unit < 0 else unit % len(scores)
    layer = last_maps(model)
    cam = grad_cam(model, x, layer, chosen) if layer else np.zeros((0, 0), dtype=np.float32)
    fall = occlusion(model, x, chosen, grey=float(np.mean(pixels)))
    names = (
        classes if len(classes) == len(scores) else tuple(f"y{number + 1}" for number in range(len(scores)))
    )
    deep = x if x.ndim == 4 else x[..., np.newaxis]
    picture = deep[0] if deep.shape[-1] in (1, 3, 4) else deep[0, ..., :1]
    return Explanation(
        unit=chosen,
        name=names[chosen] if len(scores) > 1 or not classes else classes[-1],
        score=float(scores[chosen]),
        picture=encoded(picture, *pixels, _SIDE),
        layer=layer,
        cam=_shades(cam),
        cam_shape=(cam.shape[0], cam.shape[1]),
        occluded=_shades(np.maximum(fall, 0)),
        occluded_shape=(fall.shape[0], fall.shape[1]),
        most=float(fall.max()),
    )


def last_maps(model: Any) -> str:
    """Return the name of the last layer with weights that gives feature maps; empty where there is none."""
    found = [layer.name for layer in layers_of(model) if layer.weights and _gives_maps(layer)]
    convolutions = [name for name in found if "conv" in type(_named(model, name)).__name__.lower()]
    return (convolutions or found or [""])[-1]


def grad_cam(model: Any, x: NDArray[np.float32], layer: str, unit: int) -> NDArray[np.float32]:
    """Return Grad-CAM (height, width) from 0 to 1 (Selvaraju et al., 2017).

    The maps of ``layer``, each weighed by the mean of the answer's gradient over it, summed, and what is
    negative cut off.
    """
    given = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(given)
        outputs, kept = layer_outputs(model, inputs_of(model, given))
        first = outputs[0] if isinstance(outputs, list) else outputs
        score = tf.reshape(first, (1, -1))[0, unit]
    maps = kept[layer]
    gradients = tape.gradient(score, maps)
    if gradients is None:
        return np.zeros(maps.shape[1:3], dtype=np.float32)
    weights = tf.reduce_mean(gradients, axis=(1, 2), keepdims=True)
    cam = as_array(tf.nn.relu(tf.reduce_sum(maps * weights, axis=-1)))[0]
    most = float(cam.max())
    return cam / most if most else cam


def occlusion(
    model: Any, x: NDArray[np.float32], unit: int, *, grey: float, patches: int = _PATCHES
) -> NDArray[np.float32]:
    """Return by how much the answer falls (rows, columns) where a patch of the picture is ``grey``."""
    height, width = x.shape[1:3]
    rows, columns = min(patches, height), min(patches, width)
    edges = (
        np.linspace(0, height, rows + 1).round().astype(int),
        np.linspace(0, width, columns + 1).round().astype(int),
    )
    covered = np.repeat(x, rows * columns, axis=0)
    for number in range(rows * columns):
        row, column = divmod(number, columns)
        covered[number, edges[0][row] : edges[0][row + 1], edges[1][column] : edges[1][column + 1]] = grey
    before = _answers(model, x)[0, unit]
    after = np.concatenate(
        [_answers(model, covered[at : at + _BATCH])[:, unit] for at in range(0, len(covered), _BATCH)]
    )
    fall: NDArray[np.float32] = (before - after).reshape(rows, columns)
    return fall


def _answers(model: Any, x: NDArray[np.float32]) -> NDArray[np.float32]:
    outputs = model(inputs_of(model, x), training=False)
    first = outputs[0] if isinstance(outputs, list | tuple) else outputs
    return as_array(first).reshape(len(x), -1)


def _gives_maps(layer: Any) -> bool:
    shape = getattr(layer.output, "shape", ()) if not isinstance(layer.output, list | tuple) else ()
    return len(shape) == 4


def _named(model: Any, name: str) -> keras.layers.Layer:
    return next(layer for layer in layers_of(model) if layer.name == name)


def _shades(values: NDArray[np.float32]) -> bytes:
    most = float(values.max(initial=0.0)) or 1.0
    return np.round(np.clip(values / most, 0, 1) * 255).astype(np.uint8).tobytes()


def _refusal(shape: tuple[int, ...]) -> Any:
    return error(
        "explain.no_picture",
        "run",
        f"Grad-CAM and occlusion are for pictures: expected height, width and colours, received {shape}.",
        "For tables, permutation importance shows which columns count.",
    )
