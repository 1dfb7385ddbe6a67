"""How far the fetching of weights has come, with a button that ends it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from workbench.protocol.applications import WeightsFile
from workbench.protocol.messages import Progress
from workbench.ui.data.reading_bar import ReadingBar
from workbench.ui.document.fetcher import Fetcher

_MB = 1e6


class FetchBar(ReadingBar):
    """Follows a fetcher; hidden while nothing is fetched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="fetching")
        self._network = ""
        self.setProperty("role", "bar")
        self.bar.setAccessibleName(self.tr("Fetching weights"))
        self.cancel.setAccessibleName(self.tr("Cancel fetching weights"))

    def follow(self, fetcher: Fetcher) -> None:
        fetcher.began.connect(self._on_fetcher_began)
        fetcher.progressed.connect(self.show_progress)
        for over in (fetcher.fetched, fetcher.failed, fetcher.cancelled):
            over.connect(self.end)
        self.cancelled.connect(fetcher.cancel)

    def _on_fetcher_began(self, file: WeightsFile) -> None:
        self._network = file.network
        self.begin(self.tr("Fetching the ImageNet weights of {0}…").format(file.network))

    def _told(self, progress: Progress) -> str:
        done = f"{progress.done / _MB:.1f}"
        if not progress.total:
            return self.tr("Weights of {0}: {1} MB so far").format(self._network, done)
        words = self.tr("Weights of {0}: {1} of {2} MB")
        return words.format(self._network, done, f"{progress.total / _MB:.1f}")
