"""All figures of one epoch as a small table, for the crosshair."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from workbench.runs.events import EpochEnded
from workbench.ui.live import words
from workbench.ui.live.lines import Mark

_LEAST = 9
_MOST = 24
_MOST_ROWS = 14


def read_out(epochs: Sequence[EpochEnded], epoch: int, moments: Sequence[Mark] = ()) -> str:
    """Return the figures at the end of epoch number ``epoch``, from 1 on; empty where it has none."""
    found = epoch_of(epochs, epoch)
    if found is None:
        return ""
    names = [name for name in found.values if not name.startswith("val_")]
    has_validation = any(name.startswith("val_") for name in found.values)
    width = min(_MOST, max(_LEAST, *(len(name) for name in names), len("learning rate")))
    head = f"{_tr('epoch {0}').format(epoch):<{width}}"
    rows = [f"{head}{_tr('training'):>10}{_tr('validation'):>12}" if has_validation else head]
    for name in names[:_MOST_ROWS]:
        row = f"{words.short(name, width):<{width}}{words.reading(found.values[name]):>10}"
        judged = found.values.get(f"val_{name}")
        rows.append(row if judged is None else f"{row}{words.reading(judged):>12}")
    rows.append(f"{_tr('learning rate'):<{width}}{words.reading(found.learning_rate):>10}")
    return "\n".join([*rows, *(moment.text for moment in moments)])


def epoch_of(epochs: Sequence[EpochEnded], number: int) -> EpochEnded | None:
    """Return the epoch of a number, from 1 on."""
    at = bisect_left(epochs, number - 1, key=lambda epoch: epoch.epoch)
    return epochs[at] if at < len(epochs) and epochs[at].epoch == number - 1 else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Chart", text)
