"""How a layer kind travels in a drag."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

MIME_TYPE = "application/x-workbench-kind"
_LONGEST = 200


def pack(kind: str) -> QMimeData:
    """Return a drag's data for a layer kind."""
    data = QMimeData()
    data.setData(MIME_TYPE, kind.encode())
    return data


def unpack(data: QMimeData) -> str | None:
    """Return the layer kind in a drag's data; None when there is none that can be read."""
    raw = data.data(MIME_TYPE).data() if data.hasFormat(MIME_TYPE) else b""
    if not 0 < len(raw) <= _LONGEST:
        return None
    try:
        return bytes(raw).decode()
    except UnicodeDecodeError:
        return None
