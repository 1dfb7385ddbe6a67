"""What a run trains with now: what its project said, and what was changed since."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.catalog.catalog import Catalog
from workbench.catalog.rates import base_rate, schedule_of
from workbench.project.training import TrainingSpec
from workbench.runs.events import Setting
from workbench.runs.state import RunState

_PATIENCE: dict[str, Setting] = {
    "EarlyStopping": "EarlyStopping.patience",
    "ReduceLROnPlateau": "ReduceLROnPlateau.patience",
}


@dataclass(frozen=True)
class InForce:
    """``rate`` is None where a schedule of the optimizer sets it; a patience where nothing waits."""

    rate: float | None
    epochs: int
    patience: int | None
    plateau_patience: int | None


def in_force(training: TrainingSpec, state: RunState, catalog: Catalog) -> InForce:
    """Return what the run of that project trains with, as of ``state``."""
    latest = {change.setting: change.value for change in state.changes}
    waiting = {
        kind: _patience(training, kind, catalog) if setting not in latest else int(latest[setting])
        for kind, setting in _PATIENCE.items()
    }
    return InForce(
        rate=_rate(training, state, catalog),
        epochs=state.epochs_planned or training.epochs,
        patience=waiting["EarlyStopping"],
        plateau_patience=waiting["ReduceLROnPlateau"],
    )


def _rate(training: TrainingSpec, state: RunState, catalog: Catalog) -> float | None:
    """Return the rate of the newest moment that is known."""
    if schedule_of(training.optimizer) is not None:
        return None
    changed = next((each for each in reversed(state.changes) if each.setting == "learning_rate"), None)
    ended = state.epochs[-1] if state.epochs else None
    if changed is not None and (ended is None or changed.epoch > ended.epoch):
        return changed.value
    return base_rate(training.optimizer, catalog) if ended is None else ended.learning_rate


def _patience(training: TrainingSpec, kind: str, catalog: Catalog) -> int | None:
    for spec in training.callbacks:
        if spec.kind == kind:
            value = spec.params.get("patience", catalog.kind("callback", kind).param("patience").default)
            return value if isinstance(value, int) else None
    return None
