"""What an engine loads while nobody asks."""

from __future__ import annotations

from queue import SimpleQueue

import pytest

from workbench.engine import ahead
from workbench.engine.ahead import Ahead


def test_that_who_has_work_loads_nothing_ahead() -> None:
    loaded: list[str] = []
    queue: SimpleQueue[int] = SimpleQueue()
    queue.put(1)

    assert Ahead(loaded.append).take(queue) == 1
    assert loaded == []


def test_that_who_has_no_work_loads_module_after_module_and_then_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ahead, "_IDLE_S", 0.001)
    monkeypatch.setattr(ahead, "_BETWEEN_S", 0.001)
    queue: SimpleQueue[int] = SimpleQueue()
    loaded: list[str] = []

    def load(name: str) -> None:
        loaded.append(name)
        if len(loaded) == 2:
            queue.put(2)
            raise ImportError(name)
        if len(loaded) == 4:
            queue.put(4)

    busy = Ahead(load)
    assert busy.take(queue) == 2
    assert len(loaded) == 2
    assert busy.take(queue) == 4
    assert len(set(loaded)) == 4
