"""What a network comes to, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.ui.inspector import words
from workbench.ui.summary.rows import Totals


def in_short(sums: Totals) -> str:
    """Return the sums in one line."""
    parts = [
        _tr("{0} layers").format(words.count(sums.layers)),
        _tr("{0} parameters").format(words.count(sums.params)),
        _tr("{0} trainable").format(words.count(sums.trainable)),
        _tr("{0} non-trainable").format(words.count(sums.frozen)),
        _tr("{0} multiply-adds").format(words.large(sums.macs)),
        words.size(sums.memory),
    ]
    return " · ".join(parts)


def in_full(sums: Totals) -> str:
    """Return the sums exactly, one a line."""
    parts = [
        _tr("Total parameters: {0}").format(words.count(sums.params)),
        _tr("Trainable parameters: {0}").format(words.count(sums.trainable)),
        _tr("Non-trainable parameters: {0}").format(words.count(sums.frozen)),
        _tr("Multiply-adds for one example: {0}").format(words.count(sums.macs)),
        _tr("Outputs of one example: {0} bytes").format(words.count(sums.memory)),
    ]
    return "\n".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Summary", text)
