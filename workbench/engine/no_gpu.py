"""Why an NVIDIA card that is in the machine is not used: hidden, driver, TensorFlow or its libraries."""

from __future__ import annotations

import ctypes
import importlib.util
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

LEFT_OUT = "WORKBENCH_GPU_LEFT_OUT"
"""Set by a window for an engine that begins without a GPU after one that crashed."""
_NVIDIA, _DISPLAY = "0x10de", "0x03"
_DEVICES = Path("/sys/bus/pci/devices")
_DRIVER = "libcuda.so.1"
_LIBRARIES = ("libcudart.so.12", "libcublas.so.12", "libcufft.so.11", "libcudnn.so.9")
_INIT_ERRORS = {
    100: "it finds no card that it can use",
    802: "the system is not ready for it yet",
    803: "its parts are of different versions, which a restart of the machine mends",
    804: "it does not support this card's way of compatibility",
    999: "of an unknown error, often after the machine slept; a restart helps",
}


def why_no_gpu() -> str:
    """Return why TensorFlow uses no GPU though a card is there; empty where there is none, or one is used."""
    import tensorflow as tf

    if tf.config.list_physical_devices("GPU") or not has_card():
        return ""
    return in_words(
        hidden=os.environ.get("CUDA_VISIBLE_DEVICES"),
        is_built_with_cuda=tf.test.is_built_with_cuda(),
        driver=driver_error(),
        missing=tuple(missing_libraries()),
    )


def in_words(
    *, hidden: str | None, is_built_with_cuda: bool, driver: int | None, missing: Sequence[str]
) -> str:
    """Return the first reason that holds; ``driver`` is CUDA's error, None where there is no driver."""
    there = "An NVIDIA card is there, but it is not used:"
    if os.environ.get(LEFT_OUT):
        return f"{there} loading TensorFlow with it crashed, so it is left out until the window opens anew."
    if hidden is not None and hidden.strip() in ("", "-1"):
        return f"{there} the environment variable CUDA_VISIBLE_DEVICES hides it."
    if driver is None:
        return f"{there} NVIDIA's driver is not installed, or does not run."
    if driver:
        reason = _INIT_ERRORS.get(driver, f"of its error {driver}")
        return f"{there} NVIDIA's driver does not start, because {reason}."
    if not is_built_with_cuda:
        return f"{there} this TensorFlow was built without CUDA."
    if missing:
        return (
            f"{there} libraries of CUDA are missing ({', '.join(missing)}). "
            "`pip install tensorflow[and-cuda]` brings them."
        )
    return f"{there} TensorFlow can't work with it. The engine's log says why."


def has_card() -> bool:
    """Tell whether an NVIDIA card is plugged in, whatever the driver thinks of it."""
    if Path("/dev/nvidia0").exists():
        return True
    return any(
        _line(place / "vendor") == _NVIDIA and _line(place / "class").startswith(_DISPLAY)
        for place in (_DEVICES.iterdir() if _DEVICES.is_dir() else ())
    )


def driver_error() -> int | None:
    """Return what NVIDIA's driver says when it is started, 0 for well; None where there is none."""
    try:
        return int(ctypes.CDLL(_DRIVER).cuInit(0))
    except (OSError, AttributeError):
        return None


def missing_libraries() -> Iterator[str]:
    """Yield CUDA's libraries that stand neither in the system nor in Python's packages."""
    found = importlib.util.find_spec("nvidia")
    folders = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    for name in _LIBRARIES:
        if any(next(folder.glob(f"*/lib/{name}"), None) for folder in folders):
            continue
        try:
            ctypes.CDLL(name)
        except OSError:
            yield name


def _line(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
