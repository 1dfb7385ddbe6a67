"""A training's whole state, taken and given back: weights, optimizer, seeds, metrics, callbacks, the best."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.model.seeds import seed_places
from workbench.engine.training import state_file
from workbench.engine.training.best import Best
from workbench.engine.training.callbacks import Callbacks

_REMEMBERED = 10_000
"""Of how many epochs a state has Keras' history: short ones come to millions, and the journal has all."""


@dataclass
class Position:
    """How far the training is: ``step`` steps of ``epoch`` are done; ``values`` are the last epoch's."""

    epoch: int
    step: int
    values: dict[str, float]


class Snapshots:
    """Takes and restores states of one training.

    ``seeds`` are the variables of the augmentation; ``architecture`` says of what network the states are.
    While examples are judged the metrics count something else, some layers draw, and a callback may have
    changed the weights: from ``hold`` to ``let_go`` the states are as they were before.
    """

    def __init__(
        self,
        model: Any,
        callbacks: Callbacks,
        best: Best,
        *,
        seeds: Sequence[Any] = (),
        architecture: str = "",
    ) -> None:
        self.model = model
        self.best = best
        self.architecture = architecture
        self._callbacks = callbacks
        self._seeds = tuple(seeds)
        self._held: state_file.State | None = None
        self._held_numbers: dict[str, NDArray[Any]] | None = None

    def take(self, at: Position) -> state_file.State:
        """Return all that going on from ``at`` needs."""
        if self._held is not None:
            return self._held
        plain, arrays = self._callbacks.memory()
        for prefix, found in self._variables():
            arrays |= state_file.variables(prefix, found)
        arrays |= self._held_numbers or {}
        arrays |= {f"best.{number}": each for number, each in enumerate(self.best.unsaved or ())}
        history = self.model.history
        arrays["epochs.0"] = np.array(history.epoch[-_REMEMBERED:], dtype=np.int64)
        for number, figures in enumerate(history.history.values()):
            arrays[f"history.{number}"] = np.array(figures[-_REMEMBERED:], dtype=np.float64)
        meta = state_file.Meta(
            epoch=at.epoch,
            step=at.step,
            values=at.values,
            best_value=self.best.value,
            best_epoch=self.best.epoch,
            history=tuple(history.history),
            callbacks=plain,
            architecture=self.architecture,
            has_ended=bool(self.model.stop_training),
        )
        return state_file.State(meta=meta, arrays=arrays)

    def take_numbers(self, at: Position) -> state_file.State:
        """Return what the steps from ``at`` on compute with, and no more: see ``restore_numbers``."""
        arrays: dict[str, NDArray[Any]] = {}
        for prefix, found in self._variables():
            arrays |= state_file.variables(prefix, found)
        meta = state_file.Meta(
            epoch=at.epoch,
            step=at.step,
            values=at.values,
            best_value=None,
            best_epoch=None,
            callbacks=[],
        )
        return state_file.State(meta=meta, arrays=arrays)

    def restore(self, state: state_file.State) -> Position:
        """Bring model, callbacks and best value back to a state, and return where that was.

        Raises:
            WorkbenchError: the state is of another network.
        """
        self.restore_numbers(state)
        meta = state.meta
        self._callbacks.remember(meta.callbacks, state.arrays)
        found = zip(meta.history, state_file.numbered(state, "history"), strict=True)
        self._remember(dict(found), state.arrays["epochs.0"])
        self.best.value, self.best.epoch = meta.best_value, meta.best_epoch
        self.best.unsaved = state_file.numbered(state, "best") or None
        return Position(epoch=meta.epoch, step=meta.step, values=dict(meta.values))

    def begin(self, figures: Iterable[str]) -> None:
        """Let Keras' history hold these ``figures`` in little memory: short epochs come to millions."""
        self._remember(dict.fromkeys(figures, np.zeros(0)), np.zeros(0))

    def _remember(self, figures: Mapping[str, NDArray[Any]], epochs: NDArray[Any]) -> None:
        history = self.model.history
        history.history = {name: array("d", values.tolist()) for name, values in figures.items()}
        history.epoch = array("q", epochs.astype(np.int64).tolist())

    def restore_numbers(self, state: state_file.State) -> None:
        """Bring only the variables back: what a step computes with."""
        for prefix, found in self._variables():
            state_file.assign(state, prefix, found)

    def hold(self, at: Position) -> None:
        """Let states be as they are now, whatever judging does meanwhile."""
        variables = self.model.variables
        if self._callbacks.change_what_is_judged:
            self._held = self.take(at)
        else:
            seeds = {f"model.{place}": np.asarray(variables[place]) for place in seed_places(self.model)}
            self._held_numbers = seeds | state_file.variables("metric", self.model.metrics_variables)

    def let_go(self) -> None:
        """Take states as they are again."""
        self._held = self._held_numbers = None

    def is_finite(self) -> bool:
        """Tell whether every weight is a finite number."""
        weights = self.model.get_weights()
        return all(np.isfinite(array).all() for array in weights if array.dtype.kind == "f")

    def _variables(self) -> tuple[tuple[str, Sequence[Any]], ...]:
        return (
            ("model", self.model.variables),
            ("optimizer", self.model.optimizer.variables),
            ("metric", self.model.metrics_variables),
            ("augmentation", self._seeds),
        )
