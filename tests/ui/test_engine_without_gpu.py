"""An engine that crashes while it loads begins anew without a GPU, and says so."""

from __future__ import annotations

import sys

from pytestqt.qtbot import QtBot

from workbench.ui.document.engine_client import EngineClient

_CRASHES_WITH_A_GPU = """
import os, signal, sys
from workbench.protocol.frames import encode
from workbench.protocol.messages import Ready
if "WORKBENCH_GPU_LEFT_OUT" not in os.environ:
    os.kill(os.getpid(), signal.SIGILL)
ready = Ready(keras="3", tensorflow="2", devices=(), no_gpu=os.environ["CUDA_VISIBLE_DEVICES"])
sys.stdout.buffer.write(encode(ready))
sys.stdout.buffer.flush()
sys.stdin.read()
"""


def test_that_after_a_crash_at_the_import_the_processor_alone_is_tried(qtbot: QtBot, qapp: object) -> None:
    client = EngineClient(command=(sys.executable, "-c", _CRASHES_WITH_A_GPU))
    deaths: list[str] = []
    client.died.connect(deaths.append)
    try:
        with qtbot.waitSignal(client.ready) as ready:
            client.start()
        assert "signal 4" in deaths[0]
        assert ready.args[0].no_gpu == "-1"
    finally:
        client.stop()
        client.deleteLater()
