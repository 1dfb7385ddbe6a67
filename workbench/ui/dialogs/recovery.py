"""After a crash: the swap copy is offered, and kept until the user has decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from workbench.ui.dialogs.question import ask
from workbench.ui.document.swap import SwapCopy, left_behind


def offer_recovery(parent: QWidget, recover: Callable[[SwapCopy], None]) -> bool:
    """Ask about the newest swap copy of a window that is gone; False when there is none."""
    copies = left_behind()
    if not copies:
        return False
    path, copy = copies[0]

    def answered(key: str) -> None:
        if key == "recover":
            recover(copy)
            path.unlink(missing_ok=True)
        elif key == "discard":
            path.unlink(missing_ok=True)

    ask(
        parent,
        title=_tr("Unsaved work was found"),
        text=_text(copy),
        choices={
            "recover": _tr("Recover it"),
            "discard": _tr("Discard it"),
            "cancel": _tr("Decide later"),
        },
        default="recover",
        answer=answered,
    )
    return True


def _text(copy: SwapCopy) -> str:
    where = copy.path or _tr("not saved to a file yet")
    text = _tr("The window ended before “{0}” ({1}) was saved.").format(copy.project.title, where)
    if copy.path and not Path(copy.path).exists():
        text += " " + _tr("The file is no longer there.")
    return text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recovery", text)
