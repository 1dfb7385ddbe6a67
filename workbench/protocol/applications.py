"""What the engine says of the networks of keras.applications."""

from __future__ import annotations

import msgspec


class NetworkOffer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A network by the name of its function; ``about`` is the title of its paper, where Keras cites one.

    ``black`` and ``white`` are what its ImageNet weights expect for pixels of 0 and 255, the three colours in
    the order in which they want them: ``is_bgr`` where blue comes first.
    """

    name: str
    options: tuple[str, ...]
    about: str = ""
    black: tuple[float, float, float] = (0.0, 0.0, 0.0)
    white: tuple[float, float, float] = (255.0, 255.0, 255.0)
    is_bgr: bool = False


class WeightsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file with ImageNet's weights of a network: where Keras looks for it, and where it is to be had.

    ``digest`` is its MD5 or SHA256 in hex; empty where Keras knows none.
    """

    network: str
    address: str
    path: str
    digest: str = ""

    @property
    def part(self) -> str:
        """Where it is while it is there by half."""
        return f"{self.path}.part"
