"""The templates as rows: what a card shows and what the search looks through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.ui.canvas.faces import shape_text
from workbench.ui.document.measures import Measures

_ROLE = Qt.ItemDataRole.UserRole
NAME_ROLE, PROJECT_ROLE, FIGURES_ROLE, PARAMS_ROLE, SEARCH_ROLE = (int(_ROLE) + number for number in range(5))
_Index = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """One row a template. Figures that Keras counts come when they were counted."""

    def __init__(self, projects: Mapping[str, Project], measures: Measures, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = list(projects.items())
        self._measures = measures
        measures.measured.connect(self._on_measured)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name, project = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return project.title
            case Qt.ItemDataRole.AccessibleDescriptionRole | Qt.ItemDataRole.ToolTipRole:
                return project.note
            case _ if role == NAME_ROLE:
                return name
            case _ if role == PROJECT_ROLE:
                return project
            case _ if role == FIGURES_ROLE:
                return self._shapes(name, project.graph)
            case _ if role == PARAMS_ROLE:
                return self._params(name)
            case _ if role == SEARCH_ROLE:
                return _searched(name, project)
            case _:
                return None

    def _shapes(self, name: str, graph: Graph) -> str:
        measure = self._measures.of(name)
        gives = ", ".join(shape_text(shape) for shape in measure.outputs) if measure else "…"
        return f"{', '.join(_given(graph))} → {gives}"

    def _params(self, name: str) -> str:
        measure = self._measures.of(name)
        return self.tr("{0} parameters").format(f"{measure.params:,}") if measure else ""

    @Slot(str)
    def _on_measured(self, name: str) -> None:
        for row, (known, _) in enumerate(self._rows):
            if known == name:
                index = self.index(row, 0)
                self.dataChanged.emit(index, index, [FIGURES_ROLE, PARAMS_ROLE])


def _given(graph: Graph) -> list[str]:
    """Return the shape of one example for every input."""
    shapes = (node.spec.params.get("shape") for node in graph.inputs())
    return [shape_text((None, *shape)) for shape in shapes if isinstance(shape, tuple)]  # type: ignore[arg-type]


def _searched(name: str, project: Project) -> str:
    """Return the words by which a template is found: name, title, note and the kinds of its layers."""
    kinds = dict.fromkeys(node.spec.kind for node in project.graph.nodes)
    return " ".join((name, project.title, project.note, *kinds))
