"""The engine client with a real engine: answers, death, restart, cancelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from workbench.project.samples import open_project
from workbench.protocol.messages import Analyse, Analysed, Failed, Response
from workbench.ui.document.engine_client import EngineClient

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.slow


def test_that_a_killed_engine_is_told_in_words_and_another_one_answers(qtbot: QtBot, qapp: object) -> None:
    client = EngineClient()
    others = set(psutil.Process().children())
    answers: list[Response] = []
    try:
        with qtbot.waitSignal(client.ready, timeout=60_000):
            client.start()
        client.request(Analyse, answers.append, project=open_project("mlp-31")[0])
        qtbot.waitUntil(lambda: len(answers) == 1, timeout=20_000)
        assert isinstance(answers[0], Analysed)
        assert answers[0].analysis.params == 31

        with qtbot.waitSignal(client.died, timeout=5_000) as died:
            (engine,) = set(psutil.Process().children()) - others
            engine.kill()
            client.request(Analyse, answers.append, project=open_project("mlp-31")[0])
        assert "signal 9" in died.args[0]
        assert isinstance(answers[1], Failed)

        client.request(Analyse, answers.append, project=open_project("mlp-31")[0])
        qtbot.waitUntil(lambda: len(answers) == 3, timeout=60_000)
        assert isinstance(answers[2], Analysed)
    finally:
        client.stop()
        client.deleteLater()
