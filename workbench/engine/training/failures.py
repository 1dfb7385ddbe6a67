"""Why a training failed, in words. What Keras and TensorFlow raise is turned into problems here."""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.engine.training.gpu_failures import gpu_problem
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.runs import memory
from workbench.runs.folder import RunFolder

# What TensorFlow adds for whoever debugs its graphs.
_NOISE = re.compile(r"\{\{[^}]*\}\}\s*|\s*\[Op:\w*\](\s*name:)?|\s*\[\[\{\{[^\]]*\]\]")
_LABEL = re.compile(r"label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)")


def explain(failure: BaseException, project: Project | None, log: Path) -> tuple[Problem, ...]:
    """Return what to tell of a failure; never empty. ``log`` is that of the run, in its folder."""
    import tensorflow as tf

    if isinstance(failure, WorkbenchError):
        return failure.problems
    if isinstance(failure, (MemoryError, tf.errors.ResourceExhaustedError)):
        return (_out_of_memory(failure, project, log.parent),)
    if isinstance(failure, OSError):
        return (_file(failure),)
    if label := _LABEL.search(str(failure)):
        return (
            error(
                "labels.outside",
                "training.loss",
                f"A target is no class of the network: expected 0 to {int(label[2]) - 1}, "
                f"received {label[1]}.",
                "Give the last layer as many units as the data has classes.",
            ),
        )
    if (of_gpu := gpu_problem(str(failure), _half_batch(project))) is not None:
        return (of_gpu,)
    if isinstance(failure, (ValueError, TypeError, tf.errors.OpError)):
        return (
            error(
                "keras.refused",
                "run",
                f"Keras refused: {_first_words(failure)}",
                f"The whole message stands in {log}.",
            ),
        )
    return (
        error(
            "internal",
            "run",
            f"The training stumbled: {type(failure).__name__}: {_first_words(failure)}",
            f"The details stand in {log}.",
        ),
    )


What = Literal["examples", "targets", "weights of the examples", "output", "loss", "gradient", "update"]


@dataclass(frozen=True)
class Cause:
    """What was the first that is no finite number, and the layer that it shows in, where it is one's."""

    what: What
    layer: str | None = None


class DivergedError(WorkbenchError):
    """A loss or weights that are no finite numbers any more."""


def diverged(
    epoch: int, step: int | None = None, cause: Cause | None = None, graph: Graph | None = None
) -> DivergedError:
    """Return the error of a loss that is no number any more, from step ``step`` (from 0) of ``epoch`` on."""
    place = f"epoch {epoch + 1}" if step is None else f"batch {step + 1} of epoch {epoch + 1}"
    message = f"The loss is no finite number any more in {place}: the training went astray."
    hint = "Try a learning rate ten times smaller, clip gradients, or look for extreme values in the data."
    if cause is not None:
        message = f"The loss is no finite number any more in {place}: {_astray(cause)}."
        hint = _WAYS_OUT.get(cause.what, hint)
    return DivergedError(error("loss.diverged", _where(cause, graph), message, hint))


_WAYS_OUT = {
    "examples": "Look for missing or infinite values on the Data page, and fill or leave out what has them.",
    "targets": "Look for missing or infinite targets on the Data page.",
    "weights of the examples": "Look for missing or infinite values in the column of weights.",
}


def _astray(cause: Cause) -> str:
    layer = f"of “{cause.layer}”" if cause.layer is not None else "of a layer"
    match cause.what:
        case "examples" | "targets" | "weights of the examples":
            return f"the {cause.what} of that batch hold values that are no finite numbers"
        case "output":
            return f"the output {layer} is the first that is not finite"
        case "loss":
            return "every layer's output is finite, and the loss of it is not"
        case "gradient":
            return f"the gradient {layer} is the first that is not finite"
        case "update":
            return f"the gradients are finite, and the weights {layer} are not any more after the step"


def _where(cause: Cause | None, graph: Graph | None) -> str:
    if cause is None or cause.layer is None or graph is None:
        return "data.source" if cause is not None and cause.what in _WAYS_OUT else "training.optimizer"
    node = next((node for node in graph.nodes if node.name == cause.layer), None)
    return "training.optimizer" if node is None else f"node:{node.id}"


def _out_of_memory(failure: BaseException, project: Project | None, run: Path) -> Problem:
    whose = "The GPU's memory" if "GPU" in str(failure) else "The memory"
    message = f"{whose} does not suffice. {memory.in_words(RunFolder(run))}".strip()
    hint = f"{_half_batch(project) or 'Choose a smaller batch'}, or a smaller network."
    return error("memory.exhausted", "training.batch_size", message, hint)


def _half_batch(project: Project | None) -> str:
    """Return the advice of half the project's batch; empty where there is nothing to halve."""
    if project is None or project.training.batch_size < 2:
        return ""
    return f"Try a batch size of {project.training.batch_size // 2}"


def _file(failure: OSError) -> Problem:
    what = failure.filename or "A file of the run"
    if failure.errno == errno.ENOSPC:
        return error("disk.full", "run", f"The disk is full: {what} can't be written.", "Free some space.")
    return error("file.failed", "run", f"{what} can't be read or written: {failure.strerror or failure}.")


def _first_words(failure: BaseException) -> str:
    """Return the first paragraph of a message, in one line of bearable length."""
    paragraph = _NOISE.sub("", str(failure)).strip().split("\n\n")[0]
    text = " ".join(paragraph.split())
    return text if len(text) <= 400 else f"{text[:399]}…"
