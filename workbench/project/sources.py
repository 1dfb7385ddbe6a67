"""Where examples may come from.

Every path may be relative: it then starts at the project's folder. A source only names things; the engine
looks at them (``workbench/engine/data``). What is empty is proposed by the engine, or does not exist.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ColorMode = Literal["rgb", "grayscale", "rgba"]
Fit = Literal["stretch", "crop", "pad"]
Interpolation = Literal["nearest", "bilinear", "bicubic", "lanczos3", "area"]
KerasName = Literal["mnist", "fashion_mnist", "cifar10", "cifar100", "imdb", "reuters", "california_housing"]
GeneratedKind = Literal["xor", "moons", "circles", "spirals", "blobs", "line", "sine", "steps"]


class _Source(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    pass


GATES = ("and", "or", "xor")
"""The bundled sets of four rows: nothing of them can be set aside."""


class Bundled(msgspec.Struct, frozen=True, tag="bundled", tag_field="type", forbid_unknown_fields=True):
    """A data set that comes with the program: ``iris``, ``digits`` or one of ``GATES``."""

    name: str


class Table(_Source, frozen=True, omit_defaults=True, tag="table"):
    """A table in a CSV, TSV, Parquet or Excel file; the file's suffix says which, and any other is text.

    ``target`` is the column to learn. ``more_targets`` are further ones, for several quantities or for
    several labels (each a column of 0 and 1). ``features`` empty means every column without another role,
    but those ``ignored``; a target may stand among them where windows end before it, so that its own past
    tells it. ``weight`` counts a row in the loss, ``group`` keeps rows together in a split,
    ``time`` orders them, ``part`` holds ``train``, ``validation`` or ``test``. ``sheet`` is an Excel file's
    sheet, the first when empty. ``encoding`` is that of a text file, found by itself when empty.
    ``workbench/project/roles.py`` gives and takes roles.
    """

    path: str
    target: str
    features: tuple[str, ...] = ()
    more_targets: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    weight: str = ""
    group: str = ""
    time: str = ""
    part: str = ""
    sheet: str = ""
    encoding: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """All target columns; empty when none is chosen."""
        return (self.target, *self.more_targets) if self.target else self.more_targets


class Arrays(_Source, frozen=True, omit_defaults=True, tag="arrays"):
    """Arrays in an ``.npz`` file by their keys, or in ``.npy`` files.

    ``x`` and ``y`` are keys of an ``.npz`` file; for ``.npy``, ``path`` holds x and ``y`` is the path of the
    targets. ``x_validation`` to ``y_test`` name ready parts, always in pairs. ``group`` names groups of rows.
    """

    path: str
    x: str = "x"
    y: str = "y"
    x_validation: str = ""
    y_validation: str = ""
    x_test: str = ""
    y_test: str = ""
    group: str = ""


class ImageForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every photograph is brought to: (height, width, channels), values 0 to 255 as Keras gives them.

    ``fit`` says what happens to other proportions: ``stretch``, ``crop`` the middle (Keras'
    ``crop_to_aspect_ratio``) or ``pad`` with black (``pad_to_aspect_ratio``).
    """

    height: int = 150
    width: int = 150
    color_mode: ColorMode = "rgb"
    fit: Fit = "stretch"
    interpolation: Interpolation = "bilinear"

    @property
    def shape(self) -> tuple[int, int, int]:
        """One example's shape: (height, width, channels)."""
        return (self.height, self.width, {"rgb": 3, "grayscale": 1, "rgba": 4}[self.color_mode])


class ImageFolder(_Source, frozen=True, omit_defaults=True, tag="image_folder"):
    """A folder with one subfolder of images for each class, in the order of their names.

    ``train``, ``validation`` (or ``val``, ``valid``) and ``test`` right in the folder are ready parts, each
    with the classes inside. ``validation`` and ``test`` name folders elsewhere that are such parts.
    ``classes`` takes these subfolders only, in this order.
    """

    path: str
    validation: str = ""
    test: str = ""
    form: ImageForm = ImageForm()
    classes: tuple[str, ...] = ()


class ImageTable(_Source, frozen=True, omit_defaults=True, tag="image_table"):
    """Images named in a table: the column ``image`` holds paths that start at ``root``.

    ``root`` empty is the table's folder. The other columns mean what they mean in ``Table``.
    """

    path: str
    image: str
    target: str
    root: str = ""
    form: ImageForm = ImageForm()
    more_targets: tuple[str, ...] = ()
    weight: str = ""
    group: str = ""
    time: str = ""
    part: str = ""
    sheet: str = ""
    encoding: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """All target columns; empty when none is chosen."""
        return (self.target, *self.more_targets) if self.target else self.more_targets


class KerasDataset(_Source, frozen=True, tag="keras_dataset"):
    """A data set of Keras itself, loaded once and kept in Keras' cache. It gives a ready test part.

    ``words`` (the most frequent ones) and ``length`` (the last words, padded in front) hold for the texts
    of ``imdb`` and ``reuters`` only: an example is ``length`` numbers of words.
    """

    name: KerasName
    words: int = 10_000
    length: int = 200


class Generated(_Source, frozen=True, tag="generated"):
    """A set made by a formula: the same ``n``, ``noise`` and ``seed`` give the same examples.

    ``xor``, ``moons``, ``circles``, ``spirals`` and ``blobs`` are points of two coordinates with classes;
    ``line``, ``sine`` and ``steps`` are curves to regress. ``noise`` is the standard deviation of what is
    added to each coordinate, or to the target of a curve. ``classes`` is the number of spirals or blobs.
    """

    kind: GeneratedKind
    n: int = 500
    noise: float = 0.1
    seed: int = 0
    classes: int = 2


Source = Bundled | Table | Arrays | ImageFolder | ImageTable | KerasDataset | Generated
Pictures = ImageFolder | ImageTable
