"""The two clocks: one that never goes back, one that people read."""

import time
from datetime import UTC, datetime


def monotonic() -> float:
    """Return seconds from an arbitrary start; never goes back."""
    return time.monotonic()


def now() -> float:
    """Return the seconds since 1970, as files carry them."""
    return time.time()


def utc_now() -> str:
    """Return the time as ISO 8601 with milliseconds, in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def stamp() -> str:
    """Return the local time as it stands in a run folder's name: ``20261120-153000``."""
    return datetime.now().strftime("%Y%m%d-%H%M%S")
