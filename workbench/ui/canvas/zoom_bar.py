"""The controls at the foot of the canvas: out, 100 %, in, Fit, Tidy, and what colours the cards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from workbench.ui.canvas.actions import CanvasActions
from workbench.ui.canvas.zoom import Zoom


class ZoomBar(QFrame):
    """Shows the scale and changes it."""

    def __init__(self, zoom: Zoom, actions: CanvasActions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName("zoomBar")
        self.setAccessibleName(self.tr("Zoom"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(0)
        self._scale = self._button("scale", "100 %", self.tr("Back to 100 %"), zoom.reset)
        self._scale.setMinimumWidth(58)
        layout.addWidget(self._button("out", "−", self.tr("Zoom out"), zoom.zoom_out))
        layout.addWidget(self._scale)
        layout.addWidget(self._button("in", "+", self.tr("Zoom in"), zoom.zoom_in))
        for action in (actions.fit, actions.tidy):
            layout.addWidget(self._following(action))
        layout.addWidget(self._opening(actions.heat, self.tr("Heat ▾")))
        zoom.changed.connect(self._on_zoom_changed)

    def _button(self, name: str, text: str, tip: str, do: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setObjectName(f"zoomBar.{name}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: do())
        return button

    def _following(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setObjectName(f"zoomBar.{action.objectName().removeprefix('canvas.')}")
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _opening(self, menu: QMenu, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setObjectName(f"zoomBar.{menu.objectName().removeprefix('canvas.')}")
        button.setToolTip(menu.menuAction().toolTip())
        button.setAccessibleName(menu.title())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _on_zoom_changed(self, scale: float) -> None:
        self._scale.setText(f"{scale:.0%}".replace("%", " %"))
