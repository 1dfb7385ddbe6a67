"""What an empty canvas says: what to do first, and a button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyHint(QWidget):
    """Words in the middle of the canvas. They let drags and clicks through; only the button takes them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("emptyHint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        title = self._label(self.tr("Drag a layer here"), "title")
        more = self._label(
            self.tr("Or type one, such as “input 28 28 1”, and press Enter. Or begin with a template."),
            "muted",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(more)

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setProperty("role", role)
        return label


class SampleButton(QPushButton):
    """Asks for a sample. Stands beside the hint, not in it, so that the hint can let the mouse through."""

    sample_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(self.tr("Templates…"))
        self.setObjectName("emptyHint.sample")
        self.setAccessibleName(self.text())
        self.clicked.connect(self.sample_requested)
