"""One line for time under the curves: what is shown of a run is shown as it was at the epoch chosen here."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QToolButton, QWidget

from workbench.runs.folder import RunFolder
from workbench.runs.state import RunState
from workbench.ui.live import readings, words
from workbench.ui.live.kept import Kept, told
from workbench.ui.live.moment import Moment
from workbench.ui.live.play_button import PlayButton
from workbench.ui.live.playing import Player
from workbench.ui.live.time_slider import TimeSlider
from workbench.ui.theme import Theme
from workbench.ui.training.elided import ElidedLabel


class Timeline(QWidget):
    """Moves ``moment`` and follows it; hidden while no epoch has ended.

    Where ``is_still`` or the platform wants no motion there is nothing to play with.
    """

    def __init__(self, theme: Theme, moment: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName(self.tr("Time"))
        self._moment = moment
        self.kept = Kept()
        self.player = Player(moment, self)
        self._last, self._planned, self._is_over = 0, 0, False
        self._is_still = False
        self._play = PlayButton(theme)
        self._play.clicked.connect(self._on_play_clicked)
        self.slider = TimeSlider(theme, self.kept)
        self.slider.valueChanged.connect(self._on_slider_moved)
        self.slider.newest_wanted.connect(self._go_to_newest)
        self._text = ElidedLabel("time_text")
        self._text.set_role("muted")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._newest = QToolButton()
        self._newest.setObjectName("newest_epoch")
        self._newest.clicked.connect(self._go_to_newest)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._play)
        row.addWidget(self.slider, 3)
        row.addWidget(self._newest)
        row.addWidget(self._text, 2)
        moment.changed.connect(self._show_moment)
        self.player.changed.connect(self._on_player_changed)
        self.hide()

    @property
    def text(self) -> str:
        """What is said of the epoch that is looked at."""
        return self._text.full_text

    def set_state(self, state: RunState | None, folder: RunFolder | None) -> None:
        """Take how far a run is; None is no run."""
        if state is None or folder is None or not state.epochs:
            self._last = 0
            self.player.stop()
            self.hide()
            return
        first, self._last = state.epochs[0].epoch + 1, state.epochs[-1].epoch + 1
        self._planned, self._is_over = state.epochs_planned, state.is_over
        self.kept.follow(state, folder)
        self.player.set_reach(first, self._last)
        if self._moment.epoch is not None and self._moment.epoch > self._last:
            # The run was gone on with from before that epoch, which is undone.
            self._moment.stand_at(None)
        with QSignalBlocker(self.slider):
            self.slider.set_reach(first, self._last, readings.horizon(state))
        self._show_moment()
        self._show_play()
        self.show()

    def keep_still(self, is_still: bool) -> None:
        """Offer nothing that moves by itself, or offer it."""
        self._is_still = is_still
        if is_still:
            self.player.stop()
        self._show_play()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.player.stop()

    @Slot()
    def _show_moment(self) -> None:
        if not self._last:
            return
        epoch = self._moment.epoch
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._last if epoch is None else epoch)
        self.slider.set_live(is_live=self._moment.is_newest)
        self._newest.setEnabled(not self._moment.is_newest)
        self._newest.setText(self.tr("Newest") if self._is_over else self.tr("Live"))
        tip = (
            self.tr("Show the newest epoch (End)")
            if self._is_over
            else self.tr("Go on with the run: always show its newest epoch (End)")
        )
        self._newest.setToolTip(tip)
        self._newest.setAccessibleName(tip)
        self._say()

    def _say(self) -> None:
        if not self._last:
            return
        epoch = self._moment.epoch or self._last
        template = self.tr("epoch {0} of {1}")
        if self._moment.is_newest:
            template = self.tr("epoch {0} of {1}, the last") if self._is_over else self.tr("live, {0} of {1}")
        total = self._last if self._is_over else max(self._planned, self._last)
        at = template.format(words.count(epoch), words.count(total))
        self._text.set_text(f"{at} · {told(self.kept, epoch)}")
        self.slider.setAccessibleDescription(self._text.full_text)

    def _show_play(self) -> None:
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        may_move = not self._is_still and self.style().styleHint(hint, None, self) > 0
        self._play.setVisible(may_move)
        self._play.setEnabled(self.slider.isEnabled())

    @Slot(int)
    def _on_slider_moved(self, epoch: int) -> None:
        self.player.stop()
        self._moment.stand_at(None if epoch == self._last else epoch)

    @Slot()
    def _go_to_newest(self) -> None:
        self._moment.stand_at(None)

    @Slot()
    def _on_play_clicked(self) -> None:
        if self.player.is_playing:
            self.player.stop()
        else:
            self.player.begin()

    @Slot()
    def _on_player_changed(self) -> None:
        self._play.show_playing(is_playing=self.player.is_playing)
