"""Keras' optimizers on their way down a surface of two numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import keras
import msgspec
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.catalog.surfaces import SURFACES, Surface
from workbench.engine.exploring.finite import refused
from workbench.engine.model.objects import make
from workbench.project.spec import Spec
from workbench.protocol.exploring import AskRace, RaceRun, Way

_MOST_STEPS, _MOST_RACERS, _KEPT = 500, 10, 40
_OUT_OF_SIGHT = 1e6


class Course:
    """Keeps optimizers with their compiled loops: another start or learning rate needs no new one."""

    def __init__(self) -> None:
        self._runners: dict[bytes, _Runner] = {}

    def race(self, question: AskRace) -> RaceRun:
        """Return each optimizer's way.

        Raises:
            WorkbenchError: an optimizer that can't be made, or too many steps or racers.
        """
        if not 1 <= question.steps <= _MOST_STEPS:
            raise refused(
                f"Expected 1 to {_MOST_STEPS} steps, received {question.steps}.", "Choose fewer steps."
            )
        if not 1 <= len(question.optimizers) <= _MOST_RACERS:
            count = len(question.optimizers)
            raise refused(f"Expected 1 to {_MOST_RACERS} optimizers, received {count}.", "Choose fewer.")
        return RaceRun(ways=tuple(self._way(spec, question) for spec in question.optimizers))

    def _way(self, spec: Spec, question: AskRace) -> Way:
        points = self._runner(spec, question).run(spec, question.start)
        is_seen = np.isfinite(points).all(axis=1) & (np.abs(points) < _OUT_OF_SIGHT).all(axis=1)
        end = len(points) if is_seen.all() else int(np.argmin(is_seen))
        kept = points[: max(1, end)].astype(np.float64)
        return Way(optimizer=spec, x=tuple(kept[:, 0].tolist()), y=tuple(kept[:, 1].tolist()))

    def _runner(self, spec: Spec, question: AskRace) -> _Runner:
        same = spec if _number(spec) is None else spec.without_param("learning_rate")
        key = msgspec.json.encode((same, question.surface, question.steps))
        if key not in self._runners:
            if len(self._runners) >= _KEPT:
                del self._runners[next(iter(self._runners))]
            self._runners[key] = _Runner(same, SURFACES[question.surface], question.steps)
        return self._runners[key]


class _Runner:
    """One optimizer with its place on one surface, for so many steps."""

    def __init__(self, spec: Spec, surface: Surface, steps: int) -> None:
        self._optimizer = make("optimizer", spec, where="explore")
        self._has_schedule = isinstance(spec.params.get("learning_rate"), Spec)
        self._place = keras.Variable(np.zeros(2, dtype=np.float32), dtype="float32", name="place")
        self._optimizer.build([self._place])
        self._first = [np.array(variable) for variable in self._optimizer.variables]
        self._walk = _walk(self._optimizer, self._place, surface, steps)

    def run(self, spec: Spec, start: tuple[float, float]) -> NDArray[np.float32]:
        """Return the places (steps + 1, 2) from the start on."""
        for variable, value in zip(self._optimizer.variables, self._first, strict=True):
            variable.assign(value)
        rate = _number(spec)
        if rate is not None and not self._has_schedule:
            self._optimizer.learning_rate = rate
        self._place.assign(np.array(start, dtype=np.float32))
        found: NDArray[np.float32] = self._walk().numpy()
        return found


def _walk(optimizer: Any, place: Any, surface: Surface, steps: int) -> Callable[[], Any]:
    def step(number: Any, places: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            at = tf.convert_to_tensor(place.value)
            height = optimizer.scale_loss(surface.height(at[0], at[1]))
        optimizer.apply([tape.gradient(height, place.value)], [place])
        return number + 1, places.write(number + 1, tf.identity(place.value))

    def walk() -> Any:
        places = tf.TensorArray(tf.float32, size=steps + 1, element_shape=(2,))
        places = places.write(0, tf.identity(place.value))
        return tf.while_loop(lambda number, _: number < steps, step, (0, places))[1].stack()

    made: Callable[[], Any] = tf.function(walk, autograph=False)
    return made


def _number(spec: Spec) -> float | None:
    """Return the learning rate that the spec states, if it is a number that may be one."""
    rate = spec.params.get("learning_rate")
    is_number = isinstance(rate, int | float) and not isinstance(rate, bool)
    return float(rate) if is_number and isinstance(rate, int | float) and 0 <= rate < math.inf else None
