"""The canvas' commands in the command palette."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.helpers.canvas_graphs import node
from workbench.project.graph import Graph
from workbench.project.project import Project

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from workbench.ui.desk import Desk


@pytest.fixture
def desk(qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    from workbench.ui.desk import Desk

    made = Desk(qapp)
    nodes = (node("a", "Flatten", 0, 0), node("b", "Flatten", 300, 100))
    made.document.open(Project(graph=Graph(nodes=nodes)), path=None, base=Path.cwd())
    yield made
    made.close()


def test_that_typing_a_command_arranges_the_selection(qtbot: QtBot, desk: Desk) -> None:
    desk.document.select({"a", "b"})

    desk.actions["palette"].trigger()
    search = desk.window.findChild(QLineEdit, "command-search")
    assert isinstance(search, QLineEdit)
    qtbot.keyClicks(search, "align left")
    qtbot.keyClick(search, Qt.Key.Key_Return)

    assert [node.at.x for node in desk.document.project.graph.nodes] == [0, 0]


def test_that_other_pages_do_not_offer_what_the_canvas_does(qtbot: QtBot, desk: Desk) -> None:
    desk.document.select({"a", "b"})
    desk.commands.choose_mode("data")

    desk.actions["palette"].trigger()
    search = desk.window.findChild(QLineEdit, "command-search")
    assert isinstance(search, QLineEdit)
    qtbot.keyClicks(search, "align left")
    qtbot.keyClick(search, Qt.Key.Key_Return)

    assert [node.at.x for node in desk.document.project.graph.nodes] == [0, 300]
