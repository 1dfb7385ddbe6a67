"""The column left of the canvas: the palette to add from, or the outline of what is there."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget


class Sidebar(QWidget):
    """Shows one of its pages; the two names above them say which. ``chosen``: a page's key."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self._pages = QStackedWidget(self)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(12, 8, 12, 0)
        self._line.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._line)
        layout.addWidget(self._pages, 1)

    def add(self, key: str, name: str, page: QWidget, *, tip: str) -> None:
        """Add a page under a name; the first one added is shown."""
        button = QToolButton(self)
        button.setText(name)
        button.setToolTip(tip)
        button.setAccessibleName(name)
        button.setAccessibleDescription(tip)
        button.setObjectName(f"sidebar.{key}")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumWidth(100)
        button.setChecked(not self._buttons)
        button.clicked.connect(lambda: self.show_page(key))
        self._group.addButton(button)
        self._line.addWidget(button, 1)
        self._buttons[key] = button
        self._pages.addWidget(page)

    @property
    def shown(self) -> str:
        """Return the key of the page that is shown."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def show_page(self, key: str) -> None:
        """Show a page; KeyError when there is none of that key."""
        button = self._buttons[key]
        with QSignalBlocker(button):
            button.setChecked(True)
        self._pages.setCurrentIndex(list(self._buttons).index(key))
        self.chosen.emit(key)
