"""Every key of the program, from the tables that the menus are made of."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from workbench.ui.actions import COMMANDS

Row = tuple[str, str]


def keys_page(canvas: Iterable[QAction]) -> str:
    """Return the page as Markdown: the whole window, the canvas with its own actions, and the lists."""
    parts = (
        (_tr("Everywhere"), _of_window()),
        (_tr("On the canvas"), [*_by_hand(), *_of_actions(canvas)]),
        (_tr("In the outline of the layers"), _of_outline()),
    )
    tables = "\n\n".join(f"## {title}\n\n{_table(rows)}" for title, rows in parts)
    return f"# {_tr('Keys')}\n\n{tables}"


def _of_window() -> list[Row]:
    return [
        (QCoreApplication.translate("Commands", command.text), command.shortcut)
        for command in COMMANDS
        if command.shortcut
    ]


def _of_actions(actions: Iterable[QAction]) -> list[Row]:
    rows = []
    for action in actions:
        keys = [keys.toString() for keys in action.shortcuts()]
        if keys:
            rows.append((action.text(), _tr(" or ").join(keys)))
    return rows


def _by_hand() -> list[Row]:
    return [
        (_tr("Type a layer and its parameters"), _tr("any letter")),
        (_tr("Next or previous layer or note"), _tr("Tab, Shift+Tab")),
        (_tr("Move what is selected; in a stack, reorder"), _tr("arrows, with Shift finely")),
        (_tr("Give up a gesture; select nothing"), _tr("Esc")),
        (_tr("Drag the canvas"), _tr("Space and the mouse, or the middle button")),
    ]


def _of_outline() -> list[Row]:
    return [
        (_tr("Select a layer, or several"), _tr("up and down, with Shift several")),
        (_tr("Rename"), "F2"),
        (_tr("Edit parameters"), "Return"),
        (_tr("Delete"), "Del"),
        (_tr("Back to the canvas"), "Esc"),
    ]


def _table(rows: Iterable[Row]) -> str:
    head = f"| {_tr('Command')} | {_tr('Keys')} |\n|---|---|\n"
    return head + "\n".join(f"| {_cell(name.replace('&', ''))} | {_cell(keys)} |" for name, keys in rows)


def _cell(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\|[]*_`<>" else sign for sign in text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)
