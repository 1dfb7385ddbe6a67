"""Which of a run's models is judged and tried: the best, the last, or that of the epoch that is looked at."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from workbench.protocol.judgement import Which
from workbench.runs import models
from workbench.runs.folder import RunFolder
from workbench.runs.state import RunState
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.live.moment import Moment

_OF_EPOCH = 2


class ModelChoice(QComboBox):
    """While the moment stands at an epoch its model is chosen, or the nearest that is kept.

    Choosing the best or the last one then lets go of the epoch.
    """

    changed = Signal()

    def __init__(self, moment: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("which_model")
        self.setAccessibleName(self.tr("Which model"))
        self.addItem(self.tr("best model"), "best")
        self.addItem(self.tr("last model"), "last")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._moment = moment
        self._folder: RunFolder | None = None
        self._state = RunState()
        self._before = 0
        self._looked_at: tuple[object, ...] = ()
        self._told: tuple[object, ...] = self._standing()
        self.epoch: int | None = None
        """The epoch whose model is chosen; None for the best or the last."""
        moment.changed.connect(self._look)
        self.activated.connect(self._on_activated)
        self.currentIndexChanged.connect(self._tell)

    @property
    def which(self) -> Which:
        chosen: Which = self.currentData()
        return chosen

    @property
    def wanted(self) -> int | None:
        """The epoch that is looked at."""
        return self._moment.epoch

    def follow(self, folder: RunFolder | None, state: RunState) -> None:
        """Take in how far a run is."""
        self._folder, self._state = folder, state
        if (folder, len(state.checkpoints), len(state.epochs), state.is_over) != self._looked_at:
            self._look()

    @Slot()
    def _look(self) -> None:
        state, wanted = self._state, self._moment.epoch
        self._looked_at = (self._folder, len(state.checkpoints), len(state.epochs), state.is_over)
        kept = {} if self._folder is None or wanted is None else models.kept(self._folder, state)
        self.epoch = None if wanted is None else models.nearest(kept, wanted)
        with QSignalBlocker(self):
            if self.epoch is None:
                self._let_go()
            else:
                self._show_epoch(kept[self.epoch], self.epoch)
        self._tell()

    def _show_epoch(self, which: Which, epoch: int) -> None:
        if self.count() == _OF_EPOCH:
            self._before = self.currentIndex()
            self.addItem("")
        self.setItemText(_OF_EPOCH, self.tr("model of epoch {0}").format(words.count(epoch)))
        self.setItemData(_OF_EPOCH, which)
        self.setCurrentIndex(_OF_EPOCH)

    def _let_go(self) -> None:
        if self.count() > _OF_EPOCH:
            if self.currentIndex() == _OF_EPOCH:
                self.setCurrentIndex(self._before)
            self.removeItem(_OF_EPOCH)

    def _standing(self) -> tuple[object, ...]:
        return self.currentData(), self._moment.epoch

    @Slot()
    def _tell(self, _index: int = 0) -> None:
        if self._standing() != self._told:
            self._told = self._standing()
            self.changed.emit()

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        if index < _OF_EPOCH:
            self._moment.stand_at(None)


class ModelNote(QWidget):
    """Says whose model answers while one looks at an epoch, and which is the nearest that is kept."""

    def __init__(self, moment: Moment, choice: ModelChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_note")
        self._moment, self._choice = moment, choice
        self._text = plain_label("model_note_text", role="muted")
        self._text.setWordWrap(True)
        self.nearest = QPushButton()
        self.nearest.setObjectName("nearest_model")
        self.nearest.clicked.connect(self._on_nearest_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.nearest)
        choice.changed.connect(self._show)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    @Slot()
    def _show(self) -> None:
        wanted, epoch = self._choice.wanted, self._choice.epoch
        self.setVisible(wanted is not None)
        self.nearest.setVisible(epoch is not None and epoch != wanted)
        if wanted is None:
            return
        if epoch == wanted:
            text = self.tr("At epoch {0}: its own model answers in Try it, Boundary, Filters and the probe.")
            self._text.setText(text.format(words.count(wanted)))
            return
        missing = self.tr("No model of epoch {0} is kept.").format(words.count(wanted))
        keeping = self.tr(
            "Small networks keep weights of many epochs by themselves, others every N epochs if Training > "
            "Checkpoints says so."
        )
        if epoch is None:
            self._text.setText(f"{missing} {keeping}")
            return
        near = self.tr("That of epoch {0}, the nearest, answers here.").format(words.count(epoch))
        self._text.setText(f"{missing} {near} {keeping}")
        self.nearest.setText(self.tr("Go to epoch {0}").format(words.count(epoch)))

    @Slot()
    def _on_nearest_clicked(self) -> None:
        self._moment.stand_at(self._choice.epoch)
