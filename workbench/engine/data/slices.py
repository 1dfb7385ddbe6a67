"""Rows a slice at a time, so that long work tells how far it is and hears that it shall end."""

from __future__ import annotations

from collections.abc import Iterator

_BYTES = 32 << 20


def slices(count: int, nbytes: int) -> Iterator[slice]:
    """Yield slices of ``count`` rows that take ``nbytes`` together; each takes 32 MiB, or is one row."""
    step = max(1, _BYTES * count // max(1, nbytes))
    for start in range(0, count, step):
        yield slice(start, start + step)
