"""How far a long reading has come, how long it may take yet, and a button that ends it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from workbench.foundation.clock import monotonic
from workbench.protocol.messages import Progress
from workbench.ui.reading_words import step_words, with_share

_MIB, _FINE = 1 << 20, 1000
_SURE = 2.0
_COUNTED = 1_000_000
"""Up to here things are counted; beyond, a share says more."""


class ReadingBar(QFrame):
    """Hidden while nothing is read. ``cancelled`` when the user has enough of it."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "reading") -> None:
        super().__init__(parent)
        self.setObjectName(f"data_{name}")
        self.setProperty("role", "card")
        self._began = 0.0
        self._first: tuple[str, float, int] = ("", 0.0, 0)
        self.words = QLabel(self)
        self.words.setObjectName(f"{name}_words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.left = QLabel(self)
        self.left.setObjectName(f"{name}_left")
        self.left.setProperty("role", "muted")
        self.left.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar(self)
        self.bar.setObjectName(f"{name}_progress")
        self.bar.setAccessibleName(self.tr("Reading the data"))
        self.bar.setTextVisible(False)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName(f"cancel_{name}")
        self.cancel.setAccessibleName(self.tr("Cancel reading the data"))
        self.cancel.clicked.connect(self._on_cancel_clicked)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.words)
        line.addStretch(1)
        line.addWidget(self.left)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(16)
        layout.addLayout(column, 1)
        layout.addWidget(self.cancel)

    def begin(self, words: str) -> None:
        """Show that something goes on, of which nothing is known yet."""
        self._began = monotonic()
        self._first = ("", 0.0, 0)
        self.words.setText(words)
        self.left.setText("")
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.show()

    def end(self) -> None:
        self.hide()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is, and from its pace so far how long the rest may take."""
        if self.isHidden() or not self.cancel.isEnabled():
            return
        now = monotonic()
        if progress.what != self._first[0]:
            self._first = (progress.what, now, progress.done)
        self.words.setText(self._told(progress))
        self.bar.setRange(0, _FINE if progress.total else 0)
        if progress.total:
            self.bar.setValue(round(_FINE * progress.done / progress.total))
        self.left.setText(self._time_left(progress, now))

    def _told(self, progress: Progress) -> str:
        done, total = f"{progress.done:,}", f"{progress.total:,}"
        match progress.what:
            case "downloading":
                return self.tr("Fetching: {done} MB").format(done=f"{progress.done / _MIB:.1f}")
            case "looking":
                return self.tr("Looking for files: {done} so far").format(done=done)
            case _ if words := step_words(progress.what):
                return with_share(words, progress.done / progress.total if progress.total else 0.0)
            case _ if progress.total > _COUNTED:
                return self.tr("Reading: {share:.0%}").format(share=progress.done / progress.total)
            case _ if progress.total:
                return self.tr("Reading {done} of {total}").format(done=done, total=total)
            case _:
                return self.tr("Reading: {done} so far").format(done=done)

    def _on_cancel_clicked(self) -> None:
        """Say that it ends, before whoever hears of it may say that it has."""
        self.cancel.setEnabled(False)
        self.words.setText(self.tr("Stopping…"))
        self.left.setText("")
        self.cancelled.emit()

    def _time_left(self, progress: Progress, now: float) -> str:
        _, began, at_first = self._first
        done, spent = progress.done - at_first, now - began
        if not progress.total or done <= 0 or spent < _SURE:
            return ""
        seconds = (progress.total - progress.done) * spent / done
        return in_words(seconds)


def in_words(seconds: float) -> str:
    """Return how long the rest may take, as it is said."""
    if seconds < 1:
        return "< 1 s"
    if seconds < 90:
        return f"≈ {seconds:.0f} s"
    return f"≈ {seconds / 60:.0f} min" if seconds < 5400 else f"≈ {seconds / 3600:.1f} h"
