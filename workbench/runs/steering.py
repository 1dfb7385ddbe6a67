"""Asking a run for something: a line in its control file, which the run's process reads."""

from __future__ import annotations

from pathlib import Path

import msgspec

from workbench.runs.controls import Control
from workbench.runs.folder import RunFolder

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Control] = msgspec.json.Decoder(Control)


def ask(folder: RunFolder, control: Control) -> None:
    """Append a wish; OSError when the folder is gone or full."""
    with folder.control.open("ab") as handle:
        handle.write(_encoder.encode(control) + b"\n")


class ControlReader:
    """Reads the wishes that came since the last look.

    It starts at the byte ``offset``, or behind those that are already there.
    """

    def __init__(self, path: Path, *, offset: int | None = None) -> None:
        self._path = path
        there = path.stat().st_size if path.exists() else 0
        self._offset = there if offset is None else min(offset, there)
        self._rest = b""

    def poll(self) -> list[Control]:
        try:
            if self._path.stat().st_size <= self._offset:
                return []
            with self._path.open("rb") as handle:
                handle.seek(self._offset)
                data = handle.read()
        except FileNotFoundError:
            return []
        self._offset += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [control for control in map(_parse, lines) if control is not None]


def _parse(line: bytes) -> Control | None:
    try:
        return _decoder.decode(line)
    except msgspec.DecodeError:
        return None
