"""Which way a figure improves, told by its name as Keras gives it."""

from __future__ import annotations

import re

# As a run's keys end; whatever comes before is a part (val_), an output's name or a kind of its own.
_HIGHER_IS_BETTER = re.compile(
    r"(?:\A|_)(?:acc|accuracy|auc|correlation|cosine_similarity|f1|f1_score|fbeta_score|io_u|iou|precision"
    r"|r2|r2_score|recall|sensitivity|specificity|true_negatives|true_positives)(?:_\d+)?\Z"
)


def is_higher_better(name: str) -> bool:
    """Tell which way ``name`` improves; what isn't known by its name is better when lower."""
    return _HIGHER_IS_BETTER.search(name) is not None
