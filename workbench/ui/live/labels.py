"""Labels that show what users wrote: plain text always, so that a name with angle brackets stays a name."""

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget


def plain_label(
    name: str, text: str = "", *, role: str = "", bold: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Return a label that never renders HTML; ``role`` is the style sheet's."""
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    if bold:
        font = label.font()
        font.setBold(True)
        label.setFont(font)
    return label


def plain_tip(text: str) -> str:
    """Return ``text`` so that a tooltip, which guesses whether it is given HTML, shows it as it is."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text else text


def show_tip(widget: QWidget, event: QHelpEvent, text: str) -> None:
    """Show ``text`` as it is where a tooltip was asked for, or none where there is nothing to say."""
    if text:
        QToolTip.showText(event.globalPos(), plain_tip(text), widget)
    else:
        QToolTip.hideText()
