"""How much classes count in the loss, as the command line says it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import ClassWeight


def class_weights(words: Sequence[str], before: ClassWeight | None) -> ClassWeight | None:
    """Return what ``balanced``, ``none`` or words like ``CLASS=2.5`` mean; without words, what stood before.

    Raises:
        WorkbenchError: words that mean nothing (where ``data.class_weight``).
    """
    if not words:
        return before
    if tuple(words) in (("balanced",), ("none",)):
        return "balanced" if words[0] == "balanced" else None
    kept = dict(before) if isinstance(before, dict) else {}
    return kept | dict(_weight(word) for word in words)


def _weight(word: str) -> tuple[str, float]:
    name, _, text = word.rpartition("=")
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not name or not math.isfinite(weight) or weight < 0:
        message = f"--class-weight: expected CLASS=W (0 or more), balanced or none, received “{word}”."
        raise WorkbenchError(error("class-weight.unreadable", "data.class_weight", message))
    return name, weight
