"""How the network learns."""

from typing import Literal

import msgspec

from workbench.project.graph import NodeId
from workbench.project.rates import RateShape
from workbench.project.spec import Spec

MOST_EPOCHS = 1_000_000_000
"""And batches no larger: more is a slip of the finger, and too wide for tables and files."""
MOST_KEPT = 1000
"""Models of single epochs."""


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A loss of its own, with its weight, for one output of a network with several."""

    output: NodeId
    loss: Spec
    weight: float = 1.0


LayerLooks = Literal["auto", "often", "every", "off"]


class Checkpoints(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a run keeps on the disk besides its last model and the states to go on from.

    ``best_by`` names the figure of an epoch that makes its model the best; empty: what the callbacks watch,
    or the validation loss. The model of every ``every``-th epoch is kept (0: of none), the newest ``keep``.
    ``layers`` says how often figures of the layers' weights, gradients and outputs are kept at the end of an
    epoch: now and then (``auto``: a hundredth of the time), ``often`` (a twentieth), ``every`` epoch whatever
    that takes, or never (``off``).
    """

    best_by: str = ""
    every: int = 0
    keep: int = 5
    layers: LayerLooks = "auto"


Xla = Literal["auto", "on", "off"]
Residence = Literal["auto", "resident", "streamed"]


class Execution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the training computes; what is ``auto`` or 0 the run chooses by itself.

    ``xla`` says whether XLA compiles the steps, ``residence`` whether the examples lie on the device or are
    sent along with each call, and ``steps_per_call`` how many steps one call of the compiled function has.
    ``deterministic`` takes only operations that give the same bits again on the same machine; on a CPU this
    is so anyway, and a GPU gets slower by it.
    """

    xla: Xla = "auto"
    residence: Residence = "auto"
    steps_per_call: int = 0
    deterministic: bool = False


class TrainingSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``compile`` and ``fit`` get.

    ``heads`` overrides ``loss`` for the outputs that it names. The metric kind ``accuracy`` is Keras'
    own word for the accuracy that fits the loss. ``device`` is ``auto``, ``cpu``, ``gpu:N``, several of them
    (``gpu:0,1``) or all (``gpus``); ``precision`` is a Keras dtype policy. ``weighted_metrics`` count each
    example as the loss does.
    ``rate`` shapes the optimizer's learning rate over the epochs; None leaves it as the optimizer has it.
    ``execution`` changes how fast it goes, and with XLA the last bits.
    """

    loss: Spec = Spec("SparseCategoricalCrossentropy")
    heads: tuple[Head, ...] = ()
    optimizer: Spec = Spec("Adam")
    metrics: tuple[Spec, ...] = (Spec("accuracy"),)
    epochs: int = 10
    batch_size: int = 32
    callbacks: tuple[Spec, ...] = ()
    seed: int = 0
    device: str = "auto"
    precision: str = "float32"
    weighted_metrics: tuple[Spec, ...] = ()
    checkpoints: Checkpoints = Checkpoints()
    rate: RateShape | None = None
    execution: Execution = Execution()
