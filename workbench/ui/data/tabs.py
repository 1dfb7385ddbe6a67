"""Pages behind a row of buttons, of which one is pressed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Tabs(QWidget):
    """``shown`` carries a page's name. The arrow keys go from button to button."""

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        self._line = QHBoxLayout()
        self._line.setSpacing(4)
        self._line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._line)
        layout.addWidget(self._stack, 1)

    @property
    def current(self) -> str:
        """The name of the page that is shown."""
        return self._names[self._stack.currentIndex()]

    def add(self, name: str, title: str, page: QWidget) -> None:
        """Add a page with a button."""
        button = QToolButton(self)
        button.setText(title)
        button.setAccessibleName(title)
        button.setObjectName(f"tab_{name}")
        button.setProperty("role", "mode")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(partial(self._on_button_clicked, name))
        self._group.addButton(button, len(self._names))
        self._line.insertWidget(len(self._names), button)
        self._stack.addWidget(page)
        self._names.append(name)
        button.setChecked(len(self._names) == 1)

    def show_page(self, name: str) -> None:
        """Show a page; ValueError when there is none of that name."""
        place = self._names.index(name)
        self._button(place).setChecked(True)
        if self._stack.currentIndex() != place:
            self._stack.setCurrentIndex(place)
            self.shown.emit(name)

    def offer(self, name: str, *, is_there: bool) -> None:
        """Show or hide a page's button; the first page takes the place of one that goes."""
        self._button(self._names.index(name)).setVisible(is_there)
        if not is_there and self.current == name:
            self.show_page(self._names[0])

    def is_offered(self, name: str) -> bool:
        return not self._button(self._names.index(name)).isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step is None or focused not in self._group.buttons():
            super().keyPressEvent(event)
            return
        there = [name for name in self._names if self.is_offered(name)]
        name = there[(there.index(self.current) + step) % len(there)]
        self.show_page(name)
        self._button(self._names.index(name)).setFocus()

    def _button(self, place: int) -> QToolButton:
        button = self._group.button(place)
        assert isinstance(button, QToolButton)
        return button

    def _on_button_clicked(self, name: str, _checked: bool = False) -> None:
        self.show_page(name)
