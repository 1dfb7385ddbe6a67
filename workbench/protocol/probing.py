"""What a network makes of an example, layer by layer; where its decision changes; what an answer rests on."""

from __future__ import annotations

import msgspec

from workbench.foundation.errors import Problem


class WeightChange(msgspec.Struct, frozen=True, kw_only=True):
    """One number of a layer's weights set by hand: ``place`` counts them row by row, over all its arrays."""

    layer: str
    place: int
    value: float


class WeightArray(msgspec.Struct, frozen=True, kw_only=True):
    """An array of a layer's weights; ``values`` row by row, empty where there are too many to be typed."""

    name: str
    shape: tuple[int, ...]
    values: tuple[float, ...] = ()


class LayerReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a layer gives; ``values`` where they are few, ``picture`` (PNG) of feature maps."""

    layer: str
    shape: tuple[int, ...]
    mean: float
    minimum: float
    maximum: float
    values: tuple[float, ...] = ()
    picture: bytes = b""
    weights: tuple[WeightArray, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One example on its way through a network: ``given`` is what it gets, ``label`` the target if known."""

    shape: tuple[int, ...]
    given: tuple[float, ...]
    layers: tuple[LayerReading, ...]
    label: str = ""
    picture: bytes = b""


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A neuron's answers over the plane: ``shades`` (side * side bytes, top row first), low to high."""

    name: str
    low: float
    high: float
    shades: bytes


class Boundary(msgspec.Struct, frozen=True, kw_only=True):
    """A network of two inputs over the plane of them, with some examples of the data.

    ``x`` and ``y`` are the ranges, in the numbers of the data. ``grounds`` are the units of the first output,
    ``hidden`` the neurons of every layer before it, by name. ``points`` are (x, y, target) each, of training,
    then of the other parts. ``problems`` say why there are none.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    side: int
    names: tuple[str, str]
    grounds: tuple[Ground, ...]
    hidden: tuple[Ground, ...] = ()
    classes: tuple[str, ...] = ()
    training: tuple[tuple[float, float, float], ...] = ()
    others: tuple[tuple[float, float, float], ...] = ()
    problems: tuple[Problem, ...] = ()


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer rests on: maps (height * width bytes of 0 to 255) over the picture (PNG or JPEG).

    ``cam`` is Grad-CAM at ``layer``, empty where there is no convolution; ``occluded`` tells by how much the
    answer falls where a patch is covered.
    """

    unit: int
    name: str
    score: float
    picture: bytes
    layer: str = ""
    cam: bytes = b""
    cam_shape: tuple[int, int] = (0, 0)
    occluded: bytes = b""
    occluded_shape: tuple[int, int] = (0, 0)
    most: float = 0.0
