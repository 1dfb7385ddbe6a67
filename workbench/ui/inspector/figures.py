"""A small table of names and figures, in a monospaced face."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget


class Figures(QWidget):
    """``show_figures`` rewrites the lines in place; their number may change."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_figures(self, lines: Sequence[tuple[str, str]]) -> None:
        while len(self._rows) < len(lines):
            self._append()
        for index, (name, figure) in enumerate(self._rows):
            is_used = index < len(lines)
            name.setVisible(is_used)
            figure.setVisible(is_used)
            if is_used:
                name.setText(lines[index][0])
                figure.setText(lines[index][1])
                figure.setAccessibleName(f"{lines[index][0]}: {lines[index][1]}")

    def _append(self) -> None:
        name, figure = QLabel(self), QLabel(self)
        name.setProperty("role", "muted")
        figure.setProperty("role", "figure")
        figure.setWordWrap(True)
        for label in (name, figure):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = len(self._rows)
        self._grid.addWidget(name, line, 0)
        self._grid.addWidget(figure, line, 1)
        self._rows.append((name, figure))

    def text(self) -> str:
        """Return what is shown, a line each."""
        return "\n".join(
            f"{name.text()} {figure.text()}" for name, figure in self._rows if not name.isHidden()
        )
