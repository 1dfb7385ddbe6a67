"""How a layer kind, or a part of a network, travels in a drag."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

MIME_TYPE = "application/x-workbench-kind"
OFFER_TYPE = "application/x-workbench-offer"
_LONGEST = 200


def pack(kind: str) -> QMimeData:
    """Return a drag's data for a layer kind."""
    return _packed(MIME_TYPE, kind)


def pack_offer(key: str) -> QMimeData:
    """Return a drag's data for a part of a network, by its key on the shelf."""
    return _packed(OFFER_TYPE, key)


def unpack(data: QMimeData) -> str | None:
    """Return the layer kind in a drag's data; None when there is none that can be read."""
    return _unpacked(MIME_TYPE, data)


def unpack_offer(data: QMimeData) -> str | None:
    """Return the key of a part of a network in a drag's data; None when there is none."""
    return _unpacked(OFFER_TYPE, data)


def _packed(kind: str, text: str) -> QMimeData:
    data = QMimeData()
    data.setData(kind, text.encode())
    return data


def _unpacked(kind: str, data: QMimeData) -> str | None:
    raw = data.data(kind).data() if data.hasFormat(kind) else b""
    if not 0 < len(raw) <= _LONGEST:
        return None
    try:
        return bytes(raw).decode()
    except UnicodeDecodeError:
        return None
