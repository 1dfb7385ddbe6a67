"""The doctor's treatments reach the open project: one undoable edit each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot

from workbench.project.edits import Edit
from workbench.project.project import Project
from workbench.project.source_paths import with_absolute_paths
from workbench.protocol.facts import DataFacts
from workbench.ui.document.document import Document
from workbench.ui.live.panel import LivePanel


class Practice(QObject):
    """Stands between the panels that show runs and the document."""

    def __init__(
        self, document: Document, panels: Sequence[LivePanel], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._panels = document, tuple(panels)
        for panel in panels:
            panel.attendant.facts_of = self._facts_of
            panel.doctor.cure_wanted.connect(self._on_cure_wanted)
        document.project_changed.connect(self._on_project_changed)
        self._on_project_changed()

    @Slot(object)
    def _on_cure_wanted(self, cure: Edit) -> None:
        self._document.do(cure)

    @Slot()
    def _on_project_changed(self) -> None:
        for panel in self._panels:
            panel.doctor.set_open_project(self._document.project)

    def _facts_of(self, trained: Project) -> DataFacts | None:
        """Return what is known of the data of a run, which are the open project's where both say the same."""
        data = self._document.project.data
        if data.source is not None:
            data = replace(data, source=with_absolute_paths(data.source, self._document.base))
        return self._document.facts if data == trained.data else None
