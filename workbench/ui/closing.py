"""Closing the window: what becomes of unsaved edits and of a run that is going on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from workbench.ui.dialogs.question import ask
from workbench.ui.document.files import Files
from workbench.ui.document.swap import SwapWriter
from workbench.ui.training.controller import TrainingController
from workbench.ui.window import MainWindow


class Closing(QObject):
    """Asks what has to be asked, one question after the other, then closes."""

    def __init__(
        self,
        window: MainWindow,
        files: Files,
        training: TrainingController,
        swap: SwapWriter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._files, self._training, self._swap = window, files, training, swap
        self._waits_for_stop = False
        training.state_changed.connect(self._on_training_state_changed)

    @Slot()
    def ask(self) -> None:
        """Close, after the user's answers; Stay at either question leaves everything as it is."""
        self._files.unless_unsaved(self._ask_about_run)

    def _ask_about_run(self) -> None:
        if not self._training.is_live:
            self._close()
            return
        ask(
            self._window,
            title=self.tr("Training goes on"),
            text=self.tr(
                "A network is being trained. It can go on without the window: the next window shows it "
                "with its whole history."
            ),
            choices={
                "run": self.tr("Let it run"),
                "stop": self.tr("Stop and save"),
                "cancel": self.tr("Stay"),
            },
            default="run",
            answer=self._on_answer,
        )

    def _on_answer(self, key: str) -> None:
        if key == "run":
            self._close()
        elif key == "stop":
            self._waits_for_stop = True
            self._training.stop()
            self._on_training_state_changed()

    @Slot()
    def _on_training_state_changed(self) -> None:
        if self._waits_for_stop and not self._training.is_live:
            self._waits_for_stop = False
            self._close()

    def _close(self) -> None:
        self._swap.discard()
        self._window.close_now()
