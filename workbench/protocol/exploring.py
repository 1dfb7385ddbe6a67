"""What the explorers ask of Keras' own objects, and the figures that they are answered with."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.project.spec import Spec
from workbench.protocol.probing import Ground

Numbers = tuple[float | None, ...]
"""Figures of which some may be none: what overflows or is not defined."""
SurfaceName = Literal["bowl", "ravine", "saddle", "minima"]


class _Question(msgspec.Struct, frozen=True, kw_only=True, tag_field="topic", forbid_unknown_fields=True):
    pass


class AskActivation(_Question, frozen=True, tag="activation"):
    """A layer of the activations' family, at places from ``low`` to ``high``, and ``at`` those in between."""

    layer: Spec
    low: float = -4.0
    high: float = 4.0
    at: tuple[float, ...] = ()


class AskLosses(_Question, frozen=True, tag="losses"):
    """Losses of one prediction, and along one of its numbers from ``low`` to ``high``.

    ``predicted`` is one number, with ``target`` another, or one for each class, with ``target`` the number of
    the true class. ``moved`` is the place of the number that moves; where these ``are_shares``, the others
    share in proportion what it leaves of 1.
    """

    losses: tuple[Spec, ...]
    predicted: tuple[float, ...]
    target: float
    low: float = 0.0
    high: float = 1.0
    moved: int = 0
    are_shares: bool = False


class AskInitializer(_Question, frozen=True, tag="initializer"):
    """What is drawn for a kernel of ``shape``, whose last axes are in and out, and what becomes of signals.

    They are standard normal and go through ``depth`` dense layers, as wide as the kernel's fan-in (512 at
    most), each followed by ``activation``.
    """

    initializer: Spec
    shape: tuple[int, ...]
    activation: str = "relu"
    seed: int = 0
    depth: int = 10


class AskRace(_Question, frozen=True, tag="race"):
    """The ways of optimizers from one ``start`` down a surface of ``catalog/surfaces.py``."""

    optimizers: tuple[Spec, ...]
    surface: SurfaceName
    start: tuple[float, float]
    steps: int = 120


class AskNeuron(_Question, frozen=True, tag="neuron"):
    """A dense layer of one unit on two inputs, and its answers all over the plane of them."""

    inputs: tuple[float, float]
    weights: tuple[float, float]
    bias: float
    activation: str = "sigmoid"
    reach: float = 4.0
    side: int = 48


Question = AskActivation | AskLosses | AskInitializer | AskRace | AskNeuron


class _Answer(msgspec.Struct, frozen=True, kw_only=True, tag_field="topic", forbid_unknown_fields=True):
    pass


class ActivationCurve(_Answer, frozen=True, tag="activation"):
    """``y`` and ``slope`` (its derivative by GradientTape) over ``x``; ``at_*`` at the asked places.

    Where ``has_neighbours``, as for a softmax, the number x stands beside one other, which is 0.
    """

    x: tuple[float, ...]
    y: Numbers
    slope: Numbers
    at_y: Numbers = ()
    at_slope: Numbers = ()
    has_neighbours: bool = False


class LossFigures(msgspec.Struct, frozen=True, kw_only=True):
    """A loss of the prediction, its slope by each predicted number; and both along the number that moves."""

    kind: str
    value: float | None
    slopes: Numbers
    along: Numbers
    slopes_along: Numbers


class LossesCompared(_Answer, frozen=True, tag="losses"):
    """The losses in the order of the question, over the moved number's values ``x``."""

    x: tuple[float, ...]
    losses: tuple[LossFigures, ...]


class InitializerDrawn(_Answer, frozen=True, tag="initializer"):
    """Counts of the drawn numbers in equal parts from ``low`` to ``high``, and the signal's variances.

    ``variances`` are those of what each layer computes before its activation.
    """

    counts: tuple[int, ...]
    low: float
    high: float
    mean: float
    deviation: float
    fan_in: int
    fan_out: int
    width: int
    variances: Numbers


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """Where an optimizer was from the start on, a place a step; it ends where its numbers overflow."""

    optimizer: Spec
    x: tuple[float, ...]
    y: tuple[float, ...]


class RaceRun(_Answer, frozen=True, tag="race"):
    """The ways in the order of the question."""

    ways: tuple[Way, ...]


class NeuronAnswer(_Answer, frozen=True, tag="neuron"):
    """``total`` is the weighted sum with the bias, ``output`` its activation; ``ground`` the plane's answers.

    None where an answer is no finite number.
    """

    total: float
    output: float | None
    ground: Ground


Answer = ActivationCurve | LossesCompared | InitializerDrawn | RaceRun | NeuronAnswer
