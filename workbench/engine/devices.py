"""The processors that can train: what there is, and working on one of them."""

from __future__ import annotations

import logging
import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import psutil

from workbench.engine.no_gpu import why_no_gpu
from workbench.foundation.errors import WorkbenchError, error

_LOG = logging.getLogger(__name__)
ALL = "gpus"
_CONTAINER = Path("/sys/fs/cgroup")


def devices() -> tuple[tuple[str, str], ...]:
    """Return (``cpu`` or ``gpu:N``, name) for each device that TensorFlow sees, and ``gpus`` for several."""
    found = [("cpu", f"CPU, {os.cpu_count() or 1} cores")]
    gpus = _gpus()
    for number, gpu in enumerate(gpus):
        found.append((f"gpu:{number}", _gpu_name(gpu, number)))
    if len(gpus) > 1:
        found.append((ALL, f"{len(gpus)} GPUs together"))
    return tuple(found)


def chosen(device: str) -> str:
    """Return ``cpu``, ``gpu:N`` or several, ``gpu:0,1``, for what a project says.

    ``cpu:0,1`` are so many logical devices on the processor, which try the way of several devices anywhere.

    Raises:
        WorkbenchError: there is no such device (where ``training.device``).
    """
    gpus = [name for name, _ in devices() if name.startswith("gpu:")]
    if device in ("auto", ALL) and gpus:
        several = f"gpu:{','.join(str(number) for number in range(len(gpus)))}"
        return several if device == ALL else gpus[0]
    if device in ("auto", "cpu"):
        return "cpu"
    kind, numbers = parts(device)
    if numbers and (kind == "cpu" or all(f"gpu:{number}" in gpus for number in numbers)):
        return f"{kind}:{','.join(map(str, numbers))}"
    expected = ", ".join(["auto", "cpu", *gpus])
    reason = f" {why_no_gpu()}" if not gpus else ""
    raise WorkbenchError(
        error(
            "device.missing",
            "training.device",
            f"There is no device “{device}” here: expected one of {expected}.{reason}",
            "Choose “auto”, which takes the best device that is there, or “cpu”, which always is.",
        )
    )


def parts(device: str) -> tuple[str, tuple[int, ...]]:
    """Return the kind of a device and its numbers, each once: ``gpu:1,0`` is (``gpu``, (0, 1))."""
    kind, _, numbers = device.partition(":")
    found = {int(number) for number in numbers.split(",") if number.isdecimal()}
    return kind, tuple(sorted(found))


def first_of(device: str) -> str:
    """Return the first of several devices, for a short look that needs no more; one device as it is."""
    kind, numbers = parts(device)
    return device if len(numbers) < 2 else "cpu" if kind == "cpu" else f"{kind}:{numbers[0]}"


def work_on(device: str) -> AbstractContextManager[Any]:
    """Return a block in which this thread's tensors live on a device; on several, its variables on all."""
    import tensorflow as tf

    kind, numbers = parts(device)
    gpus = _gpus()
    for gpu in gpus:
        try:
            tf.config.experimental.set_memory_growth(gpu, True)
        except (RuntimeError, ValueError):
            # TensorFlow takes this only before its first use of the device.
            _LOG.info("Memory growth of %s stays as it is", gpu.name)
    if len(numbers) < 2:
        return tf.device(f"/{device.upper()}") if gpus else nullcontext()
    if kind == "cpu":
        _make_logical(max(numbers) + 1)
    strategy = tf.distribute.MirroredStrategy([f"{kind.upper()}:{number}" for number in numbers])
    scope: AbstractContextManager[Any] = strategy.scope()
    return scope


def settle_determinism() -> None:
    """Take only operations that give the same bits again, for the rest of this process."""
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()


def memory_there(device: str) -> int | None:
    """Return the bytes that are free on ``cpu`` or ``gpu:N``; None where nobody can tell."""
    if parts(device)[0] == "cpu":
        free = int(psutil.virtual_memory().available)
        return min((free, *_left_of_container()))
    known = memory_used(device)
    return None if known is None else known[1] - known[0]


def memory_used(device: str) -> tuple[int, int] | None:
    """Return the bytes taken (by whomever) and all bytes of GPUs; None for a CPU or where it is unknown."""
    kind, numbers = parts(device)
    if kind == "cpu":
        return None
    try:
        import pynvml  # type: ignore[import-not-found,unused-ignore]  # of nvidia-ml-py, where it is installed
    except ImportError:
        return None
    try:
        pynvml.nvmlInit()
        try:
            handles = [pynvml.nvmlDeviceGetHandleByIndex(number) for number in numbers]
            found = [pynvml.nvmlDeviceGetMemoryInfo(handle) for handle in handles]
            return sum(int(memory.used) for memory in found), sum(int(memory.total) for memory in found)
        finally:
            pynvml.nvmlShutdown()
    except (pynvml.NVMLError, ValueError):
        _LOG.info("The memory of %s can't be read", device, exc_info=True)
        return None


def _left_of_container() -> tuple[int, ...]:
    """Return what a container's own limit leaves, where there is one: beyond it a process is killed."""
    try:
        limit, used = (int((_CONTAINER / name).read_text()) for name in ("memory.max", "memory.current"))
    except (OSError, ValueError):
        return ()
    return (max(0, limit - used),)


def _make_logical(count: int) -> None:
    """Part the processor into logical devices; TensorFlow takes this only before its first use."""
    import tensorflow as tf

    processor = tf.config.list_physical_devices("CPU")[0]
    try:
        wanted = [tf.config.LogicalDeviceConfiguration() for _ in range(count)]
        tf.config.set_logical_device_configuration(processor, wanted)
    except RuntimeError:
        _LOG.info("The processor stays as it is")


def _gpus() -> list[Any]:
    import tensorflow as tf

    return list(tf.config.list_physical_devices("GPU"))


def _gpu_name(gpu: Any, number: int) -> str:
    import tensorflow as tf

    details = tf.config.experimental.get_device_details(gpu)
    return str(details.get("device_name", f"GPU {number}"))
