"""The key figures of a run: for each metric the last and the best value, in training and validation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from workbench.runs.metrics import is_higher_better
from workbench.runs.state import RunState
from workbench.ui.live import readings, words
from workbench.ui.results.figure_table import FigureTable


class KeyFigures(FigureTable):
    """Follows a run's state."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("key_figures", "", parent)
        self.setAccessibleName(self.tr("Key figures"))

    def show_state(self, state: RunState) -> None:
        """Show the figures of ``state``'s epochs."""
        headers = (
            self.tr("Metric"),
            self.tr("training, last"),
            self.tr("best"),
            self.tr("validation, last"),
            self.tr("best"),
        )
        rows = [
            (words.metric_title(name), *_last_and_best(state, name), *_last_and_best(state, f"val_{name}"))
            for name in readings.metric_names(state)
        ]
        if rows != [tuple(row) for row in self.texts()]:
            self.set_rows(headers, rows)


def _last_and_best(state: RunState, name: str) -> tuple[str, str]:
    if name not in state.ranges:
        return words.reading(None), words.reading(None)
    last = next((epoch.values[name] for epoch in reversed(state.epochs) if name in epoch.values), None)
    low, high = state.ranges[name]
    return words.reading(last), words.reading(high if is_higher_better(name) else low)
