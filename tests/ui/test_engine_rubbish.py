"""An engine that sends something else than frames is closed, and whoever asked is told."""

from __future__ import annotations

import struct
import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from workbench.project.project import Project
from workbench.protocol.messages import Analyse, Failed, Response
from workbench.ui.document.engine_client import EngineClient

_SENDS = """
import sys
sys.stdout.buffer.write(bytes.fromhex(sys.argv[1]))
sys.stdout.buffer.flush()
sys.stdin.read()
"""


def framed(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(struct.pack(">I", 1 << 31), id="an impossible length"),
        pytest.param(framed(b"{"), id="no JSON"),
        pytest.param(framed(b'{"type":"RunAccepted","id":NaN}'), id="no number"),
        pytest.param(framed(b"[" * 20_000), id="deeper than any stack"),
        pytest.param(b"2026-01-01 some library: warning\n", id="words of a library"),
    ],
)
def test_that_rubbish_ends_the_engine_and_answers_whoever_waits(
    sent: bytes, qtbot: QtBot, qapp: object
) -> None:
    client = EngineClient(command=(sys.executable, "-c", _SENDS, sent.hex()))
    answers: list[Response] = []
    try:
        client.request(Analyse, answers.append, project=Project())
        with qtbot.waitSignal(client.died):
            client.start()
        qtbot.waitUntil(lambda: bool(answers))
        assert isinstance(answers[0], Failed)
        assert answers[0].problems[0].code == "engine.died"
    finally:
        client.stop()
        client.deleteLater()


def test_that_an_engine_that_ends_while_it_is_being_started_is_told(
    qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = threading.Thread.start

    def start_and_read_to_the_end(thread: threading.Thread) -> None:
        begin(thread)
        if thread.name == "engine-pipe":
            thread.join()

    monkeypatch.setattr(threading.Thread, "start", start_and_read_to_the_end)
    client = EngineClient(command=(sys.executable, "-c", "print('rubbish')"))
    try:
        with qtbot.waitSignal(client.died):
            client.start()
    finally:
        client.stop()
        client.deleteLater()
