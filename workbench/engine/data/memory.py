"""How much memory the examples may take."""

from __future__ import annotations

import os

import psutil

_SHARE = 0.25
_SETTING = "WORKBENCH_DATA_MEMORY"


def give_back() -> None:
    """Return memory to the system that Arrow, where pandas' texts lie, keeps for later."""
    import pyarrow

    pyarrow.default_memory_pool().release_unused()


def budget() -> int:
    """Return the bytes that examples may take: a quarter of the free memory, or ``WORKBENCH_DATA_MEMORY``."""
    told = os.environ.get(_SETTING, "")
    return int(told) if told.isdecimal() else int(_SHARE * psutil.virtual_memory().available)
