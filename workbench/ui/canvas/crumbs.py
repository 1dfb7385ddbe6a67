"""Network › block › inner: where one looks, and the way back up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from workbench.ui.canvas.sight import Sight
from workbench.ui.document.document import Document

_LONGEST = 24


class Crumbs(QFrame):
    """A button for each view on the way to this one; hidden at the top. ``resized``: place it anew."""

    resized = Signal()

    def __init__(self, sight: Sight, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._sight = sight
        self._shown: tuple[str, ...] | None = None
        self.setProperty("role", "card")
        self.setObjectName("crumbs")
        self.setAccessibleName(self.tr("Where you look"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 8, 3)
        self._row.setSpacing(2)
        sight.changed.connect(self._refresh)
        document.project_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        way = self._sight.way()
        names = tuple(block.name for block in way)
        if names == self._shown:
            return
        self._shown = names
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._add(self.tr("Network"), None)
        for block in way[:-1]:
            self._row.addWidget(self._label("›"))
            self._add(block.name, block.id)
        if way:
            self._row.addWidget(self._label("›"))
            self._row.addWidget(self._label(_short(way[-1].name), here=True))
        self.setVisible(bool(way))
        self.adjustSize()
        self.resized.emit()

    def _add(self, text: str, block: str | None) -> None:
        button = QToolButton(self)
        button.setText(_short(text))
        button.setObjectName(f"crumbs.{block or 'top'}")
        button.setAccessibleName(self.tr("Look at {0}").format(text))
        button.setToolTip(self.tr("Go back there (Esc or Page Up: one step)"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._go, block))
        self._row.addWidget(button)
        button.show()

    def _go(self, block: str | None) -> None:
        way = [step.id for step in self._sight.way()]
        self._sight.leave(steps=len(way) - (0 if block is None else way.index(block) + 1))

    def _label(self, text: str, *, here: bool = False) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if here:
            label.setObjectName("crumbs.here")
        else:
            label.setProperty("role", "muted")
        label.show()
        return label


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
