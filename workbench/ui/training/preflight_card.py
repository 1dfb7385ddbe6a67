"""The card that says, before a training, whether it can work: a sign, figures and what to do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.foundation.errors import Problem
from workbench.protocol.messages import Progress
from workbench.protocol.preflight import CheckName, Preflight, PreflightCheck, Verdict
from workbench.ui.inspector.relayout import measure_when_shown
from workbench.ui.live.labels import plain_label, plain_tip
from workbench.ui.live.words import duration
from workbench.ui.training.preflights import Preflights
from workbench.ui.training.settings_card import Card

_SIGNS: dict[Verdict, tuple[str, str]] = {
    "good": ("✓", "good"),
    "warning": ("!", ""),
    "bad": ("✕", "bad"),
}


class PreflightCard(Card):
    """``place_chosen`` carries the place of a check, as in ``Problem.where``."""

    place_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("PreflightCard", "Preflight")
        super().__init__(title, name="preflight", parent=parent)
        self._preflights: Preflights | None = None
        self.words = plain_label("preflight_words", role="muted")
        self.words.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setObjectName("preflight")
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._on_button_clicked)
        self.setFocusProxy(self.button)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("preflight_progress")
        self.bar.setAccessibleName(self.tr("Progress of the preflight"))
        self.bar.setTextVisible(False)
        self._rows: QWidget | None = None
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(line)
        self.content.addWidget(self.bar)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self.content.addLayout(self._list)
        self._show()

    def connect_preflights(self, preflights: Preflights) -> None:
        """Show these from now on."""
        self._preflights = preflights
        preflights.changed.connect(self._show)
        preflights.progressed.connect(self._on_preflights_progressed)
        self._show()

    def show_readiness(self) -> None:
        """Allow the preflight, or say why it can't be now."""
        reason = "" if self._preflights is None else self._preflights.reason()
        is_running = self._preflights is not None and self._preflights.is_running
        self.button.setEnabled(is_running or not reason)
        tip = self.tr("Take one batch through the network (F7)")
        self.button.setToolTip(plain_tip(reason or tip))
        self.button.setAccessibleDescription(reason)

    def _on_button_clicked(self) -> None:
        if self._preflights is None:
            return
        if self._preflights.is_running:
            self._preflights.cancel()
        else:
            self._preflights.start()

    def _show(self) -> None:
        preflights = self._preflights
        is_running = preflights is not None and preflights.is_running
        name = self.tr("Cancel") if is_running else self.tr("Run preflight")
        self.button.setText(name)
        self.button.setAccessibleName(self.tr("Cancel the preflight") if is_running else name)
        self.bar.setVisible(is_running)
        if is_running:
            self.bar.setRange(0, 0)
        self.words.setText(self._told())
        self._show_rows()
        self.show_readiness()

    def _told(self) -> str:
        preflights = self._preflights
        if preflights is not None and preflights.is_cancelling:
            return self.tr("Cancelling…")
        if preflights is not None and preflights.is_running:
            return self.tr("Beginning…")
        found = None if preflights is None else preflights.found
        if preflights is None or (found is None and not preflights.problems):
            return self.tr(
                "Takes one real batch through the network, in seconds: does it fit, does it begin well, can "
                "it learn, how long will it take? Nothing of the project changes."
            )
        if preflights.is_old:
            return self.tr("The project has changed since this was looked at. Run it again.")
        if found is None:
            return self.tr("The training would be refused:")
        return self._outcome(found)

    def _outcome(self, found: Preflight) -> str:
        warnings = sum(check.verdict == "warning" for check in found.checks)
        took = duration(found.seconds)
        if found.is_hopeless:
            return self.tr("Hopeless as it is. Looked at for {0} on {1}.").format(took, found.device.upper())
        if warnings:
            words = self.tr("It can be trained; {0} to think about. Looked at for {1} on {2}.")
            return words.format(warnings, took, found.device.upper())
        return self.tr("Ready. Looked at for {0} on {1}.").format(took, found.device.upper())

    def _show_rows(self) -> None:
        if self._rows is not None:
            self._rows.hide()
            self._list.removeWidget(self._rows)
            self._rows.deleteLater()
            self._rows = None
        preflights = self._preflights
        if preflights is None or preflights.is_running:
            return
        checks = () if preflights.found is None else preflights.found.checks
        refused = tuple(_as_check(problem) for problem in preflights.problems)
        if not (checks or refused):
            return
        self._rows = QWidget(self)
        self._rows.setObjectName("preflight_checks")
        self._rows.setEnabled(not preflights.is_old)
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for number, check in enumerate((*refused, *checks)):
            self._add_row(grid, number, check, is_refusal=number < len(refused))
        self._list.addWidget(self._rows)
        self._rows.show()
        measure_when_shown(self)

    def _add_row(self, grid: QGridLayout, number: int, check: PreflightCheck, *, is_refusal: bool) -> None:
        sign, role = _SIGNS[check.verdict]
        mark = plain_label(f"preflight_sign_{number}", sign, role=role, bold=True)
        mark.setFixedWidth(14)
        mark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        mark.setAccessibleName(self._verdict(check.verdict))
        words = QVBoxLayout()
        words.setSpacing(2)
        if not is_refusal:
            words.addWidget(plain_label(f"preflight_name_{number}", self._name(check.name), bold=True))
        for name, text, its_role in (("message", check.message, ""), ("hint", check.hint, "muted")):
            if text:
                label = plain_label(f"preflight_{name}_{number}", text, role=its_role)
                label.setWordWrap(True)
                words.addWidget(label)
        grid.addWidget(mark, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(words, number, 1)
        if check.verdict != "good" and not check.where.startswith(("training", "run")):
            show = QPushButton(self.tr("Show"), self)
            show.setObjectName(f"preflight_show_{number}")
            show.setProperty("role", "link")
            show.setAccessibleName(self.tr("Show where: {0}").format(self._name(check.name)))
            show.clicked.connect(partial(self.place_chosen.emit, check.where))
            grid.addWidget(show, number, 2, Qt.AlignmentFlag.AlignTop)

    def _verdict(self, verdict: Verdict) -> str:
        return {
            "good": self.tr("good"),
            "warning": self.tr("to think about"),
            "bad": self.tr("hopeless"),
        }[verdict]

    def _name(self, name: CheckName) -> str:
        return {
            "data": self.tr("Data"),
            "memory": self.tr("Memory"),
            "layers": self.tr("Layers"),
            "first_loss": self.tr("First loss"),
            "one_batch": self.tr("One batch by heart"),
            "time": self.tr("Time"),
        }[name]

    def _on_preflights_progressed(self, progress: Progress) -> None:
        if self._preflights is None or self._preflights.is_cancelling:
            return
        told = {
            "memory": self.tr("Counting the memory it takes…"),
            "building": self.tr("Building the network…"),
            "first_loss": self.tr("One batch goes through…"),
            "one_batch": self.tr("Learning one batch by heart: {0} steps").format(f"{progress.done:,}"),
            "time": self.tr("Timing a step…"),
        }
        self.words.setText(told.get(progress.what, self.tr("Reading the data…")))
        has_end = progress.total > 0
        self.bar.setRange(0, progress.total if has_end else 0)
        if has_end:
            self.bar.setValue(min(progress.done, progress.total))


def _as_check(problem: Problem) -> PreflightCheck:
    """Return a refusal as a row of the list."""
    return PreflightCheck(
        name="data", verdict="bad", message=problem.message, hint=problem.hint, where=problem.where
    )
