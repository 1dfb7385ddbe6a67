"""How far the engine is, in the words of the terminal."""

from __future__ import annotations

import pytest

from workbench.cli import advance
from workbench.cli.advance import Advance
from workbench.protocol.messages import Progress


def test_that_a_share_and_the_time_left_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(advance.clock, "monotonic", lambda: now[0])
    shown: list[str] = []
    show = Advance(shown.append)

    show(Progress(id=1, what="comparing", done=0, total=400))
    now[0] += 10
    show(Progress(id=1, what="comparing", done=100, total=400))
    show(Progress(id=1, what="checking", done=1, total=4))
    show(Progress(id=1, what="looking", done=12_000))

    assert shown == [
        "Comparing examples: 0%",
        "Comparing examples: 25%, 30 s left",
        "Checking columns and labels: 25%",
        "Looking for files: 12,000",
    ]
