"""The engine that takes the place of one that became a run: it waits until that has got going."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.small_engine import LISTENS
from workbench.protocol.messages import LookAt, Response, RunAccepted
from workbench.ui.document import engine_client
from workbench.ui.document.engine_client import EngineClient

BECOMES_A_RUN = """
    if isinstance(request, Run):
        say(RunAccepted(id=request.id, pid=0))
        break
    say(Cancelled(id=request.id))
"""
FOR_EVER_MS = 3_600_000
Answers = list[Response]


@pytest.fixture
def become(
    qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[int], EngineClient]]:
    made: list[EngineClient] = []

    def become_a_run(rest: int) -> EngineClient:
        monkeypatch.setattr(engine_client, "_REST_MS", rest)
        client = EngineClient(command=(sys.executable, "-c", LISTENS + BECOMES_A_RUN))
        made.append(client)
        with qtbot.waitSignal(client.ready):
            client.start()
        answers: Answers = []
        client.become_run("/d/run", answers.append)
        qtbot.waitUntil(lambda: bool(answers))
        assert isinstance(answers[0], RunAccepted)
        return client

    yield become_a_run
    for client in made:
        client.stop()
        client.deleteLater()


def test_that_the_next_engine_starts_once_the_run_has_got_going(
    qtbot: QtBot, become: Callable[[int], EngineClient]
) -> None:
    client = become(FOR_EVER_MS)
    assert not client.is_ready

    with qtbot.waitSignal(client.ready):
        client.wake()


def test_that_the_next_engine_starts_by_itself_after_a_while(
    qtbot: QtBot, become: Callable[[int], EngineClient]
) -> None:
    client = become(1)

    qtbot.waitUntil(lambda: client.is_ready)


def test_that_what_is_asked_meanwhile_is_answered_by_the_next_engine(
    qtbot: QtBot, become: Callable[[int], EngineClient]
) -> None:
    client = become(FOR_EVER_MS)
    answers: Answers = []

    client.request(LookAt, answers.append, path="/d")
    assert not answers
    client.wake()

    qtbot.waitUntil(lambda: bool(answers))


def test_that_waking_an_engine_that_does_not_rest_starts_none(
    become: Callable[[int], EngineClient],
) -> None:
    client = become(FOR_EVER_MS)
    client.stop()
    processes = set(psutil.Process().children())

    client.wake()

    assert set(psutil.Process().children()) == processes


def test_that_a_window_that_closes_as_its_run_begins_leaves_no_pipe_open(
    qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Kept(subprocess.Popen[bytes]):
        def __init__(self, *words: Any, **wishes: Any) -> None:
            super().__init__(*words, **wishes)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Kept)
    client = EngineClient(command=(sys.executable, "-c", LISTENS + BECOMES_A_RUN))
    with qtbot.waitSignal(client.ready):
        client.start()
    answers: Answers = []

    def close(response: Response) -> None:
        client.stop()
        client.deleteLater()
        answers.append(response)

    client.become_run("/d/run", close)
    qtbot.waitUntil(lambda: bool(answers))

    (run,) = started
    assert run.stdin is not None and run.stdout is not None
    assert run.stdin.closed and run.stdout.closed
    qtbot.waitUntil(lambda: run.poll() is not None)
