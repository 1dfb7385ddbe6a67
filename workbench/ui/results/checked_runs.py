"""Past runs with a box to check: which of them are compared, and by which stroke each is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

from workbench.runs.registry import RunSummary
from workbench.ui.results.hues import blank_icon, run_icon
from workbench.ui.results.run_list import TITLE, RunListModel
from workbench.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex


class CheckedRunsModel(RunListModel):
    """A run keeps its stroke as long as it stays checked."""

    checked_changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strokes: dict[str, int] = {}
        theme.changed.connect(self._on_theme_changed)

    @property
    def checked(self) -> tuple[tuple[RunSummary, int], ...]:
        """The compared runs with the number of their stroke, in the order of the list."""
        return tuple((run, self._strokes[run.folder]) for run in self.runs if run.folder in self._strokes)

    def icon(self, stroke: int) -> QIcon:
        return run_icon(stroke, is_dark=self._theme.is_dark)

    def set_runs(self, runs: tuple[RunSummary, ...]) -> bool:
        """Show ``runs``; the two newest are checked where none is."""
        if not super().set_runs(runs):
            return False
        there = {run.folder for run in runs}
        self._strokes = {folder: stroke for folder, stroke in self._strokes.items() if folder in there}
        if not self._strokes:
            self._strokes = {run.folder: index for index, run in enumerate(runs[:2])}
        self.checked_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_box = index.isValid() and index.column() == TITLE
        return flags | Qt.ItemFlag.ItemIsUserCheckable if is_box else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and index.column() == TITLE:
            stroke = self._strokes.get(self.run(index.row()).folder)
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Unchecked if stroke is None else Qt.CheckState.Checked
            if role == Qt.ItemDataRole.DecorationRole:
                return blank_icon() if stroke is None else self.icon(stroke)
        return super().data(index, role)

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or index.column() != TITLE or role != Qt.ItemDataRole.CheckStateRole:
            return False
        folder = self.run(index.row()).folder
        if value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value):
            used = set(self._strokes.values())
            self._strokes[folder] = next(number for number in range(len(used) + 1) if number not in used)
        else:
            self._strokes.pop(folder, None)
        self.dataChanged.emit(index, index)
        self.checked_changed.emit()
        return True

    def _on_theme_changed(self) -> None:
        if self.runs:
            last = self.index(len(self.runs) - 1, TITLE)
            self.dataChanged.emit(self.index(0, TITLE), last, [Qt.ItemDataRole.DecorationRole])
