"""Somebody's model as a new project: the engine reads the file, the document shows what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.protocol.messages import Failed, ImportModel, ModelImported, Response
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient


class ModelImporter(QObject):
    """Imports one model at a time; a failure is told through ``failed`` and changes nothing."""

    failed = Signal(object)  # tuple[Problem, ...]
    imported = Signal(object)  # tuple[Problem, ...]: what of the file is left out

    def __init__(self, document: Document, engine: EngineClient, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._asked: int | None = None

    def read(self, path: Path) -> None:
        """Have a ``.keras`` file read; one that is still being read is forgotten."""
        if self._asked is not None:
            self._engine.cancel(self._asked)

        def answered(response: Response) -> None:
            self._asked = None
            if isinstance(response, ModelImported):
                self._document.open(response.project, path=None, base=path.parent)
                self.imported.emit(response.problems)
            elif isinstance(response, Failed):
                self.failed.emit(response.problems)

        self._asked = self._engine.request(ImportModel, answered, path=str(path.absolute()))
