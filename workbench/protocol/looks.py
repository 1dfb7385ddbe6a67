"""Glances at data for the window: what lies at a path, small pictures, examples as the network gets them."""

from __future__ import annotations

import msgspec

from workbench.project.data import Source, Window
from workbench.protocol.facts import ColumnFacts


class ArrayFound(msgspec.Struct, frozen=True, kw_only=True):
    """An array of a file by its key; ``dtype`` is NumPy's word. The key of a ``.npy`` file is empty."""

    name: str
    shape: tuple[int, ...]
    dtype: str


class PictureFound(msgspec.Struct, frozen=True, kw_only=True):
    """A small picture of a file: ``image`` is a JPEG, or empty where the file can't be read."""

    path: str
    label: str
    image: bytes


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What lies at a path, told by a glance at a part of it, and the source that is proposed for it.

    ``columns`` and ``rows`` (as text) are of a table of ``row_count`` rows; where ``is_sample``, they come
    from ``sample_rows`` of them, taken all over the file, and ``row_count`` is an estimate. ``classes`` are
    the subfolders of a folder of images, with the number of files in each. ``has_parts`` tells that the
    source gives ready parts for validation or test. ``window`` is proposed for a time series. ``encoding`` is
    how a text file is read, empty where all of it is plain ASCII.
    """

    path: str
    source: Source
    columns: tuple[ColumnFacts, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_sample: bool = False
    row_count: int = 0
    sample_rows: int = 0
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    arrays: tuple[ArrayFound, ...] = ()
    classes: tuple[tuple[str, int], ...] = ()
    files: int = 0
    has_parts: bool = False
    window: Window | None = None
    pictures: tuple[PictureFound, ...] = ()


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One example of a part: ``image`` is a PNG or JPEG of what is drawn, or ``values`` its numbers.

    ``label`` is the target as text. Of an example that is neither a picture nor short, nothing is shown.
    """

    row: int
    label: str
    image: bytes = b""
    values: tuple[float, ...] = ()


class Examples(msgspec.Struct, frozen=True, kw_only=True):
    """Some examples of a part, prepared as the network gets them and, if that was asked, augmented.

    ``shape`` is one example's, ``names`` its columns where it has such, or those of each row of a window.
    ``minimum`` and ``maximum`` are the range of the numbers shown; a picture is drawn from black at
    ``minimum`` to white at ``maximum``.
    """

    shape: tuple[int, ...]
    total: int
    examples: tuple[Example, ...] = ()
    names: tuple[str, ...] = ()
    minimum: float = 0.0
    maximum: float = 0.0


class Draws(msgspec.Struct, frozen=True, kw_only=True):
    """One training image as it is and under several draws of the augmentation, PNG or JPEG each."""

    row: int
    label: str
    original: bytes
    draws: tuple[bytes, ...]
