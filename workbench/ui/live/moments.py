"""The moments of a run that are marked on its curves: changed settings, pauses, checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from PySide6.QtCore import QCoreApplication

from workbench.runs.events import SettingChanged
from workbench.runs.state import RunState
from workbench.ui.live import words
from workbench.ui.live.lines import Mark
from workbench.ui.live.readings import Points

_MOST = 60
_OFTEN = 0.3  # of the epochs with another rate than the one before: that is a schedule, which has a curve


def moments(state: RunState, rates: Points) -> tuple[Mark, ...]:
    """Return what happened, in the order of time; of what happened all the time nothing is marked."""
    found = [*_rate_changes(rates, state), *_settings(state), *_pauses(state), *_checkpoints(state)]
    return tuple(sorted(found, key=lambda moment: moment.x))


def near(found: tuple[Mark, ...], epoch: int) -> tuple[Mark, ...]:
    """Return those that belong to an epoch, from 1 on: after the one before it, up to its end."""
    return tuple(moment for moment in found if epoch - 1 < moment.x <= epoch)


def _rate_changes(rates: Points, state: RunState) -> Iterator[Mark]:
    """Yield where callbacks changed the rate; what the user changed is marked where he did it."""
    if len(rates) < 2:
        return
    wished = {change.epoch + 1 for change in state.changes if change.setting == "learning_rate"}
    changed = np.flatnonzero(rates.y[1:] != rates.y[:-1])
    if len(changed) > min(_MOST, max(3, _OFTEN * len(rates))):
        return
    for index in changed:
        if rates.x[index + 1] in wished:
            continue
        before, after = float(rates.y[index]), float(rates.y[index + 1])
        yield Mark(
            float(rates.x[index]),
            "rate",
            _tr("learning rate {0} → {1}").format(_short(before), _short(after)),
        )


def _settings(state: RunState) -> Iterator[Mark]:
    for change in state.changes[-_MOST:]:
        kind: Literal["rate", "setting"] = "rate" if change.setting == "learning_rate" else "setting"
        yield Mark(_at(state, change.epoch, change.step), kind, _setting(change), _brief(change))


def _setting(change: SettingChanged) -> str:
    before = "–" if change.before is None else _short(change.before)
    names = {
        "learning_rate": _tr("learning rate"),
        "epochs": _tr("epochs"),
        "EarlyStopping.patience": _tr("patience"),
        "ReduceLROnPlateau.patience": _tr("patience of the plateau"),
    }
    return f"{names[change.setting]} {before} → {_short(change.value)}"


def _brief(change: SettingChanged) -> str:
    """Return what stands at the mark: ``rate 0.001``, ``40 epochs``, ``patience 5``."""
    words = {
        "learning_rate": _tr("rate {0}"),
        "epochs": _tr("{0} epochs"),
        "EarlyStopping.patience": _tr("patience {0}"),
        "ReduceLROnPlateau.patience": _tr("plateau's patience {0}"),
    }
    return words[change.setting].format(_short(change.value))


def _pauses(state: RunState) -> Iterator[Mark]:
    for pause in state.pauses[-_MOST:]:
        yield Mark(_at(state, pause.epoch, pause.step), "pause", _tr("paused"))


def _checkpoints(state: RunState) -> Iterator[Mark]:
    states = [saved for saved in state.checkpoints if not saved.best]
    for saved in states if len(states) <= _MOST else states[-1:]:
        yield Mark(_at(state, saved.epoch, saved.step), "checkpoint", _tr("checkpoint"))


def _at(state: RunState, epoch: int, step: int) -> float:
    steps = state.started.steps_per_epoch if state.started is not None else 0
    return epoch + (step / steps if steps else 0.0)


def _short(value: float) -> str:
    return f"{value:g}" if float(value).is_integer() else words.reading(value)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Moments", text)
