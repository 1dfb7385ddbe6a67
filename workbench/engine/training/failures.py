"""Why a training failed, in words. What Keras and TensorFlow raise is turned into problems here."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.project.project import Project

# What TensorFlow adds for whoever debugs its graphs.
_NOISE = re.compile(r"\{\{[^}]*\}\}\s*|\s*\[Op:\w*\](\s*name:)?|\s*\[\[\{\{[^\]]*\]\]")
_LABEL = re.compile(r"label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)")


def explain(failure: BaseException, project: Project | None, log: Path) -> tuple[Problem, ...]:
    """Return what to tell of a failure; never empty."""
    import tensorflow as tf

    if isinstance(failure, WorkbenchError):
        return failure.problems
    if isinstance(failure, (MemoryError, tf.errors.ResourceExhaustedError)):
        return (_out_of_memory(project),)
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


def diverged(epoch: int, name: str) -> WorkbenchError:
    """Return the error of a loss that is no number any more."""
    return WorkbenchError(
        error(
            "loss.diverged",
            "training.optimizer",
            f"The {name} is no finite number any more in epoch {epoch + 1}: the training went astray.",
            "Try a learning rate ten times smaller, clip gradients, or look for extreme values in the data.",
        )
    )


def _out_of_memory(project: Project | None) -> Problem:
    hint = "Choose a smaller batch or a smaller network."
    if project is not None and project.training.batch_size > 1:
        hint = f"Try a batch size of {project.training.batch_size // 2}, or a smaller network."
    return error("memory.exhausted", "training.batch_size", "The memory does not suffice.", hint)


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
