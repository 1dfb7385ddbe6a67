"""Every command of the window, declared once: menus, shortcuts and the command palette come from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


class Command(NamedTuple):
    """One command; ``menu`` and ``text`` are translated when the menus are made.

    One that ``is_setting`` has a tick, which its handler reads from the action.
    """

    id: str
    menu: str
    text: str
    shortcut: str = ""
    is_setting: bool = False


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for the translator's tool, which looks for this name; it is translated when shown."""
    return text


_FILE, _EDIT, _VIEW = (
    QT_TRANSLATE_NOOP("Commands", "&File"),
    QT_TRANSLATE_NOOP("Commands", "&Edit"),
    QT_TRANSLATE_NOOP("Commands", "&View"),
)
_RUN, _HELP = QT_TRANSLATE_NOOP("Commands", "&Run"), QT_TRANSLATE_NOOP("Commands", "&Help")

COMMANDS = (
    Command("new", _FILE, QT_TRANSLATE_NOOP("Commands", "&New project"), "Ctrl+N"),
    Command("gallery", _FILE, QT_TRANSLATE_NOOP("Commands", "New from a &template…"), "Ctrl+Shift+N"),
    Command("open", _FILE, QT_TRANSLATE_NOOP("Commands", "&Open…"), "Ctrl+O"),
    Command("save", _FILE, QT_TRANSLATE_NOOP("Commands", "&Save"), "Ctrl+S"),
    Command("save-as", _FILE, QT_TRANSLATE_NOOP("Commands", "Save &as…"), "Ctrl+Shift+S"),
    Command("open-csv", _FILE, QT_TRANSLATE_NOOP("Commands", "Use a table as &data…"), "Ctrl+Shift+O"),
    Command(
        "open-folder", _FILE, QT_TRANSLATE_NOOP("Commands", "Use a &folder of photographs…"), "Ctrl+Shift+F"
    ),
    Command("open-arrays", _FILE, QT_TRANSLATE_NOOP("Commands", "Use a&rrays as data…")),
    Command("import", _FILE, QT_TRANSLATE_NOOP("Commands", "&Import a Keras model…"), "Ctrl+I"),
    Command("export", _FILE, QT_TRANSLATE_NOOP("Commands", "&Export the trained model…"), "Ctrl+E"),
    Command("export-code", _FILE, QT_TRANSLATE_NOOP("Commands", "Save the &Keras script…"), "Ctrl+Shift+E"),
    Command(
        "picture", _FILE, QT_TRANSLATE_NOOP("Commands", "Save the network as a &picture…"), "Ctrl+Shift+P"
    ),
    Command(
        "copy-picture", _FILE, QT_TRANSLATE_NOOP("Commands", "Copy the network as an &image"), "Ctrl+Shift+C"
    ),
    Command("save-curves", _FILE, QT_TRANSLATE_NOOP("Commands", "Save the c&urves…")),
    Command("copy-curves", _FILE, QT_TRANSLATE_NOOP("Commands", "Copy the cur&ves as an image")),
    Command("copy-summary", _FILE, QT_TRANSLATE_NOOP("Commands", "Copy the &summary as Keras prints it")),
    Command("quit", _FILE, QT_TRANSLATE_NOOP("Commands", "&Quit"), "Ctrl+Q"),
    Command("undo", _EDIT, QT_TRANSLATE_NOOP("Commands", "&Undo"), "Ctrl+Z"),
    Command("redo", _EDIT, QT_TRANSLATE_NOOP("Commands", "&Redo"), "Ctrl+Shift+Z"),
    Command("use-again", _EDIT, QT_TRANSLATE_NOOP("Commands", "Use set &aside examples again")),
    Command("mode-data", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Data"), "Ctrl+1"),
    Command("mode-model", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Model"), "Ctrl+2"),
    Command("mode-training", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Training"), "Ctrl+3"),
    Command("mode-results", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Results"), "Ctrl+4"),
    Command("mode-compare", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Compare"), "Ctrl+5"),
    Command("theme", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Light or dark"), "Ctrl+Shift+L"),
    Command("motion", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Reduce motion"), is_setting=True),
    Command("live", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Show or hide the live curves"), "Ctrl+J"),
    Command("doctor", _VIEW, QT_TRANSLATE_NOOP("Commands", "The &doctor of the run"), "Ctrl+Shift+J"),
    Command("layers", _VIEW, QT_TRANSLATE_NOOP("Commands", "La&yers of the run over time"), "Ctrl+Shift+Y"),
    Command(
        "time", _VIEW, QT_TRANSLATE_NOOP("Commands", "Choose an epoch of the run in t&ime"), "Ctrl+Shift+M"
    ),
    Command("newest-epoch", _VIEW, QT_TRANSLATE_NOOP("Commands", "Back to the n&ewest epoch")),
    Command("heat", _VIEW, QT_TRANSLATE_NOOP("Commands", "Next &heat map"), "Ctrl+H"),
    Command("summary", _VIEW, QT_TRANSLATE_NOOP("Commands", "Summary of the &network"), "Ctrl+M"),
    Command("probe", _VIEW, QT_TRANSLATE_NOOP("Commands", "Pro&be the network with an example"), "F4"),
    Command("outline", _VIEW, QT_TRANSLATE_NOOP("Commands", "&Outline of the layers"), "Ctrl+U"),
    Command("next-pane", _VIEW, QT_TRANSLATE_NOOP("Commands", "Ne&xt part of the page"), "F6"),
    Command("next-problem", _VIEW, QT_TRANSLATE_NOOP("Commands", "Next &problem"), "F8"),
    Command("previous-problem", _VIEW, QT_TRANSLATE_NOOP("Commands", "Pre&vious problem"), "Shift+F8"),
    Command("train", _RUN, QT_TRANSLATE_NOOP("Commands", "&Train"), "Ctrl+R"),
    Command("preflight", _RUN, QT_TRANSLATE_NOOP("Commands", "Pre&flight"), "F7"),
    Command("pause", _RUN, QT_TRANSLATE_NOOP("Commands", "&Pause or go on"), "Ctrl+P"),
    Command("step", _RUN, QT_TRANSLATE_NOOP("Commands", "Train &one batch"), "Ctrl+."),
    Command("stop", _RUN, QT_TRANSLATE_NOOP("Commands", "&Stop and keep the weights"), "Ctrl+T"),
    Command("stop-now", _RUN, QT_TRANSLATE_NOOP("Commands", "Stop no&w, without saving the last model")),
    Command("suspend", _RUN, QT_TRANSLATE_NOOP("Commands", "Pause and free the de&vice")),
    Command("queue", _RUN, QT_TRANSLATE_NOOP("Commands", "&Queue of trainings…"), "Ctrl+Shift+Q"),
    Command("steer", _RUN, QT_TRANSLATE_NOOP("Commands", "C&hange the run, or train on…"), "Ctrl+Shift+U"),
    Command("find-rate", _RUN, QT_TRANSLATE_NOOP("Commands", "Find a learning &rate"), "F9"),
    Command("forget-weights", _RUN, QT_TRANSLATE_NOOP("Commands", "&Forget imported weights")),
    Command("read-again", _RUN, QT_TRANSLATE_NOOP("Commands", "Read the &data again"), "F5"),
    Command("cancel-reading", _RUN, QT_TRANSLATE_NOOP("Commands", "&Cancel reading the data")),
    Command("find-data", _RUN, QT_TRANSLATE_NOOP("Commands", "Find the data of a r&un…")),
    Command("restart-engine", _RUN, QT_TRANSLATE_NOOP("Commands", "Restart the &engine")),
    Command("kill", _RUN, QT_TRANSLATE_NOOP("Commands", "&Kill the training process")),
    Command("palette", _HELP, QT_TRANSLATE_NOOP("Commands", "&Command palette"), "Ctrl+K"),
    Command(
        "explore", _HELP, QT_TRANSLATE_NOOP("Commands", "&Explorers: activations, losses…"), "Ctrl+Shift+X"
    ),
    Command("help", _HELP, QT_TRANSLATE_NOOP("Commands", "&How it works"), "F1"),
    Command("keys", _HELP, QT_TRANSLATE_NOOP("Commands", "&Keys"), "Shift+F1"),
    Command("about", _HELP, QT_TRANSLATE_NOOP("Commands", "&About Keras Workbench")),
)


def add_actions(window: QMainWindow, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Fill the window's menu bar with every command and return the actions by id.

    Raises:
        KeyError: a command has no handler.
    """
    menus: dict[str, QMenu] = {}
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        if command.menu not in menus:
            menu = window.menuBar().addMenu(QCoreApplication.translate("Commands", command.menu))
            menu.setObjectName(f"menu-{command.menu.lstrip('&').lower()}")
            menus[command.menu] = menu
        action = QAction(QCoreApplication.translate("Commands", command.text), window)
        action.setObjectName(f"action-{command.id}")
        action.setCheckable(command.is_setting)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(_without_checked(handlers[command.id]))
        menus[command.menu].addAction(action)
        actions[command.id] = action
    return actions


def menu_of(window: QMainWindow, name: str) -> QMenu:
    """Return a menu of the bar by its English name, such as ``edit``."""
    menu = window.menuBar().findChild(QMenu, f"menu-{name}")
    assert isinstance(menu, QMenu)
    return menu


def _without_checked(handler: Callable[[], object]) -> Callable[[bool], None]:
    def run(_checked: bool = False) -> None:
        handler()

    return run
