"""The probe under the canvas: an example, the model that it goes through, weights to change by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.protocol.judgement import Which
from workbench.protocol.messages import Failed, Probe, ProbeRead, Response
from workbench.protocol.probing import LayerReading, Reading, WeightChange
from workbench.runs import models
from workbench.runs.folder import RunFolder
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.live.moment import Moment
from workbench.ui.probe.given import GivenExample
from workbench.ui.probe.readings import CanvasReadings
from workbench.ui.probe.weights import WeightTable
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme, mono_font

_LEAST = 190
_FRESH = ""
_FEW = 8


class ProbePanel(QFrame):
    """Asks while it is shown. ``left`` asks to go back to the canvas, Escape's meaning."""

    close_wanted = Signal()
    left = Signal()

    def __init__(self, document: Document, scene: Scene, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probe")
        self.setProperty("role", "panel")
        self.setAccessibleName(self.tr("Probe"))
        self.setMinimumHeight(_LEAST)
        self._document = document
        self._questions: RunQuestions | None = None
        self._changes: dict[tuple[str, int], float] = {}
        self._reading: Reading | None = None
        self._moment: Moment | None = None
        self._title = ""
        self._which: Which = "best"
        self.readings = CanvasReadings(scene, document, theme, self)
        self.given = GivenExample(theme)
        self.source = QComboBox()
        self.source.setObjectName("probe_source")
        self.source.setAccessibleName(self.tr("Weights"))
        self.source.addItem(self.tr("fresh weights"), _FRESH)
        self.weights = WeightTable(theme)
        self.reset = QPushButton(self.tr("Undo the changes"))
        self.reset.setObjectName("probe_reset")
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setObjectName("probe_close")
        self._notes = ProblemNotes(name="probe_problems", parent=self)
        self._told = plain_label("probe_told", role="muted")
        self._told.setWordWrap(True)
        self._answer = plain_label("probe_answer", role="figure")
        self._answer.setFont(mono_font(9.5))
        self._answer.setWordWrap(True)
        self._arrange()
        self.given.changed.connect(self.ask)
        self.source.activated.connect(self._on_source_activated)
        self.weights.changed.connect(self._on_weight_changed)
        self.reset.clicked.connect(self._on_reset_clicked)
        self.close_button.clicked.connect(self.close_wanted)
        document.project_changed.connect(self._on_project_changed)
        document.selection_changed.connect(self._show_weights)
        self._on_changes_changed()

    def connect_questions(self, questions: RunQuestions) -> None:
        self._questions = questions

    def offer_run(self, run: Path | None, title: str, moment: Moment | None = None) -> None:
        """Offer the model of a run beside fresh weights; None where there is none.

        It is the best, or while ``moment`` stands at an epoch the nearest that is kept.
        """
        if self._moment is not None:
            self._moment.changed.disconnect(self._on_moment_changed)
        self._moment, self._title = moment, title
        while self.source.count() > 1:
            self.source.removeItem(1)
        if run is not None:
            self.source.addItem("", str(run))
        if moment is not None:
            moment.changed.connect(self._on_moment_changed)
        self._look_for_model()

    @property
    def reading(self) -> Reading | None:
        """What the layers gave last."""
        return self._reading

    @Slot()
    def ask(self) -> None:
        """Send the example through the network as it is now."""
        fields = self.given.fields()
        if self._questions is None or fields is None or not self.isVisible():
            return
        changes = tuple(
            WeightChange(layer=layer, place=place, value=value)
            for (layer, place), value in self._changes.items()
        )
        told: dict[str, Any] = {
            "project": self._document.project,
            "folder": str(self._document.base),
            "run": self.source.currentData(),
            "which": self._which,
            "changes": changes,
            **fields,
        }
        self._questions.ask("probe", Probe, self._on_answered, **told)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        self.readings.show_reading(None)
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _look_for_model(self) -> None:
        """Find out which of the run's models is meant, and say so."""
        self._which = "best"
        if self.source.count() == 1:
            return
        text = self.tr("best model of {0}").format(self._title)
        wanted = None if self._moment is None else self._moment.epoch
        kept = {} if wanted is None else models.kept(RunFolder(Path(self.source.itemData(1))))
        if wanted is not None and (near := models.nearest(kept, wanted)) is not None:
            self._which = kept[near]
            text = self.tr("model of epoch {0} of {1}").format(words.count(near), self._title)
        self.source.setItemText(1, text)

    @Slot()
    def _on_moment_changed(self) -> None:
        before = self._which
        self._look_for_model()
        if self._which != before and self.source.currentData() != _FRESH:
            self.ask()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(plain_label("probe_title", self.tr("Probe"), bold=True))
        left.addWidget(self.given)
        left.addWidget(self.source)
        left.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(6)
        for widget in (self._notes, self._answer, self._told):
            middle.addWidget(widget)
        middle.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.weights, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.reset)
        buttons.addWidget(self.close_button)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(24)
        layout.addLayout(left, 2)
        layout.addLayout(middle, 2)
        layout.addLayout(right, 4)

    def _on_answered(self, response: Response) -> None:
        if not self.isVisible():
            return
        if isinstance(response, ProbeRead):
            self._reading = response.reading
            self._notes.show_problems(())
            self.readings.show_reading(response.reading)
            self._answer.setText(self._in_words(response.reading))
        elif isinstance(response, Failed):
            self._reading = None
            self._notes.show_problems(response.problems)
            self.readings.show_reading(None)
            self._answer.setText("")
        self._show_weights()
        self._on_changes_changed()

    def _in_words(self, reading: Reading) -> str:
        last = reading.layers[-1] if reading.layers else None
        if last is None:
            return ""
        is_short = 0 < len(reading.given) <= _FEW
        given = f"({', '.join(words.reading(value) for value in reading.given)}) " if is_short else ""
        answer = ", ".join(f"{value:.4f}" for value in last.values[:10]) or words.reading(last.mean)
        target = self.tr("   target {0}").format(reading.label) if reading.label else ""
        return f"{given}→ {answer}{target}"

    def _on_changes_changed(self) -> None:
        count = len(self._changes)
        self.reset.setEnabled(count > 0)
        changed = self.tr("{0} weights changed by hand, for this probe only.").format(count) if count else ""
        hint = self.tr("Each layer's output stands beside its card. Select one to change its weights.")
        self._told.setText(changed or hint)

    @Slot()
    def _show_weights(self) -> None:
        self.weights.show_layer(self._selected())

    def _selected(self) -> LayerReading | None:
        selected = self._document.selected_nodes()
        chosen = {node.name for node in self._document.project.graph.nodes if node.id in selected}
        found = [] if self._reading is None else [one for one in self._reading.layers if one.layer in chosen]
        return found[0] if len(found) == 1 else None

    def _on_source_activated(self, _index: int) -> None:
        self._changes.clear()
        self.ask()

    def _on_weight_changed(self, layer: str, place: int, value: float) -> None:
        self._changes[layer, place] = value
        self.ask()

    def _on_reset_clicked(self) -> None:
        self._changes.clear()
        self.ask()

    @Slot()
    def _on_project_changed(self) -> None:
        names = {node.name for node in self._document.project.graph.nodes}
        self._changes = {key: value for key, value in self._changes.items() if key[0] in names}
        self.ask()
