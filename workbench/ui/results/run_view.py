"""One past run: where it stands, its curves, its figures, and what can be done with its model."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.protocol.judgement import Which
from workbench.runs.state import RunState
from workbench.ui.live.labels import plain_label
from workbench.ui.live.panel import LivePanel
from workbench.ui.live.session import RunSession
from workbench.ui.results.judgement import JudgementView
from workbench.ui.results.key_figures import KeyFigures
from workbench.ui.results.model_choice import ModelChoice, ModelNote
from workbench.ui.results.part_choice import PartChoice
from workbench.ui.theme import Theme
from workbench.ui.training import run_words
from workbench.ui.training.elided import ElidedLabel

_WIDE = 1400
_LEAST_CURVES = 300


class RunView(QWidget):
    """Shows the session that it is given; the owner closes it."""

    evaluate_clicked = Signal(str, str)  # best or last, and the part
    export_clicked = Signal()
    resume_clicked = Signal()
    train_on_clicked = Signal()
    which_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_view")
        self._session: RunSession | None = None
        self._is_busy = False
        self._title = ElidedLabel("run_title")
        self._title.set_role("title")
        self._status = ElidedLabel("run_status")
        self._failure = plain_label("run_failure", role="bad")
        self._remedy = plain_label("run_remedy", role="muted")
        self._advice = plain_label("run_advice", role="muted")
        for label in (self._failure, self._remedy, self._advice):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.live = LivePanel(theme, is_live=False)
        self.choice = ModelChoice(self.live.moment)
        self.part = PartChoice()
        self._evaluate = self._button("evaluate_button", self.tr("Evaluate"))
        self._export = self._button("export_button", self.tr("Export…"))
        self._resume = self._button("resume_button", self.tr("Resume from checkpoint"))
        self._train_on = self._button("train_on_button", self.tr("Train on…"))
        self._train_on.setToolTip(self.tr("Go on with this run, for more epochs"))
        self._train_on.clicked.connect(self.train_on_clicked)
        self._evaluate.clicked.connect(lambda: self.evaluate_clicked.emit(*self.judged))
        self.choice.changed.connect(self.which_changed)
        self.choice.changed.connect(self._on_session_changed)
        self._export.clicked.connect(self.export_clicked)
        self._resume.clicked.connect(self.resume_clicked)
        self.figures = KeyFigures()
        self.judgement = JudgementView(theme)
        self.judgement.add_note(ModelNote(self.live.moment, self.choice))
        self._lower = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._area = QScrollArea()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let a large window show more: higher curves, a larger matrix, figures beside the evaluation."""
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        is_wide = width >= _WIDE
        self.live.setFixedHeight(max(_LEAST_CURVES, round(0.42 * height)))
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._lower.setDirection(direction)
        self.judgement.set_room(round(0.27 * width) if is_wide else 0, round(0.47 * height))

    def set_session(self, session: RunSession, title: str) -> None:
        """Show another run."""
        if self._session is not None:
            self._session.changed.disconnect(self._on_session_changed)
        self._session = session
        self._title.set_text(title)
        session.changed.connect(self._on_session_changed)
        self.live.set_session(session)
        self._on_session_changed()

    def release(self) -> None:
        """Let go of the session, which its owner is about to end."""
        if self._session is not None:
            self._session.changed.disconnect(self._on_session_changed)
            self._session = None
            self.live.set_session(None)

    @property
    def which(self) -> Which:
        """Which of the run's models is judged and tried."""
        return self.choice.which

    @property
    def judged(self) -> tuple[str, str]:
        """Which model is judged, and on which part of the data."""
        return self.which, self.part.part

    def set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._on_session_changed()

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._status)
        head.addLayout(names, 1)
        for widget in (self._resume, self._train_on, self.choice, self.part, self._evaluate, self._export):
            head.addWidget(widget)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._failure)
        column.addWidget(self._remedy)
        column.addWidget(self._advice)
        column.addWidget(self.live)
        column.addLayout(self._lower)
        column.addStretch(1)
        figures = QVBoxLayout()
        figures.setSpacing(8)
        figures.addWidget(plain_label("figures_title", self.tr("Key figures"), bold=True))
        figures.addWidget(self.figures)
        figures.addStretch(1)
        self._lower.setSpacing(24)
        self._lower.addLayout(figures, 2)
        self._lower.addWidget(self.judgement, 5)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def _on_session_changed(self) -> None:
        state = RunState() if self._session is None else self._session.state
        folder = None if self._session is None else self._session.folder
        self.choice.follow(folder, state)
        self.part.follow(folder, has_begun=state.started is not None)
        has_failed = state.status == "failed"
        self._status.set_role("bad" if has_failed else "muted")
        self._status.set_text(run_words.standing(state), run_words.details(state))
        problem = state.failure.problem if has_failed and state.failure is not None else None
        for label, text in (
            (self._failure, f"✕ {problem.message}" if problem else ""),
            (self._remedy, problem.hint if problem else ""),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._resume.setVisible(has_failed and state.failure is not None and state.failure.resumable)
        self._train_on.setVisible(state.finished is not None)
        self._advice.setText("\n".join(f"! {each.message} {each.hint}".strip() for each in state.advice))
        self._advice.setVisible(bool(state.advice))
        has_model = _has_model(state)
        self._evaluate.setEnabled(has_model and not self._is_busy)
        self._export.setEnabled(has_model)
        reason = self._why_no_model(state)
        self.judgement.set_reason(reason if state.is_over else "")
        self.judgement.tabs.offer("try", is_there=has_model)
        is_newest = self.live.moment.is_newest
        is_live = has_model and not state.is_over and is_newest
        self.judgement.set_moment(state.last_checkpoint if is_newest else None, is_live=is_live)
        self._evaluate.setToolTip(reason)
        self._export.setToolTip(reason)
        self.figures.show_state(state)

    def _why_no_model(self, state: RunState) -> str:
        if _has_model(state):
            return ""
        if state.is_over:
            return self.tr("There is no model: the run ended before its first epoch did.")
        return self.tr("There is a model once the first epoch has ended.")


def _has_model(state: RunState) -> bool:
    return bool(state.epochs) or state.last_checkpoint is not None
