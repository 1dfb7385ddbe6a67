"""Figures of single layers, where a run keeps any; without them the rules about gradients are silent."""

from __future__ import annotations

import msgspec


class LayerFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured in one layer at the end of an epoch (from 1 on), the layers in the order of the way.

    ``gradient`` is the norm of the loss's gradient by the layer's weights, ``weight`` that of the weights,
    ``dead`` the share of the units whose activation was zero for every example. None is not measured.
    ``is_finite`` is false once the layer's weights or activations hold NaN or infinity.
    """

    epoch: int
    node: str
    name: str
    gradient: float | None = None
    weight: float | None = None
    dead: float | None = None
    is_finite: bool = True
