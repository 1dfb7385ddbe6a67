"""Changing a run while it goes on, or going on with one that is over: rate, epochs, patience."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.project.training import MOST_EPOCHS
from workbench.runs.controls import Change, SetEpochs, SetLearningRate, SetPatience
from workbench.runs.in_force import InForce
from workbench.runs.state import RunState
from workbench.ui.inspector.editors.line import REFUSAL, LineEditor
from workbench.ui.inspector.row import FormRow, place
from workbench.ui.live.labels import plain_label
from workbench.ui.theme import Theme


class SteerDialog(QDialog):
    """``asked`` carries the changes that the user wants; the dialog stays and says what the run answers."""

    asked = Signal(object)

    def __init__(self, now: InForce, state: RunState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("steer_dialog")
        self._now, self._state = now, state
        self._wanted: dict[str, float] = {}
        self._pending, self._heard, self._changes = 0, 0, 0
        self.heading = plain_label("steer_heading", role="title", parent=self)
        self.text = plain_label("steer_text", role="muted", parent=self)
        self.answer = plain_label("steer_answer", parent=self)
        for label in (self.text, self.answer):
            label.setWordWrap(True)
        self._editors: dict[str, LineEditor] = {}
        names = ("rate", "epochs", "patience", "plateau_patience")
        self.rows = {name: self._row(name, theme) for name in names}
        self.apply = QPushButton(self)
        self.apply.setObjectName("steer_apply")
        self.apply.setProperty("primary", "true")
        self.apply.setDefault(True)
        self.leave = QPushButton(self.tr("Close"), self)
        self.leave.setAutoDefault(False)
        self.leave.setObjectName("steer_close")
        self.apply.clicked.connect(self._on_apply_clicked)
        self.leave.clicked.connect(self.reject)
        self._lay_out()
        if state.is_over:
            self._wanted["epochs"] = max(2 * state.epoch, now.epochs)
        self._show()

    def show_state(self, now: InForce, state: RunState) -> None:
        """Take in where the run stands, and what it answered."""
        is_other = now != self._now or state.is_over != self._state.is_over
        self._now, self._state = now, state
        self._wanted = {name: value for name, value in self._wanted.items() if value != getattr(now, name)}
        if self._pending and (state.is_over or _heard(state) - self._heard >= self._pending):
            refused = [problem.message for problem in state.advice if problem.code.endswith(".refused")]
            has_refused = len(state.changes) < self._changes + self._pending
            self.answer.setText(refused[-1] if has_refused and refused else self.tr("✓ In force."))
            self._pending = 0
        if is_other:
            self._show()
        else:
            self._show_buttons()

    def wishes(self) -> tuple[Change, ...]:
        """Return what is wanted and not in force yet."""
        return tuple(_change(name, value) for name, value in self._wanted.items())

    def _row(self, name: str, theme: Theme) -> FormRow:
        params = {
            "rate": Param(name="learning_rate", editor="float", required=True, minimum=0.0),
            "epochs": Param(name="epochs", editor="int", required=True, minimum=1.0, maximum=MOST_EPOCHS),
            "patience": Param(name="patience", editor="int", required=True, minimum=0.0),
            "plateau_patience": Param(name="plateau_patience", editor="int", required=True, minimum=0.0),
        }
        docs = {
            "rate": self.tr("The rate from the next step on; a shape goes on from it in proportion."),
            "epochs": self.tr("How many in all, those that are done included."),
            "patience": self.tr("Epochs without a better figure after which EarlyStopping ends the run."),
            "plateau_patience": self.tr("Epochs without a better figure after which the rate is lowered."),
        }
        editor = self._editors[name] = LineEditor(params[name], theme, self)
        row = FormRow(editor, self)
        row.set_doc(docs[name])
        row.changed.connect(partial(self._on_row_changed, name))
        editor.refused.connect(self._show_buttons)
        return row

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place(list(self.rows.values()), grid)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.text)
        layout.addLayout(grid)
        layout.addWidget(self.answer)
        layout.addStretch(1)
        layout.addLayout(buttons)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        self.answer.setMinimumHeight(2 * self.answer.fontMetrics().lineSpacing())
        self.answer.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(400)

    def _show(self) -> None:
        is_over = self._state.is_over
        self.heading.setText(self.tr("Go on with this run") if is_over else self.tr("Change the run"))
        self.setWindowTitle(self.heading.text())
        live = self.tr("It takes effect after the current step, is marked on the curves and kept.")
        over = self.tr("It goes on from its last state: {0} epochs are done.").format(self._state.epoch)
        self.text.setText(over if is_over else live)
        self.apply.setText(self.tr("Train on") if is_over else self.tr("Apply"))
        self.apply.setAccessibleName(self.apply.text())
        for name, row in self.rows.items():
            value = getattr(self._now, name)
            row.setVisible(value is not None or name == "rate")
            row.editor.setEnabled(value is not None)
            row.show_value(self._wanted.get(name, value))
        if self._now.rate is None:
            words = self.tr("The optimizer follows a schedule, which sets the rate itself.")
            self._editors["rate"].line.setPlaceholderText(self.tr("by a schedule"))
            self.rows["rate"].set_doc(words)
        self._show_buttons()

    def _show_buttons(self, _refusal: str = "") -> None:
        is_refused = any(bool(editor.line.property(REFUSAL)) for editor in self._editors.values())
        has_more = not self._state.is_over or self._wanted.get("epochs", self._now.epochs) > self._state.epoch
        self.apply.setEnabled(bool(self._wanted) and not self._pending and not is_refused and has_more)

    def _on_row_changed(self, name: str, value: ParamValue) -> None:
        if isinstance(value, int | float):
            self._wanted[name] = value
        if value == getattr(self._now, name):
            del self._wanted[name]
        self.answer.clear()
        self._show_buttons()

    def _on_apply_clicked(self) -> None:
        if not self.apply.isEnabled():
            return
        wishes = self.wishes()
        self._pending, self._heard, self._changes = len(wishes), _heard(self._state), len(self._state.changes)
        self.answer.setText(self.tr("Asked. It takes effect after the current step…"))
        self._show_buttons()
        is_over = self._state.is_over
        self.asked.emit(wishes)
        if is_over:
            self.accept()


def _heard(state: RunState) -> int:
    """Return how many answers a run has given: what it changed, and what it refused to."""
    return len(state.changes) + sum(problem.code.endswith(".refused") for problem in state.advice)


def _change(name: str, value: float) -> Change:
    match name:
        case "rate":
            return SetLearningRate(value=value)
        case "epochs":
            return SetEpochs(value=int(value))
        case "patience":
            return SetPatience(value=int(value))
        case _:
            return SetPatience(value=int(value), callback="ReduceLROnPlateau")
