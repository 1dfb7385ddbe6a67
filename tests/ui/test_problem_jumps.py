"""From problem to problem by F8, and to the place of one by a click in the list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView
from pytestqt.qtbot import QtBot

from tests.helpers.canvas_graphs import branched
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error, warning
from workbench.project.graph import Link
from workbench.project.project import Project
from workbench.ui.actions import COMMANDS, add_actions
from workbench.ui.document.document import Document
from workbench.ui.going import Going
from workbench.ui.theme import Theme
from workbench.ui.window import MainWindow

F8, SHIFT = Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier
PROBLEMS = (
    warning("w", "training.epochs", "Only one epoch."),
    error("a", "node:left.units", "Expected units."),
    error("b", "link:right.0->join.1", "Shapes differ."),
)


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(Project(graph=branched()), catalog)


@pytest.fixture
def window(qtbot: QtBot, document: Document) -> Iterator[MainWindow]:
    window = MainWindow(document, Theme(parent=document), lambda _group, _kind: None)
    going = Going(window, window.show_mode, window)
    nothing = {command.id: lambda: None for command in COMMANDS}
    add_actions(window, {**nothing, **going.handlers()})
    window.problems.place_chosen.connect(going.go_to)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    document.set_problems(PROBLEMS)
    yield window
    window.close_now()
    window.deleteLater()


def _summary(window: MainWindow) -> str:
    label = window.problems.findChild(QLabel, "problems-summary")
    assert isinstance(label, QLabel)
    return label.text()


def _middle(window: MainWindow) -> QPointF:
    view = window.model_page.canvas
    return view.mapToScene(view.viewport().rect().center())


def test_that_f8_goes_from_problem_to_problem_errors_first(
    qtbot: QtBot, window: MainWindow, document: Document
) -> None:
    scene = window.model_page.canvas.graph_scene()

    qtbot.keyClick(window, F8)
    assert document.selection == {"left"}
    card = scene.nodes["left"].sceneBoundingRect()
    assert (_middle(window) - card.center()).manhattanLength() < 4
    assert _summary(window) == "1 of 3:  ✕  Expected units."

    qtbot.keyClick(window, F8)
    assert scene.selected_links() == {Link("right", "join", 0, 1)}
    assert document.selection == frozenset()

    qtbot.keyClick(window, F8)
    assert window.mode == "training"
    qtbot.keyClick(window, F8, SHIFT)
    assert window.mode == "model"


def test_that_shift_f8_begins_at_the_last_problem(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, F8, SHIFT)

    assert window.mode == "training"
    assert _summary(window).startswith("3 of 3:")


def test_that_a_mended_problem_is_forgotten_and_f8_begins_anew(
    qtbot: QtBot, window: MainWindow, document: Document
) -> None:
    qtbot.keyClick(window, F8)

    document.set_problems((PROBLEMS[0], PROBLEMS[2]))
    assert _summary(window) == "✕  Shapes differ."
    qtbot.keyClick(window, F8)

    assert _summary(window) == "1 of 2:  ✕  Shapes differ."


def test_that_without_a_problem_f8_says_so(qtbot: QtBot, window: MainWindow, document: Document) -> None:
    document.set_problems(())

    qtbot.keyClick(window, F8)

    assert _summary(window) == "There is no problem to go to."


def test_that_a_click_in_the_list_goes_to_the_place(
    qtbot: QtBot, window: MainWindow, document: Document
) -> None:
    toggle = window.problems.findChild(QAbstractButton, "problems-toggle")
    shown = window.problems.findChild(QListView, "problems-list")
    assert isinstance(toggle, QAbstractButton)
    assert isinstance(shown, QListView)
    window.show_mode("data")
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)

    at = shown.visualRect(shown.model().index(0, 0)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert window.mode == "model"
    assert document.selection == {"left"}


def test_that_f6_leads_the_keyboard_round_the_parts_of_the_window(qtbot: QtBot, window: MainWindow) -> None:
    page = window.model_page
    qtbot.waitUntil(page.canvas.hasFocus)

    visited = []
    for _ in range(6):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        holder = window.focusWidget()
        parts = {"inspector": page.inspector, "sidebar": page.sidebar, "problems": window.problems}
        parts |= {"run": window.run_bar, "top": window.top_bar, "canvas": page.canvas}
        visited.append(
            next(name for name, part in parts.items() if part is holder or part.isAncestorOf(holder))
        )

    assert sorted(visited) == ["canvas", "inspector", "problems", "run", "sidebar", "top"]


def test_that_control_u_shows_the_outline_from_any_mode(qtbot: QtBot, window: MainWindow) -> None:
    window.show_mode("data")

    qtbot.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)

    assert window.mode == "model"
    assert window.model_page.outline.layers.hasFocus()
