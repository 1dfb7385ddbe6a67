"""The learning-rate finder: a button, how far the sweep is, its plot, and its proposal to take."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.protocol.sweep import RateSweep
from workbench.ui.live.labels import plain_label
from workbench.ui.theme import Theme
from workbench.ui.training.rate_drawings import of_sweep
from workbench.ui.training.rate_plot import RatePlot, short
from workbench.ui.training.rate_sweeps import RateSweeps


class RateFinder(QWidget):
    """``taken`` carries the proposal."""

    taken = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sweeps: RateSweeps | None = None
        self._proposal = 0.0
        self._reason = ""
        self.search = self._button("find_rate", self.tr("Find a learning rate"))
        self.search.setToolTip(
            self.tr(
                "Trains a copy of the network for 100 batches at most while the rate grows, and proposes the "
                "rate at which the loss falls fastest. Project, runs and weights stay as they are."
            )
        )
        self.cancel = self._button("cancel_rate", self.tr("Cancel"))
        self.take = self._button("take_rate", "")
        self.bar = QProgressBar(self)
        self.bar.setObjectName("rate_progress")
        self.bar.setAccessibleName(self.tr("Progress of the sweep"))
        self.bar.setTextVisible(False)
        self.plot = RatePlot(theme, "sweep_plot", self.tr("Loss against the learning rate"), self)
        self.words = plain_label("sweep_words", role="muted", parent=self)
        self.words.setWordWrap(True)
        self._lay_out()
        self.search.clicked.connect(self._on_find_clicked)
        self.cancel.clicked.connect(self._on_cancel_clicked)
        self.take.clicked.connect(lambda: self.taken.emit(self._proposal))
        self.forget()

    def connect_sweeps(self, sweeps: RateSweeps) -> None:
        """Ask there from now on."""
        self._sweeps = sweeps
        sweeps.progressed.connect(self._on_progressed)
        sweeps.found.connect(self._on_found)
        sweeps.failed.connect(self._on_failed)
        self._show_buttons()

    def set_reason(self, reason: str) -> None:
        """Say why nothing can be swept now; empty when it can."""
        if reason != self._reason:
            self._reason = reason
            self._show_buttons()

    def forget(self) -> None:
        """Show no sweep: the network, the data or the training is another one now."""
        if self._sweeps is not None:
            self._sweeps.cancel()
        self._proposal = 0.0
        self.plot.draw(None)
        self.words.clear()
        self._show_buttons()

    @Slot()
    def ask(self) -> None:
        """Begin a sweep, where one is possible."""
        if self.search.isEnabled() and self._sweeps is not None and not self._sweeps.is_busy:
            self.forget()
            self._sweeps.find()
            self.bar.setRange(0, 0)
            self.words.setText(self.tr("Building the network…"))
            self._show_buttons()

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.take)
        row.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.plot)
        layout.addWidget(self.words)
        layout.addLayout(row)

    def _show_buttons(self) -> None:
        is_busy = self._sweeps is not None and self._sweeps.is_busy
        self.search.setVisible(not is_busy)
        self.search.setEnabled(self._sweeps is not None and not self._reason)
        self.search.setAccessibleDescription(self._reason)
        self.bar.setVisible(is_busy)
        self.cancel.setVisible(is_busy)
        self.cancel.setEnabled(True)
        self.take.setVisible(self._proposal > 0 and not is_busy)
        self.plot.setVisible(self.plot.drawing is not None)
        self.words.setVisible(bool(self.words.text()))

    def _on_find_clicked(self) -> None:
        self.ask()

    def _on_cancel_clicked(self) -> None:
        if self._sweeps is not None:
            self.cancel.setEnabled(False)
            self._sweeps.cancel()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(self.tr("Batch {0} of at most {1}").format(done, total))
        self.words.show()

    @Slot(object)
    def _on_found(self, sweep: RateSweep) -> None:
        drawing, words = of_sweep(sweep)
        self._proposal = sweep.proposal or 0.0
        self.plot.draw(drawing, words)
        if sweep.proposal is None:
            self.words.setText(self.tr("The loss fell at no rate: look at the network and the data first."))
        else:
            told = self.tr("The loss falls fastest near {0} and is lowest near {1}.")
            self.words.setText(told.format(short(sweep.steepest or 0.0), short(sweep.lowest or 0.0)))
        text = self.tr("Use {0}").format(short(self._proposal))
        self.take.setText(text)
        self.take.setAccessibleName(self.tr("Use {0} as the learning rate").format(short(self._proposal)))
        self._show_buttons()

    @Slot(object)
    def _on_failed(self, problems: tuple[Problem, ...]) -> None:
        self.words.setText("\n".join(f"✕ {each.message} {each.hint}".strip() for each in problems))
        self._show_buttons()
