"""Which models a run keeps (the best by some figure, some epochs'), and how often it measures the layers."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from workbench.catalog.kinds import Param
from workbench.project.training import MOST_EPOCHS, MOST_KEPT, Checkpoints, LayerLooks
from workbench.ui.inspector.editors.choice import ChoiceEditor, SuggestionEditor
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.row import FormRow
from workbench.ui.theme import Theme
from workbench.ui.training.settings_fold import SettingsFold

_DEFAULTS = Checkpoints()


class CheckpointsFold(SettingsFold):
    """Shows ``Checkpoints``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("CheckpointsFold", "Checkpoints")
        super().__init__(title, _DEFAULTS, name="checkpoints", parent=parent)
        best_by = Param(name="best_by", editor="text", default=_DEFAULTS.best_by)
        every = Param(
            name="every_n_epochs", editor="int", default=_DEFAULTS.every, minimum=0, maximum=MOST_EPOCHS
        )
        keep = Param(name="keep_newest", editor="int", default=_DEFAULTS.keep, minimum=1, maximum=MOST_KEPT)
        layers = Param(
            name="layer_figures", editor="choice", default=_DEFAULTS.layers, choices=get_args(LayerLooks)
        )
        self._best_by = SuggestionEditor(best_by, (), self)
        line = self._best_by.combo.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("automatic"))
        rows = {
            "best_by": FormRow(self._best_by, self.body),
            "every": FormRow(LineEditor(every, theme, self), self.body),
            "keep": FormRow(LineEditor(keep, theme, self), self.body),
            "layers": FormRow(ChoiceEditor(layers, self), self.body),
        }
        self.fill(rows, self._words())

    def set_figures(self, names: tuple[str, ...]) -> None:
        """Offer the figures that an epoch will have."""
        self._best_by.set_suggestions(("", *names))

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
            "layers": self.tr(
                "How often the run measures each layer's weights, gradients and outputs, for the histograms "
                "and the doctor: auto takes at most a hundredth of the time, often at most a twentieth, "
                "every does so at the end of each epoch, however short it is, and off never."
            ),
        }
