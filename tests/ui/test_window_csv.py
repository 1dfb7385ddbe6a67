"""A table of one's own, from the drop on the window to the answers of the trained network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.helpers.lent_engines import lend
from tests.helpers.windows import (
    answer,
    click,
    desk_with_runs,
    drop_file,
    field,
    is_asked,
    key_in,
    question,
)
from workbench.cli import judging, main
from workbench.foundation import paths
from workbench.project.data import Table
from workbench.protocol.client import EngineProcess
from workbench.runs import lock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    with desk_with_runs(qtbot, qapp, "iris-mlp") as made:
        yield made


def test_that_a_dropped_table_is_learned_judged_and_answered(
    qtbot: QtBot,
    desk: Desk,
    engine: EngineProcess,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = tmp_path / "flowers.csv"
    shutil.copy(paths.sample_data() / "iris.csv", table)
    drop_file(desk, table)
    qtbot.waitUntil(lambda: is_asked(desk), timeout=60_000)
    assert "150 rows and 5 columns" in question(desk).text()
    answer(qtbot, desk, "use")
    target = desk.window.data_page.learn.target
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_Up)
    assert desk.document.project.data.source == Table(path=str(table), target="petal_width")
    qtbot.keyClick(target, Qt.Key.Key_Down)
    assert desk.document.project.data.source == Table(path=str(table), target="species")

    click(qtbot, desk, "mode-training")
    key_in(qtbot, desk.window.training_page.fit.rows["epochs"].editor, "4")
    qtbot.waitUntil(lambda: desk.reviewer.is_settled, timeout=60_000)
    assert desk.document.facts is not None
    assert desk.document.facts.classes == ("setosa", "versicolor", "virginica")
    click(qtbot, desk, "run_main")
    session = desk.training.session
    assert session is not None
    qtbot.waitUntil(lambda: session.state.status == "finished", timeout=60_000)
    qtbot.waitUntil(lambda: not lock.is_held(session.folder), timeout=20_000)

    click(qtbot, desk, "mode-results")
    evaluate = field(desk, "evaluate_button")
    qtbot.waitUntil(lambda: evaluate.isVisible() and evaluate.isEnabled(), timeout=10_000)
    click(qtbot, desk, "evaluate_button")
    qtbot.waitUntil(field(desk, "classification_report").isVisible, timeout=60_000)

    table = _new_flowers(tmp_path / "new.csv")
    lend(engine, monkeypatch, judging)
    assert main(["predict", str(session.folder.path), "--input", str(table), "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(answer["label"] for answer in told) and len(told) == 2


def _new_flowers(table: Path) -> Path:
    """Write two new flowers, whose columns stand in another order."""
    table.write_text(
        "petal_width,petal_length,sepal_width,sepal_length\n0.2,1.4,3.5,5.1\n2.1,5.7,3.3,6.7\n",
        encoding="utf-8",
    )
    return table
