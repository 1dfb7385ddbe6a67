"""The bar that is always there: Train, Pause, Step, Stop, and where the run stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.runs.state import RunState
from workbench.ui.live import words
from workbench.ui.live.labels import plain_tip
from workbench.ui.training import run_words
from workbench.ui.training.elided import ElidedLabel
from workbench.ui.training.figure_label import FigureLabel
from workbench.ui.training.more_ways import MoreWays
from workbench.ui.training.wish import LEAVING, Pending, Wish, legal_wishes

_PATIENCE_MS = 10_000
_FINE = 1000  # parts of the progress bar


class RunBar(QFrame):
    """Asks by signals and shows what ``set_state`` tells; never supposes that a wish was fulfilled."""

    train_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    step_requested = Signal()
    stop_requested = Signal()
    stop_now_requested = Signal()
    suspend_requested = Signal()
    resume_run_requested = Signal()
    queue_requested = Signal()
    change_requested = Signal()
    kill_requested = Signal()
    """Stop was not obeyed for ten seconds and the user wants the process ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_bar")
        self.setAccessibleName(self.tr("Run"))
        self.setProperty("role", "bar")
        self._state: RunState | None = None
        self._pending: Pending | None = None
        self._can_train, self._reason = True, ""
        self._primary_wish = Wish.TRAIN
        self._main = self._button("run_main", self.tr("Train"), self._on_main_clicked)
        self._main.setProperty("primary", "true")
        self._step = self._button("run_step", self.tr("Step"), lambda: self._wish(Wish.STEP))
        self._stop = self._button("run_stop", self.tr("Stop"), self._on_stop_clicked)
        self._change = self._button("run_change", self.tr("Change…"), self.change_requested)
        self._change.setToolTip(self.tr("Learning rate, epochs and patience of this run"))
        self._more = MoreWays(self)
        self._more.asked.connect(self._wish)
        resume_text = self.tr("Resume from checkpoint")
        self._resume = self._button("run_resume", resume_text, lambda: self._wish(Wish.RESUME_RUN))
        self._queue = self._button("run_queue", self.tr("Queue"), self.queue_requested)
        self._queue.setToolTip(self.tr("Trainings that wait for their turn (Ctrl+Shift+Q)"))
        self._waiting = 0
        self._headline = ElidedLabel("run_headline", bold=True)
        self._advice = ElidedLabel("run_failure_hint")
        self._advice.set_role("muted")
        self._bar = QProgressBar()
        self._left = FigureLabel("run_time_left", "59 min 59 s left")
        self._rate = FigureLabel("run_rate", "99,999 examples/s")
        self._loss = FigureLabel("run_loss", "loss 0.0000")
        self._metric = FigureLabel("run_metric", "val_accuracy 0.000")
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._show)
        self._arrange()
        self._show()

    def add_badge(self, badge: QWidget) -> None:
        """Put a button at the end of the bar."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(badge)

    def set_state(self, state: RunState | None) -> None:
        """Show where the run stands; None before any run."""
        self._state = state
        if self._pending is not None and self._pending.is_answered_by(state):
            self._forget_wish()
        self._show()

    def set_can_train(self, can_train: bool, reason: str = "") -> None:
        """Allow Train, or say why it can't be."""
        if (can_train, reason) == (self._can_train, self._reason):
            return
        self._can_train, self._reason = can_train, reason
        self._show()

    def set_waiting(self, count: int) -> None:
        """Show how many trainings wait in the queue."""
        self._waiting = count
        self._show()

    def request_refused(self) -> None:
        """Free the buttons: what was asked last will not happen."""
        self._forget_wish()
        self._show()

    def _button(self, name: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(slot)
        return button

    def _arrange(self) -> None:
        self._main.setMinimumWidth(86)
        # A click leaves the field that is being typed in as it is: Train says what is wrong with it.
        self._main.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._bar.setObjectName("run_progress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setRange(0, _FINE)
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(60)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        buttons = (self._main, self._step, self._stop, self._change, self._more, self._resume, self._queue)
        for button in buttons:
            layout.addWidget(button)
        layout.addSpacing(12)
        sentences = QVBoxLayout()
        sentences.setSpacing(2)
        sentences.addWidget(self._headline)
        sentences.addWidget(self._advice)
        layout.addLayout(sentences)
        layout.addWidget(self._bar, 1)
        layout.addSpacing(4)
        for label in (self._left, self._rate, self._loss, self._metric):
            layout.addWidget(label)

    def _wish(self, wish: Wish) -> None:
        """Ask, once: what is not legal now (a double click, a shortcut too late) is not asked."""
        if wish not in legal_wishes(self._state, self._pending):
            return
        if wish is Wish.TRAIN and not self._can_train:
            return
        self._pending = Pending(wish, self._state)
        if wish in LEAVING:
            self._patience.start()
        self._show()
        signals = {
            Wish.TRAIN: self.train_requested,
            Wish.RESUME_RUN: self.resume_run_requested,
            Wish.PAUSE: self.pause_requested,
            Wish.RESUME: self.resume_requested,
            Wish.STEP: self.step_requested,
            Wish.STOP: self.stop_requested,
            Wish.STOP_NOW: self.stop_now_requested,
            Wish.SUSPEND: self.suspend_requested,
        }
        signals[wish].emit()

    def _on_main_clicked(self) -> None:
        self._wish(self._primary_wish)

    def _on_stop_clicked(self) -> None:
        if self._is_impatient():
            self._patience.start()
            self._show()
            self.kill_requested.emit()
        else:
            self._wish(Wish.STOP)

    def _is_impatient(self) -> bool:
        is_stopping = self._pending is not None and self._pending.wish in LEAVING
        return is_stopping and not self._patience.isActive()

    def _forget_wish(self) -> None:
        self._pending = None
        self._patience.stop()

    def _show(self) -> None:
        state, legal = self._state, legal_wishes(self._state, self._pending)
        self._show_buttons(legal)
        self._show_words(state)
        phase = None if state is None else state.phase_progress
        share = phase.share if phase is not None else state.progress if state is not None else None
        self._bar.setValue(round(_FINE * (share or 0.0)))
        loss, metric = run_words.figures(state)
        is_live = state is not None and state.status == "running"
        left = phase.seconds_left if phase is not None else state.eta if state is not None else None
        self._left.setText(words.time_left(left))
        self._rate.setText(words.rate(state.examples_per_second) if state is not None and is_live else "")
        self._loss.setText(loss)
        self._metric.setText(metric)

    def _show_words(self, state: RunState | None) -> None:
        has_failed = state is not None and state.status == "failed"
        is_blocked = not self._can_train and (state is None or state.is_over)
        is_bad = has_failed and state is not None and not run_words.was_stopped_before(state)
        self._headline.set_role("bad" if is_bad else "")
        if state is None and is_blocked:
            self._headline.set_text(self.tr("Not ready to train"), self._reason)
        else:
            self._headline.set_text(run_words.headline(state), run_words.details(state))
        hint = state.failure.problem.hint if has_failed and state is not None and state.failure else ""
        usage = "" if hint else run_words.usage(state)
        self._advice.set_text(hint or usage, run_words.usage_in_full(state) or run_words.details(state))
        self._advice.setVisible(bool(hint or usage))
        self._main.setToolTip(plain_tip(self._reason) if is_blocked else "")
        self._main.setAccessibleDescription(self._reason if is_blocked else "")
        # Words of an ending need the room of figures that have nothing to say then.
        for widget in (self._bar, self._loss, self._metric):
            widget.setVisible(not has_failed)
        is_moving = state is not None and state.status == "running"
        for widget in (self._left, self._rate):
            widget.setVisible(is_moving)

    def _show_buttons(self, legal: frozenset[Wish]) -> None:
        state = self._state
        is_idle = state is None or state.is_over
        is_paused = state is not None and state.status == "paused"
        self._primary_wish = Wish.TRAIN if is_idle else Wish.RESUME if is_paused else Wish.PAUSE
        names = {Wish.TRAIN: self.tr("Train"), Wish.RESUME: self.tr("Resume"), Wish.PAUSE: self.tr("Pause")}
        name = names[self._primary_wish]
        self._main.setText(name)
        self._main.setAccessibleName(name)
        self._main.setEnabled(self._primary_wish in legal and (self._can_train or not is_idle))
        self._step.setEnabled(Wish.STEP in legal)
        self._stop.setEnabled(Wish.STOP in legal or self._is_impatient())
        self._stop.setText(self.tr("End process") if self._is_impatient() else self.tr("Stop"))
        self._more.show_legal(legal)
        self._more.setVisible(not is_idle)
        has_ended = state is not None and state.finished is not None
        is_training = not is_idle and state is not None and state.started is not None
        self._change.setVisible(has_ended or is_training)
        self._change.setText(self.tr("Train on…") if has_ended else self.tr("Change…"))
        self._change.setAccessibleName(self._change.text())
        self._resume.setEnabled(Wish.RESUME_RUN in legal)
        self._queue.setVisible(not is_idle or self._waiting > 0)
        self._queue.setText(
            self.tr("Queue · {0}").format(self._waiting) if self._waiting else self.tr("Queue")
        )
        self._resume.setVisible(state is not None and state.can_go_on)
