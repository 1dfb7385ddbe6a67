"""Asks for a name, and says at the field why one can't be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.ui.inspector.row import set_property


class NameDialog(QDialog):
    """``named`` carries the name, without spaces around it. ``why_not`` returns what is wrong with one.

    ``notice`` returns what is good to know of a name that can be; ``verb`` is on the button.
    """

    named = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        *,
        title: str,
        label: str,
        verb: str,
        name: str = "",
        why_not: Callable[[str], str],
        notice: Callable[[str], str] = lambda _name: "",
    ) -> None:
        super().__init__(parent)
        self._why_not, self._notice = why_not, notice
        self.setObjectName("naming")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field, self.message = QLineEdit(name, self), QLabel(self)
        self.accept_button = QPushButton(verb, self)
        self._dress(label)
        self.field.textChanged.connect(self._tell)
        self.field.returnPressed.connect(self._take)
        self.accept_button.clicked.connect(self._take)
        self.field.selectAll()
        self._tell(name)

    def _take(self) -> None:
        name = self.field.text().strip()
        if not self._why_not(name):
            self.named.emit(name)
            self.accept()

    def _tell(self, text: str) -> None:
        name = text.strip()
        reason = self._why_not(name)
        self.accept_button.setEnabled(not reason)
        self.message.setText((reason if name else "") or (self._notice(name) if not reason else ""))
        set_property(self.message, "role", "bad" if reason else "muted")
        set_property(self.field, "invalid", bool(reason and name))

    def _dress(self, label: str) -> None:
        self.field.setObjectName("naming.field")
        self.field.setAccessibleName(label)
        self.field.setMinimumWidth(320)
        self.message.setObjectName("naming.message")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        # Room for two lines from the start: the window must not jump while one types.
        self.message.setMinimumHeight(2 * self.message.fontMetrics().lineSpacing() + 4)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.accept_button.setObjectName("naming.accept")
        self.accept_button.setProperty("primary", True)
        self.accept_button.setAutoDefault(False)
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.setObjectName("naming.cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        words = QLabel(label, self)
        words.setBuddy(self.field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(8)
        for widget in (words, self.field, self.message):
            layout.addWidget(widget)
        layout.addLayout(buttons)
