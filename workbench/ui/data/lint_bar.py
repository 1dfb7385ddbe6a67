"""How far the looking for traps has come, once it takes long enough to be told."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from workbench.protocol.messages import Progress
from workbench.ui.data.reading_bar import ReadingBar
from workbench.ui.document.linter import Linter

_SOON = 400


class LintBar(ReadingBar):
    """Follows a linter; a quick looking is over before it is told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="lint")
        self.bar.setAccessibleName(self.tr("Looking for traps in the data"))
        self.cancel.setText(self.tr("Stop looking"))
        self.cancel.setAccessibleName(self.tr("Stop looking for traps"))
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._on_soon_timeout)

    def follow(self, linter: Linter) -> None:
        linter.busy_changed.connect(self._on_linter_busy_changed)
        linter.progressed.connect(self.show_progress)
        self.cancelled.connect(linter.cancel)

    def _on_linter_busy_changed(self, is_busy: bool) -> None:
        if is_busy:
            self._soon.start()
        else:
            self._soon.stop()
            self.end()

    def _on_soon_timeout(self) -> None:
        self.begin(self.tr("Looking for traps in the data…"))

    def _told(self, progress: Progress) -> str:
        if not progress.total:
            return self.tr("Looking for traps in the data…")
        share = progress.done / progress.total
        match progress.what:
            case "reading" | "counting" | "splitting":
                return self.tr("Looking for traps: reading, {share:.0%}").format(share=share)
            case "comparing":
                return self.tr("Looking for traps: comparing examples, {share:.0%}").format(share=share)
            case _:
                return self.tr("Looking for traps: checking columns and classes, {share:.0%}").format(
                    share=share
                )
