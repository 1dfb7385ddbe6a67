"""What the palette offers besides layers: parts of networks, each delivered by a source when wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from workbench.project.clip import Clip

Done = Callable[[Clip], None]
Failed = Callable[[str], None]


@dataclass(frozen=True)
class Offer:
    """A part of a network by name. ``key`` is unique among all sources and begins with the source's word."""

    key: str
    name: str
    family: str
    tip: str = ""


class Source(QObject):
    """Offers parts of networks. Each ``fetch`` is answered by one ``fetched`` or ``failed``, now or later."""

    offers_changed = Signal()
    fetched = Signal(str, object)
    """The key, and the Clip."""
    failed = Signal(str, str)
    """The key, and why there is none, in words."""

    def offers(self) -> tuple[Offer, ...]:
        """Return what there is, in the order to show it."""
        raise NotImplementedError

    def fetch(self, key: str) -> None:
        """Deliver the clip of an offer."""
        raise NotImplementedError

    def can_change(self) -> bool:
        """Tell whether the user may rename and delete what this source offers."""
        return False


class Shelf(QObject):
    """All sources of a window."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sources: list[Source] = []
        self._waiting: dict[str, list[tuple[Done, Failed]]] = {}

    def add(self, source: Source) -> None:
        self._sources.append(source)
        source.offers_changed.connect(self.changed)
        source.fetched.connect(self._on_source_fetched)
        source.failed.connect(self._on_source_failed)
        self.changed.emit()

    def offers(self) -> tuple[Offer, ...]:
        return tuple(offer for source in self._sources for offer in source.offers())

    def offer(self, key: str) -> Offer | None:
        return next((offer for offer in self.offers() if offer.key == key), None)

    def source_of(self, key: str) -> Source | None:
        return next(
            (source for source in self._sources if any(key == each.key for each in source.offers())), None
        )

    def fetch(self, key: str, done: Done, failed: Failed) -> None:
        """Have an offer's clip delivered to ``done``; ``failed`` says why it can't be."""
        source = self.source_of(key)
        if source is None:
            failed(self.tr("It is not in the palette any more."))
            return
        waiting = self._waiting.setdefault(key, [])
        waiting.append((done, failed))
        if len(waiting) == 1:
            source.fetch(key)

    def forget(self) -> None:
        """Let go of all that is waited for."""
        self._waiting.clear()

    def _on_source_fetched(self, key: str, clip: Clip) -> None:
        for done, _ in self._waiting.pop(key, ()):
            done(clip)

    def _on_source_failed(self, key: str, words: str) -> None:
        for _, failed in self._waiting.pop(key, ()):
            failed(words)
