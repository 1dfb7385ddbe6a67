"""The outline as Qt's list model. A name that is edited becomes an edit of the document."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from workbench.project.edits import RenameNode
from workbench.project.graph import NodeId
from workbench.ui.document.document import Document
from workbench.ui.outline.rows import Rows

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The whole ``Row``, for whoever paints it."""
_Index = QModelIndex | QPersistentModelIndex


class OutlineModel(QAbstractListModel):
    """The layers in the order in which data flows. It sleeps while nobody looks, and costs nothing then."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._rows = Rows(document)
        self._is_awake = True
        for signal in (document.project_changed, document.analysis_changed, document.problems_changed):
            signal.connect(self._on_document_changed)

    def set_awake(self, awake: bool) -> None:
        self._is_awake = awake
        self._on_document_changed()

    def node_at(self, index: _Index) -> NodeId:
        """Return the node of a row; IndexError when there is none."""
        return self._rows.ids[index.row()]

    def rows_of(self, nodes: Iterable[NodeId]) -> list[int]:
        """Return where nodes stand, top first; those that aren't listed are left out."""
        places = self._rows.places
        return sorted(places[node] for node in nodes if node in places)

    def why_not(self, index: _Index, name: str) -> str:
        """Return why a layer can't be called that, in the words of the edit; empty when it can."""
        try:
            RenameNode(self.node_at(index), name).apply(self._document.project)
        except ValueError as refusal:
            return str(refusal)
        return ""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows.ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows.row(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.sentence()
            case Qt.ItemDataRole.ToolTipRole:
                return f"<qt>{escape(row.sentence())}</qt>"
        return row if role == ROW_ROLE else None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = str(value)
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self.why_not(index, name):
            return False
        self._document.do(RenameNode(self.node_at(index), name))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    @Slot()
    def _on_document_changed(self) -> None:
        if not self._is_awake:
            return
        rows = Rows(self._document)
        if rows.ids == self._rows.ids:
            self._rows = rows
            if rows.ids:
                self.dataChanged.emit(self.index(0), self.index(len(rows.ids) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
