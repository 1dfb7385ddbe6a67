"""The prepared data that the window asked about last: the next questions are about its examples."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from workbench.engine.data.dataset import Tell
from workbench.engine.data.proposing import prepared_or_proposed
from workbench.engine.data.ready import Ready, dealt
from workbench.project.data import DataSpec
from workbench.project.preparation import Preparation


class AtHand:
    """Keeps one data set, as it was read when it was inspected."""

    def __init__(self) -> None:
        self._key = b""
        self._raw: Ready | None = None
        self._ready: Ready | None = None
        self.proposal: Preparation | None = None
        """What the data needs beside its own preparation; they are shown with it."""

    def read(self, data: DataSpec, folder: Path, tell: Tell) -> Ready:
        """Read the data anew; WorkbenchError as ``ready`` has it."""
        self.forget()
        raw = dealt(data, folder, tell)
        self._ready, self.proposal = prepared_or_proposed(raw, data.preparation, tell)
        self._raw, self._key = raw, _key(data, folder)
        return self._ready

    def get(self, data: DataSpec, folder: Path, tell: Tell) -> Ready:
        """Return the data as they were read last, if it was these; else read them."""
        if self._ready is not None and self._key == _key(data, folder):
            return self._ready
        return self.read(data, folder, tell)

    def raw(self, data: DataSpec, folder: Path, tell: Tell) -> Ready:
        """Return the data before any preparation of values, as they were read last, if it was these."""
        if self._raw is not None and self._key == _key(data, folder):
            return self._raw
        return dealt(data, folder, tell)

    def forget(self) -> None:
        """Let go of the memory."""
        self._key, self._raw, self._ready = b"", None, None


def _key(data: DataSpec, folder: Path) -> bytes:
    """Return what the examples depend on; they are read before they are augmented and weighed."""
    return msgspec.json.encode((replace(data, augment=(), class_weight=None), str(folder)))
