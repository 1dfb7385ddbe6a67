"""Opens the dialog that changes a run, keeps it up to date, and hands on what is asked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import WorkbenchError
from workbench.project.training import TrainingSpec
from workbench.runs.folder import RunFolder
from workbench.runs.in_force import in_force
from workbench.runs.journal import Follower
from workbench.runs.state import RunState, fold
from workbench.ui.theme import Theme
from workbench.ui.training.controller import TrainingController
from workbench.ui.training.steer_dialog import SteerDialog


class Steering(QObject):
    """One dialog at a time, about the live run or one that is over; ``went_on`` says that one goes on."""

    went_on = Signal()

    def __init__(self, training: TrainingController, catalog: Catalog, theme: Theme, window: QWidget) -> None:
        super().__init__(training)
        self._training, self._catalog, self._theme, self._window = training, catalog, theme, window
        self._dialog: SteerDialog | None = None
        self._folder: RunFolder | None = None
        self._settings = TrainingSpec()
        training.state_changed.connect(self._on_training_state_changed)

    @property
    def dialog(self) -> SteerDialog | None:
        return self._dialog

    @Slot()
    def open(self) -> None:
        """Change the run that is shown as live, or go on with it."""
        session = self._training.session
        if session is not None:
            self._open(session.folder, session.state)

    @Slot(object)
    def open_for(self, path: Path) -> None:
        """Go on with the run in a folder, if it is over; the live one is changed."""
        folder = RunFolder(path)
        session = self._training.session
        if session is not None and session.folder == folder:
            self.open()
            return
        self._open(folder, fold(Follower(folder.journal, steps=False).there()))

    def _open(self, folder: RunFolder, state: RunState) -> None:
        try:
            self._settings = folder.project().training
        except WorkbenchError as failure:
            self._training.failed.emit(failure.problems)
            return
        if self._dialog is not None:
            self._dialog.reject()
        self._folder = folder
        now = in_force(self._settings, state, self._catalog)
        dialog = self._dialog = SteerDialog(now, state, self._theme, self._window)
        dialog.asked.connect(self._on_dialog_asked)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.setModal(False)  # the curves and the run bar stay at hand
        dialog.show()

    @Slot()
    def _on_training_state_changed(self) -> None:
        session = self._training.session
        if self._dialog is None or session is None or session.folder != self._folder:
            return
        state = session.state
        self._dialog.show_state(in_force(self._settings, state, self._catalog), state)

    @Slot(object)
    def _on_dialog_asked(self, wishes: object) -> None:
        assert isinstance(wishes, tuple) and self._folder is not None
        is_live = self._training.is_live
        self._training.change(self._folder, wishes)
        if not is_live and self._training.is_live:
            self.went_on.emit()

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
