"""Past runs as rows: title, when, status, epochs, best validation figure."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from workbench.runs.metrics import is_higher_better
from workbench.runs.registry import RunSummary
from workbench.ui.live import words
from workbench.ui.live.labels import plain_tip
from workbench.ui.theme import mono_font

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
TITLE, WHEN, STATUS, EPOCHS, BEST = range(5)
STATUS_ROLE = Qt.ItemDataRole.UserRole
"""A run's status as the registry names it."""


class RunListModel(QAbstractTableModel):
    """Read only; the newest run is the first row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[RunSummary, ...] = ()
        self._mono = mono_font()

    def set_runs(self, runs: tuple[RunSummary, ...]) -> bool:
        """Show ``runs``; False when they are the same as before and nothing had to change."""
        if runs == self._runs:
            return False
        self.beginResetModel()
        self._runs = runs
        self.endResetModel()
        return True

    @property
    def runs(self) -> tuple[RunSummary, ...]:
        return self._runs

    def run(self, row: int) -> RunSummary:
        return self._runs[row]

    def row_of(self, folder: Path) -> int | None:
        """Return the row of the run in ``folder``."""
        rows = (row for row, run in enumerate(self._runs) if Path(run.folder) == folder)
        return next(rows, None)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (EPOCHS, BEST):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (self.tr("Run"), self.tr("When"), self.tr("Status"), self.tr("Epochs"), self.tr("Best"))
        return names[section] if 0 <= section < len(names) else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        run, column = self._runs[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(run, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self._text(run, each) for each in range(5))
        if role == STATUS_ROLE:
            return run.status
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._tip(run))
        if role == Qt.ItemDataRole.FontRole:
            return self._font(column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (EPOCHS, BEST):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _font(self, column: int) -> QFont | None:
        return self._mono if column in (EPOCHS, BEST) else None

    def _text(self, run: RunSummary, column: int) -> str:
        match column:
            case 0:
                return run.title
            case 1:
                return words.moment(run.started_at)
            case 2:
                return self._status(run.status)
            case 3:
                return f"{run.epochs_done}/{run.epochs_planned}"
            case _:
                return best_figure(run)

    def _tip(self, run: RunSummary) -> str:
        """Return all that the row says, with the folder's name, which tells runs of one title apart."""
        facts = (words.moment(run.started_at), self._status(run.status), self._text(run, EPOCHS))
        return "\n".join((run.title, " · ".join(facts), Path(run.folder).name))

    def _status(self, status: str) -> str:
        names = {
            "waiting": self.tr("waiting"),
            "running": self.tr("running"),
            "paused": self.tr("paused"),
            "finished": self.tr("finished"),
            "failed": self.tr("failed"),
            "interrupted": self.tr("interrupted"),
        }
        return names.get(status, status)


def best_figure(run: RunSummary) -> str:
    """Return the best validation accuracy, or whatever the run has that comes closest."""
    good = [name for name in run.best if is_higher_better(name)]
    names = [
        *(name for name in good if name.startswith("val_")),
        *good,
        *(name for name in ("val_loss", "loss") if name in run.best),
    ]
    return words.reading(run.best[names[0]]) if names else words.reading(None)
