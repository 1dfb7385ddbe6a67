"""What the engine says of the networks of keras.applications."""

from __future__ import annotations

import msgspec


class NetworkOffer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A network by the name of its function; ``about`` is the title of its paper, where Keras cites one."""

    name: str
    options: tuple[str, ...]
    about: str = ""
