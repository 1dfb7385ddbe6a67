"""What a GPU says when it can't go on, in words: memory, libraries, driver, the card itself."""

from __future__ import annotations

import re

from workbench.foundation.errors import Problem, error

_MEMORY = "The GPU's memory does not suffice."
_CPU = "Or choose the CPU as the device, under Training."
_KNOWN = (
    (
        r"CUDA_ERROR_OUT_OF_MEMORY|failed to allocate .*(?:GPU|device)|CUBLAS_STATUS_ALLOC_FAILED",
        _MEMORY,
        "Try half the batch size, or end other programs that use the card.",
    ),
    (
        r"CUDNN_STATUS_NOT_INITIALIZED|DNN library|could not create cudnn handle|libcudnn",
        "cuDNN, NVIDIA's library for networks, does not start on the GPU.",
        "Mostly another program holds the card's memory, or cuDNN is of another version than TensorFlow's: "
        "`pip install tensorflow[and-cuda]` brings the right one.",
    ),
    (
        r"CUDA_ERROR_NO_BINARY_FOR_GPU|no kernel image|CUDA_ERROR_INVALID_PTX|CUDA_ERROR_UNSUPPORTED_PTX",
        "This TensorFlow was not built for this GPU.",
        "The card is too old or too new for it: try a newer TensorFlow and driver.",
    ),
    (
        r"CUDA driver version is insufficient|CUDA_ERROR_SYSTEM_DRIVER_MISMATCH",
        "NVIDIA's driver is too old for this TensorFlow, or of another version than its libraries.",
        "Install a newer driver and restart the machine.",
    ),
    (
        r"CUDA_ERROR_\w+|CUBLAS_STATUS_\w+|CUDNN_STATUS_\w+|NCCL error|cuda(?:Error|Get|Set)\w+",
        "The GPU failed in the middle of the work.",
        "After the machine slept a card is often lost until programs that use it are started anew: "
        "Run > Restart the engine, then Resume.",
    ),
)


def gpu_problem(text: str, half_batch: str = "") -> Problem | None:
    """Return what to tell of a failure whose message speaks of a GPU; None for any other.

    ``half_batch`` is the advice of half the batch with its number, where that is known.
    """
    for pattern, message, hint in _KNOWN:
        if found := re.search(pattern, text, re.IGNORECASE):
            if message == _MEMORY and half_batch:
                hint = f"{half_batch}, or end other programs that use the card."
            told = f"{message} It says {found[0]}."
            return error("gpu.failed", "training.device", told, f"{hint} {_CPU}")
    return None
