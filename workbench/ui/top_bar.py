"""The bar at the top: the project's title, the modes, the device, the palette, Export."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from workbench.ui.title_field import TitleField

_SPACING = 8
_STATE = 96
"""What is kept free beside the title: margins, and the word that it is edited."""
MODES = ("data", "model", "training", "results", "compare")


class TopBar(QFrame):
    """Says where the user is and takes them elsewhere."""

    mode_chosen = Signal(str)
    title_edited = Signal(str)
    export_requested = Signal()
    palette_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top-bar")
        self.setProperty("role", "bar")
        self.setFixedHeight(46)
        self._title = TitleField(self)
        self._title.editingFinished.connect(self._on_title_editing_finished)
        self._state = _label("project-state", "faint")
        self._device = _label("device", "muted")
        self._device.setToolTip(self.tr("What training runs on. Choose it in the Training mode."))
        self._modes: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(_SPACING)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self._title)
        left.addWidget(self._state)
        left.addStretch(1)
        right.addStretch(1)
        right.addWidget(self._device)
        right.addSpacing(8)
        right.addWidget(self._palette_button())
        right.addWidget(self._export_button())
        # Both sides have the same room: the modes stay in the middle whatever the title is.
        layout.addLayout(left, 1)
        self._add_modes(layout)
        layout.addLayout(right, 1)

    def set_title(self, title: str, *, is_edited: bool) -> None:
        self._title.show_title(title)
        self._state.setText(self.tr("edited") if is_edited else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        modes = sum(button.sizeHint().width() + _SPACING for button in self._modes.values())
        self._title.set_limit((event.size().width() - modes) // 2 - _STATE)

    def set_device(self, text: str) -> None:
        self._device.setText(text)

    def set_mode(self, mode: str) -> None:
        self._modes[mode].setChecked(True)

    @Slot()
    def _on_title_editing_finished(self) -> None:
        title = self._title.text().strip()
        if title:
            self.title_edited.emit(title)

    def _add_modes(self, layout: QHBoxLayout) -> None:
        names = {
            "data": self.tr("Data"),
            "model": self.tr("Model"),
            "training": self.tr("Training"),
            "results": self.tr("Results"),
            "compare": self.tr("Compare"),
        }
        group = QButtonGroup(self)
        for number, mode in enumerate(MODES, start=1):
            button = QToolButton(self)
            button.setObjectName(f"mode-{mode}")
            button.setAccessibleName(names[mode])
            button.setText(names[mode])
            button.setToolTip(f"{names[mode]} (Ctrl+{number})")
            button.setProperty("role", "mode")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, mode=mode: self.mode_chosen.emit(mode))
            group.addButton(button)
            layout.addWidget(button)
            self._modes[mode] = button

    def _palette_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("palette-button")
        button.setAccessibleName(self.tr("Command palette"))
        button.setToolTip(self.tr("Every command by name"))
        button.setText("Ctrl+K")
        button.clicked.connect(self.palette_requested)
        return button

    def _export_button(self) -> QPushButton:
        button = QPushButton(self.tr("Export"), self)
        button.setObjectName("export-button")
        button.setAccessibleName(self.tr("Export the trained model"))
        button.setToolTip(self.tr("Take the trained model or the Keras script away"))
        button.clicked.connect(self.export_requested)
        return button


def _label(name: str, role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
