"""Lets commands of the shell use the session's engine: a new one takes seconds to start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest

from workbench.protocol.client import EngineProcess


def lend(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch, *commands: ModuleType) -> None:
    """Put ``engine`` in the place of the one that these modules of commands would start."""

    @contextmanager
    def an_engine(_output: object) -> Iterator[EngineProcess]:
        yield engine

    for module in commands:
        monkeypatch.setattr(module, "an_engine", an_engine)
