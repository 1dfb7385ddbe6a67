"""Numbers of the training and the split that no training can work with, or hardly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.checks.ends import End
from workbench.foundation.errors import Problem, error, warning
from workbench.project.data import Split
from workbench.project.graph import Graph
from workbench.project.training import MOST_EPOCHS, MOST_KEPT, Checkpoints, TrainingSpec
from workbench.protocol.facts import DataFacts

_SEEDS = 1 << 32
_DEVICE = re.compile(r"auto|gpus|(cpu|gpu):\d+(,\d+)*|cpu")
_POLICIES = ("float32", "float64", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16")


def training_settings(training: TrainingSpec, facts: DataFacts | None) -> Iterator[Problem]:
    if not 1 <= training.epochs <= MOST_EPOCHS:
        message = f"Epochs: expected from 1 to {MOST_EPOCHS:,}, received {training.epochs:,}."
        yield error("training.epochs", "training.epochs", message, "10 to 100 are usual.")
    if not 1 <= training.batch_size <= MOST_EPOCHS:
        message = f"Batch size: expected from 1 to {MOST_EPOCHS:,}, received {training.batch_size:,}."
        yield error("training.batch-size", "training.batch_size", message, "32 is usual.")
    elif facts and 0 < facts.training < training.batch_size:
        message = (
            f"Batch size: expected at most the {facts.training} examples for training, "
            f"received {training.batch_size}."
        )
        hint = f"Set {facts.training} or less."
        yield error("training.batch-size", "training.batch_size", message, hint)
    yield from _learning_rate(training)
    yield from _seed(training.seed, "training.seed")
    if not _DEVICE.fullmatch(training.device):
        message = f"Device: expected auto, cpu, gpu:N, gpu:0,1 or gpus, received “{training.device}”."
        yield error("training.device", "training.device", message, "Choose auto.")
    if training.precision not in _POLICIES:
        message = f"Precision: expected one of {', '.join(_POLICIES)}, received “{training.precision}”."
        yield error("training.precision", "training.precision", message, "Choose float32.")
    yield from _checkpoints(training.checkpoints)
    steps = training.execution.steps_per_call
    if not 0 <= steps <= MOST_EPOCHS:
        message = f"Steps a call: expected from 0 to {MOST_EPOCHS:,}, received {steps:,}."
        yield error("training.steps-per-call", "training.execution.steps_per_call", message, "0 adapts them.")


def _checkpoints(checkpoints: Checkpoints) -> Iterator[Problem]:
    for name, value, least, most in (
        ("every", checkpoints.every, 0, MOST_EPOCHS),
        ("keep", checkpoints.keep, 1, MOST_KEPT),
    ):
        if not least <= value <= most:
            message = f"Checkpoints, {name}: expected from {least} to {most:,}, received {value:,}."
            hint = "0 keeps no epoch's model." if name == "every" else "5 is usual."
            yield error("training.checkpoints", f"training.checkpoints.{name}", message, hint)


def missing_device(training: TrainingSpec, devices: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem where the project wants a device that is not among those found on this machine."""
    if devices and not _is_here(training.device, devices):
        expected = ", ".join(("auto", *devices))
        message = f"Device: expected one that is here ({expected}), received “{training.device}”."
        hint = "Choose auto, which takes the best device that is there."
        yield error("training.device", "training.device", message, hint)


def unused_gpu(reason: str) -> tuple[Problem, ...]:
    """Return what to know where a card is in the machine that can't be used, for a reason in words."""
    if not reason:
        return ()
    hint = "Trainings go on the CPU meanwhile."
    return (Problem(severity="info", code="gpu.unused", where="training.device", message=reason, hint=hint),)


def _is_here(device: str, devices: Sequence[str]) -> bool:
    kind, _, numbers = device.partition(":")
    if device in ("auto", *devices) or kind == "cpu":
        return True
    if device == "gpus":
        return any(name.startswith("gpu") for name in devices)
    return "," in numbers and all(f"{kind}:{number}" in devices for number in numbers.split(","))


def heads(training: TrainingSpec, graph: Graph, ends: tuple[End, ...]) -> Iterator[Problem]:
    """Yield losses that were chosen for something that is no output."""
    outputs = {end.node.id for end in ends}
    for number, head in enumerate(training.heads):
        if head.output not in outputs:
            name = graph.node(head.output).name if graph.has(head.output) else head.output
            message = f"A loss was chosen for “{name}”, which is no output of the network."
            yield error("training.head", f"training.heads.{number}", message, "Remove this loss.")


def split_settings(split: Split, facts: DataFacts | None) -> Iterator[Problem]:
    shares = (("validation", split.validation), ("test", split.test))
    wrong = [(name, share) for name, share in shares if not 0 <= share < 1]
    for name, share in wrong:
        message = f"Share for {name}: expected from 0 to less than 1, received {share:g}."
        yield error("data.split", "data.split", message, "15 % is usual.")
    if not wrong and split.validation + split.test >= 1:
        message = (
            f"Shares for validation and test: expected less than 1 together, "
            f"received {split.validation + split.test:g}: nothing is left for training."
        )
        yield error("data.split", "data.split", message, "15 % for each is usual.")
    elif facts and facts.training == 0:
        message = f"None of the {facts.examples} examples is left for training."
        yield error("data.split", "data.split", message, "Use more data or smaller shares.")
    yield from _seed(split.seed, "data.split")


def _learning_rate(training: TrainingSpec) -> Iterator[Problem]:
    rate = training.optimizer.params.get("learning_rate")
    if isinstance(rate, bool) or not isinstance(rate, int | float):
        return
    where = "training.optimizer.learning_rate"
    if rate == 0:
        message = "Learning rate: expected more than 0, received 0: the weights would never change."
        yield error("training.learning-rate", where, message, "0.001 is usual.")
    elif rate > 1:
        message = f"A learning rate of {rate:g} is very high: the loss will most likely diverge."
        yield warning("training.learning-rate", where, message, "0.001 is usual.")


def _seed(seed: int, where: str) -> Iterator[Problem]:
    if not 0 <= seed < _SEEDS:
        message = f"Seed: expected a whole number from 0 to {_SEEDS - 1}, received {seed}."
        yield error("seed", where, message, "Any number of that range will do.")
