"""The journal's events: a closed union. Adding one fails type checking wherever it is not handled."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.foundation.errors import Problem
from workbench.protocol.outputs import OutputForm

Phase = Literal["starting", "data", "building", "compiling", "training", "validating", "saving"]
Ending = Literal["completed", "stopped", "early", "suspended"]

Setting = Literal["learning_rate", "epochs", "EarlyStopping.patience", "ReduceLROnPlateau.patience"]


STOPPED_BEFORE = "run.stopped_before"
"""The code of a failure that is none: the user stopped the run before it had anything to train with."""


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """``seq`` counts from 0 in a run, ``t`` is seconds since the run began, ``at`` is UTC, ISO 8601."""

    seq: int
    t: float
    at: str


class RunStarted(_Event, frozen=True, tag="RunStarted"):
    """Training is about to begin, or to go on after ``epoch`` epochs and ``step`` steps of the next.

    ``augmented`` names the layers that training images go through, ``outputs`` what is counted each epoch;
    runs of before have none and count the first output that names ``classes``.
    """

    folder: str
    title: str
    pid: int
    epochs: int
    steps_per_epoch: int
    batch_size: int
    examples: int
    validation_examples: int
    params: int
    device: str
    metrics: tuple[str, ...]
    classes: tuple[str, ...] = ()
    outputs: tuple[OutputForm, ...] = ()
    epoch: int = 0
    step: int = 0
    keras: str = ""
    tensorflow: str = ""
    augmented: tuple[str, ...] = ()


class ExecutionSettled(_Event, frozen=True, tag="ExecutionSettled"):
    """How the training computes: told when it begins, and again when the length of a call has settled.

    ``residence`` says whether the examples lie on the device or are sent along with each call, ``xla``
    whether XLA compiles the steps, and ``steps_per_call`` how many of them a call has now, which ``adapts``
    or was set. ``why`` gives the reason of ``xla`` in words.
    """

    residence: Literal["resident", "streamed"]
    xla: bool
    steps_per_call: int
    adapts: bool = True
    why: str = ""


class PhaseBegan(_Event, frozen=True, tag="PhaseBegan"):
    """The process turned to other work; shown until the next event of training."""

    phase: Phase


class PhaseAdvanced(_Event, frozen=True, tag="PhaseAdvanced"):
    """How far a long phase is, a few times a second: ``done`` of ``total`` (0: unknown).

    ``what`` is what it does just now, a word of ``Progress``; each has a count of its own.
    """

    what: str
    done: int
    total: int


class StepsEnded(_Event, frozen=True, tag="StepsEnded", gc=False):
    """Some steps ended: at most 60 of these a second, whatever the speed.

    ``epoch`` and ``step`` count what is done: step 5 of epoch 0 means five steps of the first epoch.
    ``batch`` holds the means over just these ``steps``; ``running`` Keras' own figures of the epoch so far.
    """

    epoch: int
    step: int
    steps: int
    batch: dict[str, float]
    running: dict[str, float]
    examples_per_second: float


class EpochEnded(_Event, frozen=True, tag="EpochEnded", gc=False):
    """Epoch number ``epoch`` (from 0) ended, validation included; ``values`` as in Keras' history.

    ``confusion`` is a file in ``artifacts/``; the epoch's matrix (classes, classes), rows true, begins at
    the offset ``confusion_at`` (see ``runs/matrices.py``). Where other outputs have any, ``matrices_at`` are
    the offsets of all of them in that file, in the order of the run's ``outputs``. So do the layers' figures
    in ``layers``, where any were measured (see ``runs/layer_figures.py``).
    """

    epoch: int
    values: dict[str, float]
    seconds: float
    learning_rate: float
    confusion: str = ""
    confusion_at: int = 0
    matrices_at: tuple[int, ...] = ()
    layers: str = ""
    layers_at: int = 0

    @property
    def has_matrices(self) -> bool:
        return bool(self.confusion or self.matrices_at)


class CheckpointSaved(_Event, frozen=True, tag="CheckpointSaved"):
    """``path`` is relative to the run folder; ``best`` when the monitored value was the best so far."""

    path: str
    epoch: int
    step: int
    best: bool = False
    sha256: str = ""


class ArtifactSaved(_Event, frozen=True, tag="ArtifactSaved"):
    path: str
    kind: str
    epoch: int


class UsageMeasured(_Event, frozen=True, tag="UsageMeasured"):
    """What the run takes of the machine: once a second at first, at last every ten, while it trains.

    ``memory`` are the bytes of its process; ``device_memory`` of ``device_total`` those that are taken of its
    GPU, by whomever (None where there is none or nobody can tell). ``watching`` is the share of the training
    time that went into telling, curves and the confusion matrix, ``saving`` that for checkpoints, 0 to 1.
    """

    memory: int
    device_memory: int | None = None
    device_total: int | None = None
    watching: float = 0.0
    saving: float = 0.0


class Paused(_Event, frozen=True, tag="Paused"):
    epoch: int
    step: int


class Resumed(_Event, frozen=True, tag="Resumed"):
    epoch: int
    step: int


class SettingChanged(_Event, frozen=True, tag="SettingChanged"):
    """The user set something anew while it ran, in force after ``step`` steps of ``epoch``.

    ``before`` is None where nothing stood there.
    """

    epoch: int
    step: int
    setting: Setting
    before: float | None
    value: float


class Advice(_Event, frozen=True, tag="Advice"):
    problem: Problem


class RunFailed(_Event, frozen=True, tag="RunFailed"):
    """The run ended without finishing; ``resumable`` when a checkpoint is there."""

    problem: Problem
    resumable: bool = False


class RunFinished(_Event, frozen=True, tag="RunFinished"):
    """``best`` and ``last`` are the model files relative to the run folder; ``values`` the last epoch's.

    ``suspended`` is a pause that outlasts the process: the training goes on when it is resumed.
    """

    ending: Ending
    epochs: int
    seconds: float
    values: dict[str, float]
    best: str = "checkpoints/best.keras"
    last: str = "checkpoints/last.keras"
    best_epoch: int | None = None


Event = (
    RunStarted
    | ExecutionSettled
    | PhaseBegan
    | PhaseAdvanced
    | StepsEnded
    | EpochEnded
    | CheckpointSaved
    | ArtifactSaved
    | UsageMeasured
    | Paused
    | Resumed
    | SettingChanged
    | Advice
    | RunFailed
    | RunFinished
)
