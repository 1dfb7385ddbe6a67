"""Weights are fetched by a process of their own, which tells how far it is and is ended at once."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.pages import exposed
from workbench.protocol.applications import WeightsFile
from workbench.ui.document.fetcher import Fetcher
from workbench.ui.fetch_bar import FetchBar

CONTENT = bytes(range(256)) * 4096


class Server(ThreadingHTTPServer):
    """Gives half of a file, and the rest when ``go_on`` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.go_on = threading.Event()
        self.asked = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/weights.h5"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked += 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        half = len(CONTENT) // 2
        self.wfile.write(CONTENT[:half])
        self.wfile.flush()
        self.server.go_on.wait(60)
        try:
            self.wfile.write(CONTENT[half:])
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.go_on.set()
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def fetcher(qapp: object, workbench_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetcher]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Fetcher()
    yield made
    made.stop()


def _file(server: Server, folder: Path, digest: str = "") -> WeightsFile:
    path = folder / "models" / "weights.h5"
    return WeightsFile(network="VGG16", address=server.address, path=str(path), digest=digest)


def test_that_a_file_is_fetched_whole_with_progress(
    qtbot: QtBot, fetcher: Fetcher, server: Server, tmp_path: Path
) -> None:
    bar = FetchBar()
    bar.follow(fetcher)
    exposed(qtbot, bar, 800, 60)
    file = _file(server, tmp_path, hashlib.md5(CONTENT).hexdigest())
    with qtbot.waitSignal(fetcher.progressed) as told:
        fetcher.fetch(file)
    assert told.args[0].total == len(CONTENT)
    assert bar.words.text() == "Weights of VGG16: 0.0 of 1.0 MB"
    assert not Path(file.path).exists()

    with qtbot.waitSignal(fetcher.fetched):
        server.go_on.set()

    assert Path(file.path).read_bytes() == CONTENT
    assert not Path(file.part).exists()
    assert not bar.isVisible()
    with qtbot.waitSignal(fetcher.fetched):
        fetcher.fetch(file)
    assert server.asked == 1, "what is there is not fetched again"


def test_that_a_click_ends_it_and_leaves_nothing_by_half(
    qtbot: QtBot, fetcher: Fetcher, server: Server, tmp_path: Path
) -> None:
    bar = FetchBar()
    bar.follow(fetcher)
    exposed(qtbot, bar, 800, 60)
    file = _file(server, tmp_path)
    with qtbot.waitSignal(fetcher.progressed):
        fetcher.fetch(file)

    with qtbot.waitSignal(fetcher.cancelled):
        qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)

    assert list((tmp_path / "models").iterdir()) == []
    assert not bar.isVisible()


def test_that_what_is_not_the_expected_file_is_refused_with_a_way_out(
    qtbot: QtBot, fetcher: Fetcher, server: Server, tmp_path: Path
) -> None:
    server.go_on.set()
    file = _file(server, tmp_path, "0" * 64)

    with qtbot.waitSignal(fetcher.failed) as failed:
        fetcher.fetch(file)

    (problem,) = failed.args[1]
    assert "what came is not the file that was expected" in problem.message
    assert problem.hint.startswith(f"Download {server.address} where there is a network")
    assert list((tmp_path / "models").iterdir()) == []


def test_that_without_a_network_it_is_said_what_to_do(qtbot: QtBot, fetcher: Fetcher, tmp_path: Path) -> None:
    path = tmp_path / "models" / "weights.h5"
    file = WeightsFile(network="VGG16", address="http://127.0.0.1:9/weights.h5", path=str(path))

    with qtbot.waitSignal(fetcher.failed) as failed:
        fetcher.fetch(file)

    (problem,) = failed.args[1]
    assert problem.message.startswith("The ImageNet weights of VGG16 are not in Keras' cache")
    assert not path.exists()
