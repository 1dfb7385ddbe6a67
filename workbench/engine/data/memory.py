"""How much memory the examples may take."""

from __future__ import annotations

import ctypes
import os
import sys

import psutil

_SHARE = 0.25
_SETTING = "WORKBENCH_DATA_MEMORY"


def give_back() -> None:
    """Return memory to the system that is kept for later: by Arrow, where pandas' texts lie, and by glibc.

    What threads took for pieces of a file stays with them otherwise, as much as a tenth of a large table.
    """
    import pyarrow

    pyarrow.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it
        if trim is not None:
            trim(0)


def budget() -> int:
    """Return the bytes that examples may take: a quarter of the free memory, or ``WORKBENCH_DATA_MEMORY``."""
    told = os.environ.get(_SETTING, "")
    return int(told) if told.isdecimal() else int(_SHARE * psutil.virtual_memory().available)
