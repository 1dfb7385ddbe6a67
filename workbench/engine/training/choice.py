"""How a run's steps are compiled: chosen when it begins, and kept in it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from workbench.foundation import atomic

NAME = "execution.json"
"""The file's name among a run's artifacts."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Whether XLA compiles the steps, the odd last one of an epoch with the others, and why, in words."""

    xla: bool
    why: str = ""
    joins_rest: bool = False


PLAIN = Choice(xla=False)


def keep(choice: Choice, artifacts: Path) -> None:
    """Write the choice into the run; OSError when it can't be written."""
    atomic.write_bytes(artifacts / NAME, msgspec.json.encode(choice))


def kept(artifacts: Path) -> Choice:
    """Return what the run chose when it began; runs from before there was a choice had no XLA."""
    try:
        return msgspec.json.decode((artifacts / NAME).read_bytes(), type=Choice)
    except (OSError, msgspec.DecodeError):
        return Choice(xla=False, why="as the run began")
