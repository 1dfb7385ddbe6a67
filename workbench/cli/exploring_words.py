"""The words of ``workbench explore``: which topic, which Keras objects, which figures."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal, get_args

from workbench.catalog.surfaces import SURFACES

Topic = Literal["activation", "loss", "initializer", "optimizer", "neuron"]
Floats = tuple[float, ...]
_NEGATIVE = re.compile(r"-\.?\d")


@dataclass(frozen=True, kw_only=True)
class Exploring:
    """What is to be explored; a figure that the topic doesn't know keeps its default."""

    topic: Topic = "activation"
    names: tuple[str, ...] = ()
    at: Floats = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
    target: float = 0.0
    predicted: Floats = (0.9,)
    shape: tuple[int, ...] = (256, 256)
    activation: str = "relu"
    seed: int = 0
    surface: str = "ravine"
    start: Floats = ()
    rate: float | None = None
    steps: int = 100
    inputs: Floats = (2.0, 3.0)
    weights: Floats = (0.0, 1.0)
    bias: float = 4.0


USUAL = Exploring()


def add_words(command: argparse.ArgumentParser) -> None:
    """Let a parser understand them."""
    command.add_argument("topic", choices=get_args(Topic))
    told = "an activation, losses, an initializer or optimizers: gelu, leakyrelu, “sgd momentum=0.9”"
    command.add_argument("names", nargs="*", metavar="NAME", help=told)
    for name, told in (
        ("at", "where an activation is computed"),
        ("predicted", "a prediction: one number, or one for each class"),
        ("start", "where optimizers start"),
        ("inputs", "a neuron's two inputs"),
        ("weights", "a neuron's two weights"),
    ):
        told = (
            f"{told}; default {','.join(f'{number:g}' for number in getattr(USUAL, name)) or 'the surface’s'}"
        )
        command.add_argument(
            f"--{name}", metavar="X,X", type=_numbers, default=getattr(USUAL, name), help=told
        )
    told = "the number that should be predicted, or of several the number of the true class"
    command.add_argument("--target", metavar="Y", type=float, default=USUAL.target, help=told)
    told = "a kernel's shape; default 256,256"
    command.add_argument("--shape", metavar="N,N", type=_sizes, default=USUAL.shape, help=told)
    command.add_argument("--activation", metavar="NAME", default=USUAL.activation, help="between the layers")
    command.add_argument("--seed", metavar="N", type=int, default=USUAL.seed)
    command.add_argument("--surface", choices=tuple(SURFACES), default=USUAL.surface)
    command.add_argument("--rate", metavar="R", type=float, help="the learning rate of all optimizers")
    command.add_argument("--steps", metavar="N", type=int, default=USUAL.steps)
    command.add_argument("--bias", metavar="B", type=float, default=USUAL.bias)


def exploring(found: argparse.Namespace) -> Exploring:
    """Return what was understood."""
    told = {field.name: getattr(found, field.name) for field in fields(Exploring)}
    return Exploring(**told | {"names": tuple(found.names)})


def joined(words: Sequence[str]) -> list[str]:
    """Tie ``--at -1,0,1`` together, since the parser takes what begins with a dash for an option."""
    tied: list[str] = []
    for word in words:
        is_option = bool(tied) and tied[-1].startswith("--") and "=" not in tied[-1]
        if is_option and _NEGATIVE.match(word):
            tied[-1] = f"{tied[-1]}={word}"
        else:
            tied.append(word)
    return tied


def _numbers(text: str) -> Floats:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as failure:
        raise argparse.ArgumentTypeError(f"expected numbers such as -1,0.5, received {text}") from failure


def _sizes(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in re.split(r"[,x×]", text))
    except ValueError as failure:
        raise argparse.ArgumentTypeError(f"expected sizes such as 3,3,16,32, received {text}") from failure
