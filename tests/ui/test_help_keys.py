"""The page of keys names what the program does, and each key once."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.ui.actions import COMMANDS
from workbench.ui.help_dialog import HelpDialog, guide
from workbench.ui.help_keys import keys_page


def test_that_the_page_shows_every_command_of_window_and_canvas_with_its_keys(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    home = QWidget()
    qtbot.addWidget(home)

    dialog = HelpDialog("Keys", f"{guide()}\n\n{keys_page(canvas.view.actions_table.every())}", home)
    text = dialog.findChild(QTextBrowser, "help-text").toPlainText()

    for command in COMMANDS:
        assert command.text.replace("&", "") in text or not command.shortcut
        assert command.shortcut in text
    for words in (
        "Connect to…\nCtrl+Return",
        "To the next link\n.",
        "Narrower note\nCtrl+[",
        "Ctrl++ or Ctrl+=",
    ):
        assert words in text
    assert "In the outline of the layers" in text


def test_that_no_key_stands_for_two_commands(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    keys = [command.shortcut for command in COMMANDS if command.shortcut]
    for action in canvas.view.actions_table.every():
        keys += [keys.toString() for keys in action.shortcuts()]

    assert [key for key, count in Counter(keys).items() if count > 1] == []
