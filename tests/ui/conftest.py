"""What the tests of the window share: a window without an engine, and a run that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.helpers import qt_leaks
from tests.helpers.journals import WrittenRun
from tests.helpers.windows import open_desk
from workbench.runs import lock
from workbench.ui.desk import Desk
from workbench.ui.live.session import RunSession


@pytest.fixture(scope="session", autouse=True)
def _timers_are_watched() -> None:
    """Know of the timers of windows that tests share, which are there before their first test."""
    qt_leaks.watch()


@pytest.fixture
def desk(qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    """A window on the iris network whose engine is never started."""
    made = open_desk(qapp, "iris-mlp", has_engine=False)
    yield made
    made.close()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[WrittenRun]:
    """A run of cats and dogs that goes on for as long as the test does, which writes it."""
    written = WrittenRun(tmp_path / "run", classes=("cat", "dog"))
    with lock.hold(written.folder):
        yield written
    written.close()


@pytest.fixture
def session(run: WrittenRun) -> Iterator[RunSession]:
    session = RunSession(run.folder)
    yield session
    session.close()
