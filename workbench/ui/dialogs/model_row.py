"""Which of a run's models is taken: the best, the last, or that of an epoch which is kept."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from workbench.protocol.judgement import Which
from workbench.runs import models
from workbench.ui.inspector.editors.combo import CalmComboBox


class ModelRow(QWidget):
    """``kept`` names the models of epochs, from 1 on; choosing an epoch chooses that of an epoch."""

    def __init__(self, kept: Mapping[int, Which], which: Which, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        number = {name: epoch for epoch, name in kept.items()}
        if number.get("best") == max(kept, default=0):
            number.setdefault("last", number["best"])  # one epoch is both, and has one name
        own = {epoch: name for epoch, name in kept.items() if models.epoch_of(name) is not None}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._best = self._radio("best", self._numbered(self.tr("Best epoch"), number.get("best")))
        last = self._radio("last", self._numbered(self.tr("Last epoch"), number.get("last")))
        row.addWidget(self._best)
        row.addWidget(last)
        self._of_epoch = self._radio("epoch", self.tr("Epoch"))
        self.epochs = CalmComboBox(self)
        self.epochs.setObjectName("which-epochs")
        self.epochs.setAccessibleName(self.tr("Epoch whose model is taken"))
        for epoch, name in own.items():
            self.epochs.addItem(f"{epoch:,}", name)
        for widget in (self._of_epoch, self.epochs):
            widget.setVisible(bool(own))
            row.addWidget(widget)
        row.addStretch(1)
        self.epochs.setCurrentIndex(self.epochs.count() - 1)
        self.epochs.activated.connect(self._on_epoch_chosen)
        self._begin_with(which)

    @property
    def which(self) -> Which:
        if self._of_epoch.isChecked():
            chosen: Which = self.epochs.currentData()
            return chosen
        return "best" if self._best.isChecked() else "last"

    def _begin_with(self, which: Which) -> None:
        place = self.epochs.findData(which)
        if place >= 0:
            self.epochs.setCurrentIndex(place)
            self._of_epoch.setChecked(True)
        for button in self._group.buttons():
            if button.property("key") == which:
                button.setChecked(True)

    def _numbered(self, text: str, epoch: int | None) -> str:
        return text if epoch is None else self.tr("{0} ({1:,})").format(text, epoch)

    def _radio(self, key: str, text: str) -> QRadioButton:
        button = QRadioButton(text, self)
        button.setObjectName(f"which-{key}")
        button.setProperty("key", key)
        button.setChecked(not self._group.buttons())
        self._group.addButton(button)
        return button

    @Slot()
    def _on_epoch_chosen(self) -> None:
        self._of_epoch.setChecked(True)
