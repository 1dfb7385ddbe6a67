"""The layers of the catalog as a list: a heading per family, then its kinds; filtered by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import FAMILIES, Kind
from workbench.ui.canvas.mime import MIME_TYPE, pack

FAMILY_ROLE = Qt.ItemDataRole.UserRole
"""The family of a layer, for its colour."""
IS_HEADING_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    """Rows are families (as text) and kinds. A drag of a kind carries its name."""

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kinds = catalog.of("layer")
        self._rows = _grouped(self._kinds)

    @property
    def layer_count(self) -> int:
        """Return how many layers there are, filtered or not."""
        return len(self._kinds)

    def filter(self, text: str) -> None:
        """Show only the layers whose name or family contains ``text``, in any case."""
        self.beginResetModel()
        self._rows = _grouped([kind for kind in self._kinds if _matches(kind, text.strip().lower())])
        self.endResetModel()

    def best_row(self, text: str) -> int:
        """Return the row to offer first: a name that begins with ``text``, else any layer; -1 for none."""
        start = text.strip().lower()
        layers = [(number, row) for number, row in enumerate(self._rows) if isinstance(row, Kind)]
        begun = [number for number, row in layers if row.name.lower().startswith(start)]
        return next(iter(begun or [number for number, _ in layers]), -1)

    def kind_at(self, index: _Index) -> str | None:
        """Return the layer of a row; None for a heading."""
        row = self._rows[index.row()] if index.isValid() else None
        return row.name if isinstance(row, Kind) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            return {Qt.ItemDataRole.DisplayRole: self._heading(row), IS_HEADING_ROLE: True}.get(role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(row)
            case _ if role == FAMILY_ROLE:
                return row.family
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.kind_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def mimeTypes(self) -> list[str]:
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        kinds = [kind for kind in map(self.kind_at, indexes) if kind]
        return pack(kinds[0]) if kinds else QMimeData()

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def _heading(self, family: str) -> str:
        return _family_words(self).get(family, family).upper()

    def _tooltip(self, kind: Kind) -> str:
        lines = [f"{kind.name} · {_family_words(self).get(kind.family, kind.family)}"]
        needed = [param.name for param in kind.params if param.required]
        if needed:
            lines.append(self.tr("Needs {0}").format(", ".join(needed)))
        if kind.max_inputs != 1:
            lines.append(self._inputs(kind))
        return "\n".join(lines)

    def _inputs(self, kind: Kind) -> str:
        if kind.max_inputs == 0:
            return self.tr("Takes no input")
        if kind.max_inputs is None:
            return self.tr("Takes {0} inputs or more").format(kind.inputs)
        if kind.max_inputs == kind.inputs:
            return self.tr("Takes {0} inputs").format(kind.inputs)
        return self.tr("Takes {0} to {1} inputs").format(kind.inputs, kind.max_inputs)


def _family_words(model: QObject) -> dict[str, str]:
    """Return the families' headings in the user's language."""
    return {
        "input/output": model.tr("Input/output"),
        "core": model.tr("Core"),
        "convolution": model.tr("Convolution"),
        "pooling": model.tr("Pooling"),
        "regularisation": model.tr("Regularisation"),
        "normalisation": model.tr("Normalisation"),
        "activation": model.tr("Activation"),
        "merging": model.tr("Merging"),
        "recurrent and attention": model.tr("Recurrent and attention"),
        "preprocessing and augmentation": model.tr("Preprocessing and augmentation"),
    }


def _matches(kind: Kind, text: str) -> bool:
    return text in kind.name.lower() or text in kind.family.lower()


def _grouped(kinds: Sequence[Kind]) -> list[str | Kind]:
    """Return the rows: families in the palette's order, unknown ones last, each before its kinds."""
    unknown = sorted({kind.family for kind in kinds} - set(FAMILIES))
    rows: list[str | Kind] = []
    for family in (*FAMILIES, *unknown):
        members = [kind for kind in kinds if kind.family == family]
        if members:
            rows += [family, *members]
    return rows
