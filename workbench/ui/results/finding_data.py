"""Asking where the data of a run lie, once they were moved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from workbench.foundation.errors import WorkbenchError, error
from workbench.project.source_paths import is_folder
from workbench.runs.folder import RunFolder
from workbench.runs.relinking import relink
from workbench.ui.document.files import Files
from workbench.ui.results.page import ResultsPage


class DataFinder(QObject):
    """Has the user choose the data of the run that is shown; what is wrong with them ``Files`` tells."""

    def __init__(self, page: ResultsPage, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._files = page, files
        page.find_data_requested.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Ask for the file or folder, write it into the run, and judge the run again."""
        if self._page.chosen is None:
            message = self.tr("There is no run yet whose data could be looked for.")
            self._files.failed.emit((error("run.none", "run", message),))
            return
        run = RunFolder(self._page.chosen)
        try:
            source = run.project().data.source
        except WorkbenchError as failure:
            self._files.failed.emit(failure.problems)
            return
        title = self.tr("Find the data of {0}").format(run.path.name)
        choose = self._files.choose_folder if source and is_folder(source) else self._files.choose_file
        choose(title, lambda path: self._take(run, path))

    def _take(self, run: RunFolder, path: Path) -> None:
        try:
            relink(run, path.absolute())
        except WorkbenchError as failure:
            self._files.failed.emit(failure.problems)
        else:
            self._page.judge_again(run.path)
