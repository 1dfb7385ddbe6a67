"""What evaluation, prediction and export answer."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.foundation.errors import Problem

ExportFormat = Literal["keras", "weights", "h5", "saved_model", "onnx", "litert"]
Prepared = Literal["inside", "beside", "none"]
"""Where an exported model has its preparation; ``none``: it takes what the network was trained on."""
Which = Literal["best", "last"]
SplitName = Literal["train", "validation", "test"]


class ClassReport(msgspec.Struct, frozen=True, kw_only=True):
    """One row of scikit-learn's classification report."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """A model judged on a split. ``confusion_matrix`` has the true class in rows, the predicted in columns.

    One that is too large for a frame stands in the ``.npy`` file ``confusion_file`` instead. For regression
    ``classes``, both of these and ``report`` are empty. ``problems`` warn of data that have changed.
    """

    split: SplitName
    examples: int
    loss: float
    metrics: dict[str, float]
    classes: tuple[str, ...] = ()
    confusion_matrix: tuple[tuple[int, ...], ...] = ()
    confusion_file: str = ""
    report: tuple[ClassReport, ...] = ()
    report_text: str = ""
    problems: tuple[Problem, ...] = ()


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """One example's answer; ``label`` and ``confidence`` only for classification."""

    index: int
    output: tuple[float, ...]
    label: str = ""
    confidence: float | None = None


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
