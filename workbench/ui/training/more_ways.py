"""The ways to leave a run that are asked for seldom, behind a small button beside Stop."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from workbench.ui.training.wish import Wish


class MoreWays(QToolButton):
    """``asked`` carries the wish that was chosen."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_more")
        self.setText("⋯")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.setObjectName("menu_run_more")
        menu.setToolTipsVisible(True)
        self._actions = {
            Wish.SUSPEND: self._action(
                menu,
                Wish.SUSPEND,
                self.tr("Pause and free the device"),
                self.tr("Saves all and ends the process, so that others have the device. Resume goes on."),
            ),
            Wish.STOP_NOW: self._action(
                menu,
                Wish.STOP_NOW,
                self.tr("Stop now, without saving the last model"),
                self.tr("Saves only what Resume needs and skips what callbacks do at the end."),
            ),
        }
        self.setMenu(menu)
        self.setAccessibleName(self.tr("More ways to pause and stop"))
        self.setToolTip(self.accessibleName())

    def show_legal(self, legal: frozenset[Wish]) -> None:
        for wish, action in self._actions.items():
            action.setEnabled(wish in legal)
        self.setEnabled(not legal.isdisjoint(self._actions))

    def _action(self, menu: QMenu, wish: Wish, text: str, tip: str) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(f"run_{wish.value}")
        action.setToolTip(tip)
        action.triggered.connect(partial(self._on_triggered, wish))
        return action

    def _on_triggered(self, wish: Wish, _checked: bool = False) -> None:
        self.asked.emit(wish)
