"""What a run measured in its layers at the end of epochs: one record behind another, found by its offset.

A record is a head (magic, length, CRC32) and the values in MessagePack, compressed. ``EpochEnded`` holds the
offset. Nothing is ever pickled, and a damaged record harms no other.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.runs.events import EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.state import RunState

NAME = "layers.figures"
BINS = 32
_HEAD = struct.Struct("<4sII")
_MAGIC = b"WBLF"
_LEVEL = 1
_MOST_BYTES = 64 << 20


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How the numbers of a tensor spread: of ``size`` numbers, ``sampled`` ones were looked at.

    Where that is fewer, it was every so many-th, and ``norm`` (Euclid's) is an estimate. All figures are of
    the finite numbers; ``broken`` of the sampled ones are NaN or infinite. ``zeros`` is the share that is
    exactly zero. ``counts`` are those of a histogram of bins of equal width from ``low`` to ``high``.
    """

    size: int
    sampled: int
    mean: float = 0.0
    std: float = 0.0
    low: float = 0.0
    high: float = 0.0
    norm: float = 0.0
    zeros: float = 0.0
    broken: int = 0
    counts: tuple[int, ...] = ()

    @property
    def edges(self) -> NDArray[np.float64]:
        """The bounds of the bins, one more than there are ``counts``; around a single value 1 wide."""
        low, high = (self.low, self.high) if self.high > self.low else (self.low - 0.5, self.low + 0.5)
        return np.linspace(low, high, len(self.counts) + 1)


class WeightFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One weight, by its name within its layer, such as ``kernel`` or ``forward_lstm/lstm_cell/bias``.

    ``gradient`` is the one of the loss by it; None where nothing trains it or it has no part in the loss.
    """

    name: str
    shape: tuple[int, ...]
    values: Spread
    gradient: Spread | None = None


class LayerFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One layer: ``node`` is the card on the canvas, ``name`` its own among the spelled out copies of that.

    ``output`` is what it gave (its last call, its first output) for ``examples`` examples, in ``shape`` for
    each. ``dead`` is the share of its units (channels) that gave zero for all of them, ``saturated`` that of
    sigmoid's and tanh's values (softmax': examples) near an end. ``gradient`` is the norm of the loss's
    gradient by all weights of the layer that are trained, ``weight`` the norm of those, and ``update`` the
    norm of what the epoch's last step changed of them, as a share of ``weight``. None is not measured, or
    does not exist.
    """

    node: str
    name: str
    kind: str
    activation: str = ""
    shape: tuple[int, ...] = ()
    examples: int = 0
    output: Spread | None = None
    weights: tuple[WeightFigures, ...] = ()
    dead: float | None = None
    saturated: float | None = None
    gradient: float | None = None
    weight: float | None = None
    update: float | None = None
    is_finite: bool = True


class EpochFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured when ``epoch`` epochs were done (from 1 on), the layers in the network's order.

    All of it is of the same few examples of the training part, as a training step sees them but without
    augmentation: dropout drops, batch normalisation goes by the batch. ``loss`` is theirs.
    """

    epoch: int
    examples: int
    layers: tuple[LayerFigures, ...]
    loss: float | None = None

    def layer(self, name: str) -> LayerFigures | None:
        """Return the layer of that name, if it was measured."""
        return next((layer for layer in self.layers if layer.name == name), None)


_DECODER = msgspec.msgpack.Decoder(EpochFigures)


def append(path: Path, figures: EpochFigures) -> int:
    """Append what was measured, and return where it begins.

    Raises:
        OSError: the file can't be written.
    """
    content = zlib.compress(msgspec.msgpack.encode(figures), _LEVEL)
    with path.open("ab") as handle:
        begins = handle.seek(0, 2)
        handle.write(_HEAD.pack(_MAGIC, len(content), zlib.crc32(content)) + content)
    return begins


def read(path: Path, at: int = 0) -> EpochFigures:
    """Return what begins at offset ``at``.

    Raises:
        OSError: the file is gone.
        ValueError: there is no whole record at that place.
    """
    with path.open("rb") as handle:
        handle.seek(at)
        head = handle.read(_HEAD.size)
        if len(head) < _HEAD.size or not head.startswith(_MAGIC):
            raise ValueError(f"{path.name} holds no figures of layers at {at}")
        _, length, check = _HEAD.unpack(head)
        content = handle.read(min(length, _MOST_BYTES))
    if len(content) < length or zlib.crc32(content) != check:
        raise ValueError(f"{path.name} ends before the figures at {at} do, or they are damaged")
    try:
        return _DECODER.decode(zlib.decompressobj().decompress(content, _MOST_BYTES))
    except (zlib.error, msgspec.MsgspecError) as failure:
        raise ValueError(f"{path.name} holds something else at {at}: {failure}") from failure


def kept(state: RunState, most: int | None = None) -> Sequence[EpochEnded]:
    """Return the epochs of which figures are kept; of more than ``most`` evenly spread ones, the last too."""
    found = [epoch for epoch in state.epochs if epoch.layers]
    if most is None or len(found) <= most:
        return found
    places = np.linspace(0, len(found) - 1, most).round().astype(int)
    return [found[place] for place in dict.fromkeys(places.tolist())]


def of_epoch(folder: RunFolder, epoch: EpochEnded) -> EpochFigures:
    """Return what was measured at the end of an epoch that is ``kept``; OSError, ValueError as ``read``."""
    return read(folder.artifacts / epoch.layers, epoch.layers_at)
