"""Whether weights fit into this machine, known before any is allocated."""

from __future__ import annotations

from functools import lru_cache

import psutil

from workbench.foundation.errors import Problem, error

_BYTES = 4  # a weight of float32


def memory_problem(params: int, what: str, where: str) -> Problem | None:
    """Return the problem of more parameters than the machine's memory holds, or None."""
    needed, present = params * _BYTES, _memory()
    if needed <= present:
        return None
    message = (
        f"{what} has {params:,} parameters, which need {needed / 2**30:,.1f} GiB: "
        f"expected at most the {present / 2**30:,.1f} GiB of this machine."
    )
    return error("too-large", where, message, "Make the layers smaller.")


@lru_cache(maxsize=1)
def _memory() -> int:
    return int(psutil.virtual_memory().total)
