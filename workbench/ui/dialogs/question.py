"""A question with named answers, shown without a nested event loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask(
    parent: QWidget,
    *,
    title: str,
    text: str,
    choices: Mapping[str, str],
    default: str,
    answer: Callable[[str], None],
) -> QMessageBox:
    """Show a question; ``answer`` gets the key of the choice, ``cancel`` for Esc and for closing it.

    ``choices`` are labels by key in the order of the buttons. ``default`` is the primary one.
    """
    box = QMessageBox(parent)
    box.setObjectName("question")
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    buttons = {}
    for key, label in choices.items():
        is_cancel = key == "cancel"
        role = QMessageBox.ButtonRole.RejectRole if is_cancel else QMessageBox.ButtonRole.ActionRole
        button = box.addButton(label, role)
        button.setObjectName(f"answer-{key}")
        button.setProperty("primary", key == default)
        buttons[button] = key
        if is_cancel:
            box.setEscapeButton(button)
        if key == default:
            box.setDefaultButton(button)
    box.finished.connect(lambda _code: answer(buttons.get(box.clickedButton(), "cancel")))  # type: ignore[call-overload]
    box.open()
    return box


def tell(parent: QWidget, *, title: str, text: str) -> QMessageBox:
    """Show a message that only wants to be read."""
    return ask(
        parent,
        title=title,
        text=text,
        choices={"cancel": parent.tr("Close")},
        default="cancel",
        answer=lambda _key: None,
    )
