"""The engine that the tests of a session share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers import leaks
from workbench.protocol.client import EngineProcess


@contextmanager
def shared_engine(log: Path) -> Iterator[EngineProcess]:
    """Run an engine that the hunt for leaks knows about."""
    with EngineProcess(log=log) as process:
        assert process.pid is not None
        with leaks.allowed(pid=process.pid, thread=f"engine-{process.pid}"):
            yield process
