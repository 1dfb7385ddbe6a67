"""Play, pause and step through a race; where motion is reduced its end is shown at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QStyle, QWidget

from workbench.ui import preferences
from workbench.ui.live.labels import plain_label
from workbench.ui.theme import mono_font

_PERIOD = 33


class RaceClock(QWidget):
    """``moved`` carries the step that is to be shown. Nothing runs while it is hidden."""

    moved = Signal(int)

    def __init__(self, steps: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps, self._step = steps, steps
        self._timer = QTimer(self)
        self._timer.setInterval(_PERIOD)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.play = self._button("race_play")
        self.step_button = self._button("race_step", self.tr("Step"))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("race_slider")
        self.slider.setAccessibleName(self.tr("Step of the race"))
        self.slider.setRange(0, steps)
        self.told = plain_label("race_told", parent=self)
        self.told.setFont(mono_font())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.play, self.step_button):
            layout.addWidget(widget)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.told)
        self.play.clicked.connect(self._on_play_clicked)
        self.step_button.clicked.connect(self._on_step_clicked)
        self.slider.actionTriggered.connect(
            lambda _action: self._on_slider_moved(self.slider.sliderPosition())
        )
        self._show()

    @property
    def step(self) -> int:
        return self._step

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self._show()
        super().hideEvent(event)

    def _button(self, name: str, text: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def _show(self) -> None:
        self.play.setText(self.tr("Pause") if self.is_playing else self.tr("Play"))
        self.slider.setValue(self._step)
        self.told.setText(self.tr("step {0} of {1}").format(f"{self._step:>3}", self._steps))

    def _go_to(self, step: int) -> None:
        self._step = min(step, self._steps)
        if self._step >= self._steps:
            self._timer.stop()
        self._show()
        self.moved.emit(self._step)

    def _may_move(self) -> bool:
        """Whether motion is wanted: by the user, and by the platform as Qt tells it."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return not preferences.is_motion_reduced() and self.style().styleHint(hint, None, self) > 0

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._go_to(self._step + 1)

    def _on_play_clicked(self) -> None:
        if self.is_playing:
            self._timer.stop()
            self._show()
        elif self._may_move():
            self._timer.start()
            self._go_to(0 if self._step >= self._steps else self._step)
        else:
            self._go_to(self._steps)

    def _on_step_clicked(self) -> None:
        self._timer.stop()
        self._go_to(0 if self._step >= self._steps else self._step + 1)

    def _on_slider_moved(self, step: int) -> None:
        self._timer.stop()
        self._go_to(step)
