"""What evaluation, prediction and export answer."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from workbench.foundation.errors import Problem
from workbench.protocol.outputs import Form, OutputForm

ExportFormat = Literal["keras", "weights", "h5", "saved_model", "onnx", "litert"]
Prepared = Literal["inside", "beside", "none"]
"""Where an exported model has its preparation; ``none``: it takes what the network was trained on."""
Which = Annotated[str, msgspec.Meta(pattern="^(best|last|epoch-[0-9]{1,9})$")]
"""One of the models that a run keeps: the best, the last, or that of an epoch, as ``epoch-0010``."""
SplitName = Literal["train", "validation", "test"]


class ClassReport(msgspec.Struct, frozen=True, kw_only=True):
    """One row of scikit-learn's classification report."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure; ``value`` None is undefined. ``low`` and ``high`` hold it with 95 % by bootstrap."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None


class OutputJudged(msgspec.Struct, frozen=True, kw_only=True):
    """One output of a network, judged. ``names`` are its classes, labels or targets.

    ``scores`` is the ``.npz`` file (``runs.scores``) with the answers to ``scored`` of the examples.
    ``threshold`` is where a single unit or a label changes its mind, None where the largest unit decides.
    ``are_probabilities`` tells whether the answers are such, and so can be calibrated.
    """

    name: str
    form: Form
    names: tuple[str, ...]
    scores: str
    scored: int
    threshold: float | None = None
    are_probabilities: bool = False
    figures: tuple[Figure, ...] = ()


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """A model judged on a split. ``confusion_matrix`` has the true class in rows, the predicted in columns.

    One that is too large for a frame stands in the ``.npy`` file ``confusion_file`` instead. For regression
    ``classes``, both of these and ``report`` are empty; they tell the first output, ``outputs`` tells each.
    Of more than 1,000 classes the ``.npy`` file ``confusion_pairs`` has (true, predicted, count) for each
    pair that occurs instead, and ``report`` the classes with most examples. ``problems`` warn of data that
    have changed, and of a test part judged more than once.
    """

    split: SplitName
    examples: int
    loss: float
    metrics: dict[str, float]
    classes: tuple[str, ...] = ()
    confusion_matrix: tuple[tuple[int, ...], ...] = ()
    confusion_file: str = ""
    confusion_pairs: str = ""
    report: tuple[ClassReport, ...] = ()
    report_text: str = ""
    problems: tuple[Problem, ...] = ()
    which: Which = "best"
    outputs: tuple[OutputJudged, ...] = ()


class Importance(msgspec.Struct, frozen=True, kw_only=True):
    """How much a score falls when a column's values change places: mean and deviation of the repeats."""

    name: str
    mean: float
    deviation: float


class Importances(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a table by permutation importance. ``score`` names what falls from ``baseline``."""

    score: str
    baseline: float
    examples: int
    repeats: int
    columns: tuple[Importance, ...]


class ShownRow(msgspec.Struct, frozen=True, kw_only=True):
    """An example by its row: a PNG or JPEG of it, its image file, or its cells as text.

    ``key`` is what names it in the source for good: the path of its image, else the number of its row there.
    """

    row: int
    label: str
    key: str
    image: bytes = b""
    path: str = ""
    cells: tuple[str, ...] = ()


class ShownRows(msgspec.Struct, frozen=True, kw_only=True):
    """Examples that were asked for by their rows; ``columns`` name the cells."""

    rows: tuple[ShownRow, ...]
    columns: tuple[str, ...] = ()


class InputColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column that a model is given: ``values`` are the categories it knows, ``example`` a usual value."""

    name: str
    values: tuple[str, ...] = ()
    example: str = ""


class InputForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a run's model takes: a ``picture``, a ``row`` of columns, or a ``file`` of arrays of ``shape``.

    ``is_ink`` says that pictures are light ink on dark ground, as the bundled digits are. ``outputs`` are
    what is answered, with names for all units; those of the first are ``classes`` where it has any. With a
    ``window``, a file holds that many rows of ``columns`` in their order, or more of them: one answer for
    each stretch of that length.
    """

    kind: Literal["picture", "row", "file"]
    shape: tuple[int, ...]
    columns: tuple[InputColumn, ...] = ()
    classes: tuple[str, ...] = ()
    is_ink: bool = False
    window: int = 0
    outputs: tuple[OutputForm, ...] = ()


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one output says of an example; of several labels ``label`` has those that are set."""

    output: tuple[float, ...]
    label: str = ""
    confidence: float | None = None


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """One example's answer; ``label`` and ``confidence`` only for classification.

    These are the first output's; ``others`` has what each further one says.
    """

    index: int
    output: tuple[float, ...]
    label: str = ""
    confidence: float | None = None
    others: tuple[Said, ...] = ()


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was written, reloaded in a fresh process and compared on real examples.

    ``preparation`` tells what became of it; ``beside`` are the files of it that lie beside the model.
    """

    format: ExportFormat
    path: str
    bytes: int
    max_abs_difference: float
    preparation: Prepared = "none"
    beside: tuple[str, ...] = ()
