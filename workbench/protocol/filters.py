"""What a convolution looks for, and what it finds: kernels, and the feature maps of an example."""

from __future__ import annotations

import msgspec

from workbench.foundation.errors import Problem

PAGE = 24
"""How many kernels and maps one answer has: an answer is a frame."""


class MapLayer(msgspec.Struct, frozen=True, kw_only=True):
    """A layer that gives ``maps`` feature maps; ``kernels`` of them are its own, over ``inputs`` channels.

    ``kernels`` is 0 for a layer that has none, as pooling.
    """

    name: str
    kind: str
    maps: int
    kernels: int = 0
    inputs: int = 0


class Plane(msgspec.Struct, frozen=True, kw_only=True):
    """A plane of numbers: float32, row by row, ``depth`` (1, or 3 colours) beside one another.

    ``low``, ``high`` and ``mean`` are of all its numbers, where a large one is told by means of blocks too.
    """

    number: int
    height: int
    width: int
    values: bytes
    low: float
    high: float
    mean: float
    depth: int = 1


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a layer: from ``first`` on its kernels over the input channel ``channel``, and its maps.

    A ``channel`` of -1 is all three as colours. The ranges are of the whole layer, so that planes can be
    compared. ``large`` is one map as exactly as a window can show it. ``problems`` say why there are no maps,
    as without an example; ``files`` are what was written.
    """

    layers: tuple[MapLayer, ...]
    layer: str
    first: int = 0
    channel: int = 0
    kernels: tuple[Plane, ...] = ()
    kernel_range: tuple[float, float] = (0.0, 0.0)
    maps: tuple[Plane, ...] = ()
    map_range: tuple[float, float] = (0.0, 0.0)
    large: Plane | None = None
    picture: bytes = b""
    label: str = ""
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()
