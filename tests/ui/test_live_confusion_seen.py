"""Which cells of a confusion matrix are seen: order, filter, per cent, zoom and moving."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.ui.live.confusion import ConfusionView
from workbench.ui.live.confusion_cells import cells
from workbench.ui.live.confusion_seen import Choice, seen
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_MATRIX = np.array([[25, 0, 2], [1, 30, 0], [0, 9, 6]])


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> ConfusionView:
    view = ConfusionView(theme)
    qtbot.addWidget(view)
    view.resize(420, 420)
    view.set_matrix(_MATRIX, ("cat", "dog", "owl"), "Confusion")
    with qtbot.waitExposed(view):
        view.show()
    return view


def choose(view: ConfusionView, name: str) -> None:
    """Pick an entry of the matrix's menu."""
    action = view.menu.findChild(QAction, name)
    assert action is not None and action.isVisible(), name
    action.trigger()


def wheel(view: ConfusionView, at: QPointF, turned: int, keys: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, turned),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_that_the_most_confused_classes_come_first(qtbot: QtBot, view: ConfusionView) -> None:
    choose(view, "confusion_order_confused")

    assert view.seen is not None and view.seen.rows.tolist() == [2, 1, 0]
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.cell_center(2, 1).toPoint())
    assert clicked.args == [2, 1]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.cursor_cell == (2, 0), "the arrow goes to the column beside it"


def test_that_shares_can_be_of_the_predicted_class(view: ConfusionView) -> None:
    choose(view, "confusion_measure_of_predicted")

    assert view.seen is not None
    np.testing.assert_allclose(view.seen.shares.sum(axis=0), 1)
    assert "9 of 39 that were predicted dog (23 %)" in view.seen.cells.text(2, 1, view.seen.measure)
    view.grab()


def test_that_only_the_most_confused_are_shown(qtbot: QtBot, view: ConfusionView) -> None:
    matrix = np.diag(np.full(40, 50))
    matrix[7, 30] = 20
    view.set_matrix(matrix, tuple(f"class {number}" for number in range(40)), "many")

    choose(view, "confusion_most_10")

    assert view.seen is not None and {7, 30} <= set(view.seen.rows.tolist())
    assert view.seen.size == 10
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.cell_center(7, 30).toPoint())
    assert clicked.args == [7, 30]


def test_that_a_thousand_classes_are_zoomed_moved_and_clicked(qtbot: QtBot, view: ConfusionView) -> None:
    view.set_matrix(np.eye(1000, dtype=np.int64), tuple(f"class {i}" for i in range(1000)), "many")
    middle = view.cell_center(600, 600)
    for _ in range(12):
        wheel(view, middle, 120, Qt.KeyboardModifier.ControlModifier)

    assert view.seen is not None and view.seen.size < 20
    assert view.seen.place(600, 600) is not None, "what was under the mouse stays in sight"
    before = view.seen.top
    wheel(view, middle, -120, Qt.KeyboardModifier.NoModifier)
    assert view.seen.top > before
    start = middle.toPoint()
    with qtbot.assertNotEmitted(view.cell_clicked):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(view, start + QPoint(0, 90))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(0, 90))
    moved = view.seen
    assert moved.top < before + 20
    true, predicted = moved.classes(1, 1)
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        at = view.cell_center(true, predicted).toPoint()
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [true, predicted]

    view.set_matrix(2 * np.eye(1000, dtype=np.int64), tuple(f"class {i}" for i in range(1000)), "later")
    assert view.seen.top == moved.top, "the next epoch keeps the place"
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.seen.is_whole


def test_that_without_zoom_the_wheel_is_the_pages(view: ConfusionView) -> None:
    assert view.seen is not None
    before = view.seen

    wheel(view, view.cell_center(1, 1), -120, Qt.KeyboardModifier.NoModifier)

    assert view.seen is before


def test_that_the_matrix_is_copied_with_both_words(view: ConfusionView) -> None:
    choose(view, "confusion_copy")

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["true \\ predicted", "cat", "dog", "owl"]
    assert lines[3].split("\t") == ["owl", "0", "9", "6"]
    QGuiApplication.clipboard().clear()


@given(
    st.integers(1, 30), st.integers(1, 40), st.integers(0, 29), st.integers(-40, 40), st.integers(-40, 40),
    st.sampled_from(["given", "size", "confused"]), st.integers(0, 12),
)  # fmt: skip
def test_that_the_window_never_leaves_the_matrix(
    classes: int, size: int, at: int, down: int, right: int, order: str, most: int
) -> None:
    counts = np.random.default_rng(classes).integers(0, 9, (classes, classes))
    whole = seen(cells(counts, ()), Choice(order=order, most=most))  # type: ignore[arg-type]

    near = whole.zoomed(size, at % whole.size, 0).moved(down, right)

    assert len(near.rows) == len(near.columns) == near.size <= whole.size
    row, column = at % near.size, (at * 7) % near.size
    true, predicted = near.classes(row, column)
    assert near.place(true, predicted) == (row, column)
    assert near.counts[row, column] == counts[true, predicted]
    shown = near.showing(int(whole.order[-1]), int(whole.order[0]))
    assert shown.place(int(whole.order[-1]), int(whole.order[0])) is not None
