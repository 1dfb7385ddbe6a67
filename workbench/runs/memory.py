"""What memory a run was to take: written when it begins, and told should memory run out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from workbench.foundation import atomic
from workbench.foundation.amounts import size
from workbench.protocol.preflight import MemoryNeed
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower
from workbench.runs.state import fold

NAME = "memory.json"
"""The file's name among a run's artifacts."""


def keep(need: MemoryNeed, artifacts: Path) -> None:
    """Write what a run is to take; OSError when it can't be written."""
    atomic.write_bytes(artifacts / NAME, msgspec.json.encode(need))


def kept(artifacts: Path) -> MemoryNeed | None:
    """Return what a run was to take; None where it died before it knew."""
    try:
        return msgspec.json.decode((artifacts / NAME).read_bytes(), type=MemoryNeed)
    except (OSError, msgspec.DecodeError):
        return None


def in_words(folder: RunFolder) -> str:
    """Return what a run was to take and what it was seen to hold; empty where neither is known."""
    return " ".join((*_needed(kept(folder.artifacts)), *_held(folder)))


def parts_in_words(need: MemoryNeed) -> str:
    """Return what a need is made of, without what is nothing."""
    parts = (
        ("weights", need.weights),
        ("gradients", need.gradients),
        ("optimizer", need.optimizer),
        ("a batch's activations", need.activations),
        ("data", need.data),
    )
    return ", ".join(f"{size(count)} {name}" for name, count in parts if count)


def _needed(need: MemoryNeed | None) -> Iterator[str]:
    if need is None:
        return
    there = "" if need.there is None else f", and {size(need.there)} were free when it began"
    yield f"It needed at least {size(need.total)} ({parts_in_words(need)}){there}."


def _held(folder: RunFolder) -> Iterator[str]:
    usage = fold(Follower(folder.journal).there()).usage
    if usage is not None:
        yield f"Its process held {size(usage.memory)} when that was last measured."
