"""Texts among tensors: most layers compute with numbers, and some read texts only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keras import layers

from workbench.foundation.errors import WorkbenchError, error
from workbench.project.spec import Spec

_TEXT = "string"
_READS_TEXT = (layers.StringLookup, layers.TextVectorization)
_TAKES_BOTH = (layers.Hashing, layers.HashedCrossing)


def check_texts(layer: Any, inputs: Sequence[Any], outputs: Sequence[Any], spec: Spec, where: str) -> None:
    """Refuse texts where a layer computes, and numbers where it reads texts.

    ``inputs`` and ``outputs`` have a dtype.

    Raises:
        WorkbenchError: code ``dtype-mismatch``, pinned to ``where``.
    """
    reads = isinstance(layer, _READS_TEXT)
    if reads and any(tensor.dtype != _TEXT for tensor in inputs):
        message = f"{spec.kind} reads texts: expected inputs of the type string, received {inputs[0].dtype}."
        raise WorkbenchError(error("dtype-mismatch", where, message, "Set the dtype of the Input to string."))
    has_text = any(tensor.dtype == _TEXT for tensor in inputs)
    computes = any(tensor.dtype != _TEXT for tensor in outputs)
    if has_text and computes and not (reads or isinstance(layer, _TAKES_BOTH)):
        message = f"{spec.kind} computes with numbers: expected them, received texts."
        hint = "Put a StringLookup or a TextVectorization before it."
        raise WorkbenchError(error("dtype-mismatch", where, message, hint))
