"""What can be done with the curves: smooth, logarithmic axis, show everything, take them away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget

from workbench.ui.live.labels import plain_label

MOST_SMOOTHING = 50
_WIDTH = 96


class CurveTools(QWidget):
    """A narrow row; every wish goes out as a signal."""

    smoothing_changed = Signal(int)  # epochs that are taken together, 1 is none
    log_changed = Signal(bool)
    everything_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve_tools")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("smoothing")
        self.slider.setAccessibleName(self.tr("Smoothing"))
        self.slider.setRange(1, MOST_SMOOTHING)
        self.slider.setFixedWidth(_WIDTH)
        self.slider.valueChanged.connect(self._on_slider_moved)
        self._smoothing = plain_label("smoothing_text", role="muted")
        self._log = self._button("log_axis", self.tr("log"), self.tr("Logarithmic axis"))
        self._log.setCheckable(True)
        self._log.toggled.connect(self.log_changed)
        everything = self._button(
            "show_everything", "⤢", self.tr("Show everything again (A, or double click)")
        )
        everything.clicked.connect(self.everything_wanted)
        away = self._button("take_curves", "⋯", self.tr("Copy or save the curves"))
        away.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        away.setMenu(self._menu(away))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addStretch(1)
        for widget in (self._smoothing, self.slider, self._log, everything, away):
            row.addWidget(widget)
        self._on_slider_moved(1)

    @property
    def label(self) -> QLabel:
        """What the slider means where it stands."""
        return self._smoothing

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        return button

    def _menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        copy = menu.addAction(self.tr("Copy as a picture"))
        copy.setObjectName("copy_curves")
        copy.triggered.connect(self.copy_wanted)
        save = menu.addAction(self.tr("Save as PNG, SVG or CSV…"))
        save.setObjectName("save_curves")
        save.triggered.connect(self.save_wanted)
        return menu

    @Slot(int)
    def _on_slider_moved(self, epochs: int) -> None:
        text = self.tr("smooth: off") if epochs == 1 else self.tr("mean of {0}").format(epochs)
        self._smoothing.setText(text)
        self._smoothing.setFixedWidth(self._smoothing.fontMetrics().horizontalAdvance("smooth: off") + 6)
        self.slider.setToolTip(
            self.tr(
                "The bold lines are means over the last {0} epochs; the figures themselves lie behind."
            ).format(epochs)
        )
        self.smoothing_changed.emit(epochs)
