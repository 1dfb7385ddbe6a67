"""Closing the window: what becomes of unsaved edits and of a run that is going on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from workbench.ui.dialogs.question import ask
from workbench.ui.document.files import Files
from workbench.ui.document.swap import SwapWriter
from workbench.ui.training.controller import TrainingController
from workbench.ui.window import MainWindow

_PATIENCE_MS = 10_000


class Closing(QObject):
    """Asks what has to be asked, one question after the other, then closes.

    A run that was to stop and has not done so for ten seconds may be waited for, left alone or ended.
    """

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
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_timeout)
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
            self._patience.start()
            self._training.stop()
            self._on_training_state_changed()

    @Slot()
    def _on_patience_timeout(self) -> None:
        if not self._waits_for_stop:
            return
        ask(
            self._window,
            title=self.tr("The training does not stop"),
            text=self.tr(
                "It may be saving a large model, or it hangs. If its process is ended, its last checkpoint "
                "is kept, and it can be resumed from there."
            ),
            choices={
                "wait": self.tr("Keep waiting"),
                "kill": self.tr("End its process"),
                "run": self.tr("Close and let it run"),
                "cancel": self.tr("Stay"),
            },
            default="wait",
            answer=self._on_patience_answer,
        )

    def _on_patience_answer(self, key: str) -> None:
        if not self._waits_for_stop:
            return
        if key == "wait":
            self._patience.start()
        elif key == "kill":
            self._training.kill()
        else:
            self._waits_for_stop = False
            if key == "run":
                self._close()

    @Slot()
    def _on_training_state_changed(self) -> None:
        if self._waits_for_stop and not self._training.is_live:
            self._waits_for_stop = False
            self._patience.stop()
            self._close()

    def _close(self) -> None:
        self._swap.discard()
        self._window.close_now()
