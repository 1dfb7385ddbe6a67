import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from workbench.ui.live.confusion import ConfusionView
from workbench.ui.live.confusion_cells import cells, image, mix
from workbench.ui.live.confusion_paint import contrast, readable_ink
from workbench.ui.theme import DARK, LIGHT, Colors, Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_MATRIX = np.array([[25, 0, 2], [1, 30, 0], [0, 4, 6]])


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> ConfusionView:
    view = ConfusionView(theme)
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.set_matrix(_MATRIX, ("cat", "dog", "owl"), "Confusion, validation, epoch 18")
    with qtbot.waitExposed(view):
        view.show()
    return view


def _fill(view: ConfusionView, true: int, predicted: int) -> QColor:
    at = view.cell_center(true, predicted).toPoint() - QPoint(15, 15)
    return view.grab().toImage().pixelColor(at)


def test_that_a_click_names_the_true_and_the_predicted_class(qtbot: QtBot, view: ConfusionView) -> None:
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.cell_center(0, 2).toPoint())

    assert clicked.args == [0, 2]


def test_that_a_click_beside_the_cells_is_none(qtbot: QtBot, view: ConfusionView) -> None:
    with qtbot.assertNotEmitted(view.cell_clicked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, view.height() - 2))


def test_that_the_arrow_keys_move_and_enter_chooses(qtbot: QtBot, view: ConfusionView) -> None:
    view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)

    assert view.cursor_cell == (0, 2)
    assert view.accessibleDescription() == "true cat, predicted owl: 2 of 27 (7 %)"
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert clicked.args == [0, 2]


def test_that_the_tooltip_tells_the_cell_in_words(view: ConfusionView) -> None:
    at = view.cell_center(0, 2).toPoint()

    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at)))

    assert QToolTip.text() == "true cat, predicted owl: 2 of 27 (7 %)"
    QToolTip.hideText()


def test_that_a_larger_share_has_a_stronger_colour(view: ConfusionView) -> None:
    most, some, none = _fill(view, 1, 1), _fill(view, 2, 1), _fill(view, 0, 1)

    full, base = QColor(DARK.training), QColor(DARK.card)
    assert none == base
    assert contrast(most, base) > contrast(some, base) > 1
    assert contrast(most, full) < 1.1


@pytest.mark.parametrize("colors", [DARK, LIGHT])
def test_that_numbers_can_be_read_on_every_fill(colors: Colors) -> None:
    for share in np.linspace(0.08, 1, 200):
        fill = mix(QColor(colors.card), QColor(colors.training), float(share))
        assert contrast(readable_ink(fill, colors), fill) >= 4.5


def test_that_without_a_matrix_the_view_says_when_there_will_be_one(view: ConfusionView) -> None:
    view.clear()

    assert "after each epoch" in view.accessibleDescription()
    view.grab()


def test_that_a_matrix_that_is_not_square_is_refused(view: ConfusionView) -> None:
    with pytest.raises(ValueError, match=r"square, received shape \(2, 3\)"):
        view.set_matrix(np.zeros((2, 3), dtype=np.int64), (), "")


def test_that_classes_without_names_are_numbered() -> None:
    assert cells(_MATRIX, ()).text(2, 1) == "true 2, predicted 1: 4 of 10 (40 %)"


def test_that_a_class_without_examples_has_no_share() -> None:
    assert (
        cells(np.zeros((2, 2), dtype=np.int64), ("a", "b")).text(0, 1) == "true a, predicted b: 0 of 0 (0 %)"
    )


@pytest.mark.parametrize("size", [1, 20, 21, 1000])
def test_that_one_to_a_thousand_classes_are_painted_and_clicked(
    qtbot: QtBot, view: ConfusionView, size: int
) -> None:
    view.set_matrix(np.eye(size, dtype=np.int64) * 3, tuple(f"class {i}" for i in range(size)), "many")
    view.grab()

    with qtbot.waitSignal(view.cell_clicked) as clicked:
        last = view.cell_center(size - 1, size - 1).toPoint() - QPoint(1, 1)
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=last)
    assert min(clicked.args) >= size - 1 - size // 50


def test_that_a_single_mistake_among_a_thousand_classes_is_still_seen() -> None:
    shares = np.zeros((1000, 1000))
    shares[123, 877] = 1.0

    picture = image(shares, 100, QColor(DARK.card), QColor(DARK.training))

    assert picture.width() == 100
    assert picture.pixelColor(87, 12) == QColor(DARK.training)


def test_that_class_names_are_shown_as_they_are(qtbot: QtBot, view: ConfusionView) -> None:
    view.set_matrix(np.eye(2, dtype=np.int64), ("<b>cat</b>", "dog"), "<i>title</i>")
    at = view.cell_center(0, 0).toPoint()

    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at)))

    assert "&lt;b&gt;cat" in QToolTip.text()
    QToolTip.hideText()
