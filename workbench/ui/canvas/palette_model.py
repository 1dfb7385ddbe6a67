"""The layers of the catalog as a list: a heading per family, then its kinds; filtered by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import FAMILIES, Kind
from workbench.ui.canvas.mime import MIME_TYPE, OFFER_TYPE, pack, pack_offer
from workbench.ui.canvas.shelf import Offer

FAMILY_ROLE = Qt.ItemDataRole.UserRole
"""The family of a layer, for its colour."""
IS_HEADING_ROLE = Qt.ItemDataRole.UserRole + 1
IS_OFFER_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether a row is a part of a network, not a layer."""
_FIRST, _LAST = ("my blocks",), ("networks",)

_Row = str | Kind | Offer
_Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    """Rows are families (as text), kinds and what else is on offer. A drag carries a name or a key."""

    def __init__(
        self,
        catalog: Catalog,
        parent: QObject | None = None,
        offers: Callable[[], tuple[Offer, ...]] = tuple,
    ) -> None:
        super().__init__(parent)
        self._kinds, self._offers = catalog.of("layer"), offers
        self._text = ""
        self._rows = self._found()

    @property
    def layer_count(self) -> int:
        """Return how many layers there are, filtered or not."""
        return len(self._kinds)

    def filter(self, text: str) -> None:
        """Show only the layers whose name or family contains ``text``, in any case."""
        self._text = text.strip().lower()
        self.refresh()

    def refresh(self) -> None:
        """Show what is on offer now."""
        self.beginResetModel()
        self._rows = self._found()
        self.endResetModel()

    def _found(self) -> list[_Row]:
        everything: list[Kind | Offer] = [*self._kinds, *self._offers()]
        return _grouped([row for row in everything if _matches(row, self._text)])

    def best_row(self, text: str) -> int:
        """Return the row to offer first: a name that begins with ``text``, else any layer; -1 for none."""
        start = text.strip().lower()
        rows = [(number, row) for number, row in enumerate(self._rows) if not isinstance(row, str)]

        def rank(row: Kind | Offer) -> tuple[bool, bool, bool]:
            name = row.name.lower()
            return name != start, not name.startswith(start), isinstance(row, Offer)

        return min(rows, key=lambda entry: (rank(entry[1]), entry[0]), default=(-1, None))[0]

    def kind_at(self, index: _Index) -> str | None:
        """Return the layer of a row; None for anything else."""
        row = self._rows[index.row()] if index.isValid() else None
        return row.name if isinstance(row, Kind) else None

    def offer_at(self, index: _Index) -> str | None:
        """Return the key of what is on offer in a row; None for anything else."""
        row = self._rows[index.row()] if index.isValid() else None
        return row.key if isinstance(row, Offer) else None

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
                return self._tooltip(row) if isinstance(row, Kind) else f"{row.name}\n{row.tip}".strip()
            case _ if role == FAMILY_ROLE:
                return row.family
            case _ if role == IS_OFFER_ROLE:
                return isinstance(row, Offer)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.kind_at(index) is None and self.offer_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def mimeTypes(self) -> list[str]:
        return [MIME_TYPE, OFFER_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        for index in indexes:
            kind, key = self.kind_at(index), self.offer_at(index)
            if kind is not None:
                return pack(kind)
            if key is not None:
                return pack_offer(key)
        return QMimeData()

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
        "my blocks": model.tr("My blocks"),
        "networks": model.tr("Networks"),
    }


def _matches(row: Kind | Offer, text: str) -> bool:
    return text in row.name.lower() or text in row.family.lower()


def _grouped(found: Sequence[Kind | Offer]) -> list[_Row]:
    """Return the rows: families in the palette's order, unknown ones behind, each before what is in it."""
    known = (*_FIRST, *FAMILIES, *_LAST)
    unknown = sorted({row.family for row in found} - set(known))
    rows: list[_Row] = []
    for family in (*_FIRST, *FAMILIES, *unknown, *_LAST):
        members = [row for row in found if row.family == family]
        if members:
            rows += [family, *members]
    return rows
