"""Opens the explorers: from the menu, or from a form with the very object that it edits."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from workbench.project.graph import NodeId
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.explore.dialog import ExploreDialog
from workbench.ui.explore.subject import Subject, Topic
from workbench.ui.explore.subjects import of_head, of_layer, of_project
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme


class Explorers(QObject):
    """One dialog at a time, which stays open beside the window until it is closed."""

    def __init__(
        self, document: Document, engine: EngineClient, theme: Theme, window: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._theme, self._window = document, theme, window
        self._questions = RunQuestions(engine, self)
        self._dialog: ExploreDialog | None = None

    @property
    def dialog(self) -> ExploreDialog | None:
        return self._dialog

    @Slot()
    def open(self) -> None:
        """Explore, beginning with what was explored last, or activations."""
        if self._dialog is None:
            self.open_topic("activation")
        else:
            self._front(self._dialog)

    def open_topic(self, topic: Topic) -> None:
        """Explore the project's own loss, optimizer or rate, or what the selected layer has."""
        self._open(self._subject(topic))

    @Slot(str, str)
    def open_for_layer(self, node: NodeId, name: str) -> None:
        """Explore a parameter of a layer or of an object in it, or without a name the layer."""
        subject = of_layer(self._document, node, name)
        if subject is not None:
            self._open(subject)

    @Slot(str)
    def open_for_loss(self, output: NodeId) -> None:
        """Explore the loss of an output that has one of its own, or the common one."""
        self._open(of_head(self._document, output) or self._subject("loss"))

    @Slot(str)
    def open_for_optimizer(self, name: str) -> None:
        """Explore the optimizer, or by the name of its parameter the learning rate."""
        self.open_topic("rate" if name else "optimizer")

    def _subject(self, topic: Topic) -> Subject:
        return of_project(self._document, topic)

    def _open(self, subject: Subject) -> None:
        if self._dialog is None:
            catalog = self._document.catalog
            dialog = ExploreDialog(catalog, self._theme, self._questions, self._subject, self._window)
            dialog.finished.connect(self._on_dialog_finished)
            self._dialog = dialog
        self._front(self._dialog)
        self._dialog.explore(subject)

    def _front(self, dialog: ExploreDialog) -> None:
        dialog.setModal(False)  # the forms stay at hand
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
