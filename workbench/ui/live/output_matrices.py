"""What each output of a run takes for what at an epoch: classes, labels one by one, quantities."""

from __future__ import annotations

import logging

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workbench.protocol.outputs import OutputForm
from workbench.runs import matrices
from workbench.runs.events import EpochEnded, RunStarted
from workbench.runs.folder import RunFolder
from workbench.runs.state import RunState
from workbench.ui.live.confusion import ConfusionView
from workbench.ui.live.confusion_cells import Counts
from workbench.ui.live.quantity_view import QuantityView
from workbench.ui.live.read_out import epoch_of
from workbench.ui.theme import Theme

_log = logging.getLogger(__name__)


class OutputMatrices(QWidget):
    """Has a choice of the output where there are several, and of the label or target.

    ``cell_clicked`` carries the numbers of the true and the predicted class, and the name of the output.
    """

    cell_clicked = Signal(int, int, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("output_matrices")
        self._state: RunState | None = None
        self._folder: RunFolder | None = None
        self._started: RunStarted | None = None
        self._shown: tuple[object, ...] = ()
        self._forms: tuple[OutputForm, ...] = ()
        self.output = self._choice("live_output", self.tr("Output of the network"))
        self.part = self._choice("live_part", self.tr("Label or target"))
        self.output.activated.connect(self._on_output_activated)
        self.part.activated.connect(self._show)
        self.confusion = ConfusionView(theme)
        self.confusion.cell_clicked.connect(self._on_cell_clicked)
        self.quantities = QuantityView(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.confusion)
        self._stack.addWidget(self.quantities)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.output, 1)
        row.addWidget(self.part, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
        self._epoch: EpochEnded | None = None

    @property
    def form(self) -> OutputForm | None:
        """The output that is chosen."""
        at = max(self.output.currentIndex(), 0)
        return self._forms[at] if at < len(self._forms) else None

    def clear(self) -> None:
        """Show nothing, until there is another run."""
        self._started, self._forms, self._epoch, self._shown = None, (), None, ()
        self.output.hide()
        self.part.hide()
        self._stack.setCurrentWidget(self.confusion)
        self.confusion.clear()

    def show_epoch(self, folder: RunFolder, state: RunState, epoch: int | None) -> None:
        """Show the matrix of an epoch, from 1 on; the newest for None, or where it has none."""
        if state.started is None or not (state.started.outputs or state.started.classes):
            return
        wanted = _with_matrices(state, epoch)
        if wanted is None:
            return
        self._folder, self._state, self._epoch = folder, state, wanted
        if state.started is not self._started:
            self._take_outputs(state.started)
        self._show()

    def _choice(self, name: str, title: str) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(name)
        choice.setAccessibleName(title)
        choice.setToolTip(title)
        choice.setMinimumContentsLength(6)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.hide()
        return choice

    def _take_outputs(self, started: RunStarted) -> None:
        """Offer what a run counts; one that goes on keeps what was chosen."""
        before = self.output.currentText()
        self._started = started
        self._forms = started.outputs or (OutputForm(name="", form="classes"),)
        self.output.clear()
        self.output.addItems([form.name for form in self._forms])
        self.output.setCurrentIndex(max(self.output.findText(before), 0))
        self.output.setVisible(len(self._forms) > 1)
        self._offer_parts()

    def _offer_parts(self) -> None:
        form, before = self.form, self.part.currentText()
        names = () if form is None or form.form == "classes" else form.names
        self.part.clear()
        self.part.addItems(list(names))
        self.part.setCurrentIndex(max(self.part.findText(before), 0) if names else -1)
        self.part.setVisible(len(names) > 1)

    @Slot(int)
    def _on_output_activated(self, _index: int) -> None:
        self._offer_parts()
        self._show()

    @Slot()
    def _show(self, _index: int = 0) -> None:
        form, epoch, folder = self.form, self._epoch, self._folder
        part = max(self.part.currentIndex(), 0)
        if form is None or epoch is None or folder is None or (epoch, form, part) == self._shown:
            return
        self._shown = (epoch, form, part)
        path, at = folder.artifacts / matrices.NAME, _place_of(epoch, max(self.output.currentIndex(), 0))
        if at is None:
            return
        try:
            self._show_counts(form, matrices.read(path, at), part, epoch.epoch + 1)
        except (OSError, ValueError, IndexError) as failure:
            # A matrix that is gone or damaged is no reason to stop watching the run.
            _log.warning("%s could not be read: %s", path, failure)
            self._stack.setCurrentWidget(self.confusion)
            self.confusion.clear(self.tr("The matrix of epoch {0} can't be read").format(epoch.epoch + 1))

    def _show_counts(self, form: OutputForm, counts: Counts, part: int, epoch: int) -> None:
        if form.form == "quantities":
            self.quantities.show_counts(counts[part], form.ranges[part], self._title(epoch, form.names[part]))
            self._stack.setCurrentWidget(self.quantities)
            return
        if form.form == "labels":
            name = form.names[part]
            classes: tuple[str, ...] = (self.tr("not {0}").format(name), name)
            counts = counts[part]
        else:
            assert self._started is not None
            classes = self._started.classes
        self.confusion.set_matrix(counts, classes, self._title(epoch))
        self._stack.setCurrentWidget(self.confusion)

    def _title(self, epoch: int, target: str = "") -> str:
        is_of_training = self._started is not None and self._started.validation_examples == 0
        if target:
            return self.tr("Predicted {0}, validation, epoch {1}").format(target, epoch)
        template = (
            self.tr("Confusion, training, epoch {0}")
            if is_of_training
            else self.tr("Confusion, validation, epoch {0}")
        )
        return template.format(epoch)

    @Slot(int, int)
    def _on_cell_clicked(self, true: int, predicted: int) -> None:
        form = self.form
        if form is not None and form.form == "classes":
            self.cell_clicked.emit(true, predicted, form.name)


def _place_of(epoch: EpochEnded, output: int) -> int | None:
    """Return where an output's matrix of an epoch begins; None where that epoch has none of it."""
    if epoch.matrices_at:
        return epoch.matrices_at[output] if output < len(epoch.matrices_at) else None
    return epoch.confusion_at if epoch.confusion and output == 0 else None


def _with_matrices(state: RunState, number: int | None) -> EpochEnded | None:
    found = epoch_of(state.epochs, number) if number is not None else None
    if found is not None and found.has_matrices:
        return found
    return next((epoch for epoch in reversed(state.epochs) if epoch.has_matrices), None)
