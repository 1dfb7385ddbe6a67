"""The bar at the top: where one is, and the project's title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from tests.helpers.pages import in_front, line
from workbench.ui.title_field import TitleField
from workbench.ui.top_bar import TopBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def _bar_with_title(qtbot: QtBot) -> tuple[TopBar, QLineEdit]:
    """Return a bar whose title is selected."""
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.set_title("untitled", is_edited=False)
    field = line(bar, "project-title")
    field.selectAll()
    return bar, field


def test_that_typing_a_title_and_enter_asks_for_it(qtbot: QtBot) -> None:
    bar, field = _bar_with_title(qtbot)

    with qtbot.waitSignal(bar.title_edited) as asked:
        qtbot.keyClicks(field, "My digits")
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert asked.args == ["My digits"]


def test_that_an_empty_title_is_not_asked_for(qtbot: QtBot) -> None:
    bar, field = _bar_with_title(qtbot)
    with qtbot.assertNotEmitted(bar.title_edited):
        qtbot.keyClick(field, Qt.Key.Key_Backspace)
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_that_a_title_that_is_too_long_ends_in_dots_until_it_is_typed_in(qtbot: QtBot) -> None:
    bar = TopBar()
    in_front(qtbot, bar, 1000, 46)
    title = "A network that tells flowers from one another by their photographs"
    bar.set_title(title, is_edited=False)
    field = line(bar, "project-title")
    assert isinstance(field, TitleField)
    field.clearFocus()
    assert field.shown_text().startswith("A network")
    assert field.shown_text().endswith("…")
    assert title in field.toolTip()

    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)

    assert field.shown_text() == title
    field.clearFocus()
    bar.resize(2560, 46)
    qtbot.waitUntil(lambda: field.shown_text() == title)
    bar.set_title("Flowers", is_edited=False)
    qtbot.waitUntil(lambda: field.shown_text() == "Flowers")


def test_that_a_click_on_a_mode_goes_there(qtbot: QtBot) -> None:
    bar = TopBar()
    qtbot.addWidget(bar)
    button = bar.findChild(QToolButton, "mode-results")
    assert isinstance(button, QToolButton)

    with qtbot.waitSignal(bar.mode_chosen) as chosen:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert chosen.args == ["results"]
    assert button.isChecked()
