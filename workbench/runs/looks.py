"""How often the test part of a run was judged: what is looked at again and again is no test any more."""

from __future__ import annotations

from pathlib import Path

import msgspec

from workbench.foundation import atomic

NAME = "test-looks.json"


class _Looks(msgspec.Struct, frozen=True):
    count: int


def count(artifacts: Path) -> int:
    """Return how often the test part was judged; 0 where nobody counted."""
    try:
        return msgspec.json.decode((artifacts / NAME).read_bytes(), type=_Looks).count
    except (OSError, msgspec.DecodeError):
        return 0


def add(artifacts: Path) -> int:
    """Count one more look and return the number; OSError when it can't be written down."""
    number = count(artifacts) + 1
    artifacts.mkdir(exist_ok=True)
    atomic.write_bytes(artifacts / NAME, msgspec.json.encode(_Looks(number)))
    return number
