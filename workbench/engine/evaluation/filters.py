"""A convolution's kernels, and the feature maps that it makes of one example, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.pictures.small import encoded
from workbench.engine.evaluation.feeding import inputs_of
from workbench.engine.evaluation.kernels import kernels_of, maps_of
from workbench.engine.evaluation.passing import as_array, layer_outputs
from workbench.engine.evaluation.predict import shape_of
from workbench.engine.model.inside import layers_of
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.protocol.filters import PAGE, Filters, MapLayer, Plane

_SIDE, _LARGE, _PICTURE = 48, 200, 160
"""Pixels of a plane among others, of one alone, and of the example: together they fit into a frame."""


@dataclass(frozen=True, eq=False)
class Found:
    """All of one layer: kernels (height, width, inputs, filters), maps (height, width, maps), or None."""

    layers: tuple[MapLayer, ...]
    layer: str
    kernels: NDArray[np.float32] | None
    maps: NDArray[np.float32] | None


def find(model: Any, x: NDArray[np.float32] | None, layer: str = "") -> Found:
    """Return a layer's kernels and what it makes of ``x`` (1, *shape); without one there are no maps.

    The first layer with kernels is taken where none is named.

    Raises:
        WorkbenchError: no layer gives feature maps, or not that one.
    """
    given = np.zeros((1, *shape_of(model)), dtype=np.float32) if x is None else x
    _, outputs = layer_outputs(model, inputs_of(model, given))
    made = {one.name: maps for one, maps in _with_maps(model, outputs)}
    if not made:
        raise WorkbenchError(_none())
    by_name = {one.name: one for one in layers_of(model) if one.name in made}
    kernels = {name: kernels_of(one) for name, one in by_name.items()}
    offered = tuple(_offer(one, made[name], kernels[name]) for name, one in by_name.items())
    chosen = layer or next((one.name for one in offered if one.kernels), offered[0].name)
    if chosen not in made:
        raise WorkbenchError(_other(chosen, tuple(made)))
    finite = np.nan_to_num(made[chosen])
    own = kernels[chosen]
    return Found(offered, chosen, None if own is None else np.nan_to_num(own), None if x is None else finite)


def page_of(
    found: Found,
    x: NDArray[np.float32] | None,
    *,
    first: int = 0,
    channel: int = -1,
    large: int = -1,
    label: str = "",
    problems: tuple[Problem, ...] = (),
) -> Filters:
    """Return what a window shows of it: a page from the filter ``first`` on, and the map ``large``.

    Kernels are those over one input ``channel``; -1 are all three as colours, or the first.
    """
    kernels, maps = found.kernels, found.maps
    count = max((each.shape[-1] for each in (kernels, maps) if each is not None), default=0)
    first = max(0, min(first, count - 1) // PAGE * PAGE)
    shown = range(first, min(first + PAGE, count))
    planes: tuple[Plane, ...] = ()
    if kernels is not None:
        channel = _channel(kernels, channel)
        part = kernels if channel < 0 else kernels[:, :, channel : channel + 1]
        planes = tuple(plane(number, part[..., number]) for number in shown if number < kernels.shape[-1])
    return Filters(
        layers=found.layers,
        layer=found.layer,
        first=first,
        channel=channel,
        kernels=planes,
        kernel_range=_range(kernels),
        maps=() if maps is None else tuple(_maps(maps, shown)),
        map_range=_range(maps),
        large=_alone(maps, large),
        picture=b"" if x is None else _picture(x[0]),
        label=label,
        problems=problems,
    )


def plane(number: int, values: NDArray[np.float32], side: int = _SIDE) -> Plane:
    """Return (height, width, depth) as a plane of at most ``side`` a side, by means of blocks."""
    small = _reduced(_reduced(values, side, 0), side, 1)
    return Plane(
        number=number,
        height=small.shape[0],
        width=small.shape[1],
        depth=small.shape[2],
        values=np.ascontiguousarray(small, dtype=np.float32).tobytes(),
        low=float(values.min()),
        high=float(values.max()),
        mean=float(values.mean()),
    )


def _maps(maps: NDArray[np.float32], shown: range) -> Iterator[Plane]:
    for number in shown:
        if number < maps.shape[-1]:
            yield plane(number, maps[..., number : number + 1])


def _with_maps(model: Any, outputs: dict[str, Any]) -> Iterator[tuple[Any, NDArray[np.float32]]]:
    for layer in layers_of(model):
        maps = maps_of(layer, as_array(outputs[layer.name])) if layer.name in outputs else None
        if maps is not None and maps.size:
            yield layer, maps


def _offer(layer: Any, maps: NDArray[np.float32], kernels: NDArray[np.float32] | None) -> MapLayer:
    inputs, own = (0, 0) if kernels is None else kernels.shape[2:]
    kind = type(layer).__name__
    return MapLayer(name=layer.name, kind=kind, maps=maps.shape[-1], kernels=own, inputs=inputs)


def _channel(kernels: NDArray[np.float32], wanted: int) -> int:
    """Return the input channel that is shown; -1 where the three are colours."""
    inputs = kernels.shape[2]
    if wanted < 0:
        return -1 if inputs == 3 else 0
    return min(wanted, inputs - 1)


def _alone(maps: NDArray[np.float32] | None, number: int) -> Plane | None:
    if maps is None or not 0 <= number < maps.shape[-1]:
        return None
    return plane(number, maps[..., number : number + 1], _LARGE)


def _range(values: NDArray[np.float32] | None) -> tuple[float, float]:
    return (0.0, 0.0) if values is None else (float(values.min()), float(values.max()))


def _reduced(values: NDArray[np.float32], side: int, axis: int) -> NDArray[np.float32]:
    size = values.shape[axis]
    if size <= side:
        return values
    starts = np.arange(side) * size // side
    counts = np.diff(np.append(starts, size)).reshape(-1, *([1] * (values.ndim - axis - 1)))
    return (np.add.reduceat(values, starts, axis=axis) / counts).astype(np.float32)


def _picture(x: NDArray[np.float32]) -> bytes:
    """Return the example as a picture from its darkest number to its brightest; empty if it is none."""
    deep = x if x.ndim == 3 else x[..., np.newaxis]
    if deep.ndim != 3 or deep.shape[-1] not in (1, 3, 4) or min(deep.shape[:2]) < 2:
        return b""
    return encoded(deep, float(deep.min()), float(deep.max()), _PICTURE)


def _none() -> Problem:
    text = "There are no filters: expected a layer that gives feature maps, such as Conv2D, received none."
    return error("filters.none", "run", text, "Choose a run of a network with convolutions, as digits-cnn.")


def _other(name: str, known: tuple[str, ...]) -> Problem:
    listed = ", ".join(known[:12]) + ("…" if len(known) > 12 else "")
    text = f"{name} gives no feature maps: expected one of {listed}."
    return error("filters.layer", "layer", text, "Name one of these layers.")
