"""The menu of the commands that arrange the selected cards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui.canvas import arranging
from workbench.ui.canvas.arranging import Arrange


class ArrangeMenu(QMenu):
    """Lines the selection up, or spaces it out, through ``arrange``."""

    def __init__(self, arrange: Callable[[Arrange], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._arrange = arrange
        self.setObjectName("canvas.arrange")
        self.setTitle(self.tr("Arrange"))
        self._add("left", self.tr("Align left edges"), arranging.left)
        self._add("centre", self.tr("Align centres in a column"), arranging.centre)
        self._add("right", self.tr("Align right edges"), arranging.right)
        self.addSeparator()
        self._add("top", self.tr("Align top edges"), arranging.top)
        self._add("middle", self.tr("Align middles in a row"), arranging.middle)
        self._add("bottom", self.tr("Align bottom edges"), arranging.bottom)
        self.addSeparator()
        self.across = self._add("across", self.tr("Distribute across"), arranging.spread_across)
        self.down = self._add("down", self.tr("Distribute down"), arranging.spread_down)

    def set_count(self, selected: int) -> None:
        """Say how many cards there are to arrange: two can be aligned, three distributed."""
        self.menuAction().setEnabled(selected > 1)
        for action in (self.across, self.down):
            action.setEnabled(selected > 2)

    def _add(self, name: str, text: str, how: Arrange) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"canvas.arrange.{name}")
        action.triggered.connect(lambda: self._arrange(how))
        self.addAction(action)
        return action
