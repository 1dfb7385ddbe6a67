"""Which models a run keeps: the best by some figure, the last, and those of every so many epochs."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue
from workbench.project.training import MOST_EPOCHS, MOST_KEPT, Checkpoints
from workbench.ui.inspector.editors.choice import SuggestionEditor
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.fold import Fold
from workbench.ui.inspector.row import FormRow, place
from workbench.ui.theme import Theme

_DEFAULTS = Checkpoints()


class CheckpointsFold(Fold):
    """``changed`` carries the new values and the name of the one that was changed."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("CheckpointsFold", "Checkpoints")
        super().__init__(title, name="checkpoints", parent=parent)
        self._checkpoints = _DEFAULTS
        best_by = Param(name="best_by", editor="text", default=_DEFAULTS.best_by)
        every = Param(
            name="every_n_epochs", editor="int", default=_DEFAULTS.every, minimum=0, maximum=MOST_EPOCHS
        )
        keep = Param(name="keep_newest", editor="int", default=_DEFAULTS.keep, minimum=1, maximum=MOST_KEPT)
        self._best_by = SuggestionEditor(best_by, (), self)
        line = self._best_by.combo.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("automatic"))
        self.rows = {
            "best_by": FormRow(self._best_by, self.body),
            "every": FormRow(LineEditor(every, theme, self), self.body),
            "keep": FormRow(LineEditor(keep, theme, self), self.body),
        }
        for name, words in self._words().items():
            self.rows[name].set_doc(words)
        grid = QGridLayout(self.body)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place(list(self.rows.values()), grid)
        for name, row in self.rows.items():
            row.changed.connect(partial(self._on_row_changed, name))
            row.reset.connect(partial(self._on_row_reset, name))

    def set_figures(self, names: tuple[str, ...]) -> None:
        """Offer the figures that an epoch will have."""
        self._best_by.set_suggestions(("", *names))

    def show_checkpoints(self, checkpoints: Checkpoints) -> None:
        """Show the values; what was set is not hidden."""
        self._checkpoints = checkpoints
        for name, row in self.rows.items():
            row.show_value(getattr(checkpoints, name))
        if checkpoints != _DEFAULTS and not self.is_open:
            self.button.setChecked(True)

    def show_problem(self, name: str, problem: Problem | None) -> None:
        self.rows[name].set_problem(problem)

    def _words(self) -> dict[str, str]:
        return {
            "best_by": self.tr(
                "The figure that says which epoch's model is the best. Left empty it is what EarlyStopping "
                "or ModelCheckpoint monitors, else val_loss, or loss where nothing is kept for validation."
            ),
            "every": self.tr(
                "Keep the model of every so many epochs in the run's folder, besides the best and the last. "
                "0 keeps none."
            ),
            "keep": self.tr("How many of these models are kept: the oldest make room for new ones."),
        }

    def _on_row_changed(self, name: str, value: ParamValue) -> None:
        self.changed.emit(replace(self._checkpoints, **{name: value}), name)

    def _on_row_reset(self, name: str) -> None:
        self.changed.emit(replace(self._checkpoints, **{name: getattr(_DEFAULTS, name)}), name)
