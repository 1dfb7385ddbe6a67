"""What must be settled before Keras is imported, and a quick import of it."""

from __future__ import annotations

import os
import sys

from workbench.engine.no_gpu import LEFT_OUT

_OPTIONAL = ("pandas", "sklearn")


def prepare() -> None:
    """Choose the back end, keep TensorFlow's chatter low and GPU memory growing as needed."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    # Virtual machines offer AMX and then kill whoever uses it: training in bfloat16 would die of SIGILL.
    os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX512_CORE_FP16")


def leave_gpu_out() -> None:
    """Hide every GPU from this process, which begins after one that crashed with it."""
    os.environ |= {"CUDA_VISIBLE_DEVICES": "-1", LEFT_OUT: "1"}


def load_keras() -> tuple[str, str]:
    """Import Keras and TensorFlow and return their versions.

    Keras imports pandas and scikit-learn when they are there, only to accept their types, and that takes
    longer than Keras itself. They are hidden meanwhile; whoever needs them imports them afterwards.

    Raises:
        ImportError: one of the two is missing or broken.
    """
    hidden = [name for name in _OPTIONAL if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # makes an import fail at once
    try:
        import keras
        import tensorflow
    finally:
        for name in hidden:
            if sys.modules.get(name, name) is None:
                del sys.modules[name]
    return keras.__version__, tensorflow.__version__
