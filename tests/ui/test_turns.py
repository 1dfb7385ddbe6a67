"""Work that takes turns: never two pieces in one pass of the event loop, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QTimer

from workbench.ui.turns import Turn

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def passes(qtbot: QtBot) -> Iterator[list[str]]:
    """What was done, with a bar at each pass of the event loop: a timer fires once in each."""
    told: list[str] = []
    mark = QTimer(interval=0)
    mark.timeout.connect(lambda: told.append("|"))
    mark.start()
    yield told
    mark.stop()


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


def _turn(owner: QObject, told: list[str], name: str, *, interval: int = 0, is_single: bool = False) -> Turn:
    turn = Turn(owner, interval=interval, is_single=is_single)
    turn.came.connect(lambda: told.append(name))
    return turn


def test_that_what_is_due_at_once_is_done_in_passes_of_its_own(
    qtbot: QtBot, owner: QObject, passes: list[str]
) -> None:
    turns = [_turn(owner, passes, name) for name in "abc"]
    for turn in turns:
        turn.start()

    qtbot.waitUntil(lambda: all(passes.count(name) >= 5 for name in "abc"))
    for turn in turns:
        turn.stop()

    work = [len(each) for each in "".join(passes).split("|")]
    assert max(work) == 1
    assert all(not (one and other) for one, other in pairwise(work))  # painting's pass
    done = [each for each in passes if each != "|"]
    assert abs(done.count("a") - done.count("c")) <= 1


def test_that_a_single_one_comes_once_and_one_that_was_stopped_does_not(
    qtbot: QtBot, owner: QObject, passes: list[str]
) -> None:
    once = _turn(owner, passes, "once", is_single=True)
    never = _turn(owner, passes, "never")
    witness = _turn(owner, passes, "seen")
    for turn in (once, never, witness):
        turn.start()
    assert never.is_active
    witness.came.connect(never.stop)
    never.stop()

    qtbot.waitUntil(lambda: passes.count("seen") >= 4)
    witness.stop()

    assert passes.count("once") == 1
    assert "never" not in passes
    assert not (once.is_active or never.is_active or witness.is_active)


def test_that_one_that_waits_is_withdrawn_by_its_stop(
    qtbot: QtBot, owner: QObject, passes: list[str]
) -> None:
    first, second = _turn(owner, passes, "first"), _turn(owner, passes, "second")
    first.came.connect(second.stop)  # both are due, and the first one's work ends the second
    first.start()
    second.start()

    qtbot.waitUntil(lambda: passes.count("first") >= 3)
    first.stop()

    assert "second" not in passes


def test_that_the_turn_of_what_is_gone_is_withdrawn(qtbot: QtBot, owner: QObject, passes: list[str]) -> None:
    gone = QObject()
    lost = _turn(gone, passes, "lost")
    other = _turn(owner, passes, "other")
    other.came.connect(gone.deleteLater)
    other.start()
    lost.start()
    qtbot.waitUntil(lambda: passes.count("other") >= 3)
    before = passes.count("lost")

    qtbot.waitUntil(lambda: passes.count("other") >= 6)
    other.stop()

    assert passes.count("lost") == before
