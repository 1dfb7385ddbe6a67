"""How many threads compute a run: other numbers add in another order, and give other bits."""

from __future__ import annotations

import os

import msgspec
import tensorflow as tf

from workbench.foundation import atomic
from workbench.foundation.errors import Problem, warning
from workbench.runs.folder import RunFolder

_NAME = "threads.json"


class Threads(msgspec.Struct, frozen=True):
    """Threads within one operation, and operations at once; never 0."""

    intra_op: int
    inter_op: int


def settle(folder: RunFolder) -> tuple[Problem, ...]:
    """Write down the threads of a run that begins; take those of one that goes on. Before any computation.

    Returns what to tell where they can't be had any more, or can't be written down.
    """
    here, before = _here(), _kept(folder)
    if before is None:
        return _keep(folder, here)
    if before == here:
        return ()
    try:
        tf.config.threading.set_intra_op_parallelism_threads(before.intra_op)
        tf.config.threading.set_inter_op_parallelism_threads(before.inter_op)
    except RuntimeError:
        return (
            warning(
                "threads.other",
                "run",
                f"The run goes on with {here.intra_op} threads, and began with {before.intra_op}: "
                "the last digits of its figures may differ.",
                "Nothing needs to be done.",
            ),
        )
    return ()


def _here() -> Threads:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Threads(
        intra_op=tf.config.threading.get_intra_op_parallelism_threads() or cores,
        inter_op=tf.config.threading.get_inter_op_parallelism_threads() or cores,
    )


def _kept(folder: RunFolder) -> Threads | None:
    try:
        return msgspec.json.decode((folder.artifacts / _NAME).read_bytes(), type=Threads)
    except (OSError, msgspec.DecodeError):
        return None


def _keep(folder: RunFolder, threads: Threads) -> tuple[Problem, ...]:
    try:
        atomic.write_bytes(folder.artifacts / _NAME, msgspec.json.encode(threads))
    except OSError as failure:
        reason = failure.strerror or str(failure)
        return (warning("threads.unkept", "run", f"The number of threads can't be written down: {reason}."),)
    return ()
