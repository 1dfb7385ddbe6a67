"""The processors that can train: what there is, and working on one of them."""

from __future__ import annotations

import logging
import os
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psutil

from workbench.foundation.errors import WorkbenchError, error

_LOG = logging.getLogger(__name__)


def devices() -> tuple[tuple[str, str], ...]:
    """Return (``cpu`` or ``gpu:N``, name) for each device that TensorFlow sees."""
    found = [("cpu", f"CPU, {os.cpu_count() or 1} cores")]
    for number, gpu in enumerate(_gpus()):
        found.append((f"gpu:{number}", _gpu_name(gpu, number)))
    return tuple(found)


def chosen(device: str) -> str:
    """Return ``cpu`` or ``gpu:N`` for a project's ``auto``, ``cpu`` or ``gpu:N``.

    Raises:
        WorkbenchError: there is no such device (where ``training.device``).
    """
    known = [name for name, _ in devices()]
    if device == "auto":
        return known[-1] if len(known) == 1 else "gpu:0"
    if device not in known:
        expected = ", ".join(["auto", *known])
        raise WorkbenchError(
            error(
                "device.missing",
                "training.device",
                f"There is no device “{device}” here: expected one of {expected}.",
                "Choose “auto”, which takes the best device that is there.",
            )
        )
    return device


def work_on(device: str) -> AbstractContextManager[Any]:
    """Return a block in which this thread's tensors live on ``cpu`` or ``gpu:N``."""
    import tensorflow as tf

    gpus = _gpus()
    for gpu in gpus:
        try:
            tf.config.experimental.set_memory_growth(gpu, True)
        except (RuntimeError, ValueError):
            # TensorFlow takes this only before its first use of the device.
            _LOG.info("Memory growth of %s stays as it is", gpu.name)
    return tf.device(f"/{device.upper()}") if gpus else nullcontext()


def memory_there(device: str) -> int | None:
    """Return the bytes that are free on ``cpu`` or ``gpu:N``; None where nobody can tell."""
    if device == "cpu":
        return int(psutil.virtual_memory().available)
    known = memory_used(device)
    return None if known is None else known[1] - known[0]


def memory_used(device: str) -> tuple[int, int] | None:
    """Return the bytes taken (by whomever) and all bytes of ``gpu:N``; None for a CPU or where it is unknown."""
    if device == "cpu":
        return None
    try:
        import pynvml  # type: ignore[import-not-found,unused-ignore]  # of nvidia-ml-py, where it is installed
    except ImportError:
        return None
    try:
        pynvml.nvmlInit()
        try:
            handle = pynvml.nvmlDeviceGetHandleByIndex(int(device.partition(":")[2]))
            memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
            return int(memory.used), int(memory.total)
        finally:
            pynvml.nvmlShutdown()
    except (pynvml.NVMLError, ValueError):
        _LOG.info("The memory of %s can't be read", device, exc_info=True)
        return None


def _gpus() -> list[Any]:
    import tensorflow as tf

    return list(tf.config.list_physical_devices("GPU"))


def _gpu_name(gpu: Any, number: int) -> str:
    import tensorflow as tf

    details = tf.config.experimental.get_device_details(gpu)
    return str(details.get("device_name", f"GPU {number}"))
